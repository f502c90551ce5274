"""The month in progress: what those need whose month is still possible, by part of a unit and by day."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from urllib.parse import urlencode

from base.months import Month
from reports.figures import Places
from reports.selectors import Needed, needed_by_day, needed_by_owner, people_of
from reports.tables import FigureRow, percent_in_words
from staff.units import Place, Unit

# What is needed yet, as a manager goes about it: what has a deadline first, what needs nothing but waiting last.
IN_ORDER = (Needed.FOLLOW_UP, Needed.NOTHING, Needed.NOTICE, Needed.OUTCOME, Needed.BOOKED)
# Whose contact stands in the diary, whatever it lacks yet.
BOOKED = (Needed.BOOKED, Needed.NOTICE, Needed.OUTCOME)

Numbers = Counter[Needed]


def needed_by_place(unit: Unit, month: Month, now: datetime) -> dict[Place, Numbers]:
    """How many people of each place of the unit need each, of those whose month is still possible."""
    places, kinds = Places.of(unit), list(Needed)
    found: dict[Place, Numbers] = defaultdict(Counter)
    for officer, post, office, which, number in needed_by_owner(people_of(unit, month, now.date()), month, now):
        if place := places.find(officer, post, office):
            found[place][kinds[which]] += number
    return found


@dataclass
class ProgressRow:
    """A part of a unit with what its people need, ``numbers`` by `Needed`."""

    row: FigureRow
    numbers: Numbers

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def if_booked(self) -> Fraction | None:
        """What the figure becomes where all that is booked takes place and counts, exact."""
        return self.row.figure.percent_with(sum(self.numbers[each] for each in BOOKED))

    @property
    def if_booked_in_words(self) -> str:
        return percent_in_words(self.if_booked, self.row.measure)

    def people(self, needed: Needed) -> str | None:
        """Where those are listed who need this; nowhere where there are none."""
        if not self.numbers[needed]:
            return None
        return f"{self.row.people('pending')}&{urlencode({'needed': needed.value})}"


@dataclass
class DayRow:
    """A day by which something can be done, and for how many people; ``everybody`` lists those of the whole unit."""

    day: date
    numbers: Numbers
    everybody: str

    def people(self, needed: Needed) -> str | None:
        if not self.numbers[needed]:
            return None
        return f"{self.everybody}&{urlencode({'result': 'pending', 'needed': needed.value, 'by': self.day})}"


def days_of(unit: Unit, month: Month, now: datetime, everybody: str) -> list[DayRow]:
    """The days that are the last for somebody, the earliest first."""
    kinds = list(Needed)
    found: dict[date, Numbers] = defaultdict(Counter)
    for day, which, number in needed_by_day(people_of(unit, month, now.date()), month, now):
        found[day][kinds[which]] += number
    return [DayRow(day, found[day], everybody) for day in sorted(found)]
