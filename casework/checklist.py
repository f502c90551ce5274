"""What the records say to the items of a workload review: counts, each with the list of just these people.

An item that the records cannot answer has none here, and is answered by hand. Once they can, it has a member of
`AnsweredFrom` and its counts in `CHECKS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from alerts.models import Alert
from base.months import Month
from cases.models import ServiceUser
from casework.to_check import FOUND, ToCheck
from contacts import facts
from contacts.cadence import Due, next_contacts
from contacts.months import Result
from staff.models import Role, User
from staff.units import Unit
from workload.checklists import AnsweredFrom, ChecklistItem, CountKind
from workload.models import ReviewAnswer, WorkloadReview
from workload.selectors import cases

CHECKS: dict[str, list[CountKind]] = {
    AnsweredFrom.BRAG: [CountKind.BRAG_DUE],
    AnsweredFrom.CONTACTS: [CountKind.CONTACT_OVERDUE, CountKind.NOT_SEEN],
    AnsweredFrom.ORDERS: [CountKind.ORDER_OVERDUE],
    AnsweredFrom.SINGLE: [CountKind.SINGLE],
    AnsweredFrom.HUB: [CountKind.NOT_AT_HUB],
    AnsweredFrom.IOM: [CountKind.IOM_LOW],
    AnsweredFrom.REVOCATION: [CountKind.REVOCATION],
    AnsweredFrom.RAR: [CountKind.RAR_NOT_PLANNED],
    AnsweredFrom.REFERRALS: [CountKind.RAR_NOT_REFERRED],
    AnsweredFrom.PARTNERS: [CountKind.WITH_PARTNER, CountKind.REFERRAL_OPEN],
    AnsweredFrom.MEASURE: [CountKind.NOT_MET, CountKind.STILL_POSSIBLE, CountKind.NOTHING_BOOKED],
}
# By which filter of the list of service users those are listed who are counted.
LISTED: dict[str, dict[str, str]] = {
    CountKind.BRAG_DUE: {"due": "brag_review_due"},
    CountKind.CONTACT_OVERDUE: {"next_contact": Due.OVERDUE.value},
    CountKind.NOT_SEEN: {"due": "not_seen"},
    CountKind.ORDER_OVERDUE: {"order": "overdue"},
    CountKind.SINGLE: {"check": ToCheck.SINGLE_OUTSIDE.value},
    CountKind.NOT_AT_HUB: {"check": ToCheck.NOT_AT_HUB.value},
    CountKind.IOM_LOW: {"due": "iom_status"},
    CountKind.REVOCATION: {"due": "early_revocation"},
    CountKind.RAR_NOT_PLANNED: {"check": ToCheck.RAR_NOT_PLANNED.value},
    CountKind.RAR_NOT_REFERRED: {"check": ToCheck.RAR_NOT_REFERRED.value},
    CountKind.WITH_PARTNER: {"check": ToCheck.WITH_PARTNER.value},
    CountKind.REFERRAL_OPEN: {"check": ToCheck.REFERRAL_OPEN.value},
    CountKind.NOT_MET: {"result": Result.NOT_MET.value},
    CountKind.STILL_POSSIBLE: {"result": Result.PENDING.value},
    CountKind.NOTHING_BOOKED: {"due": "nothing_booked"},
}


def counts_of(officer: User, today: date) -> dict[str, int]:
    """How many of the case manager's people there are of each `CountKind` today: as many as its list has."""
    people = ServiceUser.objects.of(Unit.of(officer), today)
    ids = people.order_by().values("pk")
    held: Any = cases(today, people).order_by()
    alerts = Alert.objects.open().filter(service_user__in=ids).order_by().values("kind")
    by_alert = dict(alerts.annotate(number=Count("service_user", distinct=True)).values_list("kind", "number"))
    month: Any = facts.listed(ServiceUser.objects.filter(pk__in=ids), Month.of(today), today, ids).order_by()
    results = dict(month.values_list("result").annotate(number=Count("pk")))
    by_kind: dict[str, int] = {
        CountKind.CONTACT_OVERDUE: next_contacts(today, ids).filter(group=Due.OVERDUE).count(),
        CountKind.ORDER_OVERDUE: held.filter(overdue=True).count(),
        CountKind.NOT_MET: results.get(Result.NOT_MET, 0),
        CountKind.STILL_POSSIBLE: results.get(Result.PENDING, 0),
    }
    for kind, narrowed in LISTED.items():
        if "due" in narrowed:
            by_kind[kind] = by_alert.get(narrowed["due"], 0)
        elif "check" in narrowed:
            by_kind[kind] = FOUND[narrowed["check"]](people, today).count()
    return by_kind


def listed_at(kind: str, officer: User, viewer: User) -> str:
    """Where those who are counted are listed for the viewer: a case manager's list has only the own people."""
    whose = {} if viewer.role == Role.CASE_MANAGER else {"officer": officer.pk}
    return f"{reverse('caseload')}?{urlencode({**whose, **LISTED[kind]})}"


@dataclass(frozen=True)
class Answered:
    """An item of a review's checklist with what is said of it: now, or as it was when the review was held.

    counts | in words, how many, and where they are listed, which is nowhere once the review was held
    """

    item: ChecklistItem
    answer: ReviewAnswer | None
    counts: list[tuple[Any, int, str]]


def checklist_of(review: WorkloadReview, viewer: User, today: date) -> list[Answered]:
    """The checklist of a review: until it is held, what the records say today; then what they said."""
    answers = {answer.item_id: answer for answer in review.answers.prefetch_related("counts")}
    now = counts_of(review.officer, today) if review.is_open else {}
    found = []
    for item in review.template.items.all():
        answer = answers.get(item.pk)
        if review.is_open:
            counts: list[tuple[Any, int, str]] = [
                (CountKind(kind).label, now[kind], listed_at(kind, review.officer, viewer) if now[kind] else "")
                for kind in CHECKS.get(item.answered_from, [])
            ]
        else:
            counts = [(each.get_kind_display(), each.number, "") for each in answer.counts.all()] if answer else []
        found.append(Answered(item, answer, counts))
    return found


def counts_by_item(review: WorkloadReview, counts: Mapping[str, int]) -> dict[int, list[tuple[CountKind, int]]]:
    """What is written down of each item, by its id."""
    return {
        item.pk: [(kind, counts[kind]) for kind in CHECKS.get(item.answered_from, [])]
        for item in review.template.items.all()
    }
