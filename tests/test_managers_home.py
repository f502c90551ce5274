"""The homes of managers: each number leads to just those people, and what is missing is said."""

import re
from datetime import date, time
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts.scan import scan_contacts
from base.clock import local_now
from base.months import Month
from cases.models import Stale
from contacts import facts
from reports.selectors import Needed, numbers_needed, numbers_needed_of, people_of
from staff.models import Absence, Role
from staff.units import Unit
from tests.brag import review
from tests.factories import ContactFactory, DivisionFactory, LduFactory, TeamFactory, UserFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
MANAGERS = ["team_manager", "ldu_head", "chief_officer"]


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


@pytest.fixture
def month(cast):
    """In the team somebody who needs each thing, and somebody who met the month and the one before."""

    def contact(whom, day, **fields):
        return ContactFactory(
            **{"service_user": whom, "officer": cast.case_manager, "noticed": True, **fields}, date=day
        )

    met, missed, told, untold, over = (person(cast.case_manager) for _ in range(5))
    contact(met, date(2026, 11, 4), outcome_id="ATTC")
    contact(met, date(2026, 10, 6), outcome_id="ATTC")
    contact(missed, date(2026, 11, 17), outcome_id="UAAB")
    contact(told, date(2026, 11, 24))
    contact(untold, date(2026, 11, 25), noticed=False)
    contact(over, date(2026, 11, 12))
    # The first that applies: the outcome before what is booked.
    contact(over, date(2026, 11, 26))
    scan_contacts(by=None, as_of=TODAY)
    facts.keep_up()


def count(browser, href: str) -> int:
    return browser.get(href).context["table"].paginator.count


def links(html: str) -> list[tuple[str, int]]:
    """The links whose words are a number of people: alone, of others, met, or beside a list."""
    numbers = re.findall(r'<a class="govuk-link" href="([^"]+)">(\d+)(?: met| of \d+)?</a>', html)
    in_lists = r'task-list__link" href="([^"]+)">[^<]*</a>(?:<div[^>]*>[^<]*</div>)?</div>\s*<div[^>]*>(\d+)<'
    return [(unescape(href), int(number)) for href, number in [*numbers, *re.findall(in_lists, html)]]


@pytest.mark.parametrize(("who", "at_least"), [("team_manager", 14), ("ldu_head", 9), ("chief_officer", 4)])
def test_each_number_leads_to_just_those(cast, sign_in, month, who, at_least):
    browser = sign_in(getattr(cast, who))
    found = links(browser.get("/").content.decode())
    assert len(found) >= at_least
    for href, number in found:
        assert (href, count(browser, href)) == (href, number)


def test_who_can_still_meet_the_month_is_told_by_what_they_need(cast, sign_in, month):
    needed = {str(words): number for words, number, _, _ in sign_in(cast.team_manager).get("/").context["needed"]}
    assert needed == {
        "Further appointment to offer": 1,
        "Nothing booked that can count": 2,
        "Booked, notice to issue": 1,
        "Outcome to record": 1,
        "Booked, notice issued": 1,
    }


def test_what_they_need_is_the_same_from_kept_facts_and_from_the_records(cast, month):
    of_team, this_month = Unit.of(cast.team_manager.post.team), Month.of(TODAY)
    kept = numbers_needed_of(of_team, this_month, local_now())
    assert kept == numbers_needed(people_of(of_team, this_month, TODAY), this_month, local_now())
    ContactFactory(service_user=cast.colleagues, officer=cast.colleague, date=date(2026, 11, 27), noticed=True)
    Stale.objects.create(service_user=cast.colleagues)
    after = numbers_needed_of(of_team, this_month, local_now())
    assert (after[Needed.BOOKED], after[Needed.NOTHING]) == (kept[Needed.BOOKED] + 1, kept[Needed.NOTHING] - 1)


def test_the_teams_percentage_is_provisional_and_says_what_is_still_possible(cast, sign_in, month):
    html = " ".join(sign_in(cast.team_manager).get("/").content.decode().split())
    assert "14.3%" in html
    assert "This figure is provisional. The highest possible is 100.0%." in html


def test_a_team_manager_sees_first_what_nobody_else_can_put_right(cast, sign_in, month):
    review(cast.case_manager, cast.own, "green")
    scan_contacts(by=None, as_of=TODAY)
    first = sign_in(cast.team_manager).get("/").context["first"]
    assert [(str(words), number) for words, number, *_ in first[:1]] == [("BRAG review to agree", 1)]


