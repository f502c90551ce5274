"""The form of what became of several contacts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext

from casework.forms.outcomes import MISSED, USUAL, outcome_in_words
from casework.possible import ABSENCES
from casework.services.refusals import version
from contacts.models import RESCHEDULED, Contact, ContactOutcome


def grouped_outcomes(outcomes: Iterable[ContactOutcome]) -> list[tuple[str, Any]]:
    """The outcomes as the choices of a select: the usual ones first."""
    offered = {outcome.pk: outcome for outcome in outcomes}
    usual = [(code, f"{label} ({code})") for code, label in USUAL + MISSED if code in offered]
    absences = [(code, outcome_in_words(offered[code])) for code in ABSENCES if code in offered]
    told = dict(usual + absences)
    others = [(code, outcome_in_words(each)) for code, each in offered.items() if code not in told]
    groups = [
        (gettext("Attended or missed"), usual),
        (gettext("Acceptable absence"), absences),
        (gettext("Another outcome"), others),
    ]
    return [("", gettext("Not recorded yet")), *[group for group in groups if group[1]]]


class OutcomesForm(forms.Form):
    """What became of each of the ``contacts``: a select each, none of which must be answered."""

    def __init__(self, *args: Any, contacts: Iterable[Contact], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.contacts = list(contacts)
        possible_ones = ContactOutcome.objects.exclude(pk__in=RESCHEDULED)
        allowed = possible_ones.by_type({contact.type_id for contact in self.contacts})
        choices = {type: grouped_outcomes(outcomes) for type, outcomes in allowed.items()}
        self.outcomes = {outcome.pk: outcome for outcomes in allowed.values() for outcome in outcomes}
        for contact in self.contacts:
            self.fields[f"outcome_{contact.pk}"] = forms.ChoiceField(
                # Only those are asked about whom the gate let through.
                label=gettext("What happened: %(name)s") % {"name": contact.service_user.name},
                choices=choices[contact.type_id],
                required=False,
            )
            self.fields[f"seen_{contact.pk}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=version(contact)
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.marks and self.contacts:
            # Beside the first of the selects, to which the summary of errors leads.
            self.add_error(f"outcome_{self.contacts[0].pk}", gettext("Select what happened for at least one person"))
        return data

    @property
    def marks(self) -> list[tuple[Contact, str, ContactOutcome]]:
        """Each contact of which something is said, the version that was seen, and the outcome."""
        said = ((contact, self.cleaned_data.get(f"outcome_{contact.pk}")) for contact in self.contacts)
        return [
            (contact, self.cleaned_data[f"seen_{contact.pk}"], self.outcomes[code]) for contact, code in said if code
        ]

    def rows(self, contacts: Iterable[Contact]) -> list[tuple[Contact, Any, Any]]:
        """Each contact of a table with its two fields, None where nothing is asked about it."""
        asked = {contact.pk for contact in self.contacts}

        def field(name: str, contact: Contact) -> Any:
            return self[f"{name}_{contact.pk}"] if contact.pk in asked else None

        return [(each, field("outcome", each), field("seen", each)) for each in contacts]
