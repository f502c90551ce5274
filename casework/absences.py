"""What the pages say of absences: when somebody is away, and which appointments are to be rearranged for it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.gate import people_for
from cases.models import BY_NAME
from contacts.models import Contact
from staff.models import Absence, User
from ui import formats


def to_rearrange(absences: Sequence[Absence], now: datetime, viewer: User) -> dict[int, list[Contact]]:
    """By absence (id) the appointments to come that stand in the way of it, in order. Two queries, however many."""
    if not absences:
        return {}
    first, last = min(each.starts_on for each in absences), max(each.ends_on for each in absences)
    booked = (
        Contact.objects.open()
        .to_come(now)
        .filter(Q(officer__in={each.user_id for each in absences}), date__range=(first, last))
    )
    booked = booked.select_related("type").prefetch_related(people_for(viewer))
    found = list(booked.order_by("starts_at", *(f"service_user__{field}" for field in BY_NAME)))
    return {each.pk: [contact for contact in found if stands_in_the_way(contact, each)] for each in absences}


def stands_in_the_way(contact: Contact, absence: Absence) -> bool:
    same = contact.officer_id == absence.user_id
    return same and absence.takes(contact.date, contact.start_time, contact.ends)


def when_in_words(absence: Absence) -> str:
    """9 November to 13 November 2026; of a part of a day, 9 November 2026, 9am to midday."""
    days = days_in_words(absence.starts_on, absence.ends_on)
    if absence.start_time is None:
        return days
    times = formats.timespan(absence.start_time, absence.end_time)
    if absence.starts_on == absence.ends_on:
        return _("%(day)s, %(times)s") % {"day": days, "times": times}
    return _("%(days)s, %(times)s each day") % {"days": days, "times": times}


def days_in_words(first: date, last: date) -> str:
    """9 November to 13 November 2026; of one day 9 November 2026."""
    return formats.day(first) if first == last else formats.period(first, last)
