"""The forms of recording an outcome and what was done about a non-attendance."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.clock import local_now
from casework.forms.base import SeenForm, reason_field
from casework.forms.notes import NoteAnswers
from casework.possible import ABSENCES, NOT_ALLOWED, why_no_outcome
from contacts.enforcement import NOT_KNOWN_YET
from contacts.measure import Measure
from contacts.models import RESCHEDULED, Contact, ContactOutcome, ContactQuerySet, FollowUp
from ui.fields import DateField, DatePicker, Radios
from ui.formats import clock, weekday
from ui.words import named_lazy

# The answers that most appointments end with, in the words that staff use.
USUAL: list[tuple[str, Any]] = [
    ("ATTC", _("Attended and complied")),
    ("AFTC", _("Attended, but failed to comply")),
    ("ATSH", _("Attended, but sent home because of their behaviour")),
    ("ATSS", named_lazy(_("Attended, but sent home by the %(service)s"))),
]
MISSED: list[tuple[str, Any]] = [
    ("UAAB", _("Unacceptable absence")),
    ("AFTA", _("Failed to attend, reason not known yet")),
]

# What to answer where "acceptable absence" or "another outcome" is all that was said.
NOT_SELECTED = {"absence": _("Select the reason for the absence"), "other": _("Select the outcome")}


class OutcomeAnswers(forms.Form):
    """What became of a contact. A valid form has the `ContactOutcome` as ``recorded``."""

    ABSENCE, OTHER = "absence", "other"

    outcome = forms.ChoiceField(
        label=_("What happened?"),
        widget=Radios(
            hints={
                "AFTA": _("Use this until you know the reason, then change it."),
                "ATSS": named_lazy(_("It cannot count, because the %(case_manager)s was not there for long enough.")),
            },
            reveals={ABSENCE: ["absence"], OTHER: ["other"]},
        ),
        error_messages={"required": _("Select what happened"), "invalid_choice": NOT_ALLOWED},
    )
    absence = forms.ModelChoiceField(
        ContactOutcome.objects.none(),
        label=_("Reason for the absence"),
        required=False,
        empty_label=_("Select the reason"),
        error_messages={"invalid_choice": NOT_ALLOWED},
    )
    other = forms.ModelChoiceField(
        ContactOutcome.objects.none(),
        label=_("Outcome"),
        required=False,
        empty_label=_("Select the outcome"),
        error_messages={"invalid_choice": NOT_ALLOWED},
    )

    recorded: ContactOutcome

    def offer_outcomes(self, outcomes: dict[str, ContactOutcome]) -> None:
        """Let these be chosen: the usual ones first, the rest behind "another outcome"."""
        self.outcomes = outcomes
        absences = [code for code in ABSENCES if code in outcomes]
        self.absence_choice = [(self.ABSENCE, gettext("Acceptable absence"))] if absences else []
        self.usual_choices = [*self.among(USUAL), *self.absence_choice, *self.among(MISSED)]
        field: Any = self.fields
        field["outcome"].choices = [*self.usual_choices, (self.OTHER, gettext("Another outcome"))]
        for name, codes in (("absence", absences), ("other", list(outcomes))):
            field[name].queryset = ContactOutcome.objects.filter(pk__in=codes)
            field[name].label_from_instance = outcome_in_words

    def among(self, answers: list[tuple[str, Any]]) -> list[tuple[str, str]]:
        """Those of the answers that can be given, each with its code."""
        return [(code, f"{label} ({code})") for code, label in answers if code in self.outcomes]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = data.get("outcome")
        if chosen in (self.ABSENCE, self.OTHER):
            if recorded := data.get(chosen):
                self.recorded = recorded
            elif chosen not in self.errors:
                self.add_error(chosen, NOT_SELECTED[chosen])
        elif chosen:
            self.recorded = self.outcomes[chosen]
        return data


class OutcomeForm(SeenForm, NoteAnswers, OutcomeAnswers):
    """The outcome of an appointment: what nDelius allows for its type, what is recorded already, and what goes with it.

    A valid form has what goes with it as ``beside``.
    """

    minutes_spent = forms.IntegerField(
        label=_("Time really spent, in minutes (optional)"),
        help_text=_("Only where it was attended. It does not change whether the appointment counts."),
        required=False,
        min_value=1,
        max_value=24 * 60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Time really spent must be a whole number of minutes, such as 45"),
            "min_value": _("Time really spent must be 1 minute or more"),
            "max_value": _("Time really spent must be 24 hours or less"),
        },
    )
    evidence_by = DateField(
        label=_("Evidence awaited until (optional)"),
        help_text=_("The last day to send evidence of the reason. You decide after that whether it is acceptable."),
        required=False,
    )

    # Asked for where an outcome stands already.
    reason = reason_field(_("Why are you changing the outcome?"))
    remove_follow_up = forms.BooleanField(label=_("Remove the recorded follow-up"), required=False)

    def __init__(self, *args: Any, contact: Contact, in_future: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.in_future = in_future
        self.ask_about(contact)
        allowed = ContactOutcome.objects.exclude(pk__in=RESCHEDULED).allowed_for(contact.type_id)
        self.offer_outcomes((allowed | ContactOutcome.objects.filter(pk=contact.outcome_id)).in_bulk())
        field: Any = self.fields
        widget = field["outcome"].widget
        widget.reveals = {**widget.reveals, NOT_KNOWN_YET: ["evidence_by"]}
        if self.in_future:
            field["outcome"].choices = self.absence_choice
            field["outcome"].error_messages["invalid_choice"] = why_no_outcome(contact, local_now())
        elif not self.usual_choices:
            # The few that there are, with nothing to open first.
            field["outcome"].choices = [(code, outcome_in_words(each)) for code, each in self.outcomes.items()]
            self.initial = {**self.initial, "outcome": contact.outcome_id}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and self.recorded.pk != NOT_KNOWN_YET:
            data["evidence_by"] = None  # offered beside another answer
        return data

    @property
    def beside(self) -> dict[str, Any]:
        """What `record_outcome` takes beside the outcome."""
        data = self.cleaned_data
        return {**self.noted, **{name: data[name] for name in ("minutes_spent", "evidence_by", "note")}}

    @classmethod
    def answers_of(cls, contact: Contact, *, in_future: bool) -> dict[str, Any]:
        """The outcome that is recorded, as the answers would be."""
        if not contact.outcome_id:
            return {"outcome": cls.ABSENCE} if in_future else {}
        if contact.outcome_id in ABSENCES:
            return {"outcome": cls.ABSENCE, "absence": contact.outcome_id}
        if contact.outcome_id in dict(USUAL + MISSED):
            return {"outcome": contact.outcome_id}
        return {"outcome": cls.OTHER, "other": contact.outcome_id}


class FollowUpForm(SeenForm):
    """What was done about a non-attendance, and on which day. A valid form has the day as ``done_on``."""

    NEW, BOOKED = "new", "booked"
    TODAY, EARLIER = "today", "earlier"

    what = forms.ChoiceField(
        label=_("What do you want to record?"),
        widget=Radios(reveals={BOOKED: ["further"]}),
        error_messages={"required": _("Select what you want to record")},
    )
    further = forms.ModelChoiceField(
        Contact.objects.none(), label=_("Appointment"), required=False, empty_label=_("Select the appointment")
    )
    when = forms.ChoiceField(
        label=named_lazy(_("When did you tell the %(service_user)s, or start the action?")),
        help_text=_(
            "This is the date that counts, not the date you record it. Telling them by telephone is enough for the"
            " offer. The new appointment still needs a written notice."
        ),
        choices=[(TODAY, _("Today")), (EARLIER, _("Earlier"))],
        widget=Radios(reveals={EARLIER: ["done_on"]}),
        error_messages={"required": _("Select when you did this")},
    )
    done_on = DateField(label=_("Date"), help_text=_("For example, 17/5/2027."), required=False)

    def __init__(self, *args: Any, further: ContactQuerySet, measure: Measure, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields
        field["further"].queryset = further.select_related("type").order_by("starts_at")
        field["further"].label_from_instance = appointment_in_words
        field["done_on"].widget = DatePicker(max_date=timezone.localdate())
        in_diary = [(self.BOOKED, gettext("A booked appointment, confirmed as the further appointment"))]
        field["what"].choices = [
            (self.NEW, gettext("A new appointment")),
            *(in_diary if further.exists() else []),
            (FollowUp.BREACH, gettext("Breach")),
            (FollowUp.RECALL, gettext("Recall")),
            (FollowUp.WARRANT, gettext("A warrant")),
        ]
        if not measure.any_action_counts:
            field["what"].help_text = gettext(
                "You can record breach, recall or a warrant, but you still need to offer a further appointment."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("what") == self.BOOKED and not data.get("further") and "further" not in self.errors:
            self.add_error("further", gettext("Select the appointment"))
        if data.get("when") == self.TODAY:
            data["done_on"] = timezone.localdate()
        elif data.get("when") and not data.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", gettext("Enter the date"))
        return data


def outcome_in_words(outcome: ContactOutcome) -> str:
    """Medical (AAME); other outcomes in full."""
    return (
        f"{outcome.description.removeprefix('Acceptable Absence').lstrip(' -') or outcome.description} ({outcome.pk})"
    )


def appointment_in_words(contact: Contact) -> str:
    """Wednesday 2 January, 9:30am: Planned Office Visit (NS)."""
    return f"{weekday(contact.date)}, {clock(contact.start_time)}: {contact.type}"
