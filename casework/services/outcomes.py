"""Recording what became of an appointment, and what was done about a non-attendance."""

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already
from base.clock import local_now
from casework.possible import Action, follow_up_in_words
from casework.services.appointments import add, booked_before
from casework.services.refusals import Problem, Refused, refuse_if_changed, refuse_unless_possible
from casework.services.writing import changes_contacts, locked
from contacts.criteria import KNOWN_BEFOREHAND, NON_ATTENDANCE
from contacts.models import Contact, ContactOutcome, ContactQuerySet, FollowUp
from staff.models import User

# A follow-up belongs to a non-attendance, and comes before it only where the absence was known beforehand.
MAY_HAVE_FOLLOW_UP = NON_ATTENDANCE & (Q(follow_up_on__gte=F("date")) | KNOWN_BEFOREHAND)


def appointments_to_come(contact: Contact) -> ContactQuerySet:
    """The person's other appointments that are still to come, any of which may be confirmed as the further one."""
    booked = Contact.objects.open().to_come(local_now()).filter(service_user=contact.service_user_id)
    return booked.exclude(pk=contact.pk)


@changes_contacts("record an outcome")
def record_outcome(
    *, by: User, contact: Contact, seen: str, outcome: ContactOutcome, remove_follow_up: bool = False
) -> Contact | None:
    """Record it, or change the one that stands. Returns None where it stands already.

    Raises `Refused` where it cannot be recorded (`possible`: before the start only absences known beforehand can), and
    where a recorded follow-up does not go with the outcome and ``remove_follow_up`` is not given; `ChangedMeanwhile`
    where the contact is not as ``seen`` any more.
    """
    current = locked(contact)
    if current.outcome_id == outcome.pk:
        return None
    refuse_if_changed(current, seen)
    beforehand = current.is_to_come(local_now()) and outcome.is_known_beforehand
    refuse_unless_possible(Action.RECORD_ABSENCE if beforehand else Action.RECORD_OUTCOME, current, field="outcome")
    current.outcome = outcome
    current.save()
    if current.follow_up and not Contact.objects.filter(MAY_HAVE_FOLLOW_UP, pk=current.pk).exists():
        if not remove_follow_up:
            asked = _("Select the box to remove the recorded follow-up. This outcome cannot have one.")
            raise Refused(Problem("remove_follow_up", f"{asked} {follow_up_in_words(current)}"))
        current.follow_up, current.follow_up_on, current.follow_up_contact = "", None, None
        current.save()
    return current


@changes_contacts("offer a further appointment")
def offer_new_appointment(
    *, by: User, contact: Contact, seen: str, appointment: Contact, confirmed: bool = False
) -> Contact | Already[Contact]:
    """Book ``appointment`` and record that it was offered today, for the non-attendance ``contact``.

    Returns the new contact, also where the same form was sent before. Raises what `appointments.book` and
    `record_follow_up` raise.
    """
    current = locked(contact)
    if booked := booked_before(appointment):
        return Already(booked)
    refuse_if_changed(current, seen)
    refuse_unless_possible(Action.FOLLOW_UP, current)
    further = add(by=by, appointment=appointment, confirmed=confirmed, further=True)
    _follow_up(current, FollowUp.FURTHER_APPOINTMENT, further)
    return further


@changes_contacts("record a follow-up")
def record_follow_up(
    *, by: User, contact: Contact, seen: str, kind: str, further: Contact | None = None
) -> Contact | None:
    """Record what was done today about a non-attendance: a `FollowUp`.

    ``further`` is the appointment in the diary that was confirmed to the service user as the further one, needed for
    that kind only. Returns None where exactly this is recorded already. Raises `Refused` where the contact cannot be
    followed up (`possible`), and where ``further`` is not to come or not of the same person; `ChangedMeanwhile` where
    the contact is not as ``seen`` any more.
    """
    current = locked(contact)
    if (current.follow_up, current.follow_up_contact_id) == (kind, further.pk if further else None):
        return None
    refuse_if_changed(current, seen)
    refuse_unless_possible(Action.FOLLOW_UP, current)
    if kind == FollowUp.FURTHER_APPOINTMENT and further not in appointments_to_come(current):
        raise Refused(Problem("further", _("Select an appointment that has not started yet")))
    _follow_up(current, kind, further)
    return current


def _follow_up(contact: Contact, kind: str, further: Contact | None) -> None:
    contact.follow_up = kind
    contact.follow_up_on = timezone.localdate()
    contact.follow_up_contact = further
    contact.save()
