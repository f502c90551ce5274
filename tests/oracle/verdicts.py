"""Does a contact count? (rules, section 2)"""

from datetime import date, datetime, timedelta

from tests.oracle.days import add_business_days, within
from tests.oracle.measures import SHIPPED, Measures, of_day
from tests.oracle.records import OUTCOMES, Caseload, Row

COUNTS = {"counts_attended", "counts_followed_up"}
FOLLOW_UPS = {
    "further_appointment": {"further_appointment"},
    "any_action": {"further_appointment", "breach", "recall", "warrant"},
}


def failed_criteria(caseload: Caseload, contact: Row, measures: Measures = SHIPPED) -> list[str]:
    """'A contact is an offer when all six hold. Each that fails is a reason, and a contact shows all of them.'"""
    holds = {
        "code": is_code_that_counts(contact, measures),
        "written_notice": has_written_notice(contact),
        "not_cancelled": is_not_cancelled(contact),
        "thirty_minutes": lasts_thirty_minutes(contact, measures),
        "case_manager": is_with_case_manager(caseload, contact),
        "distinct": is_distinct(contact),
    }
    return [code for code, holding in holds.items() if not holding]


def is_code_that_counts(contact: Row, measures: Measures) -> bool:
    """'The contact type is COAP, COAI or CHVS', or what the measure says instead."""
    return contact["code"] in of_day(measures, contact["date"]).types


def has_written_notice(contact: Row) -> bool:
    """'In writing strictly before the start of the appointment, and the appointment slip is uploaded.'"""
    start = datetime.combine(contact["date"], contact["start_time"])
    notice = contact["notice_issued_at"]
    return notice is not None and notice < start and contact["slip_uploaded"] == "Y"


def is_not_cancelled(contact: Row) -> bool:
    """'Fails for outcomes RSSR and RSSL, and for a cancellation recorded as the service's whatever the outcome.'"""
    return contact["outcome"] not in {"RSSR", "RSSL"} and contact["cancelled_by"] != "service"


def lasts_thirty_minutes(contact: Row, measures: Measures) -> bool:
    """
    'At least 30 minutes were set aside (end minus start; a contact without a recorded end fails), and the case manager
    was there for them (not ATSS, CO01).'
    """
    if contact["end_time"] is None:
        return False
    start = datetime.combine(contact["date"], contact["start_time"])
    end = datetime.combine(contact["date"], contact["end_time"])
    least = timedelta(minutes=of_day(measures, contact["date"]).minutes)
    return end - start >= least and contact["outcome"] not in {"ATSS", "CO01"}


def is_with_case_manager(caseload: Caseload, contact: Row) -> bool:
    """'The case manager responsible on that date, or a designated one whom the sentence plan names on that date.'"""
    for row in caseload.allocations[contact["crn"]] + caseload.designations[contact["crn"]]:
        if row["staff_code"] == contact["staff_code"] and within(contact["date"], row["starts_on"], row["ends_on"]):
            return True
    return False


def is_distinct(contact: Row) -> bool:
    """'No other activity is recorded for the same time with the contact.'"""
    return contact["other_activity"] is None


def is_attended(contact: Row) -> bool:
    """'Those with `attended` Y in reference/contact_outcomes.csv.'"""
    return contact["outcome"] is not None and OUTCOMES[contact["outcome"]]["attended"] == "Y"


def is_non_attendance(contact: Row) -> bool:
    """'Every other outcome, and a cancellation recorded as the service user's with no outcome.'"""
    if contact["outcome"] is None:
        return contact["cancelled_by"] == "service_user"
    return not is_attended(contact)


def known_beforehand(contact: Row) -> bool:
    """'An outcome with `complied` Y or a cancellation by the service user.'"""
    if contact["cancelled_by"] == "service_user":
        return True
    return contact["outcome"] is not None and OUTCOMES[contact["outcome"]]["complied"] == "Y"


def is_followed_up_in_time(contact: Row, measures: Measures) -> bool:
    """'On or before follow_up_due and on or after the date of the contact. (Known beforehand: may be earlier too.)'"""
    if contact["follow_up"] not in FOLLOW_UPS[of_day(measures, contact["date"]).follow_up]:
        return False
    if contact["follow_up_on"] < contact["date"] and not known_beforehand(contact):
        return False
    return contact["follow_up_on"] <= follow_up_due(contact, measures)


def follow_up_due(contact: Row, measures: Measures) -> date:
    """'add_business_days(date of the contact, 5)', or as many days as the measure says."""
    return add_business_days(contact["date"], of_day(measures, contact["date"]).business_days)


def verdict(caseload: Caseload, contact: Row, as_of: date, measures: Measures = SHIPPED) -> str:
    """'An offer then has one verdict, the first that holds'; a contact that is not an offer is `not_an_offer`."""
    if failed_criteria(caseload, contact, measures):
        return "not_an_offer"
    if is_attended(contact):
        return "counts_attended"
    if is_non_attendance(contact):
        if is_followed_up_in_time(contact, measures):
            return "counts_followed_up"
        if as_of <= follow_up_due(contact, measures):
            return "pending_follow_up"
        return "no_follow_up"
    if contact["date"] <= as_of:
        return "pending_outcome"
    return "booked"
