"""Which part of a person's record is for court."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ui.fields import DateField


class CourtRecordForm(forms.Form):
    """Between which dates, and whether with sensitive notes."""

    first = DateField(label=_("From"), error_messages={"required": _("Enter or select the first day")})
    last = DateField(label=_("To"), error_messages={"required": _("Enter or select the last day")})
    sensitive = forms.BooleanField(
        label=_("With sensitive notes"),
        required=False,
        help_text=_("They are left out unless you select this. Each page of the record then says so."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", ValidationError(gettext("The last day must be the same as or after the first day")))
        return data
