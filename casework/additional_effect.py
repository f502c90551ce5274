"""What an additional measure does, before and after it is agreed: to whom, to when they are seen, and not to the month.

It is shown where people decide, beside the key priorities among those whom it is for (Source B, section 3).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from alerts.models import Alert
from base.months import Month
from cases.models import Brag, Designation, ServiceUser
from casework.additional import whom_for
from casework.to_check import FOUND, ToCheck
from contacts import facts
from contacts.additional import AdditionalMeasure
from contacts.additional_people import HeldBack, covered
from contacts.cadence import Due, next_contacts
from contacts.months import Result

# Words, how many, where they are listed, and a hint: as `home.lists.Counted`.
Counted = tuple[Any, int, str, Any]
PRIORITIES: list[tuple[str | Promise, dict[str, str]]] = [
    (Brag.RED.label, {"brag": Brag.RED.value}),
    (Brag.RED_AMBER.label, {"brag": Brag.RED_AMBER.value}),
    (_("Integrated offender management (IOM)"), {"check": ToCheck.IOM.value}),
    (_("Not seen for six weeks"), {"due": "not_seen"}),
    (_("Allocated in the last 28 days"), {"check": ToCheck.ALLOCATED_28.value}),
    (_("Released from custody in the last 28 days"), {"check": ToCheck.RELEASED.value}),
]


@dataclass(frozen=True)
class Effect:
    """What an entry does on a day.

    day            | its first day, or today where that has come
    people, holds  | how many it is for, and of how many of these it holds
    held_back      | how many it does not hold of, by why
    groups         | of those it is for, how many are in each `Due` without it and with it
    moves          | of how many the day moves on which the next contact is due
    """

    day: date
    people: int
    holds: int
    held_back: list[tuple[str, int]]
    groups: list[tuple[Due, int, int]]
    moves: int


def effect_of(measure: AdditionalMeasure, today: date) -> Effect:
    """Three statements, whatever the number of people: next contacts are worked out without it and with it."""
    day = max(today, measure.starts_on)
    this = AdditionalMeasure.objects.filter(pk=measure.pk)
    why = Counter(covered(this, day).values_list("held_back", flat=True))
    others = AdditionalMeasure.objects.in_force(day).exclude(pk=measure.pk)
    among = whom_for(measure, day)
    without = _dues(day, among, others)
    # By their ids: what is in force on the day, and this one whatever its state.
    beside = AdditionalMeasure.objects.filter(Q(pk__in=others.order_by().values("pk")) | Q(pk=measure.pk))
    with_it = _dues(day, among, beside)
    before, after = (Counter(group for _due, group in dues.values()) for dues in (without, with_it))
    return Effect(
        day=day,
        people=sum(why.values()),
        holds=why[None],
        held_back=[(str(reason.label), why[reason]) for reason in HeldBack if why[reason]],
        groups=[(due, before[due], after[due]) for due in Due],
        moves=sum(without[person][0] != with_it[person][0] for person in without),
    )


def _dues(day: date, among: Any, entries: Any) -> dict[int, tuple[date | None, str]]:
    rows = next_contacts(day, among, entries).values_list("service_user_id", "due", "group")
    return {person: (due, group) for person, due, group in rows}


@dataclass(frozen=True)
class OfTheMonth:
    """How this month stands for those whom an entry is for. It is the same with and without it.

    ``unbooked`` are those who can still meet the month and have nothing booked that can count, with their list.
    """

    met: int
    applicable: int
    unbooked: Counted


def month_of(measure: AdditionalMeasure, today: date) -> OfTheMonth:
    people = facts.with_month(ServiceUser.objects.order_by(), Month.of(today), today, whom_for(measure, today))
    counted: Any = people.filter(pk__in=whom_for(measure, today))
    results = dict(counted.values_list("result").annotate(number=Count("pk")))
    unbooked = _counted(measure, today, _("Nothing booked that can count"), {"due": "nothing_booked"})
    applicable = sum(number for result, number in results.items() if result)
    return OfTheMonth(results.get(Result.MET, 0), applicable, unbooked)


def priorities_of(measure: AdditionalMeasure, today: date) -> list[Counted]:
    """The key priorities among those whom it is for, each with the list of just these people."""
    return [_counted(measure, today, label, narrowed) for label, narrowed in PRIORITIES]


def named_by_plans(measure: AdditionalMeasure, today: date) -> int:
    """Of how many the sentence plan names one of the designated case managers today: with others it cannot count."""
    holders = measure.holders.values("officer")
    named = Designation.objects.on(today).filter(officer__in=holders, service_user=OuterRef("pk"))
    return ServiceUser.objects.filter(Exists(named), pk__in=whom_for(measure, today)).count()


def _counted(measure: AdditionalMeasure, today: date, label: str | Promise, narrowed: dict[str, str]) -> Counted:
    """As the list of service users narrows: the number is that of the list that it leads to."""
    people: Any = ServiceUser.objects.filter(pk__in=whom_for(measure, today)).with_brag(today)
    if "brag" in narrowed:
        people = people.filter(brag=narrowed["brag"])
    elif "due" in narrowed:
        open_alerts = Alert.objects.open().filter(service_user=OuterRef("pk"), kind=narrowed["due"])
        people = people.filter(Exists(open_alerts))
    else:
        people = FOUND[narrowed["check"]](people, today)
    query = urlencode({"additional": str(measure.pk), **narrowed})
    return label, people.count(), f"{reverse('caseload')}?{query}", ""
