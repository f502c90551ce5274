"""What the forms about a recorded contact share."""

from django import forms


class SeenForm(forms.Form):
    """A form about a contact as the page showed it: ``seen`` is its version."""

    seen = forms.CharField(widget=forms.HiddenInput)
