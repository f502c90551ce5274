"""What the snapshots tell: how the workload of a unit went, and who has been well over threshold for weeks.

Read are the snapshots as they were taken (`workload.snapshots`), summed up by the statement; thresholds stay exact.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.functional import cached_property

from base.months import Month
from staff.models import Role, User
from staff.units import Unit
from workload import rules
from workload.models import WorkloadModel
from workload.selectors import Load
from workload.snapshots import WEEK, Snapshot, SnapshotDay

# The column of a snapshot that names the record of a level (of `staff.units.LEVELS`).
COLUMNS = {"division": "division", "ldu": "ldu", "team": "team", "case_manager": "officer"}
# A year of weekly snapshots, with both its ends.
WEEKS_SHOWN = 53


def past_loads(level: str, records: Collection[int], days: Iterable[date]) -> dict[int, dict[date, Load]]:
    """What each of the records (ids, of a level) carried on the days with a snapshot, by record and day.

    A case manager has it wherever the post was; a team, an LDU or a division has what was theirs on the day.
    """
    column = COLUMNS[level]
    found: dict[int, dict[date, Load]] = defaultdict(lambda: defaultdict(Load))
    # Thresholds of one denominator are summed up by the database: there are few denominators.
    grouped: QuerySet[Any, Any] = (
        Snapshot.objects.filter(**{f"{column}__in": records, "day__in": days})
        .order_by()
        .values(column, "day", "threshold_whole")
        .annotate(all_cases=Sum("cases"), all_points=Sum("points"), all_parts=Sum("threshold_parts"))
    )
    for row in grouped:
        threshold = Fraction(int(row["all_parts"]), int(row["threshold_whole"]))
        found[row[column]][row["day"]] += Load(row["all_cases"], row["all_points"], threshold=threshold, allocated=True)
    return found


def a_month_before(day: date) -> date:
    """The same day of the month before; its last day, where it has fewer."""
    before = Month.of(day).previous
    return before.last.replace(day=min(day.day, before.last.day))


class Past:
    """What the snapshots tell on a day."""

    def __init__(self, day: date):
        self.day = day

    @cached_property
    def weeks(self) -> list[date]:
        """The days of the weekly snapshots of a year, latest first."""
        return SnapshotDay.objects.weekly(self.day, WEEKS_SHOWN)

    @cached_property
    def limits(self) -> dict[date, Decimal]:
        """The last weekly snapshots running, each with the limit of well over threshold by the model of its own day.

        Empty where one of them is missing.
        """
        running = [self.weeks[0] - number * WEEK for number in range(rules.SUSTAINED_WEEKS)] if self.weeks else []
        if not running or running != self.weeks[: rules.SUSTAINED_WEEKS]:
            return {}
        first, last = (WorkloadModel.objects.in_force(running[end]) for end in (-1, 0))
        if first == last:
            return dict.fromkeys(running, last.well_over_above)
        return {day: WorkloadModel.objects.in_force(day).well_over_above for day in running}

    def sustained(self, level: str, records: Collection[int]) -> set[int]:
        """Those of the records (ids, of a level) who were well over threshold at each of the last weekly snapshots."""
        if not self.limits:
            return set()
        weekly = past_loads(level, records, self.limits)
        return {
            record
            for record, loads in weekly.items()
            if rules.is_sustained([(load.indicator, self.limits[day]) for day, load in loads.items()])
        }

    def is_sustained(self, unit: Unit) -> bool:
        return bool(self.sustained(unit.level, [unit.record.pk]))

    def sustained_case_managers(self, unit: Unit) -> list[User]:
        """The case managers in post in the unit who have been well over threshold for weeks, by name."""
        posts = unit.posts.on(self.day).filter(role=Role.CASE_MANAGER)
        staff = User.objects.in_post(self.day).filter(pk__in=posts.values("user"))
        for_weeks = self.sustained("case_manager", [user.pk for user in staff])
        return [user for user in staff if user.pk in for_weeks]

    def year_of(self, unit: Unit) -> tuple[dict[date, Load], Load | None]:
        """What the unit carried at the weekly snapshots of the year, earliest first, and on the day a month before.

        None where no snapshot of that day tells of it.
        """
        before = a_month_before(self.day)
        loads = past_loads(unit.level, [unit.record.pk], {*self.weeks, before})[unit.record.pk]
        weeks = {day: loads[day] for day in reversed(self.weeks) if day in loads}
        return weeks, loads.get(before)
