"""Another activity at the same time is a field of every booking, and the preview says what it does to the month."""

from datetime import date

import pytest
import time_machine

from contacts.models import Contact
from tests.appointments import VISIT, answer, arrange, page
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

RAR = {"other_activity": "RAR session"}
CANNOT = "Another activity is recorded for the same time."
CAN = "This appointment can count towards the month"


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def contact(cast) -> Contact:
    about = {"service_user": cast.own, "officer": cast.case_manager, "date": date(2026, 11, 25)}
    return ContactFactory(**about, **RAR)


def book(nia, cast, **answers):
    return arrange(nia, "book", cast.own, **VISIT | {"officer": cast.case_manager.pk} | answers)


def test_the_preview_follows_it_and_it_is_booked(nia, cast):
    assert CAN in book(nia, cast, step="").content.decode()
    html = book(nia, cast, step="", **RAR).content.decode()
    assert CANNOT in html
    assert "RAR session" in html
    book(nia, cast, **RAR)
    contact = Contact.objects.get()
    assert contact.other_activity == "RAR session"
    assert CANNOT in page(nia, "contact", cast.own, contact.pk)


def test_it_is_recorded_of_a_contact_that_took_place(nia, cast):
    held = {"date": "16/11/2026", "end_time": "10:00", "outcome": "ATTC", "officer": cast.case_manager.pk, **RAR}
    assert CANNOT in arrange(nia, "record_contact", cast.own, step="", **held).content.decode()
    arrange(nia, "record_contact", cast.own, **held)
    assert Contact.objects.get().other_activity == "RAR session"


def test_it_alone_is_corrected_and_what_it_was_is_kept(nia, cast, contact):
    same = {**VISIT, "date": "25/11/2026", "start_time": "9:30", "office": cast.own.office_id}
    same |= {"officer": cast.case_manager.pk, "reason": "Wrong day", "step": "save"}
    assert 'value="RAR session"' in page(nia, "correct_booking", cast.own, contact.pk)
    unchanged = answer(nia, "correct_booking", contact, **same, **RAR)
    assert "or the other activity" in unchanged.content.decode()
    answer(nia, "correct_booking", contact, **same, other_activity="")
    assert Contact.objects.get().other_activity == ""
    html = page(nia, "contact", cast.own, contact.pk)
    assert "Another activity was recorded for the same time: RAR session." in html


def test_it_is_no_reason_to_rearrange_and_does_not_move_along(nia, cast, contact):
    asked = {"asked_by": "service", "reason": "Ill", "officer": cast.case_manager.pk}
    assert 'value="RAR session"' not in page(nia, "rearrange", cast.own, contact.pk)
    same = {"date": "25/11/2026", "start_time": "9:30"}
    refused = arrange(nia, "rearrange", cast.own, contact.pk, **asked, **same)
    assert refused.context["form"].errors["date"] == ["Change the date, time, place, type of contact or who it is with"]
    arrange(nia, "rearrange", cast.own, contact.pk, **asked, **VISIT)
    assert Contact.objects.latest("pk").other_activity == ""
