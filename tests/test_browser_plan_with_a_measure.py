"""A workload plan with an additional measure in a browser: proposed, agreed, near its end, and expired."""

import pytest
import time_machine
from django.urls import reverse

from tests.reviews import planned
from tests.test_browser_month import site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_plan_with_a_measure_that_expires(site, cast):
    with time_machine.travel("2026-11-10 09:00"):
        plan = planned(cast.case_manager, cast.team_manager)
    review = f"{site.url}{reverse('workload_review', args=[plan.review.pk])}"

    with time_machine.travel("2026-11-18 09:00"):
        site.sign_in(cast.team_manager)
        site.follow("Workload plans in progress")
        site.follow("Nia Rees")
        site.says("None have been proposed for these cases.")
        site.is_accessible()
        site.follow("Propose an additional measure")
        site.page.get_by_label("By telephone instead of face to face, while engaged").check()
        site.page.get_by_label("The cases of one case manager").check()
        site.page.get_by_label("Case manager", exact=True).select_option(label="Nia Rees")
        site.page.get_by_label("Green", exact=True).check()
        site.page.get_by_label("Why is it needed?").fill("The plan of 10 November")
        site.page.get_by_label("Public protection assessment").fill("Nobody with a high risk is among them")
        site.page.get_by_label("First day").fill("18/11/2026")
        site.page.get_by_label("Last day").fill("11/12/2026")
        site.page.get_by_label("Review by").fill("2/12/2026")
        site.press("Propose it")
        site.says("You have proposed the measure. It waits for the LDU head.")
        site.page.goto(review)
        site.says("By telephone instead of face to face")
        site.says("Waiting for the LDU head")
        site.is_accessible()
        site.press("Sign out")

        site.sign_in(cast.ldu_head)
        site.follow("Additional measures to decide")
        site.follow("By telephone instead of face to face, while engaged")
        site.follow("Decide about this measure")
        site.page.get_by_label("Agree it").check()
        site.page.get_by_label("Why?").fill("Until the new case manager starts")
        site.press("Save the decision")
        site.says("You have agreed the measure. It holds until Friday 11 December.")
        site.press("Sign out")

    for day, words in (("2026-11-30", "In force"), ("2026-12-12", "Expired")):
        with time_machine.travel(f"{day} 09:00"):
            site.sign_in(cast.team_manager)
            is_near = site.page.get_by_role("link", name="Additional measures that end in the next 14 days").count()
            assert is_near == (words == "In force")
            site.page.goto(review)
            site.page.get_by_role("listitem").filter(has_text="18 November to 11 December 2026").get_by_text(
                words, exact=True
            ).wait_for()
            site.is_accessible()
            site.press("Sign out")
