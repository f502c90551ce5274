from datetime import timedelta

from celery.signals import task_prerun
from django.apps import AppConfig
from django.core.checks import Warning, register
from django.core.signals import request_started
from django.db.models.signals import post_delete, post_migrate, post_save


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self) -> None:
        from audit.services import consequences
        from contacts import calendar, facts
        from contacts.measure import Measure
        from contacts.models import BankHoliday

        post_migrate.connect(fill_calendar, sender=self)
        post_migrate.connect(keep_facts, sender=self)
        for model in (BankHoliday, Measure):
            post_save.connect(calendar.follow, sender=model)
            post_delete.connect(calendar.follow, sender=model)
        for start in (request_started, task_prerun):
            start.connect(calendar.forget)
        consequences.append(facts.refresh_few)
        register(bank_holidays_reach_far_enough)


def fill_calendar(**kwargs) -> None:
    """Bring the calendar in the database in line with the shipped bank holidays and the measures."""
    from contacts import calendar

    calendar.fill()


def keep_facts(**kwargs) -> None:
    """Derive what a migration made stale, and everything where the rules have changed."""
    from contacts import facts
    from contacts.measure import Measure

    if Measure.objects.exists():  # a test that empties the database brings the shipped one back afterwards
        facts.keep_up()


def bank_holidays_reach_far_enough(**kwargs) -> list:
    """Warn a year before the shipped bank holidays end."""
    from django.utils import timezone

    from base.business_days import last_known_day

    if timezone.localdate() + timedelta(days=365) <= last_known_day():
        return []
    return [
        Warning(
            f"Bank holidays are known only to {last_known_day()}: after it nothing can be booked or judged.",
            hint="Update the govuk-bank-holidays package, then run migrate.",
            id="contacts.W001",
        )
    ]
