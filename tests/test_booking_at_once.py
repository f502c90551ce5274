"""Two who book at the same moment: the diary takes one."""

from datetime import date

import pytest
import time_machine

from casework.services.appointments import book
from casework.services.refusals import Refused
from contacts.models import Contact
from tests.at_once import together
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db(transaction=True)


def nine_thirty(cast, person, reference) -> Contact:
    return ContactFactory.build(
        contact_ref=reference, service_user=person, officer=cast.case_manager, date=date(2026, 11, 10)
    )


@time_machine.travel("2026-11-02 09:00")
def test_of_two_people_one_gets_the_officers_time(cast):
    appointments = nine_thirty(cast, cast.own, "W1"), nine_thirty(cast, cast.colleagues, "W2")
    for_both = [lambda each=each: book(by=cast.case_manager, appointment=each) for each in appointments]
    assert sorted(isinstance(each, Refused) for each in together(*for_both, but=Refused)) == [False, True]
    assert Contact.objects.count() == 1


@time_machine.travel("2026-11-02 09:00")
def test_one_form_sent_twice_at_once_books_once(cast):
    def send():
        return book(by=cast.case_manager, appointment=nine_thirty(cast, cast.own, "W1"))

    together(send, send)
    assert Contact.objects.count() == 1
