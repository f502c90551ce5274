"""Putting a line of the worklist aside for some days, and back."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.models import LONGEST_SNOOZE, Snooze
from audit.services import Already, writes
from cases.models import ServiceUser
from casework.services.refusals import Problem, Refused, Unconfirmed
from casework.services.writing import locked_person
from casework.worklist import Line, line_for
from staff.models import User
from ui import formats


@writes("snooze a line of the worklist")
def snooze(
    *, by: User, person: ServiceUser, key: str, until: date, reason: str, confirmed: bool = False
) -> Snooze | Already[Snooze]:
    """Put a line aside until a day, or until another day than before, for a reason. Sent twice, it is done once.

    Raises `Refused` where there is no such line any more, or where that is no day for it, and `Unconfirmed` where it
    lies past the line's deadline and nobody said that it is meant.
    """
    locked_person(person.pk)
    today = timezone.localdate()
    line = line_for(by, person, key, today)
    if line is None:
        raise Refused(Problem(None, _("There is nothing to snooze: this is already put right.")))
    if problem := problem_of_day(until, today):
        raise Refused(Problem("until", problem))
    if past_deadline(line, until, today) and not confirmed:
        words = _("That is past the deadline, which is %(day)s. Choose an earlier day, or confirm that you mean it")
        raise Unconfirmed(words % {"day": formats.weekday(line.day)})  # type: ignore[arg-type]
    values = {"until": until, "reason": reason}
    known = line.snooze
    if known and all(getattr(known, name) == value for name, value in values.items()):
        return Already(known)
    # One of before, whose day has come, makes room for the new one.
    of_line = {"service_user": person} | ({"contact_due": line.day} if line.is_next_contact else {"alert_id": int(key)})
    written, _made = Snooze.objects.update_or_create(**of_line, defaults={**values, "made_on": today, "made_by": by})
    return written


@writes("put a line back on the worklist")
def put_back(*, by: User, person: ServiceUser, key: str) -> dict[str, int] | None:
    """End the snooze of a line; the history keeps it. Returns None where the line is back already."""
    locked_person(person.pk)
    line = line_for(by, person, key, timezone.localdate())
    if line is None or line.snooze is None:
        return None
    told = {"snooze": line.snooze.pk, "service_user": person.pk}
    line.snooze.delete()
    return told


def problem_of_day(until: date, today: date) -> str:
    """Why nothing can be put aside until that day; empty where it can."""
    if until <= today:
        return _("The day must be in the future")
    if until > today + LONGEST_SNOOZE:
        last = formats.weekday(today + LONGEST_SNOOZE)
        return _("The day must be %(last)s or before, which is in 4 weeks") % {"last": last}
    return ""


def past_deadline(line: Line, until: date, today: date) -> bool:
    """Whether the line, which is not overdue, would be back only after its deadline."""
    return bool(line.deadline and line.day and today <= line.day < until)
