"""
Files of an import as people and software write them: any value in any column, in any form that a file may have.

What a column can hold follows from its declaration in `interchange.files`, so that a new column is covered by itself.

    @given(attempts())
    def test_takes(attempt):
        rows = edited(accepted, attempt.edits)
        lines = write_file(folder, file, rows, attempt.form)
"""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

from interchange.files import FILES
from interchange.files.declaration import Column, File
from interchange.files.values import (
    DATE,
    DATE_TIME,
    TIME,
    Code,
    Codes,
    Email,
    Number,
    OneOf,
    OneOfOrNamed,
    Pattern,
    Text,
    YesNo,
)
from interchange.merges import MERGES
from tests.strategies.contacts import ATTENDED, COMPLIED, NOT_ATTENDED
from tests.strategies.people import Files

ALL_FILES = {file.name: file for file in (MERGES, *FILES)}
COMPLETE = [file.name for file in FILES if file.completes]

# Round the day of the import, 21 December 2018, and the ends of what a calendar and a database know.
DAYS = [
    "2018-12-20", "2018-12-21", "2018-12-22", "2018-12-05", "2018-12-11", "2018-11-06", "2018-11-13", "2018-12-31",
    "2019-01-01", "2019-01-10", "2018-09-01", "2018-03-25", "2012-01-01", "2028-12-20", "0001-01-01", "9999-12-31",
]  # fmt: skip
CLOCK = ["09:00", "09:30", "10:00", "10:30", "00:00", "23:59", "01:30", "11:00"]
# Names as people have them, and words that the software uses itself.
WORDS = [
    "Siân", "O'Neill", 'The "Old" Mill', "None", "NULL", "null", "Unallocated", "N/A", "0", "-", "=1+1", "@SUM(A1)",
    "🎈", "\\N", "\\.", "a,b;c", "1\t2", "1 High Street\nBala", "%s", "%(today)s", "{0}", "$$", "--", "x" * 20, "İ",
]  # fmt: skip
KEYS = {
    "office": ["Bala", "Harlech", "Unallocated", "Môn"],
    "ldu": ["Gwynedd", "None"],
    "division": ["Wales", "Unallocated"],
    "officer": ["CM1", "LH1", "CM2"],
    "person": ["A000001", "A000002", "A000003", "B000001"],
    "contact_ref": ["C1", "C2", "C3", "C4", "N1", "N2", "P1", "P2"],
    "order_ref": ["O1", "O2", "O3"],
}
BROKEN = [
    "31/12/2018", "2018-02-30", "2018-13-01", "2018-2-1", "today", "infinity", "24:00", "9:30", "25:00", "NOPE",
    "2018-12-21T25:00", "y", "true", "1e9", "-1", "1000000000000000000000", "0.001", "NaN", "x" * 1001, "🎈" * 300,
    "a\0b", "\0", "\x01", "\x1f\x7f", "a@b", "Z99", "a000001", "F;;W", ";", "RM59:", ":", "ATTC ", "\ufeff", "\u200b",
    "\u2028", "\r", "2018-12-21\n", "'; DROP TABLE staff_user; --", "%", "\\", '"', '""', "'", "ﬁ", "e\u0301", "٣",
    "２018-01-05",
]  # fmt: skip


class Edit(NamedTuple):
    """A change of one file: of a cell (``value`` in ``column`` of a row), or of its rows (``column`` is "")."""

    file: str
    row: int
    column: str
    value: str


class Form(NamedTuple):
    """How a file is written. None of it changes what the file says."""

    mark: bool = False
    encoding: str = "utf-8"
    ends: str = "\n"
    delimiter: str = ","
    quote_all: bool = False
    spread: str = ""
    case: str = "lower"
    order: int = 0


class Damage(NamedTuple):
    """What happened to the bytes of a file: something in place of some of them."""

    file: str
    place: int
    length: int
    instead: bytes


