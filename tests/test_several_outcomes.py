"""Many outcomes recorded in one table: one's own, or a colleague's while covering."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from cases.gate import MASKED
from contacts.models import Contact
from tests.factories import ContactFactory, person

pytestmark = pytest.mark.django_db

URL = "/worklist/outcomes/"


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


def over(officer, whom, day=17, **fields):
    return ContactFactory(service_user=whom, officer=officer, date=date(2026, 11, day), **fields)


def save(client, url=URL, **outcomes):
    form = client.get(url).context["form"]
    seen = {name: form[name].value() for name in form.fields if name.startswith("seen_")}
    return client.post(url, seen | outcomes)


def outcomes():
    return dict(Contact.objects.values_list("pk", "outcome"))


def test_yesterdays_are_saved_together_and_the_rest_stays(nia, cast):
    others = [person(cast.case_manager) for _ in range(2)]
    first, second, third = (
        over(cast.case_manager, each, start_time=time(9 + hour), end_time=time(9 + hour, 30))
        for hour, each in enumerate([cast.own, *others])
    )
    response = save(nia, **{f"outcome_{first.pk}": "ATTC", f"outcome_{second.pk}": "UAAB", f"outcome_{third.pk}": ""})
    assert response.url == URL
    assert outcomes() == {first.pk: "ATTC", second.pk: "UAAB", third.pk: None}
    html = nia.get(URL).content.decode()
    assert "You have recorded 2 outcomes." in html
    assert list(nia.get(URL).context["form"].contacts) == [third]


def test_only_what_is_over_without_an_outcome_is_listed(nia, cast):
    over(cast.case_manager, cast.own, outcome_id="ATTC")
    over(cast.case_manager, cast.own, day=16, cancelled_by="service")
    over(cast.case_manager, cast.own, day=18, start_time=time(11, 45), end_time=time(12, 15))
    html = nia.get(URL).content.decode()
    assert "There are no outcomes to record." in html


def test_each_offers_what_ndelius_allows_for_its_type(nia, cast):
    visit = over(cast.case_manager, cast.own, type_id="CHVS", place="At home")
    call = over(cast.case_manager, cast.own, day=16, type_id="COPT")
    form = nia.get(URL).context["form"]
    codes = {
        contact.pk: {code for _group, group in form.fields[f"outcome_{contact.pk}"].choices[1:] for code, _ in group}
        for contact in (visit, call)
    }
    assert "ATSH" in codes[visit.pk] - codes[call.pk]
    assert save(nia, **{f"outcome_{call.pk}": "ATSH"}).status_code == 200
    assert outcomes()[call.pk] is None


def test_a_colleagues_are_recorded_while_covering(nia, cast, sign_in):
    theirs = over(cast.colleague, cast.colleagues)
    url = f"{URL}?officer={cast.colleague.pk}"
    assert f"Record outcomes for {cast.colleague}" in nia.get(url).content.decode()
    assert save(nia, url, **{f"outcome_{theirs.pk}": "ATTC"}).url == url
    assert outcomes() == {theirs.pk: "ATTC"}


def test_not_those_of_another_team(nia, cast):
    assert nia.get(f"{URL}?officer={cast.other_team_manager.pk}").status_code == 404


def test_somebody_elses_appointment_is_not_recorded_by_its_number(nia, cast):
    theirs = over(cast.colleague, cast.colleagues)
    own = over(cast.case_manager, cast.own)
    save(nia, **{f"outcome_{theirs.pk}": "ATTC", f"outcome_{own.pk}": "ATTC"})
    assert outcomes() == {theirs.pk: None, own.pk: "ATTC"}


def test_who_may_not_be_seen_is_listed_masked_and_asked_nothing(nia, cast):
    hidden = over(cast.case_manager, cast.other_team)
    page = nia.get(URL)
    assert not page.context["form"].contacts
    assert str(MASKED) in page.content.decode()
    save(nia, **{f"outcome_{hidden.pk}": "ATTC"})
    assert outcomes() == {hidden.pk: None}


def test_sent_twice_they_are_recorded_once(nia, cast):
    contact = over(cast.case_manager, cast.own)
    seen = f"seen_{contact.pk}"
    sent = {f"outcome_{contact.pk}": "ATTC", seen: nia.get(URL).context["form"][seen].value()}
    for _ in range(2):
        assert nia.post(URL, sent).status_code == 302
    assert contact.amendments.count() == 0


def test_what_somebody_recorded_meanwhile_is_said_beside_it_and_nothing_is_saved(nia, cast):
    first, second = over(cast.case_manager, cast.own), over(cast.case_manager, cast.own, day=16)
    form = nia.get(URL).context["form"]
    seen = {name: form[name].value() for name in form.fields if name.startswith("seen_")}
    Contact.objects.filter(pk=first.pk).update(outcome="UAAB")
    refused = nia.post(URL, seen | {f"outcome_{first.pk}": "ATTC", f"outcome_{second.pk}": "ATTC"})
    assert list(refused.context["form"].errors) == [f"outcome_{first.pk}"]
    assert outcomes() == {first.pk: "UAAB", second.pk: None}


def test_nothing_selected_is_said(nia, cast):
    contact = over(cast.case_manager, cast.own)
    refused = save(nia, **{f"outcome_{contact.pk}": ""})
    assert "Select what happened for at least one person" in refused.content.decode()


def test_the_worklist_leads_to_it(nia):
    assert f'href="{reverse("several_outcomes")}"' in nia.get("/worklist/").content.decode()
