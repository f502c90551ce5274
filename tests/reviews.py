"""How tests bring about workload reviews, plans and escalations, and fill in their pages."""

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from staff.models import User
from tests.appointments import hidden
from workload.checklists import ReviewTemplate
from workload.models import Escalation, PlanAction, WorkloadPlan, WorkloadReview
from workload.services.reviews import carried_on

LETTERS = "abcdefghijk"
CONFIRMED = {f"confirm_{letter}": "confirmed" for letter in LETTERS}
REASONABLE = {**CONFIRMED, "outcome": "reasonable", "reason": "Within the threshold"}
EXCESSIVE = {
    **CONFIRMED, "outcome": "excessive", "reason": "Well over for weeks", "measure": "reallocate",
    "what": "Give five cases to the second team", "due_on": "2/12/2026", "next_review_on": "9/12/2026",
}  # fmt: skip


def opened(officer: User, *, by: User | None = None, words: str = "Too many reports", **fields: Any) -> WorkloadReview:
    """A review that the officer asked for yesterday; where ``by`` is given, one that was opened for supervision."""
    made = {"opened_for": "supervision" if by else "asked", "opened_by": by or officer, "opened_at": "2026-11-17 09:00"}
    template = ReviewTemplate.objects.in_force(date(2026, 11, 17))
    review = WorkloadReview.objects.create(officer=officer, template=template, **made | fields)
    if not by:
        review.concerns.create(words=words, raised_by=officer, raised_at="2026-11-17 09:00")
    return WorkloadReview.objects.get(pk=review.pk)


def planned(
    officer: User, manager: User, review: WorkloadReview | None = None, held_at: str = "2026-11-10 09:00", **fields: Any
) -> WorkloadPlan:
    """The plan of a review, of one that was asked for before if none is given, with one action."""
    held = {"outcome": "excessive", "reason": "Well over", "held_by": manager, "held_at": held_at}
    held |= carried_on(officer, date(2026, 11, 10))
    if review:
        WorkloadReview.objects.filter(pk=review.pk).update(**held)
    else:
        review = opened(officer, opened_at="2026-11-09 09:00", **held)
    plan = WorkloadPlan.objects.create(review_id=review.pk, **{"next_review_on": date(2026, 11, 25), **fields})
    action(plan, manager)
    return WorkloadPlan.objects.get(pk=plan.pk)


def action(plan: WorkloadPlan, manager: User, **fields: Any) -> PlanAction:
    said = {"measure": "no_new_cases", "what": "No new cases until Christmas", "due_on": date(2026, 11, 24)}
    by = {"owner": manager, "added_by": manager, "added_at": "2026-11-10 09:00"}
    return PlanAction.objects.create(plan=plan, **said | by | fields)


def escalated(plan: WorkloadPlan, manager: User, level: str = "ldu_head", **fields: Any) -> Escalation:
    """The plan, handed up on 16 November."""
    said = {"reason": "Nobody can take the cases", "escalated_by": manager, "escalated_at": "2026-11-16 09:00"}
    return Escalation.objects.create(plan=plan, level=level, **said | fields)


def fill_in(client: Client, name: str, pk: int | None = None, **answers: Any) -> Any:
    """A form about a review as it is drawn now; ``seen`` among the answers as it was drawn before."""
    address = reverse(name, args=[pk] if pk else [])
    html = client.get(address).content.decode()
    carried = {"seen": hidden(html, "seen")} if 'name="seen" value=' in html else {}
    return client.post(address, {**carried, **answers})
