"""Early revocation (Source B, 2.2g): once all is done it is on the worklist, until somebody decides."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert
from audit.models import Entry
from cases.models import Order, OrderProgress, RevocationDecision
from tests.appointments import page

pytestmark = pytest.mark.django_db

DONE = {"requirements_completed_on": "13/11/2026", "objectives_met_on": "16/11/2026"}


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def order(cast) -> Order:
    return cast.own.orders.get()


def progress(client, order, **answers):
    address = reverse("record_progress", args=[order.service_user.public_id, order.pk])
    return client.post(address, DONE | answers)


def decide(client, order, **answers):
    address = reverse("decide_revocation", args=[order.service_user.public_id, order.pk])
    return client.post(address, {"apply": "no", "reason": "A new offence is alleged"} | answers)


def asked() -> list[date]:
    return list(Alert.objects.open().filter(kind="early_revocation").values_list("due_on", flat=True))


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_it_is_on_the_worklist_once_requirements_and_objectives_are_done(nia, cast, order):
    progress(nia, order, objectives_met_on="")
    assert asked() == []
    progress(nia, order)
    assert asked() == [date(2026, 11, 16)]
    html = nia.get(reverse("worklist")).content.decode()
    assert "Consider early revocation of the order." in html
    assert reverse("orders", args=[cast.own.public_id]) in html
    html = page(nia, "orders", cast.own)
    assert reverse("decide_revocation", args=[cast.own.public_id, order.pk]) in html
    assert "16 November 2026" in html


def test_nothing_entered_is_asked_for_and_what_is_known_can_be_taken_away(nia, order):
    nothing = dict.fromkeys(DONE, "")
    assert "requirements_completed_on" in errors(progress(nia, order, **nothing))
    progress(nia, order)
    assert progress(nia, order, **nothing).status_code == 302
    assert not OrderProgress.objects.filter(requirements_completed_on__isnull=False).exists()
    assert asked() == []


@pytest.mark.parametrize(
    "change",
    [
        {"type": "licence"},
        {"type": "post_sentence_supervision"},
        {"terminated_on": date(2026, 11, 18)},
        {"ends_on": date(2026, 11, 17)},
    ],
)
def test_an_order_that_no_court_can_revoke_early_is_none(nia, order, change):
    Order.objects.filter(pk=order.pk).update(**change)
    progress(nia, order)
    assert asked() == []


@pytest.mark.parametrize("who", ["case_manager", "team_manager"])
@pytest.mark.parametrize("apply, words", [("yes", "to be applied for"), ("no", "not to be applied for")])
def test_the_decision_closes_the_entry_and_is_shown(sign_in, cast, order, who, apply, words):
    client = sign_in(getattr(cast, who))
    progress(client, order)
    assert decide(client, order, apply=apply).url == reverse("orders", args=[cast.own.public_id])
    made = RevocationDecision.objects.get()
    assert (made.apply, made.decided_by) == (apply == "yes", getattr(cast, who))
    assert asked() == []
    assert Entry.objects.latest("pk").action == "decide on early revocation"
    assert f"Early revocation: {words}" in page(client, "service_user", cast.own)
    html = page(client, "orders", cast.own)
    assert "A new offence is alleged" in html
    assert f"Decided by {made.decided_by} on 18 November 2026" in html


def test_it_asks_for_a_decision_and_its_reason(nia, order):
    progress(nia, order)
    refused = errors(decide(nia, order, apply="", reason=""))
    assert refused == {
        "apply": ["Select whether you apply for early revocation"],
        "reason": ["Enter why you decided so"],
    }
    assert asked()


def test_without_anything_to_decide_nothing_is_decided(nia, cast, order):
    assert "There is nothing to decide" in str(errors(decide(nia, order)))
    address = reverse("decide_revocation", args=[cast.own.public_id, order.pk])
    assert "There is nothing to decide" in nia.get(address, follow=True).content.decode()


def test_sent_twice_it_is_decided_once(nia, order):
    progress(nia, order)
    assert decide(nia, order).url == decide(nia, order).url
    assert RevocationDecision.objects.count() == 1


def test_what_is_recorded_after_a_decision_is_considered_anew(nia, order, wednesday_noon):
    progress(nia, order)
    decide(nia, order)
    wednesday_noon.shift(3600)
    progress(nia, order, objectives_met_on="17/11/2026")
    assert asked() == [date(2026, 11, 17)]


@pytest.mark.parametrize(
    "day, message", [("19/11/2026", "must be today or in the past"), ("31/8/2018", "on or after 1 September 2018")]
)
def test_a_day_that_cannot_be_is_said_beside_it(nia, order, day, message):
    for field in DONE:
        assert message in errors(progress(nia, order, **{field: day}))[field][0]
    assert not OrderProgress.objects.exists()
