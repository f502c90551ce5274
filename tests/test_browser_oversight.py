"""Management oversight from end to end in a browser: asked for, agreed, in force, and expired."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.scan import scan_contacts
from contacts.models import Contact
from contacts.oversight import Oversight
from tests.test_browser_month import site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_measure_is_asked_for_agreed_and_expires(site, cast):
    person = f"{site.url}{reverse('service_user', args=[cast.own.public_id])}"
    with time_machine.travel("2026-11-18 09:00"):
        site.sign_in(cast.case_manager)
        site.page.goto(person)
        site.says("No temporary measure is in force or waiting.")
        site.follow("Ask for a temporary measure")
        site.says("It does not change what counts towards the month")
        site.is_accessible()
        site.page.get_by_label("By telephone instead of face to face").check()
        site.page.get_by_label("What is the person engaged in?").select_option("drr")
        site.page.get_by_label("Last day").fill("31/2/2027")
        site.page.get_by_label("Why do you ask for it?").fill("Two sessions a week")
        site.press("Ask for it")
        site.says("Enter a real date, for example 17/5/2027")
        site.is_accessible()
        assert site.page.get_by_label("Why do you ask for it?").input_value() == "Two sessions a week"
        site.page.get_by_label("Last day").fill("4/12/2026")
        site.press("Ask for it")
        site.says("You have asked for a temporary measure. It waits for a decision.")
        site.says("Waiting for a decision")
        site.is_accessible()
        site.press("Sign out")

    with time_machine.travel("2026-11-18 11:00"):
        site.sign_in(cast.team_manager)
        site.page.goto(f"{site.url}{reverse('worklist')}?kind=oversight_waiting")
        site.follow("Dafydd Morgan")
        site.page.goto(person)
        site.follow("Agree or refuse this measure")
        site.is_accessible()
        site.page.get_by_label("Agree it").check()
        site.page.get_by_label("Why?").fill("The programme sees him twice a week")
        site.press("Save the decision")
        site.says("You have agreed the temporary measure. It holds until Friday 4 December.")
        site.says(f"By telephone until 4 December 2026, agreed by {cast.team_manager}.")
        site.is_accessible()
        site.press("Sign out")

    assert Contact.objects.get().type_id == "MO1"
    with time_machine.travel("2026-12-01 09:00"):
        scan_contacts(by=None, as_of=date(2026, 12, 1))
        site.sign_in(cast.case_manager)
        site.page.goto(person)
        site.says("Its last day is Friday 4 December.")

    with time_machine.travel("2026-12-05 09:00"):
        site.sign_in(cast.case_manager)
        site.page.goto(person)
        site.says("1 earlier temporary measure")
        site.page.get_by_text("1 earlier temporary measure").click()
        site.says("Expired")
        assert not site.page.get_by_text("By telephone until").count()
        assert Oversight.objects.get().state == "agreed"
