"""Keeping what was recorded before it is undone or corrected."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from audit.models import Entry
from base.clock import local_now
from contacts.models import Amended, Amendment, Contact
from staff.models import User

ACTIONS_THAT_BOOK = ["book an appointment", "offer a further appointment", "rearrange an appointment"]


def amend(
    contact: Contact,
    *,
    what: Amended,
    stood: dict[str, Any],
    by: User,
    reason: str,
    **beside: Any,
) -> Amendment:
    """Keep the values that ``stood`` in columns of the contact, who recorded them, and who takes them back now and why.

    ``beside`` is what else goes with them.
    """
    recorded_by, recorded_at = who_recorded(contact, stood)
    return Amendment.objects.create(
        contact=contact,
        what=what,
        former={**stood, **beside},
        recorded_by_id=recorded_by,
        recorded_at=recorded_at,
        made_by=by,
        made_at=local_now(),
        reason=reason,
    )


def values_of(contact: Contact, columns: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(contact, name) for name in columns}


def amended_so(contact: Contact, *, what: Amended, by: User, reason: str) -> bool:
    """Whether this is what was last put right of the contact, as when a form is sent twice."""
    last = contact.amendments.first()
    return last is not None and (last.what, last.made_by_id, last.reason) == (what, by.pk, reason)


def who_recorded(contact: Contact, stood: dict[str, Any]) -> tuple[int | None, datetime | None]:
    """The id of who recorded the values that stood, and when; None for what an import brought."""
    events: Any = contact.events  # type: ignore[attr-defined]  # of django-pghistory
    before = events.exclude(**stood).select_related("pgh_context").order_by("-pgh_id").first()
    if before:
        actor = before.pgh_context.metadata.get("actor") if before.pgh_context else None
        return (actor, local(before.pgh_created_at)) if actor else (None, None)
    # They stood since it was booked, which the audit knows.
    of_contact = {"target_type": ContentType.objects.get_for_model(Contact), "target_id": contact.pk}
    booked = Entry.objects.filter(**of_contact, action__in=ACTIONS_THAT_BOOK).first()
    if booked:
        return booked.actor_id, local(booked.at)
    return (contact.series.booked_by_id, contact.series.booked_at) if contact.series else (None, None)


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(second=0, microsecond=0, tzinfo=None)
