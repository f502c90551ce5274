"""Amber cases are offered their appointments at the community hub of their area (Source B, 2.2e)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from base.clock import local_now
from casework.services.around import Around
from casework.services.refusals import Problem
from contacts.models import Contact


def at_the_hub(appointment: Contact, around: Around) -> Iterator[Problem]:
    """Of one to come that can count and is at an office: at the hub, or with the reason why it is not."""
    if not appointment.service_user_id or appointment.hub_exception or appointment.date > around.last_contact_day:
        return
    if appointment.type_id not in appointment.measure.types or not appointment.is_to_come(local_now()):
        return
    office = around.office_of(appointment) if around.hubs else None
    if office and office not in around.hubs:
        words = _("Select %(hub)s, or say why the appointment is not there")
        yield Problem("hub_exception", words % {"hub": around.hubs[0]})
