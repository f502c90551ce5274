"""A person's orders: single requirement, programmes, and who may do something about them."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.appointments import page
from tests.factories import OrderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


def requires(cast, *codes):
    cast.own.orders.get().requirements.set(codes)


@pytest.mark.parametrize("codes, single", [(["W"], True), (["W", "F"], False), ([], False)])
def test_a_single_requirement_is_said_where_the_workload_counts_one(nia, cast, codes, single):
    requires(cast, *codes)
    for name in ("service_user", "orders"):
        assert ("Single requirement" in page(nia, name, cast.own)) == single


def test_programmes_are_told_apart(nia, cast):
    requires(cast, "F", "7")
    for name in ("service_user", "orders"):
        html = page(nia, name, cast.own)
        assert "Programmes" in html
        assert "Accredited Programme" in html
    requires(cast, "F")
    assert "Programmes" not in page(nia, "orders", cast.own)


def test_who_may_not_act_reads_only(sign_in, cast):
    requires(cast, "F")
    html = page(sign_in(cast.ldu_head), "orders", cast.own)
    assert "Community order" in html
    assert reverse("terminate_order", args=[cast.own.public_id, cast.own.orders.get().pk]) not in html


def test_an_order_past_its_end_leads_there(nia, cast):
    OrderFactory(service_user=cast.own, ends_on=date(2026, 11, 1))
    assert "Record the termination" in page(nia, "orders", cast.own)
