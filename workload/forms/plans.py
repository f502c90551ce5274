"""The forms of workload plans: an action more, how the plan stands, and a decision about one that was escalated."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ui import formats
from ui.fields import Radios
from workload.forms.reviews import ActionFields, next_review_field, words_field
from workload.reviews import ESCALATES_TO, LONGEST_WORDS, ActionState, Decision, Follows, PlanAction
from workload.services.plans import problems_of_next


class ActionForm(ActionFields):
    """An action more."""


class FollowsFields(forms.Form):
    """What comes next, with the day on which the plan is reviewed until it is resolved."""

    next_review_on = next_review_field(required=False)
    # The field that says what comes next, and of its answers the one after which nothing is reviewed any more.
    LEADS, RESOLVED = "follows", "resolved"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        resolved = data.get(self.LEADS) == self.RESOLVED
        if resolved:
            self.errors.pop("next_review_on", None)
            data["next_review_on"] = None
        elif data.get(self.LEADS) and "next_review_on" not in self.errors:
            for field, problem in problems_of_next(data.get("next_review_on"), resolved=False).items():
                self.add_error(field, problem)
        return data


class PlanReviewForm(FollowsFields):
    """How a plan stands: what became of each open action, the progress, and what follows."""

    progress = words_field(
        _("How does the plan stand?"),
        _("Enter how the plan stands"),
        most=LONGEST_WORDS,
        rows=4,
        help_text=_("If you escalate the plan, this is the reason that is read there."),
    )
    follows = forms.ChoiceField(
        label=_("What follows?"), widget=Radios, error_messages={"required": _("Select what follows")}
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    field_order: Any

    def __init__(self, *args: Any, actions: Sequence[PlanAction], next_level: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actions = actions
        field: Any = self.fields["follows"]
        field.choices = [
            (Follows.GO_ON, Follows.GO_ON.label),
            (Follows.RESOLVED, gettext("The workload is resolved. The plan is closed")),
        ]
        if next_level:
            words = gettext("The workload is not resolved. Escalate the plan: %(role)s")
            field.choices = [*field.choices, (Follows.ESCALATED, words % {"role": ESCALATES_TO[next_level]})]
        for action in actions:
            said = {"what": action.what, "day": formats.day(action.due_on)}
            self.fields[f"state_{action.pk}"] = forms.ChoiceField(
                label=gettext("%(what)s (by %(day)s)") % said,
                choices=ActionState,
                initial=ActionState.OPEN,
                widget=Radios(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
                error_messages={"required": gettext("Select what became of the action")},
            )
            self.fields[f"because_{action.pk}"] = words_field(_("What became of it? (needed if it is dropped)"), rows=2)
        own = [f"{name}_{action.pk}" for action in actions for name in ("state", "because")]
        self.order_fields([*own, "progress", "follows", "next_review_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for action in self.actions:
            dropped = data.get(f"state_{action.pk}") == ActionState.DROPPED
            if dropped and not data.get(f"because_{action.pk}") and f"because_{action.pk}" not in self.errors:
                self.add_error(f"because_{action.pk}", _("Enter why the action is dropped"))
        return data

    @property
    def closed(self) -> dict[int, tuple[str, str]]:
        """What became of the actions that are not to do any more, by id; the form must be valid."""
        states = {
            action.pk: (self.cleaned_data[f"state_{action.pk}"], self.cleaned_data[f"because_{action.pk}"])
            for action in self.actions
        }
        return {pk: said for pk, said in states.items() if said[0] != ActionState.OPEN}


class DecideForm(FollowsFields):
    """What is decided about a plan that was escalated."""

    LEADS = "decision"

    decision = forms.ChoiceField(
        label=_("What do you decide?"), widget=Radios, error_messages={"required": _("Select what you decide")}
    )
    reason = words_field(
        _("Why, and what is to be done?"), _("Enter why, and what is to be done"), most=LONGEST_WORDS, rows=4
    )

    def __init__(self, *args: Any, can_escalate: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decision"]
        field.choices = [each for each in Decision.choices if can_escalate or each[0] != Decision.ESCALATE]
        self.order_fields(["decision", "reason", "next_review_on"])
