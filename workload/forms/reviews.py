"""The forms of workload reviews: asking for one, commenting on its checklist, and holding it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from staff.access import CASEWORK
from staff.models import Post, Role, User
from staff.services import CRN
from ui.fields import DateField, LongTextField, Radios
from ui.words import named, named_lazy
from workload.checklists import ChecklistItem
from workload.reviews import (
    LONGEST_REASON,
    LONGEST_WORDS,
    Confirmation,
    Measure,
    Outcome,
    PlanAction,
    ReviewAnswer,
)
from workload.services.reviews import Said, problems_of_days

TOO_LONG = _("It must be %(limit_value)d characters or fewer")


def about_nobody(text: str) -> None:
    """Refuse a CRN: what is written here is about work, and read by whoever is above in line."""
    if CRN.search(text):
        raise ValidationError(named(_("Take out the CRN. This must not be about %(service_users)s")))


def words_field(label: Any, required: Any = "", *, most: int = LONGEST_REASON, rows: int = 3, **more: Any) -> Any:
    """Words of one's own. ``required`` asks for them; without that they may be left out."""
    return LongTextField(
        label=label,
        required=bool(required),
        max_length=most,
        validators=[about_nobody],
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required, "max_length": TOO_LONG},
        **more,
    )


class AskForm(forms.Form):
    """What somebody says about their own workload."""

    words = words_field(
        _("What concerns you about your workload?"),
        _("Enter what concerns you"),
        most=LONGEST_WORDS,
        rows=6,
        help_text=named_lazy(
            _("Your words are kept as they are, whatever comes of the review. Do not name %(service_users)s.")
        ),
    )


class OpenForm(forms.Form):
    note = words_field(_("What is it about? (optional)"), help_text=_("Whoever is reviewed reads it too."))


