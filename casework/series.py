"""The dates of a series of appointments, as they are proposed. Pure: what stands in the way of a day is asked.

Planned are the first date and every so many days, weeks or calendar months after it, up to the last. A calendar month
without that day has its last one. Where something stands in the way of a planned day, the nearest other day is taken
(of two as near the earlier, so that nobody waits longer than was asked for):

| counted in   | a date may be moved                                                                       |
|--------------|-------------------------------------------------------------------------------------------|
| days, weeks  | by less than half of the time between two, so that each stays by its own and they rise     |
| months       | within its calendar month, which is what the measure counts                                |

never to before the first date or after the last. Where no such day is free, the date stays open.

| first      | every   | until      | in the way             | proposed                                         |
|------------|---------|------------|------------------------|--------------------------------------------------|
| 2026-12-11 | 1 week  | 2027-01-08 | bank holidays          | 11, 18, 24, 31 December, 8 January               |
| 2026-12-31 | 1 month | 2027-03-31 | Saturdays and Sundays  | 31 December, 29 January, 26 February, 31 March   |
| 2028-01-31 | 1 month | 2028-02-29 | Saturdays and Sundays  | 31 January, 29 February                          |
| 2026-12-21 | 1 day   | 2026-12-22 | 21 December            | open, 22 December                                |
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

# How many appointments a series can have: one a week for a year.
MOST = 52
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# What the time between two appointments is counted in, as `contacts.series.SeriesUnit` has it.
DAYS, WEEKS, MONTHS = "days", "weeks", "months"
# A calendar month has so many weeks at least, and the first half of each so many days.
WEEKS_OF_MONTH, HALF_OF_MONTH = 4, 15


@dataclass(frozen=True)
class Interval:
    """Every so many days, weeks or calendar months."""

    number: int
    unit: str

    @property
    def is_monthly(self) -> bool:
        """Whether there is one a month: counted in calendar months, or as many days as a month has."""
        if self.unit == MONTHS:
            return True
        days = self.number * (7 if self.unit == WEEKS else 1)
        return days >= 7 * WEEKS_OF_MONTH


@dataclass(frozen=True)
class Pattern:
    """From ``first`` to ``last``, both included."""

    first: date
    interval: Interval
    last: date


@dataclass(frozen=True)
class Proposed:
    """A date that was ``planned`` and the ``day`` that is proposed for it: None where none was found.

    ``why`` says what stands in the way of the planned day; empty where nothing does.
    """

    planned: date
    day: date | None
    why: str


def planned(pattern: Pattern) -> Iterator[date]:
    """The dates before any is moved."""
    number, unit = pattern.interval.number, pattern.interval.unit
    count = 0
    while (day := _nth(pattern.first, number * count, unit)) <= pattern.last:
        yield day
        count += 1


def proposals(pattern: Pattern, why_not: Callable[[date], str]) -> list[Proposed]:
    """A date for each that is planned, in order. ``why_not`` says what stands in the way of a day, or nothing."""
    found = []
    for day in planned(pattern):
        why = why_not(day)
        taken = next((each for each in _nearest(day, pattern) if not why_not(each)), None) if why else day
        found.append(Proposed(day, taken, why))
    return found


def interval_of(contacts: int, every: int, *, in_months: bool) -> Interval:
    """The longest interval that meets a contact standard: ``contacts`` in ``every`` days or calendar months."""
    if in_months and every % contacts == 0:
        return Interval(every // contacts, MONTHS)
    days = (7 * WEEKS_OF_MONTH * every if in_months else every) // contacts
    return Interval(days // 7, WEEKS) if days and days % 7 == 0 else Interval(max(days, 1), DAYS)


def first_day(interval: Interval, *, today: date, due: date | None, is_free: Callable[[date], bool]) -> date | None:
    """The day to begin with: by the day on which the next contact is due, or as soon as can be.

    Of somebody who is seen once a month it lies in the first half of a month, so that there is time left in the month
    where it is missed: of the month in which the contact is due or, where that half is over, of one of the next two.
    None where no day is free.
    """
    tomorrow = today + DAY
    if not interval.is_monthly:
        return day_by(due or tomorrow, today=today, is_free=is_free)
    firsts = [_first_of_month(max(due or today, today), plus=number) for number in range(3)]
    halves = (_days(max(first, tomorrow), first.replace(day=HALF_OF_MONTH)) for first in firsts)
    return _first_free((day for half in halves for day in half), is_free)


def day_by(due: date, *, today: date, is_free: Callable[[date], bool]) -> date | None:
    """The last free day to come by the one that is due, else the first of the two weeks after it; None without any."""
    tomorrow = today + DAY
    wanted = max(due, tomorrow)
    nearest = (wanted - DAY * number for number in range((wanted - tomorrow).days + 1))
    return _first_free([*nearest, *_days(wanted + DAY, wanted + WEEK * 2)], is_free)


def _first_of_month(day: date, plus: int = 0) -> date:
    """The first day of its month, or of the month so many later."""
    year, month = divmod(day.year * 12 + day.month - 1 + plus, 12)
    return date(year, month + 1, 1)


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _nth(first: date, steps: int, unit: str) -> date:
    if unit == MONTHS:
        month = _first_of_month(first, plus=steps)
        return month.replace(day=min(first.day, _last_of_month(month).day))
    return first + steps * (WEEK if unit == WEEKS else DAY)


def _nearest(day: date, pattern: Pattern) -> Iterator[date]:
    """The other days to which it may be moved, the nearest first."""
    if pattern.interval.unit == MONTHS:
        earliest, latest = _first_of_month(day), _last_of_month(day)
    else:
        length = pattern.interval.number * (7 if pattern.interval.unit == WEEKS else 1)
        reach = DAY * ((length - 1) // 2)
        earliest, latest = day - reach, day + reach
    earliest, latest = max(earliest, pattern.first), min(latest, pattern.last)
    for number in range(1, (latest - earliest).days + 1):
        for other in (day - DAY * number, day + DAY * number):
            if earliest <= other <= latest:
                yield other


def _days(first: date, last: date) -> Iterator[date]:
    return (first + DAY * number for number in range((last - first).days + 1))


def _first_free(days: Iterable[date], is_free: Callable[[date], bool]) -> date | None:
    return next((day for day in days if is_free(day)), None)
