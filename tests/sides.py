"""What the files said last, what was recorded here and what the files say now: an independent reading, for tests only.

It shares no code with the product. Values are texts, as they would stand in a file. What it knows, it was told: what
pages left behind (`worked`), and each file that was accepted (`imported`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tests.oracle.records import OUTCOMES

Row = Mapping[str, str]
Records = dict[str, dict[str, str]]
# By the key of the record and the column: what is recorded here, and what the file says.
Conflicts = dict[tuple[str, str], tuple[str, str]]


class Told(NamedTuple):
    """How a file is read: its key, the columns taken or left together, what blanks mean, and where they say nothing."""

    key: str
    columns: tuple[str, ...]
    together: tuple[tuple[str, ...], ...] = ()
    blanks: Mapping[str, str] = {}
    silent: frozenset[str] = frozenset()

    def groups(self) -> list[tuple[str, ...]]:
        grouped = {column for group in self.together for column in group}
        return [*self.together, *((column,) for column in self.columns if column not in grouped)]


CONTACTS = Told(
    "contact_ref",
    (
        "crn", "staff_code", "code", "date", "start_time", "end_time", "withdrawn", "place", "notice_issued_at",
        "slip_uploaded", "other_activity", "outcome", "cancelled_by", "follow_up", "follow_up_on", "follow_up_ref",
    ),
    (
        ("date", "start_time", "end_time"),
        ("notice_issued_at", "slip_uploaded"),
        ("outcome", "cancelled_by", "follow_up", "follow_up_on", "follow_up_ref"),
    ),
    {"withdrawn": "N", "slip_uploaded": "N"},
)  # fmt: skip
OFFICES = Told(
    "office",
    ("ldu", "kind", "amk_from", "rurality", "address", "phone"),
    blanks={"rurality": "0.00"},
    silent=frozenset({"address", "phone"}),
)
STAFF = Told(
    "staff_code",
    ("first_name", "last_name", "email", "grade", "starts_on", "ends_on"),
    (("first_name", "last_name"), ("starts_on", "ends_on")),
)
SERVICE_USERS = Told(
    "crn",
    ("first_name", "last_name", "date_of_birth", "language", "office", "iom", "address", "phone", "email"),
    (("first_name", "last_name"),),
    {"language": "en", "iom": "N"},
)


class Sides:
    """The records of one table and, of what was changed here, what the files said of it last."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.records: Records = {}
        self.said: dict[tuple[str, str], str] = {}
        self.undecided: set[tuple[str, str]] = set()
        self.brought: set[str] = set()

    def records_here(self, key: str, **values: str) -> None:
        """A page records the values, of a record that may be new."""
        held = self.records.setdefault(key, dict.fromkeys(self.told.columns, "") | self.told.blanks | values)
        for column, value in values.items():
            if held[column] != value:
                self.said.setdefault((key, column), held[column])
                held[column] = value

    def forgets(self, key: str) -> None:
        """A page deletes a record."""
        del self.records[key]
        self.said = {where: value for where, value in self.said.items() if where[0] != key}
        self.undecided = {where for where in self.undecided if where[0] != key}

    def worked(self, now: Records) -> None:
        """Pages left the records as they are ``now``."""
        for key in self.records.keys() - now.keys():
            self.forgets(key)
        for key, row in now.items():
            self.records_here(key, **row)

    def keeps(self, key: str) -> None:
        """Somebody keeps what is recorded here."""
        self.undecided = {where for where in self.undecided if where[0] != key}

    def uses(self, key: str) -> dict[str, str]:
        """Somebody uses the file's values: those in conflict and what is taken together with them. Returns them."""
        open_columns = {column for where, column in self.undecided if where == key}
        taken = {}
        for group in self.told.groups():
            if open_columns & {*group}:
                for column in group:
                    if (key, column) in self.said:
                        taken[column] = self.said.pop((key, column))
                    self.undecided.discard((key, column))
        self.records[key] |= taken
        return taken

    def decided(self, now: Records) -> None:
        """Somebody used the values of a file: it is what the files said."""
        for key, row in now.items():
            for group in self.told.groups():
                if any(row[column] != self.records[key][column] for column in group):
                    for column in group:
                        self.said.pop((key, column), None)
        self.records = {key: dict(row) for key, row in now.items()}

    def imported(
        self,
        rows: Iterable[Row],
        *,
        prefer_file: bool = False,
        misfits: Callable[[Records, set[str]], set[str]] = lambda records, touched: set(),
    ) -> Conflicts:
        """A file with the ``rows`` was accepted: what is in conflict.

        A row has only the columns that its file has. ``misfits`` names the records that no caseload could have, were
        the records like this: of the second argument's keys something is kept.
        """
        news, decisions = {}, {}
        for row in rows:
            key = row[self.told.key]
            self.brought.add(key)
            if key not in self.records:
                self.records[key] = {c: row.get(c) or self.told.blanks.get(c, "") for c in self.told.columns}
                continue
            news[key] = self._says(key, row)
            for group in self.told.groups():
                decisions[key, group] = self._decision(key, group, news[key], prefer_file)
        while self._give_way(news, decisions, prefer_file, misfits):
            pass
        return self._settle(news, decisions)

    def _says(self, key: str, row: Row) -> dict[str, str]:
        held = self.records[key]
        says = {}
        for column in self.told.columns:
            is_silent = column not in row or (column in self.told.silent and not row[column])
            last = self.said.get((key, column), held[column])
            says[column] = last if is_silent else row[column] or self.told.blanks.get(column, "")
        return says

    def _decision(self, key: str, group: Sequence[str], says: Row, prefer_file: bool) -> str:
        held = self.records[key]
        last = {column: self.said.get((key, column), held[column]) for column in group}
        if all(says[column] == held[column] for column in group):
            return "same"
        if all(last[column] == held[column] for column in group):
            return "take"
        if all(says[column] == last[column] for column in group):
            return "keep"
        return "prefer" if prefer_file else "conflict"

    def _after(self, news: Records, decisions: dict) -> Records:
        after = {key: dict(row) for key, row in self.records.items()}
        for (key, group), decision in decisions.items():
            if decision in ("take", "prefer"):
                after[key] |= {column: news[key][column] for column in group}
        return after

    def _give_way(self, news: Records, decisions: dict, prefer_file: bool, misfits: Callable) -> bool:
        """Where what is kept and what the file says new do not go together, the file's is in conflict, or preferred."""
        kept = {key for (key, _), decision in decisions.items() if decision in ("keep", "conflict")}
        found = misfits(self._after(news, decisions), kept)
        for before, after in [("keep", "prefer")] * prefer_file + [("take", "conflict")]:
            moved = [where for where, decision in decisions.items() if where[0] in found and decision == before]
            if moved:
                decisions.update(dict.fromkeys(moved, after))
                return True
        return False

    def _settle(self, news: Records, decisions: dict) -> Conflicts:
        conflicts: Conflicts = {}
        after = self._after(news, decisions)
        for (key, group), decision in decisions.items():
            for column in group:
                here, said = self.records[key][column], news[key][column]
                if decision in ("same", "take", "prefer") or (decision == "conflict" and here == said):
                    self.said.pop((key, column), None)
                    self.undecided.discard((key, column))
                elif decision == "conflict":
                    self.said[key, column] = said
                    self.undecided.add((key, column))
                    conflicts[key, column] = here, said
        self.records = after
        return conflicts


def misfits_among(today: date) -> Callable[[Records, set[str]], set[str]]:
    """Which contacts no caseload could have, for what is kept of them or of what they are linked to."""

    def misfits(contacts: Records, kept: set[str]) -> set[str]:
        found = {ref for ref in kept if not stands(contacts[ref], today)}
        for ref, row in contacts.items():
            further = contacts.get(row["follow_up_ref"])
            if further and further["crn"] != row["crn"]:
                found |= {ref, row["follow_up_ref"]}
        return found

    return misfits


def stands(row: Row, today: date) -> bool:
    outcome = OUTCOMES.get(row["outcome"], {"attended": "", "complied": ""})
    absence_known = outcome["complied"] == "Y" or row["cancelled_by"] == "service_user"
    if row["outcome"] and row["date"] > str(today) and (outcome["attended"], outcome["complied"]) != ("N", "Y"):
        return False
    return not row["follow_up_on"] or row["follow_up_on"] >= row["date"] or absence_known
