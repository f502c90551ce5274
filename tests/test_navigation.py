"""The ways about: the entries of each role, and from a person's page back to where people are looked up."""

import re
from datetime import date, time
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from alerts.scan import scan_contacts
from tests.factories import ContactFactory

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


def way_back(client, address: str) -> tuple[str, str]:
    """The back link of a page: its words and its address."""
    page = client.get(address).content.decode()
    href, words = re.search(r'<a href="([^"]*)" class="govuk-back-link">([^<]*)<', page).groups()
    return unescape(words), unescape(href)


def link_in(client, address: str, to: str) -> str:
    """The address of the first link on a page that leads to a page, with what it tells it."""
    page = client.get(address).content.decode()
    return unescape(re.search(rf'href="({re.escape(to)}(?:\?[^"]*)?)"', page)[1])


def test_what_is_opened_from_home_or_the_diary_leads_back_there(cast, nia):
    contact = ContactFactory(
        service_user=cast.own,
        officer=cast.case_manager,
        date=date(2026, 11, 18),
        start_time=time(15),
        end_time=time(16),
    )
    page = reverse("contact", args=[cast.own.public_id, contact.pk])
    for address, words in (("/", "Back to home"), ("/diary/?show=week", "Back to the diary")):
        opened = link_in(nia, address, page)
        assert way_back(nia, opened) == (words, address)
        person = link_in(nia, opened, reverse("service_user", args=[cast.own.public_id]))
        assert way_back(nia, person) == (words, address)


def test_a_contact_leads_back_to_the_person_and_the_person_to_the_list_as_it_was(cast, nia):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 20))
    listed = "/caseload/?whose=team&sort=-name"
    person = link_in(nia, listed, reverse("service_user", args=[cast.own.public_id]))
    opened = link_in(nia, person, reverse("contact", args=[cast.own.public_id, contact.pk]))
    assert way_back(nia, opened) == ("Back to the service user", person)
    assert way_back(nia, person) == ("Back to the list", listed)


def test_a_past_months_contact_leads_back_to_the_figure_of_that_month(cast, sign_in):
    client = sign_in(cast.ldu_head)
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 10, 20))
    figure = "/compliance/people/?month=2026-10"
    opened = link_in(client, figure, reverse("contact", args=[cast.own.public_id, contact.pk]))
    assert way_back(client, opened) == ("Back to the list", figure)
    person = link_in(client, opened, reverse("service_user", args=[cast.own.public_id]))
    assert way_back(client, person) == ("Back to the list", figure)


def test_a_contact_opened_by_its_address_leads_back_to_the_person(cast, nia):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 20))
    person = reverse("service_user", args=[cast.own.public_id])
    assert way_back(nia, reverse("contact", args=[cast.own.public_id, contact.pk])) == (
        "Back to the service user",
        person,
    )


def test_a_form_that_was_filled_in_on_the_way_keeps_where_the_way_began(cast, nia):
    """From the worklist to the outcome of an appointment, saved, and back to the worklist as it was."""
    contact = ContactFactory(
        service_user=cast.own,
        officer=cast.case_manager,
        date=date(2026, 11, 17),
        start_time=time(9),
        end_time=time(10),
    )
    scan_contacts(by=None, as_of=date(2026, 11, 18))
    listed = "/worklist/?kind=outcome_missing"
    form = link_in(nia, listed, reverse("record_outcome", args=[cast.own.public_id, contact.pk]))
    answers = {"outcome": "ATTC", "seen": nia.get(form).context["form"]["seen"].value()}
    saved = nia.post(form, answers)
    assert way_back(nia, saved["Location"]) == ("Back to the worklist", listed)
    note = link_in(nia, saved["Location"], reverse("add_note", args=[cast.own.public_id, contact.pk]))
    assert way_back(nia, nia.post(note, {"note": "Early"})["Location"]) == ("Back to the worklist", listed)


def test_a_form_about_the_person_leads_back_to_the_person_and_so_to_the_list(cast, nia):
    person = link_in(nia, "/caseload/?sort=-name", reverse("service_user", args=[cast.own.public_id]))
    form = link_in(nia, person, reverse("change_needs", args=[cast.own.public_id]))
    assert way_back(nia, form) == ("Back", person)
    assert nia.post(form, {"needs": "Interpreter", "seen": ""})["Location"] == person


def test_an_address_elsewhere_is_no_way_back(cast, nia):
    form = reverse("change_needs", args=[cast.own.public_id]) + "?back=https://elsewhere.example/"
    person = reverse("service_user", args=[cast.own.public_id])
    assert nia.post(form, {"needs": "Interpreter", "seen": ""})["Location"] == person
