"""Temporary tables that hold an import's rows until the transaction ends: as text, then checked and typed."""

from collections.abc import Collection, Iterable
from io import StringIO
from itertools import islice
from pathlib import Path

from django.db import DataError, connection, transaction
from django.utils import timezone
from tqdm import tqdm

from interchange import faults
from interchange.db import count, quoted, run
from interchange.faults import Fault
from interchange.files.common import PERSON
from interchange.files.declaration import Column, File
from interchange.files.values import Named
from interchange.reading import read
from interchange.relations import alike, earlier, last_of, said_last

CHUNK = 20_000


def create_table(file: File) -> None:
    """Make the staging table of a file. A second import in one transaction begins afresh."""
    columns = ", ".join(f"{column.name} {column.kind.sql}" for column in file.columns)
    run(
        f"""
        DROP TABLE IF EXISTS {file.stage};
        CREATE TEMPORARY TABLE {file.stage} (
            line integer, id bigint, new boolean, sound boolean, kept text[], {columns}
        )
            ON COMMIT DROP
        """
    )


def stage(file: File, path: Path, encoding: str, progress: bool, *, is_complete: bool = False) -> bool:
    """Bring the rows of ``path`` into the file's table, and what is wrong with them one by one into the faults.

    A row is sound where it has no fault of its own. With a bar where ``progress``. What a file that ``is_complete`` has
    is not taken back, whether or not it has the column that says so. Returns whether every row could be brought: where
    not, what others name may be among the rest.
    """
    names, rows = read(file, path, encoding)
    whole = True
    columns = ", ".join(f"{column.name} text" for column in file.columns)
    run(f"CREATE TEMPORARY TABLE import_raw (line integer, {columns})")
    with tqdm(desc=file.file_name, unit=" rows", disable=not progress, leave=False) as bar:
        while chunk := list(islice(rows, CHUNK)):
            _copy(f"COPY import_raw ({', '.join(['line', *names])}) FROM STDIN (NULL '')", chunk)
            found = [item for item in chunk if isinstance(item, Fault)]
            faults.note(found)
            whole = whole and bool(names) and all(fault.column for fault in found)
            bar.update(len(chunk))
    _type(file, {*names, file.taken_back} if is_complete else names)
    _give_way_to_survivors(file)
    if count(f"SELECT count(*) FROM {file.stage} WHERE NOT sound"):
        _list_faults(file)
    run("DROP TABLE import_raw")
    # The planner has no autovacuum's statistics of a temporary table.
    run(f"ANALYZE {file.stage} (line, id, new, {', '.join(_joined(file))})")
    return whole


def _give_way_to_survivors(file: File) -> None:
    """Leave out what a source says under an old CRN where it says another thing of the same days under the new one."""
    keyed_by_person = any(column.refers_to is PERSON and column.name in file.key for column in file.columns)
    if not keyed_by_person or not count("SELECT count(*) FROM import_aliases"):
        return
    clash = alike(file.key, "own", "s")
    if file.apart:
        days = "CASE WHEN {0}.sound THEN daterange({0}.starts_on, {0}.ends_on, '[]') END"
        clash += f" OR {alike(file.apart, 'own', 's')} AND {days.format('own')} && {days.format('s')}"
    run(
        f"""
        DELETE FROM {file.stage} s USING import_raw r JOIN import_aliases alias ON alias.crn = r.crn
        WHERE r.line = s.line AND EXISTS (
            SELECT FROM {file.stage} own JOIN import_raw raw ON raw.line = own.line
            LEFT JOIN import_aliases old ON old.crn = raw.crn
            WHERE own.line <> s.line AND ({clash}) AND (old.crn IS NULL OR own.line < s.line)
        )
        """
    )


def _joined(file: File) -> list[str]:
    """What other tables, or other rows, are found by."""
    return [c.name for c in file.columns if c.name in file.key or c.refers_to or c.value]


def _copy(statement: str, chunk: Iterable[str | Fault]) -> None:
    lines = StringIO("".join(item for item in chunk if isinstance(item, str)))
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, lines)


def _type(file: File, given: Collection[str]) -> None:
    """Fill the file's table from its raw rows. What cannot be read is left out, and the row is not sound."""
    # Most files hold nothing that stops the quick way, and it takes half the time.
    try:
        with transaction.atomic():
            _fill(file, given, [column.kind.reads_quickly(f"r.{column.name}") for column in file.columns])
    except DataError:
        _fill(file, given, [column.kind.reads(f"r.{column.name}") for column in file.columns])


