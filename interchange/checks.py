"""What only several rows together can break: duplicates, references, overlaps, and what a file declares beside them.

Each check is one statement that adds the staged rows at fault to the table of faults. Rows with faults of their own
still serve the others as a reference, so that one mistake is listed once.
"""

from collections.abc import Collection
from typing import cast

from django.db.models import Model

from interchange.db import quoted, run
from interchange.faults import tell_once
from interchange.files.declaration import Check, Column, File, Reference
from interchange.relations import alike


def check(file: File, not_whole: Collection[str] = ()) -> None:
    """Run every check of ``file`` over the staged rows of all files.

    What refers to a file that is ``not_whole`` (names) is not judged: the row may be among those that it lacks.
    """
    _duplicates(file)
    for column in file.columns:
        if column.refers_to and column.refers_to.file not in not_whole:
            _references(file, column, column.refers_to)
    if file.apart:
        _overlaps(file)
    for each in file.checks:
        rows, parameters = _rows(file, each)
        if callable(each.rows):
            # What is kept was recorded here, and is no fault of a file that says nothing new beside it.
            rows += (
                f" AND (s.kept IS NULL OR s.line IN (SELECT line FROM import_faulty WHERE file = {quoted(file.name)}))"
            )
        _add(file, each.column, rows, each.expected, parameters)


def at_fault(file: File, *, by_itself: bool) -> tuple[str, tuple]:
    """A query for the lines that break what the file declares of several rows, each with those that it is linked to.

    With ``by_itself`` only those that break it whatever is recorded here.
    """
    queries, parameters = [], ()
    for check in file.checks:
        rows, values = _rows(file, check)
        lines = f"ARRAY[s.line, {check.linked}]" if check.linked else "ARRAY[s.line]"
        recorded_here = f"AND NOT ({check.recorded_here})" if by_itself and check.recorded_here else ""
        queries.append(f"SELECT unnest({lines}) AS line {rows} {recorded_here}")
        parameters += values or ()
    return " UNION ".join(queries), parameters


def _add(file: File, column: str, rows: str, expected: str, parameters: tuple | None = None) -> None:
    """Add a fault for each row of ``rows``, the tail of a SELECT in which the staged row is ``s``."""
    run(
        f"""
        INSERT INTO import_faults (file, line, "column", value, expected)
        SELECT '{file.file_name}', s.line, '{column}', coalesce(s.{column}::text, ''), {expected} {rows}
        """,
        parameters,
    )


def _rows(file: File, check: Check) -> tuple[str, tuple | None]:
    """The tail of a SELECT of the rows at fault, and its parameters."""
    if isinstance(check.rows, str):
        return check.rows, None
    staged = cast(type[Model], file.while_staged)._default_manager.filter(sound=True)
    lines, parameters = check.rows(staged).values("line").query.sql_with_params()
    return f"FROM {file.stage} s WHERE s.line IN ({lines})", parameters


def _duplicates(file: File) -> None:
    key = ", ".join(file.key)
    known = " AND ".join(f"{column} IS NOT NULL" for column in file.key)
    them = "it" if len(file.key) == 1 else "them"
    _add(
        file,
        file.key[0],
        f"""
        FROM {file.stage} s JOIN (
            SELECT {key}, min(line) AS first_line FROM {file.stage} WHERE {known} GROUP BY {key} HAVING count(*) > 1
        ) repeated USING ({key})
        WHERE s.line > repeated.first_line
        """,
        f"'{' and '.join(file.key)} only once: line ' || repeated.first_line || ' has {them} too'",
    )


def _references(file: File, column: Column, to: Reference) -> None:
    """A name of nothing is one fault, on the first of the rows that have it."""
    expected = f"one of the {to.file} ({to.column})"
    _add(
        file,
        column.name,
        f"""
        FROM {file.stage} s
        WHERE s.{column.name} IS NOT NULL
          AND NOT EXISTS (SELECT FROM staged_{to.file} r WHERE r.{to.column} = s.{column.name})
          AND NOT EXISTS (SELECT FROM {to.table} t WHERE t.{to.field} = s.{column.name})
        ORDER BY s.line
        """,
        quoted(expected),
    )
    tell_once(file, column.name, expected)


def _overlaps(file: File) -> None:
    """Two periods of one person that share a day: the later line is at fault."""
    expected = "'a period that shares no day with another of the same person'"
    days = "daterange({0}.starts_on, {0}.ends_on, '[]')"
    _add(
        file,
        "starts_on",
        f"""
        FROM {file.stage} s
        WHERE s.sound AND EXISTS (
            SELECT FROM {file.stage} r WHERE r.sound AND {alike(file.apart, "r", "s")} AND r.line < s.line
              AND r.starts_on <> s.starts_on AND {days.format("r")} && {days.format("s")}
        )
        """,
        expected,
    )
