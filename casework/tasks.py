"""Jobs. Safe to run twice, at once, or to die in the middle."""

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from casework.services.daily_email import send_daily_email
from contacts.calendar import business_days
from staff.access import CASEWORK
from staff.models import Post, User

log = structlog.get_logger(__name__)


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
