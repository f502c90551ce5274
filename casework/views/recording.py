"""Recording a contact that took place without having been booked, and adding notes."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.clock import local_now
from casework import drafts
from casework.forms.recording import NoteForm, RecordContactForm
from casework.possible import Action, possible, weighed_contact
from casework.services import appointments, recording
from casework.services.refusals import Problem
from casework.views.acting import ContactActPage
from casework.views.appointments import BookingPage
from ui.formats import weekday


class RecordContact(BookingPage):
    """Type, time, outcome and note in one form, and what it does to the month before it is saved."""

    form_class = RecordContactForm
    template_name = "casework/record.html"
    check_template = "casework/record_check.html"
    heading = gettext_lazy("Record a contact that took place")
    button = gettext_lazy("Record the contact")

    def problems(self, form: Any) -> list[Problem]:
        return list(recording.problems_of_record(form.appointment, viewer=self.request.user))

    def free_times(self, form: Any) -> None:
        """It is no time to come."""

    def warnings(self, form: Any) -> list[str]:
        """Nothing to confirm: it took place."""
        return []

    def answers(self, form: RecordContactForm) -> list[tuple[str, str]]:
        return [(_("Note"), form.cleaned_data["note"] or _("None"))]

    def effects(self, form: RecordContactForm) -> list[str]:
        return [
            *appointments.warnings(form.appointment),
            _("If you gave a written notice before it started, record that next. Then it may count."),
        ]

    def book(self, form: RecordContactForm) -> HttpResponse:
        recorded = recording.record_contact(
            by=self.request.user, contact=form.appointment, note=form.cleaned_data["note"]
        )
        drafts.drop(self.draft)
        contact = weighed_contact(self.person, recorded.pk)
        missed = contact and not possible(contact, local_now())[Action.FOLLOW_UP]
        words = _("You have recorded the contact on %(day)s.") % {"day": weekday(recorded.date)}
        return self.done(words, "follow_up" if missed else "contact", recorded.pk)


class AddNote(ContactActPage):
    """A note about a contact, beside those that there are."""

    form_class = NoteForm
    template_name = "casework/add_note.html"
    heading = gettext_lazy("Add a note")

    def refusal(self) -> str:
        return ""

    def save(self, form: NoteForm) -> HttpResponse:
        recording.add_note(by=self.request.user, contact=self.contact, text=form.cleaned_data["text"])
        words = _("You have added a note to the contact on %(day)s.") % {"day": weekday(self.contact.date)}
        return self.done(words, "contact", self.contact.pk)
