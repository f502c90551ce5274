"""Exact numbers, never binary floating point."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any


def rounded(number: Fraction | Decimal | int, decimals: int) -> Decimal:
    """``number`` to so many decimals, half up (away from zero at the half), exactly."""
    scaled = Fraction(number) * 10**decimals
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-decimals)


def rounded_within(number: Fraction, decimals: int, kind: Callable[[Fraction], Any]) -> Decimal:
    """``number`` to so many decimals, or as many more as it takes for ``kind`` to say the same of it.

    Every percentage that stands beside its band is shown so, with the band as its kind: below 95, 94.957 is no 95.0,
    which would have reached the line, but 94.96.
    """
    shown = rounded(number, decimals)
    return shown if kind(Fraction(shown)) == kind(number) else rounded_within(number, decimals + 1, kind)
