"""The form of what a service user agreed to about reminders."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import ServiceUser
from casework.reminders import address_of
from casework.sending import channels
from contacts.messages import Channel
from ui.fields import DateField, DatePicker, Radios
from ui.words import named, named_lazy


class RemindersForm(forms.Form):
    """How the person agreed to be reminded, or that they are not to be."""

    NONE = "none"

    channel = forms.ChoiceField(
        label=named_lazy(_("How did the %(service_user)s agree to be reminded of appointments?")),
        widget=Radios(),
        error_messages={"required": _("Select how they agreed to be reminded, or that they get no reminders")},
    )
    agreed_on = DateField(
        label=_("When did they agree?"),
        help_text=_("Leave it if they get no reminders. For example, 17/5/2027."),
        required=False,
    )

    def __init__(self, *args: Any, person: ServiceUser, **kwargs: Any):
        super().__init__(*args, **kwargs)
        ways = {Channel.TEXT: gettext("By text message to %(to)s"), Channel.EMAIL: gettext("By email to %(to)s")}
        held = {channel: to for channel in channels() if (to := address_of(person, channel))}
        field: Any = self.fields
        field["channel"].choices = [
            *((channel, ways[channel] % {"to": to}) for channel, to in held.items()),
            (self.NONE, named(gettext("The %(service_user)s gets no reminders"))),
        ]
        field["agreed_on"].widget = DatePicker(max_date=timezone.localdate())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (
            data.get("channel") not in (None, self.NONE)
            and not data.get("agreed_on")
            and "agreed_on" not in self.errors
        ):
            self.add_error("agreed_on", gettext("Enter or select the date on which they agreed"))
        return data
