"""The monthly figure (docs/rules.md, section 3): from results to percent, best percent and band. Pure arithmetic.

The measure is met / applicable, pending ones included in applicable. Everything is compared unrounded.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol


class Limits(Protocol):
    """The percentages of a measure."""

    target: Decimal
    improvement_below: Decimal


class Band(StrEnum):
    """Where a figure stands against the percentages of its month's measure."""

    TARGET_MET = "target_met"
    BELOW_TARGET = "below_target"
    IMPROVEMENT = "improvement"
    NO_CASES = "no_cases"


def band(percent: Fraction | None, limits: Limits) -> Band:
    """The band of an unrounded percentage, None where nobody is applicable."""
    if percent is None:
        return Band.NO_CASES
    if percent >= Fraction(limits.target):
        return Band.TARGET_MET
    return Band.BELOW_TARGET if percent >= Fraction(limits.improvement_below) else Band.IMPROVEMENT


@dataclass
class Figure:
    """The figure of a group of people for a month. Counts are of people."""

    service_users: int = 0
    met: int = 0
    pending: int = 0
    not_met: int = 0

    @property
    def applicable(self) -> int:
        return self.met + self.pending + self.not_met

    @property
    def percent(self) -> Fraction | None:
        """Met of applicable, exact; None where nobody is applicable."""
        return Fraction(100 * self.met, self.applicable) if self.applicable else None

    @property
    def best_percent(self) -> Fraction | None:
        """What the figure can still become, exact; None where nobody is applicable."""
        return self.percent_with(self.pending)

    def percent_with(self, more: int) -> Fraction | None:
        """What the figure becomes where so many ``more`` meet the month, exact; None where nobody is applicable."""
        return Fraction(100 * (self.met + more), self.applicable) if self.applicable else None

    def band(self, limits: Limits) -> Band:
        return band(self.percent, limits)

    def is_final(self, month_is_over: bool) -> bool:
        """Whether the figure cannot change any more by waiting."""
        return month_is_over and not self.pending

    def __add__(self, other: "Figure") -> "Figure":
        """The figure of both groups together."""
        return Figure(
            self.service_users + other.service_users,
            self.met + other.met,
            self.pending + other.pending,
            self.not_met + other.not_met,
        )
