"""From a figure of 83.3% to the appointment slip that is missing, in two clicks."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.factories import ContactFactory, person
from tests.test_browser_month import site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_figure_to_the_missing_slip(site, cast):
    """Six people are applicable, of whom five are met: 500 / 6 = 83.3%."""
    held = {"date": date(2026, 10, 14), "outcome_id": "ATTC"}
    nia = {"officer": cast.case_manager}
    for whom in (cast.own, *(person(cast.case_manager) for _ in range(3))):
        ContactFactory(service_user=whom, noticed=True, **nia, **held)
    ContactFactory(service_user=cast.colleagues, officer=cast.colleague, noticed=True, **held)
    without = person(cast.case_manager, first_name="Sioned", last_name="Vaughan")
    ContactFactory(service_user=without, notice_issued_at="2026-10-01 09:00", **nia, **held)
    with time_machine.travel("2026-11-18 09:00"):
        site.sign_in(cast.team_manager)
        site.page.goto(f"{site.url}{reverse('compliance')}?month=2026-10")
        site.says("83.3%")
        site.is_accessible()
        reason = site.page.get_by_role("row").filter(has_text="No appointment slip was uploaded.")
        reason.get_by_role("link", name="1").click()
        site.says("Only those of whom this is true: No appointment slip was uploaded.")
        site.is_accessible()
        site.page.get_by_role("row").filter(has_text="Sioned Vaughan").get_by_role("link", name="14 October").click()
        site.says("No appointment slip was uploaded.")
        site.is_accessible()
