"""Lists as GOV.UK tables: declare the columns; sorting, paging and the layout on a phone come with ui/table.html."""

import csv
import datetime
import inspect
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.functional import Promise, cached_property
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_tables2.rows import BoundRow

from ui import formats

ROWS_AT_ONCE = 2000
# A spreadsheet takes a text that begins so for a formula, and runs it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Row(BoundRow):
    """A row as it is drawn: a link where its column has an ``href``.

    django-tables2 asks for the signature of a render method anew for each cell, which is half of a list's time.
    """

    def _call_render(self, bound_column: Any, value: Any = None) -> Any:
        render, column = bound_column.render, bound_column.column
        arguments = self._optional_cell_arguments(bound_column, value)
        content = render(**{name: arguments[name] for name in parameters_of(render.__func__)})
        href = column.href and column.href(self.record)
        return format_html('<a class="govuk-link" href="{}">{}</a>', href, content) if href else content


@cache
def parameters_of(method: Callable) -> list[str]:
    """The names of a method's parameters, without self."""
    return list(inspect.signature(method).parameters)[1:]


class BaseTable(tables.Table):
    """A list, of which the first column is each row's heading.

    ``caption`` says what is listed; it is only read out unless ``caption_visible``.
    """

    caption: str | Promise = ""
    caption_visible = False

    class Meta:
        empty_text: str | Promise = _("There is nothing to show.")
        default = ""

    @property
    def sorts(self) -> list[Any]:
        """The columns that the list can be sorted by."""
        return [column for column in self.columns if column.orderable]

    @property
    def anchor(self) -> str:
        """Where sorting leads to on a page with several tables; empty where it is the only one."""
        return f"#{self.prefix}table" if self.prefix else ""

    @cached_property
    def cell_tags(self) -> list[tuple[str, str]]:
        """What opens and closes the cell of each column; the first is the heading of its row."""
        _, *others = self.columns
        openings = [
            format_html(
                '<td role="cell" class="govuk-table__cell{}{}" data-label="{}">',
                " govuk-table__cell--numeric" if column.column.numeric else "",
                "" if column.column.on_phone else " cm-table__minor",
                column.header,
            )
            for column in others
        ]
        first = '<th scope="row" role="rowheader" class="govuk-table__header">'
        return [(first, "</th>"), *((opening, "</td>") for opening in openings)]

    def draw(self, row: BoundRow) -> SafeString:
        """The cells of a row as HTML."""
        cells = zip(self.cell_tags, Row(row.record, self).items(), strict=True)
        html = [f"{opens}{conditional_escape(cell)}{closes}" for (opens, closes), (_, cell) in cells]
        return SafeString("".join(html))


class Column(tables.Column):
    """A cell of text; a link where ``href`` gives an address for the record.

    A phone shows each row as a card, which leaves out what is not ``on_phone``.
    """

    numeric = False

    def __init__(
        self,
        *args: Any,
        href: Callable[[Any], str | None] | None = None,
        on_phone: bool = True,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.href, self.on_phone = href, on_phone

    def render(self, value: Any) -> Any:
        return value


class NumberColumn(Column):
    """Figures, with ``places`` decimals. Exported unrounded."""

    numeric = True

    def __init__(self, *args: Any, places: int = 0, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.places = places

    def render(self, value: int | Decimal) -> str:
        return formats.number(value, self.places)

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

    def render(self, value: Any) -> SafeString:
        return self.tag(value)


def csv_lines(table: tables.Table) -> Iterator[str]:
    """Every row of the table, not only the page shown, as CSV without markup and safe to open in a spreadsheet.

    The rows of a queryset are fetched as they are needed.
    """
    writer = csv.writer(Line())
    columns = [column for column in table.columns.iterall() if not column.column.exclude_from_export]
    yield writer.writerow([column.header for column in columns])
    records = table.data.data
    for record in records.iterator(chunk_size=ROWS_AT_ONCE) if isinstance(records, QuerySet) else records:
        row = Row(record, table)
        yield writer.writerow([csv_cell(row.get_cell_value(column.name)) for column in columns])


class Line:
    """What a csv.writer writes to: a line is what writing it answers."""

    def write(self, line: str) -> str:
        return line


def csv_cell(value: Any) -> Any:
    """What a spreadsheet may be given: a text that it would run as a formula gets an apostrophe first."""
    if isinstance(value, SafeString):
        value = " ".join(strip_tags(value).split())
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
