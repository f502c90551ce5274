"""The lists of the month in progress."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts.months import Result
from reports.progress import DayRow, ProgressRow
from reports.selectors import Needed
from reports.tables import CAPTIONS, shown
from staff.units import HEADINGS
from ui import formats
from ui.tables import BaseTable, Column, NumberColumn
from ui.templatetags.ui import tag


def number_of(needed: Needed) -> NumberColumn:
    """How many need this, with a link to just those people."""
    return NumberColumn(
        accessor=f"numbers__{needed.value}", verbose_name=needed.label, default=0, href=lambda row: row.people(needed)
    )


class OfNeeds(BaseTable):
    """Numbers of people by what they need."""

    caption_visible = True

    follow_up = number_of(Needed.FOLLOW_UP)
    nothing = number_of(Needed.NOTHING)
    notice = number_of(Needed.NOTICE)
    outcome = number_of(Needed.OUTCOME)
    booked = number_of(Needed.BOOKED)

    class Meta(BaseTable.Meta):
        empty_text = _("Nobody needs anything more for this month.")


class ProgressTable(OfNeeds):
    """The parts of a unit, the lowest figure first."""

    name = Column(verbose_name=_("Name"), href=lambda record: record.row.url, order_by="row__place")
    percent = NumberColumn(accessor="row", verbose_name=_("So far"), order_by="row__from_worst")
    met = NumberColumn(
        accessor="row__met",
        verbose_name=Result.MET.label,
        href=lambda record: record.row.people("met") if record.row.met else None,
    )
    if_booked = NumberColumn(verbose_name=_("If all that is booked counts"), default="")

    class Meta(OfNeeds.Meta):
        sequence = ("name", "percent", "met", "...", "if_booked")
        order_by = "percent"
        empty_text = _("Nobody is listed for this month.")

    def __init__(self, *args: Any, level: str, **kwargs: Any):
        super().__init__(*args, prefix=f"{level}-", **kwargs)
        self.caption = CAPTIONS[level]
        self.columns["name"].column.verbose_name = HEADINGS[level]

    def render_percent(self, record: ProgressRow) -> str:
        return record.row.percent_in_words or gettext("No cases")

    def value_percent(self, record: ProgressRow) -> Any:
        return record.row.percent

    def render_if_booked(self, record: ProgressRow) -> str:
        return record.if_booked_in_words

    def value_if_booked(self, record: ProgressRow) -> Any:
        return shown(record.if_booked)


class DayTable(OfNeeds):
    """The days that are the last for somebody."""

    caption = _("By when")

    day = Column(verbose_name=_("Day"))

    class Meta(OfNeeds.Meta):
        sequence = ("day", "...")
        orderable = False

    def __init__(self, *args: Any, today: Any, **kwargs: Any):
        super().__init__(*args, prefix="day-", **kwargs)
        self.today = today

    def render_day(self, record: DayRow) -> SafeString | str:
        words = formats.weekday(record.day)
        if record.day > self.today:
            return words
        over = record.day < self.today
        return format_html("{} {}", words, tag(gettext("Over"), "red") if over else tag(gettext("Today"), "yellow"))

    def value_day(self, record: DayRow) -> Any:
        return record.day
