"""An additional measure from end to end in a browser: proposed, previewed, agreed, in force, and expired."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from contacts.additional import AdditionalMeasure
from tests.factories import ContactFactory
from tests.test_browser_month import site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_measure_for_a_team_is_proposed_previewed_agreed_and_expires(site, cast):
    ContactFactory(service_user=cast.own, officer=cast.case_manager, outcome_id="ATTC", date=date(2026, 11, 2))
    person = f"{site.url}{reverse('service_user', args=[cast.own.public_id])}"
    with time_machine.travel("2026-11-18 09:00"):
        site.sign_in(cast.team_manager)
        site.follow("Additional measures")
        site.says("No additional measures are recorded here.")
        site.is_accessible()
        site.page.get_by_role("button", name="Propose an additional measure").click()
        site.is_accessible()
        site.page.get_by_label("Less often").check()
        site.page.get_by_label("How many days between contacts?").fill("28")
        site.page.get_by_label("The whole team").check()
        site.page.get_by_label("Amber", exact=True).check()
        site.page.get_by_label("Why is it needed?").fill("The workload is at 125%")
        site.page.get_by_label("Public protection assessment").fill("Nobody with a high risk is among them")
        site.page.get_by_label("First day").fill("18/11/2026")
        site.page.get_by_label("Last day").fill("31/12/2026")
        site.page.get_by_label("Review by").fill("7/12/2026")
        site.press("Propose it")
        site.says("Enter more days than the contact standard has.")
        site.is_accessible()
        assert site.page.get_by_label("Why is it needed?").input_value() == "The workload is at 125%"
        site.page.get_by_label("How many days between contacts?").fill("42")
        site.press("Propose it")
        site.says("You have proposed the measure. It waits for the LDU head.")
        site.says("On 18 November 2026 it applies to 2 of them.")
        site.is_accessible()
        site.press("Sign out")

    with time_machine.travel("2026-11-18 11:00"):
        site.sign_in(cast.ldu_head)
        site.follow("Additional measures to decide")
        site.follow("Less often")
        site.follow("Decide about this measure")
        site.says("The next contact of 1 person is due on another day.")
        site.says("A contact that counts is still needed in every calendar month.")
        site.says("Key priorities among them")
        site.is_accessible()
        site.page.get_by_label("Agree it").check()
        site.page.get_by_label("Why?").fill("Until two new case managers start")
        site.press("Save the decision")
        site.says("You have agreed the measure. It holds until Thursday 31 December.")
        site.is_accessible()
        site.press("Sign out")

    with time_machine.travel("2026-11-19 09:00"):
        site.sign_in(cast.case_manager)
        site.page.goto(person)
        site.says("It is due by Monday 14 December.")
        site.says(f"Every 42 days until 31 December 2026 by an additional measure, agreed by {cast.ldu_head}.")
        site.is_accessible()
        site.follow("Less often: every 42 days.")
        site.says("Until two new case managers start")
        site.is_accessible()

    with time_machine.travel("2027-01-01 09:00"):
        site.sign_in(cast.case_manager)
        site.page.goto(person)
        site.says("It was due by Monday 30 November")
        assert not site.page.get_by_text("by an additional measure").count()
        assert AdditionalMeasure.objects.get().state == "agreed"
