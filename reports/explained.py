"""How the month's figure is made, in whole sentences: one for each condition, verdict, reason, result and band.

The sentences stand beside the codes that the rules use, take their numbers from the measure of the month, and say where
each rule comes from. A code without a sentence is found by a test.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from contacts.criteria import CONDITIONS, Verdict, in_words
from contacts.measure import FollowUpReading, Measure
from contacts.models import BankHoliday, HolidayChange
from contacts.months import Reason, Result
from reports.rules import Band
from ui import formats
from ui.explained import Section, Told

SOURCES = [
    (_("Source A"), _("Minimum Contact Specification, September 2018")),
    (_("Source P"), _("Published performance measure “Offenders offered monthly contact” (CRC SCH9 AK)")),
    (_("Rules of this software"), _("They do not say which point of a source they follow.")),
]


class Source(TextChoices):
    """Where a rule comes from, as the page names it."""

    A1 = "a1", _("Source A, point 1")
    P = "p", _("Source P")
    A1_AND_P = "a1p", _("Source A, point 1, and Source P")
    OWN = "own", _("Rules of this software")
    LOCAL = "local", _("Local default")


@dataclass(frozen=True)
class Rule:
    """One rule: its sentence, which takes the words of the measure, and its source."""

    sentence: str | Promise
    source: Source


BUSINESS_DAYS = [
    Rule(_("A business day is Monday to Friday, except bank holidays in England and Wales."), Source.OWN),
]
DEADLINE = Rule(
    ngettext_lazy(
        "A further appointment must be offered within %(business_days)d business day of the missed contact.",
        "A further appointment must be offered within %(business_days)d business days of the missed contact.",
        "business_days",
    ),
    Source.A1_AND_P,
)
FOLLOW_UP = {
    FollowUpReading.FURTHER_APPOINTMENT: Rule(
        _("Only a further appointment follows up a missed contact. Breach, recall and a warrant do not."), Source.A1
    ),
    FollowUpReading.ANY_ACTION: Rule(
        _("Breach, recall or a warrant that is initiated in time follows up a missed contact too."), Source.P
    ),
}
IN_TIME = [
    DEADLINE,
    Rule(_("The offer must be made by the deadline. The further appointment itself may be later."), Source.P),
    Rule(_("The offer may be made before the missed contact only if the absence was known beforehand."), Source.A1),
]
VERDICTS = {
    Verdict.NOT_AN_OFFER: Rule(_("A contact that fails a condition does not count, whatever its outcome."), Source.A1),
    Verdict.COUNTS_ATTENDED: Rule(_("It counts if the %(service_user)s attended."), Source.A1),
    Verdict.COUNTS_FOLLOWED_UP: Rule(_("If it was missed, it counts if it was followed up in time."), Source.A1_AND_P),
    Verdict.PENDING_FOLLOW_UP: Rule(
        _("If it was missed and not followed up, it can still count until the deadline."), Source.A1
    ),
    Verdict.NO_FOLLOW_UP: Rule(_("If it was missed and not followed up in time, it does not count."), Source.A1),
    Verdict.PENDING_OUTCOME: Rule(_("It can still count while its outcome is not recorded."), Source.OWN),
    Verdict.BOOKED: Rule(_("It can still count while it is booked for a later day."), Source.OWN),
}
REASONS = {
    Reason.BEFORE_START: Rule(_("The month is before %(start)s, when the measure started."), Source.OWN),
    Reason.OFFICE_NOT_LIVE: Rule(
        _("Minimum contact had not started at the office of the %(service_user)s by the first day of the month."),
        Source.OWN,
    ),
    Reason.NO_IN_SCOPE_ORDER: Rule(
        _("No order in scope overlaps the month. Orders with nothing but requirements such as unpaid work are out."),
        Source.OWN,
    ),
    Reason.PART_MONTH: Rule(_("The orders in scope do not cover every day of the month."), Source.OWN),
    Reason.CUSTODY: Rule(_("The %(service_user)s was in custody on any day of the month."), Source.OWN),
    Reason.BLUE: Rule(_("The BRAG status at the end of the month’s last day was Blue."), Source.OWN),
}
RESULTS = {
    Result.MET: Rule(_("Met: at least one contact of the month counts."), Source.P),
    Result.PENDING: Rule(
        _("Still possible: it is not met, but the month is not over, or a contact of the month can still count."),
        Source.OWN,
    ),
    Result.NOT_MET: Rule(_("Not met: the month is over, and no contact of it counts or still can."), Source.P),
}
BANDS = {
    Band.TARGET_MET: Rule(_("At %(target)s or more the target is met."), Source.OWN),
    Band.BELOW_TARGET: Rule(
        _("Below %(target)s, and at %(improvement_below)s or more, the figure is below target."), Source.OWN
    ),
    Band.IMPROVEMENT: Rule(_("Below %(improvement_below)s the improvement process starts."), Source.OWN),
    Band.NO_CASES: Rule(
        _("If the measure applies to nobody, the page says “No cases” and shows no percentage."), Source.OWN
    ),
}
FIGURE = [
    Rule(
        _(
            "The figure is the number of %(service_users)s who met the month, as a percentage of those to whom the"
            " measure applies. Those who still can are among these."
        ),
        Source.P,
    ),
    Rule(
        _("It is final when the month is over and nothing in it can change by waiting. Until then it is provisional."),
        Source.OWN,
    ),
    *BANDS.values(),
]
RAMP_UP = Rule(
    ngettext_lazy(
        "The first %(ramp_up_months)d month from %(start)s is marked as the ramp-up period.",
        "The first %(ramp_up_months)d months from %(start)s are marked as the ramp-up period.",
        "ramp_up_months",
    ),
    Source.OWN,
)
WHOSE = [
    Rule(
        _(
            "A month that is over belongs to the %(case_manager)s of its last day, and to the %(team)s and %(ldu)s that"
            " the %(case_manager)s was in on that day. A month that is not over belongs to the one of today."
        ),
        Source.OWN,
    ),
    Rule(_("If nobody was allocated, it belongs to the %(ldu)s of the office of the %(service_user)s."), Source.OWN),
]
PLANNING = Rule(_("How often you plan to see somebody, by BRAG status, does not change this figure."), Source.LOCAL)
CHANGES = {
    HolidayChange.ADDED: _("%(day)s was added as a bank holiday: %(name)s."),
    HolidayChange.TAKEN_AWAY: _("%(day)s is not a bank holiday: %(name)s was taken away."),
}


def sections(measure: Measure, first: Measure, holidays: Iterable[BankHoliday]) -> Iterator[Section]:
    """The rules in force by ``measure``, against those of the ``first`` one, which is shipped.

    ``holidays`` are the organisation's own changes that matter to the month.
    """

    def told(rules: Iterable[Rule]) -> list[Told]:
        return [_told(rule, rule, measure, first) for rule in rules]

    conditions = [Rule(condition.rule, Source.A1) for condition in CONDITIONS]
    follow_up, shipped = (FOLLOW_UP[FollowUpReading(each.follow_up)] for each in (measure, first))
    ramp_up = [RAMP_UP] if measure.ramp_up_months else []
    # The reasons speak of the first measure: before it, the measure applied to nobody.
    reasons = [_told(rule, rule, first, first) for rule in REASONS.values()]
    yield Section(_("Which contacts can count"), _("A contact can count if all of these are true."), told(conditions))
    yield Section(
        _("When a contact counts"), _("Of the contacts that pass, the outcome decides."), told(VERDICTS.values())
    )
    yield Section(_("Following up a missed contact"), "", [_told(follow_up, shipped, measure, first), *told(IN_TIME)])
    yield Section(_("Business days"), "", [*told(BUSINESS_DAYS), *map(_change, holidays)])
    yield Section(
        _("Who the measure applies to"),
        _("It applies to everybody with an order in the month, unless one of these is true. The first is the reason."),
        reasons,
    )
    yield Section(_("What a month comes to"), _("For each person it is one of these."), told(RESULTS.values()))
    yield Section(_("The percentage"), "", told([*FIGURE, *ramp_up]))
    yield Section(_("Whose month it is"), "", told(WHOSE))
    yield Section(_("What does not change the figure"), "", told([PLANNING]))


def _told(rule: Rule, shipped: Rule, measure: Measure, first: Measure) -> Told:
    """A rule in words. Where it says something else than the ``shipped`` one, a later measure changed it."""
    sentence = in_words(rule.sentence, measure)
    if sentence != in_words(shipped.sentence, first):
        return Told(sentence, measure.source, is_changed=True)
    if rule.source == Source.LOCAL:
        return Told(sentence, is_local=True)
    return Told(sentence, str(rule.source.label))


def _change(holiday: BankHoliday) -> Told:
    words = CHANGES[HolidayChange(holiday.change)]
    return Told(words % {"day": formats.day(holiday.date), "name": holiday.name}, is_local=True)
