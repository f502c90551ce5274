"""Records as the pages of the casework tell of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.months import Month
from cases.models import OrderType, RequirementScope
from casework.oversight import measure_in_words
from casework.possible import Action, can_be_told, possible, why_to_cancel
from contacts import calendar
from contacts.criteria import (
    COUNTS,
    VERDICT_WORDS,
    FollowUpFault,
    Test,
    Verdict,
    failed_tests,
    failing_conditions,
    in_words,
    reasons,
)
from contacts.lateness import is_recorded_late
from contacts.measure import Measure
from contacts.models import CancelledBy, Contact, FollowUp, FollowUpRecord, Notice, NoticeMethod, Session
from contacts.months import Reason, Result
from contacts.overtaken import TO_REBOOK
from ui import formats
from ui.formats import clock, timespan, weekday
from ui.words import named, named_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from casework.selectors import Judged, ScopedOrder

FOLLOW_UP_FAULTS = {
    FollowUpFault.WRONG_KIND: gettext_lazy(
        "This follow-up does not make the contact count. Only an offer of a further appointment does."
    ),
    FollowUpFault.TOO_LATE: gettext_lazy("The follow-up was after the deadline, so this contact cannot count."),
}
CANCELLED = {
    CancelledBy.SERVICE: named_lazy(gettext_lazy("Cancelled by the %(service)s.")),
    CancelledBy.SERVICE_USER: named_lazy(gettext_lazy("Cancelled by the %(service_user)s.")),
}
GIVEN = {
    NoticeMethod.HANDED_OVER: gettext_lazy("It was handed over on %(day)s at %(time)s."),
    NoticeMethod.POSTED: gettext_lazy("It was posted on %(day)s at %(time)s."),
    NoticeMethod.EMAILED: gettext_lazy("It was emailed on %(day)s at %(time)s."),
}


@dataclass(frozen=True)
class PersonsMonth:
    """What a person's month has come to: a result, or the reason why the measure does not apply."""

    result: str | None
    reason: str | None

    @property
    def reason_in_words(self) -> str:
        return str(Reason(self.reason).label) if self.reason else ""

    def outside_measure(self, month: Month) -> str:
        """That the measure does not apply in this ``month``, and why; empty where it does."""
        told = {"month": formats.month(month.first), "reason": self.reason_in_words}
        return _("The measure does not apply in %(month)s: %(reason)s.") % told if self.reason else ""


@dataclass(frozen=True)
class Link:
    """Something that can be done about a contact, and where."""

    words: str
    address: str


# What an appointment that was overtaken leads to at once: in words, and the name of the page.
INSTEAD = {
    Action.CANCEL: (gettext_lazy("Cancel the appointment"), "cancel"),
    Action.REARRANGE: (gettext_lazy("Rearrange the appointment"), "rearrange"),
}


@dataclass(frozen=True)
class Overtaken:
    """What became of an appointment to come since it was booked, in a word or two and as a sentence, and what to do."""

    tag: str
    sentence: str
    action: Action


