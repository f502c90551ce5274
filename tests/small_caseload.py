"""A small valid caseload in the interchange format, to spoil or to change one thing of."""

import csv
from copy import deepcopy
from pathlib import Path

Files = dict[str, list[dict[str, str]]]

PERSON = {"first_name": "Mair", "last_name": "Ellis", "office": "Bala"}
CONTACT = {
    "crn": "A000001",
    "staff_code": "CM1",
    "code": "COAP",
    "date": "2018-11-06",
    "start_time": "10:00",
    "end_time": "10:30",
    "place": "Bala",
    "notice_issued_at": "2018-11-01T09:00",
    "slip_uploaded": "Y",
    "other_activity": "",
    "outcome": "ATTC",
    "cancelled_by": "",
    "follow_up": "",
    "follow_up_on": "",
    "follow_up_ref": "",
}
STAFF = {"first_name": "Gwen", "last_name": "Lewis", "office": "Bala", "team": "", "ldu": "", "division": ""}
CASELOAD: Files = {
    "offices": [
        {"office": "Bala", "ldu": "Gwynedd", "division": "Wales", "kind": "front_office", "amk_from": "2018-10-01"},
        {"office": "Harlech", "ldu": "Gwynedd", "division": "Wales", "kind": "community_hub", "amk_from": ""},
    ],
    "staff": [
        STAFF | {"staff_code": "CM1", "email": "cm1@example.org", "role": "case_manager", "team": "One", "ldu": "Gwynedd", "weekly_hours": "37"},
        STAFF | {"staff_code": "LH1", "email": "lh1@example.org", "role": "ldu_head", "ldu": "Gwynedd", "weekly_hours": ""},
    ],
    "adjustments": [
        {"staff_code": "CM1", "reason": "cover", "percent": "10", "starts_on": "2018-10-01", "ends_on": "2018-12-31"},
    ],
    "service_users": [
        PERSON | {"crn": "A000001", "date_of_birth": "1990-02-03"},
        PERSON | {"crn": "A000002", "date_of_birth": ""},
        PERSON | {"crn": "A000003", "date_of_birth": ""},
    ],
    "orders": [
        {"order_ref": "O1", "crn": "A000001", "type": "community_order", "starts_on": "2018-09-01", "ends_on": "2019-08-31", "terminated_on": "", "requirements": "F;W"},
        {"order_ref": "O2", "crn": "A000002", "type": "licence", "starts_on": "2018-09-01", "ends_on": "2019-08-31", "terminated_on": "", "requirements": ""},
    ],
    "custody": [
        {"crn": "A000002", "starts_on": "2018-12-01", "ends_on": "2018-12-05"},
        {"crn": "A000002", "starts_on": "2018-12-10", "ends_on": ""},
    ],
    "brag": [
        {"crn": "A000001", "reviewed_on": "2018-09-01", "status": "amber", "reviewed_by": "CM1"},
        {"crn": "A000001", "reviewed_on": "2018-10-01", "status": "green", "reviewed_by": ""},
    ],
    "allocations": [
        {"crn": "A000001", "staff_code": "CM1", "starts_on": "2018-09-01", "ends_on": "2018-12-31"},
        {"crn": "A000001", "staff_code": "LH1", "starts_on": "2019-01-01", "ends_on": ""},
    ],
    "designations": [
        {"crn": "A000001", "staff_code": "LH1", "starts_on": "2018-09-01", "ends_on": "2018-12-31"},
        {"crn": "A000001", "staff_code": "LH1", "starts_on": "2019-01-01", "ends_on": ""},
    ],
    "contacts": [
        CONTACT | {"contact_ref": "C1"},
        CONTACT | {"contact_ref": "C2", "date": "2018-11-13", "outcome": "UAAB", "follow_up": "further_appointment", "follow_up_on": "2018-11-14", "follow_up_ref": "C3"},
        CONTACT | {"contact_ref": "C3", "date": "2018-11-20"},
        CONTACT | {"contact_ref": "C4", "crn": "A000002"},
    ],
}  # fmt: skip


def small_caseload() -> Files:
    """A copy to change."""
    return deepcopy(CASELOAD)


def write(folder: Path, files: Files) -> Path:
    """Write the files that have rows to the folder; returns it."""
    for name, rows in files.items():
        if rows:
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
                writer = csv.DictWriter(stream, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
    return folder
