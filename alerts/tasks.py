"""Jobs. Safe to run twice, at once, or to die in the middle: each is one transaction under a lock."""

from celery import shared_task
from django.utils import timezone

from alerts import scan


@shared_task(name="alerts.tasks.scan_contacts")
def scan_contacts() -> dict[str, dict[str, int]]:
    """Run the missed-contact scan for today."""
    return scan.scan_contacts(by=None, as_of=timezone.localdate())