class Attempt(NamedTuple):
    """One import: what differs from the files accepted last, how they are written, and how it is asked for."""

    edits: list[Edit]
    aims: list[tuple[int, int]]
    form: Form
    left_out: list[str]
    missing: list[str]
    prefer_file: bool
    complete: list[str]
    rehearsed: bool
    damage: Damage | None


def values(column: Column) -> st.SearchStrategy[str]:
    """What may stand in a column: mostly something that can be read there, and that others refer to."""
    readable = st.sampled_from(sensible(column))
    return st.one_of(readable, readable, st.just(""), st.sampled_from(BROKEN))


def sensible(column: Column) -> list[str]:
    """What a column can hold: of what others refer to, what they do refer to."""
    if column.refers_to:
        return KEYS[column.refers_to.row]
    if column.name == "follow_up_ref":
        return ["", *KEYS["contact_ref"]]
    return KEYS.get(column.name) or _examples(column)


def _examples(column: Column) -> list[str]:
    kind = column.kind
    if kind in (DATE, TIME, DATE_TIME):
        return {
            DATE: DAYS,
            TIME: CLOCK,
            DATE_TIME: [f"{day}T{at}" for day in DAYS[:8] for at in CLOCK[:3]] + ["2018-03-25T01:30"],
        }[kind]
    match kind:
        case OneOf(words=words):
            return list(words)
        case OneOfOrNamed(words=words):
            return [*words, "ORA Order", "ora ORDER"]
        case Codes():
            return ["", "W", "F", "W;F", " W ; M", "RM59:EM2", "RM59:ZZ", "Z", "Z;W", "G", "CSPE;X"]
        case Code():
            return ["ATTC", "UAAB", "AAME", "RSSR", "RSOF", ATTENDED[0], NOT_ATTENDED[0], COMPLIED[0]]
        case YesNo():
            return ["Y", "N"]
        case Number():
            return ["0", "10", "33.33", "37", "48", "100", "007"]
        case Email():
            return [
                "cm1@example.org",
                "LH1@Example.ORG",
                "o'brien+1@example.co.uk",
                "siân@example.org",
                "new@localhost",
            ]
        case Pattern():
            return KEYS["person"]
        case Text(longest=longest):
            return [word for word in WORDS if len(word) <= longest] + ["COAP", "x" * longest, "🎈" * longest]
    raise AssertionError(f"say in tests/strategies/imports.py what may stand in a column of the kind {kind}")


def _cell(file: File) -> st.SearchStrategy[Edit]:
    row = st.integers(0, 9)
    return st.one_of(
        [st.builds(Edit, st.just(file.name), row, st.just(column.name), values(column)) for column in file.columns]
    )


def _rows(file: File) -> st.SearchStrategy[Edit]:
    acts = st.sampled_from(["gone", "twice", "first", "blank"])
    return st.builds(Edit, st.just(file.name), st.integers(0, 9), st.just(""), acts)


EDITS = st.one_of([_cell(file) for file in ALL_FILES.values()] + [_rows(file) for file in ALL_FILES.values()])
FORMS = st.builds(
    Form,
    mark=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8", "cp1252"]),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
    delimiter=st.sampled_from([",", ";"]),
    quote_all=st.booleans(),
    spread=st.sampled_from(["", "cut", "more"]),
    case=st.sampled_from(["lower", "upper", "title"]),
    order=st.integers(0, 5),
)
OPTIONAL = [
    f"{file.name}.{column.name}"
    for file in FILES
    for column in file.columns
    if not column.required and column.name not in file.key
]
DAMAGES = st.builds(
    Damage,
    st.sampled_from(sorted(ALL_FILES)),
    st.integers(0, 3000),
    st.sampled_from([0, 0, 1, 40, 100_000]),
    st.sampled_from(
        [b"", b"\0", b'"', b"\n", b"\r", b",", b";", b"\xe2", b"\x81", b"\xff\xfe", b"\xef\xbb\xbf", b"crn,"]
    ),
)


