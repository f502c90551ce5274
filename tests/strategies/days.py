"""The days that matter in and around a calendar month."""

from datetime import date, timedelta

from tests.oracle.days import BANK_HOLIDAYS, add_business_days, days_of

DAY = timedelta(days=1)

# Before the start, the ramp-up, 28 to 31 days, both clock changes, and the awkward bank holidays of each kind.
MONTHS = [
    *["2018-10", "2018-09", "2018-11", "2018-12", "2019-01", "2019-02", "2019-03", "2019-04", "2019-10", "2020-02"],
    *["2020-05", "2020-12", "2021-06", "2022-06", "2022-09", "2023-05", "2024-02", "2024-03", "2024-10", "2024-12"],
]


def edges(month: str) -> list[date]:
    """The days of a month on which the rules turn: its ends, those beyond, holidays, and clock changes (Sundays)."""
    days = days_of(month)
    holidays = [day for day in days if day in BANK_HOLIDAYS]
    return [
        *(days[0] - DAY, days[0], days[0] + DAY, days[14], days[-1] - DAY, days[-1], days[-1] + DAY),
        *(day + step * DAY for day in holidays for step in (-1, 0, 1)),
        *(day for day in days if is_clock_change(day)),
    ]


def days_to_ask(month: str) -> list[date]:
    """The days on which an answer about the month turns, the deadlines of its follow-ups among them."""
    last = days_of(month)[-1]
    deadlines = [add_business_days(day, 5) for day in edges(month)]
    return sorted({last + 60 * DAY, *edges(month), *deadlines, *(day + DAY for day in deadlines)}, reverse=True)


def is_clock_change(day: date) -> bool:
    """Whether the clocks change: the last Sunday of March or October."""
    return day.month in (3, 10) and day.weekday() == 6 and (day + 7 * DAY).month != day.month
