"""Putting a line of the worklist aside: until when, why, by whom; back by a button or by itself. No figure changes."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert, Snooze
from alerts.scan import scan_contacts
from audit.models import Entry
from casework.worklist import NEXT_CONTACT, worklist_of
from tests.appointments import answer, page
from tests.factories import ContactFactory
from ui.ways import and_back

pytestmark = pytest.mark.django_db
TODAY = date(2018, 12, 20)


@pytest.fixture(autouse=True)
def thursday_morning():
    with time_machine.travel(f"{TODAY} 10:00", tick=False):
        yield


@pytest.fixture
def alert(cast):
    """An outcome to record, overdue; beside it a further appointment to offer by Friday 28 December."""
    about = {"service_user": cast.own, "officer": cast.case_manager, "noticed": True}
    ContactFactory(**about, date=date(2018, 12, 18))
    ContactFactory(**about, date=date(2018, 12, 19), outcome_id="AFTA")
    scan_contacts(by=None, as_of=TODAY)
    return Alert.objects.get(kind="outcome_missing")


def put_aside(browser, cast, key, until="27/12/2018", reason="The file is with the court", **answers):
    address = reverse("snooze", args=[cast.own.public_id, key])
    return browser.post(address, {"until": until, "reason": reason, **answers})


def kinds(user, tab, day=TODAY):
    return [line.kind for line in getattr(worklist_of(user, day), tab)]


def test_it_leaves_the_list_and_is_on_a_tab_with_who_until_when_and_why(cast, nia, alert):
    response = put_aside(nia, cast, alert.pk)
    assert response.url == "/worklist/"
    assert "outcome_missing" not in kinds(cast.case_manager, "awake")
    assert kinds(cast.case_manager, "snoozed") == ["outcome_missing"]
    html = nia.get("/worklist/?tab=snoozed").content.decode()
    assert "Until Thursday 27 December, by Nia Rees." in html
    assert "The file is with the court" in html
    assert "Snoozing changes no figure" in html
    assert Entry.objects.filter(action="snooze a line of the worklist", actor=cast.case_manager).count() == 1


def test_it_is_not_among_what_to_do_first_on_the_home_page(cast, nia, alert):
    link = reverse("record_outcome", args=[cast.own.public_id, alert.contact_id])
    assert link in nia.get("/").content.decode()
    put_aside(nia, cast, alert.pk)
    assert link not in nia.get("/").content.decode()


@pytest.mark.parametrize("day, tab", [(date(2018, 12, 26), "snoozed"), (date(2018, 12, 27), "awake")])
def test_it_is_back_by_itself_on_its_day(cast, nia, alert, day, tab):
    put_aside(nia, cast, alert.pk)
    with time_machine.travel(f"{day} 10:00", tick=False):
        assert "outcome_missing" in kinds(cast.case_manager, tab, day)


def test_it_is_back_at_once_by_a_button_once(cast, nia, alert):
    put_aside(nia, cast, alert.pk)
    listed = "/worklist/?tab=snoozed"
    address = and_back(reverse("snooze", args=[cast.own.public_id, alert.pk]), listed)
    assert f'action="{address}"' in nia.get(listed).content.decode()
    for _ in range(2):
        assert nia.post(address, {"put_back": "1"}).url == listed
    assert "outcome_missing" in kinds(cast.case_manager, "awake")
    assert not Snooze.objects.exists()
    former = Snooze.pgh_event_model.objects.get()
    assert former.reason == "The file is with the court"
    assert Entry.objects.filter(action="put a line back on the worklist").count() == 1


def test_no_figure_changes(cast, nia, alert, client):
    def figures():
        client.force_login(cast.case_manager, backend="staff.backends.InPostBackend")
        home = client.get("/").context
        client.force_login(cast.team_manager, backend="staff.backends.InPostBackend")
        total = client.get("/worklist/team/").context["total"]
        listed = client.get("/caseload/?due=outcome_missing").context["table"].paginator.count
        return home["month"], home["due"], total.to_do, total.contacts, listed

    before = figures()
    for key in (alert.pk, NEXT_CONTACT):
        client.force_login(cast.case_manager, backend="staff.backends.InPostBackend")
        put_aside(client, cast, key)
    assert Snooze.objects.count() == 2
    assert figures() == before


def test_what_is_put_right_and_comes_again_is_new(cast, nia, alert):
    put_aside(nia, cast, alert.pk)
    answer(nia, "record_outcome", alert.contact, outcome="ATTC")
    assert kinds(cast.case_manager, "snoozed") == []
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2018, 12, 17), noticed=True)
    type(alert.contact).objects.filter(pk=alert.contact_id).update(outcome=None)
    scan_contacts(by=None, as_of=TODAY)
    assert kinds(cast.case_manager, "awake").count("outcome_missing") == 2


def test_a_next_contact_is_snoozed_until_it_is_due_on_another_day(cast, nia, alert):
    put_aside(nia, cast, NEXT_CONTACT)
    assert kinds(cast.case_manager, "snoozed") == ["contact_overdue"]
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2018, 11, 1), outcome_id="ATTC")
    assert kinds(cast.case_manager, "snoozed") == []
    assert "contact_overdue" in kinds(cast.case_manager, "awake")


def test_past_its_deadline_it_says_so_and_asks(cast, nia, alert):
    due = Alert.objects.get(kind="follow_up_due")
    response = put_aside(nia, cast, due.pk, until="31/12/2018")
    html = response.content.decode()
    assert "That is past the deadline, which is Friday 28 December." in html
    assert 'value="31/12/2018"' in html
    assert "The file is with the court" in html
    assert not Snooze.objects.exists()
    assert put_aside(nia, cast, due.pk, until="31/12/2018", confirmed="on").status_code == 302
    assert Snooze.objects.get().until == date(2018, 12, 31)


def test_up_to_its_deadline_it_does_not_ask(cast, nia, alert):
    due = Alert.objects.get(kind="follow_up_due")
    assert put_aside(nia, cast, due.pk, until="28/12/2018").status_code == 302


def test_of_what_is_overdue_it_says_that(cast, nia, alert):
    assert "This is overdue already." in page(nia, "snooze", cast.own, alert.pk)


@pytest.mark.parametrize(
    "answers, words",
    [
        ({"until": "20/12/2018"}, "The day must be in the future"),
        ({"until": "18/1/2019"}, "The day must be Thursday 17 January 2019 or before, which is in 4 weeks"),
        ({"until": ""}, "Enter or select until when"),
        ({"reason": " "}, "Enter why you are snoozing it"),
    ],
)
def test_what_is_wrong_is_said_beside_the_answers(cast, nia, alert, answers, words):
    html = put_aside(nia, cast, alert.pk, **answers).content.decode()
    assert html.count(words) == 2
    assert not Snooze.objects.exists()


def test_the_last_day_is_in_four_weeks(cast, nia, alert):
    put_aside(nia, cast, alert.pk, until="17/1/2019")
    assert Snooze.objects.get().until - TODAY == timedelta(weeks=4)


def test_another_day_takes_the_place_of_the_first_and_the_same_is_done_once(cast, nia, alert):
    for until in ("27/12/2018", "28/12/2018", "28/12/2018"):
        put_aside(nia, cast, alert.pk, until=until)
    assert Snooze.objects.get().until == date(2018, 12, 28)
    assert Entry.objects.filter(action="snooze a line of the worklist").count() == 2


def test_after_its_day_it_can_be_snoozed_again(cast, nia, sign_in, alert):
    put_aside(nia, cast, alert.pk, until="21/12/2018")
    with time_machine.travel("2018-12-24 10:00", tick=False):
        put_aside(sign_in(cast.case_manager), cast, alert.pk, until="2/1/2019")
        assert (Snooze.objects.get().made_on, Snooze.objects.get().until) == (date(2018, 12, 24), date(2019, 1, 2))


def test_what_was_missed_or_is_of_somebody_else_cannot_be_snoozed(cast, nia, alert):
    ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2018, 12, 4), outcome_id="UAAB", noticed=True
    )
    scan_contacts(by=None, as_of=TODAY)
    missed = Alert.objects.get(kind="follow_up_missed")
    assert put_aside(nia, cast, missed.pk).status_code == 404
    address = reverse("snooze", args=[cast.colleagues.public_id, alert.pk])
    assert nia.get(address).status_code == 404


def test_put_right_meanwhile_it_is_gone(cast, nia, alert):
    Alert.objects.filter(pk=alert.pk).update(closed_at="2018-12-20 09:59Z")
    assert put_aside(nia, cast, alert.pk).status_code == 404
