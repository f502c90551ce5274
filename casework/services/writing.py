"""What every write of contacts stands on: the errors it raises, and a record that nobody else changes meanwhile."""

from collections.abc import Callable
from functools import wraps

from alerts.scan import look_again
from audit.services import writes
from cases.models import ServiceUser
from contacts import facts
from contacts.models import Contact, Notice


def changes_contacts(action: str) -> Callable:
    """Make a service, as `audit.services.writes` does, of a function that returns a contact or a notice of one.

    The alerts about the person are looked at again in the same transaction: what is mended is not asked for any more.
    """

    def decorate(function: Callable) -> Callable:
        @wraps(function)
        def settled(*, by, **arguments):
            written = function(by=by, **arguments)
            if written is not None:
                facts.refresh([(written.contact if isinstance(written, Notice) else written).service_user_id])
                look_again((written.contact if isinstance(written, Notice) else written).service_user_id)
            return written

        return writes(action)(settled)

    return decorate


def locked_person(pk: int) -> ServiceUser:
    """The service user, locked until the transaction ends: writes on one person's contacts wait for each other.

    Locks are taken in one order, so that two writes never wait for each other: the person, the contact, the officer.
    """
    return ServiceUser.objects.select_for_update(no_key=True).get(pk=pk)


def locked(contact: Contact) -> Contact:
    """The contact as it stands now, locked until the transaction ends, and its person with it."""
    locked_person(contact.service_user_id)
    return (
        Contact.objects.select_for_update(no_key=True, of=("self",))
        .select_related("service_user", "officer", "type", "outcome")
        .get(pk=contact.pk)
    )
