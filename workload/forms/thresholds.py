"""The forms of adjustments, of somebody's own rurality and of allowances."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from staff.models import User
from ui.fields import DateField, Radios
from ui.words import named_lazy
from workload.derivation import plain
from workload.models import Adjustment, AdjustmentReason, Allowance, AllowanceKind, ReasonCategory
from workload.services.thresholds import problems_of_reason


def number_field(**kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
        **kwargs,
    )


NOT_A_NUMBER = {
    "invalid": _("Enter a number, for example 12.5"),
    "max_digits": _("Enter a number below 1,000"),
    "max_whole_digits": _("Enter a number below 1,000"),
    "max_decimal_places": _("Enter a number with 2 decimals at most"),
}
NO_PERCENTAGE = {
    **NOT_A_NUMBER,
    "min_value": _("Enter a percentage from 0 to 100"),
    "max_value": _("Enter a percentage from 0 to 100"),
}


def first_day() -> DateField:
    return DateField(
        label=_("First day"),
        help_text=_("For example, 17/5/2027."),
        error_messages={"required": _("Enter or select the first day")},
    )


class AdjustmentForm(forms.Form):
    """Why and how far a threshold is adjusted, and when. A valid form has it as ``adjustment``, not saved."""

    reason = forms.ChoiceField(label=_("Reason"), error_messages={"required": _("Select a reason")})
    percent = number_field(
        label=_("Percentage off the threshold"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        help_text=_("Leave blank for the usual one, if the reason has one."),
        error_messages=NO_PERCENTAGE,
    )
    starts_on = first_day()
    ends_on = DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave blank for the longest time that the reason has, or if it has no end date."),
    )
    agreed_with = forms.CharField(
        label=_("Who agreed it?"),
        max_length=200,
        error_messages={
            "required": _("Enter who agreed it"),
            "max_length": _("Who agreed it must be %(limit_value)d characters or fewer"),
        },
    )

    adjustment: Adjustment

    def __init__(self, *args: Any, officer: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.officer = officer
        offered = AdjustmentReason.objects.filter(Q(retired_on=None) | Q(retired_on__gt=timezone.localdate()))
        self.reasons = {reason.reason: reason for reason in offered}
        field: Any = self.fields["reason"]
        field.choices = [
            ("", gettext("Select a reason")),
            *(
                (
                    category.label,
                    [(key, reason_in_words(each)) for key, each in self.reasons.items() if each.category == category],
                )
                for category in ReasonCategory
            ),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        reason = self.reasons.get(data.get("reason", ""))
        if reason is None:
            return data
        if "percent" not in self.errors and data.get("percent") is None:
            data["percent"] = reason.allowance_percent
            if data["percent"] is None:
                self.add_error("percent", _("Enter the percentage. This reason has no usual one"))
        if "ends_on" not in self.errors and data.get("starts_on"):
            data["ends_on"] = data["ends_on"] or reason.latest_end(data["starts_on"])
        if not {"percent", "starts_on", "ends_on"} & {*self.errors}:
            self.adjustment = Adjustment(
                officer=self.officer, agreed_with=data.get("agreed_with", ""), reason=reason.reason,
                **{name: data[name] for name in ("percent", "starts_on", "ends_on")},
            )  # fmt: skip
            # Said at once with the rest; the service asks again.
            for field, words in problems_of_reason(reason, self.adjustment).items():
                self.add_error(field, words)
        return data


def reason_in_words(reason: AdjustmentReason) -> str:
    """The reason with what it usually takes off, at most and for how long."""
    facts = []
    if reason.allowance_percent is not None:
        facts.append(gettext("usually %(percent)s%%") % {"percent": plain(reason.allowance_percent)})
    if reason.max_allowance_percent is not None:
        facts.append(gettext("%(percent)s%% at most") % {"percent": plain(reason.max_allowance_percent)})
    if reason.months_to_expiry is not None:
        words = ngettext("%(months)d month at most", "%(months)d months at most", reason.months_to_expiry)
        facts.append(words % {"months": reason.months_to_expiry})
    if not facts:
        return reason.reason
    return gettext("%(reason)s (%(facts)s)") % {"reason": reason.reason, "facts": ", ".join(facts)}


class EndForm(forms.Form):
    """Until when an adjustment or an allowance holds."""

    ends_on = DateField(label=_("Last day"), required=False, help_text=_("Leave blank if it has no end date."))
    seen = forms.CharField(widget=forms.HiddenInput)


class RuralityForm(forms.Form):
    percent = number_field(
        label=_("Percentage off the threshold for rurality"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        help_text=_("Leave blank to use that of the office."),
        error_messages=NO_PERCENTAGE,
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class AllowanceForm(forms.Form):
    """What work that is no case takes, and when. A valid form has it as ``allowance``, not saved."""

    kind = forms.ChoiceField(
        label=_("What work is it?"),
        choices=AllowanceKind,
        widget=Radios(
            hints={AllowanceKind.MARAC: _("A multi-agency risk assessment conference: its preparation and meetings.")}
        ),
        error_messages={"required": _("Select what work it is")},
    )
    points = number_field(
        label=_("Points"),
        min_value=Decimal("0.01"),
        help_text=_("They are added to the points of the cases on each day."),
        error_messages={
            **NOT_A_NUMBER,
            "required": _("Enter the points"),
            "min_value": _("Enter a number above 0"),
        },
    )
    starts_on = first_day()
    ends_on = DateField(label=_("Last day"), required=False, help_text=_("Leave blank if it has no end date."))
    note = forms.CharField(
        label=_("Note (optional)"),
        help_text=named_lazy(_("It must not be about %(service_users)s, or about anyone’s health.")),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Note must be %(limit_value)d characters or fewer")},
    )

    allowance: Allowance

    def __init__(self, *args: Any, officer: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.officer = officer

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self.allowance = Allowance(officer=self.officer, **data)
        return data
