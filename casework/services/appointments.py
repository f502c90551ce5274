"""Booking, rearranging and cancelling appointments. One that is not booked yet is an unsaved `Contact`."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from audit.services import Already
from base.clock import exists_on_the_clock, local_now
from base.months import Month
from casework.hubs import office_at
from casework.possible import Action
from casework.selectors import months_of
from casework.services.around import Around
from casework.services.hubs import at_the_hub
from casework.services.notices import in_words
from casework.services.refusals import (
    Problem,
    Refused,
    SentBefore,
    Unconfirmed,
    refuse_if_changed,
    refuse_unless_possible,
)
from casework.services.rooms import fits_the_session, room_is_free, when_closed
from casework.services.writing import changes_contacts, locked, locked_person, set_follow_up
from casework.typesetting import unprintable
from contacts import calendar, criteria
from contacts.models import (
    RESCHEDULED_BY_SERVICE_USER,
    CancelledBy,
    Contact,
    FollowUp,
    Location,
    Rearrangement,
    Session,
)
from staff.models import Office, Room, User
from ui import formats

WORKING_HOURS = (time(8), time(20))
UNUSUAL_DAYS = {5: gettext_lazy("%(day)s is a Saturday."), 6: gettext_lazy("%(day)s is a Sunday.")}
BANK_HOLIDAY = gettext_lazy("%(day)s is a bank holiday.")
# What was held and never booked may be added for three months.
RECORDED_BACK = timedelta(days=92)
# The outcome of an appointment that another took the place of, by who asked for that.
REARRANGED = {CancelledBy.SERVICE_USER: RESCHEDULED_BY_SERVICE_USER, CancelledBy.SERVICE: "RSSR"}


SATURDAY = 5


def within_known_days(appointment: Contact, around: Around) -> Iterator[Problem]:
    last = around.last_contact_day
    if appointment.date > last:
        words = _("Enter a date on or before %(day)s. Later bank holidays are not known yet")
        yield Problem("date", words % {"day": formats.day(last)})


def not_long_ago(appointment: Contact, around: Around) -> Iterator[Problem]:
    earliest = timezone.localdate() - RECORDED_BACK
    if appointment.date < earliest:
        yield Problem("date", _("Enter a date on or after %(day)s") % {"day": formats.day(earliest)})


def officer_in_post(appointment: Contact, around: Around) -> Iterator[Problem]:
    if not around.is_in_post(appointment.date):
        words = _("Select someone else. %(officer)s is not in post on this date")
        yield Problem("officer", words % {"officer": appointment.officer})


def officer_not_away(appointment: Contact, around: Around) -> Iterator[Problem]:
    """Of one to come: what took place, took place."""
    if appointment.date < timezone.localdate():
        return
    if absence := around.absence_at(appointment):
        yield Problem("officer", away_in_words(absence, appointment.officer))


def place_where_needed(appointment: Contact, around: Around) -> Iterator[Problem]:
    if appointment.type.location in (Location.REQUIRED, Location.NONE) and not appointment.place:
        yield Problem("where", _("Select where it will take place. This type of contact needs a place"))


def place_that_prints(appointment: Contact, around: Around) -> Iterator[Problem]:
    """The written notice must say it, and is made next."""
    if missing := unprintable(appointment.place):
        words = _("Enter the address in Latin letters. A notice cannot show %(characters)s")
        yield Problem("address", words % {"characters": in_words(missing)})


def times_on_the_clock(appointment: Contact, around: Around) -> Iterator[Problem]:
    for field, at in (("start_time", appointment.start_time), ("end_time", appointment.ends)):
        if not exists_on_the_clock(datetime.combine(appointment.date, at)):
            words = _("Enter another time. There is no %(time)s on this date, because the clocks go forward")
            yield Problem(field, words % {"time": formats.clock(at)})


def ends_after_start(appointment: Contact, around: Around) -> Iterator[Problem]:
    if appointment.ends <= appointment.start_time:
        yield Problem("end_time", _("The end time must be after the start time"))


# Each asks of an appointment what is `Around` it, so that many are asked about in as few queries as one.
CHECKS: list[Callable[[Contact, Around], Iterator[Problem]]] = [
    within_known_days,
    not_long_ago,
    officer_in_post,
    officer_not_away,
    place_where_needed,
    place_that_prints,
    times_on_the_clock,
    ends_after_start,
    at_the_hub,
]


def different(appointment: Contact, instead_of: Contact) -> Iterator[Problem]:
    if are_arranged_alike(appointment, instead_of, TOLD):
        yield Problem("date", _("Change the date, time, place, type of contact or who it is with"))


# What another appointment must differ in, and all that a booking says.
TOLD = ("type_id", "officer_id", "date", "start_time", "end_time", "place", "room_id")
ARRANGED = (*TOLD, "other_activity", "hub_exception")


def are_arranged_alike(one: Contact, other: Contact, names: Iterable[str] = ARRANGED) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names)


def to_come(appointment: Contact) -> Iterator[Problem]:
    if not appointment.is_to_come(local_now()):
        field = "start_time" if appointment.date == timezone.localdate() else "date"
        words = _("Enter a date and time in the future. If this took place, record it as a contact that took place")
        yield Problem(field, words)


def after_offer(appointment: Contact, offered_on: date) -> Iterator[Problem]:
    if not starts_after_offer(appointment, offered_on):
        words = _("The further appointment must start after you offered it on %(day)s")
        yield Problem("date", words % {"day": formats.day(offered_on)})


def starts_after_offer(appointment: Contact, offered_on: date) -> bool:
    """Whether it was still to come when it was offered; of another day than today that time is not known."""
    now = local_now()
    return appointment.is_to_come(now) or (offered_on < now.date() and appointment.date >= offered_on)


def no_clash(appointment: Contact, around: Around, *, instead_of: Contact | None = None) -> Iterator[Problem]:
    """With an appointment of the officer or of the service user that overlaps and is to take place, or of its room.

    Other people's appointments in the same session are none, as long as it has a place left.
    """
    if clash := around.clash_with(appointment, instead_of=instead_of):
        yield Problem("start_time", _words_of(clash, appointment, around))
    else:
        yield from fits_the_session(appointment, around)
    yield from room_is_free(appointment, around, instead_of=instead_of)


def problems(
    appointment: Contact,
    *,
    viewer: User,
    instead_of: Contact | None = None,
    offered_on: date | None = None,
    moving: Collection[Contact | Session] = (),
) -> list[Problem]:
    """Why the appointment cannot be booked; empty when it can.

    It must be to come. ``viewer`` is told the name of another service user only where it is theirs to see.
    ``instead_of`` is the appointment that this one takes the place of, which is no clash. ``offered_on`` says that it
    was offered on that day after a non-attendance: it must have been to come then, and may be over. ``moving`` is as in
    `Around`.
    """
    around = Around.of([appointment], viewer=viewer, moving=moving)
    found = [problem for check in CHECKS for problem in check(appointment, around)]
    if instead_of:
        found += different(appointment, instead_of)
    if offered_on:
        found += after_offer(appointment, offered_on)
    else:
        found += to_come(appointment)
    if appointment.start_time < appointment.ends:
        found += no_clash(appointment, around, instead_of=instead_of)
    return found


def warnings(appointment: Contact) -> list[str]:
    """What is unusual about the appointment, and so wants a second confirmation."""
    return warnings_each([appointment])[0]


def warnings_each(appointments: Sequence[Contact]) -> list[list[str]]:
    """As `warnings`, of each."""
    offices = {place: office_at(place) for place in {each.place for each in appointments}}
    return [_unusual(each, offices[each.place]) for each in appointments]


def _unusual(appointment: Contact, office: Office | None) -> list[str]:
    closed = when_closed(office, appointment) if office else None
    # That an office is open on a Saturday is usual; that it is a bank holiday is said all the same.
    is_said = closed is None or appointment.date.weekday() < SATURDAY
    why = why_closed(appointment.date)
    found = [why] if why and is_said else []
    if closed is not None:
        return [*found, *closed]
    opens, closes = WORKING_HOURS
    if appointment.start_time < opens or appointment.ends > closes:
        hours = {"start": formats.clock(opens), "end": formats.clock(closes)}
        found.append(_("The time is not between %(start)s and %(end)s.") % hours)
    return found


def why_closed(day: date) -> str:
    """Why a day is no business day, as a sentence; empty where it is one."""
    if calendar.business_days().is_business_day(day):
        return ""
    return UNUSUAL_DAYS.get(day.weekday(), BANK_HOLIDAY) % {"day": formats.day(day)}


def cannot_count(appointment: Contact) -> list[str]:
    """Why the appointment could not count towards the month, were its notice issued now; empty when it can.

    Of itself, and because the measure does not apply to the person in its month, as far as is known today.
    """
    return cannot_count_each([appointment])[0]


def cannot_count_each(appointments: Sequence[Contact]) -> list[list[str]]:
    """As `cannot_count`, of each of some of one person, in a few queries however many they are."""
    now = local_now()
    months = months_of(appointments[0].service_user, {Month.of(each.date) for each in appointments}, now.date())
    found = []
    for each, failing in zip(appointments, criteria.previews(appointments), strict=True):
        month = Month.of(each.date)
        words = [why] if (why := months[month].outside_measure(month)) else []
        if not each.is_to_come(now):
            words.append(_("It cannot count without a written notice that was given before it started."))
        found.append(words + criteria.reasons(failing, each.measure))
    return found


@changes_contacts("book an appointment")
def book(*, by: User, appointment: Contact, confirmed: bool = False) -> Contact | Already[Contact]:
    """Book it. Its reference is given by the form, so that a form sent twice books once and gets what it booked.

    Raises `Refused` with the `problems`, and `Unconfirmed` where there are `warnings` and not ``confirmed``.
    """
    locked_person(appointment.service_user_id)
    if booked := booked_before(appointment):
        return Already(booked)
    return add(by=by, appointment=appointment, confirmed=confirmed)


@changes_contacts("rearrange an appointment")
def rearrange(
    *, by: User, contact: Contact, seen: str, asked_by: str, reason: str, appointment: Contact, confirmed: bool = False
) -> Contact | Already[Contact]:
    """Book ``appointment`` in place of ``contact``, which keeps its record and says who asked for the change and why.

    Where the service user asked, the new appointment is the further appointment, offered today. Returns the new
    contact, also where the same form was sent before. Raises as `book` does, and `Refused` where ``contact`` cannot be
    rearranged (`possible`) or nothing about it would change; `ChangedMeanwhile` where it is not as ``seen`` any more.
    """
    current = locked(contact)
    alike = (current.cancelled_by, current.cancellation_reason) == (asked_by, reason)
    if booked := booked_before(appointment, otherwise_alike=alike):
        return Already(booked)
    refuse_if_changed(current, seen)
    refuse_unless_possible(Action.REARRANGE, current)
    appointment.series_id = current.series_id
    new = add(by=by, appointment=appointment, confirmed=confirmed, instead_of=current)
    Rearrangement.objects.create(original=current, new=new)
    current.outcome_id = REARRANGED[CancelledBy(asked_by)]
    current.cancelled_by = asked_by
    current.cancellation_reason = reason
    if asked_by == CancelledBy.SERVICE_USER:
        kind, today = FollowUp.FURTHER_APPOINTMENT, timezone.localdate()
        set_follow_up(current, by=by, kind=kind, done_on=today, further=new)
    else:
        current.save()
    return new


@changes_contacts("cancel an appointment")
def cancel(*, by: User, contact: Contact, seen: str, asked_by: str, reason: str) -> Contact | None:
    """Cancel it without another in its place. Returns None where it was cancelled so already.

    Raises `Refused` where it cannot be cancelled (`possible`); `ChangedMeanwhile` where it is not as ``seen`` any more.
    """
    current = locked(contact)
    if (current.cancelled_by, current.cancellation_reason) == (asked_by, reason):
        return None
    refuse_if_changed(current, seen)
    refuse_unless_possible(Action.CANCEL, current)
    current.cancelled_by = asked_by
    current.cancellation_reason = reason
    current.save()
    return current


def booked_before(appointment: Contact, *, otherwise_alike: bool = True) -> Contact | None:
    """What the same form booked when it was sent before, if it was.

    Raises `SentBefore` where it was sent with other answers, those on the appointment or (``otherwise_alike``) beside
    it, or what it booked does not stand any more, and `Refused` for the form of somebody else.
    """
    booked = Contact.objects.filter(contact_ref=appointment.contact_ref).first()
    if booked and booked.service_user_id != appointment.service_user_id:
        raise Refused(
            Problem(None, _("This form has already been sent. To book another appointment, open the page again."))
        )
    if booked and not (otherwise_alike and booked.is_standing and are_arranged_alike(appointment, booked)):
        raise SentBefore(booked)
    return booked


def add(
    *,
    by: User,
    appointment: Contact,
    confirmed: bool,
    instead_of: Contact | None = None,
    offered_on: date | None = None,
) -> Contact:
    """Save it, for services whose person is locked. Two who book at once wait for the officer's diary here.

    Raises as `book` does; ``instead_of`` and ``offered_on`` are those of `problems`.
    """
    lock_diary(appointment)
    if found := problems(appointment, viewer=by, instead_of=instead_of, offered_on=offered_on):
        raise Refused(*found)
    refuse_unless_confirmed(appointment, confirmed)
    appointment.save(force_insert=True)
    return appointment


def lock_diary(*appointments: Contact) -> None:
    """Wait for whoever else is booking with the same officers, and for the same rooms, in the order of their ids."""
    officers = {each.officer_id for each in appointments}
    rooms = {each.room_id for each in appointments if each.room_id}
    list(User.objects.select_for_update(no_key=True).filter(pk__in=officers).order_by("pk"))
    if rooms:
        list(Room.objects.select_for_update(no_key=True).filter(pk__in=rooms).order_by("pk"))


def refuse_unless_confirmed(appointment: Contact, confirmed: bool) -> None:
    """Raise `Unconfirmed` where there are `warnings` and nobody said that it is meant."""
    if warnings(appointment) and not confirmed:
        raise Unconfirmed(_("Select the box to book it anyway"))


def _words_of(clash: Contact, appointment: Contact, around: Around) -> str:
    """Who already has an appointment, when, and with whom where that is the viewer's to know."""
    officer, service_user = str(clash.officer), clash.service_user.name
    of_officer = clash.officer_id == appointment.officer_id
    busy, other = (officer, service_user) if of_officer else (service_user, officer)
    told = {"who": busy, "start": formats.clock(clash.start_time), "end": formats.clock(clash.ends)}
    if of_officer and clash.type.is_group and clash.type_id == appointment.type_id:
        words = _(
            "%(who)s already has this group session from %(start)s to %(end)s that day. To add someone to it, enter the"
            " same start and end time"
        )
        return words % told
    if of_officer and clash.service_user_id not in around.visible:
        return _("%(who)s already has an appointment from %(start)s to %(end)s that day") % told
    words = _("%(who)s already has an appointment from %(start)s to %(end)s that day, with %(other)s")
    return words % {**told, "other": other}


def away_in_words(absence: Any, officer: User) -> str:
    """Until when somebody is away and who covers; not why, which is theirs."""
    cover = absence.cover
    told = {"officer": officer, "until": formats.day(absence.ends_on), "cover": ", ".join(map(str, cover))}
    if absence.start_time and absence.end_time:
        told |= {"start": formats.clock(absence.start_time), "end": formats.clock(absence.end_time)}
        if cover:
            words = ngettext(
                "%(officer)s is away from %(start)s to %(end)s that day. %(cover)s covers until then",
                "%(officer)s is away from %(start)s to %(end)s that day. Cover until then: %(cover)s",
                len(cover),
            )
        else:
            words = _("%(officer)s is away from %(start)s to %(end)s that day. Nobody is named to cover")
        return words % told
    if cover:
        words = ngettext(
            "%(officer)s is away until %(until)s. %(cover)s covers until then",
            "%(officer)s is away until %(until)s. Cover until then: %(cover)s",
            len(cover),
        )
        return words % told
    return _("%(officer)s is away until %(until)s. Nobody is named to cover") % told
