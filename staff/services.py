"""What staff change about themselves, and their managers about when they are away."""

import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already, writes
from staff.models import Absence, CalendarFeed, DailyEmailChoice, User
from staff.selectors import whose_absences
from ui import formats
from ui.words import named

LONGEST = timedelta(days=366)
CRN = re.compile(r"\b[A-Za-z] ?[0-9]{6}\b")


@writes("change own password")
def change_own_password(*, by: User, password: str) -> User:
    """Set the password of whoever asks. The caller has asked for the old one and validated the new one."""
    by.set_password(password)
    by.save(update_fields=["password"])
    return by


@writes("renew own calendar link")
def renew_calendar_link(*, by: User, token: str) -> CalendarFeed:
    """From now on the link with this token leads to the diary of ``by``, and none that was given before."""
    values = {"token_hash": CalendarFeed.hash_of(token), "made_at": timezone.now()}
    feed, _made = CalendarFeed.objects.update_or_create(user=by, defaults=values)
    return feed


@writes("choose the daily email")
def choose_daily_email(*, by: User, wanted: bool) -> dict[str, bool] | None:
    """From now on ``by`` gets the daily email, or none. Returns None where it is so already."""
    if wanted:
        _choice, changed = DailyEmailChoice.objects.get_or_create(user=by, defaults={"made_at": timezone.now()})
    else:
        changed = bool(DailyEmailChoice.objects.filter(user=by).delete()[0])
    return {"wanted": wanted} if changed else None


@writes("record an absence")
def record_absence(*, by: User, absence: Absence) -> Absence | Already[Absence]:
    """Save an absence that is not saved yet. Sent twice, it is recorded once.

    Raises ValidationError, by field, with the `problems_of_absence`.
    """
    # Whoever books with the same person waits here, as in `casework.services.appointments.lock_diary`.
    User.objects.select_for_update(no_key=True).get(pk=absence.user_id)
    if recorded := _alike(absence):
        return Already(recorded)
    if problems := problems_of_absence(absence, by=by):
        raise ValidationError(problems)
    absence.save(force_insert=True)
    return absence


@writes("take back an absence")
def take_back_absence(*, by: User, absence: Absence) -> dict[str, int] | None:
    """Delete it; the history keeps it. Returns None where it was taken back already.

    Raises ValidationError where it is not for ``by`` to take back.
    """
    if not whose_absences(by, timezone.localdate()).filter(pk=absence.user_id).exists():
        raise ValidationError(_("You cannot take back this absence."))
    current = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    if current is None:
        return None
    told = {"absence": current.pk, "user": current.user_id}
    current.delete()
    return told


def problems_of_absence(absence: Absence, *, by: User) -> dict[str, str]:
    """Why the absence cannot be recorded, by field; empty where it can."""
    if not whose_absences(by, timezone.localdate()).filter(pk=absence.user_id).exists():
        return {"user": _("Select yourself, or someone in the team that you manage")}
    if absence.ends_on < absence.starts_on:
        return {"ends_on": _("The last day must be the same as or after the first day")}
    if absence.ends_on - absence.starts_on > LONGEST:
        return {"ends_on": _("The last day must be within a year of the first day")}
    if (absence.start_time is None) != (absence.end_time is None):
        missing = "start_time" if absence.start_time is None else "end_time"
        return {missing: _("Enter both times for part of a day, or neither for whole days")}
    if absence.start_time and absence.end_time and absence.end_time <= absence.start_time:
        return {"end_time": _("The end time must be after the start time")}
    if absence.covered_by_id == absence.user_id:
        return {"covered_by": _("Select someone else. Nobody can cover for themselves")}
    if CRN.search(absence.note):
        return {"note": named(_("Take out the CRN. The note must not be about %(service_users)s"))}
    if other := absence.overlapping().first():
        days = {"first": formats.day(other.starts_on), "last": formats.day(other.ends_on)}
        if other.starts_on == other.ends_on:
            words = _("%(who)s is already away on %(first)s. Take back that absence first")
        else:
            words = _("%(who)s is already away from %(first)s to %(last)s. Take back that absence first")
        return {"starts_on": words % {"who": absence.user, **days}}
    return {}


def _alike(absence: Absence) -> Absence | None:
    """The same that is recorded already: a form may be sent twice."""
    names = ("user_id", "kind", "starts_on", "ends_on", "start_time", "end_time", "covered_by_id", "note")
    return Absence.objects.filter(**{name: getattr(absence, name) for name in names}).first()
