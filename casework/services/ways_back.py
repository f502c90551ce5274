"""Undoing a cancellation or a rearrangement, and correcting a booking that was mistyped. What it was is kept."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from casework.possible import Action
from casework.services.amending import amend, amended_so, values_of
from casework.services.appointments import (
    ARRANGED,
    CHECKS,
    after_offer,
    are_arranged_alike,
    lock_diary,
    no_clash,
    officer_in_post,
    officer_not_away,
    refuse_unless_confirmed,
    to_come,
)
from casework.services.around import Around
from casework.services.refusals import Problem, Refused, refuse_if_changed, refuse_unless_possible, version
from casework.services.writing import changes_contacts, locked
from contacts.models import Amended, Contact, Rearrangement
from staff.models import User

CANCELLATION = ("cancelled_by", "cancellation_reason")
REARRANGEMENT = ("outcome_id", *CANCELLATION, "follow_up", "follow_up_on", "follow_up_contact_id")


@changes_contacts("undo a cancellation")
def undo_cancellation(*, by: User, contact: Contact, seen: str, reason: str) -> Contact | None:
    """Make the appointment stand again. Returns None where the same form was sent before.

    Raises `Refused` where that is not possible (`possible`), the officer is not in post any more or the time has been
    taken meanwhile; `ChangedMeanwhile` where the contact is not as ``seen`` any more.
    """
    current = locked(contact)
    if version(current) != seen and amended_so(current, what=Amended.CANCELLATION, by=by, reason=reason):
        return None
    refuse_if_changed(current, seen)
    refuse_unless_possible(Action.UNDO_CANCELLATION, current)
    refuse_unless_it_can_stand(current, by)
    amend(current, what=Amended.CANCELLATION, stood=values_of(current, CANCELLATION), by=by, reason=reason)
    current.cancelled_by, current.cancellation_reason = "", ""
    current.save()
    return current


@changes_contacts("undo a rearrangement")
def undo_rearrangement(*, by: User, contact: Contact, seen: str, reason: str) -> Contact | None:
    """Make the appointment stand again, and take away the one that was booked in its place.

    Returns None where the same form was sent before. Raises as `undo_cancellation` does.
    """
    current = locked(contact)
    if version(current) != seen and amended_so(current, what=Amended.REARRANGEMENT, by=by, reason=reason):
        return None
    refuse_if_changed(current, seen)
    refuse_unless_possible(Action.UNDO_REARRANGEMENT, current)
    new = Rearrangement.objects.select_related("new").get(original=current).new
    refuse_unless_it_can_stand(current, by, but=new)
    stood, gone = values_of(current, REARRANGEMENT), values_of(new, ("contact_ref", *ARRANGED))
    amend(current, what=Amended.REARRANGEMENT, stood=stood, by=by, reason=reason, new=gone)
    current.outcome = None
    current.cancelled_by, current.cancellation_reason = "", ""
    current.follow_up, current.follow_up_on, current.follow_up_contact = "", None, None
    current.save()
    new.delete()
    return current


@changes_contacts("correct a booking")
def correct_booking(
    *,
    by: User,
    contact: Contact,
    seen: str,
    appointment: Contact,
    reason: str,
    confirmed: bool = False,
    moving: Collection[Contact] = (),
) -> Contact | None:
    """Put right a booking that was mistyped: it becomes what ``appointment``, which is not saved, says.

    ``moving`` are those of its session, which move with it. Returns None where it says so already. Raises `Refused`
    where the booking cannot be corrected (`possible`), and the `problems_of_correction`; `Unconfirmed` and
    `ChangedMeanwhile` as `appointments.book` and `rearrange` do.
    """
    current = locked(contact)
    amended = amended_so(current, what=Amended.BOOKING, by=by, reason=reason)
    if version(current) != seen and amended and are_arranged_alike(current, appointment):
        return None
    refuse_if_changed(current, seen)
    refuse_unless_possible(Action.CORRECT, current)
    lock_diary(appointment)
    if found := list(problems_of_correction(current, appointment, viewer=by, moving=moving)):
        raise Refused(*found)
    refuse_unless_confirmed(appointment, confirmed)
    amend(current, what=Amended.BOOKING, stood=values_of(current, ARRANGED), by=by, reason=reason)
    for name, value in values_of(appointment, ARRANGED).items():
        setattr(current, name, value)
    current.save()
    return current


def problems_of_correction(
    contact: Contact, appointment: Contact, *, viewer: User, moving: Collection[Contact] = ()
) -> Iterator[Problem]:
    """Why the booking cannot become what ``appointment`` says.

    It may be in the past, as one that is booked may; but not where it was rearranged to, or offered as the further
    appointment after, another.
    """
    around = Around.of([appointment], viewer=viewer, moving=moving)
    for check in CHECKS:
        yield from check(appointment, around)
    if are_arranged_alike(appointment, contact):
        words = _("Change the date, time, place, type of contact, who it is with or the other activity")
        yield Problem("date", words)
    if Rearrangement.objects.filter(new=contact).exists():
        yield from to_come(appointment)
    for missed in contact.follows_up.all():
        assert missed.follow_up_on
        yield from after_offer(appointment, missed.follow_up_on)
    if appointment.start_time < appointment.ends:
        yield from no_clash(appointment, around, instead_of=contact)


def refuse_unless_it_can_stand(contact: Contact, by: User, *, but: Contact | None = None) -> None:
    """Raise `Refused` where the officer has left or is away, or the time was given to somebody else meanwhile."""
    lock_diary(contact)
    around = Around.of([contact], viewer=by)
    clash = no_clash(contact, around, instead_of=but)
    if found := [*officer_in_post(contact, around), *officer_not_away(contact, around), *clash]:
        raise Refused(*(Problem(None, problem.message) for problem in found))
