"""Booking an appointment: what is asked, what is said before saving, what is refused."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
import time_machine

from audit.models import Entry
from contacts.calendar import last_contact_day
from contacts.models import Contact
from staff.models import User
from tests.appointments import arrange, page
from tests.factories import NEWPORT, ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


def book(nia, cast, **answers):
    return arrange(nia, "book", cast.own, **{"officer": cast.case_manager.pk, **answers})


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_an_appointment_is_checked_then_booked_and_its_notice_comes_next(nia, cast):
    checked = book(nia, cast, step="")
    assert "This appointment can count towards the month" in checked.content.decode()
    assert not Contact.objects.exists()
    response = book(nia, cast)
    contact = Contact.objects.get()
    assert (contact.start_time, contact.end_time, contact.place) == (time(9, 30), time(10), NEWPORT)
    assert response.url.endswith(f"/contacts/{contact.pk}/notice/")
    assert Entry.objects.get().action == "book an appointment"


def test_the_form_offers_the_persons_own_answers(nia, cast):
    html = page(nia, "book", cast.own)
    assert f'<option value="{cast.case_manager.pk}" selected>Nia Rees</option>' in html
    assert f'<option value="{cast.own.office_id}" selected>Newport</option>' in html
    assert "COAP: Planned Office Visit (NS)" in html


@pytest.mark.parametrize("type, place", [("COAP", NEWPORT), ("COAI", NEWPORT), ("CHVS", "14 Ffordd y Parc")])
def test_an_office_visit_and_a_home_visit_need_no_answer_where(nia, cast, type, place):
    html = book(nia, cast, step="", type=type, where="", address="14 Ffordd y Parc").content.decode()
    assert place in html
    book(nia, cast, type=type, where="", address="14 Ffordd y Parc")
    assert Contact.objects.get().place == place


def test_the_same_form_sent_twice_books_once(nia, cast):
    twice = [book(nia, cast, contact_ref="W0123456789AB").url for _ in range(2)]
    assert twice[0] == twice[1]
    assert Contact.objects.get().contact_ref == "W0123456789AB"


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"type": "COPT", "where": "none"}, "This type of contact cannot be a minimum contact."),
        ({"end_time": "9:45"}, "It is shorter than 30 minutes."),
    ],
)
def test_it_says_before_saving_why_an_appointment_cannot_count(nia, cast, answers, why):
    html = book(nia, cast, step="", **answers).content.decode()
    assert "cannot count towards the month" in html
    assert why in html


def test_a_colleagues_appointment_says_that_it_cannot_count(nia, cast):
    html = book(nia, cast, step="", officer=cast.colleague.pk).content.decode()
    assert "not with the case manager responsible" in html


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"date": "31/2/2026"}, "date", "Enter a real date, for example 17/5/2027"),
        ({"date": "30/10/2026"}, "date", "Enter a date and time in the future"),
        ({"date": "2/11/2026", "start_time": "8:00"}, "start_time", "Enter a date and time in the future"),
        ({"date": "1/1/2031"}, "date", "Enter a date on or before"),
        ({"end_time": "9:00"}, "end_time", "The end time must be after the start time"),
        ({"type": "CHVS"}, "where", "This type of contact cannot be at an office"),
        ({"type": "CHVS", "where": "", "address": ""}, "address", "Enter the visit address"),
        (
            {"type": "CHVS", "where": "", "address": "1 Bridge Street \U000f0000"},
            "address",
            "Enter the address in Latin letters. A notice cannot show “\U000f0000” (U+F0000)",
        ),
        ({"where": "address", "address": "1 Bridge Street"}, "where", "This type of contact takes place at an office"),
        ({"where": "", "office": ""}, "office", "Select an office"),
        ({"type": "COPT", "where": ""}, "where", "Select where it will take place"),
        ({"type": "COPT", "where": "somewhere"}, "where", "Select a valid choice"),
        ({"type": "CHVS", "where": "address", "address": ""}, "address", "Enter the visit address"),
        ({"where": "none"}, "where", "This type of contact needs a place"),
        ({"date": "28/3/2027", "start_time": "1:30"}, "start_time", "There is no 1:30am"),
    ],
)
def test_what_cannot_be_booked_is_said_beside_the_answer(nia, cast, answers, field, message):
    assert message in errors(book(nia, cast, **answers))[field][0]
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("answers", "warning"),
    [
        ({"date": "14/11/2026"}, "14 November 2026 is a Saturday"),
        ({"date": "25/12/2026"}, "25 December 2026 is a bank holiday"),
        ({"start_time": "19:45"}, "not between 8am and 8pm"),
    ],
)
def test_an_unusual_day_or_time_wants_a_second_confirmation(nia, cast, answers, warning):
    refused = book(nia, cast, **answers)
    assert warning in refused.content.decode()
    assert "confirmed" in errors(refused)
    assert book(nia, cast, confirmed="on", **answers).status_code == 302


@pytest.mark.parametrize("times", [{"start_time": "8:00"}, {"start_time": "19:30", "end_time": "20:00"}])
def test_the_edges_of_the_working_day_are_nothing_unusual(nia, cast, times):
    assert book(nia, cast, **times).status_code == 302


@pytest.mark.parametrize("days, booked", [(0, 1), (1, 0)])
def test_the_last_day_is_that_whose_follow_up_is_known(nia, cast, days, booked):
    day = last_contact_day() + timedelta(days=days)
    response = book(nia, cast, date=f"{day.day}/{day.month}/{day.year}", confirmed="on")
    assert Contact.objects.count() == booked
    assert booked or list(errors(response)) == ["date"]


def test_a_clash_in_the_officers_diary_names_only_whom_one_may_see(nia, cast):
    when = {
        "officer": cast.case_manager,
        "date": date(2026, 11, 10),
        "start_time": time(9, 45),
        "end_time": time(10, 15),
    }
    clash = ContactFactory(service_user=cast.colleagues, **when)
    said = errors(book(nia, cast))["start_time"][0]
    assert said == "Nia Rees already has an appointment from 9:45am to 10:15am that day, with Ffion Hughes"
    Contact.objects.filter(pk=clash.pk).update(service_user=cast.elsewhere)
    said = errors(book(nia, cast))["start_time"][0]
    assert said == "Nia Rees already has an appointment from 9:45am to 10:15am that day"
    Contact.objects.filter(pk=clash.pk).update(cancelled_by="service")
    assert book(nia, cast).status_code == 302


def test_a_clash_of_the_service_user_with_another_officer_is_refused(nia, cast):
    ContactFactory(service_user=cast.own, officer=cast.colleague, date=date(2026, 11, 10))
    said = errors(book(nia, cast))["start_time"][0]
    assert said == "Dafydd Morgan already has an appointment from 9:30am to 10am that day, with Owain Parry"
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("state", [{"outcome_id": "RSSR"}, {"outcome_id": "RSOF", "cancelled_by": "service_user"}])
def test_what_was_rearranged_takes_no_time(nia, cast, state):
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 10), **state)
    assert book(nia, cast).status_code == 302


def test_an_officer_who_has_left_by_then_is_refused(nia, cast):
    User.objects.filter(pk=cast.colleague.pk).update(ends_on=date(2026, 11, 9))
    refused = book(nia, cast, officer=cast.colleague.pk)
    assert errors(refused)["officer"] == ["Select someone else. Owain Parry is not in post on this date"]


def test_answers_can_be_changed_before_anything_is_saved(nia, cast):
    answers = {"start_time": "14:15", "where": "address", "address": "1 Bridge Street"}
    html = book(nia, cast, step="change", **answers).content.decode()
    assert "Where will it take place?" in html
    assert 'value="14:15"' in html
    assert "1 Bridge Street</textarea>" in html
    assert not Contact.objects.exists()


def test_an_appointment_without_a_place_leads_to_its_page_and_not_to_a_notice(nia, cast):
    response = book(nia, cast, type="COPT", where="none")
    assert response.url.endswith(f"/contacts/{Contact.objects.get().pk}/")


def test_appointments_that_abut_do_not_clash(nia, cast):
    ContactFactory(
        service_user=cast.own,
        officer=cast.case_manager,
        date=date(2026, 11, 10),
        start_time=time(10),
        end_time=time(11),
    )
    assert book(nia, cast).status_code == 302


@pytest.mark.parametrize(("role", "status"), [("team_manager", 200), ("other_team_manager", 404), ("ldu_head", 404)])
def test_only_those_who_hold_the_person_book(cast, sign_in, role, status):
    client = sign_in(getattr(cast, role))
    assert client.get(f"/people/{cast.own.public_id}/book/").status_code == status
    assert client.get(f"/people/{uuid4()}/book/").status_code == 404


def test_date_and_time_may_be_typed_in_one_box_and_are_shown_back(nia, cast):
    with time_machine.travel("2026-11-02 09:00"):
        response = arrange(
            nia, "book", cast.own, step="check", date="Friday 2pm", start_time="", officer=cast.case_manager.pk
        )
        said = response.content.decode()
        assert "Friday 6 November" in said
        assert "2pm to 2:30pm" in said
        kept = {"date": "Friday 2pm", "start_time": "9:30", "officer": cast.case_manager.pk}
        refused = arrange(nia, "book", cast.own, step="check", **kept)
        assert "correct format" in refused.content.decode()
