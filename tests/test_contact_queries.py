"""A contact answers about itself as the queryset answers about many."""

from datetime import date, datetime, time

import pytest

from base.months import Month
from contacts.models import Contact, ContactOutcome
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

NOW = datetime.fromisoformat("2026-11-02T12:00")
TIMES = {
    "yesterday": {"date": date(2026, 11, 1), "start_time": time(14), "end_time": time(15)},
    "just over": {"date": date(2026, 11, 2), "start_time": time(11, 30), "end_time": time(12)},
    "going on": {"date": date(2026, 11, 2), "start_time": time(12), "end_time": time(12, 30)},
    "next": {"date": date(2026, 11, 2), "start_time": time(12, 1), "end_time": time(12, 31)},
    "tomorrow": {"date": date(2026, 11, 3), "start_time": time(9), "end_time": time(10)},
}
STATES = {
    "open": {},
    "attended": {"outcome_id": "ATTC"},
    "missed": {"outcome_id": "UAAB"},
    "absent as known beforehand": {"outcome_id": "AAHO"},
    "cancelled": {"cancelled_by": "service"},
    "cancelled and absent": {"cancelled_by": "service_user", "outcome_id": "AAHO"},
    **{f"rearranged {code}": {"outcome_id": code} for code in ("RSSR", "RSSL", "RSOF")},
}


def found(contacts, contact) -> bool:
    return contacts.filter(pk=contact.pk).exists()


@pytest.mark.parametrize("when, to_come, over", [
    ("yesterday", False, True),
    ("just over", False, True),
    ("going on", False, False),
    ("next", True, False),
    ("tomorrow", True, False),
])  # fmt: skip
def test_to_come_and_over(when, to_come, over):
    contact = ContactFactory(**TIMES[when])
    assert found(Contact.objects.to_come(NOW), contact) == contact.is_to_come(NOW) == to_come
    assert found(Contact.objects.over(NOW), contact) == contact.is_over(NOW) == over
    assert contact.starts_at == datetime.combine(contact.date, contact.start_time)


@pytest.mark.parametrize("state, is_open, is_standing, is_taking_place", [
    ("open", True, True, True),
    ("attended", False, True, True),
    ("missed", False, True, True),
    ("absent as known beforehand", False, True, False),
    ("cancelled", False, False, False),
    ("cancelled and absent", False, False, False),
    ("rearranged RSSR", False, False, False),
    ("rearranged RSSL", False, False, False),
    ("rearranged RSOF", False, False, False),
])  # fmt: skip
def test_open_standing_and_taking_place(state, is_open, is_standing, is_taking_place):
    contact = ContactFactory(**STATES[state])
    assert found(Contact.objects.open(), contact) == contact.is_open == is_open
    assert found(Contact.objects.standing(), contact) == contact.is_standing == is_standing
    assert found(Contact.objects.taking_place(), contact) == contact.is_taking_place == is_taking_place


def test_in_a_month_are_its_first_and_last_day_and_none_beside():
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
    for day in days:
        ContactFactory(date=day)
    assert list(Contact.objects.in_month(Month(date(2026, 11, 1))).values_list("date", flat=True)) == days[1:3]


def test_absences_that_are_known_beforehand():
    for outcome in ContactOutcome.objects.all():
        assert (outcome in ContactOutcome.objects.known_beforehand()) == outcome.is_known_beforehand