def _fill(file: File, given: Collection[str], readable: list[str]) -> None:
    """Fill the file's table with the values for which the conditions ``readable``, one for each column, hold.

    Of a record that there is, a column that is not among those ``given`` says what it said last.
    A row that is new gets its id at once: others may refer to it, and nothing is updated after it was inserted.
    """
    names = file.column_names()
    aliases = count("SELECT count(*) FROM cases_alias") > 0 or count("SELECT count(*) FROM staged_merges") > 0
    values = [f"r.{name} AS raw_{name}" for name in names] + [
        _value(column, condition, aliases) for column, condition in zip(file.columns, readable, strict=True)
    ]
    left_out = [column.name for column in file.columns if column.name not in {*given, *file.key} and column.holds]
    sound = [f"NOT {_unread(column)}" for column in file.columns]
    sound += [f"({rule.broken}) IS NOT TRUE" for rule in file.rules]
    run(
        f"""
        INSERT INTO {file.stage} (line, id, new, sound, {", ".join(names)})
        SELECT s.line, coalesce(s.known, nextval({file.ids})), s.known IS NULL, {" AND ".join(sound)},
            {", ".join(f"s.{name}" for name in names)}
        FROM (
            SELECT s.line, t.id AS known, {", ".join(f"s.raw_{name}" for name in names)},
                {", ".join(_unless_left_out(column, left_out) for column in file.columns)}
            FROM (
                SELECT r.line, {", ".join(values)} FROM import_raw r
                OFFSET 0 -- or each condition above would read the values again
            ) s LEFT JOIN {earlier(file, [*file.key, *left_out])} t ON {alike(file.key, "t", "s")}
            LEFT JOIN {said_last(file.table)} o ON o.record = t.id
        ) s
        """,
        {"today": timezone.localdate()},
    )


def _unless_left_out(column: Column, left_out: Collection[str]) -> str:
    name = column.name
    if name not in left_out:
        return f"s.{name}"
    return f"CASE WHEN t.id IS NULL THEN s.{name} ELSE {last_of(column, f't.{name}')} END AS {name}"


def _value(column: Column, readable: str, aliases: bool) -> str:
    raw, kind = f"r.{column.name}", column.kind
    if column.refers_to is PERSON and aliases:
        # An old CRN of somebody whose records were merged finds the one that survived.
        raw = f"coalesce((SELECT survivor FROM import_aliases alias WHERE alias.crn = {raw}), {raw})"
    blank = "" if column.blank is None else f"WHEN {raw} IS NULL THEN {kind.value(quoted(column.blank))}"
    return f"CASE {blank} WHEN {readable} THEN {kind.value(raw)} END AS {column.name}"


def _unread(column: Column) -> str:
    """Whether nothing stands in the column although something must, or something that cannot be read."""
    if column.required or column.blank is not None:
        return f"(s.{column.name} IS NULL)"
    return f"(s.{column.name} IS NULL AND s.raw_{column.name} IS NOT NULL)"


def _list_faults(file: File) -> None:
    """Say what is wrong with the rows that are not sound. The rules are for rows whose every value can be read."""
    unread = [_unread(column) for column in file.columns]
    wrong = [
        (c.name, c.kind.unread(f"s.raw_{c.name}"), condition, quoted(c.kind.expected))
        for c, condition in zip(file.columns, unread, strict=True)
    ]
    wrong += [
        (rule.column, f"ARRAY[s.raw_{rule.column}]", f"({rule.broken}) AND NOT ({' OR '.join(unread)})", rule.expected)
        for rule in file.rules
    ]
    rows = ", ".join(
        f"({number}, {quoted(column)}, CASE WHEN {condition} THEN {texts} END, {expected})"
        for number, (column, texts, condition, expected) in enumerate(wrong)
    )
    run(
        f"""
        INSERT INTO import_faults (file, line, "column", value, expected)
        SELECT {quoted(file.file_name)}, s.line, fault.name, coalesce(text, ''), fault.expected
        FROM (
            SELECT staged.*, {", ".join(f"r.{name} AS raw_{name}" for name in file.column_names())}
            FROM {file.stage} staged JOIN import_raw r ON r.line = staged.line
            WHERE NOT staged.sound
        ) s, LATERAL (VALUES {rows}) fault (number, name, texts, expected), unnest(fault.texts) text
        ORDER BY s.line, fault.number
        """,
        {"today": timezone.localdate()},
    )
    for column in file.columns:
        if isinstance(column.kind, Named):
            faults.tell_once(file, column.name, column.kind.expected)
