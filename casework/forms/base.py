"""What the forms of contacts share."""

from django import forms

from casework.services.refusals import Refused


class CheckedForm(forms.Form):
    """A form whose service may refuse what it asks, and shows why beside the field in question."""

    def refuse(self, refused: Refused) -> None:
        """Add the problems that the service found."""
        for problem in refused.problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)


class SeenForm(CheckedForm):
    """A form about a contact as the page showed it: ``seen`` is its version."""

    seen = forms.CharField(widget=forms.HiddenInput)
