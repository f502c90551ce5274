"""Why a month is not met: what was wrong with the contacts of those who have not met it, by how many people it cost."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import BitOr
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from base.months import Month
from cases.models import ServiceUserQuerySet
from contacts.criteria import ATTENDED, CONDITIONS, VERDICT_WORDS, Test, Verdict, fails, in_words
from contacts.measure import Measure
from contacts.months import Result
from reports.selectors import contacts_of

# Beside the conditions of `contacts.criteria`, by their codes.
NOTHING, NOT_FOLLOWED_UP = "nothing", "not_followed_up"
OTHERS = {
    NOTHING: _("No contact of a type that can count was recorded."),
    NOT_FOLLOWED_UP: VERDICT_WORDS[Verdict.NO_FOLLOW_UP].sentence,
}
# What can be wrong with a contact of a type that can count, as bits: those of the conditions, and one more.
BITS = {
    NOT_FOLLOWED_UP: 1 << len(CONDITIONS),
    **{each.code: 1 << place for place, each in enumerate(CONDITIONS) if each.test != Test.CODE},
}
IS_NOT_FOLLOWED_UP = When(verdict=Verdict.NO_FOLLOW_UP, then=Value(BITS[NOT_FOLLOWED_UP]))
WRONG = Case(IS_NOT_FOLLOWED_UP, default=F("failing"), output_field=IntegerField())
# Where nothing else is wrong with an appointment that was attended, or with one that was missed.
ALONE = Case(
    IS_NOT_FOLLOWED_UP,
    When(ATTENDED, failing__in=list(BITS.values()), then=F("failing")),
    default=Value(0),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Why:
    """A reason, in the words of the measure, and how many of those who have not met the month it concerns.

    ``people`` | who have a contact of which it is true, or for `NOTHING` none at all; one may be among several reasons
    ``alone`` | of these, those for whom nothing else was wrong at an appointment that they attended
    """

    code: str
    sentence: str
    people: int
    alone: int


def why_not_met(people: Any, month: Month, as_of: date, measure: Measure) -> list[Why]:
    """The reasons of those of `people_of` who have not met the month: what cost most people first. One statement."""
    theirs = _contacts(month, as_of).order_by().values("service_user")
    # Looked up person by person: their contacts of a month are few.
    not_met = people.filter(result=Result.NOT_MET).order_by()
    found = not_met.annotate(
        wrong=Subquery(theirs.annotate(bits=BitOr(WRONG)).values("bits")),
        alone=Subquery(theirs.annotate(bits=BitOr(ALONE)).values("bits")),
    )
    counts = {NOTHING: Count("pk", filter=Q(wrong=None))}
    for code in BITS:
        counts[code] = Count("pk", filter=_has("wrong", code))
        counts[f"{code}_alone"] = Count("pk", filter=_has("alone", code))
    numbers = found.aggregate(**counts)
    reasons = [
        Why(code, why_in_words(code, measure), numbers[code], numbers.get(f"{code}_alone", 0)) for code in codes()
    ]
    return sorted((each for each in reasons if each.people), key=lambda each: (-each.people, -each.alone))


def who_lost_by(code: str, not_met: ServiceUserQuerySet, month: Month, as_of: date) -> ServiceUserQuerySet:
    """Of those of `people_of` who have not met the month, whoever lost it for the reason of that code among others."""
    theirs = _contacts(month, as_of).order_by()
    if code == NOTHING:
        return not_met.filter(~Exists(theirs))
    return not_met.filter(Exists(theirs.annotate(wrong=WRONG).filter(_has("wrong", code))))


def _contacts(month: Month, as_of: date) -> Any:
    """Those of the month of a person (of the query around it) that are of a type that can count."""
    return contacts_of(month, as_of).filter(~fails(Test.CODE), service_user=OuterRef("pk"))


def why_in_words(code: str, measure: Measure) -> str:
    """A reason as a sentence, in the words of the measure."""
    sentences = {each.code: each.otherwise for each in CONDITIONS} | OTHERS
    return in_words(sentences[code], measure)


def codes() -> list[str]:
    """Every reason that there may be, in the order of the rules."""
    return [NOTHING, *BITS]


def _has(bits: str, code: str) -> Q:
    return Q(Exact(F(bits).bitand(BITS[code]), BITS[code]))
