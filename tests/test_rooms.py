"""Rooms of an office: one is offered with the booking, and never booked twice."""

from datetime import date, time

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from casework.services.refusals import version
from casework.services.ways_back import undo_cancellation
from contacts.models import Contact, ContactType
from staff.models import Office
from tests.appointments import OFFICE_VISIT, answer, arrange, page
from tests.factories import ContactFactory, OfficeFactory

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 11, 10)
TAKEN = ["Room 1 is taken from 9:30am to 10am that day. Select another room or another time"]


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.fixture
def room(cast):
    return cast.own.office.rooms.create(name="Room 1", places=2)


@pytest.fixture
def taken(cast, room):
    """A colleague has the room on Tuesday from 9:30 to 10."""
    return ContactFactory(service_user=cast.colleagues, officer=cast.colleague, date=TUESDAY, room=room)


def test_nothing_is_asked_where_no_office_has_rooms(nia, cast):
    assert 'name="room"' not in page(nia, "book", cast.own)


def test_the_room_is_offered_checked_booked_and_shown(nia, cast, room):
    assert "Room 1, 2 places" in page(nia, "book", cast.own)
    checked = arrange(nia, "book", cast.own, officer=cast.case_manager.pk, step="check", room=room.pk).content.decode()
    assert "Room 1" in checked
    arrange(nia, "book", cast.own, officer=cast.case_manager.pk, room=room.pk)
    contact = Contact.objects.get()
    assert contact.room == room
    assert "Room 1" in page(nia, "contact", cast.own, contact.pk)


def test_the_room_is_booked_where_the_type_says_that_it_is_at_an_office(nia, cast, room):
    arrange(nia, "book", cast.own, officer=cast.case_manager.pk, room=room.pk, where="")
    assert Contact.objects.get().room == room


@pytest.mark.parametrize("start, refused", [("9:30", True), ("9:45", True), ("9:00", False), ("10:00", False)])
def test_a_room_that_is_taken_is_refused_beside_the_field_with_the_answers_kept(nia, cast, taken, start, refused):
    response = arrange(nia, "book", cast.own, officer=cast.case_manager.pk, room=taken.room_id, start_time=start)
    assert (response.status_code == 200) == refused
    if refused:
        form = response.context["form"]
        assert form.errors == {"room": TAKEN}
        assert form["start_time"].value() == start
        assert form["room"].value() == str(taken.room_id)


def test_a_room_of_another_office_and_one_that_is_no_longer_used_are_refused(nia, cast, room):
    elsewhere = OfficeFactory(name="Cwmbran").rooms.create(name="Room 9", places=1)
    errors = arrange(nia, "book", cast.own, officer=cast.case_manager.pk, room=elsewhere.pk).context["form"].errors
    assert errors == {"room": ["Select a room of the office Newport"]}
    room.closed = True
    room.save()
    assert arrange(nia, "book", cast.own, officer=cast.case_manager.pk, room=room.pk).context["form"].errors.keys() == {
        "room"
    }


def test_without_an_office_there_is_no_room(nia, cast, room):
    arrange(
        nia,
        "book",
        cast.own,
        officer=cast.case_manager.pk,
        room=room.pk,
        type="CHVS",
        where="address",
        address="At home",
    )
    assert Contact.objects.get().room is None


@pytest.mark.parametrize("ended", [{"cancelled_by": "service"}, {"outcome_id": "RSSR"}])
def test_what_does_not_stand_gives_its_room_up(nia, cast, taken, ended):
    Contact.objects.filter(pk=taken.pk).update(**ended)
    arrange(nia, "book", cast.own, officer=cast.case_manager.pk, room=taken.room_id)
    assert cast.own.contacts.get().room_id == taken.room_id


def test_an_absence_known_beforehand_gives_the_room_up(nia, cast, taken):
    taken.officer = cast.case_manager
    taken.save()
    answer(nia, "record_outcome", taken, happened="absence", absence="AAHO")
    arrange(nia, "book", cast.own, officer=cast.case_manager.pk, room=taken.room_id)
    assert cast.own.contacts.get().room_id == taken.room_id


def test_a_cancellation_is_not_undone_once_the_room_is_taken(cast, taken):
    mine = ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=TUESDAY, room=taken.room, cancelled_by="service"
    )
    with pytest.raises(Exception, match="Room 1 is taken"):
        undo_cancellation(by=cast.case_manager, contact=mine, seen=version(mine), reason="Wrong click")


def test_the_room_can_be_corrected_and_it_is_told_what_it_was(nia, cast, room):
    second = cast.own.office.rooms.create(name="Room 2", places=4)
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=TUESDAY, room=room)
    address = reverse("correct_booking", args=[cast.own.public_id, contact.pk])
    answers = {"seen": version(contact), "office": cast.own.office_id, "officer": cast.case_manager.pk, **OFFICE_VISIT}
    nia.post(address, {**answers, "room": second.pk, "reason": "Mistyped", "step": "save"})
    contact.refresh_from_db()
    assert contact.room == second
    assert "It was in this room: Room 1." in page(nia, "contact", cast.own, contact.pk)


def test_an_appointment_is_moved_within_its_room(nia, cast, room):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=TUESDAY, room=room)
    asked = {"asked_by": "service_user", "reason": "Unwell"}
    response = arrange(
        nia, "rearrange", cast.own, contact.pk, officer=cast.case_manager.pk, room=room.pk, start_time="9:45", **asked
    )
    assert response.status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_group_has_one_room_together(nia, cast, room):
    group = ContactType.objects.filter(is_group=True).first().pk
    for person in (cast.own, cast.colleagues):
        arrange(nia, "book", person, officer=cast.case_manager.pk, room=room.pk, type=group)
    assert Contact.objects.filter(room=room).count() == 2


def test_the_database_holds_it(cast, taken):
    with pytest.raises(IntegrityError, match="contact_room_never_twice"), transaction.atomic():
        ContactFactory(
            service_user=cast.own, officer=cast.case_manager, date=TUESDAY, start_time=time(9, 45), room=taken.room
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "changed, keeps",
    [({"start_time": time(9, 40)}, False), ({"outcome_id": "RSSR"}, False), ({"slip_uploaded": True}, True)],
)
def test_what_an_import_moves_gives_its_room_back(taken, changed, keeps):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('casemgmt.importing', 'on', true)")
    Contact.objects.filter(pk=taken.pk).update(**changed)
    taken.refresh_from_db()
    assert (taken.room is not None) == keeps


def test_an_office_is_found_by_the_place_that_it_is(cast):
    office = cast.own.office
    assert Office.objects.at(office.place).get() == office
    office.address = ""
    office.save()
    assert Office.objects.at(office.place).get() == office
    assert not Office.objects.at("At home").exists()
