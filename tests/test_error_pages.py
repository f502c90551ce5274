"""Each page about an error says what happened and what to do."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_form_that_was_open_too_long_is_told_apart_from_one_that_is_not_allowed(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.case_manager, backend="staff.backends.InPostBackend")
    response = client.post(reverse("change_password"), {})
    page = response.content.decode()
    assert response.status_code == 403
    assert "<title>This page was open for too long" in page
    assert "What you entered was not saved." in page
    assert "Your account does not allow this" not in page


def test_a_page_that_is_not_there_says_whom_to_ask(nia):
    response = nia.get("/nowhere/")
    assert response.status_code == 404
    assert "whose records you cannot access" in response.content.decode()
