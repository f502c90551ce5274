"""The ways about: the entries of each role, and from a person's page back to where people are looked up."""

import pytest
import time_machine
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00"):
        yield


def links(page) -> dict[str, str]:
    return {label: url for label, url, _ in page.context["navigation"]}


def test_a_case_manager_comes_to_the_own_workload(cast, sign_in):
    client = sign_in(cast.case_manager)
    page = client.get(links(client.get("/"))["My workload"])
    assert page.context["officer"] == cast.case_manager
    assert [label for label, _, active in page.context["navigation"] if active] == ["My workload"]


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        ("team_manager", ["Home", "Nia Rees"]),
        ("ldu_head", ["Home", "Newport 1", "Nia Rees"]),
        ("chief_officer", ["Home", "Newport 1", "Nia Rees"]),
    ],
)
def test_a_managers_page_of_a_person_leads_back_through_the_figures(cast, sign_in, who, labels):
    client = sign_in(getattr(cast, who))
    crumbs = client.get(reverse("service_user", args=[cast.own.public_id])).context["breadcrumbs"]
    assert [label for label, _ in crumbs] == labels
    assert all("Dafydd Morgan" in client.get(url).content.decode() for _, url in crumbs[-1:])
    assert all(client.get(url, follow=True).status_code == 200 for _, url in crumbs)


def test_it_leads_nowhere_that_the_manager_may_not_look(cast, sign_in):
    cast.own.allocations.update(officer=cast.elsewhere.allocations.get().officer, starts_on="2018-11-02")
    cast.own.allocations.create(officer=cast.case_manager, starts_on="2018-10-01", ends_on="2018-11-01")
    page = sign_in(cast.ldu_head).get(reverse("service_user", args=[cast.own.public_id]))
    assert [label for label, _ in page.context["breadcrumbs"]] == ["Home"]


def test_a_case_managers_page_of_a_person_leads_back_to_the_caseload(cast, sign_in):
    page = sign_in(cast.case_manager).get(reverse("service_user", args=[cast.own.public_id])).content.decode()
    assert "Back to my caseload" in page
