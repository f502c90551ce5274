"""Jobs. Safe to run twice, at once, or to die in the middle: each is one transaction after another under locks."""

from celery import shared_task

from contacts import calendar, facts, services


@shared_task(name="contacts.tasks.keep_facts")
def keep_facts() -> None:
    """Derive anew what is kept of whoever is stale, and of everybody where a month has come or the rules changed."""
    calendar.fill()
    facts.keep_up()


@shared_task(name="contacts.tasks.check_facts")
def check_facts() -> dict[str, int]:
    """Put the counts of the day together, compare what is kept with the records, and warn where it differs."""
    facts.tidy()
    return services.check_facts(by=None)
