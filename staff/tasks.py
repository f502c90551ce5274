"""Jobs. Safe to run twice, at once, or to die in the middle."""

from importlib import import_module

from celery import shared_task
from django.conf import settings


@shared_task(name="staff.tasks.clear_sessions")
def clear_sessions() -> None:
    """Delete the sessions that are over, and with them the names that were searched for."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
