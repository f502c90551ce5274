"""Jobs. Safe to run twice, at once, or to die in the middle."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.utils import timezone

from base.clock import local_now
from casework.reminders import to_remind
from casework.sending import Unreachable, channels
from casework.services.messages import record_receipt, send_reminder
from contacts.messages import Message

log = structlog.get_logger(__name__)

# The provider knows what became of a message within three days.
RECEIPTS_WITHIN = timedelta(days=4)


@shared_task(name="casework.tasks.send_reminders")
def send_reminders() -> dict[str, int]:
    """Remind of the appointments up to the next business day. Returns how many messages there are of each state."""
    told: dict[str, int] = {}
    if not channels():
        return told
    contacts = to_remind(timezone.localdate())
    for contact in contacts.select_related("service_user__reminder_agreement", "service_user__office", "officer"):
        message = send_reminder(by=None, contact=contact)
        told[message.state] = told.get(message.state, 0) + 1
    return told


@shared_task(name="casework.tasks.ask_for_receipts")
def ask_for_receipts() -> int:
    """Ask what became of the messages of the last days. Returns of how many that is known now.

    A provider that does not answer is asked again the next time.
    """
    known = 0
    for message in Message.objects.unsettled().filter(at__gte=local_now() - RECEIPTS_WITHIN):
        try:
            known += record_receipt(by=None, message=message) is not None
        except Unreachable:
            log.warning("receipts_unreachable", known=known)
            break
    return known
