"""The form of what a service user needs at appointments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import LONGEST_NEEDS
from ui.fields import LongTextField


class NeedsForm(forms.Form):
    """What is needed, and what was written when the page was opened."""

    seen = LongTextField(widget=forms.HiddenInput, required=False)
    needs = LongTextField(
        label=_("What do they need at appointments?"),
        help_text=_("For example, an interpreter, step-free access, or 2 members of staff at home visits."),
        max_length=LONGEST_NEEDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("What they need must be %(limit_value)d characters or fewer")},
    )
