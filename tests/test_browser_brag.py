"""A lower BRAG status from end to end in a browser: sent, agreed, in force; the figures follow the agreement alone."""

import pytest
import time_machine
from django.urls import reverse

from base.months import Month
from cases.brag import WORDS
from cases.models import ServiceUser
from contacts import facts
from reports.figures import figures
from staff.units import Unit
from tests.answers import ask
from tests.test_browser_month import site
from workload.models import WorkloadModel
from workload.selectors import load_of

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOON = "2026-11-18 12:00"


def every_figure(cast) -> list:
    with time_machine.travel(NOON, tick=False):
        today = Month.parse("2026-11").first.replace(day=18)
        model = WorkloadModel.objects.in_force(today)
        return [
            figures([Month.of(today)], today, Unit.of(cast.case_manager)),
            load_of(cast.case_manager, today, model),
            ask("compliance", "--month", "2026-11", "--level", "service_user"),
            ask("workload", "--level", "case_manager"),
            ServiceUser.objects.with_brag(today).get(pk=cast.own.pk).brag,
        ]


def test_a_lower_status_counts_once_the_team_manager_agrees_it(site, cast):
    facts.refresh()
    before = every_figure(cast)
    with time_machine.travel(NOON):
        site.sign_in(cast.case_manager)
        site.page.goto(f"{site.url}{reverse('service_user', args=[cast.own.public_id])}")
        site.follow("Review the BRAG status")
        site.is_accessible()
        site.page.get_by_label("Blue", exact=True).check()
        for name in WORDS:
            site.page.locator(f"[name={name}]").fill("A little less than before")
        site.press("Continue")
        site.says("This lowers the status from Amber to Blue")
        site.is_accessible()
        site.page.reload()
        site.press("Send for agreement")
        site.says("The status becomes Blue once the team manager agrees it.")
        site.says("Waiting for agreement")
        site.is_accessible()
        site.press("Sign out")
    assert every_figure(cast) == before

    with time_machine.travel(NOON):
        site.sign_in(cast.team_manager)
        site.page.goto(f"{site.url}{reverse('worklist')}?kind=brag_waiting")
        site.follow("Agree the lower BRAG status")
        site.is_accessible()
        site.page.get_by_label("Agree the lower status").check()
        site.press("Save the decision")
        site.says("You have agreed the BRAG review. The status is Blue from today.")
        site.page.goto(f"{site.url}{reverse('brag_reviews', args=[cast.own.public_id])}")
        site.says("agreed by")
        site.is_accessible()
    assert not [each for each, was in zip(every_figure(cast), before, strict=True) if each == was]
