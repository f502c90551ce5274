"""Notes about a contact: long, plain, and sensitive for good."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from contacts.models import Contact, Note
from contacts.notes import LONGEST_NOTE
from tests.appointments import answer, filled_in, hidden, page
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def contact(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 16))


def errors(response) -> dict:
    return response.context["form"].errors


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_break_is_one_of_the_12000_characters(nia, contact, end):
    text = ("ŵ" * 99 + end) * 119 + "ŵ" * 100
    assert answer(nia, "add_note", contact, note=text).status_code == 302
    assert len(Note.objects.get().text) == LONGEST_NOTE
    refused = answer(nia, "add_note", contact, note=text + "ŵ")
    assert errors(refused) == {"note": ["Note must be 12000 characters or fewer"]}
    assert "ŵ" * 100 + "ŵ</textarea>" in refused.content.decode()


def test_it_is_plain_text(nia, cast, contact):
    answer(nia, "add_note", contact, note="<b>Bold</b>\n\u202eback to front")
    html = page(nia, "contact", cast.own, contact.pk)
    assert "&lt;b&gt;Bold&lt;/b&gt;<br>" in html


def test_one_with_a_nul_is_refused_in_words(nia, contact):
    assert errors(answer(nia, "add_note", contact, note="a\0b"))["note"]
    assert not Note.objects.exists()


def test_what_is_sensitive_once_stays_so_and_is_not_asked_again(nia, cast, contact):
    assert "sensitive" in page(nia, "add_note", cast.own, contact.pk)
    answer(nia, "add_note", contact, note="Said in confidence", sensitive="on")
    assert 'name="sensitive"' not in page(nia, "add_note", cast.own, contact.pk)
    answer(nia, "add_note", contact, note="And more of it")
    assert list(Note.objects.values_list("sensitive", flat=True)) == [True, True]
    assert "Sensitive" in page(nia, "contact", cast.own, contact.pk)


def test_two_people_who_write_at_once_both_keep_what_they_wrote(nia, cast, contact, sign_in):
    address = reverse("add_note", args=[cast.own.public_id, contact.pk])
    opened = filled_in(nia, "add_note", address, cast.case_manager) | {"note": "Rang at nine"}
    answer(sign_in(cast.colleague), "add_note", contact, note="Came in at ten")
    sign_in(cast.case_manager).post(address, opened)
    assert set(Note.objects.values_list("text", "written_by")) == {
        ("Rang at nine", cast.case_manager.pk),
        ("Came in at ten", cast.colleague.pk),
    }


def test_who_comes_second_with_an_outcome_keeps_the_note_that_they_typed(nia, contact):
    seen = hidden(page(nia, "record_outcome", contact.service_user, contact.pk), "seen")
    Contact.objects.update(outcome="AAME")
    response = answer(nia, "record_outcome", contact, seen=seen, outcome="UAAB", note="Nobody at home")
    html = response.content.decode()
    assert "Somebody changed this appointment" in html
    assert "Nobody at home</textarea>" in html
    assert not Note.objects.exists()


def test_sensitive_without_a_note_asks_why(nia, contact):
    assert "note" in errors(answer(nia, "record_outcome", contact, outcome="ATTC", sensitive="on"))


def test_it_comes_with_the_outcome_in_one_step(nia, cast, contact):
    answer(nia, "record_outcome", contact, outcome="ATTC", note="Found work", minutes_spent="50")
    contact.refresh_from_db()
    assert (contact.outcome_id, contact.minutes_spent) == ("ATTC", 50)
    html = page(nia, "contact", cast.own, contact.pk)
    assert "Found work" in html
    assert "50 minutes" in html


def test_a_note_alone_can_be_added_on_the_page_of_the_outcome(nia, contact):
    answer(nia, "record_outcome", contact, outcome="ATTC")
    for _ in range(2):
        answer(nia, "record_outcome", contact, outcome="ATTC", reason="", note="Found work")
    assert [note.text for note in Note.objects.all()] == ["Found work"]


@pytest.mark.parametrize("spent", ["-5", "0", "1441", "half an hour"])
def test_the_time_spent_is_a_number_of_minutes(nia, contact, spent):
    assert "minutes_spent" in errors(answer(nia, "record_outcome", contact, outcome="ATTC", minutes_spent=spent))


def test_time_is_spent_only_with_somebody_who_came(nia, contact):
    refused = answer(nia, "record_outcome", contact, outcome="UAAB", minutes_spent="30", note="Waited")
    assert errors(refused) == {"minutes_spent": ["Enter the time spent only where the appointment was attended"]}
    contact.refresh_from_db()
    assert (contact.outcome_id, contact.minutes_spent, contact.notes.count()) == (None, None, 0)
