"""Weightings from end to end in a browser: drafted, previewed, agreed, and in force from their first day on."""

import pytest
import time_machine
from django.urls import reverse

from tests.test_browser_month import site
from workload.models import WorkloadModel

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def points_of_nia(site, cast, day: str) -> None:
    """Nia's page of the workload on a day: her one case is Amber."""
    with time_machine.travel(f"{day} 09:00"):
        site.sign_in(cast.case_manager)
        site.follow("My workload")
        site.is_accessible()


def test_weightings_are_drafted_previewed_agreed_and_started(site, cast):
    """An Amber case weighs 2 of 103.1066... hours, 1.94 points; with 4 hours it is 3.88."""
    with time_machine.travel("2026-11-18 09:00"):
        site.sign_in(cast.administrator)
        site.page.goto(f"{site.url}{reverse('workload_how')}")
        site.page.get_by_role("button", name="Draft a workload model").click()
        site.page.get_by_label("First day").fill("1/1/2027")
        site.page.get_by_label("What does it come from?").fill("Decision 8")
        site.page.locator("[name=amber]").fill("4")
        site.is_accessible()
        site.press("Save and see what it changes")
        site.says("You have saved the draft. It counts nowhere until it is agreed and has begun.")
        site.press("Sign out")

    draft = WorkloadModel.objects.drafts().get()
    with time_machine.travel("2026-11-18 11:00"):
        site.sign_in(cast.chief_officer)
        site.page.goto(f"{site.url}{reverse('workload_model', args=[draft.pk])}")
        site.says("This is what would change on 1 January 2027")
        site.says("Newport 1")
        site.is_accessible()
        site.press("Agree it from 1 January 2027")
        site.says("You have agreed the model. It counts from its first day on.")
        site.press("Sign out")

    points_of_nia(site, cast, "2026-12-31")
    site.says("1.94")
    site.press("Sign out")
    points_of_nia(site, cast, "2027-01-01")
    site.says("3.88")
