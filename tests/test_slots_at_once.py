"""Twenty who want one officer's time, one room or one place of a session at the same moment: one gets it."""

from datetime import date, time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.models import ServiceUser
from casework.forms.appointments import new_reference
from casework.services.refusals import Refused
from casework.services.sessions import add_people, arranged
from contacts.models import Contact, Session
from tests.appointments import OFFICE_VISIT
from tests.at_once import together
from tests.factories import NEWPORT, UserFactory, person

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 20


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 09:00"):
        yield


@pytest.fixture
def people(cast):
    return [person(cast.case_manager, office=cast.own.office) for _ in range(MANY)]


@pytest.fixture
def booking(cast, sign_in):
    """A filled in booking form of a person, ready to be sent by the team manager, from a browser of its own."""
    signed_in = sign_in(cast.team_manager).cookies

    def ready(about: ServiceUser, **answers):
        client = Client()
        client.cookies = signed_in
        ref = {"contact_ref": new_reference()}
        form = OFFICE_VISIT | ref | {"office": about.office_id, "step": "save", **answers}
        return lambda: client.post(reverse("book", args=[about.public_id]), form)

    return ready


def assert_one_won(responses, field: str, **kept) -> None:
    """The others have their form with the message beside the field, and what they typed."""
    assert Contact.objects.count() == 1
    lost = [response.context["form"] for response in responses if response.status_code == 200]
    assert len(lost) == MANY - 1
    for form in lost:
        assert list(form.errors) == [field]
        assert {name: form[name].value() for name in kept} == kept


def test_of_twenty_who_book_one_officer_at_once_one_wins_and_the_others_keep_what_they_typed(cast, people, booking):
    officer = str(cast.case_manager.pk)
    forms = [booking(each, officer=officer) for each in people]
    responses = together(*forms)
    assert_one_won(responses, "start_time", start_time="9:30", date="10/11/2026", officer=officer)


def test_of_twenty_who_book_one_room_at_once_one_wins_and_the_others_keep_what_they_typed(cast, people, booking):
    room = str(cast.own.office.rooms.create(name="Room 1", places=2).pk)
    team = cast.case_manager.post.team
    officers = [UserFactory(team=team, office=cast.own.office) for _ in range(MANY)]
    forms = [booking(each, officer=officer.pk, room=room) for each, officer in zip(people, officers, strict=True)]
    assert_one_won(together(*forms), "room", room=room, start_time="9:30", date="10/11/2026")


def test_a_session_that_several_fill_at_once_takes_no_more_than_it_has_places(cast, people):
    session = Session.objects.create(
        officer=cast.case_manager, type_id="COAP", date=date(2026, 11, 10), start_time=time(9), end_time=time(10),
        place=NEWPORT, capacity=3,
    )  # fmt: skip

    def adds(*chosen: ServiceUser):
        wanted = [arranged(session, service_user=each, contact_ref=f"W{each.pk}") for each in chosen]
        return lambda: add_people(by=cast.team_manager, session=session, appointments=wanted)

    pairs = zip(people[:10:2], people[1:10:2], strict=True)
    results = together(*(adds(*pair) for pair in pairs), but=Refused)
    assert sum(not isinstance(result, Refused) for result in results) == 1
    assert Contact.objects.count() == 2
