"""The forms of proposing an additional measure, deciding about it, reviewing it and ending it early."""

import re
from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Brag, ServiceUser
from casework.additional import case_managers_of, team_of_each, teams_of
from casework.forms.base import SeenForm
from casework.forms.oversight import REASON_TOO_LONG, words_field
from contacts.additional import LONGEST_WORDS, AdditionalKind, AdditionalMeasure, AdditionalState, Whose
from contacts.oversight import HIGH
from staff.models import BY_NAME, Role, Team, User
from ui.fields import DateField, LongTextField, Radios
from ui.words import named, named_lazy, word_lazy

MOST_CASES = 200
LONGEST_CASES = 4000


def _number_of_days() -> forms.IntegerField:
    out_of_range = gettext_lazy("Enter a number from 1 to 1,000")
    return forms.IntegerField(
        label=gettext_lazy("How many days between contacts?"),
        required=False,
        min_value=1,
        max_value=1000,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "invalid": gettext_lazy("Enter a whole number, for example 42"),
            "min_value": out_of_range,
            "max_value": out_of_range,
        },
    )


class ProposeAdditionalForm(forms.Form):
    """What is proposed. A valid form has it as ``measure``, not saved, with its ``people`` and ``holders``.

    Team managers propose for their own team; LDU heads choose one of theirs. For the cases of a case manager and for
    chosen cases the team follows from these.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("What is the measure?"),
        choices=AdditionalKind,
        widget=Radios(
            hints={
                AdditionalKind.TELEPHONE: gettext_lazy(
                    "Telephone contacts then count for when the next contact is due, for those with a programme, DRR,"
                    " ATR, RAR or SAC."
                ),
                AdditionalKind.LESS_OFTEN: gettext_lazy("The next contact is then due later."),
                AdditionalKind.OTHER: named_lazy(gettext_lazy("The %(chief_officer)s decides about it.")),
            },
            reveals={
                AdditionalKind.LESS_OFTEN: ["every"],
                AdditionalKind.DESIGNATED: ["held_by"],
                AdditionalKind.OTHER: ["what"],
            },
        ),
        error_messages={"required": gettext_lazy("Select what the measure is")},
    )
    every = _number_of_days()
    held_by = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who holds the sessions?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    what = words_field(
        gettext_lazy("What is to be done?"),
        required=gettext_lazy("Enter what is to be done"),
        too_long=gettext_lazy("What is to be done must be %(limit_value)d characters or fewer"),
    )
    whose = forms.ChoiceField(
        label=gettext_lazy("Whom is it for?"),
        choices=Whose,
        widget=Radios(reveals={Whose.CASE_MANAGER: ["officer"], Whose.CASES: ["cases"]}),
        error_messages={"required": gettext_lazy("Select whom it is for")},
    )
    team = forms.ModelChoiceField(
        Team.objects.none(), required=False, empty_label=gettext_lazy("Select one"), label=word_lazy("Team")
    )
    officer = forms.ModelChoiceField(
        User.objects.none(), required=False, empty_label=gettext_lazy("Select one"), label=word_lazy("Case_manager")
    )
    cases = LongTextField(
        label=gettext_lazy("CRNs of the cases"),
        help_text=gettext_lazy("One on each line, or with commas between them."),
        required=False,
        max_length=LONGEST_CASES,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": gettext_lazy("CRNs must be %(limit_value)d characters or fewer")},
    )
    statuses = forms.MultipleChoiceField(
        label=gettext_lazy("Which BRAG statuses is it for?"),
        help_text=gettext_lazy(
            "It does not apply to anybody with another status, or whose status rises after it is agreed."
        ),
        choices=Brag,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Select the BRAG statuses that it is for")},
    )
    reason = words_field(
        gettext_lazy("Why is it needed?"),
        hint=gettext_lazy("For example, the workload and what was tried before."),
        required=gettext_lazy("Enter why it is needed"),
        too_long=REASON_TOO_LONG,
    )
    protection = words_field(
        gettext_lazy("Public protection assessment"),
        hint=named_lazy(
            gettext_lazy("What it means for the safety of the public. It must not name any %(service_users)s.")
        ),
        required=gettext_lazy("Enter the public protection assessment"),
        too_long=gettext_lazy("Public protection assessment must be %(limit_value)d characters or fewer"),
        longest=LONGEST_WORDS,
    )
    risk = words_field(
        gettext_lazy("Risk statement, if it is for Red or Red/Amber (optional)"),
        hint=gettext_lazy("What the risk is, and why it can be managed while this measure holds."),
        required="",
        too_long=gettext_lazy("Risk statement must be %(limit_value)d characters or fewer"),
        longest=LONGEST_WORDS,
    )
    starts_on = DateField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy("For example, 17/5/2027."),
        error_messages={"required": gettext_lazy("Enter or select the first day")},
    )
    ends_on = DateField(
        label=gettext_lazy("Last day"), error_messages={"required": gettext_lazy("Enter or select the last day")}
    )
    review_on = DateField(
        label=gettext_lazy("Review by"),
        help_text=gettext_lazy("A day on which it is looked at again, while it holds."),
        error_messages={"required": gettext_lazy("Enter or select the day of the review")},
    )

    measure: AdditionalMeasure

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        self.people: list[ServiceUser] = []
        self.holders: list[User] = []
        field: Any = self.fields
        for name in ("what", "risk"):
            field[name].required = False
        field["officer"].queryset = field["held_by"].queryset = case_managers_of(user, today)
        if user.post and user.post.role == Role.LDU_HEAD:
            field["team"].queryset = Team.objects.filter(ldu=user.post.ldu_id).order_by(*BY_NAME)
            field["whose"].widget.reveals = {**field["whose"].widget.reveals, Whose.TEAM: ["team"]}
        else:
            del field["team"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind, whose = data.get("kind"), data.get("whose")
        missing = {
            "every": (kind == AdditionalKind.LESS_OFTEN, _("Enter how many days there are to be between contacts")),
            "held_by": (kind == AdditionalKind.DESIGNATED, _("Select who holds the sessions")),
            "what": (kind == AdditionalKind.OTHER, _("Enter what is to be done")),
            "team": (whose == Whose.TEAM and "team" in self.fields, named(_("Select the %(team)s"))),
            "officer": (whose == Whose.CASE_MANAGER, named(_("Select the %(case_manager)s"))),
            "cases": (whose == Whose.CASES, _("Enter the CRNs of the cases")),
        }
        for name, (is_needed, words) in missing.items():
            if is_needed and not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        if set(data.get("statuses", ())) & set(HIGH) and not data.get("risk") and "risk" not in self.errors:
            self.add_error("risk", _("Enter the risk statement. It is needed for Red and Red/Amber"))
        if whose == Whose.CASES and data.get("cases"):
            self._find_cases(data["cases"])
        if not self.errors:
            self.measure = self._proposed(data)
        return data

    def _find_cases(self, text: str) -> None:
        """The people of these numbers, all in one team of the user's unit. It says nothing of anybody else."""
        crns = [crn for crn in re.split(r"[\s,;]+", text.upper()) if crn]
        if len(crns) > MOST_CASES:
            self.add_error("cases", _("Enter %(most)d CRNs or fewer") % {"most": MOST_CASES})
            return
        found = {person.crn: person for person in ServiceUser.objects.visible_to(self.user).filter(crn__in=crns)}
        teams = team_of_each([person.pk for person in found.values()], self.today)
        own = teams_of(self.user, self.today)
        unknown = [crn for crn in crns if crn not in found or teams.get(found[crn].pk) not in own]
        if unknown:
            words = _("These are not CRNs of people whom you can choose: %(crns)s")
            self.add_error("cases", words % {"crns": ", ".join(dict.fromkeys(unknown))})
        elif len({teams[person.pk] for person in found.values()}) > 1:
            self.add_error("cases", named(_("The cases must be of one %(team)s")))
        else:
            self.people = list(found.values())
            self.team_of_cases = next(iter(teams.values()))

    def _proposed(self, data: dict[str, Any]) -> AdditionalMeasure:
        """Only what belongs to the kind and to those that were selected."""
        said = {name: data[name] for name in ("kind", "whose", "reason", "protection", "starts_on", "ends_on")}
        statuses = [status for status in Brag.values if status in data["statuses"]]
        risk = data["risk"] if set(statuses) & set(HIGH) else ""
        said |= {"statuses": statuses, "risk": risk, "review_on": data["review_on"]}
        if data["kind"] == AdditionalKind.LESS_OFTEN:
            said["every"] = data["every"]
        elif data["kind"] == AdditionalKind.OTHER:
            said["what"] = data["what"]
        elif data["kind"] == AdditionalKind.DESIGNATED:
            self.holders = list(data["held_by"])
        if data["whose"] == Whose.CASE_MANAGER:
            said |= {"officer": data["officer"], "team_id": data["officer"].post.team_id}
        elif data["whose"] == Whose.CASES:
            said["team_id"] = self.team_of_cases
        else:
            said["team"] = data.get("team") or self.user.post.team  # type: ignore[union-attr]
        return AdditionalMeasure(**said)


