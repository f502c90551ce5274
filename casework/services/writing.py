"""What every write of contacts stands on: alerts that keep up, and a record that nobody else changes meanwhile."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

from alerts.scan import look_again
from audit.services import Already, Counted, Service, writes
from base.clock import local_now
from base.statements import Statement
from cases.models import BragAssessment, BragOccasion, Designation, OrderTermination, ServiceUser
from casework.possible import CONTACT, Weighed, weighed
from contacts import facts
from contacts.models import Contact, FollowUpRecord, Notice, Oversight
from contacts.series import Series
from staff.models import User

P = ParamSpec("P")
Written = TypeVar(
    "Written",
    bound=Contact | Notice | Series | Designation | OrderTermination | Oversight | BragAssessment | BragOccasion | None,
)


def changes_contacts(
    action: str,
) -> Callable[[Callable[P, Written | Already[Written] | Counted[Written]]], Service[P, Written]]:
    """Make a service, as `audit.services.writes` does, of a function that returns a contact, a notice or a series, or
    what contacts, months and alerts depend on: a designation, a termination, management oversight, or what is written
    about BRAG reviews.

    The alerts about the person are looked at again in the same transaction: what is mended is not asked for any more.
    """

    def decorate(
        function: Callable[P, Written | Already[Written] | Counted[Written]],
    ) -> Service[P, Written]:
        @wraps(function)
        def settled(*args: P.args, **arguments: P.kwargs) -> Written | Already[Written] | Counted[Written]:
            written = function(*args, **arguments)
            if people := _people_of(written):
                facts.refresh(people)
                for person in people:
                    look_again(person)
            return written

        return writes(action)(settled)

    return decorate


def _people_of(written: object) -> list[int]:
    """Whose records were written (ids); the contacts of a series are one person's, unless an import moved some."""
    if isinstance(written, Counted):
        written = written.written
    if isinstance(written, Notice):
        written = written.contact
    if isinstance(written, OrderTermination):
        return [written.order.service_user_id]
    if isinstance(written, Series):
        return list(written.contacts.order_by().values_list("service_user_id", flat=True).distinct())
    if isinstance(written, Contact | Designation | Oversight | BragAssessment | BragOccasion):
        return [written.service_user_id]
    return []


def locked_person(pk: int) -> ServiceUser:
    """The service user, locked until the transaction ends: writes on one person's contacts wait for each other.

    Locks are taken in one order, so that two writes never wait for each other: the person, the contact, the officer,
    the room.
    """
    return ServiceUser.objects.select_for_update(no_key=True).get(pk=pk)


_locked: Statement[Weighed] = Statement(
    lambda: weighed(
        Contact.objects.select_for_update(no_key=True, of=("self",))
        .select_related("service_user", "officer", "type", "outcome")
        .filter(pk=CONTACT)
    )
)


def locked(contact: Contact) -> Weighed:
    """The contact as it stands now, `weighed`, locked until the transaction ends, and its person with it."""
    locked_person(contact.service_user_id)
    (found,) = _locked.rows(contact=contact.pk)
    return found


def locked_of_series(series: Series, person: ServiceUser) -> list[Weighed]:
    """The person's contacts of the series as they stand now, `weighed`, locked in order, and the person with them."""
    current = locked_person(person.pk)
    theirs = Contact.objects.filter(series=series, service_user=person).order_by("pk")
    found = list(
        weighed(theirs.select_for_update(no_key=True, of=("self",)).select_related("officer", "type", "outcome"))
    )
    for contact in found:
        contact.service_user = current
    return sorted(found, key=lambda contact: (contact.starts_at, contact.pk))


def set_follow_up(contact: Contact, *, by: User, kind: str, done_on: date, further: Contact | None) -> None:
    """Save what was done about a non-attendance on the day ``done_on``, and that it was recorded now."""
    contact.follow_up, contact.follow_up_on, contact.follow_up_contact = kind, done_on, further
    contact.save()
    FollowUpRecord.objects.create(contact=contact, kind=kind, done_on=done_on, recorded_at=local_now(), recorded_by=by)
