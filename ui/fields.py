"""Form fields that take dates and times as people type them."""

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ui.formats import clock, day

# Once every separator is a slash.
DATE_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%d/%B/%Y", "%d/%b/%Y", "%d/%B/%y", "%d/%b/%y", "%Y/%m/%d"]
DAY_MONTH_YEAR = re.compile(r"\d{1,2}/\d{1,2}/(\d{2}|\d{4})")
TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:. ]?(?P<minute>\d{2}))? ?(?P<half>am|pm)?")
# What stands at the end of a date is a time where nothing else is written so.
ENDING_TIME = re.compile(
    r"(?P<date>.*?\S)\s+(?:at\s+)?(?P<time>\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm)|\d{1,2}:\d{2}|noon|midday)", re.IGNORECASE
)
DAY_MONTH = re.compile(r"\d{1,2} ?[/. -] ?(\d{1,2}|[a-z]{3,9})|\d{1,2}[a-z]{3,9}")
ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAY_NAMES = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
WEEKDAY = re.compile(
    r"(?P<next>next )?(?P<day>mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?(?![a-z])"
)
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
    """A text of several lines, whose length is counted as a person counts it, and shown beside the box.

    A line break is one character, however the browser sends it, and so is a letter with its accent.
    """

    widget = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        """The text; its length is checked after this."""
        text = super().to_python(value)
        return text and unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", text))


class DateField(forms.DateField):
    """A date typed as 17/5/2027, 17-5-27, 17.5.2027, 17 May 2027 or 2027-05-17; or yesterday, today, tomorrow."""

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
            if (number := NEAR.get(value.strip().lower())) is not None:
                return timezone.localdate() + datetime.timedelta(days=number)
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


class ComingDateField(DateField):
    """A date to come, typed as a `DateField` or as people say it: Friday, next Friday, 3/12, 8th Jan.

    Without a year it is the next such day, today among them. Friday is the first after today, next Friday that of next
    week. A weekday before a date has to be that of the date.
    """

    default_error_messages = {
        "weekday": _("%(date)s is a %(weekday)s. Check the date"),
    }

    def to_python(self, value: Any) -> datetime.date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        today = timezone.localdate()
        text = " ".join(ORDINAL.sub(r"\1", value.lower()).replace(",", " ").split())
        weekday = WEEKDAY.match(text)
        if not weekday:
            return self._of_some_year(text, today)
        number, rest = WEEKDAYS.index(weekday["day"]), text[weekday.end() :].strip()
        if not rest:
            of_this_week = today + datetime.timedelta(days=number - today.weekday())
            in_a_week = weekday["next"] or of_this_week <= today
            return of_this_week + datetime.timedelta(days=7 if in_a_week else 0)
        date = None if weekday["next"] else self._of_some_year(rest, today)
        if not date:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if date.weekday() != number:
            said = {"date": day(date), "weekday": WEEKDAY_NAMES[date.weekday()]}
            raise ValidationError(self.error_messages["weekday"], code="weekday", params=said)
        return date

    def _of_some_year(self, text: str, today: datetime.date) -> datetime.date | None:
        """The date, or without a year the next one."""
        if not DAY_MONTH.fullmatch(text):
            return super().to_python(text)
        # Eight years pass between two leap days at most.
        for year in range(today.year, today.year + 9):
            with suppress(ValidationError):
                date = super().to_python(f"{text} {year}")
                if date and date >= today:
                    return date
        raise ValidationError(self.error_messages["unreal"], code="unreal")


def date_and_time(text: str) -> tuple[str, str]:
    """The date and the time that were typed together, as "tomorrow 2pm"; the time is empty where none is in it."""
    found = ENDING_TIME.fullmatch(text.strip())
    return (found["date"].rstrip(" ,"), found["time"]) if found else (text, "")


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


class StartTimeField(TimeField):
    """Of a start and an end, each says in its own words which of the two is wrong."""

    default_error_messages = {
        "required": _("Enter a start time"),
        "invalid": _("Enter the start time in the correct format, for example 9:30am"),
    }

    def __init__(self, **kwargs: Any):
        super().__init__(**{"label": _("Start time"), **kwargs})


class EndTimeField(TimeField):
    """As `StartTimeField`."""

    default_error_messages = {
        "required": _("Enter an end time"),
        "invalid": _("Enter the end time in the correct format, for example 9:30am"),
    }

    def __init__(self, **kwargs: Any):
        super().__init__(**{"label": _("End time"), **kwargs})
