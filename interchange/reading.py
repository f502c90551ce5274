"""Reads an interchange file row by row, in bounded memory: its header, its rows, and how it breaks the form of CSV.

What the values are is not asked here: the rows go to the database as text.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from unicodedata import is_normalized, normalize

from interchange.faults import Fault
from interchange.files.declaration import File

csv.field_size_limit(1_000_000)

UTF_8, WINDOWS = "utf-8", "cp1252"
Record = tuple[int, list[str]]


def read(file: File, path: Path, encoding: str = UTF_8) -> tuple[list[str], Iterator[str | Fault]]:
    """The names of the columns in ``path``, and its rows as lines of text for COPY: the line in the file where a row
    begins, then the cells in the order of the names. A fault of the whole file comes alone or as the last."""
    rows = records(file.file_name, path, encoding)
    first = next(rows, (1, []))
    if isinstance(first, Fault):
        return [], iter([first])
    header = without_empty_end(first[1])
    if faults := list(_header_faults(file, header)):
        return [], iter(faults)
    return header, _rows(file, header, rows)


def records(name: str, path: Path, encoding: str = UTF_8) -> Iterator[Record | Fault]:
    """The lines on which rows begin, and the cells without the spaces round them. A fault of the file is the last.

    It is told by the ``name`` of the file.
    """
    line = 1
    try:
        with path.open(newline="", encoding="utf-8-sig" if encoding == UTF_8 else encoding) as lines:
            reader = csv.reader(lines, delimiter=_delimiter(path), strict=True)
            for cells in reader:
                yield line, [*map(str.strip, cells)]
                line = reader.line_num + 1
    except UnicodeDecodeError:
        yield _not_in(encoding, name, path)
    except csv.Error as error:
        yield Fault(name, line, "", "", f"a row of comma-separated values ({error})")


def _delimiter(path: Path) -> str:
    """What separates the names in the header: spreadsheets of some countries write semicolons."""
    header = next(_lines(path), b"")
    return ";" if header.count(b";") > header.count(b",") else ","


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a file in any encoding, whatever ends them: that of old spreadsheets is a carriage return alone."""
    with path.open(newline="", encoding="latin-1") as lines:
        for line in lines:
            yield line.encode("latin-1")


def _not_in(encoding: str, name: str, path: Path) -> Fault:
    """The first line with a byte that cannot be read, and which byte it is."""
    for number, line in enumerate(_lines(path), 1):
        try:
            line.decode(encoding)
        except UnicodeDecodeError as error:
            byte = f"the byte {line[error.start]:02X} at place {error.start + 1}"
            way_out = ", or the option --encoding cp1252 for a file from Windows" if encoding == UTF_8 else ""
            return Fault(name, number, "", byte, f"a file in {encoding.upper()}{way_out}")
    return Fault(name, 1, "", "", f"a file in {encoding.upper()}")


def without_empty_end(cells: list[str]) -> list[str]:
    """Spreadsheets add empty cells at the end of a row, and leave them out."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _header_faults(file: File, header: list[str]) -> Iterator[Fault]:
    known = file.column_names()
    for name in header:
        if name not in known:
            yield Fault(file.file_name, 1, name, name, "one of the columns " + ", ".join(known))
        elif header.count(name) > 1:
            yield Fault(file.file_name, 1, name, name, "each column once")
    for column in file.columns:
        if column.required and column.name not in header:
            yield Fault(file.file_name, 1, column.name, "", f"the column {column.name}")


def _rows(file: File, header: list[str], records: Iterator[Record | Fault]) -> Iterator[str | Fault]:
    expected_in = {column.name: column.kind.expected for column in file.columns}
    for record in records:
        if isinstance(record, Fault):
            yield record
            continue
        line, cells = record
        if not any(cells):
            continue
        if len(cells) != len(header):
            cells = without_empty_end(cells)
            if len(cells) > len(header):
                yield Fault(file.file_name, line, "", f"{len(cells)} values", f"{len(header)}, one for each column")
                continue
            cells = [*cells, *[""] * (len(header) - len(cells))]
        text = "\t".join(cells)
        if not text.isascii() and not is_normalized("NFC", text):
            cells = [normalize("NFC", cell) for cell in cells]
            text = "\t".join(cells)
        if "\\" in text or "\n" in text or "\r" in text or "\0" in text or text.count("\t") >= len(cells):
            text = "\t".join(cell.replace("\r\n", "\n").replace("\r", "\n").translate(ESCAPES) for cell in cells)
            for name, cell in zip(header, cells, strict=True):
                if "\0" in cell:
                    yield Fault(file.file_name, line, name, cell.replace("\0", r"\0"), expected_in[name])
        yield f"{line}\t{text}\n"


# A NUL stands there as in the fault that tells of it.
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\0": r"\\0"})
