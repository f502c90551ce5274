"""Drafting a workload model, agreeing from when it holds, and taking it back before it has begun."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already, writes
from base.clock import local_now
from base.versions import version
from staff.models import User
from ui import formats
from workload.weightings import VALUES, ModelState, WorkloadModel

DRAFTED = ("starts_on", "source", *VALUES)


@writes("draft a workload model")
def draft_model(*, by: User, model: WorkloadModel) -> WorkloadModel | Already[WorkloadModel]:
    """Save a draft that is not saved yet. It counts nowhere. Sent twice, it is drafted once.

    Raises ValidationError, by field, with the `problems_of_start`.
    """
    _locked()
    alike = WorkloadModel.objects.drafts().filter(drafted_by=by, **{name: getattr(model, name) for name in DRAFTED})
    if drafted := alike.first():
        return Already(drafted)
    if problems := problems_of_start(model):
        raise ValidationError(problems)
    model.state, model.drafted_by = ModelState.DRAFT, by
    model.save(force_insert=True)
    return model


@writes("change the draft of a workload model")
def change_draft(*, by: User, model: WorkloadModel, seen: str) -> WorkloadModel | None:
    """Save a draft with other values. Returns None where it has them already.

    Raises ValidationError where it is not as it was when ``seen``, its version, was shown, or is no draft any more.
    """
    current = _draft(_locked(), model)
    if all(getattr(current, name) == getattr(model, name) for name in DRAFTED):
        return None
    _refuse_if_changed(current, seen)
    if problems := problems_of_start(model):
        raise ValidationError(problems)
    for name in DRAFTED:
        setattr(current, name, getattr(model, name))
    current.drafted_by = by
    current.save()
    return current


@writes("throw away the draft of a workload model")
def throw_away_draft(*, by: User, model: WorkloadModel) -> dict[str, int] | None:
    """Delete a draft; the history keeps it. Returns None where it is gone already.

    Raises ValidationError where it is agreed.
    """
    held = _locked()
    if model.pk not in held:
        return None
    current = _draft(held, model)
    told = {"model": model.pk}
    current.delete()
    return told


@writes("agree a workload model")
def agree_model(*, by: User, model: WorkloadModel, seen: str) -> WorkloadModel | Already[WorkloadModel]:
    """From its first day on it is in force. Sent twice, it is agreed once.

    Raises ValidationError where it is not as it was when ``seen`` was shown, or cannot start on its day.
    """
    held = _locked()
    current = held.get(model.pk)
    if current and not current.is_draft and current.agreed_by_id == by.pk:
        return Already(current)
    current = _draft(held, model)
    _refuse_if_changed(current, seen)
    if problems := problems_of_start(current):
        raise ValidationError([*problems.values()])
    current.state, current.agreed_by, current.agreed_at = ModelState.AGREED, by, local_now()
    current.save()
    return current


@writes("take back a workload model")
def take_back_model(*, by: User, model: WorkloadModel) -> WorkloadModel | None:
    """Make a draft again of one that has not begun; the history keeps who had agreed it. Returns None for a draft.

    Raises ValidationError where it has begun.
    """
    current = _locked().get(model.pk)
    if current is None or current.is_draft:
        return None
    if current.has_begun(timezone.localdate()):
        raise ValidationError(_("This model has begun. It cannot be changed any more. Draft another for a later day."))
    current.state, current.agreed_by, current.agreed_at = ModelState.DRAFT, None, None
    current.save()
    return current


def problems_of_start(model: WorkloadModel) -> dict[str, str]:
    """Why the model cannot start on its day, by field; empty where it can."""
    starts_on: date | None = model.starts_on
    if starts_on is None or starts_on <= timezone.localdate():
        return {"starts_on": _("The first day must be after today, so that the figures of no day change afterwards")}
    if WorkloadModel.objects.agreed().exclude(pk=model.pk).filter(starts_on=starts_on).exists():
        words = _("Another model starts on %(day)s already. Enter another day")
        return {"starts_on": words % {"day": formats.day(starts_on)}}
    return {}


def _locked() -> dict[int, WorkloadModel]:
    """All models as they stand, locked: there are few, and what one may do depends on the others."""
    return {model.pk: model for model in WorkloadModel.objects.order_by("pk").select_for_update()}


def _draft(held: dict[int, WorkloadModel], model: WorkloadModel) -> WorkloadModel:
    """The draft among the models; raises ValidationError where it is none any more."""
    current = held.get(model.pk)
    if current is None:
        raise ValidationError(_("Somebody threw this draft away after you opened the page."))
    if not current.is_draft:
        raise ValidationError(_("Somebody agreed this model after you opened the page. It is no draft any more."))
    return current


def _refuse_if_changed(current: WorkloadModel, seen: str) -> None:
    if version(current) != seen:
        raise ValidationError(
            _(
                "Somebody changed this draft after you opened the page. Nothing has been saved. Check it, then try"
                " again."
            )
        )
