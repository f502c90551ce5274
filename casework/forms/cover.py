"""The forms of cover: who covers which of a colleague's cases, and ending it early."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from staff.models import User
from ui.fields import DateField, Radios

ALL, CHOSEN = "all", "chosen"


class CoverForm(forms.Form):
    """From when to when, and who covers: one colleague all cases, or each case whoever is chosen for it.

    A valid form has ``shares``: of who covers (id) the people (ids), or None for all cases.
    """

    starts_on = DateField(
        label=_("First day"),
        help_text=_("For example, 17/5/2027, today or tomorrow."),
        error_messages={"required": _("Enter or select the first day")},
    )
    ends_on = DateField(
        label=_("Last day"),
        help_text=_("For example, 28/5/2027."),
        error_messages={"required": _("Enter or select the last day")},
    )
    which = forms.ChoiceField(
        label=_("Which cases are covered?"),
        choices=[
            (ALL, _("All cases, also those that are allocated meanwhile")),
            (CHOSEN, _("Those for which I select who covers below")),
        ],
        widget=Radios(reveals={ALL: ["covered_by"]}),
        error_messages={"required": _("Select which cases are covered")},
    )
    covered_by = forms.ModelChoiceField(
        User.objects.none(), label=_("Who covers?"), required=False, empty_label=_("Select who covers")
    )

    def __init__(self, *args: Any, people: Sequence[Any], colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        covered_by: Any = self.fields["covered_by"]
        covered_by.queryset = colleagues
        choices = [("", gettext("Nobody")), *((colleague.pk, str(colleague)) for colleague in colleagues)]
        for person in people:
            self.fields[f"case_{person.pk}"] = forms.ChoiceField(
                label=gettext("Who covers: %(name)s") % {"name": person.name}, choices=choices, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("which") == ALL and not data.get("covered_by") and "covered_by" not in self.errors:
            self.add_error("covered_by", gettext("Select who covers"))
        if data.get("which") == CHOSEN and not self.chosen:
            name = f"case_{self.people[0].pk}" if self.people else "which"
            self.add_error(name, gettext("Select who covers at least one case"))
        return data

    @property
    def chosen(self) -> dict[int, frozenset[int]]:
        by_colleague: dict[int, set[int]] = {}
        for person in self.people:
            if colleague := self.cleaned_data.get(f"case_{person.pk}"):
                by_colleague.setdefault(int(colleague), set()).add(person.pk)
        return {colleague: frozenset(people) for colleague, people in by_colleague.items()}

    @property
    def shares(self) -> dict[int, frozenset[int] | None]:
        if self.cleaned_data["which"] == ALL:
            return {self.cleaned_data["covered_by"].pk: None}
        return dict(self.chosen)

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Each person with their field."""
        return [(person, self[f"case_{person.pk}"]) for person in self.people]


class EndCoverForm(forms.Form):
    ends_on = DateField(
        label=_("Last day of the cover"),
        help_text=_("For example, 17/5/2027 or today."),
        error_messages={"required": _("Enter or select the last day")},
    )
