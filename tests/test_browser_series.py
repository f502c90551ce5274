"""A series of twelve in a browser: proposed, changed, booked in one step, and told of by one letter."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from contacts.models import Contact, ContactStandard, Notice
from contacts.series import Series
from staff.models import Absence
from tests.factories import ContactFactory
from tests.test_browser_month import Site, site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_twelve_months_are_booked_in_one_step_and_told_of_by_one_letter(site: Site, cast):
    ContactStandard.objects.filter(status="amber").update(contact_every=1, unit="months")
    Absence.objects.create(user=cast.case_manager, kind="leave", starts_on="2026-12-21", ends_on="2027-01-03")
    busy = {"service_user": cast.colleagues, "officer": cast.case_manager}
    ContactFactory(**busy, date=date(2027, 2, 3))
    with time_machine.travel("2026-11-02 09:00"):
        site.sign_in(cast.case_manager)
        site.page.goto(f"{site.url}{reverse('service_user', args=[cast.own.public_id])}")
        site.press("Book a series")
        site.says("The first date is proposed in the first half of a month")
        site.is_accessible()
        assert site.page.get_by_label("First date").input_value() == "3/11/2026"
        site.page.get_by_label("Last date").fill("31/10/2027")
        site.page.get_by_label("Type of contact").select_option("COAP")
        site.page.get_by_label("Start time").fill("9:30am")
        site.press("Continue")
        site.says("Every calendar month")
        site.says("Appointment 12: Monday 4 October 2027")
        site.says("Moved from Sunday 3 January 2027. 3 January 2027 is a Sunday.")
        site.says("Nia Rees already has an appointment from 9:30am to 10am that day, with Ffion Hughes.")
        site.is_accessible()

        # Meanwhile somebody else takes one of the days.
        ContactFactory(**busy, date=date(2027, 6, 3))
        site.press("Book the series")
        site.follow(re.compile("Appointment 8: Nia Rees already has an appointment"))
        site.is_accessible()
        eighth = site.page.get_by_role("group", name=re.compile("Appointment 8"))
        eighth.get_by_label("Date").fill("4/6/2027")
        site.press("Book the series")
        site.says("You have booked a series of 12 appointments.")
        site.is_accessible()

        site.press("Issue one notice for 12 appointments")
        site.says("Your appointments from Tuesday 3 November 2026 to Monday 4 October 2027")
        site.is_accessible()
        site.page.get_by_label("I handed it over").check()
        site.page.get_by_label("Now", exact=True).check()
        site.press("Record that the notice was given")
        site.says("You have recorded that the notice was given.")
        site.says("Booked")
    booked = Contact.objects.filter(series=Series.objects.get())
    months = sorted((each.date.year, each.date.month) for each in booked)
    assert months == [(2026, 11), (2026, 12), *[(2027, month) for month in range(1, 11)]]
    assert Notice.objects.filter(contact__in=booked).count() == 12
