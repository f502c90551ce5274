"""Recording what took place without having been booked."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from audit.services import Already
from base.clock import local_now
from casework.possible import why_outcome_not_allowed
from casework.services.appointments import CHECKS, booked_before, lock_diary, no_clash
from casework.services.around import Around
from casework.services.notes import write_note
from casework.services.refusals import Problem, Refused
from casework.services.writing import changes_contacts, locked_person
from contacts.models import RESCHEDULED, Contact
from staff.models import User


def problems_of_record(contact: Contact, *, viewer: User) -> Iterator[Problem]:
    """Why a contact that is not saved yet, with its outcome, cannot be recorded as one that took place."""
    around = Around.of([contact], viewer=viewer)
    for check in CHECKS:
        yield from check(contact, around)
    if contact.is_to_come(local_now()):
        yield Problem("date", _("Enter a date and time in the past. To arrange a contact, book an appointment"))
    if contact.outcome_id in RESCHEDULED:
        yield Problem("outcome", _("Select what happened. To move an appointment, rearrange it"))
    elif contact.outcome and (words := why_outcome_not_allowed(contact, contact.outcome)):
        yield Problem("outcome", words)
    if contact.start_time < contact.ends:
        yield from no_clash(contact, around)


@changes_contacts("record a contact that took place")
def record_contact(
    *, by: User, contact: Contact, note: str = "", sensitive: bool = False
) -> Contact | Already[Contact]:
    """Save a contact that took place, with its outcome, and a note about it where there is one.

    Its reference is given by the form, so that a form sent twice records once. Raises `Refused` with the
    `problems_of_record`.
    """
    locked_person(contact.service_user_id)
    before = Contact.objects.filter(contact_ref=contact.contact_ref).first()
    alike = before is None or (
        before.outcome_id == contact.outcome_id and _notes_of(before) == ([note] if note else [])
    )
    if recorded := booked_before(contact, otherwise_alike=alike):
        return Already(recorded)
    lock_diary(contact)
    if found := list(problems_of_record(contact, viewer=by)):
        raise Refused(*found)
    contact.save(force_insert=True)
    write_note(contact, by=by, text=note, sensitive=sensitive)
    return contact


def _notes_of(contact: Contact) -> list[str]:
    return [note.text for note in contact.notes.all()]
