"""How a workload went over the last year, as pages show it: a chart, the same in words, and the figures in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.exact import rounded
from staff.units import Unit
from ui import formats
from ui.tables import BaseTable, Column, NumberColumn
from workload.models import WorkloadModel
from workload.past import WEEKS_SHOWN, Past, a_month_before
from workload.selectors import Load
from workload.tables import LoadRow

# Where the line is within the chart of workload/trend.html.
LEFT, RIGHT, TOP, BOTTOM = 52, 470, 12, 226
# Labels nearer to each other than this would overlap.
APART = 20


@dataclass(frozen=True)
class Chart:
    """A line of percentages by week, with marks at the limits of the bands.

    ``weeks`` has a percentage for each week of the year, or None where there is none: there the line breaks.
    """

    weeks: Sequence[Fraction | None]
    marks: Sequence[Decimal]

    @cached_property
    def ends(self) -> tuple[int, int]:
        """The lowest and the highest percentage that the chart has room for, in tens."""
        shown = [week for week in self.weeks if week is not None] + [Fraction(mark) for mark in self.marks]
        return int(min(shown) // 10 * 10), int(-(-max(shown) // 10) * 10 + 10)

    def y(self, percent: Fraction) -> Decimal:
        low, high = self.ends
        return rounded(BOTTOM - (percent - low) * (BOTTOM - TOP) / (high - low), 1)

    @property
    def line(self) -> str:
        """The path of the line: a dot where a week stands alone."""
        path, drawing = [], False
        for number, percent in enumerate(self.weeks):
            if percent is None:
                drawing = False
                continue
            x = rounded(LEFT + Fraction(number * (RIGHT - LEFT), max(len(self.weeks) - 1, 1)), 1)
            path.append(f"L{x} {self.y(percent)}" if drawing else f"M{x} {self.y(percent)}h0")
            drawing = True
        return "".join(path)

    @property
    def limits(self) -> list[tuple[str, Decimal, Decimal]]:
        """The marks: their label, where the line is and where the label is. Of two too close the first is labelled."""
        found: list[tuple[str, Decimal, Decimal]] = []
        labelled: list[Decimal] = []
        for mark in self.marks:
            y = self.y(Fraction(mark))
            is_free = all(abs(y - other) >= APART for other in labelled)
            labelled += [y] if is_free else []
            found.append((formats.plain_percent(mark) if is_free else "", y, y + 5))
        return found

    @property
    def scale(self) -> list[tuple[str, Decimal]]:
        """The ends of the scale, with where their labels are, unless a mark is labelled there."""
        taken = [y for label, y, _text in self.limits if label]
        ends = [(f"{end}%", self.y(Fraction(end))) for end in self.ends]
        return [(label, y + 5) for label, y in ends if all(abs(y - other) >= APART for other in taken)]


class TrendTable(BaseTable):
    """The figures behind the chart, latest first: rows are `LoadRow` named by their day."""

    caption = _("Weekly snapshots of the last year")

    name = Column(verbose_name=_("Day"))
    cases = NumberColumn(on_phone=False, accessor="load__cases", verbose_name=_("Cases"))
    points = NumberColumn(accessor="load__points", verbose_name=_("Points"), places=2)
    threshold = NumberColumn(on_phone=False, verbose_name=_("Threshold"), places=2)
    indicator = NumberColumn(accessor="indicator_in_words", verbose_name=_("Indicator"), default=_("No capacity"))

    class Meta(BaseTable.Meta):
        orderable = False

    def render_indicator(self, record: LoadRow) -> str:
        return record.indicator_in_words


@dataclass(frozen=True)
class Trend:
    """A year of weekly snapshots up to a day, for workload/trend.html. ``now`` is what is so on the day itself."""

    weeks: dict[date, Load]
    before: Load | None
    now: Load
    day: date
    model: WorkloadModel

    @classmethod
    def of(cls, unit: Unit, now: Load, past: Past, model: WorkloadModel) -> "Trend":
        return cls(*past.year_of(unit), now, past.day, model)

    def shown(self, load: Load) -> str:
        return LoadRow("", None, load, self.model).indicator_in_words

    @property
    def first(self) -> date:
        return min(self.weeks)

    @property
    def last(self) -> date:
        return max(self.weeks)

    @property
    def chart(self) -> Chart:
        weeks = min((self.last - self.first).days // 7 + 1, WEEKS_SHOWN)
        by_week = {(day - self.first).days // 7: load.indicator for day, load in self.weeks.items()}
        marks = [self.model.over_above, self.model.well_over_above]
        return Chart([by_week.get(number) for number in range(weeks)], marks)

    @property
    def in_words(self) -> str:
        """What the chart shows."""
        known = {day: load.indicator for day, load in self.weeks.items() if load.indicator is not None}
        if not known:
            return gettext("There was no threshold to compare with at any of the weekly snapshots.")
        highest, lowest = max(known, key=lambda day: known[day]), min(known, key=lambda day: known[day])
        days = {"first": min(known), "last": max(known), "highest": highest, "lowest": lowest}
        facts: dict[str, Any] = {name: formats.day(day) for name, day in days.items()}
        facts |= {f"{name}_percent": self.shown(self.weeks[day]) for name, day in days.items()}
        if len(known) == 1:
            return gettext("It was %(first_percent)s on %(first)s.") % facts
        return (
            gettext(
                "It was %(first_percent)s on %(first)s and %(last_percent)s on %(last)s. The highest was"
                " %(highest_percent)s, on %(highest)s, and the lowest %(lowest_percent)s, on %(lowest)s."
            )
            % facts
        )

    @property
    def change(self) -> str:
        """What has changed since the same day of last month. It is the difference of the figures as they are shown."""
        facts = {"day": formats.day(a_month_before(self.day))}
        if self.before is None:
            return gettext("There is no snapshot of %(day)s to compare today with.") % facts
        now, before = (LoadRow("", None, load, self.model).indicator for load in (self.now, self.before))
        if before is None:
            return gettext("On %(day)s there was no threshold to compare with.") % facts
        if now is None:
            return gettext("Today there is no threshold to compare with. The indicator was %(before)s on %(day)s.") % {
                **facts,
                "before": formats.percent(before),
            }
        words = gettext("The indicator today is the same as on %(day)s, a month ago.")
        if now > before:
            words = gettext(
                "The indicator today is %(now)s: %(change)s percentage points more than the %(before)s on %(day)s,"
                " a month ago."
            )
        if now < before:
            words = gettext(
                "The indicator today is %(now)s: %(change)s percentage points less than the %(before)s on %(day)s,"
                " a month ago."
            )
        percents = {"now": formats.percent(now), "before": formats.percent(before)}
        return words % {**facts, **percents, "change": formats.number(abs(now - before), 1)}

    @property
    def table(self) -> TrendTable:
        rows = [LoadRow(formats.day(day), None, load, self.model) for day, load in reversed(self.weeks.items())]
        return TrendTable(rows, prefix="trend-")