class Decision(TextChoices):
    AGREE = "agree", gettext_lazy("Agree it")
    REFER = "refer", named_lazy(gettext_lazy("Refer it to the %(chief_officer)s"))
    REFUSE = "refuse", gettext_lazy("Refuse it")


class DecideAdditionalForm(SeenForm):
    """What is decided about an entry that waits, and why."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=Decision,
        widget=Radios(),
        error_messages={"required": gettext_lazy("Select what you decide")},
    )
    reason = words_field(
        gettext_lazy("Why?"),
        hint=gettext_lazy("Whoever proposed it sees this."),
        required=gettext_lazy("Enter why you decide so"),
        too_long=REASON_TOO_LONG,
    )

    def __init__(self, *args: Any, measure: AdditionalMeasure, **kwargs: Any):
        super().__init__(*args, **kwargs)
        refers = measure.kind == AdditionalKind.OTHER and measure.state == AdditionalState.PROPOSED
        left_out = Decision.AGREE if refers else Decision.REFER
        field: Any = self.fields["decision"]
        field.choices = [(each.value, each.label) for each in Decision if each != left_out]


class ReviewAdditionalForm(SeenForm):
    """That an entry goes on, why, and when it is looked at next."""

    next_review_on = DateField(
        label=gettext_lazy("Review it next by"),
        error_messages={"required": gettext_lazy("Enter or select the day of the next review")},
    )
    reason = words_field(
        gettext_lazy("Why does it go on?"), required=gettext_lazy("Enter why it goes on"), too_long=REASON_TOO_LONG
    )


class EndAdditionalForm(forms.Form):
    reason = words_field(gettext_lazy("Why?"), required=gettext_lazy("Enter why it is ended"), too_long=REASON_TOO_LONG)
