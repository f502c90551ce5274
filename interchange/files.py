"""The ten files of a caseload: their columns, keys and the conditions that a row alone must meet.

docs/interchange.md describes them for those who write them. What only several rows together can break (references,
duplicates, overlaps) is in `interchange.checks`, and where the rows go in `interchange.targets`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from base.business_days import first_known_day, last_contact_day
from base.clock import exists_on_the_clock
from cases.models import Brag, Order, RequirementCategory, ServiceUser
from contacts.models import CancelledBy, ContactOutcome, ContactType, FollowUp
from interchange.values import DATE, DATE_TIME, TIME, Code, Codes, Column, Email, Number, OneOf, Pattern, Text, YesNo
from staff.models import Office, Role

Row = dict[str, Any]
Faults = Iterator[tuple[str, str]]


def no_condition(row: Row) -> Faults:
    """Nothing beyond the columns' own kinds."""
    return iter(())


@dataclass(frozen=True)
class File:
    """One file: ``condition(row)`` yields (column, what was expected) for each thing wrong with a parsed row."""

    name: str
    columns: list[Column]
    key: tuple[str, ...]
    condition: Callable[[Row], Faults] = no_condition
    required: bool = False

    @property
    def stage(self) -> str:
        """The temporary table that holds the file's rows during an import."""
        return f"staged_{self.name.removesuffix('.csv')}"

    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]


def period(row: Row) -> Faults:
    """An end is not before its start."""
    if row["starts_on"] and row["ends_on"] and row["ends_on"] < row["starts_on"]:
        yield "ends_on", f"a date on or after {row['starts_on']}, the start"


def not_in_future(column: str) -> Callable[[Row], Faults]:
    """The date in ``column`` is not after today."""

    def condition(row: Row) -> Faults:
        if row[column] and row[column] > timezone.localdate():
            yield column, "a date that is not in the future"

    return condition


def staff_member(row: Row) -> Faults:
    """Each role needs its place in the organisation."""
    needed = {
        Role.CASE_MANAGER: ("team", "ldu", "weekly_hours"),
        Role.TEAM_MANAGER: ("team", "ldu"),
        Role.LDU_HEAD: ("ldu",),
        Role.CHIEF_OFFICER: ("division",),
    }.get(row["role"], ())
    for column in needed:
        if row[column] is None:
            yield column, f"a value, because the role is {row['role']}"
    if row["team"] and not row["ldu"] and "ldu" not in needed:
        yield "ldu", "the LDU that the team belongs to"
    yield from period(row)


def order(row: Row) -> Faults:
    """Neither the end nor the termination is before the start."""
    yield from period(row)
    if row["terminated_on"] and row["terminated_on"] < row["starts_on"]:
        yield "terminated_on", f"a date on or after {row['starts_on']}, the start"


def contact(row: Row) -> Faults:
    """Times that the clock shows, in order, on a day whose bank holidays are known."""
    if not first_known_day() <= row["date"] <= last_contact_day():
        yield "date", f"a date from {first_known_day()} to {last_contact_day()}, for which bank holidays are known"
    for column in ("start_time", "end_time"):
        if not exists_on_the_clock(datetime.combine(row["date"], row[column])):
            yield column, "a time that exists: the clocks went forward on that day"
    if row["notice_issued_at"] and not exists_on_the_clock(row["notice_issued_at"]):
        yield "notice_issued_at", "a time that exists: the clocks went forward on that day"
    if row["end_time"] <= row["start_time"]:
        yield "end_time", f"a time after {row['start_time']:%H:%M}, the start"
    if row["follow_up"] and not row["follow_up_on"]:
        yield "follow_up_on", "the date of the follow-up"
    if row["follow_up_on"] and not row["follow_up"]:
        yield "follow_up", "the kind of follow-up"
    if row["follow_up_ref"] and row["follow_up_ref"] == row["contact_ref"]:
        yield "follow_up_ref", "the reference of another contact"


CRN = Pattern(r"[A-Z][0-9]{6}", "a capital letter and six digits")
STAFF_CODE = Text(20)


