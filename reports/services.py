"""Signing a month, and restating what was signed."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.services import Already, Counted, writes
from base.clock import local_now
from base.months import Month
from contacts import facts
from reports.models import MonthReturn, ReturnedPerson
from reports.returns import drafted, first_day_to_sign
from reports.selectors import among
from staff.models import Ldu, Role, User
from staff.units import Unit
from ui import formats

CHANGED = gettext_lazy("The figures changed after you opened the page. Nothing has been signed. Check them again.")


@writes("sign a monthly return")
def sign_return(
    *, by: User, ldu: Ldu, month: Month, reason: str, seen: str
) -> MonthReturn | Counted[MonthReturn] | Already[MonthReturn]:
    """Freeze the LDU's month as it stands now; with a ``reason``, restate what was signed before.

    ``seen`` is the checksum of what the page showed. Sent twice, it is signed once. What is kept of the month is
    compared with the records first. Raises ValidationError where it cannot be signed.
    """
    today = timezone.localdate()
    # One at a time for an LDU.
    Ldu.objects.select_for_update().get(pk=ldu.pk)
    latest = MonthReturn.objects.of_month(ldu, month).first()
    if latest and (latest.signed_by, latest.checksum, latest.reason) == (by, seen, reason):
        return Already(latest)
    if problem := why_not_sign(by, ldu, month, latest, reason):
        raise ValidationError(problem)
    if not facts.are_as_derived(month, among(Unit.of(ldu))):
        raise ValidationError(
            _("What is kept of this month is not what the records say. Tell an administrator: nothing has been signed.")
        )
    signed, people = drafted(by, ldu, month, today)
    if signed.checksum != seen:
        raise ValidationError(CHANGED)
    if latest and latest.checksum == signed.checksum:
        raise ValidationError(_("Nothing has changed since this was signed."))
    signed.version = latest.version + 1 if latest else 1
    signed.reason, signed.signed_by, signed.signed_at = reason, by, local_now()
    signed.save(force_insert=True)
    for each in people:
        each.month_return = signed
    ReturnedPerson.objects.bulk_create(people, batch_size=2000)
    return Counted(signed, {"people": len(people), "version": signed.version})


def why_not_sign(by: User, ldu: Ldu, month: Month, latest: MonthReturn | None, reason: str) -> str:
    """Why it cannot be signed by the user today, whatever its figures are; empty where it can."""
    if not is_theirs(by, ldu):
        return _("Only the head of this unit signs its months.")
    first_day = first_day_to_sign(month)
    if timezone.localdate() < first_day:
        return _("This month can be signed from %(day)s on.") % {"day": formats.weekday(first_day)}
    if latest and not reason:
        return _("Somebody signed this month already. To change what was signed, say why.")
    if reason and not latest:
        return _("This month is not signed yet.")
    return ""


def is_theirs(user: User, ldu: Ldu) -> bool:
    """Whether the user heads the LDU."""
    return user.role == Role.LDU_HEAD and user.post is not None and user.post.ldu_id == ldu.pk
