"""The forms about an order: its termination, its RAR days, its progress and its early revocation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import TerminationReason
from cases.orders import LONGEST_RATIONALE, LONGEST_REASON, MOST_RAR_DAYS
from casework.forms.base import reason_field
from ui.fields import DateField, DatePicker, LongTextField, Radios


class TerminationForm(forms.Form):
    """When an order was terminated and why; ``seen`` is the version of what that changes, once it was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    terminated_on = DateField(
        label=_("When was the order terminated?"),
        help_text=_("Its last day. For example, 17/5/2027."),
        widget=DatePicker,
        error_messages={"required": _("Enter or select the date of the termination")},
    )
    reason = forms.ChoiceField(
        label=_("Why was it terminated?"),
        choices=TerminationReason.choices,
        widget=Radios,
        error_messages={"required": _("Select why the order was terminated")},
    )
    details = LongTextField(
        label=_("Details (optional)"),
        help_text=_("Say what the reason is where you select another reason."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Details must be %(limit_value)d characters or fewer")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reason") == TerminationReason.OTHER and not data.get("details") and "details" not in self.errors:
            self.add_error("details", _("Enter the reason"))
        return data


class TakeBackForm(forms.Form):
    reason = reason_field(_("Why was the termination a mistake?"), _("Enter why the termination was a mistake"))


class RarPlanForm(forms.Form):
    """The days of an order; ``seen`` is what was recorded when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    ordered = forms.IntegerField(
        label=_("How many RAR days did the court order?"),
        min_value=1,
        max_value=MOST_RAR_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "required": _("Enter how many RAR days the court ordered"),
            "invalid": _("How many RAR days the court ordered must be a whole number"),
            "min_value": _("The court must have ordered at least %(limit_value)d RAR day"),
            "max_value": _("RAR days must be %(limit_value)d or fewer"),
        },
    )
    planned = forms.IntegerField(
        label=_("How many are planned, beside those that are used already?"),
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "required": _("Enter how many RAR days are planned"),
            "invalid": _("How many RAR days are planned must be a whole number"),
            "min_value": _("How many RAR days are planned must be 0 or more"),
        },
    )
    rationale = LongTextField(
        label=_("Why this number?"),
        max_length=LONGEST_RATIONALE,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Enter why this number of days is planned"),
            "max_length": _("Why this number is planned must be %(limit_value)d characters or fewer"),
        },
    )


class RarDayForm(forms.Form):
    used_on = DateField(
        label=_("On which day was it used?"),
        help_text=_("For example, 17/5/2027. Each day counts once."),
        widget=DatePicker,
        error_messages={"required": _("Enter or select the day")},
    )
    note = LongTextField(
        label=_("What was done?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Enter what was done"),
            "max_length": _("What was done must be %(limit_value)d characters or fewer"),
        },
    )


class ProgressForm(forms.Form):
    requirements_completed_on = DateField(
        label=_("When were all requirements completed?"),
        help_text=_("Leave blank if they are not."),
        required=False,
    )
    objectives_met_on = DateField(
        label=_("When were all objectives of the sentence plan met?"),
        help_text=_("Leave blank if they are not."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.values()) and not any(self.initial.get(name) for name in data):
            words = _("Enter when all requirements were completed, or all objectives of the sentence plan were met")
            self.add_error("requirements_completed_on", words)
        return data


class RevocationForm(forms.Form):
    """Whether to apply, and why."""

    apply = forms.TypedChoiceField(
        label=_("Do you apply to the court for early revocation?"),
        choices=[("yes", _("Yes, apply")), ("no", _("No, the order goes on"))],
        coerce=lambda answer: answer == "yes",
        widget=Radios,
        error_messages={"required": _("Select whether you apply for early revocation")},
    )
    reason = reason_field(_("Why?"), _("Enter why you decided so"))
