"""Guessing passwords, and where signing in leads."""

import pytest
from django.urls import reverse

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
SPELLINGS = [str.lower, str.upper, str.title, lambda address: f" {address} "]


def attempt(client, username, password="wrong", **more):
    return client.post(reverse("sign_in"), {"username": username, "password": password}, **more)


def test_every_spelling_of_an_address_has_the_same_ten_tries(client, cast):
    address = cast.case_manager.email
    tries = [attempt(client, SPELLINGS[count % len(SPELLINGS)](address)).status_code for count in range(10)]
    assert tries == [200] * 9 + [429]
    assert attempt(client, address, PASSWORD).status_code == 429
    assert attempt(client, cast.colleague.email, PASSWORD).status_code == 302


def test_an_address_that_the_client_claims_wins_no_tries(client, cast):
    tries = [attempt(client, cast.case_manager.email, headers={"x-forwarded-for": f"10.0.0.{n}"}) for n in range(10)]
    assert tries[-1].status_code == 429


def test_nobody_learns_who_has_an_account(client, cast):
    nobody, somebody = attempt(client, "nobody@example.org"), attempt(client, cast.case_manager.email)
    assert nobody.context["form"].errors == somebody.context["form"].errors


@pytest.mark.parametrize("username", ["a" * 3000, "a\x00b"])
def test_an_impossible_address_is_only_wrong(client, db, username):
    assert attempt(client, username).status_code == 200


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(client, cast, page):
    answers = {"username": cast.case_manager.email, "password": PASSWORD, "next": page}
    assert client.post(reverse("sign_in"), answers).url == "/"


def test_signing_in_begins_a_new_session(client, cast):
    client.cookies["sessionid"] = "x" * 32
    attempt(client, cast.case_manager.email, PASSWORD)
    assert client.cookies["sessionid"].value != "x" * 32


def test_the_next_who_signs_in_on_a_browser_finds_no_search_of_the_last(client, cast):
    attempt(client, cast.case_manager.email, PASSWORD)
    searched = client.post(reverse("caseload"), {"search": "Morgan"})["Location"]
    assert "Morgan" in client.get(searched).content.decode()
    client.post(reverse("sign_out"))
    attempt(client, cast.colleague.email, PASSWORD)
    assert "Morgan" not in client.get(searched).content.decode()
