"""What an appointment asks of its place: a free room, a session with a place left, an office that is open."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.services.refusals import Problem
from contacts.models import Contact, Session
from contacts.session import IN_COMMON
from staff.models import Office
from ui import formats


def room_is_free(appointment: Contact, instead_of: Contact | None = None) -> Iterator[Problem]:
    """Of other appointments that stand and of sessions; ``instead_of`` gives its room up.

    The appointments of one session have one room together.
    """
    if not appointment.room_id:
        return
    together = {name: getattr(appointment, name) for name in IN_COMMON}
    at_once = {"room": appointment.room_id, "date": appointment.date}
    at_once |= {"start_time__lt": appointment.ends, "end_time__gt": appointment.start_time}
    others = Contact.objects.standing().filter(**at_once).exclude(**together)
    if instead_of:
        others = others.exclude(pk=instead_of.pk)
    taken: Contact | Session | None = others.first() or Session.objects.filter(**at_once).exclude(**together).first()
    if taken:
        words = _("%(room)s is taken from %(start)s to %(end)s that day. Select another room or another time")
        hours = {"start": formats.clock(taken.start_time), "end": formats.clock(taken.ends)}
        yield Problem("room", words % {"room": appointment.room, **hours})


def fits_the_session(appointment: Contact) -> Iterator[Problem]:
    """Nobody else has the officer in a session's time, and in it there are no more people than places."""
    session = Session.objects.of(appointment).select_related("room").first()
    if session is None:
        theirs = Session.objects.filter(officer=appointment.officer_id)
        if other := theirs.overlapping(appointment.date, appointment.start_time, appointment.ends).first():
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
    if Contact.objects.same_session(appointment).count() >= session.capacity:
        words = ngettext(
            "The session at this time is full: it is for %(number)d person",
            "The session at this time is full: it is for %(number)d people",
            session.capacity,
        )
        yield Problem("start_time", words % {"number": session.capacity})


def office_of(appointment: Contact) -> Office | None:
    """The office at which it takes place, if it is at one."""
    return Office.objects.at(appointment.place).first() if appointment.place else None


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
