"""Jobs. Safe to run twice, at once, or to die in the middle."""

from celery import shared_task

from casework import drafts, recent


@shared_task(name="casework.tasks.clear_up")
def clear_up() -> None:
    """Delete what was typed into forms more than a week ago and never saved, and who was opened months ago."""
    drafts.clear()
    recent.clear()
