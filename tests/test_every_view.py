"""Conventions over every address of the site: an access rule, the right people, nothing for anybody else."""

import re

import pytest
from django.urls import reverse

from cases.gate import PersonPage
from staff.access import ForRoles
from staff.models import Role
from tests.addresses import ANYBODY_SIGNED_IN, OPEN, PERSONS, VIEWS, roles_of

pytestmark = pytest.mark.django_db


def test_there_are_views():
    assert len(VIEWS) > 15
    assert None not in VIEWS


@pytest.mark.parametrize("name", sorted(VIEWS.keys() - OPEN - ANYBODY_SIGNED_IN))
def test_every_view_names_its_roles(name):
    view = VIEWS[name].view_class
    assert issubclass(view, ForRoles)
    assert view.roles
    assert set(view.roles) <= set(Role)


@pytest.mark.parametrize("name", sorted(PERSONS))
def test_a_page_about_a_person_goes_through_the_gate(name):
    assert issubclass(VIEWS[name].view_class, PersonPage)


@pytest.mark.parametrize("name", sorted(VIEWS.keys() - OPEN))
def test_nobody_gets_in_without_signing_in(client, one_of_everything, name):
    _cast, urls = one_of_everything
    for send in (client.get, client.post):
        response = send(urls[name])
        assert response.status_code in (302, 405)
        if response.status_code == 302:
            assert response.url.startswith(reverse("sign_in"))


@pytest.mark.parametrize("name", sorted(PERSONS))
def test_a_person_beyond_ones_reach_is_not_found(sign_in, one_of_everything, name):
    cast, urls = one_of_everything
    of_the_second_team = cast.other_team.allocations.get().officer
    for beyond in (
        of_the_second_team, cast.other_team_manager, cast.other_ldu_head, cast.other_chief_officer, cast.administrator,
    ):  # fmt: skip
        browser = sign_in(beyond)
        assert browser.get(urls[name]).status_code == 404, beyond.role
        assert browser.post(urls[name], {}).status_code in (404, 405), beyond.role


@pytest.mark.parametrize("name", sorted(VIEWS.keys() - OPEN - ANYBODY_SIGNED_IN))
def test_a_view_is_there_for_its_roles_only(client, one_of_everything, name):
    """For the others it does not exist. Its own roles open it where its headers are read."""
    cast, urls = one_of_everything
    for who in set(Role) - set(VIEWS[name].view_class.roles):
        client.force_login(getattr(cast, who), backend="staff.backends.InPostBackend")
        assert client.get(urls[name]).status_code == 404, who


def test_a_team_manager_does_not_see_another_teams_case_manager(sign_in, one_of_everything):
    cast, urls = one_of_everything
    assert sign_in(cast.other_team_manager).get(urls["officer_workload"]).status_code == 404
    assert sign_in(cast.colleague).get(urls["officer_workload"]).status_code == 404


def test_addresses_hold_no_crn_and_no_name(one_of_everything):
    cast, urls = one_of_everything
    for url in urls.values():
        assert cast.own.crn not in url
        assert cast.own.last_name.lower() not in url.lower()


# What does not answer a GET with its own page: signing out takes a POST, administrators are led to where they work, and
# a chief officer who would decide what was not referred is told so on its page.
ANSWERS = {("sign_out", who): 405 for who in Role} | {
    ("home", Role.ADMINISTRATOR): 302,
    ("decide_additional", Role.CHIEF_OFFICER): 302,
}


@pytest.mark.parametrize("who, name", [(who, name) for name in sorted(VIEWS.keys() - OPEN) for who in roles_of(name)])
def test_nothing_is_kept_of_what_a_signed_in_person_gets_and_no_inline_code_runs(sign_in, one_of_everything, name, who):
    cast, urls = one_of_everything
    response = sign_in(getattr(cast, who)).get(urls[name])
    assert response.status_code == ANSWERS.get((name, who), 200)
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert_no_inline_code(response)


def test_the_open_page_runs_no_inline_code(client, db):
    response = client.get(reverse("sign_in"))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert_no_inline_code(response)


def assert_no_inline_code(response) -> None:
    """The policy forbids it, and no page stands on what its policy forbids."""
    policy = response["Content-Security-Policy"]
    assert "default-src" in policy
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    assert not [code for code in (b" style=", b" onclick=", b"javascript:") if code in response.content]
    forms = re.findall(rb"(?s)<form.*?</form>", response.content)
    assert not [form for form in forms if re.search(rb">\s*None\s*<", form)], "a field that is not there is drawn"
