"""A session of eight people in a browser: opened, filled, told in one step, and marked on one page."""

import pytest
import time_machine
from django.urls import reverse

from contacts.models import Contact, Notice, Session
from tests.axe import grave_faults
from tests.browser import Keyboard
from tests.factories import PASSWORD, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EIGHT = 8


@pytest.fixture
def page(page):
    page.set_default_timeout(15_000)
    page.context.set_default_navigation_timeout(15_000)
    return page


def sign_in(page, site: str, user) -> None:
    page.goto(f"{site}{reverse('sign_in')}")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")


def press(page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def says(page, words: str) -> None:
    page.get_by_text(words).first.wait_for()
    assert not grave_faults(page), page.url


def test_a_session_of_eight(live_server, page, cast):
    site = live_server.url
    people = [cast.own, *(person(cast.case_manager, office=cast.own.office) for _ in range(EIGHT - 1))]
    with time_machine.travel("2026-11-02 09:00"):
        sign_in(page, site, cast.case_manager)
        page.goto(f"{site}{reverse('diary')}")
        page.get_by_role("link", name="Open a session", exact=True).first.click()
        page.get_by_label("Type of contact").select_option("COAP")
        page.get_by_label("Date", exact=True).fill("10/11/2026")
        page.get_by_label("Start time").fill("9:30am")
        page.get_by_label("End time").fill("10:30am")
        page.get_by_label("How many people can come?").fill(str(EIGHT))
        press(page, "Open the session")
        says(page, "0 of 8 places taken")
        for each in people:
            page.get_by_label(f"{each.name}, {each.crn}").check()
        press(page, "Add to the session")
        says(page, "8 of 8 places taken")
        press(page, "Issue all notices")
        says(page, "Open all the appointment slips (PDF, opens in a new tab)")
        page.get_by_label("I handed them over").check()
        page.get_by_label("Now", exact=True).check()
        press(page, "Record that the notices were given")
        says(page, "You have recorded that 8 notices were given.")

    session = Session.objects.get()
    with time_machine.travel("2026-11-10 11:00"):
        sign_in(page, site, cast.case_manager)
        page.goto(f"{site}{reverse('session', args=[session.pk])}")
        press(page, "Record who came")
        says(page, "What happened?")
        contacts = list(Contact.objects.order_by("service_user__filed_as", "pk"))
        outcomes = {f"outcome_{each.pk}": "ATTC" for each in contacts[1:]} | {f"outcome_{contacts[0].pk}": "UAAB"}
        in_order = {f"outcome_{each.pk}": outcomes[f"outcome_{each.pk}"] for each in contacts}
        Keyboard(page).fill_in(in_order, "Save the outcomes")
        says(page, "You have recorded the outcomes of 8 people on Tuesday 10 November.")

    assert Notice.objects.count() == EIGHT
    assert sorted(Contact.objects.values_list("outcome_id", flat=True)) == ["ATTC"] * 7 + ["UAAB"]