@dataclass(frozen=True)
class ContactEntry:
    """A contact as a page tells of it. ``now`` is local."""

    contact: "Judged"
    now: datetime

    @property
    def measure(self) -> Measure:
        """That of its month."""
        return self.contact.measure

    @cached_property
    def failed(self) -> list[Test]:
        return failed_tests(self.contact.failing)

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict of the rules, but of today's contacts the outcome is asked for only once they are over."""
        found = Verdict(self.contact.verdict)
        asked_too_soon = found == Verdict.PENDING_OUTCOME and not self.contact.is_over(self.now)
        return Verdict.BOOKED if asked_too_soon else found

    @cached_property
    def overtaken(self) -> Overtaken | None:
        """Whether it is to cancel or to rebook, as the scan finds it."""
        if not self.contact.is_open or not self.contact.is_to_come(self.now):
            return None
        if sentence := why_to_cancel(self.contact):
            return Overtaken(_("To cancel"), sentence, Action.CANCEL)
        if self.contact.to_rebook:
            return Overtaken(_("To rebook"), named(TO_REBOOK, officer=self.contact.officer), Action.REARRANGE)
        return None

    @property
    def given(self) -> list[str]:
        """What was agreed and why, of a record that management oversight was given here."""
        oversight = getattr(self.contact, "oversight", None)
        return [measure_in_words(oversight), oversight.decision_reason] if oversight else []

    @property
    def is_off(self) -> bool:
        """Whether it is to come and will not take place."""
        return self.contact.is_to_come(self.now) and not self.contact.is_taking_place

    @property
    def lacks_only_notice(self) -> bool:
        """Whether it will count once its notice is issued."""
        return can_be_told(self.contact, self.now) and self.failed == [Test.WRITTEN_NOTICE]

    @property
    def marks(self) -> list[str]:
        """What was recorded or posted late, of what counts now."""
        notice = self.notice
        marked = [
            (notice and notice.is_recorded_late, gettext_lazy("Notice recorded late")),
            (notice and notice.is_posted_late, gettext_lazy("Notice posted late")),
            (self.follow_up_is_recorded_late, gettext_lazy("Follow-up recorded late")),
        ]
        return [str(words) for holds, words in marked if holds]

    @cached_property
    def notice(self) -> Notice | None:
        """The notice recorded here that stands."""
        stands = (each for each in self.contact.notices.all() if each.issued_at == self.contact.notice_issued_at)
        return next(stands, None)

    @cached_property
    def follow_up_record(self) -> FollowUpRecord | None:
        """Who recorded the follow-up that stands, and when; None where an import brought it."""
        recorded = self.contact.follow_up_records.all()
        stands = (self.contact.follow_up, self.contact.follow_up_on)
        return next((each for each in recorded if (each.kind, each.done_on) == stands), None)

    @property
    def follow_up_is_recorded_late(self) -> bool:
        """From the start of the further appointment on, or too long after it was offered."""
        recorded, further = self.follow_up_record, self.contact.follow_up_contact
        start = further.starts_at if further else None
        return recorded is not None and is_recorded_late(recorded.done_on, recorded.recorded_at, start)

    @property
    def tag(self) -> tuple[str, str]:
        """The verdict in a word or two, and its colour."""
        if self.overtaken:
            return self.overtaken.tag, "yellow"
        if self.lacks_only_notice:
            return _("Notice to issue"), "yellow"
        colour = VERDICT_WORDS[self.verdict].colour
        if self.verdict == Verdict.NOT_AN_OFFER and Test.CODE in self.failed:
            colour = "grey"
        return str(self.verdict.label), colour

    @property
    def because(self) -> list[str]:
        """Why the verdict is what it is, in plain words beside the outcome; each reason where it is no offer."""
        if self.overtaken:
            return [self.overtaken.sentence]
        codes = [condition.code for condition in failing_conditions(self.contact.failing)]
        if self.lacks_only_notice and "no_notice" in codes:
            return [_("No written notice has been issued yet.")]
        if self.contact.failing:
            return reasons(self.contact.failing, self.measure)
        if self.verdict == Verdict.BOOKED and self.contact.date == self.now.date():
            return [_("Today at %(time)s.") % {"time": clock(self.contact.start_time)}]
        if self.verdict == Verdict.PENDING_FOLLOW_UP:
            return [offer_by(self.contact.follow_up_due, self.now.date())]
        if self.verdict == Verdict.COUNTS_ATTENDED:
            return []
        sentence = VERDICT_WORDS[self.verdict].sentence
        return [str(sentence)] if sentence else []

    @property
    def ending(self) -> list[str]:
        """Who cancelled it, unless `because` says that already, and the outcome that is recorded."""
        told = Test.NOT_CANCELLED in self.failed and Test.CODE not in self.failed
        cancelled_by, outcome = self.contact.cancelled_by, self.contact.outcome
        return [
            *([str(CANCELLED[CancelledBy(cancelled_by)])] if cancelled_by and not told else []),
            *([f"{outcome}."] if outcome else []),
        ]

    @property
    def tests(self) -> list[tuple[str, list[str]]]:
        """The six tests in words, each with what is wrong: nothing where it is passed."""
        wrong: dict[Test, list[str]] = {test: [] for test in Test}
        for condition in failing_conditions(self.contact.failing):
            wrong[condition.test].append(in_words(condition.otherwise, self.measure))
        return [(in_words(test.label, self.measure), found) for test, found in wrong.items()]

    @property
    def follow_up_fault(self) -> str:
        """Why the follow-up that is recorded does not make it count."""
        fault = self.contact.follow_up_fault
        return str(FOLLOW_UP_FAULTS[FollowUpFault(fault)]) if fault else ""

    @property
    def further_appointment_in_time(self) -> bool | None:
        """The other reading: whether the further appointment itself is by the day by which it is offered."""
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
        to_come = self.contact.is_to_come(self.now)
        # Of a type that can never count, the notice is not what comes first.
        presses = Test.CODE not in self.failed
        offered = [
            (True, Action.FOLLOW_UP, gettext_lazy("Offer a further appointment"), "follow_up"),
            (open_, Action.RECORD_OUTCOME, gettext_lazy("Record the outcome"), "record_outcome"),
            (to_come and presses and not told, Action.ISSUE_NOTICE, gettext_lazy("Issue the notice"), "issue_notice"),
            (to_come, Action.REARRANGE, gettext_lazy("Move it, cancel it or record an absence"), "record_outcome"),
            (to_come and told, Action.ISSUE_NOTICE, gettext_lazy("Issue a new notice"), "issue_notice"),
            (
                to_come and not presses and not told,
                Action.ISSUE_NOTICE,
                gettext_lazy("Issue the notice"),
                "issue_notice",
            ),
        ]
        if self.overtaken:
            offered.insert(0, (True, self.overtaken.action, *INSTEAD[self.overtaken.action]))
        return self.links(*offered)

    @property
    def nothing_presses(self) -> bool:
        """Whether what can be done is for a change of plan alone: it is to come, with its notice out or in no need."""
        needs_no_notice = Test.WRITTEN_NOTICE not in self.failed or Test.CODE in self.failed
        waits = self.contact.is_to_come(self.now) and bool(self.possible[Action.FOLLOW_UP]) and not self.overtaken
        return waits and needs_no_notice

    @cached_property
    def ways_back(self) -> list[Link]:
        """What can be put right; to change an outcome, see `change_outcome`."""
        started = not self.contact.is_to_come(self.now)
        return self.links(
            (
                started,
                Action.ISSUE_NOTICE,
                gettext_lazy("Record a notice given before the appointment"),
                "issue_notice",
            ),
            (True, Action.CORRECT, gettext_lazy("Correct the booking"), "correct_booking"),
            (True, Action.UNDO_CANCELLATION, gettext_lazy("Undo the cancellation"), "undo_cancellation"),
            (True, Action.UNDO_REARRANGEMENT, gettext_lazy("Undo the rearrangement"), "undo_rearrangement"),
        )

    def links(self, *offered: tuple[bool, Action, "StrOrPromise", str]) -> list[Link]:
        """Of each that fits and is free, its words and the address of its page."""
        return [
            Link(str(words), self.address(name))
            for fits, action, words, name in offered
            if fits and not self.possible[action]
        ]

    @property
    def change_outcome(self) -> str:
        """The address on which the outcome that is recorded can be changed; empty where it cannot."""
        refused = self.possible[Action.RECORD_OUTCOME] and self.possible[Action.RECORD_ABSENCE]
        return self.address("record_outcome") if self.contact.outcome_id and not refused else ""

    @property
    def enforce(self) -> str:
        """The address on which an enforcement action can be recorded; empty where there is nothing to enforce."""
        return "" if self.possible[Action.ENFORCE] else self.address("enforce")

    def address(self, name: str) -> str:
        """The address of a page about the contact."""
        return reverse(name, args=[self.contact.service_user.public_id, self.contact.pk])


