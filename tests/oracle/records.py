"""Reads a caseload in the interchange format, and the reference data beside it, into rows that are plain dicts."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

Row = dict[str, Any]

REFERENCE = Path(__file__).parent.parent / "data" / "reference"

DATES = {
    "amk_from",
    "date_of_birth",
    "date",
    "follow_up_on",
    "reviewed_on",
    "starts_on",
    "ends_on",
    "terminated_on",
    "post_from",
}
TIMES = {"start_time", "end_time"}
DATE_TIMES = {"notice_issued_at"}
NUMBERS = {"percent", "rurality", "weekly_hours"}

COLUMNS = {
    "offices": "office ldu division kind amk_from rurality address phone",
    "staff": "staff_code first_name last_name email role grade team office ldu division weekly_hours starts_on ends_on "
    "post_from",
    "adjustments": "staff_code reason percent starts_on ends_on",
    "service_users": "crn first_name last_name date_of_birth language office iom address phone email",
    "orders": "order_ref crn type starts_on ends_on terminated_on requirements",
    "custody": "crn starts_on ends_on",
    "brag": "crn reviewed_on status reviewed_by",
    "allocations": "crn staff_code starts_on ends_on",
    "designations": "crn staff_code starts_on ends_on",
    "contacts": "contact_ref crn staff_code code date start_time end_time withdrawn place notice_issued_at "
    "slip_uploaded other_activity outcome cancelled_by follow_up follow_up_on follow_up_ref",
}


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file; none where the file is missing."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def parsed(row: Mapping[str, str], columns: Sequence[str]) -> Row:
    """The row with every column present, and blanks as None ('blank means none')."""
    values: Row = {}
    for column in columns:
        text = row.get(column, "")
        if text == "":
            values[column] = None
        elif column in DATES:
            values[column] = date.fromisoformat(text)
        elif column in TIMES:
            values[column] = time.fromisoformat(text)
        elif column in DATE_TIMES:
            values[column] = datetime.fromisoformat(text)
        elif column in NUMBERS:
            values[column] = Decimal(text)
        else:
            values[column] = text
    return values


OUTCOMES = {row["code"]: row for row in read_csv(REFERENCE / "contact_outcomes.csv")}
REQUIREMENTS = {row["code"]: row["minimum_contact_scope"] for row in read_csv(REFERENCE / "requirement_categories.csv")}


class Caseload:
    """A caseload in memory: offices and staff by key, everything about a person by crn."""

    def __init__(self, files: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        """Takes the rows of each file, by its name without `.csv`; a missing file has no rows."""
        tables = {
            name: [parsed(row, columns.split()) for row in files.get(name, [])] for name, columns in COLUMNS.items()
        }
        self.offices: dict[str, Row] = {row["office"]: row for row in tables["offices"]}
        self.staff: dict[str, Row] = {row["staff_code"]: row for row in tables["staff"]}
        self.service_users: dict[str, Row] = {row["crn"]: row for row in tables["service_users"]}
        # 'withdrawn Y takes a contact out of every list and figure.'
        self.contacts: list[Row] = [row for row in tables["contacts"] if row["withdrawn"] != "Y"]
        self.adjustments = by_key(tables["adjustments"], "staff_code")
        self.orders = by_key(tables["orders"], "crn")
        self.custody = by_key(tables["custody"], "crn")
        self.brag = by_key(tables["brag"], "crn")
        self.allocations = by_key(tables["allocations"], "crn")
        self.designations = by_key(tables["designations"], "crn")
        self.contacts_of = by_key(self.contacts, "crn")
        # 'An LDU lies in one division.'
        self.divisions = {row["ldu"]: row["division"] for row in (*tables["staff"], *tables["offices"]) if row["ldu"]}

    @classmethod
    def read(cls, directory: str | Path) -> Self:
        """The caseload in the CSV files of a directory."""
        return cls({name: read_csv(Path(directory) / f"{name}.csv") for name in COLUMNS})


def by_key(rows: Sequence[Row], key: str) -> dict[str, list[Row]]:
    """The rows of each value of a column; a value without rows has none."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups
