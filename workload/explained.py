"""How workload is worked out, in whole sentences with the numbers of a model, each with where it comes from."""

from collections.abc import Iterator
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ui import formats
from ui.explained import Section, Told
from ui.words import named
from workload.derivation import direct_hours_in_words, plain
from workload.rules import Band
from workload.weightings import WorkloadModel

SOURCES = [
    (gettext_lazy("Source B"), gettext_lazy("Workload Indicator guidance, April 2019")),
    (gettext_lazy("Rules of this software"), gettext_lazy("They do not say which point of a source they follow.")),
]


class Source(TextChoices):
    """Where a rule comes from, as the page names it."""

    B = "b", gettext_lazy("Source B")
    B_ALLOWANCES = "b21", gettext_lazy("Source B, 2.1")
    B_OVERDUE = "b22c", gettext_lazy("Source B, 2.2c")
    OWN = "own", gettext_lazy("Rules of this software")
    LOCAL = "local", gettext_lazy("Local default")


# What a model's limits make of an indicator.
BANDS = {
    Band.HAS_CAPACITY: gettext_lazy("Below %(near)s%%: has capacity"),
    Band.NEAR: gettext_lazy("From %(near)s%% to %(over)s%%: near threshold"),
    Band.OVER: gettext_lazy("Above %(over)s%%: over threshold"),
    Band.WELL_OVER: gettext_lazy("Above %(well_over)s%%: well over threshold"),
}


def bands_in_words(model: WorkloadModel) -> list[str]:
    limits = {"near": model.near_from, "over": model.over_above, "well_over": model.well_over_above}
    return [words % {name: plain(limit) for name, limit in limits.items()} for words in BANDS.values()]


def sections(model: WorkloadModel) -> Iterator[Section]:
    """The rules by the model. The page draws the points of each kind of case below the first section."""
    yield Section(
        _("Points of a case"),
        "",
        [
            told(
                _(
                    "The points of a case are the hours that it takes in a month, as a percentage of the hours that a"
                    " full-time %(case_manager)s has for cases. They are rounded to 2 decimals, half up."
                ),
                Source.B,
            ),
            Told(direct_hours_in_words(model), is_local=True),
            told(
                _(
                    "A case counts as single requirement, whatever its BRAG status, if none of the person’s current"
                    " orders is in scope of minimum contact."
                ),
                Source.OWN,
            ),
            told(_("A case with no BRAG status takes the points of Amber, and is marked."), Source.OWN),
        ],
    )
    yield Section(
        _("Which cases count"),
        "",
        [
            told(
                _(
                    "A case counts for the %(case_manager)s it is allocated to on the day, if the person has a current"
                    " order: one that has started and was not terminated before that day."
                ),
                Source.B,
            ),
            told(
                _("An order that is past its end date and was not terminated still counts, and is marked as overdue."),
                Source.B_OVERDUE,
            ),
            told(_("The BRAG status is that of the latest review on or before the day."), Source.OWN),
        ],
    )
    yield Section(
        _("Work that is no case"),
        "",
        [
            told(
                _(
                    "For court reports, programme tutoring, induction groups and MARAC the %(team_manager)s can allow"
                    " points from a day to a day. They are added to the points of the cases on each of these days."
                ),
                Source.B_ALLOWANCES,
            )
        ],
    )
    yield Section(_("Threshold"), "", [*thresholds(model)])
    yield Section(
        _("Indicator"),
        "",
        [
            told(_("The indicator is the points as a percentage of the threshold."), Source.B),
            told(
                _(
                    "That of the whole %(team)s is the sum of the points over the sum of the thresholds, not a mean of"
                    " percentages."
                ),
                Source.B,
            ),
            told(_("If the threshold is 0, the page says “No capacity” and shows no percentage."), Source.OWN),
            told(
                _(
                    "All sums are exact. The band is decided before the indicator is rounded, so 100.04%% is over a"
                    " threshold of 100%%."
                ),
                Source.OWN,
            ),
        ],
    )
    yield Section(_("Bands"), "", [Told(words, is_local=True) for words in bands_in_words(model)])


def thresholds(model: WorkloadModel) -> Iterator[Told]:
    yield told(
        _(
            "The threshold of a full-time %(case_manager)s is 100 points, and of a part-time one the share of the"
            " full-time hours that they work."
        ),
        Source.B,
    )
    yield told(_("Full-time is %(week)s hours a week."), Source.LOCAL, week=plain(model.full_time_week))
    yield told(
        _(
            "Rurality takes a percentage off for the distances around an office: that of the office, unless the"
            " %(team_manager)s has set another one for the person."
        ),
        Source.LOCAL,
    )
    yield told(
        _(
            "Adjustments take a further percentage off. Those in force on the day are added up, to 100%% at most. Why"
            " somebody has one is shown to them and to their managers only."
        ),
        Source.B,
    )
    yield told(_("Somebody who is not in post on the day has a threshold of 0."), Source.OWN)


def told(sentence: str, source: Source, **values: Any) -> Told:
    words = named(sentence, **values)
    return Told(words, is_local=True) if source == Source.LOCAL else Told(words, str(source.label))


def agreed_in_words(model: WorkloadModel) -> str:
    """Since when a model has been in force or will be, and who agreed it."""
    if model.agreed_by and model.agreed_at:
        words = _("%(name)s agreed it on %(day)s.")
        return words % {"name": model.agreed_by, "day": formats.day(model.agreed_at.date())}
    if model.starts_on is None:
        return _("They came with the software. Nobody here has agreed them.")
    return _("It is not recorded who agreed it.")
