"""Which part of the worklist is asked for, and how long a line of it is put aside."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alerts.models import LONGEST_SNOOZE
from casework.forms.base import reason_field
from casework.services.snoozing import problem_of_day
from casework.worklist import KINDS
from ui.fields import DateField, DatePicker


class Tab(TextChoices):
    TO_DO = "to_do", _("To do")
    SNOOZED = "snoozed", _("Snoozed")
    MISSED = "missed", _("What was missed")
    COVER = "cover", _("Covered for colleagues")


UNALLOCATED = "unallocated"
# The part of those whose case manager has none of the level: in an LDU without a team, say.
WITHOUT_PART = "none"


class PartForm(forms.Form):
    """What narrows the worklist, in its address: a tab, a kind, what is overdue, a part of the unit or nobody."""

    tab = forms.ChoiceField(choices=Tab, required=False)
    kind = forms.ChoiceField(choices=[*KINDS.items()], required=False)
    officer = forms.RegexField(rf"^([0-9]{{1,9}}|{UNALLOCATED})$", required=False)
    team = forms.RegexField(rf"^([0-9]{{1,9}}|{WITHOUT_PART})$", required=False)
    ldu = forms.RegexField(rf"^([0-9]{{1,9}}|{WITHOUT_PART})$", required=False)
    overdue = forms.BooleanField(required=False)


class SnoozeForm(forms.Form):
    """Until when, and why. ``confirmed`` is asked only where the day lies past the deadline."""

    until = DateField(
        label=_("Until when?"),
        error_messages={"required": _("Enter or select until when")},
    )
    reason = reason_field(_("Why?"), required=_("Enter why you are snoozing it"))
    confirmed = forms.BooleanField(label=_("Snooze it past its deadline"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today, until = today, self.fields["until"]
        words = gettext("At most 4 weeks from today. It is back on the worklist on that day. For example, %(day)s.")
        until.help_text = words % {"day": DatePicker().format_value(today + timedelta(days=7))}
        widget: Any = until.widget
        widget.min_date, widget.max_date = today + timedelta(days=1), today + LONGEST_SNOOZE

    def clean_until(self) -> date:
        """Said at once with whatever else is wrong; the service asks again."""
        until: date = self.cleaned_data["until"]
        if problem := problem_of_day(until, self.today):
            raise ValidationError(problem)
        return until
