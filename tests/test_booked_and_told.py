"""An appointment and its notice in one go: the slip is printed from the answers to check, given, and both are saved."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from contacts.models import Contact, Notice
from tests.appointments import ASKED, VISIT, filled_in, page
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


def sent(client, name, person, *args, told, **answers):
    """The answers to check of a page that books, and where sending them with ``told`` leads."""
    address = reverse(name, args=[person.public_id, *args])
    given = {**filled_in(client, name, address, person.allocations.get().officer, step="check"), **answers}
    checked = client.post(address, given, follow=True)
    at = checked.request["PATH_INFO"] + "?" + checked.request["QUERY_STRING"]
    return checked, client.post(at, {**given, "step": "save", "told": told})


def test_three_pages_lead_to_an_appointment_that_can_count(nia, cast):
    checked, saved = sent(nia, "book", cast.own, told="handed_over")
    new = Contact.objects.get(date=date(2026, 11, 26))
    assert "Open the appointment slip" in checked.content.decode()
    assert saved.url == reverse("contact", args=[cast.own.public_id, new.pk])
    notice = new.notices.get()
    assert (notice.method, notice.issued_by, notice.place) == ("handed_over", cast.case_manager, new.place)
    assert "You have recorded that the notice was given." in nia.get(saved.url).content.decode()


def test_a_slip_is_printed_before_it_is_booked(nia, cast):
    address = reverse("book", args=[cast.own.public_id])
    given = filled_in(nia, "book", address, cast.case_manager, step="check")
    shown = nia.post(address, given)
    slip = nia.get(shown.url + "&slip=1")
    assert (slip["Content-Type"], slip.content[:5]) == ("application/pdf", b"%PDF-")
    assert not Contact.objects.filter(date=date(2026, 11, 26)).exists()


def test_answers_with_a_fault_have_no_slip(nia, cast):
    address = reverse("book", args=[cast.own.public_id])
    given = filled_in(nia, "book", address, cast.case_manager, step="check") | {"start_time": "25:00"}
    shown = nia.post(address, given)
    assert nia.get(shown.url + "&slip=1").url == shown.url


def test_not_yet_leads_to_the_notice(nia, cast):
    _, saved = sent(nia, "book", cast.own, told="")
    new = Contact.objects.get(date=date(2026, 11, 26))
    assert saved.url == reverse("issue_notice", args=[cast.own.public_id, new.pk])
    assert not Notice.objects.exists()


def test_of_one_rearranged(nia, cast):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 25))
    _, saved = sent(nia, "rearrange", cast.own, contact.pk, told="posted", **ASKED, **VISIT)
    assert Notice.objects.get().contact.rearranged_from.get().original == contact
    assert saved.status_code == 302


def test_of_a_further_appointment(nia, cast):
    missed = {"date": date(2026, 11, 17), "outcome_id": "UAAB"}
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, **missed)
    sent(nia, "follow_up_book", cast.own, contact.pk, told="emailed")
    contact.refresh_from_db()
    assert contact.follow_up_contact.notices.get().method == "emailed"


def test_what_is_posted_late_is_said_before(nia, cast):
    checked, _ = sent(nia, "book", cast.own, told="posted", date="19/11/2026")
    assert "It may arrive too late." in checked.content.decode()
    assert Notice.objects.get().is_posted_late


@pytest.mark.parametrize("told", ["shouted", "none"])
def test_what_was_never_offered_tells_nobody(nia, cast, told):
    sent(nia, "book", cast.own, told=told)
    assert not Notice.objects.exists()


def test_where_the_notice_fails_nothing_is_booked(nia, cast, monkeypatch):
    def fail(**given):
        raise RuntimeError("the power is gone")

    monkeypatch.setattr("casework.views.appointments.issue_notice", fail)
    with pytest.raises(RuntimeError, match="power"):
        sent(nia, "book", cast.own, told="posted")
    assert not Contact.objects.filter(date=date(2026, 11, 26)).exists()


def test_of_what_needs_no_notice_nothing_is_asked(nia, cast):
    cast.own.orders.update(terminated_on=date(2026, 11, 20))
    assert "Have you given the notice" not in page(nia, "book", cast.own)
    checked, _ = sent(nia, "book", cast.own, told="posted")
    assert "Have you given the notice" not in checked.content.decode()
    assert not Notice.objects.exists()
