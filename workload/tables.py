"""The lists of the workload pages."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from base.exact import rounded
from cases.models import Brag, ServiceUser
from cases.templatetags.cases import brag_tag
from cases.units import Unit, by_name
from staff.models import Ldu, Team, User
from ui import formats
from ui.tables import BaseTable, Column, NumberColumn, TagColumn
from ui.templatetags.ui import tag
from workload.models import WorkloadModel
from workload.rules import Band
from workload.selectors import CaseLoad, Load, direct_hours, loads, total

BANDS = {
    Band.HAS_CAPACITY: ("Has capacity", "green"),
    Band.NEAR: ("Near threshold", "yellow"),
    Band.OVER: ("Over threshold", "orange"),
    Band.WELL_OVER: ("Well over threshold", "red"),
    Band.NO_CAPACITY: ("No capacity", "grey"),
    Band.UNALLOCATED: ("Unallocated", "grey"),
}


def band_tag(band: Band) -> SafeString:
    return tag(*BANDS[band])


PARTS = {"ldu": "LDU", "team": "Team", "case_manager": "Case manager"}


@dataclass
class LoadRow:
    """A case manager, a team or an LDU: what it carries, as shown."""

    name: str
    url: str | None
    load: Load
    model: WorkloadModel
    overdue: int = 0
    no_status: int = 0

    @property
    def cases(self) -> int:
        return self.load.cases

    @property
    def points(self) -> Decimal:
        return self.load.points

    @property
    def threshold(self) -> Decimal:
        return rounded(self.load.threshold, 2)

    @property
    def indicator(self) -> Decimal | None:
        return None if self.load.indicator is None else rounded(self.load.indicator, 1)

    @property
    def band(self) -> Band:
        return self.load.band(self.model)


def member_url(member: Ldu | Team | User | None) -> str | None:
    """The page of a row; None for those whom nobody holds."""
    if isinstance(member, User):
        return reverse("officer_workload", args=[member.pk])
    if member is None:
        return None
    return f"{reverse('team_workload')}?{'team' if isinstance(member, Team) else 'ldu'}={member.pk}"


def load_rows(unit: Unit, held: list[CaseLoad], day: date, model: WorkloadModel) -> list[LoadRow]:
    """A row for each part of the unit."""
    members = unit.members(unit.parts)
    overdue = Counter(case.place.at(unit.parts) for case in held if case.overdue)
    no_status = Counter(case.place.at(unit.parts) for case in held if case.status is None)
    return [
        LoadRow(
            name=str(members.get(group[-1], group[-1] or f"No {PARTS[unit.parts]}")),
            url=member_url(members.get(group[-1])),
            load=load,
            model=model,
            overdue=overdue[group],
            no_status=no_status[group],
        )
        for group, load in sorted(
            loads(held, day, unit.parts, scope=unit.scope).items(), key=lambda item: by_name(members.get(item[0][-1]))
        )
    ]


def total_row(rows: Iterable[LoadRow], model: WorkloadModel) -> LoadRow:
    rows = list(rows)
    return LoadRow(
        name="Total",
        url=None,
        load=total([row.load for row in rows]),
        model=model,
        overdue=sum(row.overdue for row in rows),
        no_status=sum(row.no_status for row in rows),
    )


def of_total(show: Callable[[LoadRow], Any]) -> Callable[["LoadTable"], Any]:
    """The foot of a column, from the row of all of them together."""

    def foot(table: "LoadTable") -> Any:
        return show(table.total)

    return foot


class LoadTable(BaseTable):
    """What each part of a unit carries. ``total`` is the row of the whole unit, ``parts`` says what the rows are."""

    caption = "Workload"

    name = Column(linkify=lambda record: record.url, footer=of_total(lambda total: total.name))
    cases = NumberColumn(footer=of_total(lambda total: formats.number(total.cases)))
    points = NumberColumn(places=2, footer=of_total(lambda total: formats.number(total.points, 2)))
    threshold = NumberColumn(places=2, footer=of_total(lambda total: formats.number(total.threshold, 2)))
    indicator = NumberColumn(
        places=1, percent=True, footer=of_total(lambda t: "" if t.indicator is None else formats.percent(t.indicator))
    )
    band = TagColumn(tag=band_tag, orderable=False, footer=of_total(lambda total: band_tag(total.band)))
    overdue = NumberColumn(verbose_name="Order overdue", footer=of_total(lambda total: formats.number(total.overdue)))
    no_status = NumberColumn(verbose_name="No BRAG", footer=of_total(lambda total: formats.number(total.no_status)))

    class Meta(BaseTable.Meta):
        empty_text = "Nobody is in post here, and nobody holds a case."

    def __init__(self, *args: Any, total: LoadRow, parts: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.total = total
        self.columns["name"].column.verbose_name = parts


@dataclass
class CaseRow:
    """A case, whose it is, and the hours from which its points come."""

    person: ServiceUser
    case: CaseLoad
    hours: Decimal
    direct_hours: Fraction

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def crn(self) -> str:
        return self.person.crn

    @property
    def status(self) -> str | None:
        return self.case.status

    @property
    def points(self) -> Decimal:
        return self.case.points

    @property
    def how(self) -> str:
        """The weight in words: what decided it, and its share of the direct hours."""
        if self.case.single_requirement:
            decided_by = "Single requirement"
        elif self.case.status:
            decided_by = Brag(self.case.status).label
        else:
            decided_by = "No BRAG status, so as Amber"
        return f"{decided_by}: {formats.number(self.hours, 2)} of {rounded(self.direct_hours, 2)} hours a month"

    @property
    def order(self) -> str:
        return "Overdue" if self.case.overdue else ""


def case_rows(held: Iterable[CaseLoad], people: Iterable[ServiceUser], model: WorkloadModel) -> list[CaseRow]:
    """The cases of the people."""
    by_id, direct = {person.pk: person for person in people}, direct_hours(model)
    return [
        CaseRow(
            person=by_id[case.id],
            case=case,
            hours=getattr(model, "single_requirement" if case.single_requirement else case.status or Brag.AMBER),
            direct_hours=direct,
        )
        for case in held
        if case.id in by_id
    ]


class CaseTable(BaseTable):
    """Cases with their points."""

    noun = "case"
    caption = "Cases"

    name = Column(verbose_name="Service user", order_by=("person__last_name", "person__first_name", "crn"))
    crn = Column(verbose_name="CRN", visible=False)
    status = TagColumn(tag=brag_tag, verbose_name="BRAG", orderable=False)
    how = Column(verbose_name="How the points came about", orderable=False)
    order = Column(verbose_name="Order")
    points = NumberColumn(places=2)

    class Meta(BaseTable.Meta):
        empty_text = "There are no cases."

    def render_name(self, record: CaseRow) -> SafeString:
        address = reverse("service_user", args=[record.person.public_id])
        return format_html(
            '<a class="govuk-link" href="{}">{}</a><span class="cm-second">{}</span>', address, record.name, record.crn
        )

    def value_name(self, record: CaseRow) -> str:
        return record.name

    def render_order(self, value: str) -> SafeString:
        return tag("Overdue", "red")
