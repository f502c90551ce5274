"""The forms that take a note about a contact, with its files."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.uploads import AttachmentsField
from contacts.models import Contact
from contacts.notes import LONGEST_NOTE
from ui.fields import LongTextField

NOTE_TOO_LONG = {"max_length": _("Note must be %(limit_value)d characters or fewer")}


def note_field(**options: Any) -> LongTextField:
    messages = {**NOTE_TOO_LONG, **options.pop("error_messages", {})}
    return LongTextField(
        max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 5}), error_messages=messages, **options
    )


def sensitive_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("This contact is sensitive"),
        help_text=_("It is left out of the record for court unless somebody asks for it. You cannot take this back."),
        required=False,
    )


class NoteAnswers(forms.Form):
    """What is written about a contact. ``noted`` is what `write_note` takes of it."""

    note = note_field(label=_("Note (optional)"), help_text=_("What was said or done."), required=False)
    sensitive = sensitive_field()
    attachments = AttachmentsField(
        label=_("Files (optional)"),
        help_text=_("PDF, Word documents, JPEG or PNG, of up to 5MB each. Say in the note what they are."),
        required=False,
    )

    def ask_about(self, contact: Contact) -> None:
        """What is sensitive stays so: it is asked once."""
        if contact.notes.filter(sensitive=True).exists():
            del self.fields["sensitive"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("note") and "note" not in self.errors and (data.get("attachments") or data.get("sensitive")):
            self.add_error("note", gettext("Enter a note that says what the file is, or why it is sensitive"))
        return data

    @property
    def noted(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"sensitive": data.get("sensitive", False), "files": data["attachments"]}


class NoteForm(NoteAnswers):
    note = note_field(label=_("Note"), error_messages={"required": _("Enter the note")})

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.ask_about(contact)
