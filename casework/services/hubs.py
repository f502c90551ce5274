"""Amber cases are offered their appointments at the community hub of their area (Source B, 2.2e)."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from base.clock import local_now
from cases.models import Brag, BragReview, ServiceUser
from casework.services.refusals import Problem
from casework.services.rooms import office_of
from contacts.calendar import last_contact_day
from contacts.models import Contact
from staff.models import Office, OfficeKind


def hubs_of(person: ServiceUser, brag: str | None) -> list[Office]:
    """The live community hubs of the LDU of the person's office that can be booked; none of those who are not Amber."""
    if brag != Brag.AMBER:
        return []
    hubs = Office.objects.filter(
        ldu__offices=person.office_id, kind=OfficeKind.COMMUNITY_HUB, amk_from__lte=timezone.localdate()
    )
    return [hub for hub in hubs if hub.is_ready]


def at_the_hub(appointment: Contact) -> Iterator[Problem]:
    """Of one to come that can count and is at an office: at the hub, or with the reason why it is not."""
    if not appointment.service_user_id or appointment.hub_exception or appointment.date > last_contact_day():
        return
    if appointment.type_id not in appointment.measure.types or not appointment.is_to_come(local_now()):
        return
    person = appointment.service_user
    latest = BragReview.objects.filter(service_user=person, reviewed_on__lte=timezone.localdate())
    hubs = hubs_of(person, latest.order_by("-reviewed_on").values_list("status", flat=True).first())
    office = office_of(appointment) if hubs else None
    if office and office not in hubs:
        words = _("Select %(hub)s, or say why the appointment is not there")
        yield Problem("hub_exception", words % {"hub": hubs[0]})
