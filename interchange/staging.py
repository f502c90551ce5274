"""Temporary tables that hold an import's rows and faults until the transaction ends."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from django.db import connection
from tqdm import tqdm

from interchange.files import File
from interchange.reading import Fault, ReadRow, read

CHUNK = 20_000
REJECT_COLUMNS = ["file", "line", "column", "value", "expected"]


def create_tables(files: list[File]) -> None:
    """Make the staging table of each file and the table of faults; they go with the transaction."""
    with connection.cursor() as cursor:
        # A second import in one transaction begins afresh.
        cursor.execute(f"DROP TABLE IF EXISTS import_faults, {', '.join(file.stage for file in files)}")
        for file in files:
            columns = ", ".join(f'"{column.name}" {column.kind.sql}' for column in file.columns)
            cursor.execute(
                f"CREATE TEMPORARY TABLE {file.stage} (line integer, sound boolean, {columns}) ON COMMIT DROP"
            )
        cursor.execute(
            """
            CREATE TEMPORARY TABLE import_faults (
                id bigint GENERATED ALWAYS AS IDENTITY,
                file text, line integer, "column" text, value text, expected text
            ) ON COMMIT DROP
            """
        )


def stage(file: File, path: Path, progress: bool) -> int:
    """Copy the rows of ``path`` into the file's table; returns how many there are. With a bar where ``progress``."""
    rows = read(file, path)
    count = 0
    with tqdm(desc=file.name, unit=" rows", disable=not progress, leave=False) as bar:
        while chunk := list(islice(rows, CHUNK)):
            count += _stage_chunk(file, chunk)
            bar.update(len(chunk))
    with connection.cursor() as cursor:
        # The checks look rows up by key, and the planner has no autovacuum's statistics of a temporary table.
        cursor.execute(f"CREATE INDEX ON {file.stage} ({', '.join(file.key)})")
        cursor.execute(f"ANALYZE {file.stage}")
    return count


def _stage_chunk(file: File, chunk: list[ReadRow | Fault]) -> int:
    names = file.column_names()
    rows = [item for item in chunk if isinstance(item, ReadRow)]
    columns = ", ".join(f'"{name}"' for name in names)
    _copy(
        f"COPY {file.stage} (line, sound, {columns}) FROM STDIN",
        ([row.line, not row.faults, *(row.values.get(name) for name in names)] for row in rows),
    )
    faults = [fault for item in chunk for fault in (item.faults if isinstance(item, ReadRow) else [item])]
    _copy(
        'COPY import_faults (file, line, "column", value, expected) FROM STDIN',
        ([fault.file, fault.line, fault.column, fault.value.replace("\0", "\\0"), fault.expected] for fault in faults),
    )
    return len(rows)


def _copy(statement: str, rows: Iterable[list]) -> None:
    lines = StringIO("".join("\t".join(map(_as_text, row)) + "\n" for row in rows))
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, lines)


ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _as_text(value: Any) -> str:
    """A value in the text form of COPY."""
    if value is None:
        return r"\N"
    if isinstance(value, list):
        value = "{" + ",".join(f'"{each}"' for each in value) + "}"
    return str(value).translate(ESCAPES)


def count_faults() -> int:
    """How many values are at fault."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT count(DISTINCT (file, line, "column")) FROM import_faults')
        return cursor.fetchone()[0]


def faults(files: list[File], most: int | None = None) -> Iterator[Fault]:
    """The first fault of each value, by file and line, at most ``most`` of them, fetched as they are needed."""
    order = [file.name for file in files]
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            """
            SELECT file, line, "column", value, expected FROM (
                SELECT DISTINCT ON (file, line, "column") * FROM import_faults ORDER BY file, line, "column", id
            ) first_faults
            ORDER BY array_position(%s, file), line, id LIMIT %s
            """,
            [order, most],
        )
        for row in cursor:
            yield Fault(*row)


def write_reject_file(stream: TextIO, found: Iterable[Fault]) -> None:
    """Write the faults as CSV."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(REJECT_COLUMNS)
    for fault in found:
        writer.writerow([fault.file, fault.line, fault.column, fault.value, fault.expected])
