"""What may be done about a contact, said once: pages show what is free, services refuse the rest in the same words."""

from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.criteria import KNOWN_BEFOREHAND, NON_ATTENDANCE, Test, all_of, followed_up_in_time
from contacts.models import Contact, FollowUp
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


class ByTheRules(TypedDict):
    """What the rules say of a contact beside its own columns."""

    missed: bool
    known_beforehand: bool
    off_by_service: bool
    awaits_follow_up: bool


Weighed: TypeAlias = "WithAnnotations[Contact, ByTheRules]"


def awaits_follow_up() -> Q:
    """A non-attendance without a further appointment, nor an action that the measure lets count in its place."""
    return NON_ATTENDANCE & ~Q(follow_up=FollowUp.FURTHER_APPOINTMENT) & ~followed_up_in_time()


def weighed(contacts: QuerySet[Contact]) -> QuerySet[Weighed]:
    """The contacts with what `possible` asks of them."""
    return contacts.annotate(
        missed=_holds(NON_ATTENDANCE),
        known_beforehand=_holds(KNOWN_BEFOREHAND),
        off_by_service=_holds(~all_of(Test.NOT_CANCELLED)),
        awaits_follow_up=_holds(awaits_follow_up()),
    )


def _holds(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


STARTED = gettext_lazy("This appointment has started. Record the outcome instead.")
NO_OUTCOME = gettext_lazy("This appointment was cancelled or rearranged, so you cannot record an outcome.")
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
    }


def why_no_outcome(contact: Contact, now: datetime) -> str:
    if not contact.is_standing:
        return str(NO_OUTCOME)
    if contact.is_to_come(now):
        return _("This appointment has not started yet. Until it starts, you can only record an acceptable absence.")
    return ""


def why_no_absence(contact: Contact, now: datetime) -> str:
    """Of recording it before the start."""
    if not contact.is_standing:
        return str(NO_OUTCOME)
    return "" if contact.is_to_come(now) else str(STARTED)


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


def why_no_notice(contact: Contact, now: datetime) -> str:
    if closed := _why_closed(contact):
        return closed
    if not contact.is_to_come(now):
        return _("This appointment has started, so it is too late for a written notice.")
    if not contact.place:
        return _("A written notice must state the place. Rearrange the appointment to add one.")
    return ""


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
