"""Changing a session that is in the diary: its people move with it, until somebody has a written notice."""

from datetime import date, time

import pytest
from django.urls import reverse

from audit.models import Entry
from contacts.models import Amendment, Contact, Session
from tests.appointments import hidden
from tests.factories import NEWPORT, ContactFactory, OfficeFactory, person
from tests.test_sessions import TUESDAY, in_it, monday_morning, on_the_day, session

pytestmark = pytest.mark.django_db
__all__ = ["monday_morning", "on_the_day", "session"]  # fixtures


def url_of(session) -> str:
    return reverse("change_session", args=[session.pk])


def as_shown(client, session) -> dict:
    form = client.get(url_of(session)).context["form"]
    said = {name: form[name].value() for name in form.fields}
    for name in ("start_time", "end_time"):
        said[name] = said[name].strftime("%H:%M") if said.get(name) else ""
    if said.get("date"):
        said["date"] = said["date"].strftime("%d/%m/%Y")
    return {name: "" if value is None else value for name, value in said.items() if value is not False}


def changes(client, session, **answers):
    return client.post(url_of(session), as_shown(client, session) | {"reason": "Wrong week"} | answers)


def errors_of(response) -> dict:
    return response.context["form"].errors


def test_everybody_moves_with_it_and_what_was_booked_stays_on_record(nia, cast, session):
    people = [cast.own, cast.colleagues, person(cast.case_manager, office=cast.own.office)]
    for each in people:
        in_it(session, each)
    cwmbran = OfficeFactory(name="Cwmbran", ldu=cast.own.office.ldu)
    # Into a part of the time in which they are now.
    response = changes(nia, session, start_time="10:00", end_time="11:00", office=cwmbran.pk, capacity=4)
    assert response.url == reverse("session", args=[session.pk])
    moved = Contact.objects.values_list("date", "start_time", "end_time", "place")
    assert list(moved) == [(TUESDAY, time(10), time(11), cwmbran.place)] * 3
    assert "3 of 4 places taken" in nia.get(response.url).content.decode()
    assert {(each.reason, each.former["place"], each.what) for each in Amendment.objects.all()} == {
        ("Wrong week", NEWPORT, "booking")
    }
    actions = sorted(Entry.objects.values_list("action", flat=True))
    assert actions == ["change a session", *["correct a booking"] * 3]


def test_it_goes_to_another_officer_day_and_room(nia, cast, session):
    contact = in_it(session, cast.own)
    room = cast.own.office.rooms.create(name="Room 1", places=6)
    changes(nia, session, officer=cast.colleague.pk, date="12/11/2026", room=room.pk)
    contact.refresh_from_db()
    assert (contact.officer, contact.date, contact.room) == (cast.colleague, date(2026, 11, 12), room)
    assert Session.objects.get().room == room


def test_one_without_people_asks_for_no_reason(nia, cast, session):
    assert "reason" not in nia.get(url_of(session)).context["form"].fields
    changes(nia, session, date="12/11/2026")
    assert Session.objects.get().date == date(2026, 11, 12)


def test_why_is_asked_for_a_new_time_and_not_for_more_places(nia, cast, session):
    in_it(session, cast.own)
    assert errors_of(changes(nia, session, date="12/11/2026", reason="")) == {
        "reason": ["Enter why you are changing it"]
    }
    changes(nia, session, capacity=9, reason="")
    assert Session.objects.get().capacity == 9
    assert not Amendment.objects.exists()


def test_a_clash_stands_beside_the_answer_with_all_that_was_typed(nia, cast, session):
    in_it(session, cast.own)
    ContactFactory(
        service_user=cast.colleagues, officer=cast.case_manager, date=TUESDAY, start_time=time(14), end_time=time(15)
    )
    response = changes(nia, session, start_time="14:00", end_time="15:00")
    assert errors_of(response).keys() == {"start_time"}
    assert response.context["form"]["start_time"].value() == "14:00"
    room = cast.own.office.rooms.create(name="Room 1", places=6)
    ContactFactory(service_user=cast.unallocated, officer=cast.colleague, date=TUESDAY, room=room)
    assert errors_of(changes(nia, session, room=room.pk)).keys() == {"room"}
    Contact.objects.filter(room=room).delete()
    cast.colleague.absences.create(kind="leave", starts_on=TUESDAY, ends_on=TUESDAY)
    assert errors_of(changes(nia, session, officer=cast.colleague.pk)).keys() == {"officer"}
    assert Session.objects.get().start_time == time(9, 30)


