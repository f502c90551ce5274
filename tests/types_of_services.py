"""What types say of services. `make check` reads this and runs nothing: a mistake that mypy no longer sees fails it.

An ignore that is not needed is an error there, as is a type that is not the one asserted.
"""

from typing import assert_type

from casework.possible import possible
from casework.services.appointments import book
from casework.services.outcomes import record_outcome
from contacts.models import Contact, ContactOutcome
from staff.models import User


def a_service_keeps_the_types_of_its_function(by: User, contact: Contact, outcome: ContactOutcome) -> None:
    assert_type(book(by=by, appointment=contact), Contact)
    assert_type(record_outcome(by=by, contact=contact, seen="", outcome=outcome), Contact | None)
    assert_type(book.audited_action, str)
    book(nonsense=1)  # type: ignore[call-arg]
    book(by=by, appointment=outcome)  # type: ignore[arg-type]


def what_is_possible_is_asked_only_of_contacts_with_what_the_rules_say(contact: Contact) -> None:
    possible(contact, contact.starts_at)  # type: ignore[arg-type]
