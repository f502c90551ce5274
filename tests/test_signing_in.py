"""Signing in and out, by the page; and who may not any more."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("sign_in"), {"username": user.email, "password": password})


def test_the_right_password_leads_home_and_signing_out_leads_back(client, cast):
    assert sign_in(client, cast.case_manager).url == "/"
    assert client.get("/").status_code == 200
    client.post(reverse("sign_out"))
    assert client.get("/").url.startswith(reverse("sign_in"))


def test_the_wrong_password_says_so_beside_the_form(client, cast):
    response = sign_in(client, cast.case_manager, "wrong")
    assert response.status_code == 200
    assert "The email address or password is wrong." in response.content.decode()


def test_a_blank_form_says_what_is_missing(client, db):
    page = client.post(reverse("sign_in"), {}).content.decode()
    assert "Enter your email address" in page
    assert "Enter your password" in page


def test_the_address_may_be_written_in_capitals(client, cast):
    response = client.post(reverse("sign_in"), {"username": cast.case_manager.email.upper(), "password": PASSWORD})
    assert response.status_code == 302


def test_whoever_has_left_is_signed_out_and_stays_out(client, cast):
    leaver = cast.case_manager
    leaver.ends_on = date(2026, 11, 30)
    leaver.save()
    with time_machine.travel("2026-11-30 12:00"):
        assert sign_in(client, leaver).status_code == 302
        assert client.get("/").status_code == 200
    with time_machine.travel("2026-12-01 09:00"):
        assert client.get("/").status_code == 302
        assert sign_in(client, leaver).status_code == 200


def test_the_own_password_is_changed_by_who_knows_the_old_one(client, cast):
    sign_in(client, cast.case_manager)
    new = {"new_password1": "three-plain-words", "new_password2": "three-plain-words"}
    wrong = client.post(reverse("change_password"), {"old_password": "wrong", **new})
    assert "Your old password is wrong" in wrong.content.decode()
    assert client.post(reverse("change_password"), {"old_password": PASSWORD, **new}).url == "/"
    assert client.get("/").status_code == 200
    entry = Entry.objects.get(action="change own password")
    assert (entry.actor, entry.facts) == (cast.case_manager, {})
    cast.case_manager.refresh_from_db()
    assert cast.case_manager.check_password("three-plain-words")


def test_a_short_password_is_refused(client, cast):
    sign_in(client, cast.case_manager)
    answers = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    assert "at least 12 characters" in client.post(reverse("change_password"), answers).content.decode()
