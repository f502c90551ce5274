"""Other measures than the shipped one, in the database of a test."""

from datetime import date
from typing import Any

from contacts import calendar, facts
from contacts.measure import Measure
from tests import oracle

SHIPPED = {
    "types": ["COAP", "CHVS", "COAI"],
    "minutes": 30,
    "business_days": 5,
    "follow_up": "further_appointment",
    "target": 95,
    "improvement_below": 85,
    "source": "Invented for a test",
}


def change_measure(**values: Any) -> None:
    """The shipped measure is another, as a migration could make it; what is kept is derived anew."""
    Measure.objects.update(**values)
    calendar.fill()
    facts.refresh()


def add_measure(month: str, **values: Any) -> Measure:
    """A measure from the month on, as shipped but for ``values``; what is kept is derived anew."""
    return Measure.objects.create(starts_on=date.fromisoformat(f"{month}-01"), **SHIPPED | values)


def in_the_database(measures: oracle.Measures) -> None:
    """The measures of the independent reading, beside the shipped one."""
    for measure in measures[1:]:
        values = measure._asdict() | {"types": list(measure.types), "ramp_up_months": len(measure.ramp_up)}
        del values["ramp_up"]
        add_measure(values.pop("start"), **values)
