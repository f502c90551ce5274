"""RAR days (Source B, 2.2h): how many are ordered and planned and why, and each day that was used, once."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from cases.models import Order, RarDay, RarPlan
from tests.appointments import hidden, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def order(cast) -> Order:
    order = cast.own.orders.get()
    order.requirements.add("F")
    return order


def plan(nia, order, **answers):
    address = reverse("plan_rar_days", args=[order.service_user.public_id, order.pk])
    answers = {"ordered": "20", "planned": "8", "rationale": "Employment first"} | answers
    return nia.post(address, {"seen": hidden(nia.get(address).content.decode(), "seen")} | answers)


def use(nia, order, used_on="17/11/2026", note="Wrote a CV"):
    address = reverse("record_rar_day", args=[order.service_user.public_id, order.pk])
    return nia.post(address, {"used_on": used_on, "note": note})


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_they_are_planned_with_a_rationale_and_shown_on_the_persons_page(nia, cast, order):
    assert plan(nia, order).url == reverse("orders", args=[cast.own.public_id])
    use(nia, order)
    made = RarPlan.objects.get()
    assert (made.ordered, made.planned, made.rationale, made.changed_by) == (
        20,
        7,
        "Employment first",
        cast.case_manager,
    )
    html = page(nia, "orders", cast.own)
    for words in ("20 ordered, 1 used, 7 planned", "Employment first", "Planned by Nia Rees on 18 November 2026"):
        assert words in html
    assert "20 ordered, 1 used, 7 planned" in page(nia, "service_user", cast.own)
    assert [entry.action for entry in Entry.objects.order_by("pk")] == ["plan RAR days", "record a RAR day"]


def test_history_keeps_what_was_planned_before(nia, order):
    plan(nia, order)
    plan(nia, order, planned="9", rationale="One more on finding a flat")
    assert list(RarPlan.objects.get().events.values_list("planned", "rationale")) == [(8, "Employment first")]


@pytest.mark.parametrize(
    "answers, field, message",
    [
        ({"ordered": ""}, "ordered", "Enter how many RAR days the court ordered"),
        ({"ordered": "some"}, "ordered", "must be a whole number"),
        ({"ordered": "0"}, "ordered", "at least 1 RAR day"),
        ({"ordered": "400"}, "ordered", "RAR days must be 365 or fewer"),
        ({"planned": "-1"}, "planned", "must be 0 or more"),
        ({"rationale": ""}, "rationale", "Enter why this number of days is planned"),
        ({"planned": "20"}, "planned", "Plan 19 or fewer. Days ordered: 20. Days used already: 1"),
    ],
)
def test_what_cannot_be_is_said_beside_the_answer(nia, order, answers, field, message):
    plan(nia, order)
    use(nia, order)
    assert message in errors(plan(nia, order, **answers))[field][0]
    assert RarPlan.objects.get().planned == 7


def test_fewer_than_are_used_cannot_have_been_ordered(nia, order):
    plan(nia, order)
    for day in ("16/11/2026", "17/11/2026"):
        use(nia, order, day)
    refused = errors(plan(nia, order, ordered="1", planned="0"))
    assert refused["ordered"] == ["2 days are used already, so at least as many must have been ordered"]


def test_no_more_days_are_used_than_were_ordered(nia, order):
    plan(nia, order, ordered="1", planned="0")
    use(nia, order, "16/11/2026")
    assert "The 1 RAR day that was ordered is used already" in str(errors(use(nia, order)))
    assert RarDay.objects.count() == 1


@pytest.mark.parametrize(
    "used_on, message",
    [
        ("", "Enter or select the day"),
        ("19/11/2026", "The day must be today or in the past"),
        ("31/8/2018", "on or after 1 September 2018"),
        ("16/11/2026", "A RAR day is recorded for 16 November 2026 already"),
        ("15/11/2026", "on or before 14 November 2026, when the order was terminated"),
    ],
)
def test_a_day_that_cannot_be_is_refused(nia, order, used_on, message):
    plan(nia, order)
    use(nia, order, "16/11/2026")
    if "terminated" in message:
        Order.objects.filter(pk=order.pk).update(terminated_on=date(2026, 11, 14))
    assert message in errors(use(nia, order, used_on, "Mock interview"))["used_on"][0]
    assert RarDay.objects.count() == 1


def test_the_same_sent_twice_counts_once(nia, order):
    plan(nia, order)
    assert use(nia, order).url == use(nia, order).url
    assert (RarDay.objects.count(), RarPlan.objects.get().planned) == (1, 7)


def test_a_mistaken_day_is_taken_out_and_planned_again(nia, cast, order):
    plan(nia, order)
    use(nia, order)
    address = reverse("take_out_rar_day", args=[cast.own.public_id, order.pk, RarDay.objects.get().pk])
    assert address in page(nia, "orders", cast.own)
    assert "It is planned again." in nia.get(address).content.decode()
    nia.post(address)
    assert (RarDay.objects.count(), RarPlan.objects.get().planned) == (0, 8)
    assert RarDay.pgh_event_model.objects.get().note == "Wrote a CV"
    assert Entry.objects.latest("pk").action == "take out a RAR day"


def test_a_colleagues_change_meanwhile_is_not_lost(nia, order):
    address = reverse("plan_rar_days", args=[order.service_user.public_id, order.pk])
    seen = hidden(nia.get(address).content.decode(), "seen")
    plan(nia, order)
    refused = plan(nia, order, seen=seen, planned="3")
    assert "Somebody changed these RAR days" in str(errors(refused))
    assert RarPlan.objects.get().planned == 8


def test_only_an_order_with_the_requirement_has_them(nia, cast, order):
    order.requirements.set(["W"])
    html = page(nia, "orders", cast.own)
    assert "RAR days" not in html
    address = reverse("plan_rar_days", args=[cast.own.public_id, order.pk])
    assert "has no rehabilitation activity requirement" in nia.get(address, follow=True).content.decode()


def test_no_day_is_recorded_before_the_plan(nia, cast, order):
    address = reverse("record_rar_day", args=[cast.own.public_id, order.pk])
    assert "First enter how many RAR days were ordered" in nia.get(address, follow=True).content.decode()
