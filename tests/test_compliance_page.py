"""The month's figures of an LDU and of a division: on the page as by the command, down to each case manager."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command

from cases.models import Allocation
from staff.models import Office
from tests.factories import ContactFactory, person

ADDRESS = "/compliance/"
COLUMNS = ["service_users", "applicable", "met", "pending", "not_met", "percent", "best_percent"]


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel("2018-12-20 12:00", tick=False):
        yield


@pytest.fixture
def contacts(cast):
    """One person met in November, one whose contact was no offer, in the same team."""
    ContactFactory(service_user=cast.own, officer=cast.case_manager, outcome_id="ATTC", noticed=True)
    ContactFactory(service_user=cast.colleagues, officer=cast.colleague, outcome_id="ATTC")


def by_command(level: str, *scope: str, month: str = "2018-11") -> dict[str, list[str]]:
    out = io.StringIO()
    call_command("compliance", "--month", month, "--level", level, "--format", "csv", *scope, stdout=out)
    return {row[level]: [row[column] for column in COLUMNS] for row in csv.DictReader(io.StringIO(out.getvalue()))}


def figures_of(row) -> list[str]:
    values = [getattr(row, column) for column in COLUMNS]
    return ["" if value is None else str(value) for value in values]


def on_page(table) -> dict[str, list[str]]:
    return {row.record.name: figures_of(row.record) for row in table.rows}


def test_an_ldu_head_sees_the_commands_figures(cast, contacts, sign_in):
    page = sign_in(cast.ldu_head).get(ADDRESS, {"month": "2018-11"})
    assert figures_of(page.context["whole"]) == by_command("ldu", "--ldu", "Gwent")["Gwent"]
    assert on_page(page.context["tables"]["team"]) == by_command("team", "--ldu", "Gwent")
    case_managers = by_command("case_manager", "--ldu", "Gwent")
    assert sorted(on_page(page.context["tables"]["case_manager"]).values()) == sorted(case_managers.values())
    assert "Unallocated" in on_page(page.context["tables"]["case_manager"])


def test_a_team_manager_sees_the_team_and_no_other(cast, contacts, sign_in):
    client = sign_in(cast.team_manager)
    page = client.get(ADDRESS, {"month": "2018-11"})
    assert figures_of(page.context["whole"]) == by_command("team")["Newport 1"]
    rows = {row.record.name: row.record for row in page.context["tables"]["case_manager"].rows}
    assert sorted(rows) == ["Nia Rees", "Owain Parry"]
    people = client.get(rows["Nia Rees"].people()).context["table"]
    assert [row.record for row in people.rows] == [cast.own]
    other = cast.other_team_manager.post.team_id
    assert client.get(ADDRESS, {"month": "2018-11", "team": other}).status_code == 404


def test_a_chief_officer_sees_the_ldus_and_goes_down_to_one(cast, contacts, sign_in):
    client = sign_in(cast.chief_officer)
    page = client.get(ADDRESS, {"month": "2018-11"})
    ldus = by_command("ldu")
    assert on_page(page.context["tables"]["ldu"]) == {name: ldus[name] for name in ("Gwent", "Powys")}
    assert figures_of(page.context["whole"]) == by_command("division")["Wales"]
    below = client.get(ADDRESS, {"month": "2018-11", "ldu": cast.ldu_head.post.ldu_id})
    assert on_page(below.context["tables"]["team"]) == by_command("team", "--ldu", "Gwent")


def test_who_moved_between_ldus_counts_once(cast, sign_in):
    """Held in Powys in October, in Gwent in November, then by nobody, with an office in Powys."""
    moved = person(None, office=cast.other_ldu.office)
    powys = cast.other_ldu.allocations.get().officer
    Allocation.objects.create(service_user=moved, officer=powys, starts_on="2018-09-01", ends_on="2018-10-31")
    Allocation.objects.create(
        service_user=moved, officer=cast.case_manager, starts_on="2018-11-01", ends_on="2018-11-30"
    )
    for month in ("2018-10", "2018-11", "2018-12"):
        heads = [cast.ldu_head, cast.other_ldu_head]
        wholes = [sign_in(head).get(ADDRESS, {"month": month}).context["whole"] for head in heads]
        division = sign_in(cast.chief_officer).get(ADDRESS, {"month": month}).context["whole"]
        assert sum(whole.service_users for whole in wholes) == division.service_users == 6
        assert sum(whole.applicable for whole in wholes) == division.applicable
        assert figures_of(wholes[0]) == by_command("ldu", "--ldu", "Gwent", month=month)["Gwent"]


def test_percent_band_and_what_it_can_become(cast, contacts, sign_in):
    html = sign_in(cast.ldu_head).get(ADDRESS, {"month": "2018-11"}).content.decode()
    assert ">25.0%<" in html
    assert "Improvement process<" in html
    assert ">Final<" in html
    assert "ramp-up" in html
    now = sign_in(cast.ldu_head).get(ADDRESS).content.decode()
    assert "provisional" in now
    assert "Below 85% so far" in now


def test_no_cases_is_never_0_percent(cast, sign_in):
    Office.objects.update(amk_from=None)
    html = sign_in(cast.ldu_head).get(ADDRESS, {"month": "2018-10"}).content.decode()
    assert "No cases" in html
    assert "0.0%" not in html


def test_the_months_before_and_those_on_either_side(cast, contacts, sign_in):
    page = sign_in(cast.ldu_head).get(ADDRESS, {"month": "2018-11"})
    assert list(on_page(page.context["months"])) == ["November 2018", "October 2018"]
    assert [page.context[side][0] for side in ("previous", "following")] == ["October 2018", "December 2018"]
    assert not sign_in(cast.ldu_head).get(ADDRESS).context["following"]
    with time_machine.travel("2020-03-01 12:00", tick=False):
        months = sign_in(cast.ldu_head).get(ADDRESS).context["months"]
    assert (len(months.rows), months.rows[11].record.name) == (13, "April 2019")


@pytest.mark.parametrize("month", ["2018-09", "2019-01", "2018", "november", "2018-13"])
def test_a_month_that_is_not_offered_is_not_found(cast, sign_in, month):
    assert sign_in(cast.ldu_head).get(ADDRESS, {"month": month}).status_code == 404


@pytest.mark.parametrize("who", ["case_manager", "administrator"])
def test_the_page_is_for_managers(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(ADDRESS).status_code == 404


def test_another_ldu_is_not_found(cast, sign_in):
    assert sign_in(cast.ldu_head).get(ADDRESS, {"ldu": cast.other_ldu_head.post.ldu_id}).status_code == 404
    assert sign_in(cast.other_chief_officer).get(ADDRESS, {"ldu": cast.ldu_head.post.ldu_id}).status_code == 404


def test_the_spreadsheet_holds_what_the_command_says(cast, contacts, sign_in):
    response = sign_in(cast.ldu_head).get(ADDRESS, {"month": "2018-11", "_export": "team"})
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [(row["Team"], row["Percent"], row["Final"]) for row in rows] == [
        (name, figures[5], "Final") for name, figures in by_command("team", "--ldu", "Gwent").items()
    ]


def test_the_number_of_queries_is_that_of_the_months(cast, sign_in, django_assert_max_num_queries):
    for number in range(5):
        someone = person(cast.colleague)
        ContactFactory(service_user=someone, officer=cast.colleague, date=date(2018, 11, 5) + timedelta(number))
    client = sign_in(cast.ldu_head)
    with django_assert_max_num_queries(20):
        client.get(ADDRESS, {"month": "2018-12"})


def test_a_percent_sign_is_written_once(cast, sign_in):
    page = sign_in(cast.ldu_head).get(ADDRESS, {"month": "2018-11"}).content.decode()
    assert "The target is 95%. Below 85%, the improvement process starts." in page
    assert "%%" not in page
