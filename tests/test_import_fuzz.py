"""Whatever files say, in whatever form and order, and whatever staff did between: nothing is lost, nothing breaks."""

import csv
import os
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unicodedata import normalize

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, event, example, given, settings
from hypothesis import strategies as st

from cases.models import OrderTypeName, ServiceUser, Stale
from contacts import facts
from contacts.models import Contact
from staff.models import Office, Post, User
from tests import tables
from tests.answers import load
from tests.sides import CONTACTS, OFFICES, SERVICE_USERS, STAFF, Records, Sides, misfits_among
from tests.small_caseload import CONTACT, small_caseload
from tests.steps import STEPS, World, take
from tests.strategies import Example
from tests.strategies.imports import ALL_FILES, Attempt, Edit, Form, aimed, attempts, edited, fits, write_file

TODAY = date(2018, 12, 21)
# `FUZZ_EXAMPLES=2000 pytest -n 0 tests/test_import_fuzz.py` looks further than the suite has time for.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", 8))
NONE = {"contact_facts": 0, "month_facts": 0, "figure_facts": 0}
# What an import that changes nothing may still write: that it ran, and what nobody has to decide any more.
BOOKKEEPING = {"audit_entry", "cases_filevalue", "pghistory_context", "django_session"}

PLAIN = Attempt([], [], Form(), [], [], False, [], False, None)
made = settings(
    max_examples=EXAMPLES,
    deadline=None,
    # Not shrunk in the suite: each example costs some imports, and the steps already say what happened.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


def plain_files() -> dict[str, list[dict[str, str]]]:
    """The small caseload, with contacts to come and others without an outcome."""
    files = small_caseload()
    blank = {"outcome": "", "notice_issued_at": "", "slip_uploaded": "", "withdrawn": ""}
    files["contacts"] = [row | {"withdrawn": ""} for row in files["contacts"]]
    for number, day in enumerate(["2018-12-10", "2018-12-19", "2018-12-24", "2018-12-27", "2019-01-03"]):
        row = CONTACT | blank | {"contact_ref": f"P{number}", "date": day, "start_time": "14:00", "end_time": "14:40"}
        files["contacts"].append(row)
    return files


# What is recorded, as texts of a file


LOOKUPS = {
    "crn": "service_user__crn", "staff_code": "officer__staff_code", "code": "type_id", "outcome": "outcome_id",
    "follow_up_ref": "follow_up_contact__contact_ref", "office": "office__name", "ldu": "ldu__name",
}  # fmt: skip
KEPT_OF = {
    "offices": (Office.objects, OFFICES, "name"),
    "staff": (User.objects, STAFF, "staff_code"),
    "service_users": (ServiceUser.objects, SERVICE_USERS, "crn"),
    "contacts": (Contact.everything, CONTACTS, "contact_ref"),
}


def recorded(name: str) -> Records:
    """The records of a file's table: by key, each value as it would stand in the file."""
    manager, told, key = KEPT_OF[name]
    names = [LOOKUPS.get(column, column) for column in told.columns]
    return {
        row[0]: dict(zip(told.columns, map(as_text, row[1:]), strict=True)) for row in manager.values_list(key, *names)
    }


def as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Y" if value else "N"
        case datetime():
            return f"{value:%Y-%m-%dT%H:%M}"
        case time():
            return f"{value:%H:%M}"
        case Decimal():
            return str(value.quantize(Decimal("0.01")))
    return str(value)


def as_read(column: str, cell: str) -> str:
    """A cell as the import reads it."""
    text = normalize("NFC", cell.strip()).replace("\r\n", "\n").replace("\r", "\n")
    if column == "rurality" and text:
        return as_text(Decimal(text))
    return text


def same_but(before: dict[str, str], but: set[str]) -> None:
    now = tables.rows()
    assert {table for table in now if now[table] != before[table]} <= but


# What staff do between imports


def by_hand(manager: Any, **choices: list[Any]) -> Any:
    """A value is put right in the administration pages."""

    def step(world: World) -> None:
        column = world.random.choice(list(choices))
        row = world.random.choice(list(manager.order_by("pk")))
        manager.filter(pk=row.pk).update(**{column: world.random.choice(choices[column])})

    return step


NAMES = ["", "Siân", "Gwen", "Lewis"]
SERVICES = [
    "books", "rearranges", "cancels", "issues a notice", "records an outcome", "offers another", "records a follow up",
    "undoes a cancellation", "undoes a rearrangement", "corrects a booking", "decides about a conflict",
]  # fmt: skip
BY_HAND = {
    "an office": by_hand(Office.objects, address=["", "1 High Street"], phone=["01633"], rurality=[0, 20]),
    "staff": by_hand(
        User.objects,
        email=["", "new@localhost", "lh1@example.org"],
        grade=["PO"],
        first_name=NAMES,
        last_name=NAMES,
        starts_on=[None, date(2018, 12, 5)],
        ends_on=[None, date(2018, 12, 20), date(2018, 9, 1)],
    ),
    "hours": by_hand(Post.objects, weekly_hours=[20, 30]),
    "a service user": by_hand(ServiceUser.objects, phone=["", "0"], first_name=NAMES, last_name=NAMES, iom=[True]),
    "a contact": by_hand(
        Contact.everything,
        date=[date(2018, 12, 22), date(2018, 11, 6)],
        place=["", "Harlech"],
        outcome_id=[None, "ATTC", "UAAB"],
        end_time=[None, time(18)],
        slip_uploaded=[True, False],
    ),
}
WORK = {name: STEPS[name] for name in SERVICES} | BY_HAND


# What an import answers


class Answer(NamedTuple):
    said: list[str]
    faults: list[dict[str, str]]
    conflicts: list[dict[str, str]]
    refusal: str

    @property
    def accepted(self) -> bool:
        return not self.refusal


def ask(folder: Path, beside: Path, attempt: Attempt, *, dry_run: bool) -> Answer:
    """Import as somebody at a terminal does. Whatever else than a clean refusal comes of it fails the test."""
    out, err = StringIO(), StringIO()
    rejects, conflicts = beside / "rejects.csv", beside / "conflicts.csv"
    for path in (rejects, conflicts):
        path.unlink(missing_ok=True)
    options: dict[str, Any] = {"prefer": "file"} if attempt.prefer_file else {}
    try:
        call_command(
            "import_caseload", str(folder), stdout=out, stderr=err, dry_run=dry_run, reject_file=rejects,
            conflicts=conflicts, complete=attempt.complete, encoding=attempt.form.encoding, **options,
        )  # fmt: skip
    except CommandError as error:
        assert "meanwhile" not in str(error)
        return Answer([], rows_of(rejects), [], str(error))
    return Answer(out.getvalue().splitlines(), [], rows_of(conflicts), "")


def rows_of(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def write_all(folder: Path, rows, attempt: Attempt) -> dict[str, dict[int, int]]:
    """Writes the files of an attempt; returns on which line each row of each file begins."""
    for path in folder.iterdir():
        path.unlink()
    lines = {}
    for name, file in ALL_FILES.items():
        if name not in attempt.missing and (rows[name] or file.required):
            lines[name] = write_file(folder, file, rows, attempt.form, attempt.left_out)
    return lines


def damage(folder: Path, attempt: Attempt) -> None:
    hurt = attempt.damage
    for path in folder.iterdir():
        if path.stem.lower() == hurt.file:
            content = path.read_bytes()
            place = hurt.place % (len(content) + 1)
            path.write_bytes(content[:place] + hurt.instead + content[place + hurt.length :])


class Organisation:
    """An organisation that records in two places, with what is known of each."""

    def __init__(self, folder: Path, beside: Path) -> None:
        self.folder, self.beside = folder, beside
        self.accepted = plain_files() | {"merges": []}
        self.how = PLAIN
        self.sides = {name: Sides(told) for name, (_, told, _) in KEPT_OF.items()}
        self.aliases: dict[str, str] = {}
        for name, side in self.sides.items():
            side.worked(recorded(name))
        self.sides["contacts"].brought.update(self.sides["contacts"].records)

    def works(self, step: str, seed: int) -> None:
        """Three times, because most of what staff might do is refused."""
        world = World(Example(self.accepted, "2018-12", TODAY), self.folder, Random(seed))
        for each in range(3):
            if take(step, seed + each, world, WORK):
                event(f"work: {step}")
                for name, side in self.sides.items():
                    (side.decided if step == "decides about a conflict" else side.worked)(recorded(name))

    def imports(self, attempt: Attempt) -> None:
        """Tries until the files are accepted, and puts right what is listed in between."""
        worked_on = [(name, key, column) for name, side in self.sides.items() for key, column in sorted(side.said)]
        edits = attempt.edits + aimed(self.accepted, attempt.aims, worked_on)
        if attempt.damage:
            self.is_refused_or_rehearsed(attempt, edits)
        elif not self.tries(attempt, edits):
            # What was accepted before is accepted again, whatever was done here since.
            again = self.how._replace(prefer_file=attempt.prefer_file, form=attempt.form, complete=[])
            assert self.tries(again, [])

    def tries(self, attempt: Attempt, edits: list[Edit]) -> bool:
        rows = edited(self.accepted, edits)
        if not fits(rows, attempt.form.encoding):
            attempt = attempt._replace(form=attempt.form._replace(encoding="utf-8"))
        lines = write_all(self.folder, rows, attempt)
        before = tables.rows()
        if attempt.rehearsed:
            rehearsal = ask(self.folder, self.beside, attempt, dry_run=True)
            assert tables.rows() == before
        answer = ask(self.folder, self.beside, attempt, dry_run=False)
        if attempt.rehearsed:
            assert rehearsal.said[:-1] == answer.said
            assert (rehearsal.faults, rehearsal.conflicts) == (answer.faults, answer.conflicts)
        event(f"import: {'accepted' if answer.accepted else 'refused'}")
        if answer.accepted:
            self.is_right(attempt, rows, lines, answer)
            return True
        assert tables.rows() == before
        self.is_told(answer, lines)
        return bool(edits) and self.tries(attempt, put_right(edits, answer, lines))

    def is_refused_or_rehearsed(self, attempt: Attempt, edits: list[Edit]) -> None:
        rows = edited(self.accepted, edits)
        if not fits(rows, attempt.form.encoding):
            attempt = attempt._replace(form=attempt.form._replace(encoding="utf-8"))
        write_all(self.folder, rows, attempt)
        damage(self.folder, attempt)
        before = tables.rows()
        answer = ask(self.folder, self.beside, attempt, dry_run=True)
        event(f"damaged: {'accepted' if answer.accepted else 'refused'}")
        assert tables.rows() == before

    def is_told(self, answer: Answer, lines: dict[str, dict[int, int]]) -> None:
        """Each fault is told by a file, a line on which a row begins, and a column that there is."""
        for fault in answer.faults:
            name = fault["file"].removesuffix(".csv")
            assert fault["line"] == "1" or int(fault["line"]) in lines[name].values(), fault
            assert fault["column"] in [*ALL_FILES[name].column_names(), ""], fault
            assert fault["expected"]

    def is_right(self, attempt: Attempt, rows, lines, answer: Answer) -> None:
        """An accepted import left what it should, and again it leaves everything alone."""
        expected = self.reads(rows, lines, attempt)
        for name in self.sides:
            assert recorded(name) == self.sides[name].records
        told = {
            (row["file"].removesuffix(".csv"), int(row["line"]), row["column"]): (row["here"], row["file_value"])
            for row in answer.conflicts
            if row["column"] in self.sides[row["file"].removesuffix(".csv")].told.columns
        }
        assert {
            where: tuple(as_read(where[2], unharmed(value)) for value in both) for where, both in told.items()
        } == expected
        if expected:
            event("conflicts")
        connection.check_constraints()
        for model in (*(file.model for file in ALL_FILES.values()), Post):
            assert list(model._base_manager.all()) is not None, "every record can be read"
        assert not Stale.objects.exists()
        assert facts.differences() == NONE
        before = tables.rows()
        again = ask(self.folder, self.beside, attempt, dry_run=False)
        changes = [line for line in again.said if not changes_nothing(line)]
        assert again.accepted and not changes, changes or again
        same_but(before, BOOKKEEPING - {"cases_filevalue"})
        self.accepted, self.how = {**self.accepted, **rows}, attempt

    def reads(self, rows, lines, attempt: Attempt) -> dict[tuple[str, int, str], tuple[str, str]]:
        """What of the files is in conflict: by file, line and column, both values."""
        self.merges(rows["merges"] if "merges" in lines else [])
        conflicts = {}
        for name, side in self.sides.items():
            if name not in lines:
                continue
            told = side.told
            given = [c for c in (told.key, *told.columns) if f"{name}.{c}" not in attempt.left_out]
            read, line_of = [], {}
            for number, row in enumerate(rows[name]):
                cells = {column: as_read(column, row.get(column, "")) for column in given}
                if not any(as_read(c, row.get(c, "")) for c in ALL_FILES[name].column_names()):
                    continue
                if "email" in cells and name == "staff":
                    cells["email"] = cells["email"].lower()
                if name == "service_users" and cells["crn"] in self.aliases:
                    continue
                if name == "contacts":
                    cells["crn"] = self.aliases.get(cells["crn"], cells["crn"])
                    if name in attempt.complete:
                        cells.setdefault("withdrawn", "")
                line_of[cells[told.key]] = lines[name][number]
                read.append(cells)
            misfits = {"misfits": misfits_among(TODAY)} if name == "contacts" else {}
            found = side.imported(read, prefer_file=attempt.prefer_file, **misfits)
            conflicts |= {(name, line_of[key], column): both for (key, column), both in found.items()}
            if name == "contacts" and name in attempt.complete:
                whose = {side.records[ref]["crn"] for ref in line_of}
                for ref, record in side.records.items():
                    if ref in side.brought and record["crn"] in whose and ref not in line_of:
                        record["withdrawn"] = "Y"
        self.aliases = {old: new for old, new in self.aliases.items() if new in self.sides["service_users"].records}
        return conflicts

    def merges(self, rows) -> None:
        people, contacts = self.sides["service_users"], self.sides["contacts"]
        for row in rows:
            old, new = row["old_crn"].strip(), row["crn"].strip()
            if not old or old in self.aliases:
                continue
            self.aliases = {crn: new if survivor == old else survivor for crn, survivor in self.aliases.items()}
            self.aliases[old] = new
            for record in contacts.records.values():
                record["crn"] = new if record["crn"] == old else record["crn"]
            if record := people.records.pop(old, None):
                moves = new not in people.records
                people.records.setdefault(new, record)
                for (crn, column), value in [*people.said.items()]:
                    if crn == old:
                        del people.said[crn, column]
                        if moves:
                            people.said[new, column] = value


def put_right(edits: list[Edit], answer: Answer, lines: dict[str, dict[int, int]]) -> list[Edit]:
    """The edits without those at fault; without all of a file whose rows are not where they were, and at last none."""
    at_fault = {(fault["file"].removesuffix(".csv"), int(fault["line"])) for fault in answer.faults}
    moved = {edit.file for edit in edits if not edit.column}
    sound = [
        edit
        for edit in edits
        if not any(
            edit.file == name and (name in moved or lines[name].get(edit.row % len(lines[name])) == line)
            for name, line in at_fault
        )
    ]
    return sound if len(sound) < len(edits) else []


def unharmed(cell: str) -> str:
    """A cell of a file for spreadsheets, without the mark that keeps it from being a formula."""
    return cell.removeprefix("'") if cell[1:2] in ("=", "+", "-", "@", "\t", "\r") else cell


def changes_nothing(line: str) -> bool:
    harmless = ("read as ending the day before", "taken as other contacts", "Dry run")
    is_unchanged = " 0 created, 0 changed, " in line and line.endswith(" 0 in conflict")
    return is_unchanged or any(words in line for words in harmless)


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


EITHER = st.one_of(
    attempts(),
    st.tuples(st.sampled_from(sorted(WORK)), st.integers(0, 2**32)),
    st.tuples(st.sampled_from(SERVICES), st.integers(0, 2**32)),
)


@pytest.mark.django_db
def test_nothing_is_lost_between_files_and_pages(tmp_path):
    folder, beside = tmp_path / "files", tmp_path / "beside"
    for path in (folder, beside):
        path.mkdir()
    OrderTypeName.objects.create(name="ORA Order", type="community_order")
    with time_machine.travel("2018-12-21 11:00", tick=False):
        write_all(folder, plain_files() | {"merges": []}, PLAIN)
        load(folder)

        @made
        @given(st.lists(EITHER, min_size=2, max_size=5))
        @example([("a contact", 1), ("an office", 2), PLAIN._replace(aims=[(0, 1), (1, 2), (2, 3), (3, 4)])])
        @example([("a contact", 5), PLAIN._replace(aims=[(0, 1), (1, 2), (2, 3), (3, 4)], prefer_file=True)])
        def nothing_is_lost(steps):
            with undone():
                organisation = Organisation(folder, beside)
                for step in steps:
                    if isinstance(step, Attempt):
                        organisation.imports(step)
                    else:
                        organisation.works(*step)

        nothing_is_lost()
