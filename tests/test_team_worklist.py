"""A team manager's counts: by case manager and in all, each a link to a list of just so many."""

from datetime import date

import pytest
import time_machine

from alerts.models import Alert, Snooze
from alerts.scan import scan_contacts
from cases.models import Designation
from contacts.cadence import Due
from tests.factories import ContactFactory, TeamFactory, UserFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2018, 12, 20)


@pytest.fixture(autouse=True)
def thursday_morning():
    with time_machine.travel(f"{TODAY} 10:00", tick=False):
        yield


@pytest.fixture
def team(cast, sign_in):
    """The team manager's browser, with people in every group and somebody whom a sentence plan names."""
    for officer, day in [(cast.case_manager, 6), (cast.case_manager, 23), (cast.colleague, 28)]:
        someone = person(officer)
        ContactFactory(service_user=someone, officer=officer, date=date(2018, 11, day), outcome_id="ATTC")
        ContactFactory(service_user=someone, officer=officer, date=date(2018, 12, 18))
    for someone in (cast.unallocated, cast.other_team):
        Designation.objects.create(service_user=someone, officer=cast.team_manager, starts_on=date(2018, 9, 1))
    scan_contacts(by=None, as_of=TODAY)
    return sign_in(cast.team_manager)


def tables(browser):
    to_do, due = browser.get("/worklist/team/").context["tables"]
    return [row.record for row in to_do.rows], to_do.total, due


def count(browser, href):
    return browser.get(href).context["table"].paginator.count


def test_each_number_is_the_length_of_the_list_behind_it(team):
    rows, total, _ = tables(team)
    assert [row.name for row in rows][-1] == "Unallocated"
    for row in [rows[0], rows[-1], total]:
        assert count(team, row.address()) == row.to_do > 0
        assert count(team, row.address(overdue="1")) == row.overdue > 0
        assert count(team, row.people_address) == row.people
    for _label, number, href in [*total.kinds, *rows[0].kinds[:2]]:
        assert count(team, href) == number
    for row in [rows[0], total]:
        for due in Due:
            assert count(team, row.due_address(due)) == row.contacts[due]


def test_a_team_of_nobody_says_so(sign_in):
    nobody = UserFactory(role="team_manager", team=TeamFactory(name="New"), office=None)
    html = sign_in(nobody).get("/worklist/team/").content.decode()
    assert "There are no service users in New, so there is nothing to do." in html


def test_the_rows_add_up_to_the_team(team):
    rows, total, _ = tables(team)
    assert sum(row.to_do for row in rows) == total.to_do
    assert sum(row.people for row in rows) == total.people
    kinds = {label: number for label, number, _ in total.kinds}
    assert kinds == {
        label: sum(number for row in rows for each, number, _ in row.kinds if each == label) for label in kinds
    }


def test_everyone_is_in_one_group_of_next_contacts(team):
    rows, total, _ = tables(team)
    for row in [*rows, total]:
        assert sum(row.contacts.values()) == row.people
    assert {due for due in Due if total.contacts[due]} >= {Due.OVERDUE, Due.THIS_WEEK, Due.THIS_MONTH}


def test_what_is_snoozed_is_counted_and_said(cast, team):
    _, before, _ = tables(team)
    alert = Alert.objects.filter(kind="outcome_missing").first()
    days = {"made_on": TODAY, "until": date(2018, 12, 27)}
    Snooze.objects.create(service_user=alert.service_user, alert=alert, reason="Ill", made_by=cast.case_manager, **days)
    _, after, _ = tables(team)
    assert (after.to_do, after.snoozed) == (before.to_do, 1)
    assert count(team, after.address(tab="snoozed")) == 1
    page = team.get("/worklist/").content.decode()
    assert "1 of these is snoozed." in page
    assert count(team, "/worklist/") == after.to_do


def test_a_team_managers_home_leads_to_it(cast, sign_in):
    browser = sign_in(cast.team_manager)
    assert 'href="/worklist/team/"' in browser.get("/").content.decode()
    page = browser.get("/worklist/team/")
    assert [label for label, _, active in page.context["navigation"] if active] == ["Worklist"]


def test_the_home_counts_as_it_does(cast, team):
    """There the lines are counted without what they are listed with."""
    rows, _, _ = tables(team)
    home = [row.record for row in team.get("/").context["table"].rows]
    assert [(row.name, row.to_do, row.overdue, row.people, row.contacts) for row in home] == [
        (row.name, row.to_do, row.overdue, row.people, row.contacts) for row in rows
    ]


@pytest.fixture
def ldu(cast, team, sign_in):
    """The browser of the team's LDU head, where somebody in no team holds somebody too."""
    person(UserFactory(role="ldu_head", team=None, ldu=cast.ldu_head.post.ldu, division=cast.ldu_head.post.division))
    scan_contacts(by=None, as_of=TODAY)
    return sign_in(cast.ldu_head)


def rows_at(browser, href):
    to_do, _due = browser.get(href).context["tables"]
    return [row.record for row in to_do.rows], to_do.total


@pytest.mark.parametrize("who, levels", [("ldu_head", 2), ("chief_officer", 3)])
def test_an_ldu_head_and_a_chief_officer_have_the_same_by_part_down_to_the_case_manager(
    cast, ldu, sign_in, who, levels
):
    """A page of each level is opened: the first part of each leads on to the next."""
    browser, pages = sign_in(getattr(cast, who)), ["/worklist/team/"]
    for href in pages:
        rows, total = rows_at(browser, href)
        assert sum(row.people for row in rows) == total.people
        for row in (rows[0], rows[-1], total):
            assert count(browser, row.address()) == row.to_do
            assert count(browser, row.people_address) == row.people > 0
        for _label, number, listed in rows[0].kinds:
            assert count(browser, listed) == number
        for due in Due:
            assert count(browser, rows[0].due_address(due)) == rows[0].contacts[due]
        for row in rows:
            if row.leads_to:
                assert rows_at(browser, row.leads_to)[1].people == row.people
        pages += [row.leads_to for row in rows if row.leads_to][:1]
    assert len(pages) == levels


def test_the_parts_of_an_ldu_are_its_teams_then_no_team_then_the_unallocated(ldu):
    rows, _total = rows_at(ldu, "/worklist/team/")
    assert [row.name for row in rows][-2:] == ["No team", "Unallocated"]


def test_a_part_of_another_unit_is_not_there(cast, ldu):
    for part in (f"ldu={cast.chief_officer.pk + 1000}", f"team={cast.elsewhere.pk + 1000}", "team=x"):
        assert ldu.get(f"/worklist/team/?{part}").status_code == 404


def test_an_ldu_head_is_led_to_people_and_neither_acts_nor_snoozes(cast, ldu):
    html = ldu.get("/worklist/").content.decode()
    assert "/notice/" not in html
    assert "/snooze/" not in html
    assert f"/people/{cast.own.public_id}/" in html
