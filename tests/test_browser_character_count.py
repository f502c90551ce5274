"""A long text says in the browser how much is left to write."""

import pytest
from django.urls import reverse

from contacts.notes import LONGEST_NOTE
from tests.browser import show
from tests.factories import ContactFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_what_is_left_is_counted_while_it_is_written(page, cast, nia):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager)
    url = reverse("add_note", args=[cast.own.public_id, contact.pk])
    show(page, nia, nia.get(url), url)
    count = page.locator(".govuk-character-count__status")
    page.locator("[name=note]").fill("x" * (LONGEST_NOTE - 1))
    assert count.inner_text() == "You have 1 character left"
    page.locator("[name=note]").fill("x" * (LONGEST_NOTE + 2))
    assert count.inner_text() == "You have 2 characters too many"


def test_nothing_that_is_pasted_is_cut_off(page, cast, nia):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager)
    url = reverse("add_note", args=[cast.own.public_id, contact.pk])
    show(page, nia, nia.get(url), url)
    page.locator("[name=note]").fill("x" * (LONGEST_NOTE + 2))
    page.get_by_role("button", name="Add the note").click()
    assert len(page.locator("[name=note]").input_value()) == LONGEST_NOTE + 2
    assert "Note must be" in page.locator(".govuk-error-summary").inner_text()
