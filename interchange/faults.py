"""What is wrong with the files of an import: found one by one, told by file and line."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from io import StringIO
from pathlib import Path

from django.db import connection

from interchange.db import count, run
from interchange.files.declaration import File
from ui.tables import csv_cell

REJECT_COLUMNS = ["file", "line", "column", "value", "expected"]


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where it stands and what was expected there."""

    file: str
    line: int
    column: str
    value: str
    expected: str


def create_table() -> None:
    """Make the table of faults; it goes with the transaction."""
    run(
        """
        DROP TABLE IF EXISTS import_faults;
        CREATE TEMPORARY TABLE import_faults (
            id bigint GENERATED ALWAYS AS IDENTITY,
            file text, line integer, "column" text, value text, expected text
        ) ON COMMIT DROP
        """
    )


def note(faults: Iterable[Fault]) -> None:
    """Add faults to the table."""
    lines = StringIO()
    csv.writer(lines, quoting=csv.QUOTE_ALL).writerows(map(astuple, faults))
    # PostgreSQL has no text with a NUL in it: it stands there as it is shown.
    shown = StringIO(lines.getvalue().replace("\0", r"\0"))
    with connection.cursor() as cursor:
        cursor.copy_expert('COPY import_faults (file, line, "column", value, expected) FROM STDIN (FORMAT csv)', shown)


def tell_once(file: File, column: str, expected: str) -> None:
    """Where ``expected`` was and a value is not that, tell it on the first row only, and how many rows have it."""
    run(
        """
        WITH told AS (
            SELECT min(id) AS first, count(DISTINCT line) AS rows, value FROM import_faults
            WHERE file = %(file)s AND "column" = %(column)s AND value <> '' AND expected = %(expected)s
            GROUP BY value HAVING count(DISTINCT line) > 1
        ), again AS (
            DELETE FROM import_faults f USING told
            WHERE f.file = %(file)s AND f."column" = %(column)s AND f.id <> told.first
              AND f.value = told.value AND f.expected = %(expected)s
        )
        UPDATE import_faults f SET expected = f.expected || '; ' || told.rows || ' rows have this'
        FROM told WHERE f.id = told.first
        """,
        {"file": file.file_name, "column": column, "expected": expected},
    )


def count_faults() -> int:
    """How many values are at fault."""
    return count('SELECT count(DISTINCT (file, line, "column", value)) FROM import_faults')


def first_faults(files: Iterable[File], most: int | None = None) -> Iterator[Fault]:
    """The first fault of each value, by file and line, at most ``most`` of them, fetched as they are needed."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            """
            SELECT file, line, "column", value, expected FROM (
                SELECT DISTINCT ON (file, line, "column", value) * FROM import_faults
                ORDER BY file, line, "column", value, id
            ) first_faults
            ORDER BY array_position(%s, file), line, id LIMIT %s
            """,
            [[file.file_name for file in files], most],
        )
        for row in cursor:
            yield Fault(*row)


def write_reject_file(path: Path, faults: Iterable[Fault]) -> None:
    """Write the faults as CSV."""
    write_csv(path, REJECT_COLUMNS, map(astuple, faults))


def write_csv(path: Path, columns: list[str], rows: Iterable[tuple]) -> None:
    """Write CSV that a spreadsheet opens as it is: in UTF-8 with its mark, and without formulas."""
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(map(csv_cell, row) for row in rows)
