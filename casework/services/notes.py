"""Notes about contacts, and the files that come with them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from base.clock import local_now
from casework.services.refusals import Problem, Refused
from casework.services.writing import changes_contacts, locked
from casework.uploads import Upload, discards_uploads_on_failure
from contacts.models import Attachment, Contact, Note
from staff.models import User


@discards_uploads_on_failure
@changes_contacts("add a note")
def add_note(
    *, by: User, contact: Contact, text: str, sensitive: bool = False, files: Sequence[Upload] = ()
) -> Contact | None:
    """Add a note to what is written about the contact, with its files. Returns None where it is the last one already.

    Raises `Refused` as `write_note` does.
    """
    current = locked(contact)
    return current if write_note(current, by=by, text=text, sensitive=sensitive, files=files) else None


def write_note(
    contact: Contact, *, by: User, text: str, sensitive: bool = False, files: Sequence[Upload] = ()
) -> Note | None:
    """Write it, for services whose contact is locked. A contact that is sensitive stays so: the note is, too.

    Returns None where there is nothing to write, or it is the last note already. Raises `Refused` for files without a
    text that says what they are.
    """
    if not text:
        if files:
            raise Refused(Problem("note", _("Enter a note that says what the file is")))
        return None
    notes = contact.notes.prefetch_related("attachments")
    last = notes.last()
    if last and (last.text, last.written_by_id) == (text, by.pk) and are_alike(last, files):
        return None
    note = Note.objects.create(
        contact=contact,
        text=text,
        sensitive=sensitive or notes.filter(sensitive=True).exists(),
        written_at=local_now(),
        written_by=by,
    )
    Attachment.objects.bulk_create(
        Attachment(note=note, name=file.name, file=file.keep(), size=len(file.content)) for file in files
    )
    return note


def are_alike(note: Note, files: Sequence[Upload]) -> bool:
    """Whether the note came with just these files, by name and size: the form was sent before."""
    kept = [(each.name, each.size) for each in note.attachments.all()]
    return kept == [(file.name, len(file.content)) for file in files]
