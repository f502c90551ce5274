"""BRAG reviews of the demonstration that were made here: one waits for agreement, one was sent back."""

from datetime import date, datetime, time, timedelta
from typing import Any

from cases.brag import AssessmentState, Brag, BragAssessment
from cases.models import Order, ServiceUser
from staff.models import User

WRITTEN = {
    "dynamic_factors": "Drinks less since the summer. Moved in with a brother who has no record.",
    "likelihood": "Lower than in spring: no new offence and no breach since the last review.",
    "impact": "A fight in town could hurt somebody badly, as at the index offence.",
    "timescale": "Not soon, as long as the tenancy lasts.",
    "disengagement": "Low: came to every appointment of the last two months.",
    "protective_factors": "Works four days a week. The brother comes along to appointments.",
    "what_changed": "The work, the new address and the end of the curfew.",
}
REASON = "Say who was told about the new address, and what the police know of the brother."
LOWER = {Brag.RED: Brag.RED_AMBER, Brag.RED_AMBER: Brag.AMBER, Brag.AMBER: Brag.GREEN}


def record_reviews(case_manager: User, manager: User, today: date) -> None:
    """Two people of the case manager who could be lower: of one the review waits, of the other it was sent back."""
    current = ServiceUser.objects.filter(iom=False, orders__in=Order.objects.current(today))
    people: Any = current.with_brag(today).with_officer(today)
    lowered = people.filter(officer=case_manager.pk, brag__in=LOWER).distinct().order_by("pk")[:2]
    sent_at = datetime.combine(today - timedelta(days=1), time(15, 20))
    states: list[dict[str, Any]] = [
        {"state": AssessmentState.WAITING},
        {
            "state": AssessmentState.SENT_BACK,
            "decided_by": manager,
            "decided_at": datetime.combine(today - timedelta(days=1), time(16, 45)),
            "reason": REASON,
        },
    ]
    for person, state in zip(lowered, states, strict=False):
        former = Brag(person.brag)
        BragAssessment.objects.create(
            service_user=person,
            status=LOWER[former],
            former=former,
            reviewed_by=case_manager,
            reviewed_at=sent_at,
            **WRITTEN,
            **state,
        )
