"""What cannot count does not comfort: before an appointment is booked its page says that the measure does not apply."""

from datetime import date

import pytest
import time_machine

from cases.models import BragReview, Custody, Order
from tests.addresses import NOW
from tests.appointments import arrange, page
from tests.factories import BragReviewFactory, ContactFactory

pytestmark = pytest.mark.django_db
IN_DECEMBER = {"date": "10/12/2026", "start_time": "9:30"}


@pytest.fixture(autouse=True)
def that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def checked(nia, cast):
    return arrange(nia, "book", cast.own, step="check", officer=cast.case_manager.pk, **IN_DECEMBER).content.decode()


def no_order(own):
    Order.objects.filter(service_user=own).update(terminated_on=date(2026, 11, 10))


def order_ends(own):
    Order.objects.filter(service_user=own).update(ends_on=date(2026, 12, 20))


def custody(own):
    Custody.objects.create(service_user=own, starts_on=date(2026, 11, 1))


def blue(own):
    BragReview.objects.filter(service_user=own).delete()
    BragReviewFactory(service_user=own, status="blue", reviewed_on=date(2026, 11, 2))


def test_it_can_count_where_the_measure_applies(nia, cast):
    assert "This appointment can count towards the month" in checked(nia, cast)


@pytest.mark.parametrize(
    "change, why",
    [
        (no_order, "No order in scope during the month"),
        (order_ends, "The orders in scope do not cover the whole month"),
        (custody, "In custody on at least one day of the month"),
        (blue, "BRAG status was Blue at the end of the month"),
    ],
)
def test_where_it_does_not_the_page_says_so_and_why(nia, cast, change, why):
    change(cast.own)
    said = checked(nia, cast)
    assert "This appointment cannot count towards the month" in said
    assert f"The measure does not apply in December 2026: {why}." in said


def test_the_page_of_an_appointment_says_so_too(nia, cast):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 12, 10))
    assert "It can count if it passes all 6 tests" in page(nia, "contact", cast.own, contact.pk)
    blue(cast.own)
    said = page(nia, "contact", cast.own, contact.pk)
    assert "It cannot count, even if it passes all 6 tests." in said
    assert "The measure does not apply in December 2026: BRAG status was Blue at the end of the month." in said
