"""Is a month met for a service user? (rules, section 3)"""

from datetime import date

from tests.oracle.days import days_of, within
from tests.oracle.measures import SHIPPED, Measures
from tests.oracle.records import REQUIREMENTS, Caseload, Row
from tests.oracle.verdicts import COUNTS, verdict

UNALLOCATED = "Unallocated"


def order_covers(order: Row, day: date) -> bool:
    """'From its start date to the earlier of its end date and the date it was terminated, both days included.'"""
    return within(day, order["starts_on"], order["ends_on"]) and within(day, None, order["terminated_on"])


def is_in_scope(order: Row) -> bool:
    """
    'Licences and post-sentence supervision are in scope, whatever requirements are listed with them. A community or
    suspended sentence order is out of scope when, neutral ones left aside, it has requirements and every one of them is
    out. Where the reference data has the pair [of category and subcategory], the pair decides, else the category.'
    """
    if order["type"] in {"licence", "post_sentence_supervision"}:
        return True
    codes = (order["requirements"] or "").split(";")
    scopes = {REQUIREMENTS[code if code in REQUIREMENTS else code.split(":")[0]] for code in codes if code}
    return scopes - {"neutral"} != {"out"}


def is_listed(caseload: Caseload, crn: str, month: str) -> bool:
    """'Listed for a month is everyone with any order that overlaps it.'"""
    return any(order_covers(order, day) for order in caseload.orders[crn] for day in days_of(month))


def latest_status(caseload: Caseload, crn: str, day: date) -> str | None:
    """'The latest review dated on or before that day.'"""
    reviews = [row for row in caseload.brag[crn] if row["reviewed_on"] <= day]
    return max(reviews, key=lambda row: row["reviewed_on"])["status"] if reviews else None


def not_applicable_reason(caseload: Caseload, crn: str, month: str, measures: Measures = SHIPPED) -> str | None:
    """'A person is applicable unless one of these holds. The first that holds, in this order, is the reason.'"""
    days = days_of(month)
    live_from = caseload.offices[caseload.service_users[crn]["office"]]["amk_from"]
    in_scope = [order for order in caseload.orders[crn] if is_in_scope(order)]
    covered = tuple(day for day in days if any(order_covers(order, day) for order in in_scope))
    if month < measures[0].start:
        return "before_start"
    if live_from is None or live_from > days[0]:
        return "office_not_live"
    if not covered:
        return "no_in_scope_order"
    if covered != days:
        return "part_month"
    if any(within(day, row["starts_on"], row["ends_on"]) for row in caseload.custody[crn] for day in days):
        return "custody"
    if latest_status(caseload, crn, days[-1]) == "blue":
        return "blue"
    return None


def result(caseload: Caseload, crn: str, month: str, as_of: date, measures: Measures) -> str:
    """'For an applicable person, from the contacts dated in that month': met, pending or not_met."""
    contacts = [contact for contact in caseload.contacts_of[crn] if contact["date"] in days_of(month)]
    verdicts = {verdict(caseload, contact, as_of, measures) for contact in contacts}
    if verdicts & COUNTS:
        return "met"
    if as_of <= days_of(month)[-1] or verdicts & {"pending_follow_up", "pending_outcome"}:
        return "pending"
    return "not_met"


def allocated(caseload: Caseload, crn: str, day: date) -> str | None:
    """The staff code of the case manager to whom the person is allocated on the day, if any."""
    for row in caseload.allocations[crn]:
        if within(day, row["starts_on"], row["ends_on"]):
            return row["staff_code"]
    return None


def place_of(caseload: Caseload, crn: str, staff_code: str | None) -> Row:
    """
    'Through that case manager's own team to that team's LDU and division (not the person's office). Nobody allocated:
    "Unallocated", in the LDU and division of the person's office.' Staff with no team, LDU or division have blanks.
    """
    if staff_code is None:
        office = caseload.offices[caseload.service_users[crn]["office"]]
        return {
            "division": office["division"],
            "ldu": office["ldu"],
            "team": UNALLOCATED,
            "case_manager": UNALLOCATED,
        }
    return place_of_staff(caseload, staff_code)


def place_of_staff(caseload: Caseload, staff_code: str) -> Row:
    """The columns of a group for a member of staff: their division, LDU and team, blank where they have none."""
    officer = caseload.staff[staff_code]
    division = caseload.divisions[officer["ldu"]] if officer["ldu"] else officer["division"]
    return {
        "division": division or "",
        "ldu": officer["ldu"] or "",
        "team": officer["team"] or "",
        "case_manager": staff_code,
    }


def owner(caseload: Caseload, crn: str, month: str, as_of: date) -> Row:
    """'The case manager allocated on the month's last day (on as_of, when as_of is earlier).'"""
    return place_of(caseload, crn, allocated(caseload, crn, min(as_of, days_of(month)[-1])))
