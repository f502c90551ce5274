"""The dates that are proposed for a series: named examples, and what holds of all."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.business_days import business_days
from base.months import Month
from casework.series import DAYS, MONTHS, MOST, WEEKS, Interval, Pattern, first_day, interval_of, planned, proposals
from contacts.series import SeriesUnit


def days(text: str) -> list[date | None]:
    return [None if each == "-" else date.fromisoformat(each) for each in text.split()]


def every(number: int, unit: str, first: str, last: str) -> Pattern:
    return Pattern(date.fromisoformat(first), Interval(number, unit), date.fromisoformat(last))


def closed(day: date) -> str:
    return "" if business_days().is_business_day(day) else "closed"


def never(day: date) -> str:
    return ""


def away(first: str, last: str):
    leave = date.fromisoformat(first), date.fromisoformat(last)
    return lambda day: closed(day) or ("away" if leave[0] <= day <= leave[1] else "")


LEAVE, LATE_LEAVE = away("2026-12-21", "2027-01-03"), away("2026-12-24", "2027-01-03")
CHRISTMAS = every(1, WEEKS, "2026-12-11", "2027-01-08")


@pytest.mark.parametrize(
    ("pattern", "why_not", "found"),
    [
        (CHRISTMAS, closed, "2026-12-11 2026-12-18 2026-12-24 2026-12-31 2027-01-08"),
        (CHRISTMAS, LEAVE, "2026-12-11 2026-12-18 - 2027-01-04 2027-01-08"),
        (every(2, WEEKS, "2026-12-11", "2027-01-08"), LATE_LEAVE, "2026-12-11 2026-12-23 2027-01-08"),
        (every(1, MONTHS, "2026-12-31", "2027-03-31"), closed, "2026-12-31 2027-01-29 2027-02-26 2027-03-31"),
        (every(1, MONTHS, "2028-01-31", "2028-04-30"), closed, "2028-01-31 2028-02-29 2028-03-31 2028-04-28"),
        (every(24, MONTHS, "2024-02-29", "2028-02-29"), never, "2024-02-29 2026-02-28 2028-02-29"),
        (every(1, MONTHS, "2026-12-01", "2027-01-31"), away("2026-12-07", "2027-01-31"), "2026-12-01 -"),
        (every(1, MONTHS, "2027-01-31", "2027-02-28"), closed, "- 2027-02-26"),
        (every(1, DAYS, "2026-11-27", "2026-11-30"), closed, "2026-11-27 - - 2026-11-30"),
        (every(3, DAYS, "2026-11-27", "2026-12-03"), closed, "2026-11-27 2026-11-30 2026-12-03"),
        (every(1, WEEKS, "2026-11-21", "2026-11-21"), closed, "-"),
    ],
    ids=["Christmas", "leave", "two weeks", "31st", "leap year", "29 February", "leave all month", "first of the month",
         "every day", "every 3 days", "one Saturday"],
)  # fmt: skip
def test_named_examples(pattern, why_not, found):
    assert [each.day for each in proposals(pattern, why_not)] == days(found)


def test_each_says_what_was_in_the_way_and_none_is_dropped():
    found = proposals(CHRISTMAS, LEAVE)
    assert [each.planned for each in found] == list(planned(CHRISTMAS))
    assert [each.why for each in found] == ["", "", "closed", "closed", ""]


@pytest.mark.parametrize(
    ("contacts", "number", "in_months", "found"),
    [
        (1, 7, False, Interval(1, WEEKS)),
        (1, 28, False, Interval(4, WEEKS)),
        (2, 28, False, Interval(2, WEEKS)),
        (2, 7, False, Interval(3, DAYS)),
        (9, 7, False, Interval(1, DAYS)),
        (1, 1, True, Interval(1, MONTHS)),
        (2, 6, True, Interval(3, MONTHS)),
        (2, 1, True, Interval(2, WEEKS)),
        (2, 3, True, Interval(6, WEEKS)),
    ],
)
def test_the_interval_meets_the_contact_standard(contacts, number, in_months, found):
    assert interval_of(contacts, number, in_months=in_months) == found


@pytest.mark.parametrize(
    ("interval", "today", "due", "found"),
    [
        (Interval(1, MONTHS), "2026-11-02", "2026-11-30", "2026-11-03"),
        (Interval(1, MONTHS), "2026-11-16", "2026-11-30", "2026-12-01"),
        (Interval(1, MONTHS), "2026-11-16", "2027-01-31", "2027-01-04"),
        (Interval(4, WEEKS), "2026-11-18", "2026-10-02", "2026-12-01"),
        (Interval(1, MONTHS), "2026-11-18", None, "2026-12-01"),
        (Interval(1, WEEKS), "2026-11-18", "2026-11-22", "2026-11-20"),
        (Interval(1, WEEKS), "2026-11-18", "2026-11-10", "2026-11-19"),
        (Interval(2, WEEKS), "2026-12-24", "2026-12-25", "2026-12-29"),
    ],
)
def test_the_first_day(interval, today, due, found):
    asked = {"today": date.fromisoformat(today), "due": due and date.fromisoformat(due)}
    assert first_day(interval, **asked, is_free=lambda day: not closed(day)) == date.fromisoformat(found)


def test_there_is_no_first_day_where_none_is_free():
    for interval in (Interval(1, MONTHS), Interval(1, WEEKS)):
        assert first_day(interval, today=date(2026, 11, 2), due=None, is_free=lambda day: False) is None


# Up to what the bank holidays are known for.
firsts = st.dates(date(2024, 1, 1), date(2027, 6, 30))
units = st.sampled_from(SeriesUnit)


@st.composite
def patterns(draw):
    first, interval = draw(firsts), Interval(draw(st.integers(1, 40)), draw(units))
    last = first + timedelta(days=draw(st.integers(0, 500)))
    dates = [day for day, _ in zip(planned(Pattern(first, interval, last)), range(MOST), strict=False)]
    return Pattern(first, interval, dates[-1])


@given(patterns(), st.sets(st.integers(0, 500), max_size=200))
def test_what_holds_of_all(pattern, leave):
    away = {pattern.first + timedelta(days=number) for number in leave}

    def why_not(day):
        return closed(day) or ("away" if day in away else "")

    found = proposals(pattern, why_not)
    assert [each.planned for each in found] == list(planned(pattern))
    taken = [each.day for each in found if each.day]
    assert all(one < other for one, other in pairwise(taken))
    assert all(pattern.first <= day <= pattern.last and not why_not(day) for day in taken)
    for each in found:
        assert bool(each.why) == (each.day != each.planned)
        if pattern.interval.unit == MONTHS and each.day:
            assert Month.of(each.day) == Month.of(each.planned)
        if pattern.interval.unit == MONTHS and not each.day:
            month = Month.of(each.planned)
            of_month = [month.first + timedelta(days=number) for number in range(31)]
            assert all(why_not(day) for day in of_month if day <= month.last and pattern.first <= day <= pattern.last)


@given(st.integers(1, 30), st.integers(1, 100), st.booleans())
def test_contacts_of_the_interval_are_never_fewer_than_the_standard_asks_for(contacts, number, in_months):
    interval = interval_of(contacts, number, in_months=in_months)
    if interval.unit == MONTHS:
        assert interval.number * contacts <= number
    else:
        length = interval.number * (7 if interval.unit == WEEKS else 1)
        assert length == 1 or length * contacts <= (28 * number if in_months else number)


@given(firsts, st.none() | firsts, st.sampled_from([Interval(1, MONTHS), Interval(4, WEEKS), Interval(30, DAYS)]))
def test_somebody_seen_once_a_month_begins_in_the_first_half_of_one(today, due, interval):
    day = first_day(interval, today=today, due=due, is_free=lambda day: not closed(day))
    assert day and day > today and day.day <= 15 and not closed(day)
