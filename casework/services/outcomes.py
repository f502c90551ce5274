"""Recording what became of an appointment, and what was done about a non-attendance."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already
from base.clock import local_now
from casework.possible import Action, Weighed, follow_up_in_words, why_outcome_not_allowed
from casework.services.amending import amend, values_of
from casework.services.appointments import add, booked_before, starts_after_offer
from casework.services.enforcement import problems_of_wait, write_enforcement
from casework.services.notes import write_note
from casework.services.refusals import Problem, Refused, refuse_if_changed, refuse_unless_possible, version
from casework.services.writing import changes_contacts, locked, set_follow_up
from casework.uploads import Upload, discards_uploads_on_failure
from contacts.criteria import KNOWN_BEFOREHAND, NON_ATTENDANCE
from contacts.enforcement import EVIDENCE_AWAITED, NOT_KNOWN_YET
from contacts.models import Amended, Contact, ContactOutcome, ContactQuerySet, EnforcementAction, FollowUp
from staff.models import User
from ui import formats

# A follow-up belongs to a non-attendance, and comes before it only where the absence was known beforehand.
FOLLOW_UP = ("follow_up", "follow_up_on", "follow_up_contact_id")
MAY_HAVE_FOLLOW_UP = NON_ATTENDANCE & (Q(follow_up_on__gte=F("date")) | KNOWN_BEFOREHAND)
# A follow-up that is said to be older was mistyped.
DONE_BACK = timedelta(days=366)


def further_appointments(contact: Contact) -> ContactQuerySet:
    """The person's other appointments that may have been confirmed as the further one.

    They are to come, or came after ``contact``: who writes it up late may do so when the further one is over.
    """
    booked = Contact.objects.taking_place().filter(service_user=contact.service_user_id).exclude(pk=contact.pk)
    return booked.filter(Q(starts_at__gt=local_now()) | Q(starts_at__gt=contact.starts_at))


@discards_uploads_on_failure
@changes_contacts("record an outcome")
def record_outcome(
    *,
    by: User,
    contact: Contact,
    seen: str,
    outcome: ContactOutcome,
    remove_follow_up: bool = False,
    reason: str = "",
    minutes_spent: int | None = None,
    evidence_by: date | None = None,
    note: str = "",
    sensitive: bool = False,
    files: Sequence[Upload] = (),
) -> Contact | None:
    """Record it, or change the one that stands, which is kept. Returns None where it stands already.

    Beside it, ``minutes_spent`` are those really spent with somebody who attended, evidence of why somebody did not may
    be awaited until ``evidence_by``, and a ``note`` may be written, with ``files`` (`write_note`).

    Raises `Refused` where it cannot be recorded (`possible`: before the start only absences known beforehand can),
    where nDelius does not allow it for the type of contact (`why_outcome_not_allowed`), where one stands and there is
    no ``reason`` for changing it, and where a recorded follow-up does not go with the outcome and ``remove_follow_up``
    is not given; `ChangedMeanwhile` where the contact is not as ``seen`` any more, and where the same form was sent
    before with another reason.
    """
    current = locked(contact)
    noted: Any = {"text": note, "sensitive": sensitive, "files": files}
    stands = is_recorded(current, outcome, minutes_spent, evidence_by)
    if stands and not changed_for_another_reason(current, seen, by, reason):
        return current if write_note(current, by=by, **noted) else None
    refuse_if_changed(current, seen)
    beforehand = current.is_to_come(local_now()) and outcome.is_known_beforehand
    refuse_unless_possible(Action.RECORD_ABSENCE if beforehand else Action.RECORD_OUTCOME, current, field="outcome")
    if words := why_outcome_not_allowed(current, outcome):
        raise Refused(Problem("outcome", words))
    former, removed = current.outcome_id, {}
    if beforehand:
        current.room = None  # others may have it, as they may have the time
    is_changed = former is not None and former != outcome.pk
    if is_changed and not reason:
        raise Refused(Problem("reason", _("Enter why you are changing the outcome")))
    current.outcome, current.minutes_spent = outcome, minutes_spent
    if found := list(problems_beside(outcome, minutes_spent, evidence_by)):
        raise Refused(*found)
    current.save()
    if current.follow_up and not Contact.objects.filter(MAY_HAVE_FOLLOW_UP, pk=current.pk).exists():
        if not remove_follow_up:
            asked = _("Select the box to remove the recorded follow-up. This outcome cannot have one.")
            raise Refused(Problem("remove_follow_up", f"{asked} {follow_up_in_words(current)}"))
        removed = values_of(current, FOLLOW_UP)
        current.follow_up, current.follow_up_on, current.follow_up_contact = "", None, None
        current.save()
    if is_changed:
        amend(current, what=Amended.OUTCOME, stood={"outcome_id": former}, by=by, reason=reason, **removed)
    if evidence_by and not awaits_evidence_until(current, evidence_by):
        awaited = EnforcementAction.objects.get(pk=EVIDENCE_AWAITED)
        write_enforcement(current, by=by, action=awaited, taken_on=timezone.localdate(), respond_by=evidence_by)
    write_note(current, by=by, **noted)
    return current


def is_recorded(contact: Contact, outcome: ContactOutcome, minutes_spent: int | None, evidence_by: date | None) -> bool:
    """Whether just this outcome stands, with what is recorded beside it."""
    stands = (contact.outcome_id, contact.minutes_spent) == (outcome.pk, minutes_spent)
    return stands and (evidence_by is None or awaits_evidence_until(contact, evidence_by))


def awaits_evidence_until(contact: Contact, day: date) -> bool:
    return contact.enforcements.filter(action=EVIDENCE_AWAITED, respond_by=day).exists()


def problems_beside(outcome: ContactOutcome, minutes_spent: int | None, evidence_by: date | None) -> Iterator[Problem]:
    """Why what is said beside the outcome does not go with it."""
    if minutes_spent is not None and not outcome.attended:
        yield Problem("minutes_spent", _("Enter the time spent only where the appointment was attended"))
    if evidence_by and outcome.pk != NOT_KNOWN_YET:
        yield Problem("evidence_by", _("Evidence is only awaited while the reason is not known"))
    elif evidence_by:
        yield from problems_of_wait(timezone.localdate(), evidence_by, field="evidence_by")


def changed_for_another_reason(contact: Contact, seen: str, by: User, reason: str) -> bool:
    """Whether the outcome that stands is the one that ``by`` gave it since the page was ``seen``, but not so."""
    last = contact.amendments.first()
    if version(contact) == seen or last is None or (last.what, last.made_by_id) != (Amended.OUTCOME, by.pk):
        return False
    return last.reason != reason


@changes_contacts("offer a further appointment")
def offer_new_appointment(
    *,
    by: User,
    contact: Contact,
    seen: str,
    appointment: Contact,
    done_on: date | None = None,
    confirmed: bool = False,
) -> Contact | Already[Contact]:
    """Book ``appointment`` and record that it was offered on ``done_on`` (None: today) for the missed ``contact``.

    Returns the new contact, also where the same form was sent before. Raises what `appointments.book` and
    `record_follow_up` raise.
    """
    current = locked(contact)
    day = done_on or timezone.localdate()
    if booked := booked_before(appointment, otherwise_alike=current.follow_up_on == day):
        return Already(booked)
    refuse_if_changed(current, seen)
    refuse_unless_possible(Action.FOLLOW_UP, current)
    if found := list(problems_of_day(current, day, local_now())):
        raise Refused(*found)
    further = add(by=by, appointment=appointment, confirmed=confirmed, offered_on=day)
    set_follow_up(current, by=by, kind=FollowUp.FURTHER_APPOINTMENT, done_on=day, further=further)
    return further


@changes_contacts("record a follow-up")
def record_follow_up(
    *,
    by: User,
    contact: Contact,
    seen: str,
    kind: str,
    further: Contact | None = None,
    done_on: date | None = None,
) -> Contact | None:
    """Record what was done about a non-attendance on ``done_on`` (None: today): a `FollowUp`.

    ``further`` is the appointment in the diary that was confirmed to the service user as the further one on that day,
    needed for that kind only. Returns None where exactly this is recorded already. Raises `Refused` where the contact
    cannot be followed up (`possible`), where the day is in the future or before the contact that nobody knew would be
    missed, and where ``further`` did not start after that or is not of the same person; `ChangedMeanwhile` where the
    contact is not as ``seen`` any more.
    """
    current = locked(contact)
    day = done_on or timezone.localdate()
    recorded = (current.follow_up, current.follow_up_on, current.follow_up_contact_id)
    if recorded == (kind, day, further.pk if further else None):
        return None
    refuse_if_changed(current, seen)
    refuse_unless_possible(Action.FOLLOW_UP, current)
    if found := list(problems_of_day(current, day, local_now())):
        raise Refused(*found)
    if kind == FollowUp.FURTHER_APPOINTMENT:
        further = further_appointments(current).filter(pk=further.pk).first() if further else None
        if not further or not starts_after_offer(further, day):
            raise Refused(Problem("further", _("Select an appointment that had not started when you confirmed it")))
    set_follow_up(current, by=by, kind=kind, done_on=day, further=further)
    return current


def problems_of_day(contact: Weighed, day: date, now: datetime) -> Iterator[Problem]:
    """Why a follow-up of the contact cannot have been offered or initiated on ``day``."""
    if day > now.date():
        yield Problem("done_on", _("Enter today or a date in the past"))
    elif day < contact.date and not contact.known_beforehand:
        words = _("Enter a date on or after %(day)s, the day of the appointment that was missed")
        yield Problem("done_on", words % {"day": formats.day(contact.date)})
    elif day < min(contact.date, now.date()) - DONE_BACK:
        earliest = {"day": formats.day(min(contact.date, now.date()) - DONE_BACK)}
        yield Problem("done_on", _("Enter a date on or after %(day)s") % earliest)
