from datetime import timedelta

from django.apps import AppConfig
from django.core.checks import Warning, register
from django.db.models.signals import post_migrate


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self) -> None:
        from audit.admin import consequences
        from contacts import facts

        post_migrate.connect(fill_calendar, sender=self)
        post_migrate.connect(keep_facts, sender=self)
        consequences.append(facts.refresh_few)
        register(bank_holidays_reach_far_enough)


def fill_calendar(using: str, **kwargs) -> None:
    """Bring the calendar in the database in line with the shipped bank holidays, and list the months."""
    from base.business_days import known_follow_up_days
    from base.months import Month
    from contacts.models import CalendarDay, CalendarMonth

    CalendarDay.objects.using(using).bulk_create(
        [CalendarDay(date=day, follow_up_due=due) for day, due in known_follow_up_days()],
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["follow_up_due"],
        batch_size=5000,
    )
    CalendarMonth.objects.using(using).bulk_create(
        [CalendarMonth(first=month.first, last=month.last) for month in Month.known()], ignore_conflicts=True
    )


def keep_facts(using: str, **kwargs) -> None:
    """Derive what a migration made stale, and everything where the rules have changed."""
    from contacts import facts

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
