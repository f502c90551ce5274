"""The form of a booking shows the officer's day and when they are free: before anything clashes, and after it did."""

import re
from datetime import date, time
from html import unescape

import pytest
import time_machine

from staff.models import Absence
from tests.appointments import arrange, page
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


def told(html: str) -> str:
    """What the box says, in one line."""
    box = html[html.index('<div class="govuk-inset-text">') :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", box[: box.index("</div>")])).split())


def test_the_next_free_times_are_told_from_the_start(nia, cast):
    about = {"service_user": cast.own, "officer": cast.case_manager}
    ContactFactory(**about, date=date(2026, 11, 2), start_time=time(9), end_time=time(16, 45))
    Absence.objects.create(user=cast.case_manager, kind="leave", starts_on=date(2026, 11, 3), ends_on=date(2026, 11, 4))
    said = told(page(nia, "book", cast.own))
    assert said == (
        "When Nia Rees is free Thursday 5 November: 9am to 5pm Friday 6 November: 9am to 5pm"
        " Monday 9 November: 9am to 5pm"
    )


def test_a_clash_is_answered_with_the_day_and_its_gaps(nia, cast):
    about = {"officer": cast.colleague, "date": date(2026, 11, 10)}
    ContactFactory(service_user=cast.colleagues, start_time=time(9, 30), end_time=time(10, 30), **about)
    ContactFactory(service_user=cast.elsewhere, start_time=time(10, 45), end_time=time(16, 45), **about)
    response = arrange(nia, "book", cast.own, step="check", officer=cast.colleague.pk, start_time="10:00")
    said = told(response.content.decode())
    assert "already has an appointment" in response.content.decode()
    assert said.startswith(
        "Owain Parry on Tuesday 10 November 9:30am to 10:30am: Ffion Hughes 10:45am to 4:45pm: Now with another unit"
        " When Owain Parry is free Tuesday 10 November: 9am to 9:30am Wednesday 11 November: 9am to 5pm"
    )


def test_who_is_away_is_answered_with_when_they_are_free(nia, cast):
    days = {"starts_on": date(2026, 11, 10), "ends_on": date(2026, 11, 11)}
    Absence.objects.create(user=cast.case_manager, kind="leave", **days)
    said = told(arrange(nia, "book", cast.own, step="check", officer=cast.case_manager.pk).content.decode())
    assert said.startswith("Nia Rees on Tuesday 10 November Away all day")
    assert "When Nia Rees is free Thursday 12 November: 9am to 5pm" in said


def test_a_day_off_says_so(nia, cast):
    answers = {"date": "14/11/2026", "start_time": "", "officer": cast.case_manager.pk}
    said = told(arrange(nia, "book", cast.own, step="check", **answers).content.decode())
    assert said.startswith("Nia Rees on Saturday 14 November Not a working day Nothing is booked yet.")
