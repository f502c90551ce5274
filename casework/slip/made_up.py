"""An appointment that nobody has, to show a wording with."""

from datetime import time, timedelta

from django.utils import timezone

from casework.slip.words import Appointment
from contacts.wording import WordingKind
from staff.models import Office

HOME = "14 Ffordd y Parc, Newport, NP20 1XX"


def made_up(kind: str) -> Appointment:
    """An appointment of the kind, a week from today."""
    office = Office(name="Newport", address="12 Bridge Street, Newport, NP20 4XX", phone="01632 960000")
    today = timezone.localdate()
    return Appointment(
        name="Siân Example",
        address=HOME,
        reference="W0123456789AB",
        day=today + timedelta(days=7),
        start=time(9, 30),
        end=time(10),
        place=HOME if kind == WordingKind.VISIT else office.place,
        officer="Owain Example",
        office=office,
        is_visit=kind == WordingKind.VISIT,
        issued_on=today,
    )
