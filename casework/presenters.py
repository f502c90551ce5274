"""Records as the pages of the casework tell of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from cases.models import Order, RequirementCategory
from contacts.criteria import COUNTS, Condition, Test, Verdict, failed_tests, failing_conditions, reasons
from contacts.models import FollowUp
from contacts.months import Reason, Result
from ui.formats import weekday

COLOURS = {
    Verdict.NOT_AN_OFFER: "grey",
    Verdict.COUNTS_ATTENDED: "green",
    Verdict.COUNTS_FOLLOWED_UP: "green",
    Verdict.PENDING_FOLLOW_UP: "yellow",
    Verdict.NO_FOLLOW_UP: "red",
    Verdict.PENDING_OUTCOME: "yellow",
    Verdict.BOOKED: "blue",
}


@dataclass(frozen=True)
class PersonsMonth:
    """What a person's month has come to: a result, or the reason why the measure does not apply."""

    result: str | None
    reason: str | None

    @property
    def reason_in_words(self) -> str:
        return Reason(self.reason).label if self.reason else ""


@dataclass(frozen=True)
class TestOfContact:
    """One of the six tests as a contact fares in it; ``wrong`` is empty where it holds."""

    words: str
    wrong: list[str]


@dataclass(frozen=True)
class Action:
    """Something that can be done about a contact, and where."""

    words: str
    address: str


@dataclass(frozen=True)
class Entry:
    """A contact as a page tells of it. The contact comes from `judged`; ``now`` is local."""

    contact: Any
    now: datetime

    @property
    def to_come(self) -> bool:
        return datetime.combine(self.contact.date, self.contact.start_time) > self.now

    @property
    def is_open(self) -> bool:
        """Whether nothing is recorded of what became of it."""
        return not self.contact.outcome_id and not self.contact.cancelled_by

    @cached_property
    def failing(self) -> list[Condition]:
        """The conditions that do not hold."""
        return failing_conditions(self.contact.failing)

    @cached_property
    def failed(self) -> list[Test]:
        return failed_tests(self.contact.failing)

    @property
    def lacks_only_notice(self) -> bool:
        """Whether it will count once its notice is issued."""
        return self.to_come and self.is_open and self.failed == [Test.WRITTEN_NOTICE]

    @property
    def tag(self) -> tuple[str, str]:
        """The verdict in a word or two, and its colour."""
        if self.lacks_only_notice:
            return "Notice to issue", "yellow"
        if self.contact.verdict == Verdict.NOT_AN_OFFER and "code" not in self.failed:
            return "Does not count", "red"
        return Verdict(self.contact.verdict).label.partition(": ")[0], COLOURS[self.contact.verdict]

    @property
    def because(self) -> list[str]:
        """Why the verdict is what it is, in plain words beside the outcome; each reason where it is no offer."""
        if self.contact.verdict == Verdict.COUNTS_ATTENDED:
            return []
        if self.lacks_only_notice and any(condition.code == "no_notice" for condition in self.failing):
            return ["no written notice is issued yet"]
        words = Verdict(self.contact.verdict).label.partition(": ")[2]
        return reasons(self.contact.failing) or [words] * bool(words)

    @property
    def tests(self) -> list[TestOfContact]:
        """The six tests, one by one."""
        wrong: dict[Test, list[str]] = {test: [] for test in Test}
        for condition in self.failing:
            wrong[condition.test].append(condition.otherwise)
        return [TestOfContact(test.label, wrong[test]) for test in Test]

    @property
    def further_appointment_in_time(self) -> bool | None:
        """The other reading: whether the further appointment itself lies within the five business days."""
        further = self.contact.follow_up_contact
        if self.contact.follow_up != FollowUp.FURTHER_APPOINTMENT or not further:
            return None
        return further.date <= self.contact.follow_up_due

    @property
    def actions(self) -> list[Action]:
        """What can be done now, the most pressing first."""
        possible = [
            (self.contact.verdict == Verdict.PENDING_FOLLOW_UP, "Offer a further appointment", "follow_up"),
            (self.is_open and not self.to_come, "Record the outcome", "record_outcome"),
            (self.is_open and self.to_come and "written_notice" in self.failed, "Issue the notice", "issue_notice"),
            (self.is_open and self.to_come, "Rearrange", "rearrange"),
            (self.is_open and self.to_come, "Cancel", "cancel"),
            (self.is_open and self.to_come, "Record an absence", "record_outcome"),
        ]
        where = [self.contact.service_user.public_id, self.contact.pk]
        return [Action(words, reverse(name, args=where)) for holds, words, name in possible if holds]


def scope_in_words(order: Any) -> str:
    """Why an order of `orders_of` is in or out of scope of minimum contact."""
    needed = [
        each.description
        for each in order.requirements.all()
        if each.minimum_contact_scope == RequirementCategory.Scope.IN
    ]
    if order.type in (Order.Type.LICENCE, Order.Type.POST_SENTENCE_SUPERVISION):
        because = f"every {order.get_type_display().lower()} is"
    elif not order.scoped:
        because = "none of its requirements asks for it"
    elif needed:
        because = f"it has {' and '.join(needed)}"
    else:
        because = "no requirements are recorded that take it out"
    return f"{'In' if order.scoped else 'Not in'} scope of minimum contact, because {because}."


def month_in_words(month: PersonsMonth, entries: Iterable[Entry]) -> str:
    """What met the month, what can still meet it, or why it does not apply. ``entries`` are the month's contacts."""
    if month.reason:
        return f"{month.reason_in_words}."
    by_verdict = {entry.contact.verdict: entry.contact for entry in entries}
    for value in COUNTS:
        if contact := by_verdict.get(value):
            return f"{contact.type}, {weekday(contact.date)}, counts."
    if month.result == Result.NOT_MET:
        return "No contact of the month counts."
    if contact := by_verdict.get(Verdict.PENDING_FOLLOW_UP):
        return f"Offer a further appointment by {weekday(contact.follow_up_due)}."
    if contact := by_verdict.get(Verdict.PENDING_OUTCOME):
        return f"Record the outcome of {weekday(contact.date)}."
    if contact := by_verdict.get(Verdict.BOOKED):
        return f"An appointment is booked for {weekday(contact.date)}."
    if contact := next((entry.contact for entry in entries if entry.lacks_only_notice), None):
        return f"Issue the notice for {weekday(contact.date)}, so that it can count."
    return "Nothing is booked that can count."
