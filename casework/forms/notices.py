"""The form of issuing a notice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.base import SeenForm
from contacts.models import NoticeMethod
from ui.fields import Radios
from ui.words import named_lazy


class NoticeForm(SeenForm):
    """How the notice is given to the service user."""

    method = forms.ChoiceField(
        label=named_lazy(_("How will you give it to the %(service_user)s?")),
        choices=[
            (NoticeMethod.HANDED_OVER, _("Hand it over")),
            (NoticeMethod.POSTED, _("Post it")),
            (NoticeMethod.EMAILED, _("Email it")),
        ],
        widget=Radios(
            hints={
                NoticeMethod.POSTED: _("Print the slip and post it today."),
                NoticeMethod.EMAILED: _("Attach the slip to an email and send it today. It is not sent for you."),
            }
        ),
        error_messages={"required": named_lazy(_("Select how you will give the notice to the %(service_user)s"))},
    )
