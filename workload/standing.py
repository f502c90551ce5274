"""Where a workload review stands: how far it has come, who has it and since when, and by when something is due."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import cached_property

from staff.models import Post, Role, User
from workload.access import LINE, below_in_line
from workload.reviews import ActionState, Escalation, Outcome, PlanAction, WorkloadPlan, WorkloadReview


class State(StrEnum):
    WAITING = "waiting"  # to be held
    REASONABLE = "reasonable"
    ADJUSTED = "adjusted"
    PLANNED = "planned"
    ESCALATED = "escalated"
    RESOLVED = "resolved"


# What nobody has to do anything about any more.
OVER = (State.REASONABLE, State.ADJUSTED, State.RESOLVED)
IS_OVER = Q(outcome__in=[Outcome.REASONABLE, Outcome.ADJUSTED]) | Q(plan__resolved_at__isnull=False)


def reviews_for(user: User, day: date) -> QuerySet[WorkloadReview]:
    """The reviews that the user may look at: the own, and those of whoever the user is above in line on the day.

    With what `Standing` reads.
    """
    role = Post.objects.on(day).order_by().filter(user=OuterRef("officer")).values("role")[:1]
    return (
        WorkloadReview.objects.filter(Q(officer=user) | Q(officer__in=below_in_line(user, day)))
        .annotate(officer_role=Subquery(role))
        .select_related("officer", "plan")
        .prefetch_related("plan__actions", "plan__escalations")
    )


@dataclass(frozen=True)
class Standing:
    """Of a review of `reviews_for`, on a day."""

    review: Any
    day: date

    @cached_property
    def plan(self) -> WorkloadPlan | None:
        return getattr(self.review, "plan", None)

    @cached_property
    def escalations(self) -> list[Escalation]:
        return list(self.plan.escalations.all()) if self.plan else []

    @property
    def escalation(self) -> Escalation | None:
        """The one that waits for a decision."""
        return next((each for each in self.escalations if each.waits), None)

    @property
    def open_actions(self) -> list[PlanAction]:
        return [each for each in self.plan.actions.all() if each.state == ActionState.OPEN] if self.plan else []

    @property
    def state(self) -> State:
        if self.plan is None:
            return State(self.review.outcome or State.WAITING)
        if not self.plan.is_open:
            return State.RESOLVED
        return State.ESCALATED if self.escalation else State.PLANNED

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def manager(self) -> Role | None:
        """The role of whoever holds the reviews; None of somebody without a post today."""
        above = LINE.get(self.review.officer_role, ())
        return above[0] if above else None

    @property
    def holder(self) -> Role | None:
        """The role of whoever has it now; None where it is over."""
        if self.is_over:
            return None
        return Role(self.escalation.level) if self.escalation else self.manager

    @property
    def since(self) -> datetime:
        """When it came to whoever has it, or was over."""
        if self.plan is None:
            return self.review.held_at or self.review.opened_at  # type: ignore[no-any-return]
        if self.plan.resolved_at:
            return self.plan.resolved_at
        if self.escalation:
            return self.escalation.escalated_at
        decided = [each.decided_at for each in self.escalations if each.decided_at]
        return decided[-1] if decided else self.review.held_at  # type: ignore[no-any-return]

    @property
    def waited(self) -> int:
        """For how many days whoever has it has had it."""
        return (self.day - self.since.date()).days

    @property
    def due_on(self) -> date | None:
        """By when the plan is to be reviewed, or the first of its actions is to be done; None without a plan."""
        if not self.plan or self.is_over:
            return None
        days = [each.due_on for each in self.open_actions]
        return min([*days, self.plan.next_review_on] if self.plan.next_review_on else days)

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < self.day

    def is_with(self, user: User) -> bool:
        """Whether it is for the user to act on; nobody acts on their own."""
        return self.holder == user.role and self.review.officer_id != user.pk

    @property
    def next_level(self) -> str:
        """To whom the plan would be escalated: to each once, then to the last again. Empty where nobody is above."""
        above = [role.value for role in LINE.get(self.review.officer_role, ())[1:]]
        asked = {each.level for each in self.escalations}
        return next((role for role in above if role not in asked), above[-1] if above else "")


@dataclass(frozen=True)
class Waiting:
    """How many of the reviews are the user's to act on, by what there is to do."""

    to_hold: int
    to_decide: int
    plans: int
    overdue: int

    @classmethod
    def for_user(cls, user: User, day: date) -> "Waiting":
        stand = [Standing(review, day) for review in reviews_for(user, day).exclude(IS_OVER)]
        theirs = [each for each in stand if each.is_with(user)]
        planned = [each for each in theirs if each.state == State.PLANNED]
        return cls(
            to_hold=sum(each.state == State.WAITING for each in theirs),
            to_decide=sum(each.state == State.ESCALATED for each in theirs),
            plans=len(planned),
            overdue=sum(each.is_overdue for each in planned),
        )
