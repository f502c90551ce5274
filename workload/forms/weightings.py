"""The form of a workload model's draft."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ui.fields import DateField
from workload.weightings import LIMITS, STATUS_HOURS, TIME, VALUES, YEAR, WorkloadModel

NUMBER = forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"})


class ModelForm(forms.ModelForm):
    """The values of a draft. A valid form has it as ``model``, not saved."""

    starts_on = DateField(
        label=_("First day"),
        help_text=_("For example, 1/4/2027. It holds from this day on, once it is agreed."),
        error_messages={"required": _("Enter or select the first day")},
    )
    source = forms.CharField(
        label=_("What does it come from?"),
        help_text=_("The decision or document that these values come from. Everybody sees it."),
        max_length=200,
        error_messages={
            "required": _("Enter the decision or document"),
            "max_length": _("The decision or document must be %(limit_value)d characters or fewer"),
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = WorkloadModel
        fields = ["starts_on", "source", *VALUES]
        widgets = dict.fromkeys(VALUES, NUMBER)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in VALUES:
            field = self.fields[name]
            said = {"label": field.label}
            field.error_messages |= {
                "required": gettext("Enter a number for “%(label)s”") % said,
                "invalid": gettext("Enter a number for “%(label)s”, for example 2.5") % said,
                "max_digits": gettext("Enter a smaller number for “%(label)s”") % said,
                "max_whole_digits": gettext("Enter a smaller number for “%(label)s”") % said,
                "max_decimal_places": gettext("Enter a number with 2 decimals at most for “%(label)s”") % said,
                "min_value": gettext("Enter a number that is not below 0 for “%(label)s”") % said,
                "max_value": gettext("Enter a smaller number for “%(label)s”") % said,
            }

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The values as the page asks for them, under headings."""
        named = [
            (gettext("Hours a month for each case"), STATUS_HOURS),
            (gettext("Days of a full-time year"), YEAR),
            (gettext("Time"), TIME),
            (gettext("Bands: limits of the indicator"), LIMITS),
        ]
        return [(heading, [self[name] for name in names]) for heading, names in named]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not {*YEAR} & {*self.errors} and data["weekdays"] <= sum(data[name] for name in YEAR[1:]):
            self.add_error("weekdays", _("Enter more weekdays than there are days off. Nothing is left for cases"))
        for name in ("hours_a_day", "full_time_week"):
            if name not in self.errors and data[name] <= 0:
                self.add_error(name, _("Enter a number above 0"))
        if "non_direct" not in self.errors and data["non_direct"] >= 100:
            self.add_error("non_direct", _("Enter a percentage below 100. Nothing is left for cases"))
        self._limits_in_order(data)
        return data

    def _limits_in_order(self, data: dict[str, Any]) -> None:
        for lower, higher in pairwise(LIMITS):
            limits: list[Decimal | None] = [data.get(lower), data.get(higher)]
            if None not in limits and data[lower] > data[higher]:
                self.add_error(higher, _("Enter a percentage that is not below the limit before it"))

    def validate_constraints(self) -> None:
        """Said field by field above; who agrees it and when it starts is up to the service."""
