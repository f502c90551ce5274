"""The form of deciding about a conflict: two buttons beside each record."""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from casework.forms.base import SeenForm


class Decision(TextChoices):
    KEEP = "keep", _("Keep what is recorded here")
    USE = "use", _("Use the file’s values")


class DecisionForm(SeenForm):
    """Which record, by its table and id, and which of both values holds."""

    table_name = forms.CharField(widget=forms.HiddenInput)
    record = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=Decision, widget=forms.HiddenInput)
