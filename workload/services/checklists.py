"""Versions of the checklist of a workload review: a new one from a day to come, and taking it back before that."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already, writes
from base.clock import local_now
from staff.models import User
from ui import formats
from workload.checklists import ChecklistItem, ReviewTemplate


@writes("add a version of the checklist")
def add_checklist(
    *, by: User, template: ReviewTemplate, items: Sequence[ChecklistItem]
) -> ReviewTemplate | Already[ReviewTemplate]:
    """Save a version with its items, in their order; neither is saved yet. Sent twice, it is added once.

    Raises ValidationError, by field, with the `problems_of_checklist`.
    """
    list(ReviewTemplate.objects.select_for_update())
    asked = [(item.question, item.answered_from) for item in items]
    alike = ReviewTemplate.objects.filter(starts_on=template.starts_on, source=template.source, made_by=by).first()
    if alike and [(item.question, item.answered_from) for item in alike.items.all()] == asked:
        return Already(alike)
    if problems := problems_of_checklist(template.starts_on, items):
        raise ValidationError(problems)
    template.made_by, template.made_at = by, local_now()
    template.save(force_insert=True)
    for place, item in enumerate(items, start=1):
        item.template, item.place = template, place
    ChecklistItem.objects.bulk_create(items)
    return template


@writes("take back a version of the checklist")
def take_back_checklist(*, by: User, template: ReviewTemplate) -> dict[str, int | str] | None:
    """Delete a version that has not begun. Returns None where it is gone already.

    Raises ValidationError where it has begun: reviews may go by it.
    """
    current = ReviewTemplate.objects.select_for_update().filter(pk=template.pk).first()
    if current is None:
        return None
    if current.has_begun(timezone.localdate()):
        raise ValidationError(_("This version has begun. Add another one from a later day instead."))
    told: dict[str, int | str] = {"checklist": current.pk, "starts_on": str(current.starts_on)}
    current.delete()
    return told


def problems_of_checklist(starts_on: date | None, items: Sequence[ChecklistItem]) -> dict[str, str]:
    """Why the version cannot be added, by field; empty where it can."""
    if not items:
        return {"__all__": _("Enter at least one question")}
    if starts_on is None or starts_on <= timezone.localdate():
        return {"starts_on": _("The first day must be after today")}
    if ReviewTemplate.objects.filter(starts_on=starts_on).exists():
        words = _("Another version starts on %(day)s already. Enter another day, or take that one back first")
        return {"starts_on": words % {"day": formats.day(starts_on)}}
    return {}
