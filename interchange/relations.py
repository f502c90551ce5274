"""How staged rows are joined with the rows that they refer to, and with the records of earlier imports."""

from collections.abc import Iterable

from interchange.db import quoted
from interchange.files.declaration import Column, File


def referred(columns: Iterable[Column]) -> str:
    """Joins for the rows that the columns of the staged row ``s`` refer to."""
    return " ".join(
        f"{'' if column.required else 'LEFT '}JOIN {to.table} {to.row} ON {to.row}.{to.field} = s.{column.name}"
        for column in columns
        if (to := column.refers_to)
    )


def earlier(file: File, names: Iterable[str]) -> str:
    """A relation of the records that there are: their id, and of the named columns what the file would tell."""
    columns = file.select(names)
    told = "".join(f", {column.holds} AS {column.name}" for column in columns)
    joins = " ".join(
        f"{'' if column.required else 'LEFT '}JOIN {to.table} {to.row} ON {to.row}.id = t.{column.target}"
        for column in columns
        if (to := column.refers_to) and column.target
    )
    return f"(SELECT t.id{told} FROM {file.table} t {joins})"


def said_last(table: str) -> str:
    """A relation of what the files said last of the records of a table where it was changed here since, by column."""
    return f"""(
        SELECT record, jsonb_object_agg(column_name, value) AS said FROM cases_filevalue
        WHERE table_name = {quoted(table)} GROUP BY record
    )"""


def last_of(column: Column, held: str) -> str:
    """What the files said last of a column: of a row ``o`` of `said_last`, else what is ``held``."""
    return f"CASE WHEN o.said ? {quoted(column.kept_as)} THEN {column.told_by_kept('o.said')} ELSE {held} END"


def alike(names: Iterable[str], one: str, other: str) -> str:
    """Two rows agree on the columns."""
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in names)
