"""The forms of a series: what is arranged and how often, then its dates one by one."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.appointments import WHO_ASKS, AppointmentForm, CancelForm
from casework.forms.base import reason_field
from casework.series import MOST, Interval, Pattern, planned
from casework.services.series import why_not_so_many
from contacts import calendar
from contacts.models import CancelledBy
from contacts.series import SeriesUnit
from ui import formats
from ui.fields import ComingDateField, DatePicker, Radios, StartTimeField

ROWS = "rows"
WHAT_FOLLOWS: dict[str, Any] = {
    CancelledBy.SERVICE_USER: _("Each of them can only count if you offer a further appointment in time."),
    CancelledBy.SERVICE: _("They can no longer count towards their months. Book other appointments."),
}


def new_series_reference() -> str:
    """The reference of a series: one a form, so that a form sent twice books once."""
    return f"S{uuid4().hex[:12].upper()}"


class SeriesForm(AppointmentForm):
    """The first appointment, how often it is repeated and until when. A valid form has both.

    ``appointment`` is like the first, ``pattern`` says when the others are.
    """

    contact_ref = None  # type: ignore[assignment]  # each appointment gets its own

    reference = forms.RegexField(r"^S[0-9A-F]{12}$", widget=forms.HiddenInput)
    date = ComingDateField(label=_("First date"), help_text=_("For example, 17/5/2027, tomorrow or Friday 2pm."))
    every = forms.IntegerField(
        label=_("Every"),
        min_value=1,
        max_value=366,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "required": _("Enter how many days, weeks or months are between appointments"),
            "min_value": _("The number of days, weeks or months must be 1 or more"),
            "max_value": _("The number of days, weeks or months must be %(limit_value)d or less"),
        },
    )
    unit = forms.ChoiceField(label=_("Days, weeks or months"), choices=SeriesUnit.choices)
    until = ComingDateField(
        label=_("Last date"),
        help_text=_("No appointment is proposed after this date."),
        error_messages={"required": _("Enter or select the last date")},
    )
    confirmed = forms.BooleanField(label=_("Book them anyway"), required=False)

    pattern: Pattern

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields
        known = calendar.last_contact_day()
        for name in ("date", "until"):
            field[name].widget = DatePicker(min_date=self.today, max_date=known)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            interval = Interval(data["every"], data["unit"])
            self.pattern = Pattern(data["date"], interval, data["until"])
            self._check_pattern()
        return data

    def _check_pattern(self) -> None:
        last = calendar.last_contact_day()
        if self.pattern.last < self.pattern.first:
            self.add_error("until", gettext("The last date must be the same as or after the first date"))
        elif self.pattern.last > last:
            words = gettext("Enter a date on or before %(day)s. Later bank holidays are not known yet")
            self.add_error("until", words % {"day": formats.day(last)})
        elif (number := sum(1 for _day in planned(self.pattern))) > MOST:
            self.add_error("until", why_not_so_many(number))


class CancelSeriesForm(CancelForm):
    """Who cancels several, and why."""

    asked_by = forms.ChoiceField(
        label=_("Who is cancelling them?"),
        choices=WHO_ASKS,
        widget=Radios(hints=WHAT_FOLLOWS),
        error_messages={"required": _("Select who is cancelling them")},
    )
    reason = reason_field(_("Why are they being cancelled?"), _("Enter why they are being cancelled"))


class SeriesRowForm(forms.Form):
    """One date of a series, which may be changed or left out."""

    include = forms.BooleanField(label=_("Book this one"), required=False, initial=True)
    date = ComingDateField(label=_("Date"), required=False)
    start_time = StartTimeField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("include"):
            if not data.get("date") and "date" not in self.errors:
                self.add_error("date", gettext("Enter or select a date, or leave this one out"))
            if not data.get("start_time") and "start_time" not in self.errors:
                self.add_error("start_time", gettext("Enter a start time"))
        return data


SeriesRows = forms.formset_factory(SeriesRowForm, extra=0, max_num=MOST, absolute_max=MOST, validate_max=True)
