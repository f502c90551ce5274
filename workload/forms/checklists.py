"""The form of a version of the checklist."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ui.fields import DateField
from workload.checklists import LONGEST_QUESTION, AnsweredFrom, ChecklistItem, ReviewTemplate
from workload.services.checklists import problems_of_checklist

# Questions that a new version can have beside those of the one before.
MORE = 3


class ChecklistForm(forms.Form):
    """The questions in their order, one that is left blank left out. A valid form has ``template`` and ``items``."""

    starts_on = DateField(
        label=_("First day"),
        help_text=_("For example, 1/4/2027. Reviews that are opened from this day on go by this version."),
        error_messages={"required": _("Enter or select the first day")},
    )
    source = forms.CharField(
        label=_("What does it come from?"),
        help_text=_("The decision or document. Everybody sees it."),
        max_length=200,
        error_messages={
            "required": _("Enter the decision or document"),
            "max_length": _("The decision or document must be %(limit_value)d characters or fewer"),
        },
    )

    def __init__(self, *args: Any, before: Sequence[ChecklistItem], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.numbers = range(1, len(before) + MORE + 1)
        for number in self.numbers:
            said = {"number": number}
            self.fields[f"question_{number}"] = forms.CharField(
                label=gettext("Question %(number)d") % said,
                required=False,
                max_length=LONGEST_QUESTION,
                error_messages={
                    "max_length": gettext("Question %(number)d must be %%(limit_value)d characters or fewer") % said
                },
            )
            self.fields[f"answered_{number}"] = forms.ChoiceField(
                label=gettext("What answers question %(number)d?") % said,
                required=False,
                choices=[("", gettext("Nothing: it is answered by hand")), *AnsweredFrom.choices],
            )
        for number, item in enumerate(before, start=1):
            self.initial |= {f"question_{number}": item.question, f"answered_{number}": item.answered_from}

    @property
    def asked(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"question_{number}"], self[f"answered_{number}"]) for number in self.numbers]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        said = [(data.get(f"question_{number}"), data.get(f"answered_{number}", "")) for number in self.numbers]
        asked = [(question, answered_from) for question, answered_from in said if question]
        self.template = ReviewTemplate(starts_on=data.get("starts_on"), source=data.get("source", ""))
        self.items = [
            ChecklistItem(place=place, question=question, answered_from=answered_from)
            for place, (question, answered_from) in enumerate(asked, start=1)
        ]
        if "starts_on" not in self.errors:
            # Said at once with the rest; the service asks again.
            for field, problem in problems_of_checklist(data.get("starts_on"), self.items).items():
                self.add_error(None if field == "__all__" else field, problem)
        return data
