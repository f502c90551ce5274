"""Sessions: opening one, adding people, and telling and marking all of them in one step.

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
from cases.models import ServiceUser
from casework.services.appointments import book, lock_diary, problems, refuse_unless_confirmed
from casework.services.notices import issue_notice
from casework.services.outcomes import record_outcome
from casework.services.refusals import Problem, Refused, Unconfirmed
from contacts.models import Contact, ContactOutcome, ContactQuerySet, Notice, Session
from contacts.overtaken import would_be_to_cancel_on
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
    refuse_unless_confirmed(appointment, confirmed)
    session.save(force_insert=True)
    return session


def problems_of_session(session: Session, *, viewer: User) -> Iterator[Problem]:
    """Why the session cannot be opened: as an appointment of nobody cannot be booked, and by its number of people."""
    if Session.objects.of(session).exists():
        yield Problem("start_time", _("This session is already in the diary. Open it there to add people"))
        return
    appointment = arranged(session)
    yield from problems(appointment, viewer=viewer)
    booked = Contact.objects.same_session(appointment).count()
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
