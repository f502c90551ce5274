"""Jobs. Safe to run twice, at once, or to die in the middle."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from base.clock import local_now
from casework import drafts, recent
from casework.reminders import to_remind
from casework.sending import Unreachable, channels
from casework.services.daily_email import send_daily_email
from casework.services.messages import record_receipt, send_reminder
from contacts.calendar import business_days
from contacts.messages import Message
from staff.access import CASEWORK
from staff.models import Post, User

log = structlog.get_logger(__name__)

# The provider knows what became of a message within three days.
RECEIPTS_WITHIN = timedelta(days=4)


@shared_task(name="casework.tasks.send_daily_emails")
def send_daily_emails() -> dict[str, int]:
    """Send the daily emails of today, if it is a business day, to those in post who asked for them.

    Returns how many there are now, with those of an earlier run, and for how many it failed. A failure stops nobody
    else, and is logged without the address that it is about.
    """
    today = timezone.localdate()
    told = {"sent": 0, "nothing_to_do": 0, "failed": 0}
    if not settings.EMAIL_HOST or not business_days().is_business_day(today):
        return told
    posts = Post.objects.on(today).order_by().filter(role__in=CASEWORK)
    wanting = User.objects.in_post(today).filter(daily_email_choice__isnull=False, pk__in=posts.values("user"))
    for user in wanting.filter(is_active=True).exclude(email=""):
        try:
            done = send_daily_email(by=None, user=user, day=today)
        except Exception as error:
            # What a mail server says names the address that it refuses.
            log.error("daily_email_failed", user=user.pk, error=type(error).__name__)
            told["failed"] += 1
        else:
            told["sent" if done.lines else "nothing_to_do"] += 1
    return told


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


@shared_task(name="casework.tasks.clear_up")
def clear_up() -> None:
    """Delete what was typed into forms more than a week ago and never saved, and who was opened months ago."""
    drafts.clear()
    recent.clear()
