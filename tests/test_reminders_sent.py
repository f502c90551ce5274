"""Reminders go out on the business day before, once, to those who agreed; what does not arrive is an alert."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert
from cases.models import Custody
from casework.reminders import to_remind
from casework.services.messages import agree_to_reminders
from casework.tasks import ask_for_receipts, send_reminders
from contacts.messages import Message
from tests.factories import ContactFactory
from tests.notify import notify
from tests.postbox import postbox

pytestmark = pytest.mark.django_db
TOMORROW = date(2026, 11, 19)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel("2026-11-18 10:00", tick=False):
        yield


@pytest.fixture
def service(settings):
    with notify(settings) as provider:
        yield provider


@pytest.fixture
def agreed(cast, service):
    cast.own.phone, cast.own.email = "07700 900123", "dafydd@example.org"
    cast.own.save()
    agree_to_reminders(by=cast.case_manager, person=cast.own, channel="text", agreed_on=date(2026, 11, 3))
    return cast.own


@pytest.fixture
def booked(cast, agreed):
    return ContactFactory(service_user=agreed, officer=cast.case_manager, date=TOMORROW)


def states():
    return list(Message.objects.values_list("state", flat=True))


def test_what_it_says(service, booked):
    assert send_reminders() == {"sent": 1}
    [sent] = service.messages
    assert sent["phone_number"] == "07700 900123"
    english = (
        "Reminder: you have an appointment on Thursday 19 November at 9:30am. Place: Newport, 1 Bridge Street,"
        " NP20 4AA. If you cannot come, ring 01633 960100 as soon as you can."
    )
    welsh, said = sent["personalisation"]["message"].split("\n")
    assert said == english
    assert welsh.startswith("Nodyn atgoffa am eich apwyntiad: dydd Iau 19 Tachwedd, 9:30am.")


def test_it_goes_out_once(service, booked):
    send_reminders()
    assert send_reminders() == {}
    assert len(service.messages) == 1


@pytest.mark.parametrize(
    "today, on, is_reminded",
    [
        ("2026-11-18", "2026-11-19", True),
        ("2026-11-18", "2026-11-20", False),
        ("2026-11-18", "2026-11-18", False),
        ("2026-11-20", "2026-11-23", True),  # on Friday of Monday
        ("2026-11-20", "2026-11-21", True),  # and of Saturday
        ("2026-11-21", "2026-11-23", False),  # not on a Saturday
        ("2026-12-24", "2026-12-29", True),  # on Christmas Eve of the next business day
        ("2026-12-25", "2026-12-29", False),
    ],
)
def test_on_the_business_day_before(cast, agreed, today, on, is_reminded):
    contact = ContactFactory(service_user=agreed, officer=cast.case_manager, date=date.fromisoformat(on))
    assert list(to_remind(date.fromisoformat(today))) == ([contact] if is_reminded else [])


def test_not_of_what_will_not_take_place(cast, booked):
    booked.cancelled_by = "service"
    booked.save()
    assert send_reminders() == {}


def test_not_in_custody(booked):
    Custody.objects.create(service_user=booked.service_user, starts_on=TOMORROW)
    assert send_reminders() == {}


def test_nobody_else_is_reminded(cast, service, booked):
    ContactFactory(service_user=cast.colleagues, officer=cast.colleague, date=TOMORROW)
    assert send_reminders() == {"sent": 1}


def test_a_receipt_is_kept_and_shown(nia, service, booked):
    send_reminders()
    service.status = "sending"
    assert ask_for_receipts() == 0
    service.status = "delivered"
    assert ask_for_receipts() == 1
    assert states() == ["delivered"]
    page = nia.get(reverse("contact", args=[booked.service_user.public_id, booked.pk])).content.decode()
    assert "Reminder by text message, Wednesday 18 November at 10am." in page
    assert "Delivered" in page


def test_what_does_not_arrive_is_an_alert(service, booked):
    send_reminders()
    service.status = "permanent-failure"
    ask_for_receipts()
    assert states() == ["failed"]
    alert = Alert.objects.open().get(kind="not_reached")
    assert (alert.contact, alert.due_on) == (booked, TOMORROW)


@pytest.mark.parametrize("answers", [403, 429, 500])
def test_a_provider_that_fails_is_tried_again(service, booked, answers):
    service.answers = answers
    assert send_reminders() == {"unreached": 1}
    assert Alert.objects.open().filter(kind="not_reached", contact=booked).exists()
    service.answers = 201
    assert send_reminders() == {"sent": 1}
    assert not Alert.objects.open().filter(kind="not_reached").exists()


def test_a_number_that_cannot_be_is_not_tried_again(service, booked):
    service.answers = 400
    assert send_reminders() == {"failed": 1}
    service.answers = 201
    assert send_reminders() == {}


def test_a_number_that_is_gone_is_an_alert(booked):
    booked.service_user.phone = ""
    booked.service_user.save()
    assert send_reminders() == {"failed": 1}
    assert Alert.objects.open().filter(kind="not_reached").exists()


def test_nothing_goes_out_where_it_is_switched_off(booked, settings):
    settings.NOTIFY_API_KEY = ""
    assert send_reminders() == {}
    assert states() == []


def test_an_email_goes_by_the_mail_server(cast, agreed, booked, settings):
    agree_to_reminders(by=cast.case_manager, person=agreed, channel="email", agreed_on=date(2026, 11, 3))
    settings.NOTIFY_API_KEY = ""
    with postbox(settings) as box:
        assert send_reminders() == {"sent": 1}
    [(to, message)] = box.taken
    assert to == ["dafydd@example.org"]
    assert "Your appointment on Thursday 19 November" in message["Subject"]
    assert "ring 01633 960100" in message.get_content()


def test_no_line_of_the_log_says_to_whom(service, booked, caplog):
    service.answers = 400
    send_reminders()
    assert "900123" not in caplog.text
