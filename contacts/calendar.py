"""What follows from the bank holidays and the measures, in the database: the calendar of days and months.

It is filled after each migration, and follows at once where a `BankHoliday` or a `Measure` is saved or deleted.
"""

from datetime import date, timedelta
from typing import Any

from asgiref.local import Local
from django.db import connection, transaction
from django.db.models import Max
from django.dispatch import Signal

from base.business_days import BusinessDays, UnknownBusinessDays, first_known_day, last_known_day
from base.business_days import business_days as with_changes
from base.months import Month
from contacts import facts
from contacts.measure import Measures
from contacts.models import BankHoliday, CalendarDay, CalendarMonth, HolidayChange

LOCK = 7_301_004
# Sent, in the transaction of the change, once all that is kept has followed.
rules_changed = Signal()
# The business days, asked once for a request or a job: pages count the days left for each row of a list.
_asked = Local()


def business_days() -> BusinessDays:
    """By the shipped bank holidays and the organisation's own changes."""
    if not hasattr(_asked, "business_days"):
        changes: dict[str, dict[date, str]] = {change: {} for change in HolidayChange}
        for day, name, change in BankHoliday.objects.order_by().values_list("date", "name", "change"):
            changes[change][day] = name
        _asked.business_days = with_changes(
            frozenset(changes[HolidayChange.ADDED].items()), frozenset(changes[HolidayChange.TAKEN_AWAY])
        )
    return _asked.business_days


def forget(**kwargs: Any) -> None:
    """Ask again: another process may have changed the bank holidays since."""
    if hasattr(_asked, "business_days"):
        del _asked.business_days


def last_contact_day() -> date:
    """The last day on which a contact can be judged: the day by which it is followed up is still known."""
    return CalendarDay.objects.aggregate(last=Max("date"))["last"]


def follow(**kwargs: Any) -> None:
    """Bring what is kept in line with a bank holiday or a measure that was saved or deleted."""
    with transaction.atomic():
        fill()
        facts.refresh()
        rules_changed.send(sender=CalendarDay)


@transaction.atomic
def fill() -> None:
    """Bring the calendar in line with the bank holidays and the measures. It writes only what differs.

    One after another, in a transaction: of two who change them at once, the second must read what the first wrote.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    forget()
    CalendarMonth.objects.bulk_create(
        [CalendarMonth(first=month.first, last=month.last) for month in Month.known()], ignore_conflicts=True
    )
    known = {day.date: day for day in _days()}
    same = {
        day.date
        for day in CalendarDay.objects.all()
        if day.date in known and _answers(day) == _answers(known[day.date])
    }
    changed = [day for date, day in known.items() if date not in same]
    CalendarDay.objects.exclude(date__in=known).delete()
    CalendarDay.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["measure", "follow_up_due", "business_days"],
        batch_size=5000,
    )


def _answers(day: CalendarDay) -> tuple:
    return day.measure_id, day.follow_up_due, day.business_days


def _days() -> list[CalendarDay]:
    """Every known day, as far as the day by which a contact on it is followed up is known too."""
    measures, calendar = Measures.known(), business_days()
    days: list[CalendarDay] = []
    business_days_so_far = 0
    if not measures.rows:  # while a test empties the database
        return days
    for count in range((last_known_day() - first_known_day()).days + 1):
        day = first_known_day() + timedelta(days=count)
        measure = measures.of(Month.of(day))
        business_days_so_far += calendar.is_business_day(day)
        try:
            due = calendar.add_business_days(day, measure.business_days)
        except UnknownBusinessDays:
            continue
        days.append(CalendarDay(date=day, measure=measure, follow_up_due=due, business_days=business_days_so_far))
    return days
