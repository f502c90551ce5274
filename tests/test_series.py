"""Booking a series: proposed from the contact standard, shown as a list that can be changed, booked all or none."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from cases.models import Custody
from contacts.models import Contact, ContactStandard
from contacts.series import Series
from staff.models import Absence
from tests.appointments import OFFICE_VISIT, hidden, page, rows_of
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

WEEKLY = OFFICE_VISIT | {"date": "10/11/2026", "every": "1", "unit": "weeks", "until": "1/12/2026"}
DATES = ["10/11/2026", "17/11/2026", "24/11/2026", "1/12/2026"]


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


def send(nia, cast, *, step="check", **answers):
    """Fill in the form and send it at ``step``."""
    kept = {"reference": hidden(page(nia, "book_series", cast.own), "reference")}
    fixed = {"office": cast.own.office_id, "officer": cast.case_manager.pk, "step": step}
    return nia.post(reverse("book_series", args=[cast.own.public_id]), {**WEEKLY, **kept, **fixed, **answers})


def save(nia, cast, dates=DATES, **answers):
    return send(nia, cast, step="save", **rows_of(dates, start="9:30am"), **answers)


def rows(response) -> list[str]:
    """The date of each row of the list as it is shown, with why it was moved."""
    return [f"{row.form['date'].value() or '-'} {row.moved}".strip() for row in response.context["rows"]]


def errors(response) -> dict[int, dict[str, list[str]]]:
    """By row, counted from 1, what is wrong with it."""
    found = enumerate(response.context["rows"], 1)
    return {number: dict(row.form.errors) for number, row in found if row.form.errors}


def test_the_dates_are_listed_and_nothing_is_booked_yet(nia, cast):
    response = send(nia, cast)
    assert [row.appointment.date.day for row in response.context["rows"]] == [10, 17, 24, 1]
    said = response.content.decode()
    assert "Appointment 4: Tuesday 1 December" in said
    assert "Every week" in said
    assert not Contact.objects.exists()


def test_all_are_booked_at_once(nia, cast):
    response = save(nia, cast)
    series = Series.objects.get()
    assert response.url == reverse("series", args=[cast.own.public_id, series.pk])
    booked = Contact.objects.order_by("date")
    assert [(each.date.day, each.start_time, each.end_time) for each in booked] == [
        (day, time(9, 30), time(10)) for day in (10, 17, 24, 1)
    ]
    assert {(each.series_id, each.officer, each.service_user) for each in booked} == {
        (series.pk, cast.case_manager, cast.own)
    }
    entry = Entry.objects.get()
    assert (entry.action, entry.target, entry.facts) == ("book a series", series, {"appointments": 4})
    assert "You have booked a series of 4 appointments." in nia.get(response.url).content.decode()


def test_closed_days_leave_and_clashes_are_avoided_and_each_says_why(nia, cast):
    Absence.objects.create(user=cast.case_manager, kind="leave", starts_on="2026-12-14", ends_on="2026-12-18")
    Absence.objects.create(user=cast.case_manager, kind="leave", starts_on="2026-12-29", ends_on="2026-12-31")
    ContactFactory(service_user=cast.colleagues, officer=cast.case_manager, date=date(2026, 12, 11))
    response = send(nia, cast, date="4/12/2026", until="1/1/2027")
    assert rows(response) == [
        "2026-12-04",
        "2026-12-10 Moved from Friday 11 December. Nia Rees already has an appointment from 9:30am to 10am that day,"
        " with Ffion Hughes.",
        "2026-12-21 Moved from Friday 18 December. Nia Rees is away until 18 December 2026. Nobody is named to cover.",
        "2026-12-24 Moved from Friday 25 December. 25 December 2026 is a bank holiday.",
        "- No day was found near Friday 1 January 2027. 1 January 2027 is a bank holiday. Enter another date or leave"
        " this one out.",
    ]
    assert "No day was found for some of these dates" in response.content.decode()


def test_answers_can_be_changed_and_without_a_list_the_dates_are_proposed(nia, cast):
    changed = send(nia, cast, step="change", **rows_of(DATES)).content.decode()
    assert 'name="until" value="1/12/2026"' in changed
    for step in ("save", ""):
        assert len(send(nia, cast, step=step).context["rows"]) == 4
    assert not Contact.objects.exists()


def test_a_date_that_is_open_must_be_entered_or_left_out(nia, cast):
    open_date = [*DATES[:3], ""]
    refused = save(nia, cast, open_date)
    assert errors(refused) == {4: {"date": ["Enter or select a date, or leave this one out"]}}
    assert "Appointment 4: Enter or select a date" in refused.content.decode()
    assert not Contact.objects.exists()
    left_out = {**rows_of(open_date, start="9:30"), "rows-3-include": ""}
    assert send(nia, cast, step="save", **left_out).status_code == 302
    assert Contact.objects.count() == 3


def test_a_clash_that_came_up_meanwhile_books_none_and_keeps_the_answers(nia, cast):
    ContactFactory(service_user=cast.colleagues, officer=cast.case_manager, date=date(2026, 11, 17))
    refused = save(nia, cast)
    assert list(errors(refused)) == [2]
    assert "Nia Rees already has an appointment" in errors(refused)[2]["start_time"][0]
    assert 'value="24/11/2026"' in refused.content.decode()
    assert Contact.objects.count() == 1
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("31/2/2027", "Enter a real date"),
        ("30/10/2026", "Enter a date and time in the future."),
        ("10/11/2026", "This one is in the series already"),
        ("23/11/2026", "Nia Rees is away until 23 November 2026"),
        ("1/1/2031", "Enter a date on or before"),
    ],
)
def test_what_is_wrong_with_a_date_is_said_beside_it(nia, cast, day, message):
    Absence.objects.create(user=cast.case_manager, kind="leave", starts_on="2026-11-23", ends_on="2026-11-23")
    refused = save(nia, cast, [DATES[0], day])
    assert message in errors(refused)[2]["date"][0]
    assert not Series.objects.exists()


def test_a_closed_day_wants_a_second_confirmation(nia, cast):
    saturday = [DATES[0], "14/11/2026"]
    refused = save(nia, cast, saturday)
    assert "14 November 2026 is a Saturday." in refused.content.decode()
    assert "Select the box to book them anyway" in refused.content.decode()
    assert save(nia, cast, saturday, confirmed="on").status_code == 302


def test_the_dates_can_be_checked_again_before_they_are_booked(nia, cast):
    ContactFactory(service_user=cast.colleagues, officer=cast.case_manager, date=date(2026, 11, 12))
    changed = rows_of([DATES[0], "12/11/2026"], start="9:30")
    assert list(errors(send(nia, cast, step="dates", **changed))) == [2]
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"until": "9/11/2026"}, "until", "The last date must be the same as or after the first date"),
        ({"until": ""}, "until", "Enter or select the last date"),
        ({"until": "1/1/2031"}, "until", "Enter a date on or before"),
        ({"until": "10/11/2027"}, "until", "A series can have 52 appointments at most."),
        ({"every": "0"}, "every", "must be 1 or more"),
        ({"every": ""}, "every", "Enter how many days, weeks or months"),
        ({"date": "2/11/2026", "start_time": "7:30"}, "start_time", "Enter a date and time in the future."),
        ({"end_time": "9:00"}, "end_time", "The end time must be after the start time"),
        ({"where": "none"}, "where", "This type of contact needs a place"),
    ],
)
def test_what_is_wrong_with_all_of_them_is_said_at_first(nia, cast, answers, field, message):
    assert message in send(nia, cast, **answers).context["form"].errors[field][0]


def test_fifty_two_are_the_most(nia, cast):
    assert len(send(nia, cast, until="2/11/2027").context["rows"]) == 52


def test_the_interval_comes_from_the_contact_standard(nia, cast):
    assert 'name="every" value="4"' in page(nia, "book_series", cast.own)
    ContactStandard.objects.filter(status="amber").update(contact_every=1, unit="months")
    html = page(nia, "book_series", cast.own)
    assert '<option value="months" selected>' in html
    assert 'name="date" value="3/11/2026"' in html
    assert "The first date is proposed in the first half of a month" in html


def test_it_says_which_cannot_count(nia, cast):
    Custody.objects.create(service_user=cast.own, starts_on="2026-12-01")
    response = send(nia, cast)
    told = [row.told for row in response.context["rows"]]
    assert [bool(each.cannot_count) for each in told] == [False, False, False, True]
    assert "so no written notice is needed" in told[3].notes[0]
    html = send(nia, cast, type="COPT", where="none").content.decode()
    assert "None of these appointments can count towards its month." in html


@pytest.mark.parametrize("start, end", [("19/3/2027", "9/4/2027"), ("15/10/2027", "5/11/2027")])
def test_the_time_on_the_wall_stays_when_the_clocks_change(nia, cast, start, end):
    shown = send(nia, cast, date=start, until=end)
    dates = [f"{row.appointment.date:%d/%m/%Y}" for row in shown.context["rows"]]
    assert save(nia, cast, dates, date=start, until=end).status_code == 302
    assert {(each.starts_at.time(), each.end_time) for each in Contact.objects.all()} == {(time(9, 30), time(10))}


def test_a_contact_says_of_which_series_it_is(nia, cast):
    save(nia, cast)
    contact, series = Contact.objects.first(), Series.objects.get()
    html = page(nia, "contact", cast.own, contact.pk)
    assert f'One of 4 of <a class="govuk-link" href="/people/{cast.own.public_id}/series/{series.pk}/">' in html
    assert "Tuesday 1 December" in page(nia, "series", cast.own, series.pk)


def test_a_series_of_another_person_is_not_there(nia, cast):
    save(nia, cast)
    address = reverse("series", args=[cast.colleagues.public_id, Series.objects.get().pk])
    assert nia.get(address).status_code == 404
