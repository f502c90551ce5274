"""What every service stands on: one transaction for the record, its entry and its history, each with the author."""

from datetime import date

import pytest
import time_machine
from pghistory.models import Context

from audit.models import Entry
from audit.services import Already, writes
from casework.services.appointments import book
from casework.services.outcomes import record_outcome
from casework.services.refusals import version
from contacts.models import Contact, ContactOutcome
from tests.factories import NEWPORT, ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 12:00"):
        yield


@pytest.fixture
def contact(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 2))


@writes("move elsewhere")
def move(*, by, contact: Contact) -> Contact:
    contact.place = "Elsewhere"
    contact.save()
    return contact


def record(cast, contact):
    attended = ContactOutcome.objects.get(pk="ATTC")
    return record_outcome(by=cast.case_manager, contact=contact, seen=version(contact), outcome=attended)


def test_the_record_and_its_entry_come_together(cast, contact):
    assert record(cast, contact).outcome_id == "ATTC"
    entry = Entry.objects.get()
    assert (entry.actor, entry.action, entry.target) == (cast.case_manager, "record an outcome", contact)
    assert Contact.objects.get().outcome_id == "ATTC"


def test_what_cannot_be_entered_is_not_written(cast, contact, monkeypatch):
    def fail(**facts):
        raise RuntimeError("no entry")

    monkeypatch.setattr("audit.services.record", fail)
    with pytest.raises(RuntimeError, match="no entry"):
        record(cast, contact)
    assert Contact.objects.get().outcome_id is None


def test_history_keeps_what_was_there_before_with_action_and_author(cast, contact):
    record(cast, contact)
    before = contact.events.get()
    assert (before.pgh_label, before.outcome_id, before.place) == ("update", None, NEWPORT)
    assert Context.objects.get(pk=before.pgh_context_id).metadata == {
        "actor": cast.case_manager.pk,
        "action": "record an outcome",
    }


def test_what_no_person_did_has_no_author(contact):
    move(by=None, contact=contact)
    assert Entry.objects.get().actor is None
    assert Context.objects.get(pk=contact.events.get().pgh_context_id).metadata["actor"] is None


def test_what_is_done_already_is_answered_and_leaves_no_entry(cast, contact):
    @writes("do nothing")
    def nothing(*, by) -> Contact | Already[Contact]:
        return Already(contact)

    assert nothing(by=cast.case_manager) == contact
    assert not Entry.objects.exists()


def test_counts_are_the_facts_of_an_entry(cast):
    @writes("count")
    def count(*, by) -> dict[str, int]:
        return {"opened": 2}

    count(by=cast.case_manager)
    assert (Entry.objects.get().facts, Entry.objects.get().target) == ({"opened": 2}, None)


def test_a_booking_sent_twice_answers_with_what_was_booked(cast):
    def send():
        appointment = ContactFactory.build(
            contact_ref="W1", service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 10)
        )
        return book(by=cast.case_manager, appointment=appointment)

    assert send() == send() == Contact.objects.get()
    assert Entry.objects.count() == 1
