"""The figures of a unit and of its parts as rows, each with the addresses of its people and of its own page."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from base.months import Month
from contacts.measure import Measures
from reports.forms import UNALLOCATED_PEOPLE, WITHOUT
from reports.rules import Figure
from reports.tables import FigureRow
from staff.models import Ldu, Team
from staff.selectors import in_order, members
from staff.units import UNALLOCATED, Place, Unit, at_level, part_name
from ui import formats


@dataclass(frozen=True)
class FigureRows:
    """Makes the rows of a ``unit`` within the user's ``own`` one, on the day ``as_of``; ``page`` is that of a unit."""

    unit: Unit
    own: Unit
    measures: Measures
    as_of: date
    page: str = "compliance"

    def query(self, unit: Unit, month: Month) -> dict[str, Any]:
        """What asks for a unit's month in an address."""
        return {"month": month} | ({} if unit == self.own else {unit.level: unit.record.pk})

    def url(self, unit: Unit, month: Month) -> str:
        return f"{reverse(self.page)}?{urlencode(self.query(unit, month))}"

    def of_unit(self, month: Month, by_place: dict[Place, Figure]) -> FigureRow:
        """The figure of the whole unit."""
        return FigureRow(
            formats.month(month.first),
            self.url(self.unit, month),
            sum(by_place.values(), Figure()),
            self.query(self.unit, month),
            self.as_of > month.last,
            self.measures.of(month),
        )

    def of_parts(self, level: str, month: Month, by_place: dict[Place, Figure]) -> list[FigureRow]:
        """The figures of the parts of the unit at ``level``."""
        records, over = members(self.unit, level), self.as_of > month.last
        measure = self.measures.of(month)
        rows: list[FigureRow] = []
        for group, figure in in_order(at_level(by_place, level), records):
            member = records.get(group[-1])
            part = member.pk if member else UNALLOCATED_PEOPLE if group[-1] == UNALLOCATED else WITHOUT
            query = self.query(self.unit, month) | {"officer" if level == "case_manager" else level: part}
            name = part_name(member, group[-1], level)
            row = FigureRow(name, None, figure, query, over, measure, place=len(rows))
            row.url = self.url(Unit.of(member), month) if isinstance(member, Ldu | Team) else row.people()
            rows.append(row)
        return rows
