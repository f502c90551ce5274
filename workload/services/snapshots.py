"""Taking the snapshot of a day: once, however often and by however many it is asked for."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already, writes
from staff.models import Ldu, Post, User
from staff.units import UNALLOCATED
from workload.selectors import loads
from workload.snapshots import Snapshot, SnapshotDay


@writes("take snapshot")
def take_snapshot(*, by: Any, day: date) -> dict[str, Any] | Already[dict[str, Any]]:
    """Write down what everybody carried on a day that is over or today, as the records stand now.

    Returns how many rows that took. Where there is a snapshot already nothing is written, and nothing is returned: one
    that is taken at the same moment is waited for. Raises ValueError for a day to come.
    """
    if day > timezone.localdate():
        raise ValueError(_("There is no snapshot of a day to come."))
    kept, is_new = SnapshotDay.objects.get_or_create(day=day)
    if not is_new:
        return Already({})
    rows = Snapshot.objects.bulk_create(rows_of(kept))
    case_managers = sum(row.officer_id is not None for row in rows)
    return {"day": day.isoformat(), "case_managers": case_managers, "unallocated": len(rows) - case_managers}


def rows_of(kept: SnapshotDay) -> list[Snapshot]:
    """The rows of a day, from the same sums as the pages and the command."""
    staff = dict(User.objects.order_by().values_list("staff_code", "pk"))
    posts = Post.objects.on(kept.day).order_by().values_list("user", "team", "ldu", "division")
    places = {user: (team, ldu, division) for user, team, ldu, division in posts}
    ldus = {name: (None, ldu, division) for name, ldu, division in Ldu.objects.values_list("name", "pk", "division")}
    rows = []
    for place, load in loads(kept.day).items():
        officer = None if place.case_manager == UNALLOCATED else staff[place.case_manager]
        team, ldu, division = places.get(officer, (None, None, None)) if officer else ldus[place.ldu]
        rows.append(
            Snapshot(
                day=kept,
                officer_id=officer,
                team_id=team,
                ldu_id=ldu,
                division_id=division,
                cases=load.cases,
                points=load.points,
                threshold_parts=load.threshold.numerator,
                threshold_whole=load.threshold.denominator,
            )
        )
    return rows
