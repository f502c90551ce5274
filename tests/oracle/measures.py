"""The measure in force for a month (rules, section 2, first paragraph)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Measure(NamedTuple):
    """'These numbers and codes are one dated row.' The values are those of the one row that is shipped."""

    start: str = "2018-10"
    types: tuple[str, ...] = ("COAP", "COAI", "CHVS")
    minutes: int = 30
    business_days: int = 5
    follow_up: str = "further_appointment"
    target: int = 95
    improvement_below: int = 85
    ramp_up: tuple[str, ...] = ("2018-10", "2018-11", "2018-12")


Measures = Sequence[Measure]
SHIPPED: Measures = (Measure(),)


def in_force(measures: Measures, month: str) -> Measure:
    """'In force on the month's first day'; a contact before the first is judged by the first."""
    found = measures[0]
    for measure in measures:
        if measure.start <= month:
            found = measure
    return found


def of_day(measures: Measures, day: date) -> Measure:
    """'The contact's month decides.'"""
    return in_force(measures, f"{day:%Y-%m}")
