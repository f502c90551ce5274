"""Form fields that take dates and times as people type them."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ui.formats import clock

# Once every separator is a slash.
DATE_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%d/%B/%Y", "%d/%b/%Y", "%d/%B/%y", "%d/%b/%y", "%Y/%m/%d"]
DAY_MONTH_YEAR = re.compile(r"\d{1,2}/\d{1,2}/(\d{2}|\d{4})")
TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:. ]?(?P<minute>\d{2}))? ?(?P<half>am|pm)?")
NAMED_TIMES = {"midday": datetime.time(12), "noon": datetime.time(12), "midnight": datetime.time(0)}


class DatePicker(forms.TextInput):
    """A text box for a date; with JavaScript it gains the MoJ calendar.

    ``min_date`` and ``max_date`` grey out the calendar's other days; the form still has to check what was typed.
    """

    kind = "date"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        min_date: datetime.date | None = None,
        max_date: datetime.date | None = None,
    ):
        super().__init__(
            {"autocomplete": "off", "class": "moj-js-datepicker-input govuk-input--width-10", **(attrs or {})}
        )
        self.min_date = min_date
        self.max_date = max_date

    def format_value(self, value: Any) -> str | None:
        return f"{value.day}/{value.month}/{value.year}" if isinstance(value, datetime.date) else value


class TimeInput(forms.TextInput):
    """A short text box for a time, shown back as 9:30am."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"autocomplete": "off", "class": "govuk-input--width-5", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return clock(value) if isinstance(value, datetime.time) else value


class Radios(forms.RadioSelect):
    """Radios where an answer may have a hint of its own, or reveal other fields of the form.

    ``Radios(hints={"CHVS": "Needs the visit address"}, reveals={"office": ["office_name"]})``. Without JavaScript the
    fields to reveal are there from the start. A template that draws field by field leaves them out: the radios draw
    them.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        hints: Mapping[str, str | Promise] | None = None,
        reveals: Mapping[str, Sequence[str]] | None = None,
    ):
        super().__init__(attrs)
        self.hints = hints or {}
        self.reveals = reveals or {}


class LongTextField(forms.CharField):
    """A text of several lines. A line break is one character, however the browser sends it, and is kept as one."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        """The text; its length is checked after this."""
        text = super().to_python(value)
        return text and re.sub(r"\r\n?", "\n", text)


class DateField(forms.DateField):
    """A date typed as 17/5/2027, 17-5-27, 17.5.2027, 17 5 2027, 17 May 2027 or 2027-05-17."""

    widget = DatePicker
    default_error_messages = {
        "required": _("Enter or select a date"),
        "invalid": _("Enter a date in the correct format, for example 17/5/2027"),
        "unreal": _("Enter a real date, for example 17/5/2027"),
    }

    def __init__(self, **kwargs: Any):
        super().__init__(input_formats=DATE_FORMATS, **kwargs)

    def to_python(self, value: Any) -> datetime.date | None:
        """The date, or None for a blank; a ValidationError for anything else, a year before 1900 included."""
        if isinstance(value, str):
            value = re.sub(r"\s*[/.\s-]\s*", "/", value.strip())
        try:
            date = super().to_python(value)
        except ValidationError as error:
            if isinstance(value, str) and DAY_MONTH_YEAR.fullmatch(value):
                raise ValidationError(self.error_messages["unreal"], code="unreal") from error
            raise
        if date and date.year < 1900:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return date


class TimeField(forms.Field):
    """A time of day: 9:30, 9.30, 9 30, 0930, 9:30am or 2pm. Without am or pm it is on the 24-hour clock."""

    widget = TimeInput
    default_error_messages = {
        "required": _("Enter a time"),
        "invalid": _("Enter a time in the correct format, for example 9:30am"),
    }

    def to_python(self, value: Any) -> datetime.time | None:
        """The time, or None for a blank; a ValidationError for anything else."""
        if value in self.empty_values or isinstance(value, datetime.time):
            return value or None
        text = re.sub(r"\s+", " ", str(value).strip().lower())
        if text in NAMED_TIMES:
            return NAMED_TIMES[text]
        if match := TIME.fullmatch(text):
            hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
            if half and 1 <= hour <= 12 and minute < 60:
                return datetime.time(hour % 12 + (12 if half == "pm" else 0), minute)
            # A number alone is no time: 9 may be meant as 9am or 9pm.
            if not half and match["minute"] and hour < 24 and minute < 60:
                return datetime.time(hour, minute)
        raise ValidationError(self.error_messages["invalid"], code="invalid")
