"""When is the next contact due? (rules, section 5, "Next contact due")"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tests.oracle.days import add_business_days, within
from tests.oracle.months import is_in_scope, latest_status
from tests.oracle.records import OUTCOMES, Caseload

DAY = timedelta(days=1)


class Standard(NamedTuple):
    """'n contacts (default 1) in k days, or in k calendar months, the first within f business days of the start.'"""

    every: int
    contacts: int = 1
    unit: str = "days"
    types: tuple[str, ...] = ("COAP", "COAI", "CHVS")
    first_within: int = 5
    first_after_release: int = 1


class Temporary(NamedTuple):
    """'A temporary measure may widen k or add types (telephone)': it holds from a day to a day, for a status."""

    starts_on: date
    ends_on: date
    status: str
    every: int | None = None
    unit: str = "days"


TELEPHONE = ("COPT", "COTI")
SHIPPED = {
    "red": Standard(7),
    "red_amber": Standard(14),
    "amber": Standard(28),
    "green": Standard(28),
    "blue": Standard(42),
}
RISK = [*SHIPPED]  # the highest first


def next_due(standard: Standard, start: date, after_release: bool, attended: Sequence[date], as_of: date) -> date:
    """
    'Due is: with none, f business days after the start; with fewer than n, start + k; else the date of the nth latest
    + k. In calendar months: the last day of the kth month after the nth latest contact's month.'
    """
    counted = sorted(day for day in attended if start <= day <= as_of)
    if not counted:
        return add_business_days(start, standard.first_after_release if after_release else standard.first_within)
    base = start if len(counted) < standard.contacts else counted[-standard.contacts]
    if standard.unit == "days":
        return base + standard.every * DAY
    months = base.year * 12 + base.month - 1 + standard.every
    year, month = months // 12, months % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def widened(standard: Standard, status: str, as_of: date, measures: Sequence[Temporary]) -> Standard:
    """The standard with the measure of the day, which widens nothing while the status is higher than its own."""
    for measure in measures:
        if not within(as_of, measure.starts_on, measure.ends_on) or RISK.index(status) < RISK.index(measure.status):
            continue
        if measure.every is None:
            return standard._replace(types=(*standard.types, *TELEPHONE))
        if measure.unit == standard.unit:
            return standard._replace(every=max(standard.every, measure.every))
    return standard


def next_contact(
    caseload: Caseload,
    crn: str,
    as_of: date,
    standards: Mapping[str, Standard] = SHIPPED,
    measures: Mapping[str, Sequence[Temporary]] | None = None,
) -> tuple[date | str, str]:
    """The day, or why there is none, and the group of a person in a caseload."""
    if any(within(as_of, row["starts_on"], row["ends_on"]) for row in caseload.custody[crn]):
        return "custody", "none"
    start = start_of_supervision(caseload, crn, as_of)
    if start is None:
        return "no_order", "none"
    # 'A person without a BRAG status is seen as often as Amber.'
    status = latest_status(caseload, crn, as_of) or "amber"
    standard = standards.get(status)
    if standard is None:
        return "no_standard", "none"
    if standard.contacts == 0:
        return "not_planned", "none"
    standard = widened(standard, status, as_of, (measures or {}).get(crn, ()))
    # 'The start is the later of the start of the person's current supervision and the last release.'
    releases = [row["ends_on"] for row in caseload.custody[crn] if row["ends_on"] and row["ends_on"] < as_of]
    after_release = bool(releases) and max(releases) >= start
    attended = [
        contact["date"]
        for contact in caseload.contacts_of[crn]
        if contact["code"] in standard.types and contact["outcome"] and OUTCOMES[contact["outcome"]]["attended"] == "Y"
    ]
    due = next_due(standard, max([start, *releases]), after_release, attended, as_of)
    return due, group(due, as_of)


def start_of_supervision(caseload: Caseload, crn: str, as_of: date) -> date | None:
    """'The earliest start of the orders current without a gap', those in scope; a current order is not terminated."""
    orders = [row for row in caseload.orders[crn] if is_in_scope(row)]

    def supervised(day: date) -> bool:
        return any(within(day, order["starts_on"], order["terminated_on"]) for order in orders)

    if not supervised(as_of):
        return None
    day = as_of
    while supervised(day - DAY):
        day -= DAY
    return day


def group(due: date, as_of: date) -> str:
    """'Overdue (before today), due this week (today to Sunday), due this month, due later.'"""
    sunday = as_of
    while sunday.weekday() != 6:
        sunday += DAY
    if due < as_of:
        return "overdue"
    if due <= sunday:
        return "this_week"
    return "this_month" if (due.year, due.month) == (as_of.year, as_of.month) else "later"
