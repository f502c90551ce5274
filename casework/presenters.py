"""Records as the pages of the casework tell of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse

from cases.models import OrderType, RequirementScope
from casework.possible import Action, possible
from contacts.criteria import (
    COUNTS,
    VERDICT_WORDS,
    FollowUpFault,
    Test,
    Verdict,
    failed_tests,
    failing_conditions,
    reasons,
)
from contacts.models import FollowUp
from contacts.months import Reason, Result
from ui.formats import clock, weekday

if TYPE_CHECKING:
    from casework.selectors import Judged, ScopedOrder

FOLLOW_UP_FAULTS = {
    FollowUpFault.WRONG_KIND: "Only the offer of a further appointment follows up a missed contact.",
    FollowUpFault.TOO_LATE: "The follow-up was after the deadline, so the contact cannot count.",
}


@dataclass(frozen=True)
class PersonsMonth:
    """What a person's month has come to: a result, or the reason why the measure does not apply."""

    result: str | None
    reason: str | None

    @property
    def reason_in_words(self) -> str:
        return str(Reason(self.reason).label) if self.reason else ""


@dataclass(frozen=True)
class Link:
    """Something that can be done about a contact, and where."""

    words: str
    address: str


@dataclass(frozen=True)
class ContactEntry:
    """A contact as a page tells of it. ``now`` is local."""

    contact: "Judged"
    now: datetime

    @cached_property
    def failed(self) -> list[Test]:
        return failed_tests(self.contact.failing)

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict of the rules, but of today's contacts the outcome is asked for only once they are over."""
        found = Verdict(self.contact.verdict)
        asked_too_soon = found == Verdict.PENDING_OUTCOME and not self.contact.is_over(self.now)
        return Verdict.BOOKED if asked_too_soon else found

    @property
    def lacks_only_notice(self) -> bool:
        """Whether it will count once its notice is issued."""
        return not self.possible[Action.ISSUE_NOTICE] and self.failed == [Test.WRITTEN_NOTICE]

    @property
    def tag(self) -> tuple[str, str]:
        """The verdict in a word or two, and its colour."""
        if self.lacks_only_notice:
            return "Notice to issue", "yellow"
        colour = VERDICT_WORDS[self.verdict].colour
        if self.verdict == Verdict.NOT_AN_OFFER and Test.CODE in self.failed:
            colour = "grey"
        return str(self.verdict.label), colour

    @property
    def because(self) -> list[str]:
        """Why the verdict is what it is, in plain words beside the outcome; each reason where it is no offer."""
        codes = [condition.code for condition in failing_conditions(self.contact.failing)]
        if self.lacks_only_notice and "no_notice" in codes:
            return ["No written notice has been issued yet."]
        if self.contact.failing:
            return reasons(self.contact.failing)
        if self.verdict == Verdict.BOOKED and self.contact.date == self.now.date():
            return [f"Today at {clock(self.contact.start_time)}."]
        if self.verdict == Verdict.COUNTS_ATTENDED:
            return []
        sentence = VERDICT_WORDS[self.verdict].sentence
        return [str(sentence)] if sentence else []

    @property
    def tests(self) -> list[tuple[str, list[str]]]:
        """The six tests in words, each with what is wrong: nothing where it is passed."""
        wrong: dict[Test, list[str]] = {test: [] for test in Test}
        for condition in failing_conditions(self.contact.failing):
            wrong[condition.test].append(str(condition.otherwise))
        return [(str(test.label), found) for test, found in wrong.items()]

    @property
    def follow_up_fault(self) -> str:
        """Why the follow-up that is recorded does not make it count."""
        fault = self.contact.follow_up_fault
        return FOLLOW_UP_FAULTS[FollowUpFault(fault)] if fault else ""

    @property
    def further_appointment_in_time(self) -> bool | None:
        """The other reading: whether the further appointment itself lies within the five business days."""
        further = self.contact.follow_up_contact
        if self.contact.follow_up != FollowUp.FURTHER_APPOINTMENT or not further:
            return None
        return further.date <= self.contact.follow_up_due

    @cached_property
    def possible(self) -> dict[Action, str]:
        return possible(self.contact, self.now)

    @cached_property
    def actions(self) -> list[Link]:
        """What can be done now, the most pressing first; to change an outcome, see `change_outcome`."""
        told, open_ = Test.WRITTEN_NOTICE not in self.failed, not self.contact.outcome_id
        offered = [
            (True, Action.FOLLOW_UP, "Offer a further appointment", "follow_up"),
            (open_, Action.RECORD_OUTCOME, "Record the outcome", "record_outcome"),
            (not told, Action.ISSUE_NOTICE, "Issue the notice", "issue_notice"),
            (True, Action.REARRANGE, "Rearrange", "rearrange"),
            (True, Action.CANCEL, "Cancel", "cancel"),
            (open_, Action.RECORD_ABSENCE, "Record an absence", "record_outcome"),
            (told, Action.ISSUE_NOTICE, "Issue a new notice", "issue_notice"),
        ]
        return [
            Link(words, self.address(name))
            for fits, action, words, name in offered
            if fits and not self.possible[action]
        ]

    @property
    def change_outcome(self) -> str:
        """The address on which the outcome that is recorded can be changed; empty where it cannot."""
        refused = self.possible[Action.RECORD_OUTCOME] and self.possible[Action.RECORD_ABSENCE]
        return self.address("record_outcome") if self.contact.outcome_id and not refused else ""

    def address(self, name: str) -> str:
        """The address of a page about the contact."""
        return reverse(name, args=[self.contact.service_user.public_id, self.contact.pk])


def scope_in_words(order: "ScopedOrder") -> str:
    """Why an order is in or out of scope of minimum contact."""
    needed = [
        each.description for each in order.requirements.all() if each.minimum_contact_scope == RequirementScope.IN
    ]
    if order.type in (OrderType.LICENCE, OrderType.POST_SENTENCE_SUPERVISION):
        because = f"every {order.get_type_display().lower()} is"
    elif not order.scoped:
        because = "none of its requirements asks for it"
    elif needed:
        because = f"it has {' and '.join(needed)}"
    else:
        because = "no requirements are recorded that take it out"
    return f"{'In' if order.scoped else 'Not in'} scope of minimum contact, because {because}."


def month_in_words(month: PersonsMonth, entries: Iterable[ContactEntry]) -> str:
    """What met the month, what can still meet it, or why it does not apply. ``entries`` are the month's contacts."""
    if month.reason:
        return f"{month.reason_in_words}."
    by_verdict = {entry.verdict: entry for entry in entries}
    for verdict in COUNTS:
        if entry := by_verdict.get(verdict):
            return f"{entry.contact.type}, {weekday(entry.contact.date)}, counts."
    if month.result == Result.NOT_MET:
        return "No contact of the month counts."
    if entry := by_verdict.get(Verdict.PENDING_FOLLOW_UP):
        return f"Offer a further appointment by {weekday(entry.contact.follow_up_due)}."
    if entry := by_verdict.get(Verdict.PENDING_OUTCOME):
        return f"Record the outcome of {weekday(entry.contact.date)}."
    if entry := by_verdict.get(Verdict.BOOKED):
        today = entry.contact.date == entry.now.date()
        when = f"today at {clock(entry.contact.start_time)}" if today else weekday(entry.contact.date)
        return f"An appointment is booked for {when}."
    if entry := next((entry for entry in entries if entry.lacks_only_notice), None):
        return f"Issue the notice for {weekday(entry.contact.date)}, so that it can count."
    return "Nothing is booked that can count."
