"""Does a contact count? The six tests of an offer and the verdict (docs/rules.md, section 2), once for the product.

Each `Test` is made of conditions that the database evaluates, on any queryset that has a contact's columns: contacts,
staged contacts, or, for a contact that is not saved yet, a person with the contact's columns annotated (`preview`).
Everything that says whether or why a contact counts, on a page, in a list, a report or the scan, asks here.

Numbers and codes of the tests are those of the measure of the contact's month (`contacts.measure`), which the day of a
contact leads to.

What a contact is worth does not depend on the day that is asked about, so it is kept (`contacts.facts`); the verdict of
a day is read off it by comparing dates.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import add, and_
from typing import Any, NamedTuple, cast

from django.db.models import (
    Case,
    CharField,
    DurationField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    Field,
    ForeignKey,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    TextChoices,
    Value,
    When,
)
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThan
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from base.db import IsAnyOf
from base.statements import Day
from cases.models import Allocation, Designation, ServiceUser
from contacts.measure import FollowUpReading, Measure
from contacts.models import RESCHEDULED_BY_SERVICE, CalendarDay, CancelledBy, Contact, FollowUp
from ui.words import named, named_lazy

SENT_HOME_BY_SERVICE = ("ATSS", "CO01")
# What the measure of the contact's month says.
OF_MEASURE = "day__measure__{}"
TYPES, MINUTES, FOLLOW_UP = (F(OF_MEASURE.format(name)) for name in ("types", "minutes", "follow_up"))


class Test(TextChoices):
    """The six tests of an offer, in their order, as a page words them: see `in_words`."""

    __test__ = False  # pytest collects no tests here

    CODE = "code", _("The type of contact can be a minimum contact")
    WRITTEN_NOTICE = "written_notice", _("Told in writing before the start, and the slip is uploaded")
    NOT_CANCELLED = "not_cancelled", _("Not cancelled or rearranged by the %(service)s")
    THIRTY_MINUTES = (
        "thirty_minutes",
        ngettext_lazy(
            "At least %(minutes)d minute with the %(case_manager)s",
            "At least %(minutes)d minutes with the %(case_manager)s",
            "minutes",
        ),
    )
    CASE_MANAGER = "case_manager", _("With the %(case_manager)s responsible that day")
    DISTINCT = "distinct", _("No other activity at the same time")


class Worth(TextChoices):
    """What a contact is worth, whatever the day that is asked about."""

    NONE = "none", _("Not an offer")
    ATTENDED = "attended", _("Attended")
    FOLLOWED_UP = "followed_up", _("Missed, and followed up in time")
    MISSED = "missed", _("Missed")
    OPEN = "open", _("No outcome yet")


class Verdict(TextChoices):
    """What a contact is worth to the month, on a day; in the words of its tag. `VERDICT_WORDS` has the sentences."""

    NOT_AN_OFFER = "not_an_offer", _("Does not count")
    COUNTS_ATTENDED = "counts_attended", _("Counts")
    COUNTS_FOLLOWED_UP = "counts_followed_up", _("Counts")
    PENDING_FOLLOW_UP = "pending_follow_up", _("Missed")
    NO_FOLLOW_UP = "no_follow_up", _("Does not count")
    PENDING_OUTCOME = "pending_outcome", _("Outcome to record")
    BOOKED = "booked", _("Booked")


COUNTS = (Verdict.COUNTS_ATTENDED, Verdict.COUNTS_FOLLOWED_UP)
PENDING = (Verdict.PENDING_FOLLOW_UP, Verdict.PENDING_OUTCOME)


class VerdictWords(NamedTuple):
    """The colour of a verdict's tag, and the sentence beside it; a contact that is no offer has its `reasons`."""

    colour: str
    sentence: str | Promise


VERDICT_WORDS = {
    Verdict.NOT_AN_OFFER: VerdictWords("red", ""),
    Verdict.COUNTS_ATTENDED: VerdictWords("green", named_lazy(_("The %(service_user)s attended."))),
    Verdict.COUNTS_FOLLOWED_UP: VerdictWords("green", _("It was missed, and followed up in time.")),
    Verdict.PENDING_FOLLOW_UP: VerdictWords("yellow", _("It can still be followed up.")),
    Verdict.NO_FOLLOW_UP: VerdictWords("red", _("It was missed, and not followed up in time.")),
    Verdict.PENDING_OUTCOME: VerdictWords("yellow", ""),
    Verdict.BOOKED: VerdictWords("blue", ""),
}