def test_the_workload_stands_against_the_threshold(cast, sign_in, month):
    page = sign_in(cast.team_manager).get("/")
    assert page.context["load"].load.cases == 7
    assert "points of a threshold of 200.00" in " ".join(page.content.decode().split())


def test_who_is_away_and_who_covers(cast, sign_in):
    Absence.objects.create(
        user=cast.colleague, kind="leave", starts_on=TODAY, ends_on=TODAY, covered_by=cast.case_manager
    )
    part = {"start_time": time(9), "end_time": time(12)}
    Absence.objects.create(user=cast.case_manager, kind="duty", starts_on="2026-11-20", ends_on="2026-11-20", **part)
    Absence.objects.create(user=cast.case_manager, kind="leave", starts_on="2026-11-26", ends_on="2026-11-27")
    page = sign_in(cast.team_manager).get("/")
    html = " ".join(page.content.decode().split())
    assert [absence.user for absence in page.context["away"]] == [cast.colleague]
    assert len(page.context["away_soon"]) == 1
    assert "Nia Rees covers" in html
    assert "20 November 2026, 9am to midday" in html
    assert "Nobody covers" in html


def test_the_worst_part_is_first_with_the_change_since_last_month(cast, sign_in, month):
    rows = [row.record for row in sign_in(cast.ldu_head).get("/").context["table"].rows]
    assert [row.name for row in rows][-1] == "Newport 1"
    # One of seven, and before it one of seven.
    assert [row.change_in_words for row in rows][-1] == "No change"
    ContactFactory(
        service_user=cast.colleagues, officer=cast.colleague, date=date(2026, 11, 3), noticed=True, outcome_id="ATTC"
    )
    rows = [row.record for row in sign_in(cast.ldu_head).get("/").context["table"].rows]
    assert [row.change_in_words for row in rows][-1] == "Up 14.3 points"


def test_a_chief_officer_sees_ldus(cast, sign_in, month):
    rows = [row.record for row in sign_in(cast.chief_officer).get("/").context["table"].rows]
    assert {row.name for row in rows} == {"Gwent", "Powys"}


@pytest.mark.parametrize("role", [Role.TEAM_MANAGER, Role.LDU_HEAD, Role.CHIEF_OFFICER])
def test_a_unit_of_nobody_says_so(sign_in, role):
    division = DivisionFactory(name="New")
    ldu = LduFactory(name="New", division=division)
    place = {"team": TeamFactory(name="New", ldu=ldu)} if role == Role.TEAM_MANAGER else {"team": None}
    if role == Role.LDU_HEAD:
        place["ldu"] = ldu
    if role == Role.CHIEF_OFFICER:
        place["division"] = division
    page = sign_in(UserFactory(role=role, office=None, **place)).get("/")
    html = page.content.decode()
    assert "There are no service users in New" in html or "Nobody is listed for November 2026" in html
    assert "No cases" in html
    assert "can still meet" not in html


def test_in_the_first_month_of_the_measure_there_is_no_month_before(cast, sign_in):
    with time_machine.travel("2018-10-20 12:00", tick=False):
        for who in MANAGERS:
            page = sign_in(getattr(cast, who)).get("/")
            assert page.status_code == 200
            assert page.context["before"] is None


def test_an_own_month_is_told_by_what_is_needed_too(cast, nia, month):
    kinds = nia.get("/month/?result=pending").context["kinds"]
    assert [number for _, _, number, _ in kinds] == [5, 1, 1, 1, 1, 1]
    for _words, query, number, _chosen in kinds:
        assert len(nia.get(f"/month/{query}").context["table"].rows) == number


@pytest.mark.parametrize("who", MANAGERS)
def test_its_queries_do_not_grow_with_the_people(cast, sign_in, who, django_assert_max_num_queries):
    browser = sign_in(getattr(cast, who))

    def more(number: int) -> None:
        for each in range(number):
            team = TeamFactory(ldu=cast.ldu_head.post.ldu, name=f"Team {number} {each}")
            for officer in (cast.case_manager, UserFactory(team=team)):
                ContactFactory(service_user=person(officer), officer=officer, date=date(2026, 11, 17), noticed=True)
        scan_contacts(by=None, as_of=TODAY)
        facts.keep_up()

    more(2)
    browser.get("/")

    with CaptureQueriesContext(connection) as few:
        browser.get("/")
    more(4)
    with django_assert_max_num_queries(len(few)):
        browser.get("/")
