"""What a form or an address names must belong to the person in question, and be within reach."""

from datetime import date

import pytest
from django.urls import reverse

from casework.services.refusals import version
from contacts.models import Contact
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2018-11-12 10:00")


@pytest.mark.parametrize(
    "name", ["contact", "issue_notice", "record_outcome", "follow_up", "follow_up_book", "rearrange", "cancel"]
)
def test_a_contact_is_not_found_under_somebody_elses_address(sign_in, cast, name):
    contact = ContactFactory(service_user=cast.other_team, officer=cast.case_manager)
    url = reverse(name, args=[cast.own.public_id, contact.pk])
    browser = sign_in(cast.case_manager)
    assert browser.get(url).status_code == 404
    assert browser.post(url, {"seen": version(contact)}).status_code in (404, 405)


def test_a_slip_is_not_found_under_somebody_elses_address(sign_in, cast):
    contact = ContactFactory(service_user=cast.colleagues, officer=cast.colleague, date=date(2018, 11, 20))
    contact.refresh_from_db()
    browser = sign_in(cast.case_manager)
    issue = reverse("issue_notice", args=[cast.colleagues.public_id, contact.pk])
    browser.post(issue, {"seen": version(contact), "method": "posted", "when": "now"})
    other = ContactFactory(service_user=cast.own, officer=cast.case_manager)
    notice = contact.notices.get().pk
    assert browser.get(reverse("slip", args=[cast.colleagues.public_id, contact.pk, notice])).status_code == 200
    for person, pk in ((cast.own, contact.pk), (cast.own, other.pk), (cast.colleagues, other.pk)):
        assert browser.get(reverse("slip", args=[person.public_id, pk, notice])).status_code == 404


def test_an_appointment_is_with_nobody_beyond_the_team(sign_in, cast):
    stranger = cast.other_team.allocations.get().officer
    answers = {"type": "COAP", "date": "14/11/2018", "start_time": "9:30", "where": "office"}
    answers |= {"contact_ref": "W0123456789AB", "office": cast.own.office_id, "officer": stranger.pk, "step": "save"}
    response = sign_in(cast.case_manager).post(reverse("book", args=[cast.own.public_id]), answers)
    assert response.context["form"].errors["officer"]
    assert not Contact.objects.exists()


def test_somebody_elses_appointment_follows_nothing_up(sign_in, cast):
    missed = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2018, 11, 9), outcome_id="UAAB")
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2018, 11, 19))
    others = ContactFactory(service_user=cast.colleagues, officer=cast.colleague, date=date(2018, 11, 20))
    missed.refresh_from_db()
    answers = {"seen": version(missed), "what": "booked", "further": others.pk}
    url = reverse("follow_up", args=[cast.own.public_id, missed.pk])
    assert sign_in(cast.case_manager).post(url, answers).context["form"].errors["further"]
    missed.refresh_from_db()
    assert missed.follow_up == ""


@pytest.mark.parametrize("page", ["team_workload", "compliance", "compliance_people"])
def test_a_part_beyond_ones_unit_is_not_found(sign_in, cast, page):
    browser = sign_in(cast.ldu_head)
    stranger = cast.other_ldu.allocations.get().officer
    beyond = {"ldu": stranger.post.ldu_id, "team": stranger.post.team_id}
    if page == "compliance_people":
        beyond["officer"] = stranger.pk
    for name, pk in beyond.items():
        for export in ({}, {"_export": "csv"}):
            assert browser.get(reverse(page), {name: pk} | export).status_code == 404


@pytest.mark.parametrize("who", ["case_manager", "team_manager", "ldu_head", "chief_officer"])
@pytest.mark.parametrize("page", ["index", "staff_user_changelist", "audit_entry_changelist"])
def test_the_administration_is_for_administrators(sign_in, cast, who, page):
    browser = sign_in(getattr(cast, who))
    response = browser.get(reverse(f"admin:{page}"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))
    assert "Your account does not allow this." in browser.get(response.url).content.decode()
