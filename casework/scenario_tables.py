"""The lists of scenarios, and of what a team carries without one and with it."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.exact import rounded_within
from ui import formats
from ui.tables import BaseTable, Column, DayColumn, NumberColumn
from ui.templatetags.ui import tag
from ui.words import word_lazy
from workload.models import Scenario, ScenarioState
from workload.preview import Changed
from workload.rules import Band
from workload.tables import LoadRow, band_tag

STATE_COLOURS = {
    ScenarioState.DRAFT: "yellow",
    ScenarioState.SHARED: "blue",
    ScenarioState.APPLIED: "green",
    ScenarioState.THROWN_AWAY: "grey",
}


def state_tag(state: str) -> SafeString:
    return tag(str(ScenarioState(state).label), STATE_COLOURS[ScenarioState(state)])


class ScenariosTable(BaseTable):
    """Scenarios with their ``number`` of steps; the team's name where there are ``several`` teams."""

    caption: str | Promise = _("Scenarios")
    caption_visible = True

    name = Column(verbose_name=_("Name"), href=lambda scenario: reverse("scenario", args=[scenario.pk]))
    team = Column(verbose_name=word_lazy("Team"))
    state = Column(verbose_name=_("State"))
    starts_on = DayColumn(verbose_name=_("First day"))
    number = NumberColumn(verbose_name=_("Changes"))
    made_by = Column(verbose_name=_("Made by"), on_phone=False)
    changed_at = DayColumn(verbose_name=_("Last changed"), on_phone=False)

    class Meta(BaseTable.Meta):
        orderable = False

    def __init__(self, *args: Any, several: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not several:
            self.columns.hide("team")

    def render_state(self, record: Scenario) -> SafeString:
        return state_tag(record.state)

    def render_made_by(self, value: Model) -> str:
        return str(value)

    def render_changed_at(self, record: Scenario) -> str:
        return formats.day((record.ended_at or record.changed_at).date())


def was(after: Any, before: Any) -> SafeString | Any:
    """What stands in a cell: with the scenario, and below it without, where that is something else."""
    if after == before:
        return after
    words = gettext("before: %(value)s") % {"value": before or gettext("none")}
    return format_html('<span>{} <span class="cm-second">{}</span></span>', after or gettext("none"), words)


def of_both(show: Callable[[LoadRow], Any]) -> Callable[[Changed], Any]:
    """What draws the same of a row after and before."""
    return lambda changed: was(show(changed.after), show(changed.before))


def band_cell(changed: Changed) -> SafeString:
    """The band after, and below it that of before; expected cases of nobody had none."""
    before, after = changed.before, changed.after
    if before.band == after.band or after.band == Band.UNALLOCATED:
        return band_tag(after.band)
    told = format_html("{} {}", gettext("before:"), band_tag(before.band))
    return format_html('<span>{} <span class="cm-second">{}</span></span>', band_tag(after.band), told)


def change_tag(changed: Changed) -> SafeString:
    """How far the indicator moves, in words and in colour."""
    change = changed.change
    if change:
        shown = formats.number(abs(rounded_within(change, 1, sign)), 1)
        if change > 0:
            return tag(gettext("Up %(change)s") % {"change": shown}, "orange")
        return tag(gettext("Down %(change)s") % {"change": shown}, "green")
    differs = changed.before.load != changed.after.load
    if differs:
        return tag(gettext("Changed"), "blue")
    return format_html('<span class="cm-none">{}</span>', gettext("No change"))


def sign(change: Fraction) -> int:
    return (change > 0) - (change < 0)


class BothColumn(Column):
    """A cell that shows a row before and after, and in the foot the whole team."""

    def __init__(self, *args: Any, draw: Callable[[Changed], Any], numeric: bool = True, **kwargs: Any):
        super().__init__(*args, accessor="after", footer=lambda table: draw(table.total), **kwargs)
        self.draw, self.numeric = draw, numeric

    def render(self, record: Changed) -> Any:
        return self.draw(record)


class TriedTable(BaseTable):
    """What each case manager of a team carries with a scenario, and below it without. ``total`` is the whole team."""

    caption_visible = True

    name = Column(verbose_name=word_lazy("Case_manager"), footer=lambda table: table.total.name)
    cases = BothColumn(verbose_name=_("Cases"), draw=of_both(lambda row: formats.number(row.load.cases)))
    points = BothColumn(verbose_name=_("Points"), draw=of_both(lambda row: formats.number(row.load.points, 2)))
    threshold = BothColumn(verbose_name=_("Threshold"), draw=of_both(lambda row: formats.number(row.threshold, 2)))
    indicator = BothColumn(verbose_name=_("Indicator"), draw=of_both(lambda row: row.indicator_in_words))
    band = BothColumn(verbose_name=_("Band"), draw=band_cell, numeric=False)
    change = BothColumn(verbose_name=_("Change of the indicator"), draw=change_tag, numeric=False)

    class Meta(BaseTable.Meta):
        orderable = False
        empty_text = _("There is nobody here.")

    def __init__(self, rows: Iterable[Changed], *, total: Changed, caption: str, **kwargs: Any):
        super().__init__(rows, **kwargs)
        self.total, self.caption = total, caption
