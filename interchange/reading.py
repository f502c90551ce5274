"""Reads an interchange file row by row, into values or into faults, in bounded memory."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interchange.files import File

csv.field_size_limit(1_000_000)


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where it stands and what was expected there."""

    file: str
    line: int
    column: str
    value: str
    expected: str


@dataclass(frozen=True)
class ReadRow:
    """A row as read: its line, the values of the columns that could be read, and its faults."""

    line: int
    values: dict[str, Any]
    faults: list[Fault]


def read(file: File, path: Path) -> Iterator[ReadRow | Fault]:
    """The rows of ``path``. A fault of the whole file (its header, its encoding) comes as a `Fault` and ends them."""
    line = 1
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.reader(lines, strict=True)
            header = [name.strip() for name in next(reader, [])]
            faults = list(_header_faults(file, header))
            yield from faults
            if faults:
                return
            line = reader.line_num + 1
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield _row(file, header, line, cells)
                line = reader.line_num + 1
    except UnicodeDecodeError:
        yield Fault(file.name, 1, "", "", "a file in UTF-8")
    except csv.Error as error:
        yield Fault(file.name, line, "", "", f"a row of comma-separated values ({error})")


def _header_faults(file: File, header: list[str]) -> Iterator[Fault]:
    known = file.column_names()
    for name in header:
        if name not in known:
            yield Fault(file.name, 1, name, name, "one of the columns " + ", ".join(known))
        elif header.count(name) > 1:
            yield Fault(file.name, 1, name, name, "each column once")
    for column in file.columns:
        if column.required and column.name not in header:
            yield Fault(file.name, 1, column.name, "", f"the column {column.name}")


def _row(file: File, header: list[str], line: int, cells: list[str]) -> ReadRow:
    if len(cells) != len(header):
        fault = Fault(file.name, line, "", f"{len(cells)} values", f"{len(header)} values, one for each column")
        return ReadRow(line, {}, [fault])
    texts = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    values: dict[str, Any] = {}
    faults = []
    for column in file.columns:
        text = texts.get(column.name, "")
        if text:
            try:
                values[column.name] = column.kind.parse(text)
            except ValueError:
                faults.append(Fault(file.name, line, column.name, text, column.kind.expected))
        elif column.required:
            faults.append(Fault(file.name, line, column.name, "", column.kind.expected))
        else:
            values[column.name] = column.blank
    if not faults:
        faults = [
            Fault(file.name, line, column, texts.get(column, ""), expected)
            for column, expected in file.condition(values)
        ]
    return ReadRow(line, values, faults)
