"""Booking from end to end in a browser: from a gap of the diary, as a home visit, and without scripts or a mouse."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.scan import scan_contacts
from contacts.models import Contact, Notice
from tests.browser import Keyboard
from tests.factories import PASSWORD, ContactFactory
from tests.test_browser_month import Site, site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MONDAY = "2026-11-02"


class Mouse:
    """Answers forms and follows links as `Keyboard` does, with a mouse."""

    def __init__(self, page):
        self.page = page

    def follow(self, words: str) -> None:
        self.page.locator("a", has_text=words).first.click()

    def fill_in(self, answers: dict[str, str], button: str) -> None:
        sends = self.page.get_by_role("button", name=button, exact=True)
        sends.wait_for()
        for name, value in answers.items():
            radio = self.page.locator(f'input[type=radio][name="{name}"][value="{value}"]')
            if radio.count():
                radio.check()
            elif (box := self.page.locator(f'[name="{name}"]')).evaluate("box => box.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
        sends.click()


@pytest.fixture(params=[Keyboard, Mouse], ids=["by keyboard alone", "without JavaScript"])
def hands(request, browser):
    """A desk of somebody who uses no mouse, and one whose browser runs no scripts."""
    context = browser.new_context(java_script_enabled=request.param is Keyboard)
    context.set_default_timeout(15_000)
    yield request.param(context.new_page())
    context.close()


def test_the_main_path(live_server, hands, cast):
    site = Site(hands.page, live_server.url)
    account = {"username": cast.case_manager.email, "password": PASSWORD}
    with time_machine.travel(f"{MONDAY} 09:00"):
        site.page.goto(site.url)
        hands.fill_in(account, "Sign in")
        hands.fill_in({"search": "morgan"}, "Search")
        hands.follow("Dafydd Morgan")
        hands.follow("Book an appointment")
        hands.fill_in({"type": "COAP", "date": "Friday", "start_time": "9:30am"}, "Continue")
        site.says("This appointment can count towards the month.")
        hands.fill_in({"told": "handed_over"}, "Book the appointment")
        site.says("You have recorded that the notice was given.")
    with time_machine.travel("2026-11-06 11:00"):
        scan_contacts(by=None, as_of=date(2026, 11, 6))
        site.page.goto(site.url)
        hands.fill_in(account, "Sign in")
        hands.follow("Dafydd Morgan: Outcome to record")
        hands.fill_in({"outcome": "ATTC"}, "Save the outcome")
        site.says("You have recorded the outcome of the appointment on Friday 6 November.")
    assert (Contact.objects.get().outcome_id, Notice.objects.count()) == ("ATTC", 1)


def test_a_gap_of_the_diary_becomes_an_appointment_with_its_slip(site, cast):
    ContactFactory(service_user=cast.colleagues, officer=cast.case_manager, date=date(2026, 11, 3))
    with time_machine.travel(f"{MONDAY} 09:00"):
        site.sign_in(cast.case_manager)
        site.page.goto(f"{site.url}{reverse('diary')}")
        site.follow("Book an appointment on Tuesday 3 November at 10am")
        site.is_accessible()
        site.follow("Dafydd Morgan")
        assert site.page.get_by_label("Date", exact=True).input_value() == "3/11/2026"
        assert site.page.get_by_label("Start time").input_value() == "10am"
        site.page.get_by_label("Type of contact").select_option("COAP")
        site.press("Continue")
        site.page.get_by_label("I handed it over").check()
        site.press("Book the appointment")
        site.says("You have recorded that the notice was given.")
        site.is_accessible()
        slip = site.page.get_by_role("link", name="Appointment slip (PDF)").get_attribute("href")
        assert site.page.request.get(f"{site.url}{slip}").body().startswith(b"%PDF-")
    assert Notice.objects.get().contact.starts_at.isoformat() == "2026-11-03T10:00:00"


def test_a_home_visit_asks_for_the_address_and_for_no_office(site, cast):
    with time_machine.travel(f"{MONDAY} 09:00"):
        site.sign_in(cast.case_manager)
        site.page.goto(f"{site.url}{reverse('book', args=[cast.own.public_id])}")
        site.page.get_by_label("Type of contact").select_option("CHVS")
        site.page.get_by_label("Date", exact=True).fill("10/11/2026")
        site.page.get_by_label("Start time").fill("9:30am")
        site.press("Continue")
        site.follow("Enter the visit address")
        assert not site.page.get_by_label("Office", exact=True).is_visible()
        site.page.keyboard.type("14 Bridge Street")
        site.press("Continue")
        site.page.get_by_label("I posted it").check()
        site.press("Book the appointment")
        site.says("You have recorded that the notice was given.")
    assert Notice.objects.get().place == "14 Bridge Street"
