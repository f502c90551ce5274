"""Case managers with more than a chosen number of cases, each with a link to just those."""

import pytest
import time_machine

from cases.models import Order
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def cases(cast):
    for _ in range(2):
        person(cast.case_manager)
    without = person(cast.colleague)
    Order.objects.filter(service_user=without).update(terminated_on="2026-11-01")


def listed(page) -> list[tuple[str, int]]:
    return [(row.record.name, row.record.load.cases) for row in page.context["table"].rows]


@pytest.mark.parametrize(
    ("number", "found"), [(0, ["Nia Rees", "Owain Parry"]), (1, ["Nia Rees"]), (2, ["Nia Rees"]), (3, [])]
)
def test_those_with_more_are_listed_the_most_first(cast, sign_in, cases, number, found):
    page = sign_in(cast.team_manager).get(f"/workload/many-cases/?cases={number}")
    assert [name for name, _ in listed(page)] == found


def test_fifty_is_asked_about_at_first(cast, sign_in, cases):
    page = sign_in(cast.team_manager).get("/workload/many-cases/")
    assert page.context["number"] == 50
    assert "No case manager has more cases than this." in page.content.decode()


@pytest.mark.parametrize("who", ["team_manager", "ldu_head", "chief_officer"])
def test_each_number_leads_to_just_those(cast, sign_in, cases, who):
    browser = sign_in(getattr(cast, who))
    rows = [row.record for row in browser.get("/workload/many-cases/?cases=0").context["table"].rows]
    assert {row.name for row in rows} >= {"Nia Rees", "Owain Parry"}
    for row in rows:
        assert browser.get(row.all_cases).context["table"].paginator.count == row.load.cases


def test_a_manager_sees_the_own_unit_alone(cast, sign_in, cases):
    assert listed(sign_in(cast.other_ldu_head).get("/workload/many-cases/?cases=2")) == []


@pytest.mark.parametrize("number", ["", "-1", "501", "x"])
def test_what_is_no_number_is_said_beside_the_field(cast, sign_in, cases, number):
    html = sign_in(cast.team_manager).get(f"/workload/many-cases/?cases={number}").content.decode()
    assert "There is a problem" in html
    assert ("Enter a number of cases" if not number else "Cases must be a whole number from 0 to 500") in html
