"""Cancelling an appointment without another in its place."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from contacts.models import Contact
from tests.appointments import answer, hidden, page
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.fixture
def contact(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 4), noticed=True)


def test_the_page_says_what_either_answer_does_to_the_figure(nia, cast, contact):
    html = page(nia, "cancel", cast.own, contact.pk)
    assert "can only count if you offer a further appointment by Wednesday 11 November" in html
    assert "It can no longer count towards its month" in html


@pytest.mark.parametrize(("asked_by", "next_page"), [("service_user", "follow_up"), ("service", "contact")])
def test_who_cancelled_and_why_is_recorded(nia, cast, contact, asked_by, next_page):
    response = answer(nia, "cancel", contact, asked_by=asked_by, reason="Ill")
    assert response.url == reverse(next_page, args=[cast.own.public_id, contact.pk])
    contact.refresh_from_db()
    assert (contact.cancelled_by, contact.cancellation_reason, contact.outcome) == (asked_by, "Ill", None)
    assert Entry.objects.get().action == "cancel an appointment"


@pytest.mark.parametrize("missing", ["asked_by", "reason"])
def test_who_and_why_are_needed(nia, contact, missing):
    response = answer(nia, "cancel", contact, **{"asked_by": "service", "reason": "Ill", missing: ""})
    assert missing in response.context["form"].errors
    contact.refresh_from_db()
    assert contact.cancelled_by == ""


def test_cancelled_twice_by_the_same_form_is_cancelled_once(nia, cast, contact):
    seen = hidden(page(nia, "cancel", cast.own, contact.pk), "seen")
    for _ in range(2):
        assert answer(nia, "cancel", contact, seen=seen, asked_by="service", reason="Ill").status_code == 302
    assert Entry.objects.count() == 1


def test_an_outcome_recorded_meanwhile_stays(nia, cast, contact):
    seen = hidden(page(nia, "cancel", cast.own, contact.pk), "seen")
    Contact.objects.update(outcome="AAME")
    response = answer(nia, "cancel", contact, seen=seen, asked_by="service", reason="Ill")
    assert "Somebody changed this appointment" in response.content.decode()
    contact.refresh_from_db()
    assert contact.cancelled_by == ""


def test_a_reason_that_is_too_long_is_refused(nia, contact):
    html = answer(nia, "cancel", contact, asked_by="service", reason="x" * 501).content.decode()
    assert "Reason must be 500 characters or fewer" in html
    contact.refresh_from_db()
    assert contact.cancelled_by == ""
