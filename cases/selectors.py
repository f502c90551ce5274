"""Whose people they are."""

from datetime import date

from django.db.models import Exists, OuterRef

from cases.models import Allocation


def held_by(officer, day: date) -> Exists:
    """Those service users who are allocated to ``officer`` on ``day``, as a condition."""
    return Exists(Allocation.objects.on(day).filter(service_user=OuterRef("pk"), officer=officer))
