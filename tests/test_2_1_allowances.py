"""Points for work that is no case (Source B, 2.1) are added to those of the cases on each of their days."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from audit.models import Entry
from tests.workload import send, words
from workload.models import Allowance
from workload.selectors import loads

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
ANSWERS = {
    "kind": "court_report",
    "points": "4",
    "starts_on": "18/11/2026",
    "ends_on": "20/11/2026",
    "note": "One report",
}


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.team_manager)


def allowed(cast, **fields) -> Allowance:
    made = {"kind": "marac", "points": 4, "starts_on": date(2026, 11, 2), "recorded_at": "2026-11-02 09:00"}
    return Allowance.objects.create(officer=cast.case_manager, recorded_by=cast.team_manager, **made | fields)


def points(day: date) -> Decimal:
    return next(load.points for place, load in loads(day).items() if place.case_manager == "CM1")


def test_it_counts_from_its_first_day_to_its_last(cast, manager):
    assert send(manager, "record_allowance", cast.case_manager.pk, **ANSWERS).status_code == 302
    assert [points(date(2026, 11, day)) for day in (17, 18, 20, 21)] == [
        Decimal(text) for text in ("1.94", "5.94", "5.94", "1.94")
    ]


def test_sent_twice_it_counts_once(cast, manager):
    for _ in range(2):
        send(manager, "record_allowance", cast.case_manager.pk, **ANSWERS)
    assert Allowance.objects.count() == Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "field", "told"),
    [
        ({"kind": ""}, "kind", "Select what work it is"),
        ({"points": ""}, "points", "Enter the points"),
        ({"points": "0"}, "points", "above 0"),
        ({"points": "1000"}, "points", "below 1,000"),
        ({"starts_on": "1/10/2026"}, "starts_on", "on or after 21 October 2026"),
        ({"ends_on": "17/11/2026"}, "ends_on", "same as or after the first day"),
        ({"note": "For A000001"}, "note", "Take out the CRN"),
    ],
)
def test_what_is_wrong_is_said_beside_the_answer(cast, manager, answers, field, told):
    refused = send(manager, "record_allowance", cast.case_manager.pk, **ANSWERS | answers)
    assert told in " ".join(refused.context["form"].errors[field])
    assert not Allowance.objects.exists()


def test_the_page_has_it_as_a_line_of_its_own(cast, nia):
    allowed(cast)
    page = words(nia.get(reverse("officer_workload", args=[cast.case_manager.pk])))
    assert "1 × 1.94 (Amber) = 1.94" in page
    assert "4.00: MARAC, from 2 November 2026 with no end date" in page
    assert "Cases 1.94 + allowances 4.00 = 5.94" in page
    assert "5.94 ÷ 100.00 × 100 = 5.9%" in page


def test_it_is_ended_early_and_what_has_not_begun_is_taken_back(cast, manager):
    begun, to_come = allowed(cast), allowed(cast, starts_on=date(2026, 12, 1))
    assert send(manager, "end_allowance", begun.pk, ends_on="17/11/2026").status_code == 302
    assert points(TODAY) == Decimal("1.94")
    assert send(manager, "end_allowance", to_come.pk, do="take_back").status_code == 302
    assert Allowance.objects.get() == begun


def test_of_somebody_without_cases_it_is_all_there_is(cast):
    cast.own.orders.update(terminated_on=date(2026, 11, 1))
    allowed(cast)
    assert points(TODAY) == 4


def test_a_team_has_the_sum_and_the_command_says_the_same(cast, manager):
    allowed(cast)
    total = manager.get(reverse("team_workload")).context["total"]
    assert str(total.load.points) == "7.88"
    out = io.StringIO()
    call_command("workload", "--level", "team", "--ldu", "Gwent", "--team", "Newport 1", "--format", "csv", stdout=out)
    [row] = csv.DictReader(io.StringIO(out.getvalue()))
    assert (row["cases"], row["points"]) == ("2", "7.88")
