"""An allocation from end to end in a browser: candidates compared, allocated, handed over; what is then to rebook."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.scan import scan_contacts
from cases.models import Allocation, AllocationDecision
from tests.factories import ContactFactory
from tests.test_browser_month import site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_case_is_allocated_handed_over_and_its_appointment_is_to_rebook(site, cast):
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 24), noticed=True)
    with time_machine.travel("2026-11-18 09:00"):
        site.sign_in(cast.team_manager)
        site.page.goto(f"{site.url}{reverse('service_user', args=[cast.own.public_id])}")
        site.follow("Allocate this case")
        site.press("Allocate")
        site.says("Select who")
        site.is_accessible()
        # One Amber case, 1.94 of 100, and with this one 3.88.
        site.says("1 case, workload 1.9% now, 3.9% with this case")
        site.page.get_by_label("Owain Parry").check()
        site.page.get_by_label("Why?", exact=True).select_option(label="To balance workloads")
        site.page.locator("[name=handover]").fill("Prefers mornings")
        site.press("Allocate")
        site.says("You have allocated this case to Owain Parry from Wednesday 18 November.")
        site.is_accessible()
        site.press("Sign out")

    assert Allocation.objects.get(service_user=cast.own, ends_on=None).officer == cast.colleague
    assert AllocationDecision.objects.get().handover == "Prefers mornings"
    with time_machine.travel("2026-11-18 10:00"):
        scan_contacts(by=None, as_of=date(2026, 11, 18))
        site.sign_in(cast.colleague)
        site.says("Appointments to rebook")
        site.page.goto(f"{site.url}{reverse('timeline', args=[cast.own.public_id])}")
        site.says("Prefers mornings")
        site.is_accessible()
