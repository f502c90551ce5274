"""What the snapshots tell: how the workload of a unit went, and who has been well over threshold for weeks.

Read are the snapshots as they were taken (`workload.snapshots`), summed up by the statement; thresholds stay exact.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet, Sum

from base.months import Month
from staff.models import Role, User
from staff.units import Unit
from workload import rules
from workload.models import WorkloadModel
from workload.selectors import Load
from workload.snapshots import Snapshot, SnapshotDay

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


def year_of(unit: Unit, day: date) -> dict[date, Load]:
    """What the unit carried at the weekly snapshots of the year up to ``day``, earliest first."""
    days = SnapshotDay.objects.weekly(day, WEEKS_SHOWN)
    loads = past_loads(unit.level, [unit.record.pk], days)[unit.record.pk]
    return dict(sorted(loads.items()))


def a_month_before(day: date) -> date:
    """The same day of the month before; its last day, where it has fewer."""
    before = Month.of(day).previous
    return before.last.replace(day=min(day.day, before.last.day))


def month_ago(unit: Unit, day: date) -> Load | None:
    """What the unit carried on the same day of the month before; None where no snapshot of that day tells of it."""
    before = a_month_before(day)
    return past_loads(unit.level, [unit.record.pk], [before])[unit.record.pk].get(before)


def sustained(level: str, records: Collection[int], day: date) -> set[int]:
    """Those of the records (ids, of a level) who were well over threshold at each of the last weekly snapshots.

    Each snapshot is held against the limit of the model of its own day.
    """
    days = SnapshotDay.objects.weekly(day, rules.SUSTAINED_WEEKS)
    if len(days) < rules.SUSTAINED_WEEKS:
        return set()
    limits = {day: WorkloadModel.objects.in_force(day).well_over_above for day in days}
    weekly = past_loads(level, records, days)
    return {
        record
        for record, loads in weekly.items()
        if rules.is_sustained([(load.indicator, limits[day]) for day, load in loads.items()])
    }


def is_sustained(unit: Unit, day: date) -> bool:
    return bool(sustained(unit.level, [unit.record.pk], day))


def sustained_case_managers(unit: Unit, day: date) -> list[User]:
    """The case managers in post in the unit on the day who have been well over threshold for weeks, by name."""
    posts = unit.posts.on(day).filter(role=Role.CASE_MANAGER)
    staff = User.objects.in_post(day).filter(pk__in=posts.values("user"))
    return list(staff.filter(pk__in=sustained("case_manager", [user.pk for user in staff], day)))
