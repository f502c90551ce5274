"""A month in a browser: signed, a record changed, the difference seen, and the month restated."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from reports.models import MonthReturn
from tests.factories import ContactFactory
from tests.test_browser_month import site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HELD = {"date": date(2026, 11, 12), "outcome_id": "ATTC"}


def test_a_month_is_signed_and_restated_once_a_slip_was_found(site, cast):
    """One of four is met, 25.0%; with the slip that was found, two are."""
    ContactFactory(service_user=cast.own, officer=cast.case_manager, noticed=True, **HELD)
    without = ContactFactory(service_user=cast.colleagues, officer=cast.colleague, **HELD)
    with time_machine.travel("2026-12-08 09:00"):
        site.sign_in(cast.ldu_head)
        site.says("November 2026 can be signed.")
        site.is_accessible()
        site.follow("Look at it and sign it")
        site.says("25.0%")
        site.is_accessible()
        site.press("Sign this month")
        site.says("You have signed November 2026.")
        site.says("Nothing has changed since this was signed.")
        site.is_accessible()
        signed = site.page.url
        site.press("Sign out")

    without.notice_issued_at, without.slip_uploaded = "2026-11-05 09:00", True
    without.save()
    with time_machine.travel("2026-12-10 09:00"):
        site.sign_in(cast.ldu_head)
        site.page.goto(signed)
        site.says("1 person would now be met.")
        site.says("The figure would now be 50.0%.")
        site.page.get_by_role("row").filter(has_text="Ffion Hughes").first.get_by_text("Not met").wait_for()
        site.is_accessible()
        site.page.get_by_role("button", name="Restate this month").click()
        site.page.get_by_label("Why is it restated?").fill("The slip was in the paper file")
        site.is_accessible()
        site.press("Sign this month")
        site.says("The slip was in the paper file")
        site.says("50.0%")
        site.is_accessible()
        site.page.goto(signed)
        site.says("This version was restated on 10 December 2026.")
        site.says("25.0%")
        site.press("Sign out")

        site.sign_in(cast.chief_officer)
        site.page.goto(f"{site.url}{reverse('returns')}")
        site.page.get_by_role("row").filter(has_text="November 2026").filter(has_text="Gwent").get_by_text(
            "Restated"
        ).wait_for()
        site.is_accessible()
    assert [each.met for each in MonthReturn.objects.order_by("version")] == [1, 2]