class CommentsForm(forms.Form):
    """What the case manager says of each item, before the review is held."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, items: Sequence[ChecklistItem], answers: Sequence[ReviewAnswer], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.items = items
        said = {answer.item_id: answer.comment for answer in answers}
        for item in items:
            label = gettext("Your comment on item %(letter)s (optional)") % {"letter": item.letter}
            self.fields[f"comment_{item.letter}"] = words_field(label, rows=2)
            self.initial[f"comment_{item.letter}"] = said.get(item.pk, "")

    def fields_of(self, item: ChecklistItem) -> list[forms.BoundField]:
        return [self[f"comment_{item.letter}"]]

    @property
    def comments(self) -> dict[int, str]:
        """By the id of the item; the form must be valid."""
        return {item.pk: self.cleaned_data[f"comment_{item.letter}"] for item in self.items}


def owners_in(post: Post, day: date) -> QuerySet[User]:
    """Who may own an action about somebody of the post: the team, and whoever is above it in line."""
    within = Q(role=Role.CHIEF_OFFICER, division=post.division_id)
    if post.ldu_id:
        within |= Q(role=Role.LDU_HEAD, ldu=post.ldu_id)
    if post.team_id:
        within |= Q(role__in=CASEWORK, team=post.team_id)
    posts = Post.objects.on(day).filter(within)
    return User.objects.in_post(day).filter(pk__in=posts.values("user"))


class ActionFields(forms.Form):
    """An action of a plan. A valid form has it as ``action``, not saved; None where it does not ask for one."""

    measure = forms.ChoiceField(
        label=_("Measure"),
        choices=[("", _("Select a measure")), *Measure.choices],
        error_messages={"required": _("Select a measure")},
    )
    what = words_field(_("What is to be done?"), _("Enter what is to be done"))
    owner = forms.ModelChoiceField(
        label=_("Who does it?"),
        queryset=User.objects.none(),
        empty_label=_("Select a member of staff"),
        error_messages={"required": _("Select who does it"), "invalid_choice": _("Select who does it")},
        help_text=_("Tell them: the plan is shown only to whom it is about and to those above in line."),
    )
    due_on = DateField(
        label=_("By when?"),
        help_text=_("For example, 17/5/2027."),
        error_messages={"required": _("Enter or select by when")},
    )

    ACTION = ("measure", "what", "owner", "due_on")
    action: PlanAction | None = None

    def __init__(self, *args: Any, post: Post | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if post:
            owner: Any = self.fields["owner"]
            owner.queryset = owners_in(post, timezone.localdate())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not {*self.ACTION} & {*self.errors} and data.get("what"):
            self.action = PlanAction(**{name: data[name] for name in self.ACTION})
        for field, problem in problems_of_days(data.get("due_on"), data.get("next_review_on")).items():
            self.add_error(field, problem)
        return data


def next_review_field(**more: Any) -> DateField:
    return DateField(
        label=_("When is the plan reviewed next?"),
        help_text=_("For example, 17/5/2027."),
        error_messages={"required": _("Enter or select the day on which the plan is reviewed next")},
        **more,
    )


class HoldForm(ActionFields):
    """The manager's side of the checklist, the outcome, and for an excessive workload the beginning of a plan."""

    outcome = forms.ChoiceField(
        label=_("What is the outcome?"),
        choices=Outcome,
        widget=Radios(
            hints={
                Outcome.REASONABLE: _("Nothing follows."),
                Outcome.ADJUSTED: _("Next, you record the adjustment of the threshold."),
                Outcome.EXCESSIVE: _("It needs a plan, with a first action and a day on which it is reviewed."),
            },
            reveals={Outcome.EXCESSIVE: [*ActionFields.ACTION, "next_review_on"]},
        ),
        error_messages={"required": _("Select the outcome")},
    )
    reason = words_field(_("Why?"), _("Enter why"), most=LONGEST_WORDS, rows=4)
    next_review_on = next_review_field(required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: Sequence[ChecklistItem], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.items = items
        # They are asked for only of an excessive workload.
        self.asked_for = {name: self.fields[name].error_messages["required"] for name in self.of_plan}
        for name in self.of_plan:
            self.fields[name].required = False
        for item in items:
            said = {"letter": item.letter}
            self.fields[f"confirm_{item.letter}"] = forms.ChoiceField(
                label=gettext("Is item %(letter)s confirmed?") % said,
                choices=Confirmation,
                widget=Radios(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
                error_messages={"required": gettext("Select whether item %(letter)s is confirmed") % said},
            )
            label = gettext("Answer to item %(letter)s") if item.by_hand else gettext("Note on item %(letter)s")
            required = gettext("Enter the answer to item %(letter)s") % said if item.by_hand else ""
            self.fields[f"note_{item.letter}"] = words_field(label % said, required, rows=2)

    @property
    def of_plan(self) -> tuple[str, ...]:
        return (*self.ACTION, "next_review_on")

    def fields_of(self, item: ChecklistItem) -> list[forms.BoundField]:
        return [self[f"confirm_{item.letter}"], self[f"note_{item.letter}"]]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("outcome") == Outcome.EXCESSIVE:
            for name in self.of_plan:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, self.asked_for[name])
        else:
            # What was typed and is hidden again asks for nothing.
            for name in self.of_plan:
                self.errors.pop(name, None)
                data[name] = None
        for item in self.items:
            not_confirmed = data.get(f"confirm_{item.letter}") == Confirmation.NOT_CONFIRMED
            if not_confirmed and not data.get(f"note_{item.letter}") and f"note_{item.letter}" not in self.errors:
                words = gettext("Enter a note on item %(letter)s, because it is not confirmed")
                self.add_error(f"note_{item.letter}", words % {"letter": item.letter})
        return super().clean()

    @property
    def said(self) -> dict[int, Said]:
        """What the manager says, by the id of the item; the form must be valid."""
        return {
            item.pk: Said(self.cleaned_data[f"confirm_{item.letter}"], self.cleaned_data[f"note_{item.letter}"])
            for item in self.items
        }

    def asked_last(self) -> Iterator[forms.BoundField]:
        """What is asked after the checklist; the radios draw what they reveal."""
        yield self["outcome"]
        yield self["reason"]
