"""Why contacts did not count: ranked by how many people it cost, in numbers equal to the lists behind them."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from contacts.criteria import CONDITIONS
from reports.why import codes
from tests.factories import ContactFactory, person
from tests.workload import words

pytestmark = pytest.mark.django_db
MONTH = {"month": "2026-10"}


@pytest.fixture(autouse=True)
def weeks_later():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def lost(cast):
    """People of Nia by how they lost October; her own and Owain's of the cast have no contact at all."""
    about = {"officer": cast.case_manager, "date": date(2026, 10, 14)}
    slip = {"notice_issued_at": "2026-10-01 09:00", "slip_uploaded": False}
    made = {
        "no_slip": {"outcome_id": "ATTC", **slip},
        "no_slip and too_short": {"outcome_id": "ATTC", "end_time": "09:40", **slip},
        "not_followed_up": {"outcome_id": "UAAB", "noticed": True},
        "another_type": {"outcome_id": "ATTC", "noticed": True, "type_id": "C031"},
        "met": {"outcome_id": "ATTC", "noticed": True},
    }
    people = {}
    for name, fields in made.items():
        people[name] = person(cast.case_manager, last_name=name)
        ContactFactory(service_user=people[name], **about | fields)
    return people


def why(client) -> list[tuple]:
    table = client.get("/compliance/", MONTH).context["why"]
    return [(row.record.code, row.record.people, row.record.alone) for row in table.rows]


def test_the_reasons_are_ranked_by_how_many_people_they_cost(cast, lost, sign_in):
    assert why(sign_in(cast.team_manager)) == [
        ("nothing", 3, 0),
        ("no_slip", 2, 1),
        ("not_followed_up", 1, 1),
        ("too_short", 1, 0),
    ]


def test_each_number_leads_to_just_those_people_with_the_contact_at_fault(cast, lost, sign_in):
    client = sign_in(cast.team_manager)
    table = client.get("/compliance/", MONTH).context["why"]
    for row in table.rows:
        page = client.get(table.columns["people"].column.href(row.record))
        assert len(page.context["table"].rows) == row.record.people, row.record.code
    slip = client.get("/compliance/people/", {**MONTH, "result": "not_met", "why": "no_slip"})
    assert {row.record.pk for row in slip.context["table"].rows} == {
        lost["no_slip"].pk, lost["no_slip and too_short"].pk,
    }  # fmt: skip
    assert "Only those of whom this is true: No appointment slip was uploaded." in words(slip)
    contact = lost["no_slip"].contacts.get()
    assert reverse("contact", args=[lost["no_slip"].public_id, contact.pk]) in slip.content.decode()


def test_a_reason_narrows_those_alone_who_have_not_met_the_month(cast, lost, sign_in):
    page = sign_in(cast.team_manager).get("/compliance/people/", {**MONTH, "result": "met", "why": "no_slip"})
    assert [row.record.pk for row in page.context["table"].rows] == [lost["met"].pk]


def test_where_everybody_has_met_the_month_nothing_is_listed(cast, sign_in):
    for whom, officer in ((cast.own, cast.case_manager), (cast.colleagues, cast.colleague)):
        ContactFactory(service_user=whom, officer=officer, date=date(2026, 10, 14), outcome_id="ATTC", noticed=True)
    page = sign_in(cast.team_manager).get("/compliance/", MONTH)
    assert not page.context["why"].rows
    assert "Why contacts did not count" not in page.content.decode()


def test_every_condition_but_that_of_the_type_is_a_reason():
    assert set(codes()) == {each.code for each in CONDITIONS} - {"code"} | {"nothing", "not_followed_up"}


@pytest.mark.parametrize("asked", ["code", "boredom", "nothing\x00"])
def test_a_reason_that_is_none_is_not_there(cast, sign_in, asked):
    client = sign_in(cast.team_manager)
    assert client.get("/compliance/people/", {**MONTH, "result": "not_met", "why": asked}).status_code == 404


def test_it_is_taken_away_as_it_is_shown(cast, lost, sign_in):
    lines = b"".join(sign_in(cast.team_manager).get("/compliance/", {**MONTH, "_export": "why"})).decode("utf-8-sig")
    assert "No appointment slip was uploaded.,2,1" in lines.splitlines()
