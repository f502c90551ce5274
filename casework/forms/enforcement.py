"""The form of an enforcement action."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import EnforcementAction
from ui.fields import DateField, DatePicker


class EnforcementForm(forms.Form):
    action = forms.ModelChoiceField(
        EnforcementAction.objects.none(),
        label=_("What was done?"),
        empty_label=_("Select what was done"),
        error_messages={"required": _("Select what was done")},
    )
    taken_on = DateField(label=_("When was it done?"), help_text=_("For example, 17/5/2027."))
    respond_by = DateField(
        label=_("Answer awaited until (optional)"),
        help_text=_("Leave it blank for the time that nDelius gives, 7 business days for a letter."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields
        field["action"].queryset = EnforcementAction.objects.filter(retired_on=None).order_by("description")
        field["taken_on"].widget = DatePicker(max_date=timezone.localdate())
