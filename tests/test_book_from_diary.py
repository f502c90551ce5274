"""From a gap of the diary to the booking form: whom to book, then the form with the time filled in."""

import re
from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from contacts.models import Contact
from tests.appointments import OFFICE_VISIT, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-09 08:00"):
        yield


def links(html: str, beginning: str) -> list[str]:
    return [href.replace("&amp;", "&") for href in re.findall(f'href="({beginning}[^"]*)"', html)]


def test_a_gap_leads_to_a_booking_with_date_time_and_officer(nia, cast):
    day = nia.get(reverse("diary"), {"show": "day", "on": "2026-11-10"}).content.decode()
    [gap] = links(day, "/diary/book/")
    [person] = links(nia.get(gap).content.decode(), "/people/")
    form = nia.get(person).context["form"]
    assert (form["date"].value(), form["start_time"].value()) == (date(2026, 11, 10), time(9))
    assert form["officer"].value() == cast.case_manager.pk
    sent = {name: form[name].value() for name in ("office", "officer")}
    reference = hidden(nia.get(person).content.decode(), "contact_ref")
    visit = OFFICE_VISIT | {"date": "10/11/2026", "start_time": "9am", "step": "save", "contact_ref": reference}
    nia.post(person, visit | sent)
    assert (Contact.objects.get().date, Contact.objects.get().start_time) == (date(2026, 11, 10), time(9))


def test_no_address_on_the_way_says_who_it_is(nia, cast):
    gap = reverse("book_from_diary", args=[cast.case_manager.pk, "2026-11-10", "0900"])
    for url in links(nia.get(gap).content.decode(), "/people/"):
        assert cast.own.crn not in url
        assert "Morgan" not in url


def test_a_search_keeps_the_time(nia, cast):
    gap = reverse("book_from_diary", args=[cast.case_manager.pk, "2026-11-10", "0900"])
    found = nia.post(gap, {"search": "morgan"}, follow=True)
    assert found.request["PATH_INFO"] == gap
    [url] = links(found.content.decode(), "/people/")
    assert url.endswith(f"/book/?date=2026-11-10&start_time=09%3A00&officer={cast.case_manager.pk}")


def test_own_people_are_listed_and_the_teams_on_request(nia, cast):
    gap = reverse("book_from_diary", args=[cast.colleague.pk, "2026-11-10", "0900"])
    assert "Ffion Hughes" not in nia.get(gap).content.decode()
    assert "Ffion Hughes" in nia.get(f"{gap}?whose=team").content.decode()


@pytest.mark.parametrize("wrong", [("2026-11-31", "0900"), ("2026-11-10", "2500")])
def test_a_time_that_is_none_is_not_there(nia, cast, wrong):
    assert nia.get(reverse("book_from_diary", args=[cast.case_manager.pk, *wrong])).status_code == 404


def test_nor_is_the_time_of_another_team(nia, cast):
    url = reverse("book_from_diary", args=[cast.other_team_manager.pk, "2026-11-10", "0900"])
    assert nia.get(url).status_code == 404


def test_what_an_address_says_wrongly_is_left_open(nia, cast):
    url = reverse("book", args=[cast.own.public_id])
    form = nia.get(f"{url}?date=never&start_time=99&officer=x").context["form"]
    assert (form["date"].value(), form["start_time"].value()) == (None, None)
    assert form["officer"].value() == cast.case_manager.pk
