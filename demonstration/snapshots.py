"""The workload snapshots of the demonstration: of the last weeks, so that there is something to compare with."""

from datetime import date, timedelta

from workload.past import a_month_before
from workload.services.snapshots import take_snapshot

WEEKS = 13


def take_snapshots(today: date) -> None:
    """Those of a quarter's weeks up to yesterday, and the one of a month ago."""
    yesterday = today - timedelta(days=1)
    for day in {a_month_before(today), *(yesterday - timedelta(weeks=week) for week in range(WEEKS))}:
        take_snapshot(by=None, day=day)
