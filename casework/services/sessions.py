"""Sessions: opening, changing and cancelling one, adding people, and telling and marking all of them in one step.

What is done for several people is done for each by the service for one, with an audit entry each, in one transaction:
for all of them or, where one is refused, for nobody.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.services import Already, writes
from base.clock import local_now
from cases.models import ServiceUser
from casework.possible import Weighed, weighed
from casework.services.appointments import (
    TOLD,
    are_arranged_alike,
    book,
    cancel,
    lock_diary,
    problems,
    warnings,
)
from casework.services.around import Around
from casework.services.hubs import at_the_hub
from casework.services.notices import issue_notice
from casework.services.outcomes import record_outcome
from casework.services.refusals import ChangedMeanwhile, Problem, Refused, Unconfirmed, version, version_of_all
from casework.services.series import can_be_cancelled
from casework.services.ways_back import correct_booking
from contacts.models import CancelledBy, Contact, ContactOutcome, ContactQuerySet, Notice, Session
from contacts.overtaken import would_be_to_cancel_on
from contacts.session import IN_COMMON
from staff.models import User


def arranged(session: Session, **of_person: Any) -> Contact:
    """An appointment of the session, not saved: of whom the ``service_user`` says, and with a ``contact_ref``."""
    return Contact(
        type=session.type,
        officer=session.officer,
        date=session.date,
        start_time=session.start_time,
        end_time=session.end_time,
        place=session.place,
        room=session.room,
        **of_person,
    )


@writes("open a session")
def open_session(*, by: User, session: Session, confirmed: bool = False) -> Session | Already[Session]:
    """Save a session that is not saved yet. Sent twice, it is opened once.

    Raises `Refused` with the `problems_of_session`, and `Unconfirmed` where its time is unusual and not ``confirmed``.
    """
    appointment = arranged(session)
    lock_diary(appointment)
    opened = Session.objects.of(session).first()
    if opened and (opened.place, opened.room_id, opened.capacity) == (session.place, session.room_id, session.capacity):
        return Already(opened)
    if found := list(problems_of_session(session, viewer=by)):
        raise Refused(*found)
    if warnings(appointment) and not confirmed:
        raise Unconfirmed(_("Select the box to open it anyway"))
    session.save(force_insert=True)
    return session


def problems_of_session(
    session: Session, *, viewer: User, instead_of: Session | None = None, moving: Sequence[Contact] = ()
) -> Iterator[Problem]:
    """Why the session cannot be opened: as an appointment of nobody cannot be booked, and by its number of people.

    ``instead_of`` is the one that becomes it, with those ``moving`` with it.
    """
    if any(there != instead_of for there in Session.objects.of(session)):
        yield Problem("start_time", _("This session is already in the diary. Open it there to add people"))
        return
    gone: list[Contact | Session] = [instead_of, *moving] if instead_of else []
    yield from problems(arranged(session), viewer=viewer, moving=gone)
    yield from problems_of_capacity(session, moving=moving)


def problems_of_capacity(session: Session, *, moving: Sequence[Contact] = ()) -> Iterator[Problem]:
    """It is for no fewer than the people at its time and those ``moving`` there, and for no more than its room."""
    others = Contact.objects.same_session(arranged(session)).exclude(pk__in=[each.pk for each in moving])
    booked = others.count() + len(moving)
    if booked > session.capacity:
        words = ngettext(
            "Enter %(number)d or more, because %(number)d person is booked at this time",
            "Enter %(number)d or more, because %(number)d people are booked at this time",
            booked,
        )
        yield Problem("capacity", words % {"number": booked})
    if session.room and session.capacity > session.room.places:
        words = ngettext(
            "Enter %(number)d or fewer, because the room has %(number)d place",
            "Enter %(number)d or fewer, because the room has %(number)d places",
            session.room.places,
        )
        yield Problem("capacity", words % {"number": session.room.places})


def why_not_moved(session: Session, moving: Sequence[Contact], *, hidden: bool, now: datetime) -> str:
    """Why a session stays when and where it is, and what to do instead; empty where it can be changed.

    ``hidden``: whether some of those who would move with it are not the user's to see.
    """
    if not session.is_to_come(now):
        return _("This session has started, so only its number of places can be changed. Record who came instead.")
    if any(each.notice_issued_at for each in moving):
        return _(
            "Somebody has a written notice of this session, so only its number of places can be changed. Rearrange the"
            " appointment of each person instead, or cancel the session and open another."
        )
    if hidden:
        return _(
            "Somebody in this session is now with another unit, so only its number of places can be changed. Ask their"
            " team to cancel or rearrange that appointment first."
        )
    return ""


def version_of_session(session: Session, people: Iterable[Contact]) -> str:
    """A short text that changes whenever the session does, or who is in it and how."""
    return version_of_all([session, *sorted(people, key=lambda each: each.pk)])


@writes("change a session")
def change_session(
    *,
    by: User,
    session: Session,
    seen: str,
    changed: Session,
    reason: str = "",
    hub_exception: str = "",
    confirmed: bool = False,
) -> Session | Already[Session]:
    """Make the session what ``changed``, which is not saved, says, and correct the bookings of those in it for the
    ``reason``, with an entry each. Whose absence is known beforehand stays behind.

    Raises `Refused` where its time and place cannot be changed any more (`why_not_moved`), with the
    `problems_of_session` and those of each person's booking; `Unconfirmed` where its time is unusual, or somebody is in
    custody that day or the last order is over, and not ``confirmed``; `ChangedMeanwhile` where it is not as ``seen``
    (`version_of_session`) any more.
    """
    lock_people(people_in(session).values_list("service_user", flat=True))
    lock_diary(arranged(session), arranged(changed))
    current = Session.objects.select_related("officer", "type", "room").filter(pk=session.pk).first()
    people = list(people_in(current).select_related("service_user", "outcome")) if current else []
    is_moved = current is not None and _said(current, WHEN_AND_WHERE) != _said(changed, WHEN_AND_WHERE)
    is_alike = current is not None and not is_moved and current.capacity == changed.capacity
    if current and is_alike and version_of_session(current, people) != seen:
        return Already(current)
    if current is None or version_of_session(current, people) != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody changed this session, or an appointment in it, after you opened the page. Your changes were"
                " not saved. Check the session, then try again."
            )
        )
    if is_alike:
        raise Refused(Problem("date" if current.is_to_come(local_now()) else "capacity", _("Change the session")))
    moving = [each for each in people if each.is_taking_place] if is_moved else []
    if is_moved:
        _refuse_unless_it_moves(current, changed, moving, by=by, confirmed=confirmed)
    elif found := list(problems_of_capacity(changed)):
        raise Refused(*found)
    for name in (*WHEN_AND_WHERE, "capacity"):
        setattr(current, name, getattr(changed, name))
    current.save()
    _move(moving, by=by, session=changed, reason=reason, hub_exception=hub_exception)
    return current


WHEN_AND_WHERE = (*IN_COMMON, "place", "room_id")


def _said(session: Session, names: Iterable[str]) -> list[Any]:
    return [getattr(session, name) for name in names]


def _refuse_unless_it_moves(
    session: Session, changed: Session, moving: Sequence[Contact], *, by: User, confirmed: bool
) -> None:
    people = [each.service_user_id for each in moving]
    hidden = len(people) > ServiceUser.objects.visible_to(by).filter(pk__in=people).count()
    if words := why_not_moved(session, moving, hidden=hidden, now=local_now()):
        raise Refused(Problem(None, words))
    if found := list(problems_of_session(changed, viewer=by, instead_of=session, moving=moving)):
        raise Refused(*found)
    if not confirmed and warnings_of_change(session, changed, moving):
        raise Unconfirmed(_("Select the box to change it anyway"))


def warnings_of_change(session: Session, changed: Session, moving: Sequence[Contact]) -> list[str]:
    """What is unusual about the new time, or new about the people at it, and so wants a second confirmation."""
    found = warnings(arranged(changed))
    people = [each.service_user_id for each in moving]
    if session.date != changed.date:
        words = _("On this day %(name)s is in custody, or the last order is over.")
        found += [words % {"name": each.name} for each in would_be_to_cancel_on(changed.date, people)]
    return found


def _move(moving: Sequence[Contact], *, by: User, session: Session, reason: str, hub_exception: str) -> None:
    """Correct the booking of each who is not booked so already. The session is at its new time."""

    def corrected(contact: Contact) -> None:
        kept = {"service_user": contact.service_user, "contact_ref": contact.contact_ref}
        appointment = arranged(session, **kept, other_activity=contact.other_activity)
        if any(at_the_hub(appointment, Around.of([appointment], viewer=by))):
            appointment.hub_exception = contact.hub_exception or hub_exception
        given: Any = {"seen": version(contact), "reason": reason, "confirmed": True, "moving": moving}
        correct_booking(by=by, contact=contact, appointment=appointment, **given)

    fits = [each for each in moving if not are_arranged_alike(each, arranged(session), TOLD)]
    for_each(fits, corrected, lambda each, why: Problem(why.field, of_person(each, why)))


def to_cancel(people: Iterable[Weighed]) -> list[Weighed]:
    """Those whose appointment can be cancelled now, in the order of their ids."""
    return can_be_cancelled(sorted(people, key=lambda each: each.pk))


def cancel_session(*, by: User, session: Session, seen: str, reason: str) -> list[Contact]:
    """Cancel the appointments still to come of those in it whom the user may see, asked for by the service.

    The session stays, so that each cancellation can be undone, until it is removed. Returns what was cancelled, nothing
    where it was cancelled so already. Raises `Refused` where nothing can be; `ChangedMeanwhile` where they are not as
    ``seen`` (`version_of_all` of `to_cancel`) any more.
    """
    with transaction.atomic():
        lock_people(people_in(session).values_list("service_user", flat=True))
        visible = ServiceUser.objects.visible_to(by)
        people = people_in(session).filter(service_user__in=visible.order_by().values("pk"))
        free = to_cancel(weighed(people).select_related("service_user", "outcome"))
        told = {"cancelled_by": CancelledBy.SERVICE, "cancellation_reason": reason}
        if not free and Contact.objects.filter(**session.in_common, **told).exists():
            return []
        if not free:
            raise Refused(Problem(None, nobody_to_cancel()))
        if version_of_all(free) != seen:
            raise ChangedMeanwhile(
                _(
                    "Somebody changed an appointment of this session after you opened the page. Nothing was cancelled."
                    " Check the people below, then try again."
                )
            )
        asked: Any = {"by": by, "asked_by": CancelledBy.SERVICE, "reason": reason}
        return for_each(
            free,
            lambda each: cancel(contact=each, seen=version(each), **asked),
            lambda each, why: Problem(None, of_person(each, why)),
        )


def nobody_to_cancel() -> str:
    return _("Nobody in this session has an appointment left to cancel.")


@writes("remove a session")
def remove_session(*, by: User, session: Session) -> dict[str, int] | None:
    """Delete a session in which nobody is; the history keeps it. Returns None where it was removed already.

    Raises `Refused` where somebody's appointment in it stands.
    """
    lock_diary(arranged(session))
    current = Session.objects.filter(pk=session.pk).first()
    if current is None:
        return None
    if people_in(current).exists():
        raise Refused(Problem(None, _("People are booked in this session. Cancel their appointments first.")))
    told = {"session": current.pk, "officer": current.officer_id}
    current.delete()
    return told


def people_in(session: Session) -> ContactQuerySet:
    """The appointments of the session that stand, those of which an absence is known beforehand among them."""
    return Contact.objects.standing().filter(**session.in_common)


def add_people(
    *, by: User, session: Session, appointments: Sequence[Contact], confirmed: bool = False
) -> list[Contact]:
    """Book the ``appointments``, which are `arranged` of the session, and return them; whoever is in it already stays.

    Raises `Refused` where one cannot be booked, which says who and why, and where the session has too few places;
    `Unconfirmed` where somebody is in custody that day or the last order is over, and not ``confirmed``.
    """
    with transaction.atomic():
        lock_people(appointment.service_user_id for appointment in appointments)
        there = set(Contact.objects.same_session(arranged(session)).values_list("service_user_id", flat=True))
        new = [each for each in appointments if each.service_user_id not in there]
        if not confirmed and would_be_to_cancel_on(session.date, [each.service_user_id for each in new]).exists():
            raise Unconfirmed(_("Select the box to add them anyway"))
        # What is unusual about the time was confirmed when the session was opened.
        return for_each(
            new,
            lambda each: book(by=by, appointment=each, confirmed=True),
            lambda each, why: Problem(
                "hub_exception" if why.field == "hub_exception" else "people", of_person(each, why)
            ),
        )


def issue_notices(
    *,
    by: User,
    told: Iterable[tuple[Contact, str, Mapping[str, Any]]],
    method: str,
    given_at: datetime,
    confirmed: bool = False,
) -> list[Notice]:
    """Record of each contact that its notice was given then: it comes with its version as it was seen, and with what is
    asked for of its slip, ``languages`` and ``large``.

    The slip of each is the one made here. Raises as `issue_notice` does.
    """
    those = list(told)
    given: Any = {"method": method, "given_at": given_at, "confirmed": confirmed}
    with transaction.atomic():
        lock_people(contact.service_user_id for contact, _version, _wanted in those)
        return for_each(
            those,
            lambda each: issue_notice(by=by, contact=each[0], seen=each[1], **given, **each[2]),
            lambda each, why: Problem(why.field, of_person(each[0], why)),
        )


def record_attendance(*, by: User, marks: Iterable[tuple[Contact, str, ContactOutcome]]) -> list[Contact | None]:
    """Record the outcome of each contact, which comes with its version as it was seen.

    Raises `Refused` with the problems of each beside ``outcome_`` and its id. See `record_outcome`.
    """
    marked = list(marks)
    with transaction.atomic():
        lock_people(contact.service_user_id for contact, _version, _outcome in marked)
        return for_each(
            marked,
            lambda mark: record_outcome(by=by, contact=mark[0], seen=mark[1], outcome=mark[2]),
            lambda mark, why: Problem(f"outcome_{mark[0].pk}", why.message),
        )


def of_person(contact: Contact, problem: Problem) -> str:
    """A problem of one of several people, with the name."""
    return _("%(name)s: %(why)s") % {"name": contact.service_user.name, "why": problem.message}


def lock_people(people: Iterable[int]) -> None:
    """Lock several people until the transaction ends, in the one order in which everybody does."""
    list(ServiceUser.objects.select_for_update(no_key=True).filter(pk__in=list(people)).order_by("pk"))


def for_each(items: Iterable[Any], write: Callable[[Any], Any], told: Callable[[Any, Problem], Problem]) -> list[Any]:
    """What ``write`` returns for each. Raises `Refused` with every problem, as ``told``, and then nothing is written.

    What wants to be confirmed, of whomever, is raised as it is.
    """
    written, refused = [], []
    for item in items:
        try:
            written.append(write(item))
        except Unconfirmed:
            raise
        except Refused as error:
            refused += [told(item, problem) for problem in error.problems]
    if refused:
        raise Refused(*refused)
    return written
