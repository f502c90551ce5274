"""Named examples of the rules, each asked of the product and of the independent reading."""

from datetime import date

import pytest

from tests.answers import ask, load
from tests.oracle import Caseload, compliance
from tests.small_caseload import CONTACT, small_caseload, write

pytestmark = pytest.mark.django_db

MISSED = {"date": "2018-12-21", "outcome": "UAAB", "notice_issued_at": "2018-12-14T09:00"}
OFFERED = MISSED | {"follow_up": "further_appointment"}
AUTUMN = {"date": "2018-10-28", "start_time": "01:30", "end_time": "02:30"}

# What it shows: the contact's details, the day it is asked on, the verdict and the tests that fail.
VERDICTS = {
    "attended": ({}, "2018-11-30", "counts_attended", ""),
    "attended and failed to comply": ({"outcome": "AFTC"}, "2018-11-30", "counts_attended", ""),
    "sent home for behaviour": ({"outcome": "ATSH"}, "2018-11-30", "counts_attended", ""),
    "sent home for a service reason": ({"outcome": "ATSS"}, "2018-11-30", "not_an_offer", "thirty_minutes"),
    "thirty minutes": ({"end_time": "10:30"}, "2018-11-30", "counts_attended", ""),
    "twenty-nine minutes": ({"end_time": "10:29"}, "2018-11-30", "not_an_offer", "thirty_minutes"),
    "a telephone contact": ({"code": "COPT"}, "2018-11-30", "not_an_offer", "code"),
    "a home visit": ({"code": "CHVS"}, "2018-11-30", "counts_attended", ""),
    "an initial appointment on the doorstep": ({"code": "CODI"}, "2018-11-30", "not_an_offer", "code"),
    "a notice a minute before": ({"notice_issued_at": "2018-11-06T09:59"}, "2018-11-30", "counts_attended", ""),
    "a notice at the start": ({"notice_issued_at": "2018-11-06T10:00"}, "2018-11-30", "not_an_offer", "written_notice"),
    "no notice": ({"notice_issued_at": ""}, "2018-11-30", "not_an_offer", "written_notice"),
    "a notice without its slip": ({"slip_uploaded": "N"}, "2018-11-30", "not_an_offer", "written_notice"),
    "a notice in the hour that comes twice": (
        AUTUMN | {"notice_issued_at": "2018-10-28T01:29"}, "2018-11-30", "counts_attended", ""
    ),
    "rescheduled by the service": ({"outcome": "RSSR"}, "2018-11-30", "not_an_offer", "not_cancelled"),
    "rescheduled by the service, other": ({"outcome": "RSSL"}, "2018-11-30", "not_an_offer", "not_cancelled"),
    "cancelled by the service, whatever the outcome": (
        {"outcome": "AAME", "cancelled_by": "service"}, "2018-11-30", "not_an_offer", "not_cancelled"
    ),
    "a programme session at the same time": ({"other_activity": "RAR"}, "2018-11-30", "not_an_offer", "distinct"),
    "an officer whom the sentence plan names": ({"staff_code": "LH1"}, "2018-11-30", "counts_attended", ""),
    "an officer who is neither": (
        {"staff_code": "CM1", "date": "2019-01-08", "notice_issued_at": "2019-01-02T09:00"},
        "2019-01-31", "not_an_offer", "case_manager",
    ),
    "all that can fail at once": (
        {"code": "COPT", "notice_issued_at": "", "slip_uploaded": "N", "outcome": "RSSR", "end_time": "10:10",
         "other_activity": "RAR", "crn": "A000002"},
        "2018-11-30", "not_an_offer", "code;written_notice;not_cancelled;thirty_minutes;case_manager;distinct",
    ),
    "an offer on the fifth business day": (OFFERED | {"follow_up_on": "2019-01-02"}, "2019-01-31", "counts_followed_up", ""),
    "an offer on the sixth business day": (OFFERED | {"follow_up_on": "2019-01-03"}, "2019-01-31", "no_follow_up", ""),
    "an offer on the day itself": (OFFERED | {"follow_up_on": "2018-12-21"}, "2018-12-21", "counts_followed_up", ""),
    "a late offer before the deadline is over": (
        OFFERED | {"follow_up_on": "2019-01-03"}, "2019-01-02", "pending_follow_up", ""
    ),
    "no offer, on the deadline": (MISSED, "2019-01-02", "pending_follow_up", ""),
    "no offer, the day after the deadline": (MISSED, "2019-01-03", "no_follow_up", ""),
    "an offer before an absence that was known": (
        OFFERED | {"outcome": "AAME", "follow_up_on": "2018-12-19"}, "2019-01-31", "counts_followed_up", ""
    ),
    "an acceptable absence with no offer": (MISSED | {"outcome": "AAHO"}, "2019-01-31", "no_follow_up", ""),
    "cancelled by the service user, offered before": (
        OFFERED | {"outcome": "", "cancelled_by": "service_user", "follow_up_on": "2018-12-19"},
        "2019-01-31", "counts_followed_up", "",
    ),
    "a breach initiated in time": (
        MISSED | {"follow_up": "breach", "follow_up_on": "2018-12-24"}, "2019-01-31", "no_follow_up", ""
    ),
    "an outcome that does not say whether they attended": (MISSED | {"outcome": "UBHV"}, "2019-01-31", "no_follow_up", ""),
    "no outcome on the day": ({"outcome": ""}, "2018-11-06", "pending_outcome", ""),
    "no outcome the day before": ({"outcome": ""}, "2018-11-05", "booked", ""),
    "an outcome of a day after": ({}, "2018-11-05", "counts_attended", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", VERDICTS)
def test_a_contact_is_worth(name, tmp_path):
    details, as_of, verdict, failed = VERDICTS[name]
    files = small_caseload() | {"contacts": [CONTACT | {"contact_ref": "C1"} | details]}
    load(write(tmp_path, files))
    month = files["contacts"][0]["date"][:7]
    answer = ask("compliance", "--month", month, "--level", "contact", "--as-of", as_of)[1]
    assert answer[4:] == [verdict, failed]
    _, rows = compliance(Caseload.read(tmp_path), month, date.fromisoformat(as_of), "contact")
    assert [list(row) for row in rows] == [answer]


def order(**fields):
    return {"orders": [small_caseload()["orders"][0] | fields]}


def custody(starts_on, ends_on=""):
    return {"custody": [{"crn": "A000001", "starts_on": starts_on, "ends_on": ends_on}]}


def reviewed(*reviews):
    return {
        "brag": [{"crn": "A000001", "reviewed_on": day, "status": status, "reviewed_by": ""} for day, status in reviews]
    }


def office(amk_from):
    return {"offices": [small_caseload()["offices"][0] | {"amk_from": amk_from}]}


TWO_ORDERS = small_caseload()["orders"][0]
ABUTTING = {
    "orders": [TWO_ORDERS | {"ends_on": "2018-11-14"}, TWO_ORDERS | {"order_ref": "O9", "starts_on": "2018-11-15"}]
}
GAP = {"orders": [TWO_ORDERS | {"ends_on": "2018-11-14"}, TWO_ORDERS | {"order_ref": "O9", "starts_on": "2018-11-16"}]}
NONE = {"contacts": []}

# What it shows: what the caseload has instead, month, day it is asked on; applicable, reason, result.
MONTHS = {
    "met": ({}, "2018-11", "2018-11-30", ["Y", "", "met"]),
    "nothing yet, on the last day": (NONE, "2018-11", "2018-11-30", ["Y", "", "pending"]),
    "nothing, the day after": (NONE, "2018-11", "2018-12-01", ["Y", "", "not_met"]),
    "a month of 28 days": (NONE, "2019-02", "2019-02-28", ["Y", "", "pending"]),
    "before the specification": ({}, "2018-09", "2018-11-30", ["N", "before_start", ""]),
    "the office goes live on the first": (office("2018-11-01"), "2018-11", "2018-11-30", ["Y", "", "met"]),
    "the office goes live on the second": (office("2018-11-02"), "2018-11", "2018-11-30", ["N", "office_not_live", ""]),
    "an office with no date": (office(""), "2018-11", "2018-11-30", ["N", "office_not_live", ""]),
    "nothing but unpaid work and a curfew": (
        order(requirements="W;M"), "2018-11", "2018-11-30", ["N", "no_in_scope_order", ""]
    ),
    "unpaid work and an activity": (order(requirements="W;F"), "2018-11", "2018-11-30", ["Y", "", "met"]),
    "a licence with unpaid work": (order(type="licence", requirements="W"), "2018-11", "2018-11-30", ["Y", "", "met"]),
    "an order with no requirement": (order(requirements=""), "2018-11", "2018-11-30", ["Y", "", "met"]),
    "an order from the second": (order(starts_on="2018-11-02"), "2018-11", "2018-11-30", ["N", "part_month", ""]),
    "an order from the first": (order(starts_on="2018-11-01"), "2018-11", "2018-11-30", ["Y", "", "met"]),
    "terminated on the last day": (order(terminated_on="2018-11-30"), "2018-11", "2018-12-20", ["Y", "", "met"]),
    "terminated before the last day": (
        order(terminated_on="2018-11-29"), "2018-11", "2018-12-20", ["N", "part_month", ""]
    ),
    "over, and terminated late": (
        order(ends_on="2018-11-29", terminated_on="2019-02-01"), "2018-11", "2018-12-20", ["N", "part_month", ""]
    ),
    "two orders that abut": (ABUTTING, "2018-11", "2018-11-30", ["Y", "", "met"]),
    "two orders with a day between": (GAP, "2018-11", "2018-11-30", ["N", "part_month", ""]),
    "custody to the first": (custody("2018-10-01", "2018-11-01"), "2018-11", "2018-11-30", ["N", "custody", ""]),
    "custody to the day before": (custody("2018-10-01", "2018-10-31"), "2018-11", "2018-11-30", ["Y", "", "met"]),
    "open-ended custody from the last day": (custody("2018-11-30"), "2018-11", "2018-11-30", ["N", "custody", ""]),
    "Blue on the last day": (
        reviewed(("2018-09-01", "red"), ("2018-11-30", "blue")), "2018-11", "2018-12-20", ["N", "blue", ""]
    ),
    "Blue the day after": (
        reviewed(("2018-09-01", "red"), ("2018-12-01", "blue")), "2018-11", "2018-12-20", ["Y", "", "met"]
    ),
    "no BRAG status": ({"brag": []}, "2018-11", "2018-12-20", ["Y", "", "met"]),
}  # fmt: skip


@pytest.mark.parametrize("name", MONTHS)
def test_a_month_comes_to(name, tmp_path):
    instead, month, as_of, expected = MONTHS[name]
    files = small_caseload() | instead
    if "offices" in instead:
        files["offices"].append(small_caseload()["offices"][1])
    load(write(tmp_path, files))
    arguments = ["--month", month, "--level", "service_user", "--as-of", as_of]
    answer = next(row for row in ask("compliance", *arguments) if row[0] == "A000001")
    assert answer[1:4] == expected
    _, rows = compliance(Caseload.read(tmp_path), month, date.fromisoformat(as_of), "service_user")
    assert answer in [list(row) for row in rows]
