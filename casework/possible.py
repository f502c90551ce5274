"""What may be done about a contact, said once: pages show what is free, services refuse the rest in the same words."""

from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from django.db.models import BigIntegerField, BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.statements import PERSON, Parameter, Statement
from cases.models import ServiceUser
from contacts.criteria import IS_NOTICED, KNOWN_BEFOREHAND, NON_ATTENDANCE, Test, all_of, followed_up_in_time
from contacts.models import RESCHEDULED, Contact, ContactOutcome, FollowUp, Rearrangement
from contacts.oversight import RECORDED_AS
from contacts.overtaken import IN_CUSTODY, ORDER_OVER, is_in_custody, is_order_over
from ui import formats
from ui.words import named

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Action(Enum):
    """What can be done about a contact that is recorded."""

    RECORD_OUTCOME = auto()  # or change it
    RECORD_ABSENCE = auto()  # an acceptable one, before the start
    FOLLOW_UP = auto()  # a non-attendance
    ISSUE_NOTICE = auto()
    REARRANGE = auto()  # book another in its place
    CANCEL = auto()
    UNDO_REARRANGEMENT = auto()
    UNDO_CANCELLATION = auto()
    CORRECT = auto()  # a booking that was mistyped
    ENFORCE = auto()  # after a failure to comply


# The acceptable absences that can be recorded; those recorded before the start are among them.
ABSENCES = ("AACL", "AAEM", "AAFC", "AAHO", "AAME", "AARC", "AARE", "AASD", "AAAA", "CO05")


class ByTheRules(TypedDict):
    """What the rules say of a contact beside its own columns; ``in_custody`` and ``order_over`` are of its date."""

    missed: bool
    known_beforehand: bool
    absence_allowed: bool
    off_by_service: bool
    awaits_follow_up: bool
    noticed: bool
    in_custody: bool
    order_over: bool
    rearranged_here: bool
    untouched_new_at: datetime | None


Weighed: TypeAlias = "WithAnnotations[Contact, ByTheRules]"


def awaits_follow_up() -> Q:
    """A non-attendance without a further appointment, nor an action that the measure lets count in its place."""
    return NON_ATTENDANCE & ~Q(follow_up=FollowUp.FURTHER_APPOINTMENT) & ~followed_up_in_time()


def weighed(contacts: QuerySet[Contact]) -> QuerySet[Weighed]:
    """The contacts with what `possible` asks of them.

    ``untouched_new_at`` is the start of the appointment that was booked here in place of a contact, as long as nothing
    is recorded of that one.
    """
    replaced = Rearrangement.objects.filter(original=OuterRef("pk"))
    follows_up_another = Contact.objects.filter(follow_up_contact=OuterRef("new")).exclude(pk=OuterRef("original"))
    untouched = replaced.filter(
        ~Exists(follows_up_another),
        new__outcome=None,
        new__cancelled_by="",
        new__notice_issued_at=None,
        new__notes=None,
    )
    absences = ContactOutcome.objects.filter(pk__in=ABSENCES).allowed_for(OuterRef(OuterRef("type")))
    return contacts.annotate(
        missed=holds(NON_ATTENDANCE),
        known_beforehand=holds(KNOWN_BEFOREHAND),
        absence_allowed=Exists(absences),
        off_by_service=holds(~all_of(Test.NOT_CANCELLED)),
        awaits_follow_up=holds(awaits_follow_up()),
        noticed=holds(IS_NOTICED),
        in_custody=holds(is_in_custody()),
        order_over=holds(is_order_over()),
        rearranged_here=Exists(replaced),
        untouched_new_at=Subquery(untouched.values("new__starts_at")[:1]),
    )


CONTACT = Parameter("contact", BigIntegerField())
_weighed_of_person: Statement[Weighed] = Statement(
    lambda: weighed(
        Contact.objects.filter(service_user=PERSON, pk=CONTACT).select_related(
            "type", "officer", "outcome", "follow_up_contact", "room"
        )
    )
)


def weighed_contact(person: ServiceUser, pk: int) -> "Weighed | None":
    """The person's contact, `weighed`, with what its forms read beside it; None where there is no such one."""
    contact = _weighed_of_person.row(person=person.pk, contact=pk)
    if contact:
        contact.service_user = person
    return contact


def holds(condition: Q) -> ExpressionWrapper:
    """Whether it does, as a column."""
    return ExpressionWrapper(condition, output_field=BooleanField())


STARTED = gettext_lazy("This appointment has started. Record the outcome instead.")
NO_APPOINTMENT = gettext_lazy("This records that management oversight was given. It is no appointment.")
NO_OUTCOME = gettext_lazy("This appointment was cancelled or rearranged, so you cannot record an outcome.")
NOT_ALLOWED = gettext_lazy("Select an outcome that nDelius allows for this type of contact")
FOLLOWED_UP = {
    FollowUp.FURTHER_APPOINTMENT: gettext_lazy("A further appointment was offered on %(day)s."),
    FollowUp.BREACH: gettext_lazy("Breach was initiated on %(day)s."),
    FollowUp.RECALL: gettext_lazy("Recall was initiated on %(day)s."),
    FollowUp.WARRANT: gettext_lazy("A warrant was initiated on %(day)s."),
}


