"""What adjustments and allowances share: whose they are, and from which day to which."""

from datetime import date, timedelta
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.versions import version
from staff.models import User
from ui import formats
from ui.words import named
from workload.access import whose_thresholds
from workload.models import Adjustment, Allowance, is_over

Recorded = TypeVar("Recorded", Adjustment, Allowance)

# So far back one may be recorded that was forgotten: past figures of these days change.
RECORDED_BACK = timedelta(days=28)
CHANGED = gettext_lazy(
    "Somebody changed this after you opened the page. Nothing has been saved. Check it, then try again."
)


def locked_officer(by: User, officer: int) -> User:
    """The case manager, locked: what is recorded about one of them waits for each other.

    Raises ValidationError where their threshold is not for ``by`` to change.
    """
    if not whose_thresholds(by, timezone.localdate()).filter(pk=officer).exists():
        raise ValidationError(named(_("Only the %(team_manager)s of this %(case_manager)s can change this.")))
    return User.objects.select_for_update(no_key=True).get(pk=officer)


def problems_of_period(record: Adjustment | Allowance) -> dict[str, str]:
    """Why it cannot begin and end on its days, by field; empty where it can."""
    earliest = timezone.localdate() - RECORDED_BACK
    if record.starts_on < earliest:
        return {"starts_on": _("Enter a date on or after %(day)s") % {"day": formats.day(earliest)}}
    if record.ends_on and record.ends_on < record.starts_on:
        return {"ends_on": _("The last day must be the same as or after the first day")}
    return {}


def problems_of_end(record: Adjustment | Allowance, ends_on: date | None) -> dict[str, str]:
    """Why its last day cannot be changed to that, by field; empty where it can."""
    today = timezone.localdate()
    if is_over(record, today - timedelta(days=1)):
        return {"ends_on": _("It is over. Record another one instead, so that the figures of past days stay")}
    earliest = max(record.starts_on, today - timedelta(days=1))
    if ends_on and ends_on < earliest:
        return {"ends_on": _("The last day must be on or after %(day)s") % {"day": formats.day(earliest)}}
    return {}


def end(by: User, record: Recorded, ends_on: date | None, seen: str) -> Recorded | None:
    """Let it hold to that day, its last, or without an end. Returns None where it does already.

    Raises ValidationError, by field, where the day cannot be or the record is not as it was ``seen``.
    """
    current = _locked(by, record)
    if current is None:
        raise ValidationError(_("Somebody took this back after you opened the page."))
    if current.ends_on == ends_on:
        return None
    if version(current) != seen:
        raise ValidationError(CHANGED)
    if problems := problems_of_end(current, ends_on):
        raise ValidationError(problems)
    current.ends_on = ends_on
    current.save(update_fields=["ends_on"])
    return current


def take_back(by: User, record: Recorded) -> dict[str, int] | None:
    """Delete one that has not begun; the history keeps it. Returns None where it is gone already.

    Raises ValidationError where it has begun: past figures keep it.
    """
    current = _locked(by, record)
    if current is None:
        return None
    if current.starts_on <= timezone.localdate():
        raise ValidationError(_("It has begun. End it instead, so that the figures of past days stay."))
    told = {"record": current.pk, "officer": current.officer_id}
    current.delete()
    return told


def _locked(by: User, record: Recorded) -> Recorded | None:
    """The record as it stands now, locked, and its officer with it; None where it is gone."""
    locked_officer(by, record.officer_id)
    found: Recorded | None = type(record)._default_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
    return found
