"""What happened, from end to end in a browser: missed, with evidence, and decided; many at once; a note with files."""

import re
from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from alerts.scan import scan_contacts
from contacts.models import Contact, Enforcement, MonthFact, Note
from tests.clamd import EICAR, clamd
from tests.factories import ContactFactory, person
from tests.test_browser_month import Site, site

__all__ = ["Site", "site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PDF = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 from the doctor"}


def page_of(contact, name="contact") -> str:
    return reverse(name, args=[contact.service_user.public_id, contact.pk])


def test_missed_with_evidence_awaited_then_decided_and_followed_up(site, cast):
    missed = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 3), noticed=True)
    with time_machine.travel("2026-11-04 09:00"):
        scan_contacts(by=None, as_of=date(2026, 11, 4))
        site.sign_in(cast.case_manager)
        site.follow(re.compile("Dafydd Morgan.*Outcome to record"))
        site.page.get_by_label("Failed to attend, reason not known yet (AFTA)").check()
        site.page.get_by_label("Evidence awaited until (optional)").fill("9/11/2026")
        site.is_accessible()
        site.press("Save the outcome")
        site.press("Continue")
        site.answer_appointment(date="10/11/2026", start="9:30am")
        site.page.get_by_label("I handed it over").check()
        site.press("Book and record the offer")
        site.says("You have recorded that the notice was given.")
    assert Enforcement.objects.get().respond_by == date(2026, 11, 9)
    with time_machine.travel("2026-11-10 09:00"):
        scan_contacts(by=None, as_of=date(2026, 11, 10))
        site.sign_in(cast.case_manager)
        site.follow(re.compile("Dafydd Morgan.*Absence to decide"))
        site.page.get_by_label("Acceptable absence", exact=True).check()
        site.page.get_by_label("Reason for the absence").select_option("AAME")
        site.page.get_by_label("Why are you changing the outcome?").fill("A letter from the doctor came")
        site.press("Save the outcome")
        site.says("You have recorded the outcome of the appointment on Tuesday 3 November.")
        site.is_accessible()
    missed.refresh_from_db()
    assert (missed.outcome_id, missed.follow_up_on) == ("AAME", date(2026, 11, 4))
    assert MonthFact.objects.get(service_user=cast.own, month=date(2026, 11, 1)).met


def test_a_days_outcomes_in_one_table(site, cast):
    people = [cast.own, *(person(cast.case_manager) for _ in range(3))]
    for hour, each in enumerate(people, 9):
        at = {"date": date(2026, 11, 3), "start_time": time(hour), "end_time": time(hour, 30)}
        ContactFactory(service_user=each, officer=cast.case_manager, **at)
    with time_machine.travel("2026-11-04 09:00"):
        site.sign_in(cast.case_manager)
        site.follow("Worklist")
        site.follow("Record several outcomes at once")
        for each in people[:3]:
            site.page.get_by_label(f"What happened: {each.name}").first.select_option("ATTC")
        site.is_accessible()
        site.press("Save the outcomes")
        site.says("You have recorded 3 outcomes.")
    assert Contact.objects.filter(outcome="ATTC").count() == 3


def test_a_sensitive_note_with_files_good_too_large_wrong_and_infected(site, cast):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 3))
    files = site.page.get_by_label("Files (optional)")
    with time_machine.travel("2026-11-04 09:00"), clamd():
        site.sign_in(cast.case_manager)
        site.page.goto(f"{site.url}{page_of(contact, 'add_note')}")
        site.page.get_by_label("Note", exact=True).fill("Told in confidence")
        site.page.get_by_label("This contact is sensitive").check()
        for content, said in [
            (PDF["buffer"] + b"x" * 5 * 1024 * 1024, "“letter.pdf” must be 5MB or smaller"),
            (b"MZ a program", "The content of “letter.pdf” is not what its name says"),
            (PDF["buffer"] + EICAR, "“letter.pdf” contains a virus"),
        ]:
            files.set_input_files({**PDF, "buffer": content})
            site.press("Add the note")
            site.says(said)
            assert site.page.get_by_label("Note", exact=True).input_value() == "Told in confidence"
            assert site.page.get_by_label("This contact is sensitive").is_checked()
        files.set_input_files(PDF)
        site.press("Add the note")
        site.says("Told in confidence")
        site.is_accessible()
        href = site.page.get_by_role("link", name="letter.pdf").get_attribute("href")
        assert site.page.request.get(f"{site.url}{href}").body() == PDF["buffer"]
    assert Note.objects.get().sensitive


def test_one_who_rings_to_say_that_they_cannot_come(site, cast):
    coming = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 5), noticed=True)
    with time_machine.travel("2026-11-04 09:00"):
        site.sign_in(cast.case_manager)
        site.page.goto(f"{site.url}{page_of(coming)}")
        site.press("Move it, cancel it or record an absence")
        site.page.get_by_label("The service user cannot come: an acceptable absence").check()
        site.page.get_by_label("Reason for the absence").select_option("AAEM")
        site.is_accessible()
        site.press("Continue")
        site.says("Offer a further appointment by")
    coming.refresh_from_db()
    assert coming.outcome_id == "AAEM"
