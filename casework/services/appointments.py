"""Booking, rearranging and cancelling appointments."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from base.business_days import is_business_day, last_contact_day
from base.clock import exists_on_the_clock
from cases.models import ServiceUser
from casework.services.refusals import Problem, Refused, refuse_if_changed, refuse_if_closed
from casework.services.writing import changes_contacts, locked, locked_person
from contacts import criteria
from contacts.models import CancelledBy, Contact, ContactType, FollowUp
from staff.models import User
from ui import formats

WORKING_HOURS = (time(8), time(20))
# What was held and never booked may be added for three months.
RECORDED_BACK = timedelta(days=92)
RESCHEDULED_BY_SERVICE_USER = "RSOF"
RESCHEDULED_BY_SERVICE = "RSSR"
REARRANGED = {
    CancelledBy.SERVICE_USER: RESCHEDULED_BY_SERVICE_USER,
    CancelledBy.SERVICE: RESCHEDULED_BY_SERVICE,
}


class Unconfirmed(Refused):
    """The appointment is unusual (see `warnings`), and nobody said that it is meant."""

    def __init__(self) -> None:
        super().__init__(Problem("confirmed", "Tick the box if you want to book it all the same"))


@dataclass(frozen=True)
class Appointment:
    """What is arranged: what kind of contact, with whom, when and where. Date and times are local."""

    type: ContactType
    officer: User
    date: date
    start_time: time
    end_time: time
    place: str

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.date, self.start_time)

    @classmethod
    def of(cls, contact: Contact) -> "Appointment":
        """As the contact stands."""
        return cls(contact.type, contact.officer, contact.date, contact.start_time, contact.end_time, contact.place)


def local_now() -> datetime:
    """The time that the clock on the wall shows, to the minute."""
    return timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)


def has_started(appointment: Appointment | Contact) -> bool:
    """Whether it is too late to issue a notice of it."""
    return datetime.combine(appointment.date, appointment.start_time) <= local_now()


def problems(
    service_user: ServiceUser, appointment: Appointment, *, viewer: User, instead_of: Contact | None = None
) -> list[Problem]:
    """Why the appointment cannot be booked; empty when it can.

    ``viewer`` is told the name of another service user only where it is theirs to see; ``instead_of`` is the
    appointment that this one takes the place of, which is no clash.
    """
    found = []
    today = timezone.localdate()
    if instead_of and appointment == Appointment.of(instead_of):
        found.append(Problem("date", "Change the date, time, place, type or officer: nothing is different yet"))
    if appointment.date > last_contact_day():
        found.append(
            Problem(
                "date",
                f"Enter a date no later than {formats.day(last_contact_day())}: bank holidays are not known after it",
            )
        )
    if appointment.date < today - RECORDED_BACK:
        found.append(Problem("date", f"Enter a date no earlier than {formats.day(today - RECORDED_BACK)}"))
    if not User.objects.in_post(appointment.date).filter(pk=appointment.officer.pk).exists():
        found.append(Problem("officer", f"{appointment.officer} is not in post on that day"))
    if (
        appointment.type.location in (ContactType.Location.REQUIRED, ContactType.Location.NONE)
        and not appointment.place
    ):
        found.append(Problem("where", "Say where it will take place: this type of appointment needs a place"))
    for field, at in (("start_time", appointment.start_time), ("end_time", appointment.end_time)):
        if not exists_on_the_clock(datetime.combine(appointment.date, at)):
            found.append(Problem(field, f"The clocks go forward that night: there is no {formats.clock(at)}"))
    if appointment.end_time <= appointment.start_time:
        found.append(Problem("end_time", "The end time must be after the start time"))
    elif clash := _clash(service_user, appointment, instead_of):
        found.append(Problem("start_time", _words_of(clash, appointment, viewer)))
    return found


def warnings(appointment: Appointment) -> list[str]:
    """What is unusual about the appointment, and so wants a second confirmation."""
    found = []
    if not is_business_day(appointment.date):
        kind = "a bank holiday" if appointment.date.weekday() < 5 else f"a {appointment.date:%A}"
        found.append(f"{formats.day(appointment.date)} is {kind}.")
    opens, closes = WORKING_HOURS
    if appointment.start_time < opens or appointment.end_time > closes:
        found.append(f"It is outside {formats.clock(opens)} to {formats.clock(closes)}.")
    return found


def cannot_count(service_user: ServiceUser, appointment: Appointment | Contact) -> list[str]:
    """Why the appointment could not count towards the month, were its notice issued now; empty when it can."""
    failing = criteria.preview(
        service_user=service_user,
        officer_id=appointment.officer.pk,
        type_id=appointment.type.pk,
        date=appointment.date,
        start_time=appointment.start_time,
        end_time=appointment.end_time,
    )
    too_late = ["it has started already, so no notice can be issued in time"] if has_started(appointment) else []
    return too_late + criteria.reasons(failing)


@changes_contacts("book an appointment")
def book(
    *, by: User, service_user: ServiceUser, appointment: Appointment, contact_ref: str, confirmed: bool = False
) -> Contact | None:
    """Book it. ``contact_ref`` is given by the form, so that a form sent twice books once: then the answer is None.

    Raises `Refused` with the `problems`, and `Unconfirmed` where there are `warnings` and not ``confirmed``.
    """
    locked_person(service_user.pk)
    if is_booked(contact_ref):
        return None
    return add(by=by, service_user=service_user, appointment=appointment, contact_ref=contact_ref, confirmed=confirmed)


@changes_contacts("rearrange an appointment")
def rearrange(
    *,
    by: User,
    contact: Contact,
    seen: str,
    asked_by: str,
    reason: str,
    appointment: Appointment,
    contact_ref: str,
    confirmed: bool = False,
) -> Contact | None:
    """Book ``appointment`` in place of ``contact``, which keeps its record and says who asked for the change and why.

    Where the service user asked, the new appointment is the further appointment, offered today. Returns the new
    contact, or None where the same form was sent before. Raises as `book` does, and `Refused` where ``contact`` has its
    outcome, is cancelled, or nothing about it would change; `ChangedMeanwhile` where it is not as ``seen`` any more.
    """
    current = locked(contact)
    if is_booked(contact_ref):
        return None
    refuse_if_changed(current, seen)
    refuse_if_closed(current)
    new = add(
        by=by,
        service_user=current.service_user,
        appointment=appointment,
        contact_ref=contact_ref,
        confirmed=confirmed,
        instead_of=current,
    )
    current.outcome_id = REARRANGED[CancelledBy(asked_by)]
    current.cancelled_by = asked_by
    current.cancellation_reason = reason
    if asked_by == CancelledBy.SERVICE_USER:
        current.follow_up = FollowUp.FURTHER_APPOINTMENT
        current.follow_up_on = timezone.localdate()
        current.follow_up_contact = new
    current.save()
    return new


@changes_contacts("cancel an appointment")
def cancel(*, by: User, contact: Contact, seen: str, asked_by: str, reason: str) -> Contact | None:
    """Cancel it without another in its place. Returns None where it was cancelled so already.

    Raises `Refused` where it has its outcome or is cancelled; `ChangedMeanwhile` where it is not as ``seen`` any more.
    """
    current = locked(contact)
    if (current.cancelled_by, current.cancellation_reason) == (asked_by, reason):
        return None
    refuse_if_changed(current, seen)
    refuse_if_closed(current)
    current.cancelled_by = asked_by
    current.cancellation_reason = reason
    current.save()
    return current


def is_booked(contact_ref: str) -> bool:
    return Contact.objects.filter(contact_ref=contact_ref).exists()


def add(
    *,
    by: User,
    service_user: ServiceUser,
    appointment: Appointment,
    contact_ref: str,
    confirmed: bool,
    instead_of: Contact | None = None,
) -> Contact:
    """The new contact, for services whose person is locked. Two who book at once wait for the officer's diary here."""
    User.objects.select_for_update(no_key=True).get(pk=appointment.officer.pk)
    if found := problems(service_user, appointment, viewer=by, instead_of=instead_of):
        raise Refused(*found)
    if warnings(appointment) and not confirmed:
        raise Unconfirmed
    return Contact.objects.create(
        contact_ref=contact_ref,
        service_user=service_user,
        officer=appointment.officer,
        type=appointment.type,
        date=appointment.date,
        start_time=appointment.start_time,
        end_time=appointment.end_time,
        place=appointment.place,
    )


def _clash(service_user: ServiceUser, appointment: Appointment, instead_of: Contact | None) -> Contact | None:
    """An appointment of the officer or of the service user that overlaps and still stands."""
    another = ~Q(pk=instead_of.pk) if instead_of else Q()
    return (
        Contact.objects.filter(
            another,
            Q(officer=appointment.officer) | Q(service_user=service_user),
            criteria.outcome_is_not(*criteria.RESCHEDULED_BY_SERVICE, RESCHEDULED_BY_SERVICE_USER),
            date=appointment.date,
            start_time__lt=appointment.end_time,
            end_time__gt=appointment.start_time,
            cancelled_by="",
        )
        .select_related("officer", "service_user")
        .first()
    )


def _words_of(clash: Contact, appointment: Appointment, viewer: User) -> str:
    when = formats.timespan(clash.start_time, clash.end_time)
    if clash.officer_id != appointment.officer.pk:
        return f"{clash.service_user.name} already has an appointment from {when} that day, with {clash.officer}"
    visible = ServiceUser.objects.visible_to(viewer).filter(pk=clash.service_user_id).exists()
    with_whom = f", with {clash.service_user.name}" if visible else ""
    return f"{appointment.officer} already has an appointment from {when} that day{with_whom}"
