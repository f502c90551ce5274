"""Points for work that is no case: recording an allowance, changing its last day, taking it back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from audit.services import Already, writes
from base.clock import local_now
from staff.models import User
from staff.services import CRN
from ui.words import named
from workload.models import Allowance
from workload.services import periods
from workload.services.periods import locked_officer, problems_of_period

ALIKE = ("officer_id", "kind", "points", "starts_on", "ends_on", "note")


@writes("record an allowance")
def record_allowance(*, by: User, allowance: Allowance) -> Allowance | Already[Allowance]:
    """Save an allowance that is not saved yet. Sent twice, it is recorded once.

    Raises ValidationError, by field, with the `problems_of_allowance`.
    """
    locked_officer(by, allowance.officer_id)
    alike = {name: getattr(allowance, name) for name in ALIKE}
    if recorded := Allowance.objects.filter(**alike, recorded_by=by).first():
        return Already(recorded)
    if problems := problems_of_allowance(allowance):
        raise ValidationError(problems)
    allowance.recorded_by, allowance.recorded_at = by, local_now()
    allowance.save(force_insert=True)
    return allowance


@writes("change the last day of an allowance")
def end_allowance(*, by: User, allowance: Allowance, ends_on: date | None, seen: str) -> Allowance | None:
    """As `periods.end`."""
    return periods.end(by, allowance, ends_on, seen)


@writes("take back an allowance")
def take_back_allowance(*, by: User, allowance: Allowance) -> dict[str, int] | None:
    """As `periods.take_back`."""
    return periods.take_back(by, allowance)


def problems_of_allowance(allowance: Allowance) -> dict[str, str]:
    """Why the allowance cannot be recorded, by field; empty where it can."""
    if CRN.search(allowance.note):
        return {"note": named(_("Take out the CRN. The note must not be about %(service_users)s"))}
    return problems_of_period(allowance)
