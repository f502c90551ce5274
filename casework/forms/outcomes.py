"""The forms of recording an outcome and what was done about a non-attendance."""

from typing import Any

from django import forms

from casework.forms.base import SeenForm
from contacts.criteria import any_action_counts
from contacts.models import RESCHEDULED, Contact, ContactOutcome, ContactQuerySet, FollowUp
from ui.fields import Radios
from ui.formats import clock, weekday

ABSENCES = ("AACL", "AAEM", "AAFC", "AAHO", "AAME", "AARC", "AARE", "AASD", "AAAA", "CO05")
# The answers that most appointments end with, in the words that staff use.
USUAL = [
    ("ATTC", "Attended and complied"),
    ("AFTC", "Attended, failed to comply"),
    ("ATSH", "Attended, sent home because of behaviour"),
    ("ATSS", "Attended, sent home because of the service"),
]
MISSED = [("UAAB", "Unacceptable absence"), ("AFTA", "Failed to attend, not known yet why")]


class OutcomeForm(SeenForm):
    """What became of the appointment. A valid form has the `ContactOutcome` as ``recorded``."""

    ABSENCE, OTHER = "absence", "other"

    outcome = forms.ChoiceField(
        label="What happened?",
        widget=Radios(
            hints={
                "AFTA": "Use this until you know why, then change it.",
                "ATSS": "It cannot count: the case manager was not there for the 30 minutes.",
            },
            reveals={ABSENCE: "absence", OTHER: "other"},
        ),
        error_messages={"required": "Select what happened"},
    )
    absence = forms.ModelChoiceField(
        ContactOutcome.objects.none(), label="Reason", required=False, empty_label="Select the reason"
    )
    other = forms.ModelChoiceField(
        ContactOutcome.objects.none(), label="Outcome", required=False, empty_label="Select the outcome"
    )
    remove_follow_up = forms.BooleanField(label="Remove the recorded follow-up", required=False)

    recorded: ContactOutcome

    def __init__(self, *args: Any, in_future: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.in_future = in_future
        self.outcomes = ContactOutcome.objects.exclude(pk__in=RESCHEDULED).in_bulk()
        absence = (self.ABSENCE, "Acceptable absence")
        field: Any = self.fields
        field["outcome"].choices = (
            [absence]
            if self.in_future
            else [
                *((code, f"{label} ({code})") for code, label in USUAL),
                absence,
                *((code, f"{label} ({code})") for code, label in MISSED),
                (self.OTHER, "Another outcome"),
            ]
        )
        for name, codes in (("absence", ABSENCES), ("other", sorted(self.outcomes))):
            field[name].queryset = ContactOutcome.objects.filter(pk__in=codes)
            field[name].label_from_instance = outcome_in_words

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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = data.get("outcome")
        if chosen in (self.ABSENCE, self.OTHER):
            if recorded := data.get(chosen):
                self.recorded = recorded
            elif chosen not in self.errors:
                self.add_error(chosen, f"Select the {'reason' if chosen == self.ABSENCE else 'outcome'}")
        elif chosen:
            self.recorded = self.outcomes[chosen]
        return data


class FollowUpForm(SeenForm):
    """What was done today about a non-attendance."""

    NEW, BOOKED = "new", "booked"

    what = forms.ChoiceField(
        label="What do you want to record?",
        widget=Radios(reveals={BOOKED: "further"}),
        error_messages={"required": "Select what you want to record"},
    )
    further = forms.ModelChoiceField(
        Contact.objects.none(), label="Appointment", required=False, empty_label="Select the appointment"
    )

    def __init__(self, *args: Any, further: ContactQuerySet, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields
        field["further"].queryset = further.select_related("type")
        field["further"].label_from_instance = appointment_in_words
        in_diary = [(self.BOOKED, "An appointment in the diary, confirmed today as the further appointment")]
        field["what"].choices = [
            (self.NEW, "Book a new appointment, offered today"),
            *(in_diary if further.exists() else []),
            (FollowUp.BREACH, "Breach initiated today"),
            (FollowUp.RECALL, "Recall initiated today"),
            (FollowUp.WARRANT, "Warrant initiated today"),
        ]
        if not any_action_counts():
            field[
                "what"
            ].help_text = "You can record breach, recall or warrant, but you still need to offer a further appointment."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("what") == self.BOOKED and not data.get("further") and "further" not in self.errors:
            self.add_error("further", "Select the appointment")
        return data


def outcome_in_words(outcome: ContactOutcome) -> str:
    """Medical (AAME); other outcomes in full."""
    return (
        f"{outcome.description.removeprefix('Acceptable Absence').lstrip(' -') or outcome.description} ({outcome.pk})"
    )


def appointment_in_words(contact: Contact) -> str:
    """Wednesday 2 January, 9:30am: Planned Office Visit (NS)."""
    return f"{weekday(contact.date)}, {clock(contact.start_time)}: {contact.type}"