@dataclass(frozen=True)
class Condition:
    """A part of one of the six tests: when it holds, what is said to be wrong when it does not, and the rule in words.

    The sentences take the words of the measure as placeholders.
    """

    test: Test
    code: str
    # A function where it asks about records of other tables: that cannot be said while models load.
    holds: Q | Callable[[], Q]
    otherwise: str | Promise
    rule: str | Promise

    @property
    def when(self) -> Q:
        return self.holds() if callable(self.holds) else self.holds


def outcome_is_not(*codes: str) -> Q:
    return Q(outcome_id__isnull=True) | ~Q(outcome_id__in=codes)


def with_responsible_officer() -> Q:
    """Whether the contact's officer was allocated on its date, or named by the sentence plan: one question for both."""
    theirs = {"service_user": OuterRef("service_user_id"), "officer": OuterRef("officer_id")}
    allocated, named = (
        periods.objects.on(OuterRef("date")).filter(**theirs).order_by().values("pk")
        for periods in (Allocation, Designation)
    )
    return Q(Exists(allocated.union(named, all=True)))


def in_minutes(number: F) -> Expression:
    """A number of minutes as a length of time."""
    return ExpressionWrapper(number * Value(timedelta(minutes=1)), output_field=DurationField())


CONDITIONS = [
    Condition(
        Test.CODE,
        "code",
        Q(IsAnyOf(F("type_id"), TYPES)),
        _("This type of contact cannot be a minimum contact. These types can: %(types)s."),
        _("The type of contact is one of these: %(types)s."),
    ),
    Condition(
        Test.WRITTEN_NOTICE,
        "no_notice",
        Q(notice_issued_at__isnull=False),
        _("No written notice was issued."),
        _("The %(service_user)s was told of the place, date and time in writing."),
    ),
    Condition(
        Test.WRITTEN_NOTICE,
        "late_notice",
        Q(notice_issued_at__isnull=True) | Q(LessThan(F("notice_issued_at"), F("starts_at"))),
        _("The notice was not issued before the start of the appointment."),
        _("The notice was issued before the start of the appointment."),
    ),
    Condition(
        Test.WRITTEN_NOTICE,
        "no_slip",
        Q(slip_uploaded=True),
        _("No appointment slip was uploaded."),
        _("The appointment slip is uploaded."),
    ),
    Condition(
        Test.WRITTEN_NOTICE,
        "notice_out_of_date",
        Q(notice_issued_at__isnull=True) | Q(notice_current=True),
        _("The place, date or time changed after the notice, and no new notice was issued."),
        _("If the place, date or time changed after the notice, a new notice was issued."),
    ),
    Condition(
        Test.NOT_CANCELLED,
        "cancelled",
        outcome_is_not(*RESCHEDULED_BY_SERVICE) & ~Q(cancelled_by=CancelledBy.SERVICE),
        _("The %(service)s cancelled or rearranged it."),
        _("The %(service)s did not cancel or rearrange it."),
    ),
    Condition(
        Test.THIRTY_MINUTES,
        "no_end",
        Q(end_time__isnull=False),
        _("No end time was recorded."),
        _("An end time was recorded."),
    ),
    Condition(
        Test.THIRTY_MINUTES,
        "too_short",
        Q(end_time__isnull=True) | Q(GreaterThanOrEqual(F("end_time") - F("start_time"), in_minutes(MINUTES))),
        ngettext_lazy("It is shorter than %(minutes)d minute.", "It is shorter than %(minutes)d minutes.", "minutes"),
        ngettext_lazy(
            "At least %(minutes)d minute was set aside for it.",
            "At least %(minutes)d minutes were set aside for it.",
            "minutes",
        ),
    ),
    Condition(
        Test.THIRTY_MINUTES,
        "sent_home",
        outcome_is_not(*SENT_HOME_BY_SERVICE),
        _("The %(service)s sent the %(service_user)s home."),
        _("The %(service)s did not send the %(service_user)s home."),
    ),
    Condition(
        Test.CASE_MANAGER,
        "case_manager",
        with_responsible_officer,
        _("It is not with the %(case_manager)s responsible that day, or one named in the sentence plan."),
        _("It is with the %(case_manager)s responsible that day, or with one named in the sentence plan on that day."),
    ),
    Condition(
        Test.DISTINCT,
        "distinct",
        Q(other_activity=""),
        _("Another activity is recorded for the same time."),
        _("No other activity, such as a programme session, is recorded for the same time."),
    ),
]


