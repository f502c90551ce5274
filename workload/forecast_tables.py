"""The lists of a forecast: what is expected, and what that rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ui import formats
from ui.tables import BaseTable, Column, NumberColumn, TagColumn
from ui.words import named_lazy
from workload.forecast import Expected, Forecast, Part
from workload.tables import band_tag


class ForecastTable(BaseTable):
    """What a unit carries today and is expected to carry: rows are `workload.tables.LoadRow`."""

    caption = _("Workload expected")

    name = Column(verbose_name=_("When"))
    cases = NumberColumn(accessor="load__cases", verbose_name=_("Cases"))
    points = NumberColumn(accessor="load__points", verbose_name=_("Points"), places=2)
    threshold = NumberColumn(verbose_name=_("Threshold"), places=2)
    indicator = NumberColumn(accessor="indicator_in_words", verbose_name=_("Indicator"))
    band = TagColumn(verbose_name=_("Band"), tag=band_tag)

    class Meta(BaseTable.Meta):
        orderable = False

    def render_indicator(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Rests:
    """One thing that a forecast rests on, with its number for each of the weeks."""

    what: str
    numbers: list[str]


def part_in_words(part: Part) -> str:
    """3 (5.82 points more)."""
    number = formats.number(part.number)
    points = formats.number(abs(part.points), 2)
    if part.points > 0:
        return gettext("%(number)s (%(points)s points more)") % {"number": number, "points": points}
    if part.points < 0:
        return gettext("%(number)s (%(points)s points less)") % {"number": number, "points": points}
    return number


OF_CASES: list[tuple[str | Promise, Callable[[Expected], Part]]] = [
    (_("Cases that leave because their last order ends"), lambda expected: expected.ended),
    (
        _("Cases that leave because their allocation ends or passes to somebody else"),
        lambda expected: expected.passed_on,
    ),
    (
        named_lazy(_("Cases no longer counted here because their %(case_manager)s’s post ends or moves")),
        lambda expected: expected.without_post,
    ),
    (_("Cases that come because an allocation starts"), lambda expected: expected.allocated),
    (_("Cases that come because an order starts"), lambda expected: expected.started),
    (
        _("Other cases whose points change, by an order that ends or starts, a review or a new workload model"),
        lambda expected: expected.changed,
    ),
    (_("Allowances that start or end"), lambda expected: expected.allowances),
]
OF_STAFF: list[tuple[str | Promise, Callable[[Expected], int]]] = [
    (_("Staff whose post here ends"), lambda expected: expected.left),
    (_("Staff whose post here starts"), lambda expected: expected.joined),
    (_("Staff whose weekly hours change"), lambda expected: expected.hours_changed),
    (_("Adjustments that end"), lambda expected: expected.adjustments_ended),
    (_("Adjustments that start"), lambda expected: expected.adjustments_begun),
    (_("Absences of whole days, which change no threshold"), lambda expected: expected.absences),
    (_("Releases from custody, which change no points"), lambda expected: expected.released),
]


def rests_on(forecast: Forecast) -> list[Rests]:
    """Everything that was looked at, what changes nothing too."""
    expected = forecast.expected
    found = [Rests(str(what), [part_in_words(part(each)) for each in expected]) for what, part in OF_CASES]
    if forecast.new_cases:
        new = [Part(each.new.cases, each.new.points) for each in expected]
        found.append(Rests(gettext("New cases, as many a week as lately"), list(map(part_in_words, new))))
    return found + [Rests(str(what), [formats.number(number(each)) for each in expected]) for what, number in OF_STAFF]


class RestsTable(BaseTable):
    """What a forecast rests on: rows are `Rests`, with a column for each of the weeks."""

    caption = _("What the forecast rests on")
    caption_visible = True

    what = Column(verbose_name=_("What happens from tomorrow on"))
    first = Column(verbose_name=_("First"), accessor="numbers__0")
    second = Column(verbose_name=_("Second"), accessor="numbers__1")
    third = Column(verbose_name=_("Third"), accessor="numbers__2")

    class Meta(BaseTable.Meta):
        orderable = False

    def __init__(self, *args: Any, weeks: Sequence[int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, number in zip(("first", "second", "third"), weeks, strict=True):
            self.columns[name].column.verbose_name = gettext("In %(weeks)s weeks") % {"weeks": number}
