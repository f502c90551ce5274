"""The forms of scenarios: making one, each kind of change, what one thinks of it, and applying it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.allocating import AllocationReason
from cases.templatetags.cases import person_in_words
from casework.forms.allocating import WhyForm
from staff.models import Team, User
from ui.fields import DateField, LongTextField, Radios
from ui.words import named_lazy
from workload.forms.thresholds import NOT_A_NUMBER, AdjustmentForm
from workload.models import ScenarioStep, StepKind
from workload.scenarios import LONGEST_NOTE, MOST_EXPECTED
from workload.selectors import KINDS

NO_HOURS = {
    **NOT_A_NUMBER,
    "required": _("Enter the hours a week"),
    "min_value": _("Enter hours from 0 to 48"),
    "max_value": _("Enter hours from 0 to 48"),
    "max_digits": _("Enter hours from 0 to 48"),
    "max_whole_digits": _("Enter hours from 0 to 48"),
}


class TeamField(forms.ModelChoiceField):
    def label_from_instance(self, team: Any) -> str:
        return gettext("%(team)s, %(ldu)s") % {"team": team, "ldu": team.ldu}


class ScenarioForm(forms.Form):
    """What a scenario is called and from when it would hold. ``teams`` are those to choose from, one or many."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    team = TeamField(Team.objects.none(), label=named_lazy(_("%(Team)s")))
    name = forms.CharField(
        label=_("Name"),
        help_text=_("For example, six new cases in January."),
        max_length=100,
        error_messages={
            "required": _("Enter a name"),
            "max_length": _("Name must be %(limit_value)d characters or fewer"),
        },
    )
    starts_on = DateField(
        label=_("First day"),
        help_text=_("All its changes would hold from this day on. For example, 17/5/2027, today or tomorrow."),
        error_messages={"required": _("Enter or select the first day")},
    )
    note = LongTextField(
        label=_("What is it for? (optional)"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("What it is for must be %(limit_value)d characters or fewer")},
    )

    def __init__(self, *args: Any, teams: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if teams is None:
            del self.fields["team"]
            return
        field: Any = self.fields["team"]
        field.queryset, field.empty_label = teams, gettext("Select one")
        field.error_messages["required"] = gettext("Select one")


class MoveForm(forms.Form):
    """Which of somebody's cases go to whom. A valid form has the ``steps``, not saved."""

    cases = forms.MultipleChoiceField(
        label=_("Which cases?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select at least one case")},
    )
    to = forms.ChoiceField(label=_("Who would they go to?"), error_messages={"required": _("Select who")})

    def __init__(self, *args: Any, officer: User, people: Sequence[Any], others: Mapping[User, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.officer, self.people, self.others = officer, people, {other.pk: other for other in others}
        cases: Any = self.fields["cases"]
        cases.choices = [(person.pk, case_in_words(person)) for person in people]
        to: Any = self.fields["to"]
        to.widget = Radios(hints={str(other.pk): words for other, words in others.items()})
        to.choices = [(other.pk, str(other)) for other in others]

    @property
    def steps(self) -> list[ScenarioStep]:
        to = self.others[int(self.cleaned_data["to"])]
        return [
            ScenarioStep(kind=StepKind.MOVE, officer=self.officer, service_user_id=int(person), to=to)
            for person in self.cleaned_data["cases"]
        ]


def case_in_words(person: Any) -> str:
    """A case as one chooses it: who it is, the status and the points."""
    facts = {"name": person_in_words(person), "kind": dict(KINDS)[person.weighs_as], "points": person.points}
    if person.brag or person.single_requirement:
        return gettext("%(name)s: %(kind)s, %(points)s points") % facts
    return gettext("%(name)s: no BRAG status, %(points)s points") % facts


class OfficerForm(forms.Form):
    """About one of the case managers of a team."""

    officer: Any = forms.ChoiceField(label=_("Who?"), error_messages={"required": _("Select who")})

    def __init__(self, *args: Any, officers: Sequence[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.officers = {officer.pk: officer for officer in officers}
        field: Any = self.fields["officer"]
        field.choices = [("", gettext("Select who")), *((officer.pk, str(officer)) for officer in officers)]

    def chosen(self) -> User:
        return self.officers[int(self.cleaned_data["officer"])]

    @property
    def steps(self) -> list[ScenarioStep]:
        raise NotImplementedError


class HoursForm(OfficerForm):
    weekly_hours = forms.DecimalField(
        label=_("Hours a week"),
        max_digits=5,
        decimal_places=2,
        min_value=Decimal(0),
        max_value=Decimal(48),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
        error_messages=NO_HOURS,
    )

    @property
    def steps(self) -> list[ScenarioStep]:
        hours = self.cleaned_data["weekly_hours"]
        return [ScenarioStep(kind=StepKind.HOURS, officer=self.chosen(), weekly_hours=hours)]


class TryAdjustmentForm(OfficerForm, AdjustmentForm):
    """As an adjustment is recorded, but for its first day, which is the scenario's, and who agreed it."""

    starts_on = None  # type: ignore[assignment]
    agreed_with = None  # type: ignore[assignment]
    field_order = ("officer", "reason", "percent", "ends_on")

    def __init__(self, *args: Any, officers: Sequence[User], first: date, **kwargs: Any):
        super().__init__(*args, officers=officers, officer=None, **kwargs)
        self.first = first

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["starts_on"] = self.first
        if "officer" in self.cleaned_data:
            self.officer = self.chosen()
        data = super().clean()
        if data.get("ends_on") and data["ends_on"] < self.first and "ends_on" not in self.errors:
            self.add_error("ends_on", gettext("The last day must be the same as or after the first day"))
        return data

    @property
    def steps(self) -> list[ScenarioStep]:
        made = self.adjustment
        told = {"reason": made.reason, "percent": made.percent, "ends_on": made.ends_on}
        return [ScenarioStep(kind=StepKind.ADJUSTMENT, officer=self.officer, **told)]


class ExpectedForm(OfficerForm):
    """New cases that nobody knows yet."""

    weighs_as = forms.ChoiceField(label=_("What would they weigh as?"), widget=Radios())
    number = forms.IntegerField(
        label=_("How many?"),
        min_value=1,
        max_value=MOST_EXPECTED,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "required": _("Enter how many"),
            **dict.fromkeys(
                ("invalid", "min_value", "max_value"),
                format_lazy(_("Enter a whole number from 1 to {most}"), most=MOST_EXPECTED),
            ),
        },
    )

    def __init__(self, *args: Any, points: Mapping[str, Decimal], **kwargs: Any):
        super().__init__(*args, **kwargs)
        officer: Any = self.fields["officer"]
        officer.label, officer.required = gettext("Who would they go to?"), False
        officer.choices = [("", gettext("Nobody yet")), *officer.choices[1:]]
        kind: Any = self.fields["weighs_as"]
        kind.choices = KINDS
        kind.error_messages["required"] = gettext("Select what they would weigh as")
        kind.widget.hints = {key: gettext("%(points)s points each") % {"points": points[key]} for key, _label in KINDS}

    @property
    def steps(self) -> list[ScenarioStep]:
        data = self.cleaned_data
        officer = self.chosen() if data["officer"] else None
        told = {"weighs_as": data["weighs_as"], "number": data["number"]}
        return [ScenarioStep(kind=StepKind.EXPECTED, officer=officer, **told)]


class OpinionForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    agrees = forms.ChoiceField(
        label=_("Do you agree with it?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=Radios(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": _("Select whether you agree")},
    )
    reason = LongTextField(
        label=_("Why? (optional if you agree)"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Why must be %(limit_value)d characters or fewer")},
    )


class ThrowAwayForm(forms.Form):
    """There is nothing to answer."""


class ApplyForm(WhyForm):
    """Why cases move, where some do, and who agreed the adjustments, where there are some."""

    starts_on = None  # type: ignore[assignment]
    seen = forms.CharField(widget=forms.HiddenInput)
    agreed_with = forms.CharField(
        label=_("Who agreed the adjustments?"),
        max_length=200,
        error_messages={
            "required": _("Enter who agreed the adjustments"),
            "max_length": _("Who agreed the adjustments must be %(limit_value)d characters or fewer"),
        },
    )

    def __init__(self, *args: Any, moves: bool, adjusts: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.label, reason.initial = gettext("Why are the cases moved?"), AllocationReason.WORKLOAD
        if not moves:
            del self.fields["reason"], self.fields["details"], self.fields["exception"]
        if not adjusts:
            del self.fields["agreed_with"]
