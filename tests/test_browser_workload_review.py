"""A workload review in a browser, from the request to the chief officer's decision (Source B, 1.4 to 2.4)."""

import re

import pytest
import time_machine
from django.urls import reverse

from tests.reviews import LETTERS
from tests.test_browser_month import site
from workload.models import Concern, Escalation

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_request_to_the_decision_of_the_chief_officer(site, cast):
    page = site.page

    def answer(label: str, words: str) -> None:
        page.get_by_label(label).fill(words)

    def press_link(words: str) -> None:
        page.get_by_role("button", name=words, exact=True).click()

    with time_machine.travel("2026-11-18 09:00"):
        site.sign_in(cast.case_manager)
        site.follow("My workload")
        site.follow("Ask for a workload review")
        site.is_accessible()
        site.press("Ask for the review")
        site.says("Enter what concerns you")
        answer("What concerns you about your workload?", "Nine reports in three weeks")
        site.press("Ask for the review")
        site.says("Your concern is kept, and the review waits to be held.")
        site.says("To be held")
        site.is_accessible()
        review = page.url
        press_link("Comment on the checklist")
        answer("Your comment on item b (optional)", "Two moved house")
        site.is_accessible()
        site.press("Save the comments")
        site.says("Two moved house")
        site.press("Sign out")

    with time_machine.travel("2026-11-20 09:00"):
        site.sign_in(cast.team_manager)
        site.follow("Workload reviews to hold")
        site.says("18 November 2026, 2 days")
        site.is_accessible()
        site.follow("Nia Rees")
        press_link("Hold the review")
        site.says("Two moved house")
        for letter in LETTERS:
            page.locator(
                f"label[for={page.locator(f'input[name=confirm_{letter}]').first.get_attribute('id')}]"
            ).click()
        answer("Note on item j", "Looked at together")
        page.get_by_label("The workload is excessive").check()
        answer("Why?", "Well over the threshold")
        site.press("Save the outcome")
        site.says("Enter what is to be done")
        site.is_accessible()
        page.get_by_label("Measure").select_option("reallocate")
        answer("What is to be done?", "Give five cases away")
        page.get_by_label("Who does it?").select_option(str(cast.team_manager.pk))
        answer("By when?", "2/12/2026")
        answer("When is the plan reviewed next?", "4/12/2026")
        site.press("Save the outcome")
        site.says("Plan in progress")
        site.is_accessible()
        site.press("Sign out")

    with time_machine.travel("2026-12-07 09:00"):
        site.sign_in(cast.team_manager)
        site.follow("Workload plans with something overdue")
        site.says("Overdue since 2 December 2026")
        site.follow("Nia Rees")
        press_link("Review the plan")
        page.get_by_label("Dropped", exact=True).check()
        answer("What became of it?", "Nobody could take them")
        answer("How does the plan stand?", "No team has room")
        page.get_by_label(re.compile("Escalate the plan to the LDU head")).check()
        answer("When is the plan reviewed next?", "14/12/2026")
        site.is_accessible()
        site.press("Save the review")
        site.says("You have escalated the plan. It waits for a decision.")
        site.press("Sign out")

    for who, decision, day in (
        (cast.ldu_head, "Escalate to the chief officer", "2026-12-08 09:00"),
        (cast.chief_officer, "Further measures", "2026-12-10 09:00"),
    ):
        with time_machine.travel(day):
            site.sign_in(who)
            site.follow("Escalated workload plans to decide about")
            site.follow("Nia Rees")
            press_link("Decide")
            page.get_by_label(decision).check()
            answer("Why, and what is to be done?", f"Decided by {who}")
            answer("When is the plan reviewed next?", "18/12/2026")
            site.is_accessible()
            site.press("Save the decision")
            site.says("You have decided about the plan.")
            site.is_accessible()
            site.press("Sign out")

    with time_machine.travel("2026-12-11 09:00"):
        site.sign_in(cast.case_manager)
        page.goto(review)
        site.says("Plan in progress")
        site.says("10 December 2026, 1 day")
        site.says(f"Decided by {cast.chief_officer}")
        site.says("Nine reports in three weeks")
        page.goto(f"{site.url}{reverse('officer_workload', args=[cast.case_manager.pk])}")
        site.follow("See the workload review")
    assert Concern.objects.get().words == "Nine reports in three weeks"
    assert [each.decision for each in Escalation.objects.all()] == ["escalate", "measures"]