def possible(contact: Weighed, now: datetime) -> dict[Action, str]:
    """For each action why it is refused, in words for a page; empty where it is free. ``now`` is local."""
    change = why_no_change(contact, now)
    return {
        Action.RECORD_OUTCOME: why_no_outcome(contact, now),
        Action.RECORD_ABSENCE: why_no_absence(contact, now),
        Action.FOLLOW_UP: why_no_follow_up(contact, now),
        Action.ISSUE_NOTICE: why_no_notice(contact, now),
        Action.REARRANGE: change,
        Action.CANCEL: change,
        Action.UNDO_REARRANGEMENT: why_no_undoing_of_rearrangement(contact, now),
        Action.UNDO_CANCELLATION: why_no_undoing_of_cancellation(contact),
        Action.CORRECT: why_no_correction(contact),
        Action.ENFORCE: why_no_enforcement(contact),
    }


def why_no_outcome(contact: Contact, now: datetime) -> str:
    if contact.type_id == RECORDED_AS:
        return str(NO_APPOINTMENT)
    if not contact.is_standing:
        return str(NO_OUTCOME)
    if contact.is_to_come(now):
        return _("This appointment has not started yet. Until it starts, you can only record an acceptable absence.")
    return ""


def why_no_absence(contact: Weighed, now: datetime) -> str:
    """Of recording it before the start."""
    if not contact.is_standing:
        return str(NO_OUTCOME)
    if not contact.is_to_come(now):
        return str(STARTED)
    if not contact.absence_allowed:
        return _("nDelius allows no acceptable absence for this type of contact. Rearrange or cancel the appointment.")
    return ""


def why_outcome_not_allowed(contact: Contact, outcome: ContactOutcome) -> str:
    """Of an outcome that is not recorded yet."""
    allowed = ContactOutcome.objects.allowed_for(contact.type_id).filter(pk=outcome.pk).exists()
    return "" if allowed else str(NOT_ALLOWED)


def why_no_follow_up(contact: Weighed, now: datetime) -> str:
    if contact.off_by_service:
        return named(_("The %(service)s cancelled or rearranged this appointment. Book another one instead."))
    if not contact.missed:
        return _("You can only follow up an appointment that was missed.")
    if not contact.awaits_follow_up:
        return f"{_('This appointment has already been followed up.')} {follow_up_in_words(contact)}"
    if now.date() < contact.date and not contact.known_beforehand:
        return _("You can only follow this up before the appointment date if the absence was known in advance.")
    return ""


def why_no_change(contact: Contact, now: datetime) -> str:
    """Of rearranging and cancelling."""
    return _why_closed(contact) or ("" if contact.is_to_come(now) else str(STARTED))


def why_no_notice(contact: Weighed, now: datetime) -> str:
    """Of recording that one was given; from the start on, one that was given before and is not recorded yet."""
    if contact.off_by_service:
        return named(_("The %(service)s cancelled or rearranged this appointment, so it needs no notice."))
    if contact.is_to_come(now):
        if closed := _why_closed(contact):
            return closed
        if overtaken := why_to_cancel(contact):
            return overtaken
    elif contact.noticed:
        return _("This appointment has started, and its written notice has already been recorded.")
    if not contact.place:
        return _("A written notice must state the place. Correct the booking to add one.")
    return ""


def why_no_undoing_of_cancellation(contact: Contact) -> str:
    if contact.outcome_id in RESCHEDULED:
        return _("This appointment was rearranged, not cancelled.")
    if not contact.cancelled_by:
        return _("This appointment is not cancelled.")
    if contact.outcome_id:
        return _("The outcome of this appointment has already been recorded.")
    if contact.follow_up:
        words = _("You cannot undo this cancellation, because it was followed up.")
        return f"{words} {follow_up_in_words(contact)}"
    return ""


def why_no_undoing_of_rearrangement(contact: Weighed, now: datetime) -> str:
    if not contact.rearranged_here:
        return _("This appointment was not rearranged here.")
    if not contact.untouched_new_at:
        return _(
            "You cannot undo this rearrangement, because a notice, a note, an outcome or a change of the new"
            " appointment has been recorded."
        )
    if contact.untouched_new_at <= now:
        return _("You cannot undo this rearrangement, because the new appointment has started.")
    return ""


def why_no_correction(contact: Contact) -> str:
    if contact.type_id == RECORDED_AS:
        return str(NO_APPOINTMENT)
    if closed := _why_closed(contact):
        return closed
    if contact.notice_issued_at:
        return _("A written notice was given of this appointment, so you cannot correct the booking.")
    return ""


def why_no_enforcement(contact: Contact) -> str:
    if contact.is_standing and contact.outcome and contact.outcome.enforceable:
        return ""
    return _("You can only record enforcement after a failure to attend or to comply.")


def can_be_told(contact: Weighed, now: datetime) -> bool:
    """Whether its written notice is what comes next: of an appointment to come that has a place and is to go ahead."""
    return contact.is_open and contact.is_to_come(now) and not why_no_notice(contact, now)


def why_to_cancel(contact: Weighed) -> str:
    """Why an appointment that is open and to come is to be cancelled; empty where it can go ahead."""
    if contact.in_custody:
        return named(IN_CUSTODY)
    return str(ORDER_OVER) if contact.order_over else ""


def _why_closed(contact: Contact) -> str:
    if not contact.is_standing:
        return _("This appointment has already been cancelled or rearranged.")
    if contact.outcome_id:
        return _("The outcome of this appointment has already been recorded.")
    return ""


def follow_up_in_words(contact: Contact) -> str:
    """The follow-up that is recorded, with its day; empty where there is none."""
    if not contact.follow_up_on:
        return ""
    return FOLLOWED_UP[FollowUp(contact.follow_up)] % {"day": formats.day(contact.follow_up_on)}
