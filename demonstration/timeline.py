"""The days of the demonstration: the months that it covers, and each officer's diary."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from base.business_days import business_days, first_known_day, last_known_day
from base.months import Month

MONTHS_OF_HISTORY = 12
BOOKED_AHEAD = timedelta(weeks=6)
# Notices come before the first contact and further appointments after the last: so far must bank holidays be known.
MARGIN = timedelta(weeks=4)


class Timeline:
    """The days from the start of the history to the end of the bookings.

    Raises `ValueError` where ``as_of`` is so early or so late that its business days are not known.
    """

    def __init__(self, as_of: date):
        self.as_of = as_of
        self.start = Month.of(as_of).plus(-MONTHS_OF_HISTORY).first
        self.end = as_of + BOOKED_AHEAD
        first, last = self.start - MARGIN, self.end + MARGIN
        if first < first_known_day() or last > last_known_day():
            raise ValueError(
                f"Bank holidays are known from {first_known_day()} to {last_known_day()}: a caseload as of {as_of} "
                f"needs them from {first} to {last}."
            )
        # What was written down by hand reaches this day: whatever happens on the day itself is still to be recorded.
        self.yesterday = business_days().add_business_days(as_of, -1)
        self.months = self._months()

    def _months(self) -> list[tuple[date, date]]:
        months = []
        month = Month.of(self.start)
        while month.first <= self.end:
            months.append((month.first, min(month.last, self.end)))
            month = month.next
        return months


class Diary:
    """What is taken of one officer's working days, in quarters of an hour."""

    # Quarters of the day that starts at midnight: from 9:00, to 17:00.
    OPENS, CLOSES = 36, 68
    TRIES = 6

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def book(self, rng: Random, day: date, minutes: int) -> int:
        """Take ``minutes`` of ``day`` and return the start, in minutes after midnight.

        On a day without room it clashes with something else: so do real diaries.
        """
        length = -(-minutes // 15)
        latest = self.CLOSES - length
        wished = [rng.randint(self.OPENS, latest) for _ in range(self.TRIES)]
        for start in (*wished, *range(self.OPENS, latest + 1)):
            first = day.toordinal() * 96 + start
            if self._taken.isdisjoint(range(first, first + length)):
                self._taken.update(range(first, first + length))
                return start * 15
        return wished[0] * 15

    def clear(self) -> None:
        """Forget everything."""
        self._taken.clear()


Period = tuple[date, date | None]


def merged(periods: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The days in any of the periods, as periods in order that neither overlap nor abut."""
    result: list[tuple[date, date]] = []
    for first, last in sorted(periods):
        if result and first <= result[-1][1] + timedelta(days=1):
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return result


def without(periods: list[tuple[date, date]], removed: Iterable[Period]) -> list[tuple[date, date]]:
    """What is left of ``periods`` without the days of ``removed``, where no end means that it goes on."""
    for gone_first, gone_last in removed:
        left = []
        for first, last in periods:
            if first < gone_first:
                left.append((first, min(last, gone_first - timedelta(days=1))))
            if gone_last and last > gone_last:
                left.append((max(first, gone_last + timedelta(days=1)), last))
        periods = left
    return periods
