"""Offices at which appointments take place, and the community hubs among them (Source B, 2.2e)."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.models import Brag, ServiceUser, ServiceUserQuerySet
from contacts.models import Contact
from staff.models import Office, OfficeKind


def hubs_of(person: ServiceUser, brag: str | None) -> list[Office]:
    """The live community hubs of the LDU of the person's office that can be booked; none of those who are not Amber."""
    if brag != Brag.AMBER:
        return []
    return ready_hubs(Office.objects.filter(ldu__offices=person.office_id))


def ready_hubs(offices: QuerySet[Office]) -> list[Office]:
    """The community hubs among the offices that are live and can be booked."""
    hubs = offices.filter(kind=OfficeKind.COMMUNITY_HUB, amk_from__lte=timezone.localdate())
    return [hub for hub in hubs if hub.is_ready]


def booked_elsewhere(people: ServiceUserQuerySet, now: datetime) -> ServiceUserQuerySet:
    """Those of the people who are Amber and have an appointment to come at an office that is no hub of their LDU.

    The LDU has one, and the appointment can count. Those with a reason why it is not at the hub are among them.
    """
    hubs: dict[int, list[str]] = defaultdict(list)
    for hub in ready_hubs(Office.objects.all()):
        hubs[hub.ldu_id].append(hub.place)
    offices = [office.place for office in Office.objects.all()] if hubs else []
    elsewhere = Q(pk__in=[])
    for ldu, places in hubs.items():
        elsewhere |= Q(service_user__office__ldu=ldu, place__in=set(offices).difference(places))
    booked = Contact.objects.open().to_come(now).can_count().filter(elsewhere)
    found: Any = people.with_brag(now.date())
    return found.filter(brag=Brag.AMBER, pk__in=booked.values("service_user"))


def office_at(place: str) -> Office | None:
    """The office whose address the place is, if it is one."""
    return Office.objects.at(place).first() if place else None
