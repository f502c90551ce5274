"""Running SQL that is put together from declarations."""

from typing import Any

from django.db import connection


def run(statement: str, parameters: dict[str, Any] | tuple | None = None) -> int:
    """Run a statement; returns how many rows it wrote or found."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def count(statement: str) -> int:
    """The number that a query answers with."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def quoted(text: str) -> str:
    """A text constant, for a statement that runs with parameters."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
