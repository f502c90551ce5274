"""Recording a contact that took place without having been booked, and adding notes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from base.clock import local_now
from cases.gate import PersonPage
from casework import drafts
from casework.forms.notes import NoteForm
from casework.forms.recording import RecordContactForm
from casework.possible import Action, possible, weighed_contact
from casework.services import appointments, notes, recording
from casework.services.refusals import Problem
from casework.views.acting import ContactActPage
from casework.views.appointments import BookingPage
from casework.views.files import as_download
from contacts.models import Attachment
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
        sensitive = [(_("Sensitive"), _("Yes"))] if form.cleaned_data["sensitive"] else []
        return [(_("Note"), form.cleaned_data["note"] or _("None")), *sensitive]

    def effects(self, form: RecordContactForm) -> list[str]:
        return [
            *appointments.warnings(form.appointment),
            _("If you gave a written notice before it started, record that next. Then it may count."),
        ]

    def book(self, form: RecordContactForm) -> HttpResponse:
        recorded = recording.record_contact(
            by=self.request.user,
            contact=form.appointment,
            note=form.cleaned_data["note"],
            sensitive=form.cleaned_data["sensitive"],
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

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "contact": self.contact}

    def save(self, form: NoteForm) -> HttpResponse:
        notes.add_note(by=self.request.user, contact=self.contact, text=form.cleaned_data["note"], **form.noted)
        words = _("You have added a note to the contact on %(day)s.") % {"day": weekday(self.contact.date)}
        return self.done(words, "contact", self.contact.pk)


class AttachmentFile(PersonPage, View):
    """A file that came with a note, for whoever may see the person."""

    def get(self, request: HttpRequest, public_id: UUID, pk: int, attachment: int) -> HttpResponse:
        about = {"note__contact": pk, "note__contact__service_user": self.person}
        found = get_object_or_404(Attachment, pk=attachment, **about)
        return as_download(found.file, "attachment", found.pk)
