"""When an office is open: kept by administrators, warned about before a booking, and avoided by free times."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from contacts.models import Contact
from staff.models import OpeningHours
from tests.admin_pages import fields_of
from tests.appointments import arrange, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.fixture
def open_on_tuesdays(cast):
    """From ten to four, and on no other day."""
    return cast.own.office.opening_hours.create(weekday=1, opens=time(10), closes=time(16))


@pytest.mark.parametrize(
    "day, start, warned",
    [
        ("10/11/2026", "10:00", []),
        ("10/11/2026", "9:30", ["Newport is only open from 10am to 4pm on Tuesday 10 November."]),
        ("10/11/2026", "15:45", ["Newport is only open from 10am to 4pm on Tuesday 10 November."]),
        ("11/11/2026", "10:00", ["Newport is closed on Wednesday 11 November."]),
        ("14/11/2026", "10:00", ["Newport is closed on Saturday 14 November."]),
        (
            "25/12/2026",
            "10:00",
            ["25 December 2026 is a bank holiday.", "Newport is closed on Friday 25 December."],
        ),
    ],
)
def test_outside_them_there_is_a_warning_and_the_same_sent_again_is_booked(
    nia, cast, open_on_tuesdays, day, start, warned
):
    at = {"date": day, "start_time": start}
    assert (
        arrange(nia, "book", cast.own, officer=cast.case_manager.pk, step="check", **at).context["warnings"] == warned
    )
    first = arrange(nia, "book", cast.own, officer=cast.case_manager.pk, **at)
    assert (first.status_code == 302) == (not warned)
    if warned:
        arrange(nia, "book", cast.own, officer=cast.case_manager.pk, confirmed="on", **at)
    assert Contact.objects.count() == 1


def test_elsewhere_they_say_nothing(nia, cast, open_on_tuesdays):
    at_home = {"type": "CHVS", "where": "address", "address": "At home", "date": "11/11/2026"}
    assert (
        arrange(nia, "book", cast.own, officer=cast.case_manager.pk, step="check", **at_home).context["warnings"] == []
    )


def test_an_office_that_opens_on_saturdays_is_not_warned_about(nia, cast):
    cast.own.office.opening_hours.create(weekday=5, opens=time(9), closes=time(12))
    assert (
        arrange(nia, "book", cast.own, officer=cast.case_manager.pk, step="check", date="14/11/2026").context[
            "warnings"
        ]
        == []
    )


def test_an_office_without_any_is_open_on_business_days(nia, cast, open_on_tuesdays):
    OpeningHours.objects.update(ends_on=date(2026, 11, 9))
    assert arrange(nia, "book", cast.own, officer=cast.case_manager.pk, step="check").context["warnings"] == []
    saturday = arrange(nia, "book", cast.own, officer=cast.case_manager.pk, step="check", date="14/11/2026")
    assert saturday.context["warnings"] == ["14 November 2026 is a Saturday."]


def test_free_times_are_those_in_which_the_office_is_open(nia, cast, open_on_tuesdays):
    html = page(nia, "book", cast.own)
    assert "Tuesday 3 November: 10am to 4pm" in html
    assert "Wednesday 4 November" not in html


def test_a_diarys_free_times_are_those_of_the_officers_office(nia, cast, open_on_tuesdays):
    OpeningHours.objects.create(office=cast.own.office, weekday=2, opens=time(8), closes=time(18, 30))
    days = {day.date: day for day, _ in nia.get("/diary/?show=week").context["days"]}
    gaps = {on: [(gap.start, gap.end) for gap in day.gaps] for on, day in days.items()}
    assert gaps[date(2026, 11, 2)] == []
    assert gaps[date(2026, 11, 3)] == [(time(10), time(16))]
    assert gaps[date(2026, 11, 4)] == [(time(8), time(18, 30))]


@pytest.fixture
def office_page(cast, sign_in):
    """Sends the administrator's page of the office with other answers."""

    def send(**answers):
        admin = sign_in(cast.administrator)
        address = reverse("admin:staff_office_change", args=[cast.own.office.pk])
        return admin.post(address, fields_of(admin.get(address)) | answers)

    return send


def rows(*found):
    """The answers of new opening hours."""
    answers = {"opening_hours-TOTAL_FORMS": len(found)}
    for number, row in enumerate(found):
        answers |= {f"opening_hours-{number}-{name}": value for name, value in row.items()}
    return answers


TUESDAYS = {"weekday": 1, "opens": "10:00", "closes": "16:00"}


def test_an_administrator_adds_hours_and_rooms(office_page, cast):
    room = {"rooms-TOTAL_FORMS": 1, "rooms-0-name": "Room 1", "rooms-0-places": 12}
    assert office_page(**rows(TUESDAYS), **room).status_code == 302
    assert str(cast.own.office.opening_hours.get()) == "Tuesday"
    assert cast.own.office.rooms.get().places == 12
    assert Entry.objects.get().action == "change office"


def test_hours_of_one_day_do_not_overlap(office_page, cast):
    later = TUESDAYS | {"starts_on": "2027-01-01", "opens": "09:00"}
    assert b"Two opening hours for Tuesday share a day" in office_page(**rows(TUESDAYS, later)).content
    assert office_page(**rows(TUESDAYS | {"ends_on": "2026-12-31"}, later)).status_code == 302
    assert cast.own.office.opening_hours.count() == 2


def test_they_close_after_opening(office_page):
    page = office_page(**rows(TUESDAYS | {"closes": "10:00"})).content.decode()
    assert "The closing time must be after the opening time" in page


def test_their_former_values_are_kept(open_on_tuesdays):
    open_on_tuesdays.closes = time(17)
    open_on_tuesdays.save()
    assert [event.closes for event in open_on_tuesdays.events.all()] == [time(16)]
