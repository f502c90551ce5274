"""A scenario from end to end in a browser: made, shared, agreed by the LDU head, and applied."""

import pytest
import time_machine
from django.urls import reverse

from cases.models import Allocation
from staff.models import Post
from tests.factories import person
from tests.test_browser_month import site
from workload.models import Adjustment, Scenario

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_scenario_is_made_shared_and_applied(site, cast):
    """Nia's Red case, 4.85 points, goes to Owain, and she works half time; 2 Red cases are expected with him."""
    red = person(cast.case_manager, first_name="Ifan", last_name="Lloyd", brag="red")
    with time_machine.travel("2026-11-18 09:00"):
        site.sign_in(cast.team_manager)
        site.follow("Workload")
        site.follow("Try a change in a what-if scenario")
        site.says("There are no scenarios to try.")
        site.is_accessible()
        site.press("Make a scenario")
        site.press("Continue")
        site.says("Enter a name")
        site.is_accessible()
        site.page.get_by_role("textbox", name="Name").fill("Nia works half time")
        site.press("Continue")
        site.says("It changes nothing yet.")

        site.follow("Move cases")
        site.is_accessible()
        site.follow("Nia Rees")
        site.page.get_by_label("Ifan Lloyd: Red, 4.85 points").check()
        site.page.get_by_label("Owain Parry").check()
        site.is_accessible()
        site.press("Add to the scenario")
        site.says("You have added to the scenario.")

        site.follow("Change somebody’s hours")
        site.page.get_by_label("Who?").select_option(label="Nia Rees")
        site.page.get_by_label("Hours a week").fill("18.5")
        site.press("Add to the scenario")
        site.says("Nia Rees works 18.5 hours a week")

        site.follow("Add expected cases")
        site.page.get_by_label("Who would they go to?").select_option(label="Owain Parry")
        site.page.get_by_label("Red", exact=True).check()
        site.page.get_by_label("How many?").fill("2")
        site.press("Add to the scenario")
        # Owain: 1.94 + 4.85 + 2 x 4.85 = 16.49.
        site.says("16.49")
        site.is_accessible()
        site.press("Share with the LDU head")
        site.says("You have shared the scenario.")
        site.press("Sign out")

    made = Scenario.objects.get()
    address = f"{site.url}{reverse('scenario', args=[made.pk])}"
    with time_machine.travel("2026-11-18 11:00"):
        site.sign_in(cast.ldu_head)
        site.follow("Workload")
        site.follow("Try a change in a what-if scenario")
        site.follow("Nia works half time")
        site.press("Say what you think")
        site.page.get_by_label("Yes", exact=True).check()
        site.is_accessible()
        site.press("Save")
        site.says("You have said what you think.")
        site.says("Agrees")
        site.press("Sign out")

    with time_machine.travel("2026-11-18 12:00"):
        site.sign_in(cast.team_manager)
        site.page.goto(address)
        site.press("Apply this scenario")
        site.says("Expected cases are only thought of. Nothing is recorded for them.")
        site.is_accessible()
        assert Allocation.objects.get(service_user=red).officer == cast.case_manager
        site.press("Apply it")
        site.says("You have applied the scenario.")
        site.says("These are the figures as they were when the scenario was applied.")
        site.says("16.49")
        site.is_accessible()

    assert Allocation.objects.filter(service_user=red).latest("starts_on").officer == cast.colleague
    assert Post.objects.filter(user=cast.case_manager, weekly_hours="18.5").exists()
    assert not Adjustment.objects.exists()
