"""The clock on the wall in England and Wales, by which appointments are made."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def exists_on_the_clock(moment: datetime) -> bool:
    """Whether the clock ever shows ``moment`` (naive): it skips an hour when summer time begins."""
    return moment.replace(tzinfo=LONDON).astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == moment


def local_now() -> datetime:
    """What the clock shows now, to the minute; naive."""
    return timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
