"""What `manage.py workload` answers (rules, section 4; interchange, answers)."""

from datetime import date
from fractions import Fraction

from tests.oracle.days import within
from tests.oracle.figures import GROUP, Answer, in_filter, rounded
from tests.oracle.months import UNALLOCATED, allocated, is_in_scope, latest_status, place_of, place_of_staff
from tests.oracle.records import Caseload, Row

# 'Direct hours default: (52 x 5 - 8 - 28 - 10 - 5) days x 7.4 h / 12 months, less 20% non-direct time.'
DIRECT_HOURS = Fraction(52 * 5 - 8 - 28 - 10 - 5) * Fraction("7.4") / 12 * Fraction("0.8")
HOURS = {
    "red": Fraction("5.0"),
    "red_amber": Fraction("3.5"),
    "amber": Fraction("2.0"),
    "green": Fraction("1.0"),
    "blue": Fraction("0.5"),
    None: Fraction("2.0"),  # 'A case with no BRAG status takes Amber's points.'
}
SINGLE_REQUIREMENT_HOURS = Fraction("0.3")


def workload(caseload: Caseload, as_of: date, level: str, ldu: str | None = None, team: str | None = None) -> Answer:
    """The column names and the rows, as text, of the workload on the day at one level."""
    cases = [
        case(caseload, crn, as_of) for crn in sorted(caseload.service_users) if current_orders(caseload, crn, as_of)
    ]
    if level == "service_user":
        return case_rows([row for row in cases if in_filter(row, ldu, team)])
    columns = GROUP[: GROUP.index(level) + 1]
    # A carrier is a member of staff who is listed, or an LDU's unallocated people: what every level adds up.
    carriers = [carrier for carrier in listed(caseload, cases, as_of) if in_filter(carrier, ldu, team)]
    groups: dict[tuple[str, ...], list[Row]] = {}
    for carrier in carriers:
        groups.setdefault(tuple(carrier[column] for column in columns), []).append(carrier)
    rows = [[*group, *indicator_columns(groups[group])] for group in sorted(groups)]
    return [*columns, "cases", "points", "threshold", "indicator", "band"], rows


def current_orders(caseload: Caseload, crn: str, day: date) -> list[Row]:
    """'A current order: one that has started and was not terminated before that day.'"""
    return [order for order in caseload.orders[crn] if within(day, order["starts_on"], order["terminated_on"])]


def case(caseload: Caseload, crn: str, day: date) -> Row:
    """A person with a current order: whose case it is, its status, points and flags."""
    orders = current_orders(caseload, crn, day)
    status = latest_status(caseload, crn, day)
    single_requirement = not any(is_in_scope(order) for order in orders)
    return {
        "crn": crn,
        **place_of(caseload, crn, allocated(caseload, crn, day)),
        "status": status or "",
        "single_requirement": "Y" if single_requirement else "N",
        "points": points(SINGLE_REQUIREMENT_HOURS if single_requirement else HOURS[status]),
        "overdue": "Y" if any(order["ends_on"] < day for order in orders) else "N",
    }


def points(hours: Fraction) -> Fraction:
    """'Hours a month for its status / direct hours a month x 100, rounded half up to two decimals.'"""
    return Fraction(rounded(hours / DIRECT_HOURS * 100, 2))


def case_rows(cases: list[Row]) -> Answer:
    """The rows of the level `service_user`."""
    columns = ["crn", "case_manager", "status", "single_requirement", "points", "overdue"]
    for row in cases:
        row["points"] = rounded(row["points"], 2)
        if row["case_manager"] == UNALLOCATED:
            row["case_manager"] = ""
    return columns, [[row[column] for column in columns] for row in cases]


def listed(caseload: Caseload, cases: list[Row], day: date) -> list[Row]:
    """'Listed are all case managers in post on the day and everyone else who holds a case.'"""
    carriers: dict[tuple[str, ...], Row] = {}
    for staff_code, officer in caseload.staff.items():
        if officer["role"] == "case_manager" and within(day, officer["starts_on"], officer["ends_on"]):
            add_carrier(carriers, caseload, place_of_staff(caseload, staff_code), day)
    for row in cases:
        add_carrier(carriers, caseload, {column: row[column] for column in GROUP}, day)["points"].append(row["points"])
    return list(carriers.values())


def add_carrier(carriers: dict[tuple[str, ...], Row], caseload: Caseload, place: Row, day: date) -> Row:
    """The carrier at a place, added without cases when it is not there yet."""
    key = tuple(place[column] for column in GROUP)
    if key not in carriers:
        unallocated = place["case_manager"] == UNALLOCATED
        carriers[key] = {
            **place,
            "points": [],
            "threshold": Fraction(0) if unallocated else threshold(caseload, place["case_manager"], day),
        }
    return carriers[key]


def threshold(caseload: Caseload, staff_code: str, day: date) -> Fraction:
    """
    '100 x FTE x (1 - rurality) x (1 - adjustments). FTE = weekly hours / 37. Those in force on the day are summed, and
    the sum is capped at 100%. Someone not in post has a threshold of 0.'
    """
    officer = caseload.staff[staff_code]
    if not within(day, officer["starts_on"], officer["ends_on"]):
        return Fraction(0)
    office = caseload.offices[officer["office"]] if officer["office"] else {"rurality": None}
    in_force = [row for row in caseload.adjustments[staff_code] if within(day, row["starts_on"], row["ends_on"])]
    adjustments = sum((Fraction(row["percent"]) for row in in_force), Fraction(0))
    fte = Fraction(officer["weekly_hours"] or 0) / 37
    return 100 * fte * (1 - Fraction(office["rurality"] or 0) / 100) * (1 - min(adjustments, Fraction(100)) / 100)


def indicator_columns(carriers: list[Row]) -> list[str]:
    """'The sum of points over the sum of thresholds, not a mean of percentages.'"""
    cases = [value for carrier in carriers for value in carrier["points"]]
    total = sum(cases, Fraction(0))
    capacity = sum((carrier["threshold"] for carrier in carriers), Fraction(0))
    indicator = rounded(total / capacity * 100, 1) if capacity else ""
    return [
        str(len(cases)),
        rounded(total, 2),
        rounded(capacity, 2),
        indicator,
        workload_band(carriers, total, capacity),
    ]


def workload_band(carriers: list[Row], total: Fraction, capacity: Fraction) -> str:
    """'Below 90 has capacity; 90 to 100 near; above 100 over; above 110 well over', unrounded."""
    # 'Before all others, for people whom nobody is allocated', an LDU or a division of nobody else included.
    if all(carrier["case_manager"] == UNALLOCATED for carrier in carriers):
        return "unallocated"
    if capacity == 0:
        return "no_capacity"
    indicator = total / capacity * 100
    if indicator < 90:
        return "has_capacity"
    if indicator <= 100:
        return "near"
    if indicator <= 110:
        return "over"
    return "well_over"
