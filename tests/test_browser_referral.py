"""A referral from end to end in a browser: recorded, accepted, not finished, and its mistake taken out."""

import re

import pytest
import time_machine
from django.urls import reverse

from cases.models import Referral
from tests.test_browser_month import site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_referral_is_recorded_and_what_came_of_it(site, cast):
    with time_machine.travel("2026-11-18 09:00"):
        site.sign_in(cast.case_manager)
        site.page.goto(f"{site.url}{reverse('orders', args=[cast.own.public_id])}")
        site.says("No referrals are recorded.")
        site.follow("Record a referral")
        site.is_accessible()
        site.page.get_by_label("Accommodation").check()
        site.page.get_by_label("Who is it to?").fill("Newport Homes")
        site.page.get_by_label("When was the referral made?").fill("tomorrow")
        site.press("Record the referral")
        site.says("The date of the referral must be today or in the past")
        site.is_accessible()
        site.page.get_by_label("When was the referral made?").fill("yesterday")
        site.press("Record the referral")
        site.says("You have recorded a referral to Newport Homes.")
        site.is_accessible()
        site.follow(re.compile("Record what came of it"))
        site.page.get_by_label("Accepted", exact=True).check()
        site.page.get_by_label("When was that?").fill("today")
        site.press("Save")
        site.follow(re.compile("Record what came of it"))
        site.page.get_by_label("Did not finish").check()
        site.page.get_by_label("When was that?").fill("today")
        site.press("Save")
        site.says("Enter why it ended without being completed")
        site.page.get_by_label("Why did it end?").fill("Moved in with a brother")
        site.press("Save")
        site.says("Moved in with a brother")
        site.follow(re.compile("Take out “Did not finish”"))
        site.page.get_by_label("Why is it a mistake?").fill("The brother changed his mind")
        site.press("Take this out")
        site.says("You have taken out what came of the referral.")
        site.is_accessible()
        assert Referral.objects.with_state().get().state == "accepted"
