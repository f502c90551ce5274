"""service_users.csv and the records about one person: custody, BRAG reviews, allocations and designations."""

from cases.models import Allocation, Brag, BragReview, Custody, Designation, Language, ServiceUser
from interchange.files.common import (
    CRN,
    ENDS,
    ENDS_AFTER_START,
    HAS_A_NAME,
    OFFICE,
    OFFICER,
    OFFICER_COLUMN,
    PERSON_COLUMN,
    STAFF_CODE,
    STARTS,
    not_in_future,
)
from interchange.files.declaration import Column, File
from interchange.files.values import DATE, OneOf, Text, YesNo

# Of two records that were merged, the old one is not brought back by a file that still has it.
OLD_RECORDS = "DELETE FROM staged_service_users WHERE crn IN (SELECT crn FROM import_aliases)"

SERVICE_USERS = File(
    "service_users",
    ServiceUser,
    [
        Column("crn", CRN, required=True),
        Column("first_name", Text(), blank=""),
        Column("last_name", Text(), blank=""),
        Column("date_of_birth", DATE),
        Column("language", OneOf(Language.values), blank="en"),
        Column("office", Text(), required=True, refers_to=OFFICE, field="office_id"),
        Column("iom", YesNo(), blank="N"),
        Column("address", Text(1000), blank=""),
        Column("phone", Text(50), blank=""),
        Column("email", Text(254), blank=""),
    ],
    key=("crn",),
    required=True,
    together=[("first_name", "last_name")],
    read=[OLD_RECORDS],
    rules=[HAS_A_NAME, not_in_future("date_of_birth")],
)

CUSTODY = File(
    "custody",
    Custody,
    [PERSON_COLUMN, STARTS, ENDS],
    key=("crn", "starts_on"),
    rules=[ENDS_AFTER_START],
    apart=("crn",),
    corrects=("crn",),
    completes="DELETE FROM cases_custody t WHERE true",
)

BRAG = File(
    "brag",
    BragReview,
    [
        PERSON_COLUMN,
        Column("reviewed_on", DATE, required=True),
        Column("status", OneOf(Brag.values), required=True),
        Column("reviewed_by", STAFF_CODE, refers_to=OFFICER, field="reviewed_by_id"),
    ],
    key=("crn", "reviewed_on"),
    # What was reviewed here is not the file's to take back.
    completes="""
        DELETE FROM cases_bragreview t
        WHERE NOT EXISTS (SELECT FROM cases_bragassessment made WHERE made.review_id = t.id)
    """,
    rules=[not_in_future("reviewed_on")],
)

ALLOCATIONS = File(
    "allocations",
    Allocation,
    [PERSON_COLUMN, OFFICER_COLUMN, STARTS, ENDS],
    key=("crn", "starts_on"),
    rules=[ENDS_AFTER_START],
    apart=("crn",),
    corrects=("crn",),
    hands_over=True,
    completes="DELETE FROM cases_allocation t WHERE true",
)

DESIGNATIONS = File(
    "designations",
    Designation,
    [PERSON_COLUMN, OFFICER_COLUMN, STARTS, ENDS],
    key=("crn", "staff_code", "starts_on"),
    rules=[ENDS_AFTER_START],
    apart=("crn", "staff_code"),
    corrects=("crn", "staff_code"),
    # What was agreed here is not the file's to take back.
    completes="DELETE FROM cases_designation t WHERE t.agreed_with = ''",
)
