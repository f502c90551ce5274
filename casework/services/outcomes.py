"""Recording what became of an appointment, and what was done about a non-attendance."""

from django.db.models import F, Q
from django.utils import timezone

from casework.services.appointments import Appointment, add, has_started, is_booked
from casework.services.refusals import Problem, Refused, refuse_if_changed
from casework.services.writing import changes_contacts, locked
from contacts.criteria import KNOWN_BEFOREHAND, NON_ATTENDANCE, followed_up_in_time
from contacts.models import Contact, ContactOutcome, FollowUp
from ui import formats

# A follow-up belongs to a non-attendance, and comes before it only where the absence was known beforehand.
MAY_HAVE_FOLLOW_UP = NON_ATTENDANCE & (Q(follow_up_on=None) | Q(follow_up_on__gte=F("date")) | KNOWN_BEFOREHAND)


def is_non_attendance(contact: Contact) -> bool:
    """Whether the service user did not attend, an acceptable absence included."""
    return Contact.objects.filter(NON_ATTENDANCE, pk=contact.pk).exists()


def awaits_follow_up(contact: Contact) -> bool:
    """Whether a non-attendance still wants a further appointment, or an action that the setting lets count."""
    return (
        Contact.objects.filter(NON_ATTENDANCE, pk=contact.pk)
        .exclude(follow_up=FollowUp.FURTHER_APPOINTMENT)
        .exclude(followed_up_in_time())
        .exists()
    )


def future_appointments(contact: Contact) -> list[Contact]:
    """The person's other appointments that are still to come, any of which may be confirmed as the further one."""
    booked = Contact.objects.filter(
        service_user=contact.service_user_id, outcome=None, cancelled_by="", date__gte=timezone.localdate()
    )
    return [each for each in booked.exclude(pk=contact.pk).select_related("type", "officer") if not has_started(each)]


@changes_contacts("record an outcome")
def record_outcome(
    *, by, contact: Contact, seen: str, outcome: ContactOutcome, remove_follow_up: bool = False
) -> Contact | None:
    """Record it, or change the one that stands. Returns None where it stands already.

    Raises `Refused` where the appointment was cancelled or rearranged, where it is in the future and this is no absence
    known beforehand, and where a recorded follow-up does not go with the outcome and ``remove_follow_up`` is not given;
    `ChangedMeanwhile` where the contact is not as ``seen`` any more.
    """
    current = locked(contact)
    if current.outcome_id == outcome.pk:
        return None
    refuse_if_changed(current, seen)
    refuse_outcome(current)
    known_beforehand = ContactOutcome.objects.known_beforehand().filter(pk=outcome.pk).exists()
    if not has_started(current) and not known_beforehand:
        raise Refused(Problem("outcome", "Select an acceptable absence: the appointment has not started yet"))
    current.outcome = outcome
    current.save()
    if current.follow_up and not Contact.objects.filter(MAY_HAVE_FOLLOW_UP, pk=current.pk).exists():
        if not remove_follow_up:
            recorded = follow_up_words(current)
            raise Refused(
                Problem("remove_follow_up", f"This outcome has no follow-up. Tick the box to remove: {recorded}")
            )
        current.follow_up, current.follow_up_on, current.follow_up_contact = "", None, None
        current.save()
    return current


def refuse_outcome(contact: Contact) -> None:
    """Raise `Refused` for an appointment that was cancelled or rearranged."""
    if contact.cancelled_by:
        raise Refused(Problem(None, "This appointment was cancelled or rearranged, so it has no other outcome."))


@changes_contacts("offer a further appointment")
def offer_new_appointment(
    *, by, contact: Contact, seen: str, appointment: Appointment, contact_ref: str, confirmed: bool = False
) -> Contact | None:
    """Book ``appointment`` and record that it was offered today, for the non-attendance ``contact``.

    Returns the new contact, or None where the same form was sent before. Raises what `appointments.book` and
    `record_follow_up` raise.
    """
    current = locked(contact)
    if is_booked(contact_ref):
        return None
    refuse_if_changed(current, seen)
    refuse_follow_up(current)
    further = add(
        by=by,
        service_user=current.service_user,
        appointment=appointment,
        contact_ref=contact_ref,
        confirmed=confirmed,
    )
    if has_started(further):
        raise Refused(Problem("date", "A further appointment must be in the future"))
    _follow_up(current, FollowUp.FURTHER_APPOINTMENT, further)
    return further


@changes_contacts("record a follow-up")
def record_follow_up(*, by, contact: Contact, seen: str, kind: str, further: Contact | None = None) -> Contact | None:
    """Record what was done today about a non-attendance: a `FollowUp`.

    ``further`` is the appointment in the diary that was confirmed to the service user as the further one, needed for
    that kind only. Returns None where exactly this is recorded already. Raises `Refused` where the contact is no
    non-attendance, where what is recorded must not be replaced, and where ``further`` is not to come or not of the
    same person; `ChangedMeanwhile` where the contact is not as ``seen`` any more.
    """
    current = locked(contact)
    if (current.follow_up, current.follow_up_contact_id) == (kind, further.pk if further else None):
        return None
    refuse_if_changed(current, seen)
    refuse_follow_up(current)
    if kind == FollowUp.FURTHER_APPOINTMENT and further not in future_appointments(current):
        raise Refused(Problem("further", "Select an appointment that is still to come"))
    _follow_up(current, kind, further)
    return current


def follow_up_words(contact: Contact) -> str:
    """What is recorded as follow-up, and of which day."""
    return f"{contact.get_follow_up_display()} on {formats.day(contact.follow_up_on)}" if contact.follow_up_on else ""


def refuse_follow_up(contact: Contact) -> None:
    """Raise `Refused` for a contact that is no non-attendance, or whose follow-up must not be replaced."""
    if not is_non_attendance(contact):
        raise Refused(Problem(None, "Only an appointment that was missed is followed up."))
    if not awaits_follow_up(contact):
        raise Refused(Problem(None, f"This is followed up already: {follow_up_words(contact)}."))


def _follow_up(contact: Contact, kind: str, further: Contact | None) -> None:
    contact.follow_up = kind
    contact.follow_up_on = timezone.localdate()
    contact.follow_up_contact = further
    contact.save()
    if not Contact.objects.filter(MAY_HAVE_FOLLOW_UP, pk=contact.pk).exists():
        raise Refused(Problem(None, "It cannot be followed up before its day: the absence was not known beforehand."))