def all_of(test: Test) -> Q:
    """Every condition of the test."""
    return reduce(and_, (condition.when for condition in CONDITIONS if condition.test == test))


IS_NOTICED = all_of(Test.WRITTEN_NOTICE)

ATTENDED = Q(outcome__attended=True)
NON_ATTENDANCE = Q(outcome__isnull=False) & (Q(outcome__attended=False) | Q(outcome__attended__isnull=True)) | Q(
    outcome__isnull=True, cancelled_by=CancelledBy.SERVICE_USER
)
KNOWN_BEFOREHAND = Q(outcome__complied=True) | Q(cancelled_by=CancelledBy.SERVICE_USER)

FOLLOW_UP_DUE = F("day__follow_up_due")


def follow_up_of_right_kind() -> Q:
    """A further appointment or, where the measure says so, breach, recall or a warrant."""
    any_action = Q(Exact(FOLLOW_UP, Value(FollowUpReading.ANY_ACTION)))
    return Q(follow_up=FollowUp.FURTHER_APPOINTMENT) | ~Q(follow_up="") & any_action


def followed_up_in_time() -> Q:
    """A follow-up of the kind that the measure asks for, offered by the deadline.

    It may be earlier than the contact itself only where the absence was known beforehand.
    """
    in_time = Q(follow_up_on__lte=FOLLOW_UP_DUE) & (Q(follow_up_on__gte=F("date")) | KNOWN_BEFOREHAND)
    return follow_up_of_right_kind() & in_time


class FollowUpFault(TextChoices):
    """Why a follow-up that is recorded does not make the contact count."""

    WRONG_KIND = "wrong_kind", _("Not a further appointment, which the measure asks for")
    TOO_LATE = "too_late", _("After the deadline")


def follow_up_fault() -> Case:
    """The `FollowUpFault` as an expression on contacts; None where there is none, or no follow-up."""
    return Case(
        When(follow_up="", then=Value(None)),
        When(~follow_up_of_right_kind(), then=Value(FollowUpFault.WRONG_KIND)),
        When(follow_up_on__gt=FOLLOW_UP_DUE, then=Value(FollowUpFault.TOO_LATE)),
        default=Value(None),
        output_field=CharField(),
    )


def failing() -> Expression:
    """The conditions that do not hold, as bits in the order of `CONDITIONS`; 0 for an offer. See `codes`."""
    return reduce(
        add,
        (
            Case(When(condition.when, then=Value(0)), default=Value(1 << place), output_field=SmallIntegerField())
            for place, condition in enumerate(CONDITIONS)
        ),
    )


def came_to() -> Case:
    """What an offer is worth, by its outcome and follow-up: the first that holds."""
    return Case(
        When(ATTENDED, then=Value(Worth.ATTENDED)),
        When(NON_ATTENDANCE & followed_up_in_time(), then=Value(Worth.FOLLOWED_UP)),
        When(NON_ATTENDANCE, then=Value(Worth.MISSED)),
        default=Value(Worth.OPEN),
        output_field=CharField(),
    )


def worth() -> Case:
    """The worth of a row that has ``failing`` and ``came_to``."""
    return Case(When(failing=0, then=F("came_to")), default=Value(Worth.NONE), output_field=CharField())


def verdict(as_of: Day) -> Case:
    """The verdict on ``as_of`` of a row that has ``worth``, ``date`` and ``follow_up_due``."""
    return Case(
        When(worth=Worth.NONE, then=Value(Verdict.NOT_AN_OFFER)),
        When(worth=Worth.ATTENDED, then=Value(Verdict.COUNTS_ATTENDED)),
        When(worth=Worth.FOLLOWED_UP, then=Value(Verdict.COUNTS_FOLLOWED_UP)),
        When(worth=Worth.MISSED, follow_up_due__gte=as_of, then=Value(Verdict.PENDING_FOLLOW_UP)),
        When(worth=Worth.MISSED, then=Value(Verdict.NO_FOLLOW_UP)),
        When(date__lte=as_of, then=Value(Verdict.PENDING_OUTCOME)),
        default=Value(Verdict.BOOKED),
        output_field=CharField(),
    )


