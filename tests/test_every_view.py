"""Conventions over every address of the site: an access rule, the right people, nothing for anybody else."""

from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from cases.gate import PersonPage
from staff.access import ForRoles
from staff.models import Role
from tests.factories import ContactFactory

OPEN = {"sign_in"}  # to whoever has not signed in
ANYBODY_SIGNED_IN = {"sign_out", "home"}


def patterns(resolver=None):
    """Every named address outside the Django admin."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver) and entry.app_name != "admin":
            yield from patterns(entry)
        elif isinstance(entry, URLPattern):
            yield entry


VIEWS = {pattern.name: pattern.callback for pattern in patterns()}
TO_COME = {"date": timezone.localdate() + timedelta(days=7)}
MISSED = {"outcome_id": "UAAB"}
# What a contact must be for its page to open, where it is not one that is over.
OPENS_WITH = {
    "issue_notice": TO_COME, "rearrange": TO_COME, "cancel": TO_COME, "follow_up": MISSED, "follow_up_book": MISSED,
}  # fmt: skip
PERSONS = {
    "service_user", "book", "contact", "issue_notice", "slip", "record_outcome", "follow_up", "follow_up_book",
    "rearrange", "cancel",
}  # fmt: skip


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


@pytest.fixture
def address(cast):
    """The address of a view, about the given person."""

    def about(name, service_user, officer=None):
        if name == "officer_workload":
            return reverse(name, args=[(officer or cast.case_manager).pk])
        if name not in PERSONS:
            return reverse(name)
        arguments = {"public_id": service_user.public_id}
        if name not in ("service_user", "book"):
            state = {"service_user": service_user, "officer": cast.case_manager, **OPENS_WITH.get(name, {})}
            arguments["pk"] = ContactFactory(**state).pk
        if name == "slip":
            arguments["notice"] = 1
        return reverse(name, kwargs=arguments)

    return about


@pytest.mark.parametrize("name", sorted(VIEWS.keys() - OPEN))
def test_nobody_gets_in_without_signing_in(client, cast, address, name):
    url = address(name, cast.own)
    for send in (client.get, client.post):
        response = send(url)
        assert response.status_code in (302, 405)
        if response.status_code == 302:
            assert response.url.startswith(reverse("sign_in"))


@pytest.mark.parametrize("name", sorted(PERSONS))
@pytest.mark.parametrize(
    "who, whose",
    [
        ("case_manager", "other_team"),
        ("team_manager", "other_team"),
        ("ldu_head", "other_ldu"),
        ("chief_officer", "elsewhere"),
        ("administrator", "own"),
    ],
)
def test_a_person_beyond_ones_reach_is_not_found(sign_in, cast, address, name, who, whose):
    url = address(name, getattr(cast, whose))
    browser = sign_in(getattr(cast, who))
    assert browser.get(url).status_code == 404
    assert browser.post(url, {}).status_code in (404, 405)


@pytest.mark.parametrize("name", sorted(VIEWS.keys() - OPEN - ANYBODY_SIGNED_IN))
@pytest.mark.parametrize("who", ["case_manager", "team_manager", "ldu_head", "chief_officer", "administrator"])
def test_a_view_is_there_for_its_roles_only(sign_in, cast, address, name, who):
    user = getattr(cast, who)
    status = sign_in(user).get(address(name, cast.own)).status_code
    if user.role in VIEWS[name].view_class.roles:
        # The contact of this test has no slip; everything else opens.
        assert status == (404 if name == "slip" else 200)
    else:
        assert status == 404


def test_a_team_manager_does_not_see_another_teams_case_manager(sign_in, cast, address):
    url = address("officer_workload", cast.own)
    assert sign_in(cast.other_team_manager).get(url).status_code == 404
    assert sign_in(cast.colleague).get(url).status_code == 404


def test_addresses_hold_no_crn_and_no_name(cast, address):
    for name in VIEWS:
        url = address(name, cast.own)
        assert cast.own.crn not in url
        assert cast.own.last_name.lower() not in url.lower()


@pytest.mark.parametrize("name", sorted(VIEWS.keys() - OPEN))
def test_pages_are_not_kept_by_shared_caches_and_forbid_inline_code(sign_in, cast, address, name):
    response = sign_in(cast.team_manager).get(address(name, cast.own))
    if response.status_code != 200 or "html" not in response["Content-Type"]:
        return
    policy = response["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    page = response.content.decode()
    assert " style=" not in page
    assert " onclick=" not in page
    assert "private" in response["Cache-Control"] or "no-store" in response["Cache-Control"]
