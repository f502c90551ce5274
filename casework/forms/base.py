"""What the forms about a recorded contact share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.fields import LongTextField


class SeenForm(forms.Form):
    """A form about a contact as the page showed it: ``seen`` is its version."""

    seen = forms.CharField(widget=forms.HiddenInput)


def reason_field(label: Any, required: Any = "") -> LongTextField:
    """Why something is done. ``required`` asks for it; without that it may be left out."""
    return LongTextField(
        label=label,
        required=bool(required),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required, "max_length": _("Reason must be %(limit_value)d characters or fewer")},
    )
