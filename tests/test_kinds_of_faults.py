"""Faults that other software of the kind had, each by the kind of fault, with its input and others like it."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django import forms
from django.urls import reverse

from alerts.models import Alert
from alerts.scan import scan_contacts
from cases.models import Allocation, Custody, Order
from casework.forms.appointments import CancelForm
from casework.services.appointments import book, cancel, rearrange
from casework.services.notices import issue_notice
from casework.services.outcomes import record_outcome
from casework.services.recording import record_contact
from casework.services.refusals import ChangedMeanwhile, Refused, SentBefore, version
from casework.services.ways_back import correct_booking
from casework.uploads import Upload
from contacts import facts
from contacts.models import Contact, ContactOutcome, Notice
from tests.appointments import OFFICE_VISIT, answer, arrange, hidden, page
from tests.factories import BragReviewFactory, ContactFactory
from tests.test_every_label import own
from ui.fields import LongTextField

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.fixture
def contact(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 4))


def to_book(cast, **fields) -> Contact:
    return ContactFactory.build(**{"service_user": cast.own, "officer": cast.case_manager, **fields})


def about(cast, contact):
    return {"by": cast.case_manager, "contact": contact, "seen": version(Contact.objects.get(pk=contact.pk))}


# An old page does what no page offers


@pytest.mark.parametrize("name", ["cancel", "rearrange"])
@pytest.mark.parametrize("later", ["2026-11-04 10:00", "2026-11-04 09:30", "2026-12-24 23:59"])
def test_an_old_page_does_what_no_page_offers(cast, sign_in, contact, name, later):
    nia = sign_in(cast.case_manager)
    html = page(nia, name, cast.own, contact.pk)
    answers = {"seen": hidden(html, "seen"), "asked_by": "service", "reason": "Ill", "step": "save", **OFFICE_VISIT}
    answers |= {"date": "29/12/2026", "office": cast.own.office_id, "officer": cast.case_manager.pk}
    with time_machine.travel(later):
        nia = sign_in(cast.case_manager)
        reference = {"contact_ref": "W0123456789AB"}
        said = nia.post(reverse(name, args=[cast.own.public_id, contact.pk]), answers | reference).content.decode()
        about_it = {**about(cast, contact), "asked_by": "service", "reason": "Ill"}
        with pytest.raises(Refused, match="This appointment has started"):
            if name == "cancel":
                cancel(**about_it)
            else:
                rearrange(**about_it, appointment=to_book(cast, date=date(2026, 12, 29)))
    assert "This appointment has started. Record the outcome instead." in said
    assert Contact.objects.get().is_open


@pytest.mark.parametrize("day, start", [("30/10/2026", "9:00"), ("2/11/2026", "8:00")])
@pytest.mark.parametrize("step", ["check", "save"])
def test_a_page_rearranges_into_the_past(nia, cast, contact, day, start, step):
    answers = {"date": day, "start_time": start, "officer": cast.case_manager.pk, "asked_by": "service"}
    said = arrange(nia, "rearrange", cast.own, contact.pk, step=step, reason="Ill", **answers).content.decode()
    assert "If this took place, record it as a contact that took place" in said
    assert Contact.objects.get().is_open


@pytest.mark.parametrize("day, start", [(date(2026, 10, 30), time(9)), (date(2026, 11, 2), time(8))])
def test_an_old_page_rearranges_into_the_past(cast, contact, day, start):
    past = to_book(cast, date=day, start_time=start)
    with pytest.raises(Refused, match="If this took place, record it as a contact that took place"):
        rearrange(**about(cast, contact), asked_by="service", reason="Ill", appointment=past)
    assert Contact.objects.get().is_open


def test_an_old_page_corrects_what_the_service_user_has_been_told_since(nia, cast, contact):
    answers = {"seen": hidden(page(nia, "correct_booking", cast.own, contact.pk), "seen"), **OFFICE_VISIT}
    answer(nia, "issue_notice", contact, method="emailed")
    answers |= {"office": cast.own.office_id, "officer": cast.case_manager.pk, "reason": "Wrong day"}
    address = reverse("correct_booking", args=[cast.own.public_id, contact.pk])
    for step in ("", "save"):
        assert nia.post(address, answers | {"step": step}, follow=True).status_code == 200
    assert Contact.objects.get().date == date(2026, 11, 4)


# A form changed after Back is taken for the first one sent twice


def test_a_form_changed_after_back_is_taken_for_the_first_one_sent_twice(nia, cast):
    html = page(nia, "book", cast.own)
    answers = {"contact_ref": hidden(html, "contact_ref"), **OFFICE_VISIT, "office": cast.own.office_id}
    answers |= {"officer": cast.case_manager.pk, "step": "save"}
    address = reverse("book", args=[cast.own.public_id])
    assert nia.post(address, answers).status_code == 302
    changed = nia.post(address, answers | {"date": "11/11/2026"})
    said = changed.content.decode()
    assert "You have already used this form to book an appointment on Tuesday 10 November at 9:30am." in said
    assert "The answers below have not been booked." in said
    assert 'value="11/11/2026"' in said
    assert Contact.objects.count() == 1
    again = answers | {"date": "11/11/2026", "contact_ref": hidden(said, "contact_ref")}
    assert nia.post(address, again).status_code == 302
    assert sorted(Contact.objects.values_list("date", flat=True)) == [date(2026, 11, 10), date(2026, 11, 11)]


@pytest.mark.parametrize(
    "changed", [{"start_time": time(9, 15)}, {"end_time": time(10, 30)}, {"place": "Cwmbran"}, {"type_id": "COAI"}]
)
def test_a_form_changed_in_any_answer_is_told_apart(cast, changed):
    def send(**fields):
        appointment = to_book(cast, contact_ref="W1", date=date(2026, 11, 4), **fields)
        return book(by=cast.case_manager, appointment=appointment)

    assert send() == send()
    with pytest.raises(SentBefore, match=r"have not been\s+booked"):
        send(**changed)
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("changed", [{"asked_by": "service"}, {"reason": "Court"}])
def test_a_rearrangement_changed_after_back_is_told_apart(cast, contact, changed):
    def send(**answers):
        new = to_book(cast, contact_ref="W1", date=date(2026, 11, 6))
        who = {"asked_by": "service_user", "reason": "Ill", **answers}
        return rearrange(**about(cast, contact), **who, appointment=new)

    assert send() == send()
    with pytest.raises(SentBefore):
        send(**changed)
    contact.refresh_from_db()
    assert (contact.cancelled_by, contact.cancellation_reason) == ("service_user", "Ill")


def test_a_rearrangement_changed_after_back_is_told_on_its_page(nia, cast, contact):
    html = page(nia, "rearrange", cast.own, contact.pk)
    answers = {name: hidden(html, name) for name in ("contact_ref", "seen")} | OFFICE_VISIT
    answers |= {"office": cast.own.office_id, "officer": cast.case_manager.pk, "step": "save"}
    answers |= {"asked_by": "service", "reason": "Ill"}
    address = reverse("rearrange", args=[cast.own.public_id, contact.pk])
    assert nia.post(address, answers).status_code == 302
    assert "have not been booked" in nia.post(address, answers | {"date": "11/11/2026"}).content.decode()
    assert Contact.objects.count() == 2


def test_a_correction_changed_after_back_is_told_apart(cast, contact):
    def send(day):
        return correct_booking(
            by=cast.case_manager, contact=contact, seen=seen, appointment=to_book(cast, date=day), reason="Wrong day"
        )

    seen = version(Contact.objects.get())
    assert send(date(2026, 11, 5)) == contact
    assert send(date(2026, 11, 5)) is None
    with pytest.raises(ChangedMeanwhile):
        send(date(2026, 11, 6))
    assert Contact.objects.get().date == date(2026, 11, 5)


def test_a_notice_with_a_slip_added_after_back_is_told_apart(cast, contact):
    def send(paper):
        return issue_notice(by=cast.case_manager, contact=contact, seen=seen, method="handed_over", paper=paper)

    seen = version(Contact.objects.get())
    first = send(Upload(b"%PDF-1", ".pdf"))
    assert send(Upload(b"%PDF-1", ".pdf")) == first
    for other in (None, Upload(b"%PDF-2", ".pdf")):
        with pytest.raises(ChangedMeanwhile):
            send(other)
    assert Notice.objects.get() == first


# What is booked with somebody who left counts as booked


def left(cast, contact):
    """The allocation ends on the day before, and a colleague's begins."""
    Allocation.objects.filter(service_user=cast.own).update(ends_on=contact.date - timedelta(days=1))
    Allocation.objects.create(service_user=cast.own, officer=cast.colleague, starts_on=contact.date)


