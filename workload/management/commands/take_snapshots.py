from collections.abc import Iterator
from datetime import date, timedelta

from django.core.management.base import CommandError
from django.utils import timezone

from base.commands import RowsCommand, day
from workload.services.snapshots import take_snapshot
from workload.snapshots import YEAR, SnapshotDay

COLUMNS = ["day", "case_managers", "unallocated"]


class Command(RowsCommand):
    help = "Take the workload snapshots of yesterday and of missed days, as the nightly job does."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--from",
            dest="first",
            metavar="DATE",
            type=day,
            help="and of every earlier day from this one on, a year back at most; records are taken as they stand",
        )

    def handle(self, *, first: date | None, **options) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        if first and not yesterday - YEAR < first <= yesterday:
            earliest = yesterday - YEAR + timedelta(days=1)
            raise CommandError(f"--from must be a day from {earliest} to {yesterday}.")
        days = SnapshotDay.objects.missing(yesterday, first)
        self.answer(COLUMNS, rows(days), options["format"])


def rows(days: list[date]) -> Iterator[list]:
    """A row for each day, once its snapshot is taken; none for one that somebody else took meanwhile."""
    for each in days:
        if taken := take_snapshot(by=None, day=each):
            yield [taken[column] for column in COLUMNS]
