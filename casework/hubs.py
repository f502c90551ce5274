"""Offices at which appointments take place, and the community hubs among them."""

from django.utils import timezone

from cases.models import Brag, ServiceUser
from staff.models import Office, OfficeKind


def hubs_of(person: ServiceUser, brag: str | None) -> list[Office]:
    """The live community hubs of the LDU of the person's office that can be booked; none of those who are not Amber."""
    if brag != Brag.AMBER:
        return []
    hubs = Office.objects.filter(
        ldu__offices=person.office_id, kind=OfficeKind.COMMUNITY_HUB, amk_from__lte=timezone.localdate()
    )
    return [hub for hub in hubs if hub.is_ready]


def office_at(place: str) -> Office | None:
    """The office whose address the place is, if it is one."""
    return Office.objects.at(place).first() if place else None