def told_of(kind: str) -> bool:
    facts.refresh()
    scan_contacts(by=None, as_of=date(2026, 11, 2))
    return Alert.objects.open().filter(kind=kind, service_user__crn="A000001").exists()


@pytest.mark.parametrize("noticed", [False, True])
def test_what_is_booked_with_somebody_who_left_counts_as_booked(cast, contact, noticed):
    Contact.objects.update(notice_issued_at="2026-11-01 09:00" if noticed else None, slip_uploaded=noticed)
    assert not told_of("nothing_booked")
    left(cast, contact)
    assert told_of("nothing_booked")
    assert told_of("to_rebook")


@pytest.mark.parametrize("unfit", [{"end_time": time(9, 59)}, {"type": "COPT"}, {"other_activity": "RAR day"}])
def test_what_cannot_count_with_whoever_is_there_counts_as_booked(cast, contact, unfit):
    Contact.objects.update(**unfit)
    assert told_of("nothing_booked")
    assert not told_of("to_rebook")


def test_an_appointment_of_the_next_month_counts_as_booked_in_this_one(contact):
    Contact.objects.update(date=date(2026, 12, 1))
    assert told_of("nothing_booked")


# Activities go on after the case closed


def terminated(own):
    Order.objects.filter(service_user=own).update(terminated_on=date(2026, 11, 1))


