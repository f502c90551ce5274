"""Recording what became of an appointment."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from casework.services.refusals import version
from contacts.models import Contact
from staff.models import Absence
from tests.appointments import answer, hidden, page
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 12:00"):
        yield


@pytest.fixture
def contact(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 2), noticed=True)


def leads_to(response) -> str:
    return response.url.rstrip("/").rpartition("/")[2] if response.status_code == 302 else "the same page"


def now(contact) -> Contact:
    return Contact.objects.get(pk=contact.pk)


@pytest.mark.parametrize(
    ("answers", "code", "follow_up"),
    [
        ({"outcome": "ATTC"}, "ATTC", False),
        ({"outcome": "AFTC"}, "AFTC", False),
        ({"outcome": "ATSH"}, "ATSH", False),
        ({"outcome": "absence", "absence": "AAME"}, "AAME", True),
        ({"outcome": "UAAB"}, "UAAB", True),
        ({"outcome": "AFTA"}, "AFTA", True),
        ({"outcome": "other", "other": "CO40"}, "CO40", True),
        ({"outcome": "other", "other": "ATFI"}, "ATFI", True),
    ],
)
def test_an_outcome_is_recorded_and_a_non_attendance_leads_to_the_further_appointment(
    nia, contact, answers, code, follow_up
):
    response = answer(nia, "record_outcome", contact, **answers)
    assert leads_to(response) == ("follow-up" if follow_up else str(contact.pk))
    assert now(contact).outcome_id == code
    assert Entry.objects.get().action == "record an outcome"


@pytest.mark.parametrize("answers", [{}, {"outcome": "absence"}, {"outcome": "other"}, {"outcome": "RSOF"}])
def test_an_answer_is_needed(nia, contact, answers):
    assert leads_to(answer(nia, "record_outcome", contact, **answers)) == "the same page"
    assert now(contact).outcome_id is None


def test_what_is_still_to_come_can_only_be_an_acceptable_absence(nia, cast, contact):
    Contact.objects.update(date=date(2026, 11, 3))
    assert "Attended and complied" not in page(nia, "record_outcome", cast.own, contact.pk)
    assert leads_to(answer(nia, "record_outcome", contact, happened="ATTC")) == "the same page"
    assert leads_to(answer(nia, "record_outcome", contact, happened="absence", absence="AAHO")) == "follow-up"


def test_a_recorded_outcome_is_changed_when_the_evidence_arrives(nia, contact):
    answer(nia, "record_outcome", contact, outcome="AFTA")
    answer(nia, "record_outcome", contact, outcome="absence", absence="AAME")
    assert now(contact).outcome_id == "AAME"


def test_an_outcome_sent_twice_is_recorded_once(nia, cast, contact):
    seen = hidden(page(nia, "record_outcome", cast.own, contact.pk), "seen")
    answers = [answer(nia, "record_outcome", contact, seen=seen, outcome="UAAB") for _ in range(2)]
    assert [leads_to(response) for response in answers] == ["follow-up", "follow-up"]
    assert Entry.objects.count() == 1
    assert contact.events.count() == 1


def test_another_outcome_recorded_meanwhile_stays(nia, cast, contact):
    seen = hidden(page(nia, "record_outcome", cast.own, contact.pk), "seen")
    Contact.objects.update(outcome="AAME")
    response = answer(nia, "record_outcome", contact, seen=seen, outcome="UAAB")
    assert "Somebody changed this appointment" in response.content.decode()
    assert now(contact).outcome_id == "AAME"


@pytest.mark.parametrize("state", [{"cancelled_by": "service"}, {"outcome": "RSSR"}, {"outcome": "RSOF"}])
def test_what_was_cancelled_or_rearranged_has_no_other_outcome(nia, cast, contact, state):
    Contact.objects.update(**state)
    address = reverse("record_outcome", args=[cast.own.public_id, contact.pk])
    assert nia.get(address).url == reverse("contact", args=[cast.own.public_id, contact.pk])
    response = nia.post(address, {"seen": version(now(contact)), "outcome": "UAAB"})
    assert "was cancelled or rearranged, so you cannot record an outcome" in response.content.decode()
    assert now(contact).outcome_id == state.get("outcome")


def test_a_follow_up_that_stands_is_removed_only_when_that_is_confirmed(nia, contact):
    Contact.objects.update(outcome="AFTA", follow_up="further_appointment", follow_up_on=date(2026, 11, 2))
    refused = answer(nia, "record_outcome", contact, outcome="ATTC")
    assert "A further appointment was offered on 2 November 2026." in refused.content.decode()
    assert (now(contact).outcome_id, now(contact).follow_up) == ("AFTA", "further_appointment")
    answer(nia, "record_outcome", contact, outcome="ATTC", remove_follow_up="on")
    assert (now(contact).outcome_id, now(contact).follow_up, now(contact).follow_up_on) == ("ATTC", "", None)


def test_an_offer_made_beforehand_does_not_go_with_an_absence_that_nobody_knew_of(nia, contact):
    Contact.objects.update(outcome="AAHO", follow_up="further_appointment", follow_up_on=date(2026, 10, 30))
    assert "remove_follow_up" in answer(nia, "record_outcome", contact, outcome="UAAB").context["form"].errors
    assert leads_to(answer(nia, "record_outcome", contact, outcome="absence", absence="AAME")) == str(contact.pk)


def test_an_offer_made_on_the_day_itself_goes_with_every_non_attendance(nia, contact):
    Contact.objects.update(outcome="AFTA", follow_up="further_appointment", follow_up_on=contact.date)
    answer(nia, "record_outcome", contact, outcome="UAAB")
    assert (now(contact).outcome_id, now(contact).follow_up_on) == ("UAAB", contact.date)


def test_a_follow_up_that_is_removed_leaves_its_appointment_alone(nia, contact):
    further = ContactFactory(service_user=contact.service_user, officer=contact.officer, date=date(2026, 11, 9))
    Contact.objects.filter(pk=contact.pk).update(
        outcome="AFTA", follow_up="further_appointment", follow_up_on=contact.date, follow_up_contact=further
    )
    answer(nia, "record_outcome", contact, outcome="ATTC", remove_follow_up="on")
    assert (now(contact).follow_up, now(contact).follow_up_contact) == ("", None)
    assert now(further).cancelled_by == ""


def test_who_comes_second_is_told_and_overwrites_nothing(nia, cast, contact):
    seen = hidden(page(nia, "record_outcome", cast.own, contact.pk), "seen")
    Contact.objects.update(outcome="ATTC")
    response = answer(nia, "record_outcome", contact, seen=seen, outcome="AFTA")
    html = response.content.decode()
    assert "Somebody changed this appointment" in html
    assert now(contact).outcome_id == "ATTC"
    answer(nia, "record_outcome", contact, seen=hidden(html, "seen"), outcome="AFTA")
    assert now(contact).outcome_id == "AFTA"


def test_a_cancelled_appointment_has_no_outcome(nia, cast, contact):
    Contact.objects.update(cancelled_by="service")
    address = reverse("record_outcome", args=[cast.own.public_id, contact.pk])
    assert nia.get(address).url == reverse("contact", args=[cast.own.public_id, contact.pk])


@pytest.mark.parametrize(("role", "status"), [("colleague", 200), ("ldu_head", 404), ("other_team_manager", 404)])
def test_only_those_who_hold_the_person_record(cast, sign_in, contact, role, status):
    address = reverse("record_outcome", args=[cast.own.public_id, contact.pk])
    assert sign_in(getattr(cast, role)).get(address).status_code == status
    elsewhere = reverse("record_outcome", args=[cast.colleagues.public_id, contact.pk])
    assert sign_in(cast.colleague).get(elsewhere).status_code == 404


@pytest.mark.parametrize("start, recorded", [(time(11, 59), "ATTC"), (time(12, 1), None)])
def test_only_an_absence_is_recorded_before_the_start(nia, contact, start, recorded):
    Contact.objects.update(start_time=start, end_time=time(13))
    answer(nia, "record_outcome", contact, outcome="ATTC", happened="ATTC")
    assert now(contact).outcome_id == recorded
    answer(nia, "record_outcome", contact, outcome="absence", happened="absence", absence="AAME")
    assert now(contact).outcome_id == "AAME"


def test_after_attended_the_next_appointment_is_offered_by_the_contact_standard(nia, cast, contact):
    """Amber: every 28 days, so on the last business day by then on which the case manager is not away."""
    response = answer(nia, "record_outcome", contact, outcome="ATTC")
    html = nia.get(response.url).content.decode()
    assert "It is due by Monday 30 November." in html
    assert "Amber: every 28 days." in html
    book = reverse("book", args=[cast.own.public_id])
    assert f'href="{book}?date=2026-11-30"' in html
    assert 'value="30/11/2026"' in nia.get(f"{book}?date=2026-11-30").content.decode()
    Absence.objects.create(
        user=cast.case_manager, kind="leave", starts_on=date(2026, 11, 30), ends_on=date(2026, 12, 1)
    )
    assert f'href="{book}?date=2026-11-27"' in nia.get(response.url).content.decode()


def test_after_a_cancellation_by_the_service_another_is_booked(nia, cast, contact):
    Contact.objects.update(date=date(2026, 11, 3))
    response = answer(nia, "record_outcome", contact, happened="cancelled_by_service", reason="Office closed")
    html = nia.get(response.url).content.decode()
    assert "Book another appointment" in html
    assert now(contact).cancellation_reason == "Office closed"


@pytest.mark.parametrize(
    "answers, field",
    [
        ({}, "happened"),
        ({"happened": "absence"}, "absence"),
        ({"happened": "cancelled_by_service"}, "reason"),
        ({"happened": "cancelled_by_service_user", "reason": "x" * 501}, "reason"),
    ],
)
def test_what_has_happened_to_one_to_come_needs_an_answer(nia, contact, answers, field):
    Contact.objects.update(date=date(2026, 11, 3))
    sent = {"reason": ""} | answers
    assert field in answer(nia, "record_outcome", contact, **sent).context["form"].errors


def test_who_wants_another_time_is_asked_once(nia, cast, contact):
    Contact.objects.update(date=date(2026, 11, 3))
    moved = answer(nia, "record_outcome", contact, happened="moved_by_service_user", reason="")
    assert moved.url == reverse("rearrange", args=[cast.own.public_id, contact.pk]) + "?asked_by=service_user"
    assert nia.get(moved.url).context["form"]["asked_by"].value() == "service_user"
