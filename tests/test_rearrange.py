"""Rearranging an appointment: the old record stays, a new appointment takes its place."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from casework.services.refusals import version
from contacts.criteria import Verdict
from contacts.facts import judged
from contacts.models import Contact
from tests.appointments import OFFICE_VISIT, arrange, hidden, page
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.fixture
def contact(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 4), noticed=True)


def rearrange(nia, contact, asked_by="service_user", **answers):
    who = {"asked_by": asked_by, "reason": "Job interview", "officer": contact.officer_id}
    return arrange(
        nia,
        "rearrange",
        contact.service_user,
        contact.pk,
        **{**who, "date": "4/11/2026", "start_time": "9:45", **answers},
    )


def worth(contact) -> str:
    return judged(Contact.objects.filter(pk=contact.pk), date(2026, 11, 30)).get().verdict


def test_moved_by_the_service_user_the_new_one_is_the_further_appointment_offered_today(nia, cast, contact):
    checked = rearrange(nia, contact, step="").content.decode()
    assert "because the offer is due by Wednesday 11 November." in checked
    assert "You must issue the written notice before the appointment starts" in checked
    assert "Job interview" in checked
    response = rearrange(nia, contact)
    contact.refresh_from_db()
    new = Contact.objects.exclude(pk=contact.pk).get()
    assert (contact.outcome_id, contact.cancelled_by, contact.cancellation_reason) == (
        "RSOF",
        "service_user",
        "Job interview",
    )
    assert (contact.follow_up_contact, contact.follow_up_on) == (new, date(2026, 11, 2))
    assert (new.start_time, new.notice_issued_at) == (time(9, 45), None)
    assert response.url == reverse("issue_notice", args=[cast.own.public_id, new.pk])
    assert worth(contact) == Verdict.COUNTS_FOLLOWED_UP
    assert Entry.objects.get().action == "rearrange an appointment"


def test_moved_by_the_service_the_old_one_cannot_count_and_the_page_says_so(nia, contact):
    assert (
        "can no longer count, because the probation service rearranged it"
        in rearrange(nia, contact, "service", step="").content.decode()
    )
    rearrange(nia, contact, "service")
    contact.refresh_from_db()
    assert (contact.outcome_id, contact.cancelled_by, contact.follow_up) == ("RSSR", "service", "")
    assert worth(contact) == Verdict.NOT_AN_OFFER


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"asked_by": ""}, "asked_by"), ({"reason": ""}, "reason"), ({"start_time": "9:30"}, "date")],
)
def test_who_why_and_what_is_different_are_needed(nia, contact, answers, field):
    assert field in rearrange(nia, contact, **answers).context["form"].errors
    assert Contact.objects.get().outcome_id is None


def test_the_same_form_sent_twice_rearranges_once(nia, cast, contact):
    html = page(nia, "rearrange", cast.own, contact.pk)
    answers = {
        "contact_ref": hidden(html, "contact_ref"),
        "seen": hidden(html, "seen"),
        "asked_by": "service",
        "reason": "Sick",
        "officer": contact.officer_id,
        "step": "save",
        **OFFICE_VISIT,
        "office": cast.own.office_id,
    }
    address = reverse("rearrange", args=[cast.own.public_id, contact.pk])
    first, second = (nia.post(address, answers) for _ in range(2))
    assert first.url == second.url
    assert Contact.objects.count() == 2


def test_what_was_changed_meanwhile_is_not_rearranged(nia, cast, contact):
    seen = hidden(page(nia, "rearrange", cast.own, contact.pk), "seen")
    Contact.objects.update(place="Cwmbran")
    response = rearrange(nia, contact, seen=seen)
    assert "Somebody changed this appointment" in response.content.decode()
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("step", ["", "save"])
@pytest.mark.parametrize(
    "answers, field", [({"date": "30/10/2026"}, "date"), ({"date": "2/11/2026", "start_time": "8:00"}, "start_time")]
)
def test_the_new_appointment_is_in_the_future(nia, contact, step, answers, field):
    refused = rearrange(nia, contact, step=step, **answers)
    (said,) = refused.context["form"].errors[field]
    assert said.startswith("Enter a date and time in the future. If this took place")
    assert Contact.objects.get().outcome_id is None


def test_what_has_started_is_not_rearranged(nia, contact):
    Contact.objects.update(date=date(2026, 11, 2), start_time=time(7, 45), end_time=time(8, 15))
    answers = {
        "contact_ref": "W0123456789AB",
        "seen": version(Contact.objects.get()),
        "asked_by": "service_user",
        "reason": "Ill",
        "officer": contact.officer_id,
        "office": contact.service_user.office_id,
        **OFFICE_VISIT,
    }
    address = reverse("rearrange", args=[contact.service_user.public_id, contact.pk])
    for step in ("", "save"):
        said = nia.post(address, answers | {"step": step}, follow=True).content.decode()
        assert "This appointment has started. Record the outcome instead." in said
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("closed", [{"outcome": "ATTC"}, {"cancelled_by": "service"}])
def test_what_is_over_is_not_rearranged(nia, cast, contact, closed):
    Contact.objects.update(**closed)
    response = nia.get(reverse("rearrange", args=[cast.own.public_id, contact.pk]))
    assert response.url == reverse("contact", args=[cast.own.public_id, contact.pk])
