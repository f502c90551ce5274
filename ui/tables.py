"""Lists as GOV.UK tables: declare the columns; sorting, paging and the layout on a phone come with ui/table.html."""

import csv
import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import IO, Any

import django_tables2 as tables
from django.http import HttpResponse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from ui import formats

# A spreadsheet takes a text that begins so for a formula, and runs it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class BaseTable(tables.Table):
    """A list, of which the first column is each row's heading.

    ``noun`` is what a row is: "service user" or, with an odd plural, "person,people". ``caption`` says what is listed;
    it is only read out unless ``caption_visible``.
    """

    noun = "row"
    caption = ""
    caption_visible = False

    class Meta:
        empty_text = "There is nothing to show."
        default = ""


class Column(tables.Column):
    """A cell of text; with ``linkify`` a link."""

    numeric = False

    def __init__(self, *args: Any, attrs: dict[str, Any] | None = None, **kwargs: Any):
        super().__init__(*args, attrs={"a": {"class": "govuk-link"}, **(attrs or {})}, **kwargs)


class NumberColumn(Column):
    """Figures, with ``places`` decimals; ``percent`` where the value is a percentage. Exported unrounded."""

    numeric = True

    def __init__(self, *args: Any, places: int = 0, percent: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.places = places
        self.format = formats.percent if percent else formats.number

    def render(self, value: int | Decimal) -> str:
        return self.format(value, self.places)

    def value(self, value: int | Decimal) -> int | Decimal:
        return value


class DayColumn(Column):
    """A date as 17 May 2024; exported as 2024-05-17."""

    def render(self, value: datetime.date) -> SafeString:
        return format_html('<span class="cm-day">{}</span>', formats.day(value))

    def value(self, value: datetime.date) -> datetime.date:
        return value


class TagColumn(Column):
    """A code as a tag: ``TagColumn(tag=brag_tag)``. The tag is given a blank code too; exported in words."""

    empty_values = ()

    def __init__(self, *args: Any, tag: Callable[[Any], SafeString], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.tag = tag

    def render(self, record: Any, bound_column: Any) -> SafeString:
        return self.tag(tables.A(bound_column.accessor).resolve(record, quiet=True))


def write_csv(table: tables.Table, file: IO[str] | HttpResponse) -> None:
    """Every row of the table, not only the page shown, as CSV without markup and safe to open in a spreadsheet."""
    csv.writer(file).writerows([csv_cell(value) for value in row] for row in table.as_values())


def csv_cell(value: Any) -> Any:
    """What a spreadsheet may be given: a text that it would run as a formula gets an apostrophe first."""
    if isinstance(value, SafeString):
        value = " ".join(strip_tags(value).split())
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
