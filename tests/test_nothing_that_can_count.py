"""What cannot count silences no alert: something is booked only where an appointment can count yet."""

from datetime import date, time

import pytest
import time_machine

from alerts.models import Alert
from alerts.scan import scan_contacts
from cases.models import Allocation, BragReview, Designation
from contacts import facts
from tests.factories import ContactFactory
from tests.test_scan import facts_are

__all__ = ["facts_are"]  # a fixture: the same is found however the facts stand
pytestmark = pytest.mark.django_db
NEXT_WEEK = date(2018, 12, 27)
ONLY_NOW = date(2018, 12, 20)


@pytest.fixture(autouse=True)
def thursday_morning():
    with time_machine.travel("2018-12-20 10:00", tick=False):
        yield


@pytest.fixture
def book(cast):
    def booked(day=NEXT_WEEK, **fields):
        return ContactFactory(**{"service_user": cast.own, "officer": cast.case_manager, "date": day, **fields})

    return booked


def is_asked_for(cast) -> bool:
    scan_contacts(by=None, as_of=date(2018, 12, 20))
    return Alert.objects.open().filter(kind="nothing_booked", service_user=cast.own).exists()


def test_an_appointment_that_can_count_is_enough_and_its_notice_may_be_given_later(cast, book):
    assert is_asked_for(cast)
    book()
    assert not is_asked_for(cast)


@pytest.mark.parametrize(
    "unfit",
    [
        {"type_id": "COPT"},
        {"end_time": time(9, 59)},
        {"end_time": None},
        {"other_activity": "RAR day"},
        {"cancelled_by": "service"},
        {"cancelled_by": "service", "outcome_id": "RSSR"},
        {"outcome_id": "AAHO"},
        {"day": date(2019, 1, 2)},
    ],
    ids=str,
)
def test_one_that_cannot_count_is_not(cast, book, unfit):
    book(**unfit)
    assert is_asked_for(cast)


@pytest.mark.parametrize("noticed", [True, False])
def test_one_with_a_colleague_is_not_unless_the_sentence_plan_names_them(cast, book, noticed):
    book(officer=cast.colleague, noticed=noticed)
    assert is_asked_for(cast)
    Designation.objects.create(service_user=cast.own, officer=cast.colleague, starts_on=NEXT_WEEK)
    assert not is_asked_for(cast)


@pytest.mark.parametrize("last, asked", [(date(2018, 12, 26), True), (NEXT_WEEK, False)])
def test_one_with_the_former_case_manager_is_not_after_their_last_day(cast, book, last, asked):
    book(noticed=True)
    Allocation.objects.filter(service_user=cast.own).update(ends_on=last)
    Allocation.objects.create(service_user=cast.own, officer=cast.colleague, starts_on=last.replace(day=last.day + 1))
    assert is_asked_for(cast) == asked


@pytest.mark.parametrize(
    "start, noticed, asked",
    [(time(9, 59), False, True), (time(10), False, True), (time(10, 1), False, False), (time(9, 59), True, False)],
)
def test_once_it_has_started_it_counts_only_with_a_notice_that_was_given(cast, book, start, noticed, asked):
    book(ONLY_NOW, start_time=start, end_time=time(11), noticed=noticed)
    assert is_asked_for(cast) == asked


def test_a_notice_that_lapsed_can_be_given_again_until_the_start(cast, book):
    moved = book(noticed=True, notice_current=False)
    assert not is_asked_for(cast)
    moved.date, moved.start_time, moved.end_time = ONLY_NOW, time(9), time(11)
    moved.save()
    assert is_asked_for(cast)


def test_nobody_is_asked_for_a_month_to_which_the_measure_does_not_apply(cast, book):
    assert is_asked_for(cast)
    BragReview.objects.create(service_user=cast.own, reviewed_on=date(2018, 12, 3), status="blue")
    assert not is_asked_for(cast)


def test_no_notice_is_asked_for_that_could_make_nothing_count(cast, book):
    def asked():
        scan_contacts(by=None, as_of=date(2018, 12, 20))
        return Alert.objects.open().filter(kind="notice_missing").exists()

    short = book(end_time=time(9, 59))
    assert not asked()
    short.end_time = time(10)
    short.save()
    assert asked()


def test_the_home_page_says_that_nothing_can_count_although_something_is_booked(cast, book, nia):
    book(type_id="COPT")
    facts.refresh()
    scan_contacts(by=None, as_of=date(2018, 12, 20))
    assert "Nothing booked that can count this month" in nia.get("/").content.decode()
