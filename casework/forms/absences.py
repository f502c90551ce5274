"""The form of an absence."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.models import Absence, AbsenceKind, Role, User
from staff.selectors import colleagues_of, whose_absences
from ui.fields import DateField, EndTimeField, Radios, StartTimeField
from ui.words import named_lazy


class AbsenceForm(forms.Form):
    """Who is away, when, and who covers. A valid form has it as ``absence``, which is not saved."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who is away?"),
        empty_label=_("Select a member of staff"),
        error_messages={"required": _("Select who is away")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of absence is it?"),
        choices=AbsenceKind.choices,
        widget=Radios(
            hints={
                AbsenceKind.DUTY: _("For example, a day in court or on duty at the office."),
                AbsenceKind.OTHER: _("For example, jury service."),
            }
        ),
        error_messages={"required": _("Select what kind of absence it is")},
    )
    starts_on = DateField(
        label=_("First day"),
        help_text=_("For example, 17/5/2027."),
        error_messages={"required": _("Enter or select the first day")},
    )
    ends_on = DateField(label=_("Last day"), required=False, help_text=_("Leave blank for one day."))
    start_time = StartTimeField(required=False)
    end_time = EndTimeField(required=False)
    covered_by = forms.ModelChoiceField(
        User.objects.none(), label=_("Who covers? (optional)"), required=False, empty_label=_("Nobody yet")
    )
    note = forms.CharField(
        label=_("Note (optional)"),
        help_text=named_lazy(_("It must not be about %(service_users)s, or about anyone’s health.")),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Note must be %(limit_value)d characters or fewer")},
    )

    absence: Absence

    def __init__(self, *args: Any, by: User, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by = by
        field: Any = self.fields
        field["user"].queryset = whose_absences(by, today)
        field["covered_by"].queryset = colleagues_of(by, today)
        if by.role != Role.TEAM_MANAGER:
            del self.fields["user"]
            field["covered_by"].queryset = colleagues_of(by, today).exclude(pk=by.pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            data["ends_on"] = data["ends_on"] or data["starts_on"]
            self.absence = Absence(**{"user": self.by, **data})
        return data
