"""The team's worklist in numbers: each the length of a list of its lines, by case manager and in all."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.forms.worklist import UNALLOCATED
from casework.worklist import KINDS, Line, Worklist, by_kind
from contacts.cadence import Due
from staff.models import User


@dataclass(frozen=True)
class TeamRow:
    """What is to do about the people of one case manager, of nobody, or (``officer`` blank) of all of them."""

    name: str
    officer: str
    lines: list[Line]
    contacts: dict[Due, int]
    people: int

    @property
    def to_do(self) -> int:
        return len(self.lines)

    @property
    def overdue(self) -> int:
        """How many lines' deadline is over."""
        return sum(line.is_overdue for line in self.lines)

    @property
    def snoozed(self) -> int:
        return sum(line.snooze is not None for line in self.lines)

    @property
    def kinds(self) -> list[tuple[Any, int, str]]:
        """Each kind that there is: its name, how many lines, and where they are listed."""
        return [(KINDS[kind], count, self.address(kind=kind)) for kind, count in by_kind(self.lines).items()]

    def address(self, **narrowed: str) -> str:
        """Of the lines, or some of them."""
        part = {name: value for name, value in {"officer": self.officer, **narrowed}.items() if value}
        return f"{reverse('worklist')}?{urlencode(part)}" if part else reverse("worklist")

    def due_address(self, due: Due) -> str:
        """Of the people whose next contact is in the group."""
        part = {name: value for name, value in {"officer": self.officer, "next_contact": due.value}.items() if value}
        return f"{reverse('caseload')}?{urlencode(part)}"

    @property
    def people_address(self) -> str:
        return f"{reverse('caseload')}?{urlencode({'officer': self.officer})}" if self.officer else reverse("caseload")


@dataclass(frozen=True)
class TeamCounts:
    """A row for each case manager who holds somebody listed, the unallocated last; and ``total``, their sum."""

    rows: list[TeamRow]
    total: TeamRow

    @classmethod
    def of(cls, worklist: Worklist) -> "TeamCounts":
        contacts = worklist.contacts_due()
        held = Counter(person.officer for person in worklist.people.values())
        lines: dict[int | None, list[Line]] = {officer: [] for officer in held}
        for line in worklist.to_do:
            lines[line.person.officer].append(line)

        def row(name: str, officer: str, whose: Iterable[int | None]) -> TeamRow:
            of_them = {due: sum(contacts[each, due] for each in whose) for due in Due}
            all_lines = [line for each in whose for line in lines[each]]
            return TeamRow(name, officer, all_lines, of_them, sum(held[each] for each in whose))

        officers = User.objects.filter(pk__in=[officer for officer in held if officer])
        rows = [row(str(officer), str(officer.pk), [officer.pk]) for officer in officers]
        if None in held:
            rows.append(row(_("Unallocated"), UNALLOCATED, [None]))
        return cls(rows, row(_("Total"), "", list(held)))
