"""What managers see of the workload: the same figures as the command's, for their own part of the organisation."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command

from tests.factories import OrderFactory, TeamFactory, UserFactory, person
from workload.models import Adjustment

ADDRESS = "/workload/"


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel("2018-11-20 12:00", tick=False):
        yield


def by_command(level: str, *scope: str) -> list[list[str]]:
    """The command's rows: the name, cases, points, threshold, indicator."""
    out = io.StringIO()
    call_command("workload", "--level", level, "--format", "csv", *scope, stdout=out)
    return [row[-6:-1] for row in list(csv.reader(io.StringIO(out.getvalue())))[1:]]


def on_page(table) -> list[list[str]]:
    rows = [row.record for row in table.rows]
    return [[r.name, str(r.load.cases), str(r.load.points), str(r.threshold), str(r.indicator or "")] for r in rows]


def test_a_team_manager_sees_the_case_managers_of_the_team(cast, sign_in):
    response = sign_in(cast.team_manager).get(ADDRESS)
    expected = by_command("case_manager", "--ldu", "Gwent", "--team", "Newport 1")
    names = {"CM1": "Nia Rees", "CM2": "Owain Parry"}
    by_last_name = [[names[code], *figures] for code, *figures in reversed(expected)]
    assert on_page(response.context["table"]) == by_last_name
    assert "CM3" not in response.content.decode()


def test_an_ldu_head_sees_the_teams_and_whom_nobody_holds(cast, sign_in):
    response = sign_in(cast.ldu_head).get(ADDRESS)
    assert on_page(response.context["table"]) == by_command("team", "--ldu", "Gwent")
    assert [row.record for row in response.context["unallocated"].rows] == [cast.unallocated]
    assert f"{ADDRESS}?team={cast.team_manager.post.team_id}" in response.content.decode()


def test_a_chief_officer_sees_the_ldus_and_goes_down(cast, sign_in):
    client = sign_in(cast.chief_officer)
    wales = [row for row in by_command("ldu") if row[0] != "Poole"]
    assert on_page(client.get(ADDRESS).context["table"]) == wales
    below = client.get(ADDRESS, {"ldu": cast.ldu_head.post.ldu_id})
    assert on_page(below.context["table"]) == by_command("team", "--ldu", "Gwent")


@pytest.mark.parametrize("scope", [[], ["--ldu", "Gwent"], ["--ldu", "Gwent", "--team", "Newport 1"]])
def test_the_total_is_that_of_the_level_above(cast, sign_in, scope):
    who = {0: cast.chief_officer, 2: cast.ldu_head, 4: cast.team_manager}[len(scope)]
    total = sign_in(who).get(ADDRESS).context["total"]
    expected = by_command({0: "division", 2: "ldu", 4: "team"}[len(scope)], *scope)[-1]
    assert [str(total.load.cases), str(total.load.points), str(total.threshold), str(total.indicator)] == expected[1:]


def test_flags_are_counted_and_the_default_is_named(cast, sign_in):
    late = person(cast.case_manager, brag=None)
    OrderFactory(service_user=late, starts_on=date(2018, 1, 1), ends_on=date(2018, 11, 19))
    response = sign_in(cast.team_manager).get(ADDRESS)
    nia = response.context["table"].rows[1].record
    assert (nia.load.overdue, nia.load.no_status) == (1, 1)
    assert "local default" in response.content.decode()
    assert "103.11 hours" in response.content.decode()


def test_no_capacity_is_never_0_percent(cast, sign_in):
    cast.case_manager.posts.update(weekly_hours=0)
    nia = sign_in(cast.team_manager).get(ADDRESS).context["table"].rows[1]
    assert nia.get_cell("indicator") == ""
    assert "No capacity" in nia.get_cell("band")


def test_a_team_of_nobody_has_no_capacity_and_nobody_unallocated(cast, sign_in):
    nobody = UserFactory(role="team_manager", team=TeamFactory(name="New"), office=None)
    html = sign_in(nobody).get(ADDRESS).content.decode()
    assert "No capacity" in html
    assert "Unallocated" not in html


def test_a_case_manager_sees_how_the_own_figure_came_about(cast, sign_in):
    cast.case_manager.posts.update(rurality_override=Decimal(10))
    Adjustment.objects.create(officer=cast.case_manager, reason="New in post", percent=30, starts_on="2018-11-01")
    html = sign_in(cast.case_manager).get(f"{ADDRESS}{cast.case_manager.pk}/").content.decode()
    assert "100 × 37 ÷ 37 × (1 − 10%) × (1 − 30%) = 63.00" in html
    assert "30% less: New in post, from 1 November 2018 with no end date" in html
    assert "Amber: 2.00 of 103.11 hours a month" in html
    assert "Dafydd Morgan" in html


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("case_manager", "colleague", 404),
        ("team_manager", "case_manager", 200),
        ("other_team_manager", "case_manager", 404),
        ("ldu_head", "case_manager", 200),
        ("other_ldu_head", "case_manager", 404),
        ("chief_officer", "case_manager", 200),
        ("other_chief_officer", "case_manager", 404),
        ("administrator", "case_manager", 404),
    ],
)
def test_who_may_open_a_case_managers_page(cast, sign_in, who, whose, status):
    assert sign_in(getattr(cast, who)).get(f"{ADDRESS}{getattr(cast, whose).pk}/").status_code == status


@pytest.mark.parametrize("who", ["case_manager", "administrator"])
def test_the_team_page_is_for_managers(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(ADDRESS).status_code == 404


def test_nothing_outside_the_own_unit_can_be_asked_about(cast, sign_in):
    assert sign_in(cast.ldu_head).get(ADDRESS, {"team": cast.other_ldu_head.post.ldu.teams.get().pk}).status_code == 404
    assert sign_in(cast.team_manager).get(ADDRESS, {"ldu": cast.ldu_head.post.ldu_id}).status_code == 404


def test_the_spreadsheet_and_the_number_of_queries(cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.team_manager)
    for _ in range(5):
        person(cast.colleague)
    with django_assert_max_num_queries(24):
        response = client.get(ADDRESS, {"_export": "csv", "sort": "-cases"})
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Case manager", "Owain Parry", "Nia Rees"]
