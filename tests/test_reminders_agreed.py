"""A service user is reminded as they agreed to be; a case manager records that, and ends it."""

import pytest
import time_machine
from django.urls import reverse

from contacts.messages import ReminderAgreement
from tests.notify import notify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(settings):
    with time_machine.travel("2026-11-18 12:00", tick=False), notify(settings):
        yield


@pytest.fixture
def reachable(cast):
    cast.own.phone, cast.own.email = "07700 900123", "dafydd@example.org"
    cast.own.save()
    return cast.own


def agree(nia, person, **answers):
    return nia.post(reverse("reminders", args=[person.public_id]), {"agreed_on": "3/11/2026", **answers}, follow=True)


def test_how_and_when_they_agreed_is_on_their_page(nia, cast, reachable):
    shown = agree(nia, reachable, channel="text").content.decode()
    assert "By text message, agreed on 3 November 2026" in shown
    agreement = ReminderAgreement.objects.get(service_user=reachable)
    assert (agreement.channel, agreement.recorded_by) == ("text", cast.case_manager)


def test_another_way_takes_its_place(nia, reachable):
    agree(nia, reachable, channel="text")
    assert "By email, agreed on 3 November 2026" in agree(nia, reachable, channel="email").content.decode()


def test_it_can_be_ended(nia, reachable):
    agree(nia, reachable, channel="text")
    assert "No reminders go out any more." in agree(nia, reachable, channel="none").content.decode()
    assert not ReminderAgreement.objects.exists()


@pytest.mark.parametrize(
    "answers, words",
    [
        ({}, "Select how they agreed to be reminded, or that they get no reminders"),
        ({"channel": "text", "agreed_on": ""}, "Enter or select the date on which they agreed"),
        ({"channel": "text", "agreed_on": "19/11/2026"}, "The date must be today or in the past"),
    ],
)
def test_what_is_missing_is_said(nia, reachable, answers, words):
    shown = agree(nia, reachable, **answers).content.decode()
    assert "There is a problem" in shown
    assert words in shown
    assert not ReminderAgreement.objects.exists()


def test_only_what_is_held_is_offered(nia, reachable):
    reachable.email = ""
    reachable.save()
    page = nia.get(reverse("reminders", args=[reachable.public_id])).content.decode()
    assert "By text message to 07700 900123" in page
    assert "By email to" not in page


def test_nothing_is_offered_where_reminders_are_switched_off(nia, reachable, settings):
    settings.NOTIFY_API_KEY = ""
    page = nia.get(reverse("reminders", args=[reachable.public_id])).content.decode()
    assert "Reminders are switched off on this site." in page
    assert "By text message to" not in page
