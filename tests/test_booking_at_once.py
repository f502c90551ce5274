"""Two who book at the same moment: the diary takes one."""

from datetime import date, time

import pytest
import time_machine

from casework.services.appointments import Appointment, book
from casework.services.refusals import Refused
from contacts.models import Contact, ContactType
from tests.at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nine_thirty(cast):
    office_visit = ContactType.objects.get(pk="COAP")
    return Appointment(office_visit, cast.case_manager, date(2026, 11, 10), time(9, 30), time(10), "Newport")


@time_machine.travel("2026-11-02 09:00")
def test_of_two_people_one_gets_the_officers_time(cast, nine_thirty):
    for_both = [
        lambda person=person, ref=ref: book(
            by=cast.case_manager, service_user=person, appointment=nine_thirty, contact_ref=ref
        )
        for person, ref in ((cast.own, "W1"), (cast.colleagues, "W2"))
    ]
    booked, refused = sorted(together(*for_both, but=Refused), key=lambda each: isinstance(each, Refused))
    assert isinstance(booked, Contact)
    assert isinstance(refused, Refused)
    assert Contact.objects.count() == 1


@time_machine.travel("2026-11-02 09:00")
def test_one_form_sent_twice_at_once_books_once(cast, nine_thirty):
    def send():
        return book(by=cast.case_manager, service_user=cast.own, appointment=nine_thirty, contact_ref="W1")

    assert None in together(send, send)
    assert Contact.objects.count() == 1
