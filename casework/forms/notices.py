"""The form of recording a notice."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import Language
from casework.forms.base import SeenForm
from casework.forms.uploads import UploadField
from casework.slip.words import BOTH
from contacts.models import NoticeMethod
from ui.fields import DateField, DatePicker, Radios, TimeField
from ui.words import named_lazy

LANGUAGES = [
    (" ".join(BOTH), _("Welsh and English")),
    (Language.WELSH, _("Welsh only")),
    (Language.ENGLISH, _("English only")),
]
LARGE = "large"
SIZES = [("", _("Standard")), (LARGE, _("Large print"))]


class SlipForm(forms.Form):
    """Which slip is shown, printed and recorded: its languages, Welsh first, and the size of its text."""

    languages = forms.ChoiceField(
        label=_("Language of the notice"),
        choices=LANGUAGES,
    )
    size = forms.ChoiceField(label=_("Size of the text"), choices=SIZES, required=False)

    @classmethod
    def chosen(cls, said: Any, usual: Callable[[], Iterable[str]]) -> dict[str, str]:
        """The answers that were given, or else the ``usual`` languages in print of the standard size."""
        form = cls(said)
        return form.cleaned_data if form.is_valid() else {"languages": " ".join(usual()), "size": ""}


def asked_for(chosen: Mapping[str, str]) -> dict[str, Any]:
    """The answers of `SlipForm` as the services take them."""
    return {"languages": chosen["languages"].split(), "large": chosen["size"] == LARGE}


class ToldForm(forms.Form):
    """Whether the notice of an appointment that is being booked is given at once, and how; empty where it is not."""

    told = forms.ChoiceField(
        label=named_lazy(_("Have you given the notice to the %(service_user)s?")),
        choices=[
            (NoticeMethod.HANDED_OVER, _("I handed it over")),
            (NoticeMethod.POSTED, _("I posted it")),
            (NoticeMethod.EMAILED, _("I emailed it")),
            ("", _("Not yet")),
        ],
        widget=Radios(),
        required=False,
    )

    def __init__(self, *args: Any, late_by_post: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if late_by_post:
            late = gettext("It may arrive too late. The notice counts all the same, and is marked “posted late”.")
            field: Any = self.fields["told"]
            field.widget.hints = {NoticeMethod.POSTED: late}


class NoticeForm(SeenForm):
    """How and when the notice was given to the service user. A valid form has the local time as ``given_at``.

    ``given_at`` is None for now. Once the appointment has started, the notice can only have been given earlier. The
    form carries which slip the page showed.
    """

    languages = forms.ChoiceField(choices=LANGUAGES, widget=forms.HiddenInput, required=False)
    size = forms.ChoiceField(choices=SIZES, widget=forms.HiddenInput, required=False)

    NOW, EARLIER = "now", "earlier"
    # Another way than those that are recorded: the notice is emailed from here, and recorded as emailed.
    SEND = "send"

    method = forms.ChoiceField(
        label=named_lazy(_("How did you give the notice to the %(service_user)s?")),
        choices=[
            (NoticeMethod.HANDED_OVER, _("I handed it over")),
            (NoticeMethod.POSTED, _("I posted it")),
            (NoticeMethod.EMAILED, _("I emailed it")),
        ],
        widget=Radios(reveals={NoticeMethod.HANDED_OVER: ["paper"]}),
        error_messages={"required": named_lazy(_("Select how you gave the notice to the %(service_user)s"))},
    )
    paper = UploadField(
        label=_("Upload the slip that you handed over (optional)"),
        help_text=_(
            "Only if it was another slip than the one above, for example one that you wrote by hand. A PDF, JPEG or PNG"
            " of up to 5MB."
        ),
        required=False,
    )
    when = forms.ChoiceField(
        label=_("When did you give it?"),
        choices=[(NOW, _("Now")), (EARLIER, _("Earlier"))],
        widget=Radios(reveals={EARLIER: ["given_on", "given_time"]}),
        error_messages={
            "required": _("Select when you gave the notice"),
            "invalid_choice": _("The appointment has started. Say when you gave the notice before it"),
        },
    )
    given_on = DateField(label=_("Date you gave it"), help_text=_("For example, 17/5/2027."), required=False)
    given_time = TimeField(label=_("Time you gave it"), help_text=_("For example, 9:30am or 14:00."), required=False)
    confirmed = forms.BooleanField(label=_("Record it anyway"), required=False)

    given_at: datetime | None = None

    def __init__(self, *args: Any, started: bool, send_to: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields
        if send_to:
            words = gettext("Email it now to %(address)s") % {"address": send_to}
            field["method"].choices = [*field["method"].choices, (self.SEND, words)]
        field["given_on"].widget = DatePicker(max_date=timezone.localdate())
        if started:
            field["when"].choices = [(self.EARLIER, gettext("Before the appointment started"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("method") == self.SEND and data.get("when") == self.EARLIER:
            self.add_error("when", gettext("Select “Now” to email the notice now"))
        elif data.get("when") == self.EARLIER:
            missing = {"given_on": _("Enter the date you gave it"), "given_time": _("Enter the time you gave it")}
            for name, words in missing.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
            if not self.errors:
                self.given_at = datetime.combine(data["given_on"], data["given_time"])
        if data.get("method") != NoticeMethod.HANDED_OVER:
            data["paper"] = None
        return data
