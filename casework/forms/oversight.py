"""The forms of asking for management oversight, of deciding about it, and of ending it early."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.models import ServiceUser
from casework.forms.base import SeenForm
from casework.oversight import OversightOf, faults, longest_in_words
from contacts.models import CadenceUnit
from contacts.oversight import LONGEST_REASON, LONGEST_RISK, Engagement, Oversight, OversightKind
from ui.fields import DateField, LongTextField, Radios

# What turns the direction of the text after it can make a reason read as something that nobody wrote.
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def refuse_turning(text: str) -> None:
    if TURNS.search(text):
        raise ValidationError(
            _("Type this text again. It has hidden characters in it that change the direction of writing")
        )


def words_field(label: Any, *, required: Any, too_long: Any, longest: int = LONGEST_REASON, hint: Any = "") -> Any:
    """A text of several lines that ``required`` asks for."""
    return LongTextField(
        label=label,
        help_text=hint,
        max_length=longest,
        validators=[refuse_turning],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": required, "max_length": too_long},
    )


REASON_TOO_LONG = _("Reason must be %(limit_value)d characters or fewer")


class AskForOversightForm(forms.Form):
    """What is asked for. A valid form has it as ``oversight``, not saved.

    The risk statement and the timescale are asked only where the BRAG status needs them.
    """

    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=OversightKind,
        widget=Radios(
            hints={
                OversightKind.TELEPHONE: _("Telephone contacts then count for when the next contact is due."),
                OversightKind.LESS_OFTEN: _("The next contact is then due later."),
            },
            reveals={OversightKind.TELEPHONE: ["engaged_in"], OversightKind.LESS_OFTEN: ["every"]},
        ),
        error_messages={"required": _("Select what you ask for")},
    )
    engaged_in = forms.ChoiceField(
        label=_("What is the person engaged in?"),
        choices=[("", _("Select one")), *Engagement.choices],
        required=False,
    )
    every = forms.IntegerField(
        label=_("How many days between contacts?"),
        required=False,
        min_value=1,
        max_value=1000,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Enter a whole number, for example 42"),
            "min_value": _("Enter a number from 1 to 1,000"),
            "max_value": _("Enter a number from 1 to 1,000"),
        },
    )
    starts_on = DateField(
        label=_("First day"),
        help_text=_("For example, 17/5/2027."),
        error_messages={"required": _("Enter or select the first day")},
    )
    ends_on = DateField(label=_("Last day"), error_messages={"required": _("Enter or select the last day")})
    reason = words_field(_("Why do you ask for it?"), required=_("Enter why you ask for it"), too_long=REASON_TOO_LONG)
    risk = words_field(
        _("Risk statement"),
        hint=_("What the risk is, and why it can be managed while this measure holds."),
        required=_("Enter the risk statement. It is needed for Red and Red/Amber"),
        too_long=_("Risk statement must be %(limit_value)d characters or fewer"),
        longest=LONGEST_RISK,
    )
    timescale = words_field(
        _("Timescale"),
        hint=_("When the risk is looked at again, and when contact goes back to the standard."),
        required=_("Enter the timescale. It is needed for Red and Red/Amber"),
        too_long=_("Timescale must be %(limit_value)d characters or fewer"),
    )

    oversight: Oversight

    def __init__(self, *args: Any, service_user: ServiceUser, of: OversightOf, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.service_user, self.of = service_user, of
        if not of.is_high:
            del self.fields["risk"], self.fields["timescale"]
        if of.standard:
            self.fields["ends_on"].help_text = longest_in_words(of.standard)
            if of.standard.unit == CadenceUnit.MONTHS:
                self.fields["every"].label = _("How many calendar months between contacts?")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind == OversightKind.TELEPHONE and not data.get("engaged_in") and "engaged_in" not in self.errors:
            self.add_error("engaged_in", _("Select what the person is engaged in"))
        if kind == OversightKind.LESS_OFTEN and not data.get("every") and "every" not in self.errors:
            self.add_error("every", _("Enter how much time there is to be between contacts"))
        if not self.errors:
            self.oversight = self.asked_for(data)
            # Said at once, field by field; the service asks again.
            for field, words in faults(self.oversight, self.of):
                self.add_error(field if field in self.fields else None, words)
        return data

    def asked_for(self, data: dict[str, Any]) -> Oversight:
        """Only what belongs to the kind that was selected."""
        said = {name: data.get(name, "") for name in ("kind", "starts_on", "ends_on", "reason", "risk", "timescale")}
        if data["kind"] == OversightKind.TELEPHONE:
            said |= {"engaged_in": data["engaged_in"]}
        else:
            said |= {"every": data["every"], "unit": self.of.standard.unit if self.of.standard else CadenceUnit.DAYS}
        return Oversight(service_user=self.service_user, **said)


class Decision(TextChoices):
    AGREE = "agree", _("Agree it")
    REFUSE = "refuse", _("Refuse it")


class DecideOversightForm(SeenForm):
    """What is decided about the measure that waits (``seen``), and why."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=Decision,
        widget=Radios(),
        error_messages={"required": _("Select whether you agree or refuse it")},
    )
    reason = words_field(
        _("Why?"),
        hint=_("Whoever asked for it sees this."),
        required=_("Enter why you agree or refuse it"),
        too_long=REASON_TOO_LONG,
    )


class EndOversightForm(forms.Form):
    reason = words_field(_("Why?"), required=_("Enter why it is ended"), too_long=REASON_TOO_LONG)