def offer_by(due: date, today: date) -> str:
    """By when a further appointment must be offered, or had to be."""
    day = {"day": weekday(due)}
    if due < today:
        return _("You needed to offer a further appointment by %(day)s.") % day
    if left := calendar.business_days().left(today, due):
        words = ngettext(
            "Offer a further appointment by %(day)s. You have %(left)d business day left.",
            "Offer a further appointment by %(day)s. You have %(left)d business days left.",
            left,
        )
        return words % {**day, "left": left}
    return _("Offer a further appointment by %(day)s. Today is the last day.") % day


def group_in_words(contact: Contact) -> str:
    """How many others are in its group session; empty where it is none. ``contact`` may be unsaved."""
    if not contact.type.is_group:
        return ""
    others = Contact.objects.same_session(contact).count()
    if not others:
        return _("With nobody else yet")
    return ngettext("With %(number)d other person", "With %(number)d other people", others) % {"number": others}


def places_taken(session: Session, appointments: Iterable[Contact]) -> str:
    """How many of a session's places those of its appointments take that take place."""
    taken = sum(contact.is_taking_place for contact in appointments)
    words = ngettext("%(taken)d of %(number)d place taken", "%(taken)d of %(number)d places taken", session.capacity)
    return words % {"taken": taken, "number": session.capacity}


