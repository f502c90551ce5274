"""Supervision is over or interrupted: what is booked for later is listed to cancel, and no notice of it is offered."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert
from alerts.scan import scan_contacts
from cases.models import BragReview, Custody, Order
from casework.services.appointments import cancel
from casework.services.refusals import version
from contacts.models import Contact
from tests.appointments import OFFICE_VISIT, answer, arrange, hidden, page
from tests.factories import ContactFactory, OrderFactory

pytestmark = pytest.mark.django_db
TODAY, DAY = date(2026, 11, 18), date(2026, 12, 10)
ORDER_OVER = (
    "The last order ends before this day. Cancel this appointment, or correct the order in nDelius if it goes on."
)
IN_CUSTODY = "The service user is in custody on this day. Cancel this appointment."
KINDS = ["in_custody", "order_over"]


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def booked(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=DAY, noticed=True)


def to_cancel():
    scan_contacts(by=None, as_of=TODAY)
    return list(Contact.objects.filter(alerts__in=Alert.objects.open().filter(kind__in=KINDS)))


def orders(**fields):
    return lambda own: Order.objects.filter(service_user=own).update(**fields)


def custody(**days):
    return lambda own: Custody.objects.create(service_user=own, **days)


def both(own):
    orders(terminated_on=date(2026, 10, 1))(own)
    custody(starts_on=date(2026, 10, 1))(own)


OVER = {
    "terminated long ago": (orders(terminated_on=date(2026, 10, 1)), ORDER_OVER),
    "terminated the day before": (orders(terminated_on=date(2026, 12, 9)), ORDER_OVER),
    "ends the day before": (orders(ends_on=date(2026, 12, 9)), ORDER_OVER),
    "in custody since": (custody(starts_on=date(2026, 11, 1)), IN_CUSTODY),
    "in custody from that day": (custody(starts_on=DAY), IN_CUSTODY),
    "in custody on that day alone": (custody(starts_on=DAY, ends_on=DAY), IN_CUSTODY),
    "terminated and in custody": (both, IN_CUSTODY),
}
GOES_ON = {
    "nothing": lambda own: None,
    "terminated that day": orders(terminated_on=DAY),
    "ends that day": orders(ends_on=DAY),
    "released the day before": custody(starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 9)),
    "Blue": lambda own: BragReview.objects.create(service_user=own, reviewed_on=date(2026, 11, 2), status="blue"),
    "a part of the month": orders(ends_on=date(2026, 12, 20)),
    "another order goes on": lambda own: (
        orders(terminated_on=date(2026, 10, 1))(own),
        OrderFactory(service_user=own, starts_on=date(2026, 12, 20), ends_on=date(2027, 6, 30)),
    ),
    "no order known": lambda own: Order.objects.filter(service_user=own).delete(),
}


@pytest.mark.parametrize("change, said", OVER.values(), ids=OVER)
def test_what_is_booked_for_later_is_listed_to_cancel_until_it_is(cast, nia, booked, change, said):
    change(cast.own)
    assert to_cancel() == [booked]
    html = " ".join(nia.get("/").content.decode().split())
    assert "Appointments to cancel" in html
    assert f"Planned Office Visit (NS), Thursday 10 December at 9:30am<br> {said}" in html
    assert f'href="{reverse("cancel", args=[cast.own.public_id, booked.pk])}?back=%2F"' in html
    answer(nia, "cancel", booked, asked_by="service", reason="Supervision is over")
    assert "Appointments to cancel" not in nia.get("/").content.decode()


@pytest.mark.parametrize("change, said", OVER.values(), ids=OVER)
def test_no_notice_is_offered_and_the_pages_say_why(cast, nia, booked, change, said):
    change(cast.own)
    own, notice = (reverse(name, args=[cast.own.public_id, booked.pk]) for name in ("contact", "issue_notice"))
    for html in (page(nia, "contact", cast.own, booked.pk), page(nia, "service_user", cast.own)):
        assert "To cancel" in html
        assert said in html
        assert notice not in html
        ways = [html.index(reverse(way, args=[cast.own.public_id, booked.pk])) for way in ("cancel", "record_outcome")]
        assert ways == sorted(ways)
    assert nia.get(notice).url == own
    assert said in nia.get(own).content.decode()


@pytest.mark.parametrize("change", GOES_ON.values(), ids=GOES_ON)
def test_nothing_is_to_cancel_while_supervision_goes_on(cast, nia, booked, change):
    change(cast.own)
    assert to_cancel() == []
    assert "To cancel" not in page(nia, "contact", cast.own, booked.pk)
    assert page(nia, "issue_notice", cast.own, booked.pk)


@pytest.mark.parametrize("fields", [{"date": date(2026, 11, 17)}, {"outcome_id": "AAHO"}, {"cancelled_by": "service"}])
def test_what_is_over_or_off_is_not(cast, booked, fields):
    Contact.objects.update(**fields)
    OVER["in custody since"][0](cast.own)
    assert to_cancel() == []


def test_what_could_never_count_is_to_cancel_too(cast, booked):
    Contact.objects.update(type="COPT")
    OVER["terminated long ago"][0](cast.own)
    assert to_cancel() == [booked]


def test_nothing_is_to_cancel_and_to_rebook_or_to_give_notice_of(cast, booked):
    Contact.objects.update(date=date(2026, 11, 20), notice_issued_at=None)
    cast.own.allocations.update(ends_on=date(2026, 11, 17))
    cast.own.allocations.create(officer=cast.colleague, starts_on=TODAY)
    OVER["in custody since"][0](cast.own)
    assert to_cancel() == [booked]
    assert not Alert.objects.open().filter(kind__in=["to_rebook", "notice_missing"]).exists()


def test_an_alert_of_somebody_without_an_order_closes_at_once(cast, booked):
    OVER["terminated long ago"][0](cast.own)
    assert to_cancel() == [booked]
    seen = version(Contact.objects.get(pk=booked.pk))
    cancel(by=cast.case_manager, contact=booked, seen=seen, asked_by="service", reason="The order is over")
    assert not Alert.objects.open().filter(kind__in=KINDS).exists()


def test_a_page_that_was_opened_in_time_is_refused_in_the_same_words(cast, nia, booked):
    seen = hidden(page(nia, "issue_notice", cast.own, booked.pk), "seen")
    OVER["terminated long ago"][0](cast.own)
    refused = answer(nia, "issue_notice", booked, seen=seen, method="posted")
    assert ORDER_OVER in refused.content.decode()
    assert not booked.notices.exists()


@pytest.mark.parametrize("change, is_told", [(OVER["in custody since"][0], False), (GOES_ON["Blue"], True)])
def test_whoever_books_it_all_the_same_is_not_sent_to_a_notice_that_is_refused(cast, nia, change, is_told):
    change(cast.own)
    when = OFFICE_VISIT | {"date": "10/12/2026", "officer": cast.case_manager.pk}
    checked = arrange(nia, "book", cast.own, step="check", **when).content.decode()
    assert ("Have you given the notice" in checked) == is_told
    assert ("so no written notice is needed" in checked) == (not is_told)
    next_page = arrange(nia, "book", cast.own, **when).url
    booked = Contact.objects.get()
    assert next_page == reverse("issue_notice" if is_told else "contact", args=[cast.own.public_id, booked.pk])