def test_somebody_who_is_not_free_then_is_named_and_nobody_moves(nia, cast, session):
    for each in (cast.own, cast.colleagues):
        in_it(session, each)
    ContactFactory(
        service_user=cast.colleagues, officer=cast.colleague, date=TUESDAY, start_time=time(14), end_time=time(15)
    )
    [error] = errors_of(changes(nia, session, start_time="14:00", end_time="15:00"))["start_time"]
    assert error.startswith(f"{cast.colleagues.name}: ")
    assert set(Contact.objects.filter(officer=cast.case_manager).values_list("start_time", flat=True)) == {time(9, 30)}
    assert Session.objects.get().start_time == time(9, 30)


def test_outside_the_opening_hours_it_warns_and_the_same_sent_again_changes_it(nia, cast, session):
    in_it(session, cast.own)
    saturday = {"date": "14/11/2026"}
    asked = changes(nia, session, **saturday)
    assert "14 November 2026 is a Saturday." in asked.content.decode()
    changes(nia, session, **saturday, confirmed="on")
    assert Session.objects.get().date == Contact.objects.get().date == date(2026, 11, 14)


def test_who_is_in_custody_on_the_new_day_is_named_first(nia, cast, session):
    in_it(session, cast.own)
    cast.own.custody.create(starts_on=date(2026, 11, 12))
    asked = changes(nia, session, date="12/11/2026")
    assert f"On this day {cast.own.name} is in custody" in asked.content.decode()
    assert Session.objects.get().date == TUESDAY


def test_once_a_notice_is_out_only_the_places_change(nia, cast, session):
    in_it(session, cast.own, notice_issued_at="2026-11-02 07:00")
    in_it(session, cast.colleagues)
    html = nia.get(url_of(session)).content.decode()
    assert "Rearrange the appointment of each person instead, or cancel the session and open another." in html
    assert 'name="date"' not in html
    assert errors_of(changes(nia, session, capacity=1)) == {
        "capacity": ["Enter 2 or more, because 2 people are booked at this time"]
    }
    changes(nia, session, capacity=2, date="12/11/2026")
    assert (Session.objects.get().capacity, Session.objects.get().date) == (2, TUESDAY)


def test_once_it_has_started_only_the_places_change(on_the_day, cast, session):
    in_it(session, cast.own)
    assert "This session has started" in on_the_day.get(url_of(session)).content.decode()
    changes(on_the_day, session, capacity=8)
    assert Session.objects.get().capacity == 8


def test_there_are_no_more_places_than_the_room_has(nia, cast, session):
    Session.objects.update(room=cast.own.office.rooms.create(name="Room 1", places=4))
    session.refresh_from_db()
    assert errors_of(changes(nia, session, capacity=5)) == {
        "capacity": ["Enter 4 or fewer, because the room has 4 places"]
    }


def test_nobody_is_moved_whom_the_user_may_not_see(nia, cast, session):
    in_it(session, cast.elsewhere)
    html = nia.get(url_of(session)).content.decode()
    assert "Somebody in this session is now with another unit" in html
    assert 'name="date"' not in html


def test_who_is_known_not_to_come_stays_behind(nia, cast, session):
    away = in_it(session, cast.own, outcome_id="AAME")
    coming = in_it(session, cast.colleagues)
    changes(nia, session, date="12/11/2026")
    assert [Contact.objects.get(pk=each.pk).date.day for each in (away, coming)] == [10, 12]


def test_of_two_who_change_it_at_once_the_second_is_told_and_keeps_what_was_typed(nia, cast, session):
    in_it(session, cast.own)
    first, second = (as_shown(nia, session) | {"reason": "Wrong week"} for _ in range(2))
    nia.post(url_of(session), first | {"date": "12/11/2026"})
    late = nia.post(url_of(session), second | {"date": "13/11/2026"})
    assert "Somebody changed this session" in errors_of(late)["__all__"][0]
    assert late.context["form"]["date"].value() == "13/11/2026"
    again = second | {"date": "13/11/2026", "seen": hidden(late.content.decode(), "seen")}
    nia.post(url_of(session), again)
    assert Session.objects.get().date == date(2026, 11, 13)


def test_who_was_added_meanwhile_is_told_of_before_they_move(nia, cast, session):
    form = as_shown(nia, session)
    in_it(session, person(cast.case_manager, office=cast.own.office))
    late = nia.post(url_of(session), form | {"date": "12/11/2026", "reason": "Wrong week"})
    assert "__all__" in errors_of(late)


def test_sent_twice_it_is_changed_once_and_unchanged_it_is_not_taken(nia, cast, session):
    in_it(session, cast.own)
    form = as_shown(nia, session) | {"reason": "Wrong week"}
    assert errors_of(nia.post(url_of(session), form)) == {"date": ["Change the session"]}
    sent = [nia.post(url_of(session), form | {"date": "12/11/2026"}) for _ in range(2)]
    assert sent[0].url == sent[1].url
    assert Amendment.objects.count() == 1
