"""Business days in England and Wales, and the refusal to guess beyond what is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.business_days import UnknownBusinessDays, business_days, first_known_day, last_known_day
from contacts import calendar
from contacts.apps import bank_holidays_reach_far_enough
from contacts.models import CalendarDay

SHIPPED = business_days()
KNOWN = st.dates(first_known_day(), last_known_day() - timedelta(days=14))


def fifth_after(day):
    return SHIPPED.add_business_days(day, 5)


@pytest.mark.parametrize(
    "day, fifth",
    [
        (date(2018, 12, 21), date(2019, 1, 2)),
        (date(2019, 4, 17), date(2019, 4, 26)),
        (date(2022, 9, 14), date(2022, 9, 22)),  # the state funeral's bank holiday lies between
        (date(2025, 12, 24), date(2026, 1, 5)),
    ],
)
def test_the_fifth_business_day(day, fifth):
    assert fifth_after(day) == fifth


@pytest.mark.parametrize(
    "day, before",
    [
        (date(2019, 1, 2), date(2018, 12, 31)),
        (date(2019, 1, 1), date(2018, 12, 31)),
        (date(2018, 12, 27), date(2018, 12, 24)),
        (date(2018, 12, 17), date(2018, 12, 14)),
    ],
)
def test_the_last_business_day_before(day, before):
    assert SHIPPED.add_business_days(day, -1) == before


@pytest.mark.parametrize("day", [date(2018, 12, 25), date(2018, 12, 22), date(2018, 12, 23), date(2020, 5, 8)])
def test_bank_holidays_and_weekends_are_no_business_days(day):
    assert not SHIPPED.is_business_day(day)


@given(KNOWN)
def test_between_a_day_and_its_deadline_lie_four_business_days(day):
    due = fifth_after(day)
    between = [day + timedelta(days=n) for n in range(1, (due - day).days)]
    assert SHIPPED.is_business_day(due)
    assert sum(map(SHIPPED.is_business_day, between)) == 4


@pytest.mark.parametrize("ask", [SHIPPED.is_business_day, fifth_after])
@pytest.mark.parametrize("day", [first_known_day() - timedelta(days=1), last_known_day() + timedelta(days=1)])
def test_an_unknown_day_is_refused(ask, day):
    with pytest.raises(UnknownBusinessDays, match="update the govuk-bank-holidays package"):
        ask(day)


def test_a_deadline_beyond_the_known_days_is_refused():
    with pytest.raises(UnknownBusinessDays):
        fifth_after(last_known_day())


@pytest.mark.django_db
def test_the_databases_calendar_says_the_same():
    rows = CalendarDay.objects.values_list("date", "follow_up_due")
    assert len(rows) > 6000
    assert all(due == fifth_after(day) for day, due in rows)
    last = max(rows)[0]
    assert calendar.last_contact_day() == last
    with pytest.raises(UnknownBusinessDays):
        fifth_after(last + timedelta(days=1))


def test_a_warning_comes_a_year_ahead(time_machine):
    time_machine.move_to(last_known_day() - timedelta(days=365))
    assert bank_holidays_reach_far_enough() == []
    time_machine.move_to(last_known_day() - timedelta(days=364))
    assert [warning.id for warning in bank_holidays_reach_far_enough()] == ["contacts.W001"]
