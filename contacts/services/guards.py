"""What every write of contacts stands on: the errors it raises, and a record that nobody else changes meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256

from audit.services import writes
from cases.models import ServiceUser
from contacts.models import Contact, Notice
from contacts.scan import look_again


@dataclass(frozen=True)
class Problem:
    """What is wrong, in words for whoever asked. ``field`` names the answer at fault; None: no single one."""

    field: str | None
    message: str


class Refused(Exception):
    """A write that the rules forbid, with every problem that was found. Nothing was written."""

    def __init__(self, *problems: Problem):
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


class ChangedMeanwhile(Refused):
    """The contact is no longer as its page showed it."""

    def __init__(self) -> None:
        super().__init__(
            Problem(
                None,
                "Somebody changed this appointment after you opened the page. "
                "Nothing of yours was saved: look at it again before you go on.",
            )
        )


def changes_contacts(action: str) -> Callable:
    """Make a service, as `audit.services.writes` does, of a function that returns a contact or a notice of one.

    The alerts about the person are looked at again in the same transaction: what is mended is not asked for any more.
    """

    def decorate(function: Callable) -> Callable:
        @wraps(function)
        def settled(*, by, **arguments):
            written = function(by=by, **arguments)
            if written is not None:
                look_again((written.contact if isinstance(written, Notice) else written).service_user_id)
            return written

        return writes(action)(settled)

    return decorate


WHAT_A_PAGE_SHOWS = (
    "type_id",
    "officer_id",
    "date",
    "start_time",
    "end_time",
    "place",
    "notice_issued_at",
    "notice_current",
    "outcome_id",
    "cancelled_by",
    "follow_up",
    "follow_up_on",
    "follow_up_contact_id",
)


def version(contact: Contact) -> str:
    """A short text that changes whenever something that a page shows of the contact changes."""
    shown = "|".join(str(getattr(contact, name)) for name in WHAT_A_PAGE_SHOWS)
    return sha256(shown.encode()).hexdigest()[:16]


def locked_person(pk: int) -> ServiceUser:
    """The service user, locked until the transaction ends: writes on one person's contacts wait for each other.

    Locks are taken in one order, so that two writes never wait for each other: the person, the contact, the officer.
    """
    return ServiceUser.objects.select_for_update(no_key=True).get(pk=pk)


def locked(contact: Contact) -> Contact:
    """The contact as it stands now, locked until the transaction ends, and its person with it."""
    locked_person(contact.service_user_id)
    return (
        Contact.objects.select_for_update(no_key=True, of=("self",))
        .select_related("service_user", "officer", "type", "outcome")
        .get(pk=contact.pk)
    )


def refuse_if_changed(contact: Contact, seen: str) -> None:
    """Raise `ChangedMeanwhile` unless the contact is as it was when ``seen``, its `version`, was shown."""
    if version(contact) != seen:
        raise ChangedMeanwhile


def refuse_if_closed(contact: Contact) -> None:
    """Raise `Refused` for an appointment that was cancelled or rearranged, or that has its outcome."""
    if contact.cancelled_by:
        raise Refused(Problem(None, "This appointment was cancelled or rearranged already."))
    if contact.outcome_id:
        raise Refused(Problem(None, "The outcome of this appointment is recorded already."))