def failing_conditions(bits: int) -> list[Condition]:
    """The conditions that the bits of `failing` name, in the order of the rules."""
    return [condition for place, condition in enumerate(CONDITIONS) if bits & 1 << place]


def fails(*tests: Test) -> Q:
    """Whether a row that has ``failing`` fails one of the tests."""
    bits = sum(1 << place for place, condition in enumerate(CONDITIONS) if condition.test in tests)
    return ~Q(Exact(F("failing").bitand(bits), 0))


def can_still_count(to_come: Q) -> Q:
    """Whether an open contact that has ``failing`` can count yet: ``to_come`` says that its notice can be given yet.

    That is what `preview` says before it is booked.
    """
    but_for_notice = ~fails(*(test for test in Test if test != Test.WRITTEN_NOTICE))
    return but_for_notice & (to_come | ~fails(Test.WRITTEN_NOTICE))


def failed_tests(bits: int) -> list[Test]:
    """The tests that the failing conditions belong to, in the order of the rules."""
    return list(dict.fromkeys(condition.test for condition in failing_conditions(bits)))


def reasons(bits: int, measure: Measure) -> list[str]:
    """What is wrong by the measure of the contact's month, a sentence for each failing condition.

    Of a type that can never count nothing else matters.
    """
    failing = failing_conditions(bits)
    if failing and failing[0].test == Test.CODE:
        failing = failing[:1]
    return [in_words(condition.otherwise, measure) for condition in failing]


def in_words(sentence: str | Promise, measure: Measure) -> str:
    """A sentence of the rules with the numbers and codes of the measure."""
    return named(sentence, **measure.words)


# The columns that the conditions ask of beside the notice.
PREVIEWED = (
    "officer_id",
    "type_id",
    "date",
    "start_time",
    "end_time",
    "other_activity",
    "outcome_id",
    "cancelled_by",
)


def previews(contacts: Sequence[Contact]) -> list[int]:
    """The conditions (bits of `failing`) that each contact would fail, saved or not, were its notice given in time."""
    return of_each(contacts, failing())


def of_each(contacts: Sequence[Contact], asked: Expression) -> list[Any]:
    """What an expression on contacts is for each of these, taken `as_row`: one statement, however many they are."""
    _know_days(contacts)
    rows = [as_row(contact).values_list(Value(place), asked) for place, contact in enumerate(contacts)]
    found = dict(rows[0].union(*rows[1:], all=True))
    return [found[place] for place in range(len(contacts))]


def _know_days(contacts: Sequence[Contact]) -> None:
    """Read the days of the contacts, each with its measure, at once."""
    unknown = [contact for contact in contacts if not Contact.day.is_cached(contact)]
    days = CalendarDay.objects.select_related("measure").in_bulk({contact.date for contact in unknown})
    for contact in unknown:
        contact.day = days[contact.date]


def as_row(contact: Contact) -> QuerySet:
    """A contact, saved or not, as the conditions ask of it, its notice issued in time."""
    starts_at = datetime.combine(contact.date, contact.start_time)
    noticed = {"notice_issued_at": starts_at - timedelta(days=1), "notice_current": True, "slip_uploaded": True}
    columns = {name: getattr(contact, name) for name in PREVIEWED} | {"starts_at": starts_at} | noticed
    details = {name: Value(value, output_field=_column(name)) for name, value in columns.items()}
    # Under the names that lead from a contact to its measure.
    for name in ("types", "minutes"):
        field = cast(Field, Measure._meta.get_field(name))
        details[OF_MEASURE.format(name)] = Value(getattr(contact.measure, name), output_field=field)
    people: QuerySet = ServiceUser.objects.filter(pk=contact.service_user_id)
    return people.annotate(service_user_id=F("pk"), **details)


def _column(name: str) -> Field:
    """A contact's column as a field; of a reference, the field that it holds."""
    field = cast(Field, Contact._meta.get_field(name))
    return field.target_field if isinstance(field, ForeignKey) else field
