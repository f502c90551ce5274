"""The forms of allocating one person, and of sharing out somebody's cases."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.allocating import LONGEST_HANDOVER, AllocationDecision, AllocationReason
from cases.models import ServiceUser
from cases.orders import LONGEST_REASON
from casework.allocating import Candidate
from ui.fields import DateField, LongTextField, Radios
from ui.words import named_lazy


class WhyForm(forms.Form):
    """From when, and why."""

    starts_on = DateField(
        label=_("First day"),
        help_text=_("For example, 17/5/2027, today or tomorrow."),
        error_messages={"required": _("Enter or select the first day")},
    )
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[("", _("Select why")), *AllocationReason.choices],
        error_messages={"required": _("Select why")},
    )
    details = LongTextField(
        label=_("Details (optional)"),
        help_text=_("Say what the reason is where you select another reason."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Details must be %(limit_value)d characters or fewer")},
    )

    exception = LongTextField(
        label=_("Why an exception? (optional)"),
        help_text=named_lazy(
            _(
                "Asked for where a single requirement goes to another %(team)s than the one recorded for them or that"
                " %(team)s gets another case, and where an Amber case goes elsewhere than to the community hub."
            )
        ),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Why an exception must be %(limit_value)d characters or fewer")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reason") == AllocationReason.OTHER and not data.get("details") and "details" not in self.errors:
            self.add_error("details", gettext("Enter what the reason is"))
        return data


class AllocateForm(WhyForm):
    """To whom one person is allocated. A valid form has it as ``decision``, not saved."""

    seen = forms.CharField(widget=forms.HiddenInput)
    officer = forms.ChoiceField(label=named_lazy(_("%(Case_manager)s")), error_messages={"required": _("Select who")})
    handover = LongTextField(
        label=_("Hand-over note (optional)"),
        help_text=named_lazy(_("What the new %(case_manager)s needs to know first.")),
        required=False,
        max_length=LONGEST_HANDOVER,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Hand-over note must be %(limit_value)d characters or fewer")},
    )
    field_order = ("seen", "officer", "starts_on", "reason", "details", "exception", "handover")

    decision: AllocationDecision

    def __init__(
        self, *args: Any, person: ServiceUser, candidates: Sequence[Candidate], points: Decimal, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.person = person
        field: Any = self.fields["officer"]
        field.widget = Radios(hints={str(each.officer.pk): each.words(points) for each in candidates})
        field.choices = [(each.officer.pk, str(each.officer)) for each in candidates]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            told = {name: data[name] for name in ("starts_on", "reason", "details", "exception", "handover")}
            self.decision = AllocationDecision(service_user=self.person, officer_id=int(data["officer"]), **told)
        return data


class ShareOutForm(WhyForm):
    """To whom each of the ``people`` goes: a select each, as it is proposed. A valid form has ``decisions``."""

    def __init__(
        self,
        *args: Any,
        people: Sequence[Any],
        candidates: Sequence[Candidate],
        proposed: Mapping[int, int],
        seen: Mapping[int, str],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.people, self.candidates = people, candidates
        choices = [("", gettext("Stays")), *((each.officer.pk, str(each.officer)) for each in candidates)]
        for person in people:
            self.fields[f"officer_{person.pk}"] = forms.ChoiceField(
                label=gettext("New allocation: %(name)s") % {"name": person.name},
                choices=choices,
                required=False,
                initial=proposed.get(person.pk, ""),
            )
            self.fields[f"seen_{person.pk}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=seen[person.pk]
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and self.people and not self.decisions:
            self.add_error(f"officer_{self.people[0].pk}", gettext("Select someone for at least one person"))
        return data

    @property
    def decisions(self) -> list[AllocationDecision]:
        data = self.cleaned_data
        told = {name: data[name] for name in ("starts_on", "reason", "details", "exception")}
        chosen = ((person, data.get(f"officer_{person.pk}")) for person in self.people)
        return [
            AllocationDecision(service_user=person, officer_id=int(officer), **told)
            for person, officer in chosen
            if officer
        ]

    @property
    def seen(self) -> dict[int, str]:
        return {person.pk: self.cleaned_data[f"seen_{person.pk}"] for person in self.people}

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Each person with their two fields."""
        return [(each, self[f"officer_{each.pk}"], self[f"seen_{each.pk}"]) for each in self.people]
