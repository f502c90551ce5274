"""An absence with cover and a transfer of the cases at once, from end to end in a browser."""

import pytest
import time_machine
from django.urls import reverse

from cases.models import Allocation, Cover
from tests.test_browser_month import site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_absence_is_covered_and_then_the_cases_are_transferred(site, cast):
    with time_machine.travel("2026-11-18 09:00"):
        site.sign_in(cast.team_manager)
        site.page.goto(f"{site.url}{reverse('record_absence')}")
        site.page.get_by_label("Who is away?").select_option(str(cast.case_manager.pk))
        site.page.get_by_label("Sickness").check()
        site.page.get_by_label("First day").fill("18/11/2026")
        site.page.get_by_label("Last day").fill("27/11/2026")
        site.press("Record the absence")
        site.says("Nobody yet")
        site.follow("Record who covers these days")
        site.is_accessible()
        assert site.page.get_by_label("Last day").input_value() == "27/11/2026"
        site.press("Record cover")
        site.says("Select which cases are covered")
        site.page.get_by_label("All cases, also those that are allocated meanwhile").check()
        site.page.get_by_label("Who covers?", exact=True).select_option(str(cast.colleague.pk))
        site.is_accessible()
        site.press("Record cover")
        site.says("You have recorded who covers for Nia Rees.")
        site.says("Owain Parry covers for Nia Rees")
        site.is_accessible()
        site.press("Sign out")

        site.sign_in(cast.colleague)
        site.says("You cover for Nia Rees until 27 November 2026")
        site.follow("See the cases")
        site.page.get_by_text("1 case", exact=False).first.click()
        site.follow("Dafydd Morgan")
        site.says("Covered by Owain Parry until 27 November 2026.")
        site.page.goto(f"{site.url}{reverse('worklist')}?tab=cover")
        site.says("They stay on the worklist of the case manager responsible")
        site.is_accessible()
        site.press("Sign out")

        site.sign_in(cast.case_manager)
        site.says("Owain Parry covers for you until 27 November 2026")
        site.press("Sign out")

        site.sign_in(cast.team_manager)
        site.page.goto(f"{site.url}{reverse('share_out', args=[cast.case_manager.pk])}")
        site.page.get_by_label("Why?").select_option("absence")
        site.page.get_by_label("New allocation: Dafydd Morgan").select_option(str(cast.colleague.pk))
        site.press("Allocate these cases")
        site.says("You have allocated 1 case.")
        assert Allocation.objects.on("2026-11-18").get(service_user=cast.own).officer == cast.colleague
        site.page.goto(f"{site.url}{reverse('end_cover', args=[Cover.objects.get().pk])}")
        site.press("Take away this cover")
        site.says("You have taken away the cover for Nia Rees.")
        assert not Cover.objects.exists()
