"""A month in a browser: booked, noticed, missed, followed up in time, and met in the LDU head's figure."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import TimeoutError

from contacts.models import Contact, Notice
from tests.axe import grave_faults
from tests.browser import Keyboard
from tests.factories import PASSWORD, ContactFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, page):
    """Pages of the site, by address or by the words that lead there."""
    page.set_default_timeout(30_000)
    page.context.set_default_navigation_timeout(30_000)
    return Site(page, live_server.url)


class Site:
    def __init__(self, page, url: str):
        self.page = page
        self.url = url

    def sign_in(self, user) -> None:
        self.page.goto(f"{self.url}{reverse('sign_in')}")
        self.page.get_by_label("Email address").fill(user.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def follow(self, words) -> None:
        self.page.get_by_role("link", name=words).first.click()

    def says(self, words: str) -> None:
        try:
            self.page.get_by_text(words).first.wait_for()
        except TimeoutError:
            pytest.fail(f"{self.page.url} does not say {words!r}, but: {self.page.inner_text('body')}")

    def answer_appointment(self, *, date: str, start: str) -> None:
        self.page.get_by_label("Type of contact").select_option("COAP")
        self.page.get_by_label("Date", exact=True).fill(date)
        self.page.get_by_label("Start").fill(start)
        self.press("Continue")

    def is_accessible(self) -> None:
        self.page.wait_for_load_state()
        assert not grave_faults(self.page), self.page.url


def test_a_missed_appointment_followed_up_in_time_meets_the_month(site, cast):
    with time_machine.travel("2026-11-02 09:00"):
        site.sign_in(cast.case_manager)
        site.follow("My caseload")
        site.follow(re.compile("Dafydd Morgan|Morgan, Dafydd"))
        site.press("Book an appointment")
        site.is_accessible()
        site.answer_appointment(date="10/11/2026", start="9:30am")
        site.says("This appointment can count towards the month.")
        site.is_accessible()
        site.press("Book the appointment")
        site.says("You have booked the appointment on Tuesday 10 November at 9:30am.")
        site.is_accessible()
        site.page.get_by_label("I handed it over").check()
        site.page.get_by_label("Now", exact=True).check()
        site.press("Record that the notice was given")
        site.says("You have recorded that the notice was given.")

    missed = Contact.objects.get()
    with time_machine.travel("2026-11-11 09:00"):
        site.sign_in(cast.case_manager)
        site.page.goto(f"{site.url}{reverse('contact', args=[cast.own.public_id, missed.pk])}")
        site.press("Record the outcome")
        site.is_accessible()
        site.page.get_by_label("Unacceptable absence (UAAB)").check()
        site.press("Save the outcome")
        site.says("Offer a further appointment by Tuesday 17 November. You have 4 business days left.")
        site.is_accessible()
        site.page.get_by_label("A new appointment").check()
        site.page.get_by_label("Today", exact=True).check()
        site.press("Continue")
        site.answer_appointment(date="19/11/2026", start="14:00")
        site.says("because the offer is due by Tuesday 17 November.")
        site.press("Book and record the offer")
        site.page.get_by_label("I posted it").check()
        site.page.get_by_label("Now", exact=True).check()
        site.press("Record that the notice was given")
        site.says("You have recorded that the notice was given.")
        site.press("Sign out")

        site.sign_in(cast.ldu_head)
        site.page.goto(f"{site.url}{reverse('compliance')}")
        site.is_accessible()
        site.follow(re.compile("^Met$"))
        row = site.page.get_by_role("row").filter(has_text="Dafydd Morgan")
        row.get_by_text("Met", exact=True).wait_for()
        row.get_by_text("missed, and followed up in time").wait_for()
        row.get_by_role("link", name="Dafydd Morgan").click()
        site.says("This month")


def test_booking_works_without_javascript(live_server, browser, cast):
    context = browser.new_context(java_script_enabled=False)
    with time_machine.travel("2026-11-02 09:00"):
        site = Site(context.new_page(), live_server.url)
        site.sign_in(cast.case_manager)
        site.page.goto(f"{site.url}{reverse('book', args=[cast.own.public_id])}")
        site.page.get_by_label("Type of contact").select_option("CHVS")
        site.page.get_by_label("Date", exact=True).fill("14 11 26")
        site.page.get_by_label("Start").fill("9.30")
        site.page.get_by_label("At another address").check()
        site.page.get_by_label("Visit address").fill("14 Bridge Street")
        site.press("Continue")
        site.says("14 November 2026 is a Saturday.")
        site.press("Book the appointment")
        site.says("Select the box to book it anyway")
        site.page.get_by_label("Book anyway").check()
        site.press("Book the appointment")
        site.says("You have booked the appointment on Saturday 14 November at 9:30am.")
    context.close()
    assert Contact.objects.get().place == "14 Bridge Street"


def test_a_slip_on_paper_is_uploaded_by_keyboard(site, cast, tmp_path):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 10))
    (tmp_path / "slip.pdf").write_bytes(b"%PDF-1.7")
    with time_machine.travel("2026-11-02 09:00"):
        site.sign_in(cast.case_manager)
        site.page.goto(f"{site.url}{reverse('issue_notice', args=[cast.own.public_id, contact.pk])}")
        answers = {"method": "handed_over", "paper": str(tmp_path / "slip.pdf"), "when": "now"}
        Keyboard(site.page).fill_in(answers, "Record that the notice was given")
        site.says("You have recorded that the notice was given.")
    assert Notice.objects.get().paper