def in_custody(own):
    Custody.objects.create(service_user=own, starts_on=date(2026, 10, 31))


def is_blue(own):
    BragReviewFactory(service_user=own, status="blue", reviewed_on=date(2026, 10, 1))


@pytest.mark.parametrize(
    "closed, why, kind",
    [
        (terminated, "The orders in scope do not cover the whole month", "order_over"),
        (in_custody, "In custody on at least one day of the month", "in_custody"),
        (is_blue, "BRAG status was Blue at the end of the month", ""),
    ],
)
def test_activities_go_on_after_the_case_closed(nia, cast, contact, closed, why, kind):
    closed(cast.own)
    answers = {"step": "check", "officer": cast.case_manager.pk, "start_time": "11:00"}
    said = arrange(nia, "book", cast.own, **answers).content.decode()
    assert "This appointment cannot count towards the month" in said
    assert f"The measure does not apply in November 2026: {why}." in said
    notice = reverse("issue_notice", args=[cast.own.public_id, contact.pk])
    assert (notice in page(nia, "contact", cast.own, contact.pk)) == (not kind)
    assert [told_of(each) for each in ("order_over", "in_custody")] == [kind == "order_over", kind == "in_custody"]


def test_a_notice_is_given_of_what_was_booked_before_the_case_closed(cast, contact):
    terminated(cast.own)
    with pytest.raises(Refused, match="The last order ends before this day"):
        issue_notice(**about(cast, contact), method="posted")
    assert not Notice.objects.exists()


# What will not take place blocks the diary


def will_be_absent(cast, contact):
    record_outcome(**about(cast, contact), outcome=ContactOutcome.objects.get(pk="AAHO"))


def is_cancelled(cast, contact):
    cancel(**about(cast, contact), asked_by="service_user", reason="Ill")


