"""Whoever is allocated and counts as nothing is listed on the workload page with why."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.factories import person
from tests.workload import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def page(cast, nia):
    return lambda: nia.get(reverse("officer_workload", args=[cast.case_manager.pk]))


def listed(page) -> dict[str, str]:
    return {row.record.last_name: row.get_cell("why") for row in page.context["no_cases"].rows}


def test_each_has_its_reason(cast, page):
    never, coming, over, again = (
        person(cast.case_manager, last_name=name) for name in ("Never", "Coming", "Over", "Again")
    )
    never.orders.all().delete()
    coming.orders.update(starts_on=date(2026, 12, 1))
    over.orders.update(terminated_on=date(2026, 11, 17))
    again.orders.update(terminated_on=date(2026, 11, 17))
    again.orders.create(order_ref="AGAIN", type="licence", starts_on=date(2027, 1, 4), ends_on=date(2027, 6, 1))
    assert listed(page()) == {
        "Again": "The order starts on 4 January 2027",
        "Coming": "The order starts on 1 December 2026",
        "Never": "No order is recorded",
        "Over": "The last order was terminated on 17 November 2026",
    }


def test_an_order_that_was_terminated_today_or_is_past_its_end_still_counts(cast, page):
    person(cast.case_manager, last_name="Today").orders.update(terminated_on=date(2026, 11, 18))
    person(cast.case_manager, last_name="Late").orders.update(ends_on=date(2026, 11, 1))
    assert listed(page()) == {}
    assert "Allocated people with no points" not in words(page())


def test_they_and_the_cases_are_all_who_are_allocated(cast, page):
    person(cast.case_manager).orders.update(starts_on=date(2026, 12, 1))
    shown = page()
    assert (
        len(shown.context["no_cases"].rows) + len(shown.context["table"].rows) == cast.case_manager.allocations.count()
    )
