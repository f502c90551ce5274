"""After a failure to comply: evidence awaited, the decision, what was done, and advice that records nothing."""

from datetime import date

import pytest
import time_machine

from alerts.models import Alert
from alerts.scan import scan_contacts
from contacts.criteria import Worth
from contacts.models import ContactFact, Enforcement
from tests.appointments import answer, page
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def contact(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 17))


def missed(cast, day, outcome="UAAB"):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=day, outcome_id=outcome)


def errors(response) -> dict:
    return response.context["form"].errors


def test_evidence_may_be_awaited_until_a_day_of_its_own(nia, cast, contact):
    answer(nia, "record_outcome", contact, outcome="AFTA", evidence_by="27/11/2026")
    taken = Enforcement.objects.get()
    assert (taken.action_id, taken.taken_on, taken.respond_by) == ("EA12", date(2026, 11, 18), date(2026, 11, 27))
    html = page(nia, "contact", cast.own, contact.pk)
    assert "Evidence is awaited until 27 November 2026." in html


def test_after_that_day_it_asks_for_the_decision_until_it_is_made(nia, cast, sign_in, contact):
    answer(nia, "record_outcome", contact, outcome="AFTA", evidence_by="27/11/2026")
    scan_contacts(by=None, as_of=date(2026, 11, 27))
    assert not Alert.objects.open().filter(kind="evidence_due").exists()
    with time_machine.travel("2026-11-30 09:00", tick=False):
        scan_contacts(by=None, as_of=date(2026, 11, 30))
        assert Alert.objects.open().get(kind="evidence_due").contact == contact
        answer(sign_in(cast.case_manager), "record_outcome", contact, outcome="absence", absence="AAME")
    assert not Alert.objects.open().filter(kind="evidence_due").exists()


def test_the_verdict_follows_the_decision(nia, contact):
    answer(nia, "record_outcome", contact, outcome="AFTA", evidence_by="27/11/2026")
    assert ContactFact.objects.get(contact=contact).came_to == Worth.MISSED
    answer(nia, "record_outcome", contact, outcome="other", other="ATFI")
    assert ContactFact.objects.get(contact=contact).came_to == Worth.MISSED
    answer(nia, "record_outcome", contact, outcome="ATTC")
    assert ContactFact.objects.get(contact=contact).came_to == Worth.ATTENDED


def test_evidence_is_awaited_only_while_the_reason_is_not_known(nia, contact):
    answer(nia, "record_outcome", contact, outcome="UAAB", evidence_by="27/11/2026")
    assert not Enforcement.objects.exists()


@pytest.mark.parametrize("day, message", [("17/11/2026", "on or after 18 November"), ("1/6/2027", "on or before")])
def test_it_is_not_awaited_in_the_past_nor_for_ever(nia, contact, day, message):
    assert message in errors(answer(nia, "record_outcome", contact, outcome="AFTA", evidence_by=day))["evidence_by"][0]
    contact.refresh_from_db()
    assert contact.outcome_id is None


def test_an_action_is_recorded_with_the_answer_that_ndelius_wants_in_business_days(nia, cast):
    contact = missed(cast, date(2026, 11, 17))
    answer(nia, "enforce", contact, action="EA02", taken_on="18/11/2026", respond_by="")
    taken = Enforcement.objects.get()
    assert (taken.action_id, taken.respond_by) == ("EA02", date(2026, 11, 27))
    html = page(nia, "contact", cast.own, contact.pk)
    assert "First Warning Letter Sent" in html
    assert "An answer is awaited until Friday 27 November." in html


def test_one_that_wants_no_answer_awaits_none(nia, cast):
    answer(nia, "enforce", missed(cast, date(2026, 11, 17)), action="BRE01", taken_on="18/11/2026")
    assert Enforcement.objects.get().respond_by is None


@pytest.mark.parametrize(
    "answers, field",
    [
        ({"taken_on": "19/11/2026"}, "taken_on"),
        ({"taken_on": "16/11/2026"}, "taken_on"),
        ({"taken_on": "31/2/2026"}, "taken_on"),
        ({"action": ""}, "action"),
        ({"respond_by": "17/11/2026"}, "respond_by"),
    ],
)
def test_what_cannot_be_is_said_beside_the_answer(nia, cast, answers, field):
    sent = {"action": "EA02", "taken_on": "18/11/2026"} | answers
    assert field in errors(answer(nia, "enforce", missed(cast, date(2026, 11, 17)), **sent))
    assert not Enforcement.objects.exists()


def test_sent_twice_it_is_recorded_once(nia, cast):
    contact = missed(cast, date(2026, 11, 17))
    for _ in range(2):
        answer(nia, "enforce", contact, action="EA02", taken_on="18/11/2026")
    assert Enforcement.objects.count() == 1


def test_the_first_failure_advises_a_warning_letter_within_two_business_days(nia, cast):
    html = page(nia, "contact", cast.own, missed(cast, date(2026, 11, 13)).pk)
    assert "This is the first failure to comply in twelve months." in html
    assert "to be sent by Tuesday 17 November" in html
    assert not Enforcement.objects.exists()


def test_the_second_within_twelve_months_advises_breach_and_says_what_was_counted(nia, cast):
    missed(cast, date(2025, 11, 17))  # a day too long ago
    counted = missed(cast, date(2025, 11, 18), outcome="AFTC")
    missed(cast, date(2026, 3, 2), outcome="AAME")
    missed(cast, date(2026, 3, 9), outcome="AFTA")  # not decided
    html = page(nia, "contact", cast.own, missed(cast, date(2026, 11, 17)).pk)
    assert "There was 1 other failure to comply in the twelve months before." in html
    assert "Consider breach with your manager." in html
    assert f"/contacts/{counted.pk}/" in html
    assert "This is advice only." in html


def test_what_complied_has_no_advice_and_no_way_to_enforce(nia, cast):
    html = page(nia, "contact", cast.own, missed(cast, date(2026, 11, 17), outcome="ATTC").pk)
    assert "Enforcement" not in html
