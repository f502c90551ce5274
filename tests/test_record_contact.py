"""Recording a contact that took place without having been booked: one form, checked, then saved with its note."""

from datetime import date, time

import pytest
import time_machine
from django.db import InternalError, transaction

from audit.models import Entry
from casework.services.notes import add_note
from casework.services.recording import record_contact
from casework.services.refusals import Refused, SentBefore
from contacts.models import Contact, Note
from tests.appointments import answer, arrange, page
from tests.factories import NEWPORT, ContactFactory

pytestmark = pytest.mark.django_db

NO_NOTICE = "It cannot count without a written notice that was given before it started."


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


def record(nia, cast, **answers):
    held = {"date": "16/11/2026", "end_time": "10:10", "outcome": "ATTC", "officer": cast.case_manager.pk}
    return arrange(nia, "record_contact", cast.own, **held | answers)


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def held(cast, **fields) -> Contact:
    about = {"service_user": cast.own, "officer": cast.case_manager, "date": date(2026, 11, 16)}
    return ContactFactory.build(**about | {"outcome_id": "ATTC"} | fields)


def test_it_is_recorded_with_its_outcome_and_its_note_in_one_step(nia, cast):
    response = record(nia, cast, note="Came in without an appointment")
    contact = Contact.objects.get()
    assert (contact.date, contact.end_time, contact.place) == (date(2026, 11, 16), time(10, 10), NEWPORT)
    assert contact.outcome_id == "ATTC"
    note = contact.notes.get()
    assert (note.text, note.written_by) == ("Came in without an appointment", cast.case_manager)
    assert response.url.endswith(f"/contacts/{contact.pk}/")
    assert Entry.objects.get().action == "record a contact that took place"
    shown = page(nia, "contact", cast.own, contact.pk)
    assert "Came in without an appointment" in shown
    assert "Nia Rees wrote this on Wednesday 18 November at midday." in shown


def test_without_a_note_there_is_none(nia, cast):
    record(nia, cast)
    assert not Note.objects.exists()


def test_before_saving_it_says_what_it_lacks_to_count(nia, cast):
    html = record(nia, cast, step="", type="COPT", where="none", note="Rang").content.decode()
    assert NO_NOTICE in html
    assert "This type of contact cannot be a minimum contact." in html
    assert "If you gave a written notice before it started, record that next." in html
    assert "Rang" in html
    assert not Contact.objects.exists()


def test_with_the_notice_that_was_given_it_counts(nia, cast):
    record(nia, cast)
    contact = Contact.objects.get()
    given = {"when": "earlier", "given_on": "10/11/2026", "given_time": "10:00", "method": "posted"}
    answer(nia, "issue_notice", contact, **given)
    assert "Counts" in page(nia, "contact", cast.own, contact.pk)


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"date": "20/11/2026"}, "date", "Enter a date and time in the past"),
        ({"date": "18/11/2026", "start_time": "12:30", "end_time": "13:00"}, "date", "Enter a date and time in the"),
        ({"date": "1/7/2026"}, "date", "Enter a date on or after 18 August 2026"),
        ({"end_time": ""}, "end_time", "Enter an end time"),
        ({"outcome": ""}, "outcome", "Select what happened"),
        ({"outcome": "absence"}, "absence", "Select the reason for the absence"),
        ({"type": "COPT", "where": "none", "outcome": "ATSH"}, "outcome", "Select an outcome that nDelius allows"),
        ({"note": "x" * 12_001}, "note", "Note must be 12000 characters or fewer"),
    ],
)
def test_what_cannot_be_recorded_is_said_beside_the_answer(nia, cast, answers, field, message):
    for step in ("", "save"):
        assert message in errors(record(nia, cast, step=step, **answers))[field][0]
    assert not Contact.objects.exists()


def test_a_moved_appointment_is_no_contact_that_took_place(cast):
    with pytest.raises(Refused, match="To move an appointment, rearrange it"):
        record_contact(by=cast.case_manager, contact=held(cast, outcome_id="RSSR"))


def test_a_missed_one_leads_to_its_follow_up(nia, cast):
    response = record(nia, cast, outcome="UAAB")
    assert response.url.endswith(f"/contacts/{Contact.objects.get().pk}/follow-up/")


def test_the_same_form_records_once_and_with_other_answers_says_so(cast):
    for _ in range(2):
        recorded = record_contact(by=cast.case_manager, contact=held(cast, contact_ref="W1"), note="Came in")
    assert Contact.objects.get() == recorded
    with pytest.raises(SentBefore):
        record_contact(by=cast.case_manager, contact=held(cast, contact_ref="W1"), note="Rang")


def test_a_past_date_of_a_booking_leads_here_with_the_answers(nia, cast):
    booked = {"date": "16/11/2026", "start_time": "14:15", "officer": cast.colleague.pk}
    refused = arrange(nia, "book", cast.own, step="", **booked).content.decode()
    assert "Record a contact that took place</button>" in refused
    moved = arrange(nia, "book", cast.own, step="took_place", **booked)
    assert moved.request["PATH_INFO"].endswith("/record/")
    html = moved.content.decode()
    assert 'value="16/11/2026"' in html
    assert 'value="14:15"' in html
    assert f'<option value="{cast.colleague.pk}" selected>' in html
    assert "There is a problem" not in html


def test_a_booking_to_come_does_not_offer_it(nia, cast):
    html = arrange(nia, "book", cast.own, step="", date="20/11/2026", end_time="9:00").content.decode()
    assert "Record a contact that took place</button>" not in html


def test_a_note_is_added_once_and_never_changed(nia, cast):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 25))
    for _ in range(2):
        answer(nia, "add_note", contact, note="Needs a lift")
    note = Note.objects.get()
    assert Entry.objects.get().action == "add a note"
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        Note.objects.update(text="Needs nothing")
    add_note(by=cast.colleague, contact=contact, text="Needs a lift")
    assert list(contact.notes.exclude(pk=note.pk).values_list("written_by", flat=True)) == [cast.colleague.pk]