def attempts() -> st.SearchStrategy[Attempt]:
    """Mostly a few edits in a plain form, sometimes all at once."""
    return st.builds(
        Attempt,
        edits=st.one_of(st.just([]), st.lists(EDITS, max_size=4)),
        aims=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=3),
        form=st.one_of(st.just(Form()), FORMS),
        left_out=st.one_of(st.just([]), st.lists(st.sampled_from(OPTIONAL), max_size=6, unique=True)),
        missing=st.one_of(st.just([]), st.lists(st.sampled_from(sorted(ALL_FILES)), max_size=2, unique=True)),
        prefer_file=st.sampled_from([False, False, False, True]),
        complete=st.one_of(st.just([]), st.lists(st.sampled_from(COMPLETE), max_size=2, unique=True)),
        rehearsed=st.sampled_from([False, False, False, True]),
        damage=st.one_of(st.none(), st.none(), st.none(), DAMAGES),
    )


def aimed(files: Files, aims: Sequence[tuple[int, int]], worked_on: Sequence[tuple[str, str, str]]) -> list[Edit]:
    """Edits of what staff worked on, by file, key and column: of which, and what stands there, are numbers drawn."""
    edits = []
    for which, value in aims if worked_on else []:
        name, key, column = worked_on[which % len(worked_on)]
        [declared] = ALL_FILES[name].select([column])
        places = [place for place, row in enumerate(files[name]) if row[ALL_FILES[name].key[0]] == key]
        choices = sensible(declared)
        edits += [Edit(name, place, column, choices[value % len(choices)]) for place in places[:1]]
    return edits


def edited(files: Files, edits: Sequence[Edit]) -> Files:
    """The files with the edits made: copies."""
    changed = {name: [dict(row) for row in files.get(name, [])] for name in ALL_FILES}
    for edit in edits:
        rows, names = changed[edit.file], ALL_FILES[edit.file].column_names()
        if not rows:
            rows.append(dict.fromkeys(names, ""))
        place = edit.row % len(rows)
        if edit.column:
            rows[place][edit.column] = edit.value
        elif edit.value == "gone":
            del rows[place]
        elif edit.value == "twice":
            rows.append(dict(rows[place]))
        elif edit.value == "first":
            rows.insert(0, rows.pop(place))
        else:
            rows.insert(place, dict.fromkeys(names, ""))
    return changed


def write_file(folder: Path, file: File, rows: Files, form: Form, left_out: Sequence[str] = ()) -> dict[int, int]:
    """Writes one file; returns the line on which each of its rows begins."""
    names = [name for name in file.column_names() if f"{file.name}.{name}" not in left_out]
    names = names[form.order % len(names) :] + names[: form.order % len(names)]
    text = StringIO(newline="")
    # A carriage return alone ends a row too, and the writer would leave it bare.
    bare = any("\r" in cell for row in rows[file.name] for cell in row.values())
    quoting = csv.QUOTE_ALL if form.quote_all or bare else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=form.delimiter, lineterminator=form.ends, quoting=quoting)
    lines = {}

    def write(cells: list[str]) -> None:
        if form.spread == "more":
            cells = [*cells, "", ""]
        while form.spread == "cut" and len(cells) > 1 and not cells[-1]:
            cells = cells[:-1]
        writer.writerow(cells)

    write(names)
    for number, row in enumerate(rows[file.name]):
        lines[number] = _lines(text.getvalue()) + 1
        write([row.get(name, "") for name in names])
    content = text.getvalue()
    encoded = content.encode(form.encoding)
    name = getattr(str, form.case)(file.file_name)
    (folder / name).write_bytes(b"\xef\xbb\xbf" * (form.mark and form.encoding == "utf-8") + encoded)
    return lines


def _lines(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def fits(files: Files, encoding: str) -> bool:
    """Whether every letter of the files can be written in the encoding."""
    try:
        for rows in files.values():
            for row in rows:
                "".join(row.values()).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
