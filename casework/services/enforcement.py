"""Recording what is done to enforce an order after a failure to comply."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from base.clock import local_now
from casework.possible import Action
from casework.services.refusals import Problem, Refused, refuse_unless_possible
from casework.services.writing import changes_contacts, locked
from contacts import calendar
from contacts.models import Contact, Enforcement, EnforcementAction
from staff.models import User
from ui import formats

# An answer is not awaited for longer than this.
LONGEST_WAIT = timedelta(days=92)


def usual_answer_by(action: EnforcementAction, taken_on: date) -> date | None:
    """By when nDelius wants an answer to an action that was taken then, in business days; None where it wants none."""
    if not action.respond_by_days:
        return None
    return calendar.business_days().add_business_days(taken_on, action.respond_by_days)


@changes_contacts("record an enforcement action")
def enforce(
    *, by: User, contact: Contact, action: EnforcementAction, taken_on: date, respond_by: date | None = None
) -> Contact | None:
    """Record that the ``action`` was taken on a day, and by when an answer is awaited (None: the usual day).

    Returns None where just this is recorded already. Raises `Refused` where nothing is to enforce (`possible`), and
    where the days cannot be right (`problems_of_enforcement`).
    """
    current = locked(contact)
    refuse_unless_possible(Action.ENFORCE, current)
    if found := list(problems_of_enforcement(current, taken_on, respond_by, local_now())):
        raise Refused(*found)
    answer_by = respond_by or usual_answer_by(action, taken_on)
    if current.enforcements.filter(action=action, taken_on=taken_on, respond_by=answer_by).exists():
        return None
    write_enforcement(current, by=by, action=action, taken_on=taken_on, respond_by=answer_by)
    return current


def write_enforcement(
    contact: Contact, *, by: User, action: EnforcementAction, taken_on: date, respond_by: date | None
) -> None:
    """Write it down, for services whose contact is locked."""
    Enforcement.objects.create(
        contact=contact,
        action=action,
        taken_on=taken_on,
        respond_by=respond_by,
        recorded_at=local_now(),
        recorded_by=by,
    )


def problems_of_enforcement(
    contact: Contact, taken_on: date, respond_by: date | None, now: datetime
) -> Iterator[Problem]:
    """Why the action cannot have been taken then, nor an answer be awaited until then."""
    if taken_on > now.date():
        yield Problem("taken_on", _("Enter today or a date in the past"))
    elif taken_on < contact.date:
        words = _("Enter a date on or after %(day)s, the day of the appointment")
        yield Problem("taken_on", words % {"day": formats.day(contact.date)})
    elif respond_by:
        yield from problems_of_wait(taken_on, respond_by, field="respond_by")


def problems_of_wait(since: date, until: date, *, field: str) -> Iterator[Problem]:
    """Why an answer that is awaited ``since`` a day cannot be awaited ``until`` another."""
    if until < since:
        yield Problem(field, _("Enter a date on or after %(day)s") % {"day": formats.day(since)})
    elif until > since + LONGEST_WAIT:
        yield Problem(field, _("Enter a date on or before %(day)s") % {"day": formats.day(since + LONGEST_WAIT)})
