"""The form of recording a contact that took place."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms.appointments import AppointmentForm
from casework.forms.notes import note_field, sensitive_field
from casework.forms.outcomes import OutcomeAnswers
from casework.services.appointments import RECORDED_BACK
from contacts.models import RESCHEDULED, ContactOutcome
from staff.models import User
from ui.fields import DateField, DatePicker, EndTimeField


class RecordContactForm(OutcomeAnswers, AppointmentForm):
    """What took place, and what came of it. A valid form has it as ``appointment``, with its outcome."""

    date = DateField(label=_("Date"), help_text=_("For example, 17/5/2027."))
    end_time = EndTimeField()
    officer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who was the contact with?"),
        empty_label=None,
        error_messages={"required": _("Select who the contact was with")},
    )
    note = note_field(label=_("Note (optional)"), help_text=_("What was said or done."), required=False)
    sensitive = sensitive_field()
    confirmed = None  # type: ignore[assignment]  # what took place, took place

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields
        today = timezone.localdate()
        field["date"].widget = DatePicker(min_date=today - RECORDED_BACK, max_date=today)
        field["end_time"].help_text = _("For example, 10am or 14:30.")
        field["other_activity"].help_text = _(
            "Leave this blank if there was none. If there was one, say what it was. The contact then cannot count"
            " towards the month."
        )
        field["where"].label = _("Where did it take place?")
        field["address"].help_text = ""
        self.offer_outcomes(ContactOutcome.objects.exclude(pk__in=RESCHEDULED).in_bulk())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            self.appointment.outcome = self.recorded
        return data
