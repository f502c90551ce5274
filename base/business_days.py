"""Business days: Monday to Friday and not a bank holiday in England and Wales.

The dates are those shipped with govuk-bank-holidays (division England and Wales); nothing is fetched. Outside the years
they cover a question has no answer: `UnknownBusinessDays` is raised, never a guess.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays


class UnknownBusinessDays(ValueError):
    """The shipped bank holidays do not reach the day that was asked about."""

    def __init__(self, day: date):
        super().__init__(
            f"Bank holidays are known from {first_known_day()} to {last_known_day()}, not for {day}: "
            "update the govuk-bank-holidays package."
        )


@cache
def bank_holidays() -> frozenset[date]:
    """Every known bank holiday in England and Wales."""
    return frozenset(
        holiday["date"]
        for holiday in BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    )


@cache
def first_known_day() -> date:
    """The first day of the first year that the shipped data covers."""
    return min(bank_holidays()).replace(month=1, day=1)


@cache
def last_known_day() -> date:
    """The last day of the last year that the shipped data covers."""
    return max(bank_holidays()).replace(month=12, day=31)


@cache
def _business_days() -> list[date]:
    days = (last_known_day() - first_known_day()).days + 1
    calendar = (first_known_day() + timedelta(days=n) for n in range(days))
    return [day for day in calendar if day.weekday() < 5 and day not in bank_holidays()]


def is_business_day(day: date) -> bool:
    """Whether ``day`` is a business day. Raises `UnknownBusinessDays` outside the known years."""
    if not first_known_day() <= day <= last_known_day():
        raise UnknownBusinessDays(day)
    return day.weekday() < 5 and day not in bank_holidays()


def business_days(first: date, last: date) -> list[date]:
    """The known business days from ``first`` to ``last``, both included."""
    days = _business_days()
    return days[bisect_left(days, first) : bisect_right(days, last)]


def add_business_days(day: date, count: int) -> date:
    """The ``count``th business day strictly after ``day`` or, with ``count`` below 0, strictly before it.

    Raises `UnknownBusinessDays` where the answer lies outside the known years.
    """
    if not first_known_day() <= day <= last_known_day():
        raise UnknownBusinessDays(day)
    days = _business_days()
    index = bisect_right(days, day) + count - 1 if count > 0 else bisect_left(days, day) + count
    if not 0 <= index < len(days):
        raise UnknownBusinessDays(day + timedelta(days=count))
    return days[index]


def business_days_left(today: date, due: date) -> int:
    """How many business days are left after ``today``, up to ``due`` and with it; 0 when ``due`` is today or over."""
    return len(business_days(today + timedelta(days=1), due))


# A further appointment is offered within this many business days of a non-attendance (Source A, point 1).
FOLLOW_UP_BUSINESS_DAYS = 5


def follow_up_due(day: date) -> date:
    """The last day on which a further appointment for a non-attendance on ``day`` is offered in time."""
    return add_business_days(day, FOLLOW_UP_BUSINESS_DAYS)


def known_follow_up_days() -> Iterator[tuple[date, date]]:
    """Every known day, with its `follow_up_due`, as far as that is known too."""
    for count in range((last_contact_day() - first_known_day()).days + 1):
        day = first_known_day() + timedelta(days=count)
        yield day, follow_up_due(day)


def last_contact_day() -> date:
    """The last day on which a contact can be judged: the fifth business day after it is still known."""
    return _business_days()[-FOLLOW_UP_BUSINESS_DAYS - 1]
