"""Cancelling a session: everybody's appointment in one step, and each can be undone."""

from datetime import time

import pytest
from django.urls import reverse

from audit.models import Entry
from contacts.models import Contact, Session
from tests.appointments import answer, hidden
from tests.factories import ContactFactory, OrderFactory, person
from tests.test_sessions import TUESDAY, in_it, monday_morning, on_the_day, session

pytestmark = pytest.mark.django_db
__all__ = ["monday_morning", "on_the_day", "session"]  # fixtures


def url_of(session) -> str:
    return reverse("cancel_session", args=[session.pk])


def cancels(client, session, **answers):
    seen = hidden(client.get(url_of(session)).content.decode(), "seen")
    return client.post(url_of(session), {"seen": seen, "reason": "The boiler has broken down"} | answers)


def test_everybodys_appointment_is_cancelled_by_the_service_with_an_entry_each(nia, cast, session):
    for each in (cast.own, cast.colleagues):
        in_it(session, each, notice_issued_at="2026-11-02 07:00")
    done = cancels(nia, session)
    assert done.url == reverse("session", args=[session.pk])
    said = Contact.objects.values_list("cancelled_by", "cancellation_reason")
    assert set(said) == {("service", "The boiler has broken down")}
    assert list(Entry.objects.values_list("action", flat=True)) == ["cancel an appointment"] * 2
    html = nia.get(done.url).content.decode()
    assert "0 of 3 places taken" in html
    assert "Remove this session" in html


def test_the_page_first_says_for_whom_and_what_it_does_to_each_month(nia, cast, session):
    people = (cast.own, cast.colleagues, person(cast.case_manager, office=cast.own.office))
    for each in people:
        in_it(session, each)
        OrderFactory(service_user=each)
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=TUESDAY.replace(day=20))
    html = nia.get(url_of(session)).content.decode()
    assert "This cancels the appointments of 3 people." in html
    assert "Another contact in November 2026 can still count." in html
    assert "Nothing else that can count is booked in November 2026. Book another appointment." in html


def test_why_is_asked(nia, cast, session):
    in_it(session, cast.own)
    assert cancels(nia, session, reason="").context["form"].errors == {"reason": ["Enter why it is being cancelled"]}


def test_sent_twice_it_is_cancelled_once(nia, cast, session):
    in_it(session, cast.own)
    form = {"seen": hidden(nia.get(url_of(session)).content.decode(), "seen"), "reason": "No heating"}
    first, second = (nia.post(url_of(session), form) for _ in range(2))
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Entry.objects.count() == 1


def test_each_cancellation_can_be_undone(nia, cast, session):
    contacts = [in_it(session, each) for each in (cast.own, cast.colleagues)]
    cancels(nia, session)
    for contact in contacts:
        answer(nia, "undo_cancellation", contact, reason="It was mended")
    assert "2 of 3 places taken" in nia.get(reverse("session", args=[session.pk])).content.decode()


def test_who_was_added_or_changed_meanwhile_is_told_of_first(nia, cast, session):
    in_it(session, cast.own)
    seen = hidden(nia.get(url_of(session)).content.decode(), "seen")
    in_it(session, cast.colleagues)
    late = cancels(nia, session, seen=seen)
    assert "Nothing was cancelled" in late.context["form"].errors["__all__"][0]
    assert late.context["form"]["reason"].value() == "The boiler has broken down"
    assert not Contact.objects.exclude(cancelled_by="").exists()
    cancels(nia, session, seen=hidden(late.content.decode(), "seen"))
    assert not Contact.objects.filter(cancelled_by="").exists()


def test_whom_the_user_may_not_see_stays_and_is_counted(nia, cast, session):
    in_it(session, cast.own)
    hidden_one = in_it(session, cast.elsewhere)
    assert "1 person who is now with another unit stays in the session." in nia.get(url_of(session)).content.decode()
    cancels(nia, session)
    assert Contact.objects.get(cancelled_by="") == hidden_one


def test_with_nobody_to_cancel_it_leads_back(nia, cast, session):
    told = nia.get(url_of(session), follow=True).content.decode()
    assert "Nobody in this session has an appointment left to cancel." in told
    assert "Cancel the session" not in told
    in_it(session, cast.own, outcome_id="AAME")
    assert nia.get(url_of(session)).status_code == 302


def test_once_it_has_started_it_is_not_cancelled(on_the_day, cast, session):
    in_it(session, cast.own)
    assert on_the_day.get(url_of(session)).url == reverse("session", args=[session.pk])
    on_the_day.post(url_of(session), {"seen": "x", "reason": "Late"})
    assert Contact.objects.get().cancelled_by == ""
    assert Session.objects.get().start_time == time(9, 30)
