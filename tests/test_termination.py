"""The termination of an order: recorded once what it changes was shown, kept by imports, taken back if mistaken."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert
from audit.models import Entry
from cases.models import FileValue, Order, OrderTermination, Stale
from casework.services.orders import NotSeen, take_back_termination, terminate_order, what_it_changes
from casework.services.refusals import Refused
from contacts.models import MonthFact
from staff.models import User
from tests.answers import load
from tests.appointments import hidden, page
from tests.conflicts import in_conflict
from tests.factories import ContactFactory, OrderFactory
from tests.small_caseload import small_caseload, write

pytestmark = pytest.mark.django_db

SAVED = {"terminated_on": "30/10/2026", "reason": "progress", "details": "Granted by the court"}


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def order(cast) -> Order:
    return cast.own.orders.get()


def send(nia, order, **answers):
    return nia.post(reverse("terminate_order", args=[order.service_user.public_id, order.pk]), SAVED | answers)


def terminate(nia, order, **answers):
    """Send the form, then once more with what was shown."""
    return send(nia, order, **answers, seen=hidden(send(nia, order, **answers).content.decode(), "seen"))


def recorded(by, order, day=date(2026, 10, 30)) -> OrderTermination:
    try:
        return terminate_order(by=by, order=order, terminated_on=day, reason="progress")
    except NotSeen as shown:
        version = shown.changes.version
        return terminate_order(by=by, order=order, terminated_on=day, reason="progress", seen=version)


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_nothing_is_recorded_before_what_it_changes_was_shown(nia, cast, order):
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 25))
    html = send(nia, order).content.decode()
    assert "Check what a termination on 30 October 2026 changes" in html
    assert "October 2026" in html
    assert "November 2026" in html
    assert "Wednesday 25 November at 9:30am" in html
    order.refresh_from_db()
    assert order.terminated_on is None
    assert not OrderTermination.objects.exists()
    assert not Entry.objects.exists()
    assert not FileValue.objects.filter(table_name="cases_order").exists()


def test_it_is_recorded_with_its_reason_and_by_whom(nia, cast, order):
    assert terminate(nia, order).url == reverse("orders", args=[cast.own.public_id])
    made = OrderTermination.objects.get()
    assert (made.reason, made.details, made.recorded_by) == ("progress", "Granted by the court", cast.case_manager)
    order.refresh_from_db()
    assert order.terminated_on == date(2026, 10, 30)
    assert Entry.objects.get().action == "record the termination of an order"
    html = page(nia, "orders", cast.own)
    assert "terminated on 30 October 2026" in html
    assert "Revoked early for good progress" in html
    assert "Recorded by Nia Rees on 18 November 2026" in html
    assert "terminated on 30 October 2026" in page(nia, "service_user", cast.own)


def test_its_months_are_those_that_were_shown_and_are_counted_at_once(nia, cast, order):
    before = what_it_changes(order, date(2026, 10, 30), date(2026, 11, 18))
    assert [(str(month), after.reason) for month, _, after in before.months] == [
        ("2026-10", "part_month"),
        ("2026-11", "no_in_scope_order"),
    ]
    terminate(nia, order)
    assert not Stale.objects.filter(service_user=cast.own).exists()
    reasons = MonthFact.objects.filter(service_user=cast.own, month__gte=date(2026, 10, 1))
    assert "part_month" in reasons.values_list("reason", flat=True)
    assert not reasons.filter(month__gt=date(2026, 10, 1)).exclude(reason="no_in_scope_order").exists()


def test_appointments_after_it_are_to_cancel_on_the_worklist(nia, cast, order):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 25))
    terminate(nia, order)
    assert Alert.objects.open().filter(kind="order_over", contact=contact).exists()


def test_another_order_keeps_its_appointments(cast, order):
    OrderFactory(service_user=cast.own, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 25))
    changes = what_it_changes(order, date(2026, 10, 30), date(2026, 11, 18))
    assert (changes.months, changes.to_cancel) == ([], [])


@pytest.mark.parametrize(
    "answers, field, message",
    [
        ({"terminated_on": ""}, "terminated_on", "Enter or select the date of the termination"),
        ({"terminated_on": "19/11/2026"}, "terminated_on", "must be today or in the past"),
        ({"terminated_on": "31/8/2018"}, "terminated_on", "on or after 1 September 2018, when the order started"),
        ({"reason": ""}, "reason", "Select why the order was terminated"),
        ({"reason": "other", "details": ""}, "details", "Enter the reason"),
    ],
)
def test_what_cannot_be_is_said_beside_the_answer(nia, order, answers, field, message):
    assert message in errors(send(nia, order, **answers))[field][0]
    assert not OrderTermination.objects.exists()


def test_what_changed_since_it_was_shown_is_shown_again(nia, cast, order):
    seen = hidden(send(nia, order).content.decode(), "seen")
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 25))
    assert "Wednesday 25 November at 9:30am" in send(nia, order, seen=seen).content.decode()
    again = send(nia, order, seen=seen, terminated_on="31/10/2026").content.decode()
    assert "Check what a termination on 31 October 2026 changes" in again
    assert not OrderTermination.objects.exists()


def test_sent_twice_it_is_recorded_once(nia, order):
    seen = hidden(send(nia, order).content.decode(), "seen")
    assert send(nia, order, seen=seen).url == send(nia, order, seen=seen).url
    assert (OrderTermination.objects.count(), Entry.objects.count()) == (1, 1)


def test_one_that_is_terminated_or_has_not_started_is_not_terminated_again(nia, cast, order):
    recorded(cast.case_manager, order)
    address = reverse("terminate_order", args=[cast.own.public_id, order.pk])
    assert "This order is terminated already." in nia.get(address, follow=True).content.decode()
    assert f'{address}"' not in page(nia, "orders", cast.own)
    later = OrderFactory(service_user=cast.own, starts_on=date(2026, 12, 1))
    with pytest.raises(Refused, match="has not started yet"):
        recorded(cast.case_manager, later)


def test_a_mistaken_one_is_taken_back_with_a_reason(nia, cast, order):
    recorded(cast.case_manager, order)
    address = reverse("take_back_termination", args=[cast.own.public_id, order.pk])
    assert address in page(nia, "orders", cast.own)
    assert errors(nia.post(address, {"reason": ""}))["reason"] == ["Enter why the termination was a mistake"]
    nia.post(address, {"reason": "It was another order"})
    order.refresh_from_db()
    assert order.terminated_on is None
    made = OrderTermination.objects.get()
    assert (made.taken_back_by, made.taken_back_because) == (cast.case_manager, "It was another order")
    html = page(nia, "orders", cast.own)
    assert "Taken back by Nia Rees on 18 November 2026" in html
    assert address not in html
    recorded(cast.case_manager, order, date(2026, 10, 31))
    assert address in page(nia, "orders", cast.own)


def test_one_that_a_file_brought_cannot_be_taken_back(nia, cast, order):
    Order.objects.filter(pk=order.pk).update(terminated_on=date(2026, 10, 30))
    address = reverse("take_back_termination", args=[cast.own.public_id, order.pk])
    assert address not in page(nia, "orders", cast.own)
    assert "none was recorded here" in nia.get(address, follow=True).content.decode()


def test_once_a_file_says_another_day_it_cannot_be_taken_back(cast, order):
    recorded(cast.case_manager, order)
    in_conflict(order, terminated_on="2026-10-29")
    with pytest.raises(Refused, match="Correct it in nDelius"):
        take_back_termination(by=cast.case_manager, order=order, reason="Mistaken")


def test_an_order_of_somebody_else_is_not_found(nia, cast):
    other = cast.other_team.orders.get()
    assert nia.get(reverse("terminate_order", args=[cast.own.public_id, other.pk])).status_code == 404


@pytest.fixture
def imported(tmp_path) -> Order:
    load(write(tmp_path, small_caseload()))
    return Order.objects.get(order_ref="O1")


@pytest.fixture
def officer(imported) -> User:
    return User.objects.get(staff_code="CM1")


def again(tmp_path, **columns):
    files = small_caseload()
    files["orders"] = [row | (columns if row["order_ref"] == "O1" else {}) for row in files["orders"]]
    load(write(tmp_path, files))


def test_files_that_do_not_know_it_leave_it(tmp_path, officer, imported):
    recorded(officer, imported)
    for _ in range(2):
        again(tmp_path)
    imported.refresh_from_db()
    assert imported.terminated_on == date(2026, 10, 30)
    take_back_termination(by=officer, order=imported, reason="Mistaken")
    again(tmp_path)
    imported.refresh_from_db()
    assert imported.terminated_on is None


def test_once_a_file_confirms_it_it_cannot_be_taken_back(tmp_path, officer, imported):
    recorded(officer, imported)
    again(tmp_path, terminated_on="2026-10-30")
    with pytest.raises(Refused, match="Correct it in nDelius"):
        take_back_termination(by=officer, order=imported, reason="Mistaken")


def test_a_file_that_says_another_day_is_a_conflict(tmp_path, officer, imported):
    recorded(officer, imported)
    again(tmp_path, terminated_on="2026-10-29")
    imported.refresh_from_db()
    assert imported.terminated_on == date(2026, 10, 30)
    assert FileValue.objects.in_conflict().get().value == "2026-10-29"
