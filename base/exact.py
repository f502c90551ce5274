"""Exact numbers, never binary floating point."""

from decimal import Decimal
from fractions import Fraction


def rounded(number: Fraction | Decimal | int, decimals: int) -> Decimal:
    """``number`` to so many decimals, half up (away from zero at the half), exactly."""
    scaled = Fraction(number) * 10**decimals
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-decimals)
