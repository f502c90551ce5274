"""Brings the staged rows of a file to its table: created, or updated where a value differs."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection
from django.utils import timezone

from interchange.bulk import loading
from interchange.db import count, run
from interchange.files.declaration import Column, File
from interchange.relations import referred


def merge(file: File) -> dict[str, int]:
    """Write the staged rows of ``file`` to its table; returns how many were created, changed and unchanged."""
    run("CREATE TEMPORARY TABLE import_touched (id bigint) ON COMMIT DROP")
    created = count(f"SELECT count(*) FROM {file.stage} WHERE new")
    known = count(f"SELECT count(*) FROM {file.stage} WHERE NOT new")
    day = {"today": timezone.localdate()}
    for statement in file.before:
        run(statement, day)
    with loading(file.table, created), _waiting(file):
        if known:
            _update(file)
        if created:
            _insert(file)
    # What follows joins rows that only this transaction sees, of which autovacuum can know nothing yet.
    if created:
        run(f"ANALYZE {file.table}")
    with loading(file.fills, created) if file.fills else nullcontext():
        for statement in file.after:
            run(statement, day)
    if created and file.fills:
        run(f"ANALYZE {file.fills}")
    changed = count(f"SELECT count(*) FROM {file.stage} WHERE NOT new AND id IN (SELECT id FROM import_touched)")
    run("DROP TABLE import_touched")
    return {"created": created, "changed": changed, "unchanged": known - changed}


def _update(file: File) -> None:
    stored = {c.target: _source(c, f"t.{c.target}") for c in file.stored if c.name not in file.key}
    differ = " OR ".join(f"t.{column} IS DISTINCT FROM {value}" for column, value in stored.items())
    settings = ", ".join(f"{column} = {value}" for column, value in (stored | dict(file.also)).items())
    run(
        f"""
        WITH changed AS (
            UPDATE {file.table} t SET {settings} FROM {file.stage} s {referred(file.stored)} {file.joins}
            WHERE t.id = s.id AND s.line IN (SELECT line FROM {file.states}) AND ({differ}) RETURNING t.id
        )
        INSERT INTO import_touched SELECT id FROM changed
        """
    )


def _insert(file: File) -> None:
    values = {"id": "s.id"} | {c.target: _source(c, "''") for c in file.stored} | dict(file.new)
    run(
        f"""
        INSERT INTO {file.table} ({", ".join(values)})
        SELECT {", ".join(values.values())} FROM {file.stage} s {referred(file.stored)} {file.joins}
        WHERE s.new
        """
    )


def _source(column: Column, held: str) -> str:
    return f"coalesce({column.source}, {held})" if column.kept else column.source


@contextmanager
def _waiting(file: File) -> Iterator[None]:
    """Put off the constraints that one row of the table can break against another until all are written: periods that
    share no day, a follow-up and what it follows up."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT string_agg(quote_ident(conname), ', ') FROM pg_constraint
            WHERE conrelid = %s::regclass AND condeferrable AND (contype = 'x' OR confrelid = conrelid)
            """,
            [file.table],
        )
        names = cursor.fetchone()[0]
    if names:
        run(f"SET CONSTRAINTS {names} DEFERRED")
    yield
    if names:
        run(f"SET CONSTRAINTS {names} IMMEDIATE")
