"""Referrals (Source B, 2.2h): to whom somebody was referred, and what came of it, each with its day."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from cases.models import Order, Referral, ReferralKind, ReferralStep
from tests.appointments import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


def refer(nia, person, **answers):
    kind = ReferralKind.objects.get(name="Accommodation")
    made = {"kind": kind.pk, "provider": "Newport Homes", "referred_on": "16/11/2026", "note": "Sofa surfing"}
    return nia.post(reverse("refer", args=[person.public_id]), made | answers)


def record(nia, state, happened_on="17/11/2026", reason=""):
    referral = Referral.objects.get()
    address = reverse("record_referral_step", args=[referral.service_user.public_id, referral.pk])
    return nia.post(address, {"state": state, "happened_on": happened_on, "reason": reason})


def take_out(nia, name, *args, reason="It was somebody else"):
    return nia.post(reverse(name, args=[Referral.objects.get().service_user.public_id, *args]), {"reason": reason})


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_one_is_recorded_under_an_order_and_shown_on_the_page_of_orders(nia, cast):
    order = cast.own.orders.get()
    assert refer(nia, cast.own, order=order.pk, referred_on="yesterday").url == reverse(
        "orders", args=[cast.own.public_id]
    )
    made = Referral.objects.get()
    assert (made.order, made.referred_on, made.recorded_by) == (order, date(2026, 11, 17), cast.case_manager)
    html = page(nia, "orders", cast.own)
    for words in ("Accommodation", "Newport Homes", "Sofa surfing", "17 November 2026", "Made"):
        assert words in html
    assert Entry.objects.get().action == "record a referral"


def test_where_one_order_is_current_it_is_chosen_already(nia, cast):
    order = cast.own.orders.get()
    form = nia.get(reverse("refer", args=[cast.own.public_id])).context["form"]
    assert form.initial["order"] == order.pk
    Order.objects.create(
        order_ref="O-2", service_user=cast.own, type="licence", starts_on="2026-01-01", ends_on="2027-01-01"
    )
    assert "order" not in nia.get(reverse("refer", args=[cast.own.public_id])).context["form"].initial


@pytest.mark.parametrize(
    "answers, field, message",
    [
        ({"kind": ""}, "kind", "Select what the referral is to"),
        ({"kind": "999"}, "kind", "Select what the referral is to from the list"),
        ({"provider": ""}, "provider", "Enter who the referral is to"),
        ({"provider": "x" * 201}, "provider", "must be 200 characters or fewer"),
        ({"referred_on": ""}, "referred_on", "Enter or select the date of the referral"),
        ({"referred_on": "tomorrow"}, "referred_on", "must be today or in the past"),
        ({"referred_on": "17/11/2024"}, "referred_on", "must be on or after 18 November 2024"),
        ({"order": "999"}, "order", "Select an order from the list"),
        ({"note": "x" * 2001}, "note", "Note must be 2000 characters or fewer"),
    ],
)
def test_what_cannot_be_is_said_beside_the_answer(nia, cast, answers, field, message):
    assert message in errors(refer(nia, cast.own, **answers))[field][0]
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "days, message",
    [
        ({"starts_on": date(2026, 11, 17)}, "on or after 17 November 2026, when the order started"),
        ({"terminated_on": date(2026, 11, 15)}, "on or before 15 November 2026, when the order was terminated"),
    ],
)
def test_it_is_made_while_its_order_runs(nia, cast, days, message):
    Order.objects.filter(service_user=cast.own).update(**days)
    refused = refer(nia, cast.own, order=cast.own.orders.get().pk)
    assert message in errors(refused)["referred_on"][0]


def test_another_persons_order_cannot_be_chosen(nia, cast):
    refused = refer(nia, cast.own, order=cast.colleagues.orders.get().pk)
    assert "order" in errors(refused)


def test_a_retired_kind_and_one_to_come_are_not_offered_and_referrals_keep_it(nia, cast):
    refer(nia, cast.own)
    ReferralKind.objects.filter(name="Accommodation").update(retired_on=date(2026, 11, 18))
    ReferralKind.objects.filter(name="Mental health").update(starts_on=date(2026, 11, 19))
    html = page(nia, "refer", cast.own)
    assert "Substance misuse" in html
    assert "Accommodation" not in html
    assert "Mental health" not in html
    assert "kind" in errors(refer(nia, cast.own))
    assert "Accommodation" in page(nia, "orders", cast.own)


def test_sent_twice_it_is_recorded_once(nia, cast):
    assert refer(nia, cast.own).url == refer(nia, cast.own).url
    assert Referral.objects.count() == 1


def test_each_step_has_its_day_and_who_recorded_it(nia, cast):
    refer(nia, cast.own)
    for state in ("accepted", "started", "completed"):
        assert record(nia, state).status_code == 302
    assert [step.state for step in ReferralStep.objects.order_by("pk")] == ["accepted", "started", "completed"]
    html = page(nia, "orders", cast.own)
    for words in ("Accepted", "Started", "Completed", "Recorded by Nia Rees on 18 November 2026"):
        assert words in html
    assert "Record what came of it" not in html


@pytest.mark.parametrize(
    "before, state, refused",
    [
        ("accepted", "accepted", True),
        ("accepted", "declined", True),
        ("started", "accepted", True),
        ("started", "declined", True),
        ("started", "withdrawn", False),
        ("accepted", "completed", False),
    ],
)
def test_what_can_come_next(nia, cast, before, state, refused):
    refer(nia, cast.own)
    record(nia, before, "16/11/2026")
    answer = record(nia, state, reason="No place")
    assert (answer.status_code == 200) == refused
    if refused:
        assert "from the list" in errors(answer)["state"][0]


@pytest.mark.parametrize("state", ["completed", "declined", "withdrawn"])
def test_nothing_comes_after_the_end(nia, cast, state):
    refer(nia, cast.own)
    record(nia, state, reason="No place")
    referral = Referral.objects.get()
    address = reverse("record_referral_step", args=[cast.own.public_id, referral.pk])
    assert "This referral is over" in nia.get(address, follow=True).content.decode()
    assert record(nia, "started").status_code == 200
    assert ReferralStep.objects.count() == 1


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_an_end_without_completion_has_a_reason(nia, cast, state):
    refer(nia, cast.own)
    assert errors(record(nia, state))["reason"] == ["Enter why it ended without being completed"]
    record(nia, state, reason="No place before spring")
    assert "No place before spring" in page(nia, "orders", cast.own)


@pytest.mark.parametrize(
    "happened_on, message",
    [
        ("", "Enter or select the day"),
        ("tomorrow", "must be today or in the past"),
        ("15/11/2026", "on or after 16 November 2026, when the referral was made"),
        ("16/11/2026", "on or after 17 November 2026, the day of “Accepted”"),
    ],
)
def test_days_are_in_order(nia, cast, happened_on, message):
    refer(nia, cast.own)
    if "Accepted" in message:
        record(nia, "accepted")
    assert message in errors(record(nia, "started", happened_on))["happened_on"][0]


def test_a_step_sent_twice_counts_once(nia, cast):
    refer(nia, cast.own)
    assert record(nia, "accepted").url == record(nia, "accepted").url
    assert ReferralStep.objects.count() == 1


def test_a_mistaken_step_is_taken_out_with_a_reason_and_the_one_before_holds_again(nia, cast):
    refer(nia, cast.own)
    record(nia, "accepted")
    record(nia, "completed")
    referral = Referral.objects.get()
    first, last = referral.steps.order_by("pk")
    kept = take_out(nia, "take_out_referral_step", referral.pk, first.pk)
    assert "First take out what happened to this referral after that." in str(errors(kept))
    assert errors(take_out(nia, "take_out_referral_step", referral.pk, last.pk, reason=""))["reason"] == [
        "Enter why it is a mistake"
    ]
    assert take_out(nia, "take_out_referral_step", referral.pk, last.pk).status_code == 302
    assert take_out(nia, "take_out_referral_step", referral.pk, last.pk).status_code == 302
    assert Referral.objects.with_state().get().state == "accepted"
    html = page(nia, "orders", cast.own)
    for words in ("Completed on 17 November 2026", "It was somebody else", "Taken out by Nia Rees on 18 November 2026"):
        assert words in html
    assert record(nia, "completed", "18/11/2026").status_code == 302


def test_a_mistaken_referral_is_taken_out_with_a_reason_and_stays_on_the_page(nia, cast):
    refer(nia, cast.own)
    referral = Referral.objects.get()
    assert "reason" in errors(take_out(nia, "take_out_referral", referral.pk, reason=" "))
    for _ in range(2):
        assert take_out(nia, "take_out_referral", referral.pk).status_code == 302
    html = page(nia, "orders", cast.own)
    assert "It was somebody else" in html
    assert "Record what came of it" not in html
    assert not Referral.objects.open().exists()
    assert record(nia, "accepted").status_code == 200
    assert [entry.action for entry in Entry.objects.order_by("pk")] == ["record a referral", "take out a referral"]


def test_managers_above_read_and_do_not_record(cast, nia, sign_in):
    refer(nia, cast.own)
    head = sign_in(cast.ldu_head)
    html = head.get(reverse("orders", args=[cast.own.public_id])).content.decode()
    assert "Newport Homes" in html
    assert "Record a referral" not in html
    assert head.get(reverse("refer", args=[cast.own.public_id])).status_code == 404


def test_administrators_add_a_kind(cast, sign_in):
    added = {"name": "Debt advice", "group": "partner"}
    assert sign_in(cast.administrator).post(reverse("admin:cases_referralkind_add"), added).status_code == 302
    assert ReferralKind.objects.get(name="Debt advice").group == "partner"
    assert Entry.objects.get().action == "add kind of referral"
