"""A case manager's own month: every number a link, and each person in a sentence."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.factories import ContactFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def month(cast):
    """Somebody in each part: met, followed up late, to be followed up, booked, and outside the measure."""

    def contact(whom, day, **fields):
        return ContactFactory(service_user=whom, officer=cast.case_manager, date=day, noticed=True, **fields)

    met, late, booked, blue = (person(cast.case_manager, brag=brag) for brag in ("amber", "red", "green", "blue"))
    contact(met, date(2026, 11, 4), outcome_id="ATTC")
    contact(late, date(2026, 11, 3), outcome_id="UAAB")
    contact(booked, date(2026, 11, 24))
    contact(cast.own, date(2026, 11, 16), outcome_id="UAAB")
    return {"met": met, "late": late, "booked": booked, "blue": blue, "own": cast.own}


def sentences(client, query=""):
    table = client.get(f"/month/{query}").context["table"]
    return {row.record.pk: row.get_cell("because") for row in table.rows}


def test_each_person_says_what_met_the_month_or_what_must_happen_by_when(nia, month):
    said = sentences(nia)
    assert said[month["met"].pk] == "Planned Office Visit (NS) on Wednesday 4 November counts."
    assert said[month["own"].pk].startswith("Offer a further appointment by Monday 23 November")
    assert said[month["booked"].pk] == "An appointment is booked for Tuesday 24 November."
    assert said[month["late"].pk] == "No appointment that can count is booked."
    assert "Blue" in said[month["blue"].pk]


def test_each_number_of_the_home_page_leads_to_just_those_people(nia, month):
    html = nia.get("/").content.decode()
    links = re.findall(r'href="(/month/\?result=[a-z_]+)">([0-9]+)', html)
    assert {query.rpartition("=")[2] for query, _ in links} == {"met", "applicable", "pending"}
    for query, number in links:
        assert len(nia.get(query).context["table"].rows) == int(number)


def test_the_parts_count_what_they_list(nia, month):
    for _words, query, number, _chosen in nia.get("/month/").context["results"]:
        assert len(nia.get(f"/month/{query}").context["table"].rows) == number


def test_a_month_before_is_as_it_was(nia, month):
    page = nia.get("/month/?month=2026-10")
    assert "October 2026" in page.content.decode()
    assert set(sentences(nia, "?month=2026-10").values()) >= {"No contact in this month counts."}


@pytest.mark.parametrize("query", ["?month=2026-12", "?month=2018-09", "?month=x", "?result=x"])
def test_what_is_no_month_or_part_is_not_there(nia, query):
    assert nia.get(f"/month/{query}").status_code == 404


def test_it_is_a_file_too(nia, month):
    text = nia.get("/month/?_export=csv").getvalue().decode()
    assert "Planned Office Visit (NS) on Wednesday 4 November counts." in text


def test_it_is_ones_own_alone(cast, nia, sign_in, month):
    assert cast.colleagues.pk not in sentences(nia)
    assert sign_in(cast.team_manager).get("/month/").status_code == 404


def test_a_person_leads_back_to_the_month(nia, month):
    url = reverse("service_user", args=[month["met"].public_id])
    assert f'href="{url}?back=%2Fmonth%2F%3Fresult%3Dmet"' in nia.get("/month/?result=met").content.decode()
