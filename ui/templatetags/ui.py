"""Template tags and filters, there in every template without ``{% load %}``."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms, template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui import formats, ways, words
from ui.renderer import GovukBoundField
from ui.tables import BaseTable

register = template.Library()


def local(value: Any) -> Any:
    """A date-time as local time; anything else as it is."""
    return timezone.localtime(value) if isinstance(value, datetime.datetime) and timezone.is_aware(value) else value


@register.filter
def day(value: datetime.date | None) -> str:
    """17 May 2024; nothing for None."""
    return formats.day(local(value)) if value else ""


@register.filter
def weekday(value: datetime.date | None) -> str:
    """Wednesday 2 January, with the year when it is not this year; nothing for None."""
    return formats.weekday(local(value)) if value else ""


@register.filter
def month(value: datetime.date | None) -> str:
    """May 2024; nothing for None."""
    return formats.month(local(value)) if value else ""


@register.filter
def and_back(address: str, back: str) -> str:
    """``{{ address|and_back:request.get_full_path }}``: the address of a page that is to lead back to this one."""
    return ways.and_back(address, back)


@register.filter
def clock(value: datetime.time | datetime.datetime | None) -> str:
    """9:30am; nothing for None."""
    return "" if value is None else formats.clock(local(value))


@register.filter
def timespan(start: datetime.time | None, end: datetime.time | None) -> str:
    """``{{ start|timespan:end }}``: 10:15am to 10:45am, or the start alone; nothing where there is none."""
    return "" if start is None else formats.timespan(start, end)


@register.filter
def number(value: int | Decimal | None, places: int = 0) -> str:
    """1,234 or, with ``|number:2``, 1,234.50, rounded half up; nothing for None."""
    return "" if value is None else formats.number(value, places)


@register.filter
def word(key: str) -> str:
    """A word of the organisation for a sentence: ``{% blocktranslate with teams="teams"|word %}``. See `ui.words`."""
    return words.word(key)


@register.simple_tag
def tag(text: str, colour: str = "blue") -> SafeString:
    """A GOV.UK tag in one of its colours."""
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text)


@register.simple_tag
def cells(table: BaseTable, row: Any) -> SafeString:
    """The cells of a table's row."""
    return table.draw(row)


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*form_list: forms.BaseForm, more: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """There is a problem: every message of these forms, each a link to its field. Nothing where there is none.

    ``more`` are messages of others, each with the id of the field that it leads to.
    """
    errors = []
    for form in filter(None, form_list):
        errors += [(message, "") for message in form.non_field_errors()]
        for bound_field in form:
            target = "" if bound_field.is_hidden else cast(GovukBoundField, bound_field).first_id
            errors += [(message, target) for message in bound_field.errors]
    return {"errors": [*errors, *more]}
