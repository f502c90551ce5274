"""Two who book at the same moment: the diary takes one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from casework.services.appointments import Appointment, book
from casework.services.refusals import Refused
from contacts.models import Contact, ContactType

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls) -> list[bool]:
    """Make the calls at the same moment, each on a connection of its own: which were not refused."""
    barrier = Barrier(len(calls))

    def run(call) -> bool:
        barrier.wait(timeout=10)
        try:
            call()
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


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
    assert sorted(together(*for_both)) == [False, True]
    assert Contact.objects.count() == 1


@time_machine.travel("2026-11-02 09:00")
def test_one_form_sent_twice_at_once_books_once(cast, nine_thirty):
    def send():
        book(by=cast.case_manager, service_user=cast.own, appointment=nine_thirty, contact_ref="W1")

    assert together(send, send) == [True, True]
    assert Contact.objects.count() == 1
