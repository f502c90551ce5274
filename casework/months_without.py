"""What becomes of people's months when their appointments of one day are cancelled by the service."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from base.months import Month
from cases.models import ServiceUser
from contacts import facts
from contacts.criteria import can_still_count
from contacts.models import Contact
from contacts.months import Reason, Result
from ui import formats


def months_without(contacts: Sequence[Contact], now: datetime) -> dict[int, str]:
    """A sentence for each person (id): whether the month is met, or can be by another contact. ``now`` is local.

    The contacts are to come and of one day. What is cancelled by the service can count no more, whatever it was worth.
    """
    if not contacts:
        return {}
    month, people = Month.of(contacts[0].date), [contact.service_user_id for contact in contacts]
    among = ServiceUser.objects.filter(pk__in=people)
    rows = {row.pk: row for row in facts.listed(among, month, now.date(), among.order_by().values("pk"))}
    others = Contact.objects.open().to_come(now).in_month(month).filter(service_user__in=people)
    others = others.exclude(pk__in=[contact.pk for contact in contacts])
    hopeful = facts.judged(others, now.date()).filter(can_still_count(Q(starts_at__gt=now)))
    with_another = set(hopeful.values_list("service_user", flat=True))
    return {pk: _in_words(rows.get(pk), pk in with_another, formats.month(month.first)) for pk in people}


def _in_words(row: Any, with_another: bool, month: str) -> str:
    reason = row.reason if row else Reason.NO_IN_SCOPE_ORDER
    if reason:
        words = _("The measure does not apply in %(month)s: %(reason)s.")
        return words % {"month": month, "reason": Reason(reason).label}
    if row.result == Result.MET:
        return _("%(month)s is met without it.") % {"month": month}
    if with_another or row.unsettled:
        return _("Another contact in %(month)s can still count.") % {"month": month}
    return _("Nothing else that can count is booked in %(month)s. Book another appointment.") % {"month": month}
