"""The form of issuing a notice."""

from django import forms

from casework.forms.base import SeenForm
from contacts.models import Notice
from ui.fields import Radios


class NoticeForm(SeenForm):
    """How the notice is given to the service user."""

    method = forms.ChoiceField(
        label="How do you give it to the service user?",
        choices=[
            (Notice.Method.HANDED_OVER, "I hand it over"),
            (Notice.Method.POSTED, "I post it"),
            (Notice.Method.EMAILED, "I e-mail it"),
        ],
        widget=Radios(
            hints={
                Notice.Method.POSTED: "Print the slip and post it today.",
                Notice.Method.EMAILED: "Attach the slip to an e-mail today: it is not sent for you.",
            }
        ),
        error_messages={"required": "Select how you give the notice to the service user"},
    )
