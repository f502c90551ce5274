"""Sessions: several people at one time with one officer, as the pages lead through them."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from casework.services.sessions import arranged
from contacts.models import Contact, ContactType, Notice, Session
from tests.appointments import OFFICE_VISIT, arrange
from tests.factories import NEWPORT, ContactFactory, OfficeFactory, person
from tests.letters import assert_one_tagged, read, text_of

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.fixture
def session(cast):
    """Four planned office visits at the same time."""
    return Session.objects.create(
        officer=cast.case_manager,
        type_id="COAP",
        date=TUESDAY,
        start_time=time(9, 30),
        end_time=time(10, 30),
        place=NEWPORT,
        capacity=3,
    )


def opens(client, cast, **answers):
    answered = OFFICE_VISIT | {"end_time": "10:30", "office": cast.own.office_id, "officer": cast.case_manager.pk}
    return client.post(reverse("open_session"), answered | {"capacity": 3} | answers)


def adds(client, session, *people, **answers):
    chosen = {"people": [str(each.public_id) for each in people]}
    return client.post(reverse("add_to_session", args=[session.pk]), chosen | answers)


def shown(client, name, session) -> str:
    return client.get(reverse(name, args=[session.pk])).content.decode()


def in_it(session, who, **fields):
    contact = arranged(session, service_user=who, contact_ref=f"W{who.pk:012}")
    for name, value in fields.items():
        setattr(contact, name, value)
    contact.save()
    return contact


def test_one_is_opened_and_stands_in_the_diary_with_its_places(nia, cast):
    assert opens(nia, cast).url == reverse("add_to_session", args=[Session.objects.get().pk])
    html = nia.get(reverse("diary") + "?on=10/11/2026").content.decode()
    assert reverse("session", args=[Session.objects.get().pk]) in html
    assert "0 of 3 places taken" in html


def test_sent_twice_it_is_opened_once(nia, cast):
    opens(nia, cast)
    opens(nia, cast)
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    "answers, field, words",
    [
        ({"capacity": "0"}, "capacity", "Enter 1 or more"),
        ({"capacity": ""}, "capacity", "Enter how many people can come"),
        ({"end_time": "9:30"}, "end_time", "The end time must be after the start time"),
        ({"where": "address", "address": ""}, "address", "Enter the address"),
        ({"office": ""}, "office", "Select an office"),
    ],
)
def test_what_is_wrong_stands_beside_the_answers(nia, cast, answers, field, words):
    assert opens(nia, cast, **answers).context["form"].errors == {field: [words]}


def test_on_an_unusual_day_it_warns_and_the_same_sent_again_opens_it(nia, cast):
    asked = opens(nia, cast, date="14/11/2026")
    assert "14 November 2026 is a Saturday." in asked.content.decode()
    assert "Select the box to open it anyway" in asked.content.decode()
    opens(nia, cast, date="14/11/2026", confirmed="on")
    assert Session.objects.get().date == date(2026, 11, 14)


def test_the_officer_and_the_room_are_free_for_it(nia, cast):
    room = cast.own.office.rooms.create(name="Room 1", places=2)
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=TUESDAY)
    assert "start_time" in opens(nia, cast).context["form"].errors
    Contact.objects.all().delete()
    assert opens(nia, cast, room=room.pk).context["form"].errors == {
        "capacity": ["Enter 2 or fewer, because the room has 2 places"]
    }
    ContactFactory(service_user=cast.colleagues, officer=cast.colleague, date=TUESDAY, room=room)
    assert "room" in opens(nia, cast, room=room.pk, capacity=2).context["form"].errors


def test_a_type_that_can_count_is_offered_beside_groups_and_a_home_visit_is_not(nia):
    html = nia.get(reverse("open_session")).content.decode()
    assert 'value="COAP"' in html
    assert 'value="CHVS"' not in html
    assert f'value="{ContactType.objects.filter(is_group=True, location="required").first().pk}"' in html


def test_several_are_added_at_once_and_each_is_booked(nia, cast, session):
    second = person(cast.case_manager, office=cast.own.office)
    adds(nia, session, cast.own, second)
    booked = Contact.objects.order_by("service_user_id")
    assert {contact.service_user for contact in booked} == {cast.own, second}
    assert {(contact.date, contact.start_time, contact.type_id, contact.place) for contact in booked} == {
        (TUESDAY, time(9, 30), "COAP", NEWPORT)
    }
    assert "2 of 3 places taken" in shown(nia, "session", session)


def test_those_of_one_session_are_one_entry_of_the_diary(nia, cast, session):
    in_it(session, cast.own)
    in_it(session, cast.colleagues)
    html = nia.get(reverse("diary") + "?on=10/11/2026").content.decode()
    assert "2 of 3 places taken" in html
    assert html.count("9:30am to 10:30am") == 1


def test_whoever_is_in_it_is_not_offered_and_stays_where_the_form_is_sent_twice(nia, cast, session):
    second = person(cast.case_manager, office=cast.own.office)
    adds(nia, session, cast.own)
    assert str(cast.own.public_id) not in shown(nia, "add_to_session", session)
    assert str(second.public_id) in shown(nia, "add_to_session", session)


def test_there_are_never_more_people_than_places_and_then_nobody_is_added(nia, cast, session):
    people = [cast.own, *(person(cast.case_manager, office=cast.own.office) for _ in range(3))]
    errors = adds(nia, session, *people).context["form"].errors["people"]
    assert len(errors) == 1
    assert "The session at this time is full: it is for 3 people" in errors[0]
    assert not Contact.objects.exists()
    adds(nia, session, *people[:3])
    assert Contact.objects.count() == 3
    assert "Add people" not in shown(nia, "session", session)
    full = shown(nia, "add_to_session", session)
    assert "This session is full." in full
    assert reverse("change_session", args=[session.pk]) in full
    assert "Add to the session" not in full


def test_a_full_session_takes_nobody_from_the_booking_form_either(nia, cast, session):
    for each in (cast.colleagues, cast.unallocated, cast.other_team):
        in_it(session, each)
    at = {"officer": cast.case_manager.pk, "end_time": "10:30"}
    errors = arrange(nia, "book", cast.own, **at).context["form"].errors
    assert errors == {"start_time": ["The session at this time is full: it is for 3 people"]}


def test_the_booking_form_leads_into_a_session_at_its_place_only(nia, cast, session):
    at = {"officer": cast.case_manager.pk, "end_time": "10:30"}
    elsewhere = arrange(nia, "book", cast.own, **at, office=OfficeFactory(name="Risca").pk).context["form"].errors
    assert elsewhere == {"where": [f"Select the place of the session that is at this time: {NEWPORT}"]}
    assert "Nia Rees has a session" in str(
        arrange(nia, "book", cast.own, officer=cast.case_manager.pk).context["form"].errors
    )
    assert arrange(nia, "book", cast.own, **at).status_code == 302


def test_somebody_with_another_appointment_is_refused_by_name_and_the_others_stay_ticked(nia, cast, session):
    second = person(cast.case_manager, office=cast.own.office)
    ContactFactory(service_user=cast.own, officer=cast.colleague, date=TUESDAY)
    form = adds(nia, session, cast.own, second).context["form"]
    [error] = form.errors["people"]
    assert error.startswith("Dafydd Morgan: Dafydd Morgan already has an appointment")
    assert form["people"].value() == [str(cast.own.public_id), str(second.public_id)]
    assert Contact.objects.count() == 1


def test_custody_is_warned_about_and_the_same_sent_again_adds(nia, cast, session):
    cast.own.custody.create(starts_on=date(2026, 11, 1))
    asked = adds(nia, session, cast.own)
    assert "On this day these people are in custody" in asked.content.decode()
    assert not Contact.objects.exists()
    adds(nia, session, cast.own, confirmed="on")
    assert Contact.objects.count() == 1


def test_others_are_found_by_a_search_that_is_posted_and_what_was_ticked_stays(nia, cast, session):
    html = adds(nia, session, cast.own, search="hughes", step="search").content.decode()
    assert f'value="{cast.colleagues.public_id}"' in html
    assert html.count(" checked") == 1
    assert not Contact.objects.exists()
    adds(nia, session, cast.own, cast.colleagues, search="hughes")
    assert Contact.objects.count() == 2


def test_nobody_is_found_whom_the_user_may_not_open(nia, cast, session):
    html = adds(nia, session, search=cast.elsewhere.crn, step="search").content.decode()
    assert "Nobody whose record you may open matches this search." in html
    assert adds(nia, session, cast.elsewhere).context["form"].errors["people"] == ["Select only people from this list"]


def test_somebody_is_taken_out_by_cancelling_and_the_place_is_free_again(nia, cast, session):
    contact = in_it(session, cast.own)
    assert reverse("cancel", args=[cast.own.public_id, contact.pk]) in shown(nia, "session", session)
    Contact.objects.filter(pk=contact.pk).update(cancelled_by="service_user")
    assert "0 of 3 places taken" in shown(nia, "session", session)


def test_an_empty_one_is_removed_and_one_with_people_is_not(nia, cast, session):
    contact = in_it(session, cast.own)
    url = reverse("session", args=[session.pk])
    assert "Cancel their appointments first" in nia.post(url, follow=True).content.decode()
    contact.delete()
    nia.post(url)
    assert not Session.objects.exists()


def test_all_notices_are_issued_in_one_step_with_one_pdf(nia, cast, session):
    for each in (cast.own, cast.colleagues):
        in_it(session, each)
    url = reverse("session_notices", args=[session.pk])
    html = nia.get(url).content.decode()
    assert "Dafydd Morgan" in html
    slips = nia.get(reverse("session_slips", args=[session.pk]))
    assert slips["Content-Type"] == "application/pdf"
    seen = {name: value for name, value in said(nia.get(url).context["form"]).items() if name.startswith("seen")}
    nia.post(url, {**seen, "method": "handed_over", "when": "now"})
    notices = Notice.objects.all()
    assert {notice.contact.service_user for notice in notices} == {cast.own, cast.colleagues}
    assert len({(notice.issued_at, notice.method) for notice in notices}) == 1
    assert all(bytes(notice.slip).startswith(b"%PDF") for notice in notices)
    assert "Nobody in this session needs a written notice now." in nia.post(url, seen, follow=True).content.decode()


def test_each_slip_is_in_the_language_and_print_that_was_chosen_or_is_usual(nia, cast, session):
    cast.colleagues.language = "cy"
    cast.colleagues.save()
    first, second = (in_it(session, each) for each in (cast.own, cast.colleagues))
    url = reverse("session_notices", args=[session.pk])
    answers = said(nia.get(url).context["form"])
    assert (answers[f"languages_{first.pk}"], answers[f"languages_{second.pk}"]) == ("cy en", "cy")
    chosen = answers | {f"languages_{first.pk}": "en", f"size_{first.pk}": "large"}
    pdf = nia.post(reverse("session_slips", args=[session.pk]), chosen).content
    # In the order of names, in the language of the first; the other in large print takes two pages.
    assert_one_tagged(pdf, title="Slipiau apwyntiad", language="cy-GB", others={"en-GB"})
    pages = [" ".join(page.extract_text().split()) for page in read(pdf).pages]
    assert "Eich apwyntiad: dydd Mawrth 10 Tachwedd 2026" in pages[0]
    assert ["Page 1 of 2" in each for each in pages] == [False, True, False]
    nia.post(url, chosen | {"method": "handed_over", "when": "now"})
    given = {notice.contact_id: text_of(notice.slip) for notice in Notice.objects.all()}
    assert "Eich apwyntiad" not in given[first.pk]
    assert "Page 1 of 2" in given[first.pk]
    assert "Your appointment" not in given[second.pk]


def said(form):
    """What the form would send as it was opened."""
    return {name: form[name].value() or "" for name in form.fields}


@pytest.fixture
def on_the_day(cast, sign_in):
    """The case manager's browser once the session has started."""
    with time_machine.travel("2026-11-10 11:00"):
        yield sign_in(cast.case_manager)


