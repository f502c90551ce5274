"""What the kept facts are derived from is watched: a change of it, whoever makes it, marks the people whom it is about.

The database itself says which columns the live statements read, and which triggers watch them.
"""

import re

import pytest
from django.db import connection

from base.months import Month
from contacts.facts import derive, live_months
from contacts.models import Contact

pytestmark = pytest.mark.django_db

NOT_WATCHED = {"contacts_calendarmonth": "Filled once with the days of each month; what is kept is asked on each read."}
MENDING = (
    "{columns} of {table} can change what a contact or a month is worth, and {operation} there marks nobody as stale:"
    " what is kept would be wrong. Give its model triggers = marks_stale(...) (cases/stale.py), which select whose"
    " facts depend on it; or say in NOT_WATCHED why nobody's do."
)
OPERATIONS = ("insert", "update", "delete")


def columns_read() -> dict[str, set[str]]:
    """The columns that the live statements read, by table."""
    read: dict[str, set[str]] = {}
    for number, derived in enumerate([derive(Contact.objects.all()), live_months([Month.parse("2018-11")])]):
        statement, parameters = derived.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE OR REPLACE TEMPORARY VIEW live_{number} AS {statement}", parameters)
            cursor.execute(
                "SELECT table_name, column_name FROM information_schema.view_column_usage WHERE view_name = %s",
                [f"live_{number}"],
            )
            for table, column in cursor.fetchall():
                read.setdefault(table, set()).add(column)
    return read


def columns_watched() -> dict[tuple[str, str], set[str] | None]:
    """By table and operation, the columns that the trigger on it looks at; None stands for all."""
    watched = {}
    with connection.cursor() as cursor:
        cursor.execute(
            r"""
            SELECT c.relname, substring(t.tgname FROM 'stale_on_(insert|update|delete)'), p.prosrc
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgname LIKE 'pgtrigger\_stale\_on\_%' AND t.tgenabled = 'O'
            """
        )
        for table, operation, function in cursor.fetchall():
            assert "INSERT INTO cases_stale" in function
            columns = re.search(r"SELECT (.+?) FROM (?:old|new)_rows", function)[1]
            watched[table, operation] = None if columns == "*" else set(columns.split(", "))
    return watched


def unwatched(read: dict[str, set[str]]) -> list[str]:
    """What is read and not watched, with what to do about it."""
    found, watched = [], columns_watched()
    for table, columns in read.items():
        for operation in () if table in NOT_WATCHED else OPERATIONS:
            looks_at = watched.get((table, operation), set())
            if looks_at is not None and (missed := ", ".join(sorted(columns - looks_at))):
                found.append(MENDING.format(columns=missed, table=table, operation=operation))
    return found


def test_all_that_is_read_is_watched():
    assert unwatched(columns_read()) == []


@pytest.mark.parametrize("change", ["DROP TRIGGER {} ON cases_custody", "ALTER TABLE cases_custody DISABLE TRIGGER {}"])
def test_a_table_that_is_not_watched_any_more_is_found(change):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'cases_custody'::regclass AND tgname LIKE '%stale_on_del%'"
        )
        cursor.execute(change.format(cursor.fetchone()[0]))
    [found] = unwatched(columns_read())
    assert found.startswith("ends_on, service_user_id, starts_on of cases_custody")
    assert "delete there marks nobody" in found


def test_a_column_that_no_trigger_looks_at_is_found():
    assert len(unwatched({"staff_office": {"id", "amk_from", "kind"}})) == len(OPERATIONS)


def test_what_is_said_not_to_be_watched_is_read_and_is_not():
    assert NOT_WATCHED.keys() <= columns_read().keys()
    assert not NOT_WATCHED.keys() & {table for table, _ in columns_watched()}
