"""The form of issuing a notice."""

from django import forms

from casework.forms.base import SeenForm
from contacts.models import NoticeMethod
from ui.fields import Radios


class NoticeForm(SeenForm):
    """How the notice is given to the service user."""

    method = forms.ChoiceField(
        label="How do you give it to the service user?",
        choices=[
            (NoticeMethod.HANDED_OVER, "I hand it over"),
            (NoticeMethod.POSTED, "I post it"),
            (NoticeMethod.EMAILED, "I e-mail it"),
        ],
        widget=Radios(
            hints={
                NoticeMethod.POSTED: "Print the slip and post it today.",
                NoticeMethod.EMAILED: "Attach the slip to an e-mail today: it is not sent for you.",
            }
        ),
        error_messages={"required": "Select how you give the notice to the service user"},
    )