def test_who_came_is_recorded_on_one_page_and_what_is_recorded_is_shown(on_the_day, cast, session):
    first, second, third = (in_it(session, each) for each in (cast.own, cast.colleagues, cast.unallocated))
    Contact.objects.filter(pk=third.pk).update(outcome_id="UAAB")
    url = reverse("attendance", args=[session.pk])
    page = on_the_day.get(url)
    assert page.content.decode().count("<select") == 2
    assert "Unacceptable" in page.content.decode()
    form = page.context["form"]
    answers = said(form) | {f"outcome_{first.pk}": "ATTC"}
    on_the_day.post(url, answers)
    on_the_day.post(url, answers)
    found = dict(Contact.objects.values_list("pk", "outcome_id"))
    assert found == {first.pk: "ATTC", second.pk: None, third.pk: "UAAB"}


def test_one_that_was_changed_meanwhile_is_told_beside_the_person_and_nothing_is_recorded(on_the_day, cast, session):
    first, second = (in_it(session, each) for each in (cast.own, cast.colleagues))
    url = reverse("attendance", args=[session.pk])
    form = on_the_day.get(url).context["form"]
    answers = said(form)
    Contact.objects.filter(pk=second.pk).update(outcome_id="UAAB")
    response = on_the_day.post(url, answers | {f"outcome_{first.pk}": "ATTC", f"outcome_{second.pk}": "ATTC"})
    errors = response.context["form"].errors
    assert errors.keys() == {f"outcome_{second.pk}"}
    assert "Somebody changed this appointment" in errors[f"outcome_{second.pk}"][0]
    assert Contact.objects.get(pk=first.pk).outcome_id is None


def test_before_its_start_nobody_is_marked(nia, cast, session):
    in_it(session, cast.own)
    response = nia.get(reverse("attendance", args=[session.pk]), follow=True)
    assert "This session has not started yet." in response.content.decode()


def test_an_empty_attendance_form_says_what_is_missing(on_the_day, cast, session):
    in_it(session, cast.own)
    html = on_the_day.post(reverse("attendance", args=[session.pk]), {}).content.decode()
    first = f"id_outcome_{Contact.objects.get().pk}"
    assert f'<a href="#{first}">Select what happened for at least one person</a>' in html


def test_a_colleague_opens_it_and_another_team_does_not(client, cast, session, sign_in):
    url = reverse("session", args=[session.pk])
    assert sign_in(cast.colleague).get(url).status_code == 200
    assert sign_in(cast.other_team_manager).get(url).status_code == 404


def test_whom_the_user_may_not_open_is_masked_and_counted_and_nothing_is_recorded_of_them(nia, cast, session):
    in_it(session, cast.elsewhere)
    html = shown(nia, "session", session)
    assert "Now with another unit" in html
    assert "1 of 3 places taken" in html
    assert "Issue all notices" not in html
