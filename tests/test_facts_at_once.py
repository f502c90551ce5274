"""Several who change one person's records, or derive facts, at the same moment: what is kept is right in the end."""

from datetime import date
from threading import Event

import pytest
import time_machine
from django.db import OperationalError, connection, transaction

from base.months import Month
from cases.models import Allocation, Stale
from casework.services import appointments, writing
from casework.services.appointments import book
from contacts import facts
from contacts.models import CalendarMonth, Contact, ContactFact, MonthFact
from reports.selectors import people_of
from tests.answers import load
from tests.at_once import together, until_somebody_waits
from tests.factories import ContactFactory, person
from tests.small_caseload import small_caseload, write

pytestmark = pytest.mark.django_db(transaction=True)

NONE = {"contact_facts": 0, "month_facts": 0, "figure_facts": 0}
NOVEMBER = Month.parse("2026-11")


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 09:00"):
        yield


@pytest.fixture
def kept(cast):
    """The cast, of whom all is kept."""
    facts.refresh()
    return cast


def books(cast):
    who = {"service_user": cast.own, "officer": cast.case_manager}
    book(by=cast.case_manager, appointment=ContactFactory.build(contact_ref="W1", date=date(2026, 11, 10), **who))


def moves_the_allocation(cast):
    """Past every service; says by which officer the person is held now."""
    Allocation.objects.filter(service_user=cast.own).update(officer=cast.colleague)


def assert_settled(cast):
    """Nobody is stale, and the booking is not with the officer who is responsible now."""
    assert not Stale.objects.exists()
    assert facts.differences() == NONE
    assert ContactFact.objects.get().failing
    assert MonthFact.objects.get(service_user=cast.own, month=NOVEMBER.first).officer == cast.colleague


def test_who_moves_the_allocation_derives_after_who_has_booked(kept, monkeypatch):
    booked = Event()

    def has_derived(service_user):
        booked.set()
        until_somebody_waits()

    monkeypatch.setattr(writing, "look_again", has_derived)

    def move():
        with transaction.atomic():
            moves_the_allocation(kept)
            booked.wait(timeout=10)
            facts.refresh()

    together(lambda: books(kept), move)
    assert_settled(kept)


def test_who_books_derives_after_who_has_moved_the_allocation(kept, monkeypatch):
    moved = Event()
    refresh = facts.refresh

    def after_the_move(people):
        moved.wait(timeout=10)
        return refresh(people)

    monkeypatch.setattr(writing.facts, "refresh", after_the_move)

    def move():
        with transaction.atomic():
            moves_the_allocation(kept)
            refresh()
            moved.set()
            until_somebody_waits()

    together(lambda: books(kept), move)
    assert_settled(kept)


def test_two_refreshes_at_once_leave_nobody_stale(kept):
    for _ in range(3):
        Allocation.objects.update(officer=kept.colleague)
        people = set(Stale.objects.values_list("service_user", flat=True))
        done = together(facts.refresh, facts.refresh, lambda: facts.refresh([kept.own.pk]))
        assert sum(done) == len(people)
        assert not Stale.objects.exists()
        assert facts.differences() == NONE


def test_who_derives_all_and_who_derives_one_do_not_wait_in_a_circle(kept):
    ContactFactory(service_user=kept.own, officer=kept.case_manager)

    def change_one():
        for _ in range(5):
            with transaction.atomic():
                Contact.objects.filter(service_user=kept.own).update(slip_uploaded=True)
                facts.refresh([kept.own.pk])

    together(facts.rebuild, change_one, facts.rebuild, facts.keep_up, change_one)
    assert not Stale.objects.exists()
    assert facts.differences() == NONE


def test_somebody_new_has_the_months_that_come_to_be_kept_meanwhile(kept):
    CalendarMonth.objects.filter(first=NOVEMBER.first).update(kept=False)
    MonthFact.objects.filter(month=NOVEMBER.first).delete()
    derived = Event()

    def add():
        with transaction.atomic():
            person(kept.case_manager, crn="A000009", office=kept.own.office)
            facts.refresh()
            derived.set()
            until_somebody_waits()

    def keep():
        derived.wait(timeout=10)
        facts.keep_months()

    together(add, keep)
    assert MonthFact.objects.filter(month=NOVEMBER.first, service_user__crn="A000009").exists()
    assert facts.differences() == NONE


def test_a_refresh_that_dies_leaves_the_people_stale_and_figures_right(kept):
    def officers():
        return dict(people_of(None, Month.parse("2026-10"), date(2026, 11, 2)).values_list("crn", "officer"))

    moves_the_allocation(kept)

    def die():
        with transaction.atomic():
            facts.refresh()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    [died] = together(die, but=OperationalError)
    assert isinstance(died, OperationalError)
    assert Stale.objects.filter(service_user=kept.own, batch="").exists()
    assert officers()[kept.own.crn] == kept.colleague.pk
    assert facts.refresh()
    assert facts.differences() == NONE


def test_an_import_beside_a_booking_does_not_wait_in_a_circle(kept, tmp_path, monkeypatch):
    """A booking takes the person, then the officer; the import changes both."""
    files = {name: small_caseload()[name] for name in ("offices", "staff", "service_users")}
    person_taken = Event()

    def meanwhile(contact_ref):
        person_taken.set()
        until_somebody_waits()
        return

    monkeypatch.setattr(appointments, "booked_before", meanwhile)

    def imports():
        person_taken.wait(timeout=10)
        load(write(tmp_path, files))

    together(lambda: books(kept), imports)
    assert Contact.objects.count() == 1
    kept.own.refresh_from_db()
    assert kept.own.name == "Mair Ellis"
    assert facts.differences() == NONE