def caseload_files() -> list[File]:
    """The files in the order in which they refer to one another. Reads the reference data's codes."""
    requirement_codes = set(RequirementCategory.objects.values_list("code", flat=True))
    type_codes = set(ContactType.objects.values_list("code", flat=True))
    outcome_codes = set(ContactOutcome.objects.values_list("code", flat=True))
    crn = Column("crn", CRN, required=True)
    officer = Column("staff_code", STAFF_CODE, required=True)
    starts = Column("starts_on", DATE, required=True)
    ends = Column("ends_on", DATE)
    return [
        File(
            "offices.csv",
            [
                Column("office", Text(), required=True),
                Column("ldu", Text(), required=True),
                Column("division", Text(), required=True),
                Column("kind", OneOf(Office.Kind.values), required=True),
                Column("amk_from", DATE),
                Column("rurality", Number(100), blank=0),
            ],
            key=("office",),
            required=True,
        ),
        File(
            "staff.csv",
            [
                officer,
                Column("first_name", Text(), required=True),
                Column("last_name", Text(), required=True),
                Column("email", Email(), required=True),
                Column("role", OneOf(Role.values), required=True),
                Column("grade", Text(20), blank=""),
                Column("team", Text()),
                Column("office", Text()),
                Column("ldu", Text()),
                Column("division", Text()),
                Column("weekly_hours", Number(48)),
                Column("starts_on", DATE),
                ends,
            ],
            key=("staff_code",),
            condition=staff_member,
            required=True,
        ),
        File(
            "adjustments.csv",
            [
                officer,
                Column("reason", Text(200), required=True),
                Column("percent", Number(100), required=True),
                starts,
                ends,
            ],
            key=("staff_code", "reason", "starts_on"),
            condition=period,
        ),
        File(
            "service_users.csv",
            [
                crn,
                Column("first_name", Text(), required=True),
                Column("last_name", Text(), required=True),
                Column("date_of_birth", DATE),
                Column("language", OneOf(ServiceUser.Language.values), blank="en"),
                Column("office", Text(), required=True),
                Column("iom", YesNo(), blank=False),
                Column("address", Text(1000), blank=""),
                Column("phone", Text(50), blank=""),
                Column("email", Text(254), blank=""),
            ],
            key=("crn",),
            condition=not_in_future("date_of_birth"),
            required=True,
        ),
        File(
            "orders.csv",
            [
                Column("order_ref", Text(50), required=True),
                crn,
                Column("type", OneOf(Order.Type.values), required=True),
                starts,
                Column("ends_on", DATE, required=True),
                Column("terminated_on", DATE),
                Column("requirements", Codes(requirement_codes, "requirement category"), blank=[]),
            ],
            key=("order_ref",),
            condition=order,
        ),
        File("custody.csv", [crn, starts, ends], key=("crn", "starts_on"), condition=period),
        File(
            "brag.csv",
            [
                crn,
                Column("reviewed_on", DATE, required=True),
                Column("status", OneOf(Brag.values), required=True),
                Column("reviewed_by", STAFF_CODE),
            ],
            key=("crn", "reviewed_on"),
            condition=not_in_future("reviewed_on"),
        ),
        File("allocations.csv", [crn, officer, starts, ends], key=("crn", "starts_on"), condition=period),
        File(
            "designations.csv", [crn, officer, starts, ends], key=("crn", "staff_code", "starts_on"), condition=period
        ),
        File(
            "contacts.csv",
            [
                Column("contact_ref", Text(50), required=True),
                crn,
                officer,
                Column("code", Code(type_codes, "contact type"), required=True),
                Column("date", DATE, required=True),
                Column("start_time", TIME, required=True),
                Column("end_time", TIME, required=True),
                Column("place", Text(500), blank=""),
                Column("notice_issued_at", DATE_TIME),
                Column("slip_uploaded", YesNo(), blank=False),
                Column("other_activity", Text(200), blank=""),
                Column("outcome", Code(outcome_codes, "contact outcome")),
                Column("cancelled_by", OneOf(CancelledBy.values), blank=""),
                Column("follow_up", OneOf(FollowUp.values), blank=""),
                Column("follow_up_on", DATE),
                Column("follow_up_ref", Text(50)),
            ],
            key=("contact_ref",),
            condition=contact,
        ),
    ]
