"""Points, thresholds and indicators (docs/rules.md, section 4). Pure and exact: never binary floating point.

Points of a case = hours a month for its status / direct hours a month of a full-time case manager x 100, two decimals.
Threshold        = 100 x FTE x (1 - rurality) x (1 - adjustments), exact until it is shown.
Indicator        = points / threshold x 100; none where the threshold is 0.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from base.exact import rounded

# At so many weekly snapshots running somebody must have been well over threshold for it to be sustained.
SUSTAINED_WEEKS = 4


class Band(StrEnum):
    """What an indicator says. `UNALLOCATED` is of cases that nobody holds, `SUSTAINED` of well over for weeks."""

    HAS_CAPACITY = "has_capacity"
    NEAR = "near"
    OVER = "over"
    WELL_OVER = "well_over"
    SUSTAINED = "sustained"
    NO_CAPACITY = "no_capacity"
    UNALLOCATED = "unallocated"


def direct_hours(
    *,
    working_days: int,
    hours_a_day: Decimal,
    non_direct: Decimal,
) -> Fraction:
    """Hours a month that a full-time case manager spends on cases: days a year, hours a day, percent of other work."""
    year = working_days * Fraction(hours_a_day)
    return year / 12 * (1 - Fraction(non_direct) / 100)


def points(hours: Decimal, direct: Fraction) -> Decimal:
    """The points of a case that takes ``hours`` a month, two decimals, half up."""
    return rounded(Fraction(hours) / direct * 100, 2)


def adjusted(percents: Iterable[Decimal]) -> Decimal:
    """The adjustments in force together: their sum, in percent, capped at 100."""
    return min(sum(percents, Decimal(0)), Decimal(100))


def threshold(
    *, weekly_hours: Decimal, full_time: Decimal, rurality: Decimal, adjustments: Iterable[Decimal]
) -> Fraction:
    """The points a case manager can carry. Hours a week, percentages; the adjustments are summed and capped at 100."""
    fte = Fraction(weekly_hours) / Fraction(full_time)
    return 100 * fte * (1 - Fraction(rurality) / 100) * (1 - Fraction(adjusted(adjustments)) / 100)


def indicator(points: Decimal, threshold: Fraction) -> Fraction | None:
    """Percent of the threshold that the points take, exact; None where there is no capacity at all."""
    return Fraction(points) / threshold * 100 if threshold else None


def band(indicator: Fraction | None, *, near_from: Decimal, over_above: Decimal, well_over_above: Decimal) -> Band:
    """The band of an unrounded indicator."""
    if indicator is None:
        return Band.NO_CAPACITY
    if indicator > well_over_above:
        return Band.WELL_OVER
    if indicator > over_above:
        return Band.OVER
    return Band.NEAR if indicator >= near_from else Band.HAS_CAPACITY


def is_sustained(weekly: Sequence[tuple[Fraction | None, Decimal]]) -> bool:
    """Whether each of the last weekly indicators, unrounded, was above its limit; none where one is missing."""
    return len(weekly) >= SUSTAINED_WEEKS and all(
        indicator is not None and indicator > well_over_above for indicator, well_over_above in weekly
    )
