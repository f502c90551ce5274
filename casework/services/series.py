"""Booking a series of appointments, all or none of it, and cancelling what is still to come of one."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.services import Already, Counted
from base.clock import local_now
from cases.models import ServiceUser
from casework.possible import Action, Weighed, possible
from casework.series import MOST
from casework.services.appointments import (
    ARRANGED,
    CHECKS,
    lock_diary,
    no_clash,
    to_come,
    warnings,
)
from casework.services.around import Around
from casework.services.refusals import (
    ChangedMeanwhile,
    Problem,
    Refused,
    RowsRefused,
    Unconfirmed,
    version_of_all,
)
from casework.services.writing import changes_contacts, locked_of_series, locked_person
from contacts.models import Contact
from contacts.series import Series
from staff.models import User


@changes_contacts("book a series")
def book_series(
    *, by: User, series: Series, appointments: Sequence[Contact], confirmed: bool = False
) -> Counted[Series] | Already[Series]:
    """Book the appointments, which are of one person with one officer, as the ``series``: neither is saved yet.

    The reference of the series is given by the form, so that a form sent twice books once and gets what it booked.
    Raises `RowsRefused` with the `problems_of_each` where one of them cannot be booked, and then none is; `Refused`
    where there is none or there are too many, and where the form was sent before with other answers; `Unconfirmed`
    where there are warnings and not ``confirmed``.
    """
    if not 0 < len(appointments) <= MOST:
        raise Refused(Problem(None, why_not_so_many(len(appointments))))
    locked_person(appointments[0].service_user_id)
    if booked := Series.objects.filter(reference=series.reference).first():
        if not _are_arranged_so(booked, appointments):
            words = _("This form has already been sent. To book another series, open the page again.")
            raise Refused(Problem(None, words))
        return Already(booked)
    lock_diary(appointments[0])
    found = problems_of_each(appointments, around=Around.of(appointments, viewer=by))
    if any(found):
        raise RowsRefused(found)
    if any(map(warnings, appointments)) and not confirmed:
        raise Unconfirmed(_("Select the box to book them anyway"))
    series.booked_by, series.booked_at = by, local_now()
    series.save(force_insert=True)
    for appointment in appointments:
        appointment.series = series
    Contact.objects.bulk_create(appointments)
    return Counted(series, {"appointments": len(appointments)})


def why_not_so_many(number: int) -> str:
    """Why a series cannot have so many appointments: none, or too many."""
    if not number:
        return _("Select at least one date to book")
    words = ngettext(
        "A series can have %(most)d appointment at most. Enter an earlier last date or a longer time between them",
        "A series can have %(most)d appointments at most. Enter an earlier last date or a longer time between them",
        MOST,
    )
    return words % {"most": MOST}


def problems_of_each(appointments: Sequence[Contact], *, around: Around) -> list[list[Problem]]:
    """Why each cannot be booked in one series with the others; nothing where it can."""
    found = []
    for place, appointment in enumerate(appointments):
        problems = [*problems_of_one(appointment, around), *_overlap(appointment, appointments[:place])]
        found.append(problems)
    return found


def problems_of_one(appointment: Contact, around: Around) -> list[Problem]:
    """Why it cannot be booked, by itself; empty when it can. All of a series are to come."""
    found = [problem for check in CHECKS for problem in check(appointment, around)]
    found += to_come(appointment)
    if appointment.start_time < appointment.ends:
        found += no_clash(appointment, around)
    return found


def _overlap(appointment: Contact, others: Sequence[Contact]) -> Iterator[Problem]:
    for other in others:
        at_once = appointment.start_time < other.ends and other.start_time < appointment.ends
        if appointment.date == other.date and at_once:
            yield Problem("date", _("Enter another date or time. This one is in the series already"))
            return


def _are_arranged_so(booked: Series, appointments: Sequence[Contact]) -> bool:
    stand = {tuple(row) for row in booked.contacts.values_list("service_user_id", *ARRANGED)}
    return stand == {tuple(getattr(each, name) for name in ("service_user_id", *ARRANGED)) for each in appointments}


@changes_contacts("cancel a series")
def cancel_series(
    *, by: User, series: Series, person: ServiceUser, seen: str, asked_by: str, reason: str
) -> Counted[Series] | Already[Series]:
    """Cancel those of the person's appointments of the series that are to come and can be cancelled (`possible`).

    Does nothing where they were cancelled so already. Raises `Refused` where none can be, `ChangedMeanwhile` where they
    are not as ``seen`` (`version_of_all`) any more.
    """
    current = locked_of_series(series, person)
    free = can_be_cancelled(current)
    alike = any((each.cancelled_by, each.cancellation_reason) == (asked_by, reason) for each in current)
    if not free and alike:
        return Already(series)
    if not free:
        raise Refused(Problem(None, _("No appointment of this series is left to cancel.")))
    if version_of_all(free) != seen:
        raise ChangedMeanwhile
    pks = [each.pk for each in free]
    Contact.objects.filter(pk__in=pks).update(cancelled_by=asked_by, cancellation_reason=reason)
    return Counted(series, {"appointments": len(pks)})


def can_be_cancelled(contacts: Sequence[Weighed]) -> list[Weighed]:
    """Those that can be cancelled now."""
    now = local_now()
    return [each for each in contacts if not possible(each, now)[Action.CANCEL]]
