"""How staged rows are joined with the rows that they refer to, and with the records of earlier imports."""

from collections.abc import Iterable

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
    told = [
        f"{c.refers_to.row}.{c.refers_to.field} AS {c.name}" if c.refers_to else f"t.{c.target} AS {c.name}"
        for c in columns
    ]
    joins = [
        f"JOIN {to.table} {to.row} ON {to.row}.id = t.{column.target}" for column in columns if (to := column.refers_to)
    ]
    return f"(SELECT t.id, {', '.join(told)} FROM {file.table} t {' '.join(joins)})"


def alike(names: Iterable[str], one: str, other: str) -> str:
    """Two rows agree on the columns."""
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in names)
