"""The lists of the workload pages."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.exact import rounded, rounded_within
from cases.models import BY_NAME
from cases.templatetags.cases import brag_tag, person_cell, person_in_words
from staff.models import Ldu, Team, User
from staff.selectors import in_order, members
from staff.units import UNALLOCATED, Place, Unit, at_level, part_name
from ui import formats
from ui.tables import BaseTable, Column, NumberColumn, TagColumn
from ui.templatetags.ui import tag
from ui.words import word_lazy
from workload.models import WorkloadModel
from workload.past import Past
from workload.rules import Band
from workload.selectors import KINDS, Load, band_of, direct_hours

BANDS = {
    Band.HAS_CAPACITY: (_("Has capacity"), "green"),
    Band.NEAR: (_("Near threshold"), "yellow"),
    Band.OVER: (_("Over threshold"), "orange"),
    Band.WELL_OVER: (_("Well over threshold"), "red"),
    Band.SUSTAINED: (_("Sustained overload"), "red"),
    Band.NO_CAPACITY: (_("No capacity"), "grey"),
    Band.UNALLOCATED: (_("Unallocated"), "grey"),
}


def band_tag(band: Band) -> SafeString:
    words, colour = BANDS[band]
    return tag(str(words), colour)


@dataclass
class LoadRow:
    """A case manager, a team or an LDU: what it carries, as shown. ``place`` is where it stands by its name.

    ``sustained`` says that the last weekly snapshots were well over threshold (`workload.past`).
    """

    name: str
    url: str | None
    load: Load
    model: WorkloadModel
    whose: dict[str, Any] | None = None
    place: int = 0
    sustained: bool = False

    def people(self, **narrowed: str) -> str | None:
        """The address of the people behind a number of this row."""
        if self.whose is None:
            return None
        return f"{reverse('caseload')}?{urlencode({**self.whose, 'order': 'current', **narrowed})}"

    @property
    def all_cases(self) -> str | None:
        return self.people() if self.load.cases else None

    @property
    def all_overdue(self) -> str | None:
        return self.people(order="overdue") if self.load.overdue else None

    @property
    def all_without_status(self) -> str | None:
        return self.people(brag="none") if self.load.no_status else None

    @property
    def threshold(self) -> Decimal:
        return rounded(self.load.threshold, 2)

    @property
    def indicator(self) -> Decimal | None:
        """As files give it."""
        return None if self.load.indicator is None else rounded(self.load.indicator, 1)

    @property
    def indicator_in_words(self) -> str:
        """As pages show it; nothing where there is no capacity."""
        if self.load.indicator is None:
            return ""
        return formats.percent(rounded_within(self.load.indicator, 1, lambda shown: band_of(shown, self.model)))

    @property
    def band(self) -> Band:
        """As pages show it: who is no longer well over threshold today is told what is so today."""
        band = self.load.band(self.model)
        return Band.SUSTAINED if band == Band.WELL_OVER and self.sustained else band


def member_url(member: Ldu | Team | User | None) -> str | None:
    """The page of a row; None for the unallocated."""
    if isinstance(member, User):
        return reverse("officer_workload", args=[member.pk])
    if member is None:
        return None
    return f"{reverse('team_workload')}?{'team' if isinstance(member, Team) else 'ldu'}={member.pk}"


def load_rows(unit: Unit, carried: dict[Place, Load], model: WorkloadModel, past: Past) -> list[LoadRow]:
    """A row for each part of the unit."""
    records = members(unit, unit.parts)
    for_weeks = past.sustained(unit.parts, [record.pk for record in records.values()])
    groups = in_order(at_level(carried, unit.parts), records)
    return [
        LoadRow(
            name=part_name(records.get(group[-1]), group[-1], unit.parts),
            url=member_url(records.get(group[-1])),
            load=load,
            model=model,
            whose=whose(unit, records.get(group[-1]), group[-1]),
            place=place,
            sustained=group[-1] in records and records[group[-1]].pk in for_weeks,
        )
        for place, (group, load) in enumerate(groups)
    ]


def whose(unit: Unit, member: Ldu | Team | User | None, name: str) -> dict[str, Any] | None:
    """What narrows the list of service users to a part of a unit; None where no list has just its people."""
    if member:
        return {"officer" if unit.parts == "case_manager" else unit.parts: member.pk}
    return {**of_unit(unit), "officer": "unallocated"} if name == UNALLOCATED else None


def of_unit(unit: Unit) -> dict[str, Any]:
    """What narrows the list of service users to a unit, which may be the user's own: then it narrows nothing."""
    return {unit.level: unit.record.pk} if unit.level in ("ldu", "team") else {}


