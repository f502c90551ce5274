"""Holding a workload review: what the records say then is counted and kept with it (Source B, 2.2)."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from audit.services import Already, writes
from casework.checklist import counts_by_item, counts_of
from staff.models import User
from workload.models import PlanAction, WorkloadReview
from workload.services.reviews import Said, hold


@writes("hold a workload review")
def hold_review(
    *,
    by: User,
    review: WorkloadReview,
    said: Mapping[int, Said],
    outcome: str,
    reason: str,
    seen: str,
    action: PlanAction | None = None,
    next_review_on: date | None = None,
) -> WorkloadReview | Already[WorkloadReview]:
    """Write down the checklist with what the records say now, and what came of it. Sent twice, it is held once.

    ``said`` goes by the id of the item; ``action`` and ``next_review_on`` are those of the plan that an excessive
    workload has. Raises ValidationError, by field: as `workload.services.reviews.hold` says.
    """
    counts = counts_by_item(review, counts_of(review.officer, timezone.localdate()))
    return hold(by, review, said, counts, outcome, reason, action, next_review_on, seen)
