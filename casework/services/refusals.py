"""Why a write is refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from base.clock import local_now
from base.versions import version as version
from casework.possible import Action, Weighed, possible
from contacts.models import Contact, Session
from ui import formats


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
    """The contact, or what ``words`` tell of, is no longer as its page showed it."""

    def __init__(self, words: str = "") -> None:
        of_contact = _(
            "Somebody changed this appointment after you opened the page. Your changes were not saved. "
            "Check the appointment, then try again."
        )
        super().__init__(Problem(None, words or of_contact))


class Unconfirmed(Refused):
    """What is to be written is unusual, and nobody said that it is meant: the field ``confirmed`` says so."""

    def __init__(self, words: str) -> None:
        super().__init__(Problem("confirmed", words))


class RowsRefused(Refused):
    """Of several that are written together, which cannot be and why: ``rows`` has the problems of each, in order."""

    def __init__(self, rows: Sequence[Sequence[Problem]]) -> None:
        super().__init__(*(problem for row in rows for problem in row))
        self.rows = rows


class SentBefore(Refused):
    """The same form was sent before with other answers, and booked ``booked``."""

    def __init__(self, booked: Contact) -> None:
        words = _(
            "You have already used this form to book an appointment on %(day)s at %(time)s. The answers below have not"
            " been booked. Select Continue to book them as well. To change the first appointment, cancel this page and"
            " open that appointment."
        )
        when = {"day": formats.weekday(booked.date), "time": formats.clock(booked.start_time)}
        super().__init__(Problem(None, words % when))


def version_of_all(records: Iterable[Contact | Session]) -> str:
    """As `version`, of several in their order."""
    return sha256("".join(map(version, records)).encode()).hexdigest()[:16]


def refuse_if_changed(contact: Contact, seen: str) -> None:
    """Raise `ChangedMeanwhile` unless the contact is as it was when ``seen``, its `version`, was shown."""
    if version(contact) != seen:
        raise ChangedMeanwhile


def refuse_unless_possible(action: Action, contact: Weighed, *, field: str | None = None) -> None:
    """Raise `Refused`, beside ``field``, with the words of `possible` where the action is not free now."""
    if words := possible(contact, local_now())[action]:
        raise Refused(Problem(field, words))
