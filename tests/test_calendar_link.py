"""The own diary in another calendar program: the link, whom it lets in, and what the file says."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from contacts.models import ContactType
from staff.models import Absence, CalendarFeed
from tests.factories import NEWPORT, ContactFactory, person

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-09 08:00"):
        yield


@pytest.fixture
def link(nia) -> str:
    """Nia's link, as the page shows it; she is signed out after that."""
    address = nia.post(reverse("calendar_link")).context["link"]
    nia.logout()
    return address


def events(client, link) -> list:
    response = client.get(link)
    assert response.status_code == 200
    return sorted(Calendar.from_ical(response.content).walk("VEVENT"), key=lambda event: str(event["dtstart"].dt))


def at(cast, **fields):
    about = {"service_user": cast.own, "officer": cast.case_manager, "date": TUESDAY}
    return ContactFactory(**about | {"start_time": time(9, 30), "end_time": time(10)} | fields)


def test_the_link_is_shown_once_and_only_its_hash_is_kept(nia):
    address = nia.post(reverse("calendar_link")).context["link"]
    token = address.partition("token=")[2]
    assert len(token) > 40
    assert token not in str(CalendarFeed.objects.values_list().get())
    assert token not in nia.get(reverse("calendar_link")).content.decode()


def test_it_lets_in_whoever_has_it_and_nothing_is_stored(client, link):
    response = client.get(link)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"


def test_a_new_link_ends_the_one_before(client, cast, sign_in, link):
    new = sign_in(cast.case_manager).post(reverse("calendar_link")).context["link"]
    client.logout()
    assert [client.get(url).status_code for url in (link, new)] == [404, 200]


@pytest.mark.parametrize("token", ["", "?token=", "?token=guess"])
def test_without_it_there_is_nothing(client, link, token):
    assert client.get(reverse("calendar_file") + token).status_code == 404


def test_it_ends_with_the_post(client, cast, link):
    cast.case_manager.posts.update(ends_on=date(2026, 11, 8))
    assert client.get(link).status_code == 404


def test_it_ends_for_somebody_who_may_not_sign_in(client, cast, link):
    type(cast.case_manager).objects.filter(pk=cast.case_manager.pk).update(is_active=False)
    assert client.get(link).status_code == 404


def test_an_appointment_has_initials_crn_type_and_office(client, cast, link):
    at(cast, place=cast.own.office.place)
    [event] = events(client, link)
    assert event["summary"] == "Planned Office Visit (NS), D M A000001"
    assert event["location"] == NEWPORT
    assert "Morgan" not in client.get(link).content.decode()


def test_a_home_is_never_said(client, cast, link):
    at(cast, type_id="CHVS", place="1 Home Street, Newport")
    assert "location" not in events(client, link)[0]


def test_somebody_of_another_unit_is_masked(client, cast, link):
    at(cast, service_user=cast.elsewhere)
    assert events(client, link)[0]["summary"] == "Planned Office Visit (NS), Now with another unit"


def test_a_group_session_is_one_event(client, cast, link):
    group = ContactType.objects.filter(is_group=True).first().pk
    for member in (cast.own, person(cast.case_manager, office=cast.own.office)):
        at(cast, service_user=member, type_id=group)
    [event] = events(client, link)
    assert "2 people" in event["summary"]
    assert "D M A000001" in event["description"]


@pytest.mark.parametrize("day", [date(2026, 10, 24), date(2026, 10, 26)])
def test_summer_time_makes_no_difference(cast, sign_in, day):
    with time_machine.travel("2026-10-20 08:00"):
        client = sign_in(cast.case_manager)
        link = client.post(reverse("calendar_link")).context["link"]
        at(cast, date=day)
        start = events(client, link)[0]["dtstart"].dt
    assert start.astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None) == datetime.combine(day, time(9, 30))


def test_what_does_not_take_place_is_left_out(client, cast, link):
    at(cast, cancelled_by="service")
    at(cast, outcome_id="AAME")
    at(cast, date=TUESDAY + timedelta(days=365))
    at(cast, officer=cast.colleague)
    assert events(client, link) == []


def test_absences_do_not_say_why(client, cast, link):
    Absence.objects.create(user=cast.case_manager, kind="sickness", starts_on=TUESDAY, ends_on=date(2026, 11, 11))
    part = {"starts_on": date(2026, 11, 16), "ends_on": date(2026, 11, 17), "start_time": time(9)}
    Absence.objects.create(user=cast.case_manager, kind="duty", end_time=time(12), **part)
    whole, *parts = events(client, link)
    assert (whole["summary"], whole["dtstart"].dt, whole["dtend"].dt) == ("Away", TUESDAY, date(2026, 11, 12))
    assert [event["dtstart"].dt.day for event in parts] == [16, 17]
    assert len({str(event["uid"]) for event in (whole, *parts)}) == 3
