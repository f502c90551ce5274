"""Two who book at the same moment: the diary takes one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from casework.services.appointments import book
from casework.services.refusals import Refused
from contacts.models import Contact
from tests.factories import ContactFactory

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


def nine_thirty(cast, person, reference) -> Contact:
    return ContactFactory.build(
        contact_ref=reference, service_user=person, officer=cast.case_manager, date=date(2026, 11, 10)
    )


@time_machine.travel("2026-11-02 09:00")
def test_of_two_people_one_gets_the_officers_time(cast):
    appointments = nine_thirty(cast, cast.own, "W1"), nine_thirty(cast, cast.colleagues, "W2")
    for_both = [lambda each=each: book(by=cast.case_manager, appointment=each) for each in appointments]
    assert sorted(together(*for_both)) == [False, True]
    assert Contact.objects.count() == 1


@time_machine.travel("2026-11-02 09:00")
def test_one_form_sent_twice_at_once_books_once(cast):
    def send():
        book(by=cast.case_manager, appointment=nine_thirty(cast, cast.own, "W1"))

    assert None in together(send, send)
    assert Contact.objects.count() == 1
