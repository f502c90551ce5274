"""The daily email reaches a mail server on loopback: once, also where two workers send it at the same moment."""

from datetime import date

import pytest
import time_machine

from alerts.scan import scan_contacts
from casework.tasks import send_daily_emails
from staff.models import DailyEmail
from staff.services import choose_daily_email
from tests.at_once import together
from tests.factories import ContactFactory
from tests.postbox import postbox as mail_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def postbox(settings):
    with mail_server(settings) as box:
        yield box


@pytest.fixture
def work(cast):
    with time_machine.travel("2018-12-20 07:30"):
        ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2018, 12, 18), noticed=True)
        scan_contacts(by=None, as_of=date(2018, 12, 20))
        for user in (cast.case_manager, cast.team_manager):
            choose_daily_email(by=user, wanted=True)
        yield cast


def recipients(box):
    return sorted(address for to, _ in box.taken for address in to)


def test_it_is_delivered(work, postbox):
    assert send_daily_emails()["sent"] == 2
    assert recipients(postbox) == ["cm1@example.org", "tm1@example.org"]
    message = next(message for to, message in postbox.taken if to == ["cm1@example.org"])
    assert message["Subject"].startswith("Your worklist: ")
    assert "A000001" in message.get_content()


def test_two_workers_at_once_deliver_it_once(work, postbox):
    together(send_daily_emails, send_daily_emails)
    assert recipients(postbox) == ["cm1@example.org", "tm1@example.org"]
    assert DailyEmail.objects.count() == 2


def test_an_address_that_the_server_refuses_stops_no_other(work, postbox):
    postbox.unknown.add("cm1@example.org")
    assert send_daily_emails() == {"sent": 1, "nothing_to_do": 0, "failed": 1}
    assert recipients(postbox) == ["tm1@example.org"]
    postbox.unknown.clear()
    assert send_daily_emails() == {"sent": 2, "nothing_to_do": 0, "failed": 0}
    assert recipients(postbox) == ["cm1@example.org", "tm1@example.org"]


def test_a_server_that_is_down_leaves_it_to_the_next_run(work, postbox, settings):
    settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT
    assert send_daily_emails()["failed"] == 2
    settings.EMAIL_PORT = port
    assert send_daily_emails()["sent"] == 2