def total_row(unit: Unit, carried: dict[Place, Load], model: WorkloadModel, past: Past) -> LoadRow:
    total = sum(carried.values(), Load())
    return LoadRow(gettext("Total"), None, total, model, of_unit(unit), sustained=past.is_sustained(unit))


def of_total(show: Callable[[LoadRow], Any]) -> Callable[["LoadTable"], Any]:
    """The foot of a column, from the row of all of them together."""

    def foot(table: "LoadTable") -> Any:
        return show(table.total)

    return foot


class LoadTable(BaseTable):
    """What each part of a unit carries. ``total`` is the row of the whole unit, ``parts`` says what the rows are."""

    caption = _("Workload")

    name = Column(
        verbose_name=_("Name"),
        order_by="place",
        href=attrgetter("url"),
        footer=of_total(lambda total: total.name),
    )
    cases = NumberColumn(
        accessor="load__cases",
        verbose_name=_("Cases"),
        href=attrgetter("all_cases"),
        footer=of_total(lambda total: formats.number(total.load.cases)),
    )
    points = NumberColumn(
        accessor="load__points",
        verbose_name=_("Points"),
        places=2,
        footer=of_total(lambda total: formats.number(total.load.points, 2)),
    )
    threshold = NumberColumn(
        on_phone=False,
        verbose_name=_("Threshold"),
        places=2,
        footer=of_total(lambda total: formats.number(total.threshold, 2)),
    )
    indicator = NumberColumn(verbose_name=_("Indicator"), footer=of_total(lambda total: total.indicator_in_words))
    band = TagColumn(
        verbose_name=_("Band"), tag=band_tag, orderable=False, footer=of_total(lambda total: band_tag(total.band))
    )
    overdue = NumberColumn(
        accessor="load__overdue",
        href=attrgetter("all_overdue"),
        verbose_name=_("Order overdue"),
        footer=of_total(lambda total: formats.number(total.load.overdue)),
    )
    no_status = NumberColumn(
        on_phone=False,
        accessor="load__no_status",
        href=attrgetter("all_without_status"),
        verbose_name=_("No BRAG"),
        footer=of_total(lambda total: formats.number(total.load.no_status)),
    )

    class Meta(BaseTable.Meta):
        empty_text = _("There are no staff or cases here.")

    def __init__(self, *args: Any, total: LoadRow, parts: str | Promise, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.total = total
        self.columns["name"].column.verbose_name = parts

    def render_indicator(self, record: LoadRow) -> str:
        return record.indicator_in_words

    def value_indicator(self, value: Decimal) -> Decimal:
        return value


class CaseTable(BaseTable):
    """Cases (of `workload.selectors.cases`) with their points under the workload ``model``."""

    caption: str | Promise = _("Cases")

    name = Column(verbose_name=word_lazy("Service_user"), order_by=BY_NAME)
    crn = Column(verbose_name=_("CRN"), visible=False)
    brag = TagColumn(tag=brag_tag, verbose_name=_("BRAG"), orderable=False)
    how = Column(
        on_phone=False, verbose_name=_("How the points were calculated"), accessor="weighs_as", orderable=False
    )
    order = Column(accessor="overdue", verbose_name=_("Order"), order_by=("overdue", *BY_NAME))
    points = NumberColumn(verbose_name=_("Points"), places=2, order_by=("points", *BY_NAME))

    class Meta(BaseTable.Meta):
        empty_text = _("There are no cases.")

    def __init__(self, *args: Any, model: WorkloadModel, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.model = model
        self.direct_hours = rounded(direct_hours(model), 2)

    def render_name(self, record: Any) -> SafeString:
        return person_cell(record, back=self.request.get_full_path())

    def value_name(self, record: Any) -> str:
        return person_in_words(record)

    def value_crn(self, record: Any) -> str:
        return record.crn if record.visible else ""

    def render_how(self, record: Any, value: str) -> str:
        """The weight in words: what decided it, and its share of the direct hours."""
        kind = dict(KINDS)[value] if record.brag or record.single_requirement else _("No BRAG status, so as Amber")
        hours = formats.number(getattr(self.model, value), 2)
        return gettext("%(kind)s: %(hours)s of %(direct_hours)s hours a month") % {
            "kind": kind,
            "hours": hours,
            "direct_hours": self.direct_hours,
        }

    def render_order(self, value: bool) -> SafeString | str:
        return tag(gettext("Overdue"), "red") if value else ""

    def value_order(self, value: bool) -> str:
        return gettext("Overdue") if value else ""
