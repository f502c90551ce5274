"""The lists of managers' homes."""

from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.team_worklist import TeamCounts, TeamRow
from casework.worklist import Line
from casework.worklist_tables import name_cell, number_link
from contacts.cadence import Due
from contacts.months import Result
from reports.tables import FigureRow, change_in_words
from staff.units import HEADINGS
from ui import formats
from ui.tables import BaseTable, Column, NumberColumn


class DueTable(BaseTable):
    """What is due by case manager, in few numbers: rows of `TeamCounts`."""

    caption = _("What is due")
    caption_visible = True

    name = Column(verbose_name=_("Name"))
    to_do = NumberColumn(on_phone=False, verbose_name=_("To do"))
    overdue = NumberColumn(verbose_name=_("Overdue"))
    nothing_booked = NumberColumn(accessor="lines", verbose_name=_("Nothing booked this month"), orderable=False)
    contacts = NumberColumn(verbose_name=_("Next contact overdue"), orderable=False)

    class Meta(BaseTable.Meta):
        empty_text = _("Nobody is listed.")

    def __init__(self, *args: Any, counts: TeamCounts, **kwargs: Any):
        super().__init__(*args, prefix="due-", **kwargs)
        self.columns["name"].column.verbose_name = HEADINGS[counts.level]

    def render_name(self, record: TeamRow) -> SafeString | str:
        return name_cell(record)

    def render_to_do(self, record: TeamRow) -> SafeString | str:
        return number_link(record.to_do, record.address())

    def render_overdue(self, record: TeamRow) -> SafeString | str:
        return number_link(record.overdue, record.address(overdue="1"))

    def render_nothing_booked(self, record: TeamRow, value: list[Line]) -> SafeString | str:
        kind = "nothing_booked"
        return number_link(sum(line.kind == kind for line in value), record.address(kind=kind))

    def render_contacts(self, record: TeamRow) -> SafeString | str:
        return number_link(record.contacts[Due.OVERDUE], record.due_address(Due.OVERDUE))


@dataclass(frozen=True)
class PartRow:
    """A part of a unit this month, and what it was in the month before, if anybody was listed for it."""

    now: FigureRow
    before: FigureRow | None

    @property
    def name(self) -> str:
        return self.now.name

    @property
    def change(self) -> Fraction | None:
        """Since the month before, in points of a percentage, exact; None where one of the two has nobody."""
        then = self.before.figure.percent if self.before else None
        now = self.now.figure.percent
        return None if now is None or then is None else now - then

    @property
    def change_in_words(self) -> str:
        return "" if self.change is None else change_in_words(self.change)


class PartTable(BaseTable):
    """How the parts of a unit stand this month: the lowest percentage first."""

    caption_visible = True

    name = Column(href=attrgetter("now.url"), verbose_name=_("Name"), order_by="now__place")
    percent = NumberColumn(accessor="now", verbose_name=_("So far"), order_by="now__from_worst")
    met = NumberColumn(accessor="now__met", verbose_name=Result.MET.label, href=lambda row: people(row.now, "met"))
    pending = NumberColumn(
        accessor="now__pending", verbose_name=Result.PENDING.label, href=lambda row: people(row.now, "pending")
    )
    before = NumberColumn(verbose_name=_("Last month"), orderable=False, default=_("No cases"))
    change = NumberColumn(verbose_name=_("Change"), orderable=False)

    class Meta(BaseTable.Meta):
        empty_text = _("Nobody is listed for this month.")
        order_by = "percent"

    def __init__(self, *args: Any, heading: str | Promise, caption: str, last_month: str, **kwargs: Any):
        super().__init__(*args, prefix="parts-", **kwargs)
        self.caption = caption
        self.columns["name"].column.verbose_name = heading
        self.columns["before"].column.verbose_name = last_month

    def render_percent(self, value: FigureRow) -> str:
        return value.percent_in_words or gettext("No cases")

    def render_met(self, record: PartRow, value: int) -> SafeString:
        words = {"met": formats.number(value), "applicable": formats.number(record.now.applicable)}
        return on_one_line(gettext("%(met)s of %(applicable)s") % words)

    def render_before(self, value: FigureRow) -> SafeString | str:
        shown = value.percent_in_words or gettext("No cases")
        return format_html('<a class="govuk-link" href="{}">{}</a>', value.url, shown)

    def render_change(self, record: PartRow) -> SafeString:
        return on_one_line(record.change_in_words)


def on_one_line(words: str) -> SafeString:
    """On a wide screen; on a phone there is room for it anyway."""
    return format_html('<span class="cm-day">{}</span>', words)


def people(row: FigureRow, result: str) -> str | None:
    """Where the people of a figure with the result are listed; nowhere where there are none."""
    return row.people(result) if getattr(row, result) else None
