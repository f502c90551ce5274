"""The dates that are proposed for a series, as the records stand, and what its page says of each."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.next_contact import NextContact
from casework.rules import length
from casework.series import Interval, Pattern, Proposed, day_by, first_day, interval_of, proposals
from casework.services.appointments import cannot_count_each, warnings_each, why_closed
from casework.services.around import Around
from casework.services.series import problems_of_one
from contacts import calendar
from contacts.lateness import is_posted_late
from contacts.models import CadenceUnit, Contact
from contacts.overtaken import would_be_to_cancel_each
from contacts.series import SeriesUnit
from staff.models import Absence, User
from ui.formats import weekday
from ui.words import named

# How far ahead a first day is looked for.
LOOKED_AHEAD = timedelta(days=100)


def usual_interval(next_contact: NextContact) -> Interval | None:
    """How often the person is seen by the standard in force, as it is widened; None where it asks for nothing."""
    if not next_contact.contacts:
        return None
    in_months = next_contact.unit == CadenceUnit.MONTHS
    return interval_of(next_contact.contacts, next_contact.period, in_months=in_months)


def usual_first_day(interval: Interval, next_contact: NextContact, officer: int) -> date | None:
    """The first day that is proposed: a business day on which the officer (an id) is not away."""
    today = timezone.localdate()
    is_free = free_days(officer, today, next_contact.due or today)
    return first_day(interval, today=today, due=next_contact.due, is_free=is_free)


def usual_next_day(next_contact: NextContact, officer: int) -> date | None:
    """The day that is proposed for the next appointment, by the one that is due; None where none is."""
    if not next_contact.due:
        return None
    today = timezone.localdate()
    return day_by(next_contact.due, today=today, is_free=free_days(officer, today, next_contact.due))


def free_days(officer: int, today: date, due: date) -> Callable[[date], bool]:
    """Whether a day is a business day on which the officer (an id) is not away, as far ahead as one is looked for."""
    until = min(max(today, due) + LOOKED_AHEAD, calendar.last_contact_day())
    absences = [each for each in Absence.objects.filter(user=officer).overlapping(today, until) if each.is_whole_days]

    def is_free(day: date) -> bool:
        return day <= until and not why_closed(day) and not any(absence.on_day(day) for absence in absences)

    return is_free


def proposed_for(first: Contact, pattern: Pattern, *, viewer: User) -> list[Proposed]:
    """The dates of a series of appointments like the ``first``, each moved to a day on which it can be booked."""
    around = Around(
        officer=first.officer_id,
        service_user=first.service_user_id,
        first=pattern.first,
        last=pattern.last,
        start=first.start_time,
        end=first.ends,
        viewer=viewer,
        rooms={first.room_id} if first.room_id else (),
    )
    return proposals(pattern, partial(_why_not, first, around))


def _why_not(first: Contact, around: Around, day: date) -> str:
    """What stands in the way of an appointment like the first on another day, as a sentence."""
    if closed := why_closed(day):
        return closed
    found = problems_of_one(like(first, day, first.start_time), around)
    return _("%(problem)s.") % {"problem": found[0].message} if found else ""


def like(first: Contact, day: date, start: time, reference: str = "") -> Contact:
    """An appointment like the first, as long as that, on another day and at another time; not saved."""
    end = datetime.combine(date.min, start) + length(first.start_time, first.ends)
    return Contact(
        contact_ref=reference,
        service_user=first.service_user,
        type=first.type,
        officer=first.officer,
        date=day,
        start_time=start,
        end_time=end.time(),
        place=first.place,
    )


class Told(NamedTuple):
    """What the page says of an appointment that can be booked.

    What is unusual wants to be confirmed; ``notes`` are about its notice; then why it cannot count.
    """

    unusual: list[str]
    notes: list[str]
    cannot_count: list[str]


def told_of_each(appointments: Sequence[Contact]) -> list[Told]:
    """What is unusual about each, and why it cannot count. The same few queries, however many they are."""
    if not appointments:
        return []
    to_cancel = would_be_to_cancel_each(appointments)
    reasons, unusual = cannot_count_each(appointments), warnings_each(appointments)
    today = timezone.localdate()
    return [
        Told(warnings, _of_the_notice(each, today, overtaken), why)
        for each, warnings, overtaken, why in zip(appointments, unusual, to_cancel, reasons, strict=True)
    ]


def _of_the_notice(appointment: Contact, today: date, to_cancel: bool) -> list[str]:
    if to_cancel:
        words = _(
            "The last order is over by this day or the %(service_user)s is in custody, so no written notice is needed."
        )
        return [named(words)]
    if is_posted_late(today, appointment.date):
        return [
            _(
                "The appointment is less than 2 business days away, so a letter posted today may arrive too late. Hand"
                " the notice over or email it if you can."
            )
        ]
    return []


def moved_in_words(proposed: Proposed) -> str:
    """Why the date is not the one that was planned, in sentences; empty where it is."""
    if not proposed.why:
        return ""
    told = {"day": weekday(proposed.planned), "why": proposed.why}
    if proposed.day:
        return _("Moved from %(day)s. %(why)s") % told
    return _("No day was found near %(day)s. %(why)s Enter another date or leave this one out.") % told


EVERY = {
    SeriesUnit.DAYS: lambda number: ngettext("Every day", "Every %(number)d days", number),
    SeriesUnit.WEEKS: lambda number: ngettext("Every week", "Every %(number)d weeks", number),
    SeriesUnit.MONTHS: lambda number: ngettext("Every calendar month", "Every %(number)d calendar months", number),
}


def interval_in_words(number: int, unit: str) -> str:
    """Every 2 weeks."""
    return EVERY[SeriesUnit(unit)](number) % {"number": number}
