"""What only several rows together can break: references, duplicates, overlaps, and the rules between contacts.

The rows are staged (`interchange.staging`); each check is one statement that adds the rows at fault to the table of
faults. Rows with faults of their own still serve the others as a reference, so that one mistake is listed once.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from contacts.criteria import ATTENDED, KNOWN_BEFOREHAND, NON_ATTENDANCE
from contacts.models import ContactOutcome
from interchange.files import File
from interchange.models import StagedContact


@dataclass(frozen=True)
class Reference:
    """``column`` of ``file`` names a row of another file, of this import or of an earlier one."""

    file: str
    column: str
    staged: str
    table: str
    field: str


REFERENCES = [
    Reference("staff", "office", "offices.office", "staff_office", "name"),
    Reference("staff", "ldu", "offices.ldu", "staff_ldu", "name"),
    Reference("staff", "division", "offices.division", "staff_division", "name"),
    Reference("adjustments", "staff_code", "staff.staff_code", "staff_user", "staff_code"),
    Reference("service_users", "office", "offices.office", "staff_office", "name"),
    *(
        Reference(file, "crn", "service_users.crn", "cases_serviceuser", "crn")
        for file in ("orders", "custody", "brag", "allocations", "designations", "contacts")
    ),
    *(
        Reference(file, column, "staff.staff_code", "staff_user", "staff_code")
        for file, column in (
            ("brag", "reviewed_by"),
            ("allocations", "staff_code"),
            ("designations", "staff_code"),
            ("contacts", "staff_code"),
        )
    ),
]
# File, the columns in which two rows that must not overlap agree, and where the rows of earlier imports are.
OVERLAPS = [
    ("custody", ("crn",), "cases_custody t JOIN cases_serviceuser su ON su.id = t.service_user_id"),
    ("allocations", ("crn",), "cases_allocation t JOIN cases_serviceuser su ON su.id = t.service_user_id"),
    (
        "designations",
        ("crn", "staff_code"),
        "cases_designation t JOIN cases_serviceuser su ON su.id = t.service_user_id"
        " JOIN staff_user o ON o.id = t.officer_id",
    ),
]


def check_all(files: list[File]) -> None:
    """Run every check over the staged rows of ``files``."""
    for file in files:
        _duplicates(file)
    for reference in REFERENCES:
        _references(reference)
    _organisation()
    for name, alike, earlier in OVERLAPS:
        _overlaps(next(file for file in files if file.name == f"{name}.csv"), alike, earlier)
    _contacts()


def _add(file: str, column: str, expected: str, rows: str, parameters: tuple = ()) -> None:
    """Add a fault for each row of ``rows``, the tail of a SELECT in which the staged row is ``s``."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO import_faults (file, line, "column", value, expected)
            SELECT %s, s.line, %s, coalesce(s."{column}"::text, ''), {expected} {rows}
            """,
            [f"{file}.csv", column, *parameters],
        )


def _add_contacts(rows: QuerySet[StagedContact], column: str, expected: str) -> None:
    """Add a fault for each staged contact of ``rows``."""
    lines, parameters = rows.values("line").query.sql_with_params()
    _add("contacts", column, f"'{expected}'", f"FROM staged_contacts s WHERE s.line IN ({lines})", parameters)


def _duplicates(file: File) -> None:
    name = file.name.removesuffix(".csv")
    columns = ", ".join(f'"{column}"' for column in file.key)
    known = " AND ".join(f'"{column}" IS NOT NULL' for column in file.key)
    _add(
        name,
        file.key[0],
        f"'a row of its own: {' and '.join(file.key)} stand together on line ' || s.first_line",
        f"""
        FROM (SELECT *, min(line) OVER (PARTITION BY {columns}) AS first_line FROM {file.stage} WHERE {known}) s
        WHERE s.line > s.first_line
        """,
    )


def _references(reference: Reference) -> None:
    staged_file, staged_column = reference.staged.split(".")
    _add(
        reference.file,
        reference.column,
        f"'one of the {staged_file} ({staged_column})'",
        f"""
        FROM staged_{reference.file} s
        WHERE s.{reference.column} IS NOT NULL
          AND NOT EXISTS (SELECT FROM staged_{staged_file} r WHERE r.{staged_column} = s.{reference.column})
          AND NOT EXISTS (SELECT FROM {reference.table} t WHERE t.{reference.field} = s.{reference.column})
        """,
    )


def _organisation() -> None:
    """An LDU lies in one division, a person's LDU in the person's division, and e-mail addresses are unique."""
    _add(
        "offices",
        "division",
        "'the division of the LDU, ' || s.first_division",
        """
        FROM (
            SELECT *, first_value(division) OVER (PARTITION BY ldu ORDER BY line) AS first_division
            FROM staged_offices WHERE ldu IS NOT NULL AND division IS NOT NULL
        ) s
        WHERE s.division <> s.first_division
        """,
    )
    _add(
        "staff",
        "division",
        "'the division of the LDU, ' || l.division",
        """
        FROM staged_staff s JOIN (
            SELECT ldu, min(division) AS division FROM staged_offices
            WHERE ldu IS NOT NULL AND division IS NOT NULL GROUP BY ldu
            UNION ALL
            SELECT ldu.name, division.name
            FROM staff_ldu ldu JOIN staff_division division ON division.id = ldu.division_id
            WHERE ldu.name NOT IN (SELECT ldu FROM staged_offices WHERE ldu IS NOT NULL)
        ) l ON l.ldu = s.ldu
        WHERE s.division <> l.division
        """,
    )
    _add(
        "staff",
        "email",
        "'an e-mail address of one''s own'",
        """
        FROM (SELECT *, min(line) OVER (PARTITION BY email) AS first_line FROM staged_staff) s
        WHERE s.email IS NOT NULL AND (s.line > s.first_line OR EXISTS (
            SELECT FROM staff_user t WHERE t.email = s.email AND t.staff_code <> s.staff_code
              AND t.staff_code NOT IN (SELECT staff_code FROM staged_staff WHERE staff_code IS NOT NULL)
        ))
        """,
    )


def _overlaps(file: File, alike: tuple[str, ...], earlier: str) -> None:
    """Two periods of one person that share a day: the later line is at fault, or the only one in the file."""
    where = {"crn": "su.crn", "staff_code": "o.staff_code"}
    same = " AND ".join(f"r.{column} = s.{column}" for column in alike)
    same_earlier = " AND ".join(f"{where[column]} = s.{column}" for column in alike)
    days = "daterange({0}.starts_on, {0}.ends_on, '[]')"
    name = file.name.removesuffix(".csv")
    _add(
        name,
        "starts_on",
        "'a period that shares no day with another of the same person'",
        f"""
        FROM {file.stage} s
        WHERE s.sound AND (EXISTS (
            SELECT FROM {file.stage} r WHERE r.sound AND {same} AND r.line < s.line
              AND r.starts_on <> s.starts_on AND {days.format("r")} && {days.format("s")}
        ) OR EXISTS (
            SELECT FROM {earlier} WHERE {same_earlier} AND {days.format("t")} && {days.format("s")}
              AND NOT EXISTS (SELECT FROM {file.stage} r WHERE {same} AND r.starts_on = t.starts_on)
        ))
        """,
    )


def _contacts() -> None:
    """Outcomes, cancellations and follow-ups that contradict one another, by the rules' own conditions."""
    staged = StagedContact.objects.filter(sound=True)
    _add_contacts(
        staged.filter(ATTENDED).exclude(cancelled_by=""), "cancelled_by", "no cancellation, because the person attended"
    )
    _add_contacts(
        staged.exclude(follow_up="").exclude(NON_ATTENDANCE), "follow_up", "no follow-up: only a non-attendance has one"
    )
    _add_contacts(
        staged.filter(NON_ATTENDANCE, follow_up_on__lt=F("date")).exclude(KNOWN_BEFOREHAND),
        "follow_up_on",
        "a date on or after that of the contact, because the absence was not known beforehand",
    )
    _add_contacts(
        staged.filter(date__gt=timezone.localdate(), outcome__isnull=False).exclude(
            outcome__in=ContactOutcome.objects.known_beforehand()
        ),
        "outcome",
        "no outcome yet, or one of an absence known beforehand: the contact is in the future",
    )
    _add(
        "contacts",
        "follow_up_ref",
        "'the reference of another contact of the same person'",
        """
        FROM staged_contacts s WHERE s.follow_up_ref IS NOT NULL AND s.crn IS NOT NULL
          AND NOT EXISTS (SELECT FROM staged_contacts r WHERE r.contact_ref = s.follow_up_ref AND r.crn = s.crn)
          AND NOT EXISTS (
            SELECT FROM contacts_contact t JOIN cases_serviceuser su ON su.id = t.service_user_id
            WHERE t.contact_ref = s.follow_up_ref AND su.crn = s.crn
              AND NOT EXISTS (SELECT FROM staged_contacts r WHERE r.contact_ref = t.contact_ref)
          )
        """,
    )
