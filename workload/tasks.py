"""Jobs. Safe to run twice, at once, or to die in the middle: each day is one transaction."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from workload.services.snapshots import take_snapshot
from workload.snapshots import SnapshotDay


@shared_task(name="workload.tasks.take_snapshots")
def take_snapshots() -> int:
    """Take the snapshot of yesterday, and those of earlier days that were missed. Returns of how many days."""
    yesterday = timezone.localdate() - timedelta(days=1)
    days = SnapshotDay.objects.missing(yesterday)
    return sum(bool(take_snapshot(by=None, day=day)) for day in days)
