"""Recording that an order was terminated, and taking that back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already
from base.clock import local_now
from base.months import Month
from cases.models import Order, OrderTermination
from casework.orders import standing_termination, why_not_taken_back, why_not_terminated
from casework.presenters import PersonsMonth
from casework.selectors import months_of
from casework.services.refusals import Problem, Refused
from casework.services.writing import changes_contacts, locked_person
from contacts.models import Contact
from contacts.overtaken import is_order_over, is_to_cancel
from staff.models import User
from ui import formats


@dataclass(frozen=True)
class Changes:
    """What a termination on ``day`` changes.

    months    | those that come to something else, with what they come to now and what they would
    to_cancel | the appointments to come that would be after the last order
    """

    day: date
    months: list[tuple[Month, PersonsMonth, PersonsMonth]]
    to_cancel: list[Contact]

    @property
    def version(self) -> str:
        """A short text that is another one whenever something else would change."""
        months = [f"{month}:{after.result}:{after.reason}" for month, _before, after in self.months]
        told = "|".join([str(self.day), *months, *(str(contact.pk) for contact in self.to_cancel)])
        return sha256(told.encode()).hexdigest()[:16]


class NotSeen(Refused):
    """Nobody was shown yet what the termination changes."""

    def __init__(self, changes: Changes) -> None:
        super().__init__()
        self.changes = changes


@changes_contacts("record the termination of an order")
def terminate_order(
    *, by: User, order: Order, terminated_on: date, reason: str, details: str = "", seen: str = ""
) -> OrderTermination | Already[OrderTermination]:
    """Record that it was terminated on a day, its last, and why. Sent twice, it is recorded once.

    An import that does not know of it leaves it (ADR 18). Raises `Refused` where the day cannot be, and `NotSeen`
    unless ``seen`` is the version of what it changes.
    """
    person = locked_person(order.service_user_id)
    current = Order.objects.select_for_update(no_key=True).get(pk=order.pk, service_user=person)
    known = standing_termination(current)
    if known and (known.terminated_on, known.reason, known.details) == (terminated_on, reason, details):
        return Already(known)
    today = timezone.localdate()
    if words := why_not_terminated(current, today):
        raise Refused(Problem(None, words))
    if found := list(problems_of_termination(current, terminated_on, today)):
        raise Refused(*found)
    changes = what_it_changes(current, terminated_on, today)
    if changes.version != seen:
        raise NotSeen(changes)
    current.terminated_on = terminated_on
    current.save(update_fields=["terminated_on"])
    told = {"terminated_on": terminated_on, "reason": reason, "details": details}
    return current.terminations.create(**told, recorded_by=by, recorded_at=local_now())


@changes_contacts("take back the termination of an order")
def take_back_termination(*, by: User, order: Order, reason: str) -> OrderTermination | Already[OrderTermination]:
    """Let the order go on, because the termination was a mistake. Sent twice, it is taken back once.

    Raises `Refused` as `why_not_taken_back` says.
    """
    person = locked_person(order.service_user_id)
    current = Order.objects.select_for_update(no_key=True).get(pk=order.pk, service_user=person)
    latest = current.terminations.first()
    if latest and current.terminated_on is None and latest.taken_back_because == reason:
        return Already(latest)
    if words := why_not_taken_back(current):
        raise Refused(Problem(None, words))
    termination = standing_termination(current)
    assert termination
    termination.taken_back_by, termination.taken_back_at, termination.taken_back_because = by, local_now(), reason
    termination.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_because"])
    current.terminated_on = None
    current.save(update_fields=["terminated_on"])
    return termination


def problems_of_termination(order: Order, terminated_on: date, today: date) -> Iterator[Problem]:
    """Why it cannot have been terminated on that day; nothing where it can."""
    if terminated_on > today:
        yield Problem("terminated_on", _("The date of the termination must be today or in the past"))
    if terminated_on < order.starts_on:
        words = _("The date of the termination must be on or after %(day)s, when the order started")
        yield Problem("terminated_on", words % {"day": formats.day(order.starts_on)})


def what_it_changes(order: Order, terminated_on: date, today: date) -> Changes:
    """What a termination on the day would change, for services that have locked the person.

    It is tried and taken back, so that the measure is asked as it is always asked.
    """
    person, last, asked = order.service_user, Month.of(today), []
    month = Month.of(terminated_on)
    while month <= last:
        asked.append(month)
        month = month.next
    before = months_of(person, asked, today)
    to_come = Contact.objects.open().to_come(local_now()).filter(service_user=person).select_related("type", "officer")
    known = set(to_come.filter(is_to_cancel()).values_list("pk", flat=True))
    with transaction.atomic():
        Order.objects.filter(pk=order.pk).update(terminated_on=terminated_on)
        after = months_of(person, asked, today)
        over = to_come.filter(is_order_over()).order_by("date", "start_time", "pk")
        to_cancel = [contact for contact in over if contact.pk not in known]
        transaction.set_rollback(True)
    moved = [(month, before[month], after[month]) for month in asked if before[month] != after[month]]
    return Changes(terminated_on, moved, to_cancel)
