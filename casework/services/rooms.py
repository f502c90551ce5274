"""What an appointment asks of its place: a free room, a session with a place left, an office that is open."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.services.around import Around
from casework.services.refusals import Problem
from contacts.models import Contact, Session
from contacts.session import IN_COMMON
from staff.models import Office
from ui import formats


def room_is_free(appointment: Contact, around: Around, *, instead_of: Contact | None = None) -> Iterator[Problem]:
    """Of other appointments that stand and of sessions; ``instead_of`` gives its room up.

    The appointments of one session have one room together.
    """
    if not appointment.room_id:
        return
    if taken := next((each for each in around.in_rooms if _is_in_the_way(each, appointment, instead_of)), None):
        words = _("%(room)s is taken from %(start)s to %(end)s that day. Select another room or another time")
        hours = {"start": formats.clock(taken.start_time), "end": formats.clock(taken.ends)}
        yield Problem("room", words % {"room": appointment.room, **hours})


def _is_in_the_way(taken: Contact | Session, appointment: Contact, instead_of: Contact | None) -> bool:
    """Whether what has a room has that of the appointment for a part of its time, in another session."""
    together = all(getattr(taken, name) == getattr(appointment, name) for name in IN_COMMON)
    same_room = taken.room_id == appointment.room_id and taken != instead_of
    return same_room and _at_once(taken, appointment) and not together


def _at_once(taken: Contact | Session, appointment: Contact) -> bool:
    return (
        taken.date == appointment.date and taken.start_time < appointment.ends and taken.ends > appointment.start_time
    )


def fits_the_session(appointment: Contact, around: Around) -> Iterator[Problem]:
    """Nobody else has the officer in a session's time, and in it there are no more people than places."""
    session = around.session_of(appointment)
    if session is None:
        if other := next((each for each in around.sessions if _at_once(each, appointment)), None):
            words = _(
                "%(officer)s has a session from %(start)s to %(end)s that day. To add someone to it, open the session"
                " in the diary"
            )
            hours = {"start": formats.clock(other.start_time), "end": formats.clock(other.ends)}
            yield Problem("start_time", words % {"officer": appointment.officer, **hours})
        return
    if appointment.place != session.place:
        words = _("Select the place of the session that is at this time: %(place)s")
        yield Problem("where", words % {"place": session.place})
    if appointment.room_id and appointment.room_id != session.room_id:
        yield Problem("room", _("Leave the room blank. The session that is at this time has its own place"))
    if len(around.together(appointment)) >= session.capacity:
        words = ngettext(
            "The session at this time is full: it is for %(number)d person",
            "The session at this time is full: it is for %(number)d people",
            session.capacity,
        )
        yield Problem("start_time", words % {"number": session.capacity})


def when_closed(office: Office, appointment: Contact) -> list[str] | None:
    """Why the appointment is not in the office's opening hours; None where none are recorded for its day."""
    opening, day = office.opening, appointment.date
    if not opening.is_said(day):
        return None
    hours = opening.on(day)
    if hours is None:
        return [_("%(office)s is closed on %(day)s.") % {"office": office, "day": formats.weekday(day)}]
    opens, closes = hours
    if appointment.start_time >= opens and appointment.ends <= closes:
        return []
    words = _("%(office)s is only open from %(start)s to %(end)s on %(day)s.")
    told = {"start": formats.clock(opens), "end": formats.clock(closes), "day": formats.weekday(day)}
    return [words % {"office": office, **told}]
