"""What follows from an excessive workload: actions, reviews of the plan, its escalation, and what is decided there."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.services import Already, writes
from base.clock import local_now
from base.versions import version
from staff.models import User
from workload.reviews import (
    ActionState,
    Decision,
    Escalation,
    Follows,
    PlanAction,
    PlanReview,
    WorkloadPlan,
)
from workload.services.reviews import carried_on, problems_of_days
from workload.standing import Standing, State, reviews_for

CHANGED = gettext_lazy("Somebody changed this plan after you opened the page. Nothing has been saved. Check it again.")
NOT_YOURS = gettext_lazy("This plan is not with you any more. Nothing has been saved.")
ALIKE = ("plan_id", "measure", "what", "owner_id", "due_on")


@writes("add an action to a workload plan")
def add_action(*, by: User, action: PlanAction) -> PlanAction | Already[PlanAction]:
    """Save an action that is not saved yet. Sent twice, it is added once.

    Raises ValidationError, by field, for a day that is over.
    """
    standing = _locked(by, action.plan)
    alike = {name: getattr(action, name) for name in ALIKE}
    if added := PlanAction.objects.filter(**alike, added_by=by, state=ActionState.OPEN).first():
        return Already(added)
    _refuse_unless(standing.is_with(by))
    if problems := problems_of_days(action.due_on, None):
        raise ValidationError(problems)
    action.added_by, action.added_at = by, local_now()
    action.save(force_insert=True)
    return action


@writes("review a workload plan")
def review_plan(
    *, by: User, review: PlanReview, closed: Mapping[int, tuple[str, str]], seen: str
) -> PlanReview | Already[PlanReview]:
    """Write down how a plan stands and what follows: it goes on, it is resolved, or it is escalated.

    ``review`` is not saved yet; ``closed`` has what became of actions, by their id: a state and why. Where the plan is
    escalated, the progress is the reason. Sent twice, it is written once. Raises ValidationError, by field.
    """
    plan = review.plan
    standing = _locked(by, plan)
    alike = {"held_by": by, "progress": review.progress, "follows": review.follows}
    written = plan.reviews.filter(**alike).last()
    if written and written.held_at.date() == timezone.localdate():
        return Already(written)
    _refuse_unless(standing.is_with(by) and standing.state == State.PLANNED)
    if version_of_plan(plan) != seen:
        raise ValidationError(CHANGED)
    if problems := problems_of_review(review, standing):
        raise ValidationError(problems)
    _close(by, standing, closed)
    review.held_by, review.held_at = by, local_now()
    for name, value in carried_on(standing.review.officer, timezone.localdate()).items():
        setattr(review, name, value)
    review.save(force_insert=True)
    if review.follows == Follows.ESCALATED:
        _escalate(by, plan, standing.next_level, review.progress)
    _go_on(by, plan, review.next_review_on, resolved=review.follows == Follows.RESOLVED)
    return review


@writes("decide about an escalated workload plan")
def decide_escalation(
    *, by: User, escalation: Escalation, decision: str, reason: str, next_review_on: date | None
) -> Escalation | Already[Escalation]:
    """Decide about a plan that was escalated: it goes on, is closed, or is escalated further.

    Sent twice, it is decided once. Raises ValidationError where somebody else decided, or it is not for ``by``.
    """
    standing = _locked(by, escalation.plan)
    current = Escalation.objects.select_related("plan").get(pk=escalation.pk)
    if not current.waits:
        if (current.decided_by_id, current.decision, current.decision_reason) == (by.pk, decision, reason):
            return Already(current)
        raise ValidationError(_("Somebody decided about this after you opened the page. Nothing has been saved."))
    _refuse_unless(standing.is_with(by) and current.escalated_by_id != by.pk)
    if decision == Decision.ESCALATE and current.level == standing.next_level:
        raise ValidationError({"decision": _("Nobody above you in line could decide")})
    if problems := problems_of_next(next_review_on, resolved=decision == Decision.RESOLVED):
        raise ValidationError(problems)
    current.decision, current.decision_reason = decision, reason
    current.decided_by, current.decided_at = by, local_now()
    current.save()
    if decision == Decision.ESCALATE:
        _escalate(by, current.plan, standing.next_level, reason)
    _go_on(by, current.plan, next_review_on, resolved=decision == Decision.RESOLVED)
    return current


def problems_of_review(review: PlanReview, standing: Standing) -> dict[str, str]:
    """Why the plan cannot be reviewed so, by field; empty where it can."""
    if review.follows == Follows.ESCALATED and not standing.next_level:
        return {"follows": _("Nobody above you in line could decide")}
    return problems_of_next(review.next_review_on, resolved=review.follows == Follows.RESOLVED)


def problems_of_next(next_review_on: date | None, *, resolved: bool) -> dict[str, str]:
    """Why the plan cannot be reviewed next on that day, by field: it needs one until it is resolved."""
    if resolved:
        return {}
    if next_review_on is None:
        return {"next_review_on": _("Enter or select the day on which the plan is reviewed next")}
    return problems_of_days(None, next_review_on)


def version_of_plan(plan: WorkloadPlan) -> str:
    """What changes with the plan, an action or an escalation of it."""
    parts = [plan, *plan.actions.all(), *plan.escalations.all()]
    return "".join(version(each)[:8] for each in parts)


def _locked(by: User, plan: WorkloadPlan) -> Standing:
    """Where the plan stands now, locked. Raises ValidationError where it is not for ``by`` to look at."""
    WorkloadPlan.objects.select_for_update().get(pk=plan.pk)
    today = timezone.localdate()
    review = reviews_for(by, today).filter(plan=plan.pk).first()
    if review is None:
        raise ValidationError(NOT_YOURS)
    return Standing(review, today)


def _refuse_unless(free: bool) -> None:
    if not free:
        raise ValidationError(NOT_YOURS)


def _close(by: User, standing: Standing, closed: Mapping[int, tuple[str, str]]) -> None:
    """Close those of the open actions that are done or dropped."""
    for action in standing.open_actions:
        state, because = closed.get(action.pk, (ActionState.OPEN, ""))
        if state == ActionState.OPEN:
            continue
        if state == ActionState.DROPPED and not because:
            raise ValidationError(_("Say why an action is dropped."))
        action.state, action.closed_because = state, because
        action.closed_by, action.closed_at = by, local_now()
        action.save()


def _escalate(by: User, plan: WorkloadPlan, level: str, reason: str) -> None:
    Escalation.objects.create(plan=plan, level=level, reason=reason, escalated_by=by, escalated_at=local_now())


def _go_on(by: User, plan: WorkloadPlan, next_review_on: date | None, *, resolved: bool) -> None:
    """The plan is reviewed next on that day, or over."""
    current = WorkloadPlan.objects.get(pk=plan.pk)
    current.next_review_on = None if resolved else next_review_on
    if resolved:
        current.resolved_by, current.resolved_at = by, local_now()
    current.save()
