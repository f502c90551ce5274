"""The form of what has happened to an appointment that is still to come."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.appointments import cancelling_means
from casework.forms.base import SeenForm, reason_field
from casework.forms.outcomes import NOT_SELECTED, outcome_in_words
from casework.possible import ABSENCES, NOT_ALLOWED, Action, Weighed, possible
from contacts.models import CancelledBy, ContactOutcome
from ui.fields import Radios
from ui.words import named


class ChangeOfPlanForm(SeenForm):
    """What has happened to an appointment that is still to come: one question in place of a page for each answer.

    A valid form says what is to be done as ``action``, and who asked for it as ``asked_by`` (`CancelledBy`); where it
    is an absence, the `ContactOutcome` is ``recorded``.
    """

    ABSENCE, MOVED, CANCELLED = "absence", "moved", "cancelled"
    # Each answer: what is to be done, and who asked for it.
    ANSWERS: dict[str, tuple[Action, str]] = {
        ABSENCE: (Action.RECORD_ABSENCE, ""),
        f"{MOVED}_by_service_user": (Action.REARRANGE, CancelledBy.SERVICE_USER),
        f"{MOVED}_by_service": (Action.REARRANGE, CancelledBy.SERVICE),
        f"{CANCELLED}_by_service_user": (Action.CANCEL, CancelledBy.SERVICE_USER),
        f"{CANCELLED}_by_service": (Action.CANCEL, CancelledBy.SERVICE),
    }

    happened = forms.ChoiceField(
        label=_("What has happened?"),
        widget=Radios(reveals={ABSENCE: ["absence"]}),
        error_messages={"required": _("Select what has happened"), "invalid_choice": _("Select what has happened")},
    )
    absence = forms.ModelChoiceField(
        ContactOutcome.objects.none(),
        label=_("Reason for the absence"),
        required=False,
        empty_label=_("Select the reason"),
        error_messages={"invalid_choice": NOT_ALLOWED},
    )
    reason = reason_field(_("Why is it being cancelled?"))

    recorded: ContactOutcome

    def __init__(self, *args: Any, contact: Weighed, now: datetime, **kwargs: Any):
        super().__init__(*args, **kwargs)
        free, field = possible(contact, now), cast(Any, self.fields)
        words = (
            _("The %(service_user)s cannot come: an acceptable absence"),
            _("The %(service_user)s asked for another time or place"),
            _("The %(service)s needs another time or place"),
            _("The %(service_user)s cancelled it"),
            _("The %(service)s cancelled it"),
        )
        answers = zip(self.ANSWERS.items(), words, strict=True)
        field["happened"].choices = [(value, named(said)) for (value, (act, _who)), said in answers if not free[act]]
        means = cancelling_means(contact)
        field["happened"].widget.hints = {
            self.ABSENCE: gettext("It still needs a further appointment to count."),
            **{f"{self.CANCELLED}_by_{who}": words for who, words in means.items()},
        }
        field["absence"].queryset = ContactOutcome.objects.filter(pk__in=ABSENCES).allowed_for(contact.type_id)
        field["absence"].label_from_instance = outcome_in_words
        field["reason"].help_text = gettext("Only if it is cancelled.")

    @property
    def action(self) -> Action:
        return self.ANSWERS[self.cleaned_data["happened"]][0]

    @property
    def asked_by(self) -> str:
        return self.ANSWERS[self.cleaned_data["happened"]][1]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        happened = data.get("happened")
        if happened == self.ABSENCE:
            if absence := data.get("absence"):
                self.recorded = absence
            elif "absence" not in self.errors:
                self.add_error("absence", NOT_SELECTED["absence"])
        elif happened and self.action == Action.CANCEL and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", gettext("Enter why it is being cancelled"))
        return data