def given_in_words(notice: Notice) -> str:
    """How and when the notice was given."""
    return GIVEN[NoticeMethod(notice.method)] % moment_in_words(notice.issued_at)


def recorded_in_words(recorded: Notice | FollowUpRecord) -> str:
    """Who recorded it, and when."""
    by = recorded.issued_by if isinstance(recorded, Notice) else recorded.recorded_by
    words = _("%(officer)s recorded this on %(day)s at %(time)s.")
    return words % {"officer": by, **moment_in_words(recorded.recorded_at)}


def when_in_words(contact: Contact) -> str:
    """The day and the start of a contact."""
    return _("%(day)s at %(time)s") % {"day": weekday(contact.date), "time": clock(contact.start_time)}


def moment_in_words(moment: datetime) -> dict[str, str]:
    """The day and the time for a sentence."""
    return {"day": weekday(moment), "time": clock(moment.time())}


def stated_in_words(notice: Notice) -> str:
    """The appointment that the notice states."""
    stated = {"day": weekday(notice.date), "time": timespan(notice.start_time, notice.end_time), "place": notice.place}
    return _("It states %(day)s, %(time)s, at %(place)s.") % stated


def scope_in_words(order: "ScopedOrder") -> str:
    """Why an order is in or out of scope of minimum contact."""
    if order.type == OrderType.LICENCE:
        return _("In scope of minimum contact, because every licence is.")
    if order.type == OrderType.POST_SENTENCE_SUPERVISION:
        return _("In scope of minimum contact, because all post-sentence supervision is.")
    if not order.scoped:
        return _("Not in scope of minimum contact, because none of its requirements is.")
    needed = [
        each.description for each in order.requirements.all() if each.minimum_contact_scope == RequirementScope.IN
    ]
    if not needed and order.requirements.all():
        return _("In scope of minimum contact, because no requirement takes it out of scope.")
    if not needed:
        return _("In scope of minimum contact, because no requirements are recorded.")
    words = ngettext(
        "In scope of minimum contact, because of this requirement: %(requirements)s.",
        "In scope of minimum contact, because of these requirements: %(requirements)s.",
        len(needed),
    )
    return words % {"requirements": ", ".join(needed)}


def month_in_words(month: PersonsMonth, entries: Iterable[ContactEntry]) -> str:
    """What met the month, what can still meet it, or why it does not apply. ``entries`` are the month's contacts."""
    if month.reason:
        return month.reason_in_words
    by_verdict = {entry.verdict: entry for entry in entries}
    for verdict in COUNTS:
        if entry := by_verdict.get(verdict):
            return _("%(type)s on %(day)s counts.") % {"type": entry.contact.type, "day": weekday(entry.contact.date)}
    if month.result == Result.NOT_MET:
        return _("No contact in this month counts.")
    if entry := by_verdict.get(Verdict.PENDING_FOLLOW_UP):
        return offer_by(entry.contact.follow_up_due, entry.now.date())
    if entry := by_verdict.get(Verdict.PENDING_OUTCOME):
        return _("Record the outcome of the appointment on %(day)s.") % {"day": weekday(entry.contact.date)}
    if entry := by_verdict.get(Verdict.BOOKED):
        if entry.contact.date == entry.now.date():
            return _("An appointment is booked for today at %(time)s.") % {"time": clock(entry.contact.start_time)}
        return _("An appointment is booked for %(day)s.") % {"day": weekday(entry.contact.date)}
    if entry := next((entry for entry in entries if entry.lacks_only_notice), None):
        day = {"day": weekday(entry.contact.date)}
        return _("Issue the notice for the appointment on %(day)s, so that it can count.") % day
    return _("No appointment that can count is booked.")
