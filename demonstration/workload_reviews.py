"""A workload review that the demonstration's case manager asked for, and one that was opened for a colleague."""

from django.utils import timezone

from staff.models import User
from workload.access import whose_reviews
from workload.services.reviews import ask_for_review, open_review

CONCERN = (
    "Nine court reports in three weeks, beside the induction group. I cannot see my Red cases as often as I should."
)


def record_workload_reviews(case_manager: User, team_manager: User) -> None:
    ask_for_review(by=case_manager, words=CONCERN)
    colleagues = whose_reviews(team_manager, timezone.localdate()).exclude(pk=case_manager.pk)
    if officer := colleagues.first():
        open_review(by=team_manager, officer=officer, note="Supervision of this month")
