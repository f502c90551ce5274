"""Recording the written notice of an appointment."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.services import Already
from base.clock import exists_on_the_clock, local_now
from casework.possible import Action
from casework.services.refusals import Problem, Refused, Unconfirmed, refuse_if_changed, refuse_unless_possible
from casework.services.writing import changes_contacts, locked
from casework.slip import NoSender, Slip, make_slip
from casework.slip.words import Appointment, appointment_of
from casework.typesetting import GAP, Unprintable, unprintable
from casework.uploads import Upload, discards_uploads_on_failure, is_slip_of
from contacts.lateness import is_posted_late
from contacts.models import Contact, Notice, NoticeMethod
from staff.models import User
from ui import formats
from ui.words import named

# A notice that is said to be older was mistyped.
GIVEN_BACK = timedelta(days=366)


@discards_uploads_on_failure
@changes_contacts("issue a notice")
def issue_notice(
    *,
    by: User,
    contact: Contact,
    seen: str,
    method: str,
    given_at: datetime | None = None,
    paper: Upload | None = None,
    confirmed: bool = False,
    languages: Sequence[str] = (),
    large: bool = False,
) -> Notice | Already[Notice]:
    """Record that a notice was given: when (``given_at``, local; None: now), how (`NoticeMethod`), and by whom here.

    Its slip is ``paper``, the one that was handed over, or else the one that is made here, in the ``languages`` (those
    usual for the person where there are none) and in ``large`` print. Returns the notice, also
    where the same form was sent before. Raises `Refused` where none can be given (`possible`), where ``given_at`` is no
    time before the appointment and up to now, and where the slip cannot be printed; `Unconfirmed` where it was posted
    late and not ``confirmed``; `ChangedMeanwhile` where the contact is not as ``seen`` any more.
    """
    current = locked(contact)
    now = local_now()
    given = given_at or now
    recorded = current.notices.defer("slip", "letters").filter(issued_at=given, issued_by=by, method=method).first()
    if recorded and is_slip_of(recorded, paper):
        return Already(recorded)
    refuse_if_changed(current, seen)
    refuse_unless_possible(Action.ISSUE_NOTICE, current)
    if found := list(problems_of_time(current, given_at, now)):
        raise Refused(*found)
    if not confirmed and is_late_by_post(current, method, given):
        raise Unconfirmed(_("Select the box to record it anyway"))
    slip = None if paper else printed(current, languages=languages, large=large, issued_on=given.date())
    given_as = {"issued_at": given, "recorded_at": now, "issued_by": by, "method": method}
    notice = notice_of(current, **given_as, **kept(slip, paper))
    notice.save(force_insert=True)
    current.notice_issued_at = given
    current.notice_current = True
    current.slip_uploaded = True
    current.save()
    return notice


def kept(slip: Slip | None, paper: Upload | None) -> dict[str, Any]:
    """The columns of a `Notice` that have what was given: the slip as a PDF and in its words, or the paper."""
    return {
        "slip": slip.pdf if slip else b"",
        "letters": slip.letters if slip else [],
        "paper": paper.keep() if paper else "",
    }


def notice_of(contact: Contact, **given_as: Any) -> Notice:
    """A notice that states the appointment as it stands, not saved; how it was given are fields of `Notice`."""
    return Notice(
        contact=contact,
        date=contact.date,
        start_time=contact.start_time,
        end_time=contact.end_time,
        place=contact.place,
        **given_as,
    )


def problems_of_time(contact: Contact, given_at: datetime | None, now: datetime) -> Iterator[Problem]:
    """Why a notice of the appointment cannot have been given then; None is now."""
    if given_at is None:
        if not contact.is_to_come(now):
            yield Problem("when", _("The appointment has started. Say when you gave the notice before it"))
    elif given_at > now:
        yield Problem("given_on", _("The date and time you gave the notice must be in the past"))
    elif not exists_on_the_clock(given_at):
        words = _("Enter another time. There is no %(time)s on this date, because the clocks go forward")
        yield Problem("given_time", words % {"time": formats.clock(given_at.time())})
    elif given_at >= datetime.combine(contact.date, contact.start_time):
        words = _("You must have given the notice before the appointment started on %(day)s at %(time)s")
        start = {"day": formats.weekday(contact.date), "time": formats.clock(contact.start_time)}
        yield Problem("given_on", words % start)
    elif given_at < now - GIVEN_BACK:
        earliest = {"day": formats.day((now - GIVEN_BACK).date())}
        yield Problem("given_on", _("Enter a date on or after %(day)s") % earliest)


def is_late_by_post(contact: Contact, method: str, given: datetime) -> bool:
    """Whether the notice was posted less than two business days before the appointment."""
    return method == NoticeMethod.POSTED and is_posted_late(given.date(), contact.date)


def printed(
    contact: Contact, *, languages: Sequence[str] = (), large: bool = False, issued_on: date | None = None
) -> Slip:
    """The slip as it is made here. Raises `Refused` where it cannot be printed."""
    try:
        return make_slip(contact, languages=languages, large=large, issued_on=issued_on)
    except (NoSender, Unprintable) as error:
        raise Refused(Problem(None, why_unprintable(appointment_of(contact)))) from error


def why_unprintable(appointment: Appointment) -> str:
    """Why the slip cannot be printed, and what to do; empty where it can."""
    if not appointment.office.is_ready:
        sentence = _(
            "The slip cannot be printed, because the address, postcode or telephone number of the office %(office)s is"
            " missing. Ask your %(administrator)s to add them, or write the notice by hand and upload a copy of it."
        )
        return named(sentence, office=appointment.office.name)
    if not (missing := unprintable(appointment.places)):
        return ""
    words = ngettext(
        "The slip cannot be printed, because no font has this character of the place: %(characters)s. Correct the"
        " booking and enter the place in Latin letters, or write the notice by hand and upload a copy of it.",
        "The slip cannot be printed, because no font has these characters of the place: %(characters)s. Correct the"
        " booking and enter the place in Latin letters, or write the notice by hand and upload a copy of it.",
        len(missing),
    )
    return words % {"characters": in_words(missing)}


def gaps_of(appointment: Appointment) -> str:
    """What the printed slip lacks of a name or an address, and what to do; empty where it has all of it."""
    if not (missing := unprintable(appointment.texts)):
        return ""
    words = ngettext(
        "The slip shows %(gap)s in a name or address, because no font has this character: %(characters)s. Write the"
        " name or address in Latin letters on the printed slip before you give it.",
        "The slip shows %(gap)s in a name or address, because no font has these characters: %(characters)s. Write the"
        " name or address in Latin letters on the printed slip before you give it.",
        len(missing),
    )
    return words % {"gap": GAP, "characters": in_words(missing)}


def in_words(characters: list[str]) -> str:
    """The characters, each with its number in Unicode: the screen may have no font for it either."""
    return ", ".join(f"“{character}” (U+{ord(character):04X})" for character in characters)
