"""Entries of the register of additional measures, as tests need them."""

from datetime import date

from contacts.additional import AdditionalCase, AdditionalMeasure
from staff.models import User

FIRST, LAST, REVIEW = date(2026, 11, 2), date(2026, 12, 11), date(2026, 11, 30)
ENTRY = {
    "kind": "less_often",
    "whose": "team",
    "statuses": ["amber", "green"],
    "every": 42,
    "reason": "The workload is at 125%",
    "protection": "Nobody with a high risk is among them",
    "starts_on": FIRST,
    "ends_on": LAST,
    "review_on": REVIEW,
    "proposed_at": "2026-11-01 09:00",
}
TELEPHONE = {"kind": "telephone", "every": None}


def proposed_entry(by: User, people=(), **fields) -> AdditionalMeasure:
    """One that waits for the LDU head, for the team of ``by``, or some ``people`` of it."""
    usual = {"team": by.post.team, "proposed_by": by, **({"whose": "cases"} if people else {})}
    measure = AdditionalMeasure.objects.create(**{**ENTRY, **usual, **fields})
    measure.refresh_from_db()
    for person in people:
        AdditionalCase.objects.create(measure=measure, service_user=person)
    return measure


def agreed_entry(by: User, decided_by: User, people=(), **fields) -> AdditionalMeasure:
    """One that ``decided_by`` agreed on the day before its first."""
    decided = {"state": "agreed", "decided_by": decided_by, "decided_at": "2026-11-01 10:00"}
    return proposed_entry(by, people, **{**decided, "decision_reason": "It is safe", **fields})