@pytest.mark.parametrize("happens", [will_be_absent, is_cancelled])
def test_what_will_not_take_place_blocks_the_diary(cast, contact, happens):
    of_the_officer = to_book(cast, contact_ref="W1", service_user=cast.colleagues, date=contact.date)
    of_the_person = to_book(cast, contact_ref="W2", officer=cast.colleague, date=contact.date)
    for blocked in (of_the_officer, of_the_person):
        with pytest.raises(Refused, match="already has an appointment"):
            book(by=cast.case_manager, appointment=blocked)
    happens(cast, contact)
    for free in (of_the_officer, of_the_person):
        assert book(by=cast.case_manager, appointment=free)


@pytest.mark.parametrize("code, blocks", [("AAME", False), ("UAAB", True), ("ATTC", True), (None, True)])
def test_what_took_place_or_was_missed_unannounced_kept_them_busy(cast, contact, code, blocks):
    Contact.objects.update(date=date(2026, 10, 30), outcome=code)
    again = to_book(cast, date=date(2026, 10, 30), officer=cast.colleague, outcome_id="ATTC")
    if blocks:
        with pytest.raises(Refused, match="already has an appointment"):
            record_contact(by=cast.case_manager, contact=again)
    else:
        assert record_contact(by=cast.case_manager, contact=again)


def test_what_will_not_take_place_is_said_so_in_the_diary(nia, cast, contact):
    Contact.objects.update(date=date(2026, 11, 2))
    assert "Not taking place" not in nia.get(reverse("home")).content.decode()
    will_be_absent(cast, contact)
    assert "Not taking place" in nia.get(reverse("home")).content.decode()


@pytest.mark.parametrize("happens", [will_be_absent, is_cancelled])
def test_what_will_not_take_place_is_said_so_of_the_person_and_of_itself(nia, cast, contact, happens):
    def pages():
        return page(nia, "service_user", cast.own), page(nia, "contact", cast.own, contact.pk)

    assert not any("Not taking place" in html for html in pages())
    happens(cast, contact)
    assert all("Not taking place" in html for html in pages())


def test_a_time_that_is_free_again_is_booked_on_the_page(nia, cast, contact):
    answers = {"date": "4/11/2026", "start_time": "9:30", "officer": cast.case_manager.pk}
    refused = arrange(nia, "book", cast.colleagues, **answers)
    assert "already has an appointment from 9:30am to 10am that day" in refused.content.decode()
    will_be_absent(cast, contact)
    assert arrange(nia, "book", cast.colleagues, **answers).status_code == 302


# Line breaks count double


def ten_breaks(length: int, ends: str) -> str:
    """A text of so many characters with ten line breaks, as a browser sends it."""
    lines = ["x" * 40] * 10
    return ends.join([*lines, "x" * (length - 10 * 41)])


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_line_breaks_count_double(nia, contact, ends):
    refused = answer(nia, "cancel", contact, asked_by="service", reason=ten_breaks(501, ends))
    assert refused.context["form"].errors["reason"] == ["Reason must be 500 characters or fewer"]
    assert answer(nia, "cancel", contact, asked_by="service", reason=ten_breaks(500, ends)).status_code == 302
    contact.refresh_from_db()
    assert contact.cancellation_reason == ten_breaks(500, "\n")


def test_line_breaks_of_an_address_count_double(nia, cast):
    answers = {"type": "CHVS", "where": "address", "officer": cast.case_manager.pk}
    refused = arrange(nia, "book", cast.own, address=ten_breaks(501, "\r\n"), **answers)
    assert refused.context["form"].errors["address"] == ["Visit address must be 500 characters or fewer"]
    assert arrange(nia, "book", cast.own, address=ten_breaks(500, "\r\n"), **answers).status_code == 302
    assert Contact.objects.get().place == ten_breaks(500, "\n")


def test_every_text_of_several_lines_counts_them_once():
    fields = [field for form in own(forms.BaseForm) for field in getattr(form, "base_fields", {}).values()]
    texts = [field for field in fields if isinstance(field.widget, forms.Textarea)]
    assert CancelForm.base_fields["reason"] in texts
    assert all(isinstance(field, LongTextField) for field in texts)
