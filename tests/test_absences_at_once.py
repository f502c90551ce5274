"""Somebody books while the officer's absence is recorded: whichever comes second knows of the first."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from base.clock import local_now
from casework.absences import to_rearrange
from casework.services.appointments import book
from casework.services.refusals import Refused
from contacts.models import Contact
from staff.models import Absence
from staff.services import record_absence
from tests.at_once import together
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db(transaction=True)

TUESDAY = date(2026, 11, 10)


@time_machine.travel("2026-11-02 09:00")
def test_an_appointment_is_refused_or_listed_to_rearrange(cast):
    appointment = ContactFactory.build(service_user=cast.own, officer=cast.case_manager, date=TUESDAY)
    absence = Absence(user=cast.case_manager, kind="leave", starts_on=TUESDAY, ends_on=TUESDAY)
    booked, recorded = together(
        lambda: book(by=cast.case_manager, appointment=appointment),
        lambda: record_absence(by=cast.case_manager, absence=absence),
        but=Refused,
    )
    listed = to_rearrange([recorded], local_now(), cast.case_manager)[recorded.pk]
    assert listed == ([] if isinstance(booked, Refused) else [booked])
    assert Contact.objects.count() == len(listed)


@time_machine.travel("2026-11-02 09:00")
def test_of_two_absences_of_the_same_days_one_is_recorded(cast):
    def record(kind):
        absence = Absence(user=cast.case_manager, kind=kind, starts_on=TUESDAY, ends_on=TUESDAY)
        return lambda: record_absence(by=cast.case_manager, absence=absence)

    found = together(record("leave"), record("duty"), but=ValidationError)
    assert sorted(isinstance(each, ValidationError) for each in found) == [False, True]
    assert Absence.objects.count() == 1
