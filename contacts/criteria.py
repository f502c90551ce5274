"""Does a contact count? The six tests of an offer and the verdict (docs/rules.md, section 2), once for the product.

code            | the contact type is one of the three that can be a minimum contact
written_notice  | place, date and time were told in writing before the start, and the appointment slip is uploaded
not_cancelled   | the case manager did not cancel or rearrange it
thirty_minutes  | thirty minutes were set aside, and the case manager was there for them
case_manager    | it is with the case manager responsible that day, or with one whom the sentence plan names
distinct        | no other activity is recorded for the same time

Each test is made of conditions that the database evaluates, on any queryset that has a contact's columns: contacts, or,
for an appointment that is not saved yet, a person with the appointment's details annotated (`preview`). Everything
that says whether or why a contact counts, on a page, in a list, a report or the scan, asks here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    TextField,
    TimeField,
    Value,
    When,
)
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from base.db import LocalDateTimeField
from cases.models import Allocation, Designation, ServiceUser
from contacts.models import CalendarDay, CancelledBy, FollowUp

OFFER_TYPES = ("COAP", "CHVS", "COAI")
RESCHEDULED_BY_SERVICE = ("RSSR", "RSSL")
SENT_HOME_BY_SERVICE = ("ATSS", "CO01")
TIME_SET_ASIDE = timedelta(minutes=30)


class Verdict(TextChoices):
    """What a contact is worth to the month."""

    NOT_AN_OFFER = "not_an_offer", "Does not count"
    COUNTS_ATTENDED = "counts_attended", "Counts: attended"
    COUNTS_FOLLOWED_UP = "counts_followed_up", "Counts: missed, and followed up in time"
    PENDING_FOLLOW_UP = "pending_follow_up", "Missed: can still be followed up"
    NO_FOLLOW_UP = "no_follow_up", "Does not count: missed, and not followed up in time"
    PENDING_OUTCOME = "pending_outcome", "Outcome to record"
    BOOKED = "booked", "Booked"


COUNTS = (Verdict.COUNTS_ATTENDED, Verdict.COUNTS_FOLLOWED_UP)
PENDING = (Verdict.PENDING_FOLLOW_UP, Verdict.PENDING_OUTCOME)


@dataclass(frozen=True)
class Condition:
    """A part of one of the six tests: when it holds, and in plain words what is wrong when it does not."""

    test: str
    code: str
    holds: Q
    otherwise: str


def outcome_is(*codes: str) -> Q:
    return Q(outcome_id__isnull=False, outcome_id__in=codes)


def outcome_is_not(*codes: str) -> Q:
    return Q(outcome_id__isnull=True) | ~Q(outcome_id__in=codes)


_starts_at = ExpressionWrapper(F("date") + F("start_time"), output_field=LocalDateTimeField())
_with_officer = {"service_user": OuterRef("service_user_id"), "officer": OuterRef("officer_id")}

CONDITIONS = [
    Condition(
        "code",
        "code",
        Q(type_id__in=OFFER_TYPES),
        "this type of contact cannot be a minimum contact (only COAP, COAI and CHVS can)",
    ),
    Condition("written_notice", "no_notice", Q(notice_issued_at__isnull=False), "no written notice was issued"),
    Condition(
        "written_notice",
        "late_notice",
        Q(notice_issued_at__isnull=True) | Q(LessThan(F("notice_issued_at"), _starts_at)),
        "the notice was not issued before the start",
    ),
    Condition("written_notice", "no_slip", Q(slip_uploaded=True), "no appointment slip was uploaded"),
    Condition(
        "written_notice",
        "notice_out_of_date",
        Q(notice_issued_at__isnull=True) | Q(notice_current=True),
        "the place, date or time changed after the notice, and no new one was issued",
    ),
    Condition(
        "not_cancelled",
        "cancelled",
        outcome_is_not(*RESCHEDULED_BY_SERVICE) & ~Q(cancelled_by=CancelledBy.SERVICE),
        "the service cancelled or rearranged it",
    ),
    Condition(
        "thirty_minutes",
        "too_short",
        Q(GreaterThanOrEqual(F("end_time") - F("start_time"), TIME_SET_ASIDE)),
        "less than 30 minutes were set aside",
    ),
    Condition(
        "thirty_minutes",
        "sent_home",
        outcome_is_not(*SENT_HOME_BY_SERVICE),
        "the service user was sent home for a reason of the service",
    ),
    Condition(
        "case_manager",
        "case_manager",
        Q(Exists(Allocation.objects.on(OuterRef("date")).filter(**_with_officer)))
        | Q(Exists(Designation.objects.on(OuterRef("date")).filter(**_with_officer))),
        "it is not with the case manager responsible on that day, nor with one whom the sentence plan names",
    ),
    Condition("distinct", "distinct", Q(other_activity=""), "another activity is recorded for the same time"),
]
OTHERWISE = {condition.code: condition.otherwise for condition in CONDITIONS}
TEST_OF = {condition.code: condition.test for condition in CONDITIONS}


def all_of(test: str | None = None) -> Q:
    """Every condition of the test, or of all six."""
    return reduce(and_, (condition.holds for condition in CONDITIONS if test in (None, condition.test)))


IS_OFFER = all_of()
IS_NOTICED = all_of("written_notice")

ATTENDED = Q(outcome__attended=True)
NON_ATTENDANCE = Q(outcome__isnull=False) & (Q(outcome__attended=False) | Q(outcome__attended__isnull=True)) | Q(
    outcome__isnull=True, cancelled_by=CancelledBy.SERVICE_USER
)
KNOWN_BEFOREHAND = Q(outcome__complied=True) | Q(cancelled_by=CancelledBy.SERVICE_USER)

FOLLOW_UP_DUE = Subquery(
    CalendarDay.objects.filter(date=OuterRef("date")).values("follow_up_due"), output_field=DateField()
)


def followed_up_in_time() -> Q:
    """A follow-up of the kind that the setting asks for, offered by the deadline.

    It may be earlier than the contact itself only where the absence was known beforehand.
    """
    kind = (
        ~Q(follow_up="")
        if settings.MINIMUM_CONTACT_FOLLOW_UP == "any_action"
        else Q(follow_up=FollowUp.FURTHER_APPOINTMENT)
    )
    return kind & Q(follow_up_on__lte=FOLLOW_UP_DUE) & (Q(follow_up_on__gte=F("date")) | KNOWN_BEFOREHAND)


def verdict(as_of: date) -> Case:
    """The verdict as an expression on contacts: the first that holds."""
    in_time = Q(GreaterThanOrEqual(FOLLOW_UP_DUE, Value(as_of, output_field=DateField())))
    return Case(
        When(
            IS_OFFER,
            then=Case(
                When(ATTENDED, then=Value(Verdict.COUNTS_ATTENDED)),
                When(NON_ATTENDANCE & followed_up_in_time(), then=Value(Verdict.COUNTS_FOLLOWED_UP)),
                When(NON_ATTENDANCE & in_time, then=Value(Verdict.PENDING_FOLLOW_UP)),
                When(NON_ATTENDANCE, then=Value(Verdict.NO_FOLLOW_UP)),
                When(date__lte=as_of, then=Value(Verdict.PENDING_OUTCOME)),
                default=Value(Verdict.BOOKED),
            ),
        ),
        default=Value(Verdict.NOT_AN_OFFER),
        output_field=CharField(),
    )


def failing() -> Func:
    """The codes of the conditions that do not hold, in order, as an array expression; empty for an offer."""
    return Func(
        *(
            Case(When(condition.holds, then=Value(None)), default=Value(condition.code), output_field=TextField())
            for condition in CONDITIONS
        ),
        template="array_remove(ARRAY[%(expressions)s], NULL)",
        output_field=ArrayField(TextField()),
    )


def failed_tests(codes: Iterable[str]) -> list[str]:
    """The tests that the failing conditions belong to, in the order of the rules."""
    return list(dict.fromkeys(TEST_OF[code] for code in codes))


def reasons(codes: Iterable[str]) -> list[str]:
    """What is wrong, in plain words, one for each failing condition."""
    return [OTHERWISE[code] for code in codes]


def preview(
    *,
    service_user: ServiceUser,
    officer_id: int,
    type_id: str,
    date: date,
    start_time: time,
    end_time: time,
    other_activity: str = "",
) -> list[str]:
    """The conditions that an appointment of these details would fail, were its notice issued in time."""
    details = {
        "service_user_id": F("pk"),
        "officer_id": Value(officer_id),
        "type_id": Value(type_id, output_field=CharField()),
        "date": Value(date, output_field=DateField()),
        "start_time": Value(start_time, output_field=TimeField()),
        "end_time": Value(end_time, output_field=TimeField()),
        "notice_issued_at": Value(
            datetime.combine(date, start_time) - timedelta(days=1), output_field=LocalDateTimeField()
        ),
        "notice_current": Value(True, output_field=BooleanField()),
        "slip_uploaded": Value(True, output_field=BooleanField()),
        "outcome_id": Value(None, output_field=CharField()),
        "cancelled_by": Value("", output_field=CharField()),
        "other_activity": Value(other_activity, output_field=CharField()),
    }
    people: QuerySet = ServiceUser.objects.filter(pk=service_user.pk).annotate(**details)
    return people.annotate(failing=failing()).values_list("failing", flat=True).get()
