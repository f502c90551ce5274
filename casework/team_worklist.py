"""The worklist of a unit in numbers: each the length of a list of its lines, by the parts of the unit and in all."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casework.forms.worklist import UNALLOCATED, WITHOUT_PART
from casework.worklist import KINDS, Line, Worklist, by_kind
from contacts.cadence import Due
from staff.models import Ldu, Office, Post, Team, User
from staff.units import WITHOUT, Unit

# By which answer of `PartForm` the parts of each level are asked for.
ASKED_AS = {"ldu": "ldu", "team": "team", "case_manager": "officer"}
RECORDS: dict[str, Any] = {"ldu": Ldu, "team": Team, "case_manager": User}


class Parts:
    """In which parts of the organisation the people of a worklist count today: by the post of whoever holds them.

    Unallocated people are in the LDU of their office and in no team.
    """

    def __init__(self, people: Iterable[Any], today: date):
        self.people, self.today = people, today

    @cached_property
    def posts(self) -> dict[int, Post]:
        held = {person.officer for person in self.people if person.officer}
        return {post.user_id: post for post in Post.objects.on(self.today).filter(user__in=held)}

    @cached_property
    def offices(self) -> dict[int, int]:
        return dict(Office.objects.order_by().values_list("pk", "ldu"))

    def of(self, person: Any) -> dict[str, str]:
        """The answers of `PartForm` that the person is listed for."""
        if not person.officer:
            return {"officer": UNALLOCATED, "ldu": str(self.offices[person.office_id])}
        post = self.posts.get(person.officer)
        team, ldu = (post.team_id, post.ldu_id) if post else (None, None)
        return {"officer": str(person.officer), "team": str(team or WITHOUT_PART), "ldu": str(ldu or WITHOUT_PART)}

    def is_in(self, person: Any, asked: Mapping[str, Any]) -> bool:
        """Whether the person is in every part that is asked for."""
        wanted = {name: asked[name] for name in ASKED_AS.values() if asked.get(name)}
        return not wanted or wanted.items() <= self.of(person).items()


@dataclass(frozen=True)
class TeamRow:
    """What is to do about the people of one part of a unit, of nobody, or of all of it.

    where    | the answers of `PartForm` that list just these
    leads_to | where its own parts are counted; empty where it has none
    """

    name: str
    where: dict[str, str]
    leads_to: str
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
        return address("worklist", {**self.where, **narrowed})

    def due_address(self, due: Due) -> str:
        """Of the people whose next contact is in the group."""
        return address("caseload", {**self.where, "next_contact": due.value})

    @property
    def people_address(self) -> str:
        return address("caseload", self.where)


def address(name: str, part: Mapping[str, str]) -> str:
    return f"{reverse(name)}?{urlencode(part)}" if part else reverse(name)


@dataclass(frozen=True)
class TeamCounts:
    """A row for each part of a ``unit`` that has somebody listed, the unallocated last; and ``total``, their sum."""

    level: str
    rows: list[TeamRow]
    total: TeamRow

    @classmethod
    def of(cls, worklist: Worklist, unit: Unit, where: dict[str, str], today: date) -> "TeamCounts":
        """Of the unit, which is listed by the answers ``where``: none where it is the whole worklist."""
        level, parts = unit.parts, Parts(worklist.people.values(), today)
        asked = ASKED_AS[level]
        lines: dict[int, list[Line]] = {}
        for line in worklist.to_do:
            lines.setdefault(line.person.pk, []).append(line)
        listed = [person for person in worklist.people.values() if parts.is_in(person, where)]
        groups: dict[str, list[int]] = {}
        for person in listed:
            groups.setdefault(parts.of(person).get(asked, UNALLOCATED), []).append(person.pk)

        def row(name: str, narrowed: dict[str, str], theirs: list[int], leads_to: str = "") -> TeamRow:
            due = Counter(worklist.told[pk].group for pk in theirs if pk in worklist.told)
            of_them = [line for pk in theirs for line in lines.get(pk, [])]
            return TeamRow(name, narrowed, leads_to, of_them, {each: due[each] for each in Due}, len(theirs))

        records = RECORDS[level].objects.filter(pk__in=[key for key in groups if key.isdecimal()])
        named = {str(record.pk): str(record) for record in records}
        rows = [
            row(
                name,
                {**where, asked: key},
                groups[key],
                "" if level == "case_manager" else address("team_worklist", {asked: key}),
            )
            for key, name in named.items()
        ]
        if WITHOUT_PART in groups:
            rows.append(row(str(WITHOUT[level]), {**where, asked: WITHOUT_PART}, groups[WITHOUT_PART]))
        if UNALLOCATED in groups:
            rows.append(row(_("Unallocated"), {**where, "officer": UNALLOCATED}, groups[UNALLOCATED]))
        return cls(level, rows, row(_("Total"), where, [person.pk for person in listed]))
