"""Why a write is refused."""

from dataclasses import dataclass
from hashlib import sha256

from contacts.models import Contact


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
