"""A notice is emailed from the page of the notice, and recorded as given only where it was sent."""

from datetime import date

import pytest
import time_machine

from alerts.models import Alert
from casework.tasks import ask_for_receipts
from contacts.models import Notice
from tests.appointments import answer, page
from tests.factories import ContactFactory
from tests.notify import notify
from tests.postbox import postbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel("2026-11-18 10:00", tick=False):
        yield


@pytest.fixture
def booked(cast):
    cast.own.email = "dafydd@example.org"
    cast.own.save()
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 25))


def test_it_goes_with_the_slip(nia, booked, settings):
    with postbox(settings) as box:
        response = answer(nia, "issue_notice", booked, method="send")
    assert response.status_code == 302
    [(to, message)] = box.taken
    [slip] = message.iter_attachments()
    notice = booked.notices.get()
    assert (to, notice.method) == (["dafydd@example.org"], "emailed")
    assert slip.get_content() == bytes(notice.slip)
    shown = page(nia, "contact", booked.service_user, booked.pk)
    assert "Appointment slip by email, Wednesday 18 November at 10am." in shown


def test_by_notify_it_is_a_link(nia, booked, settings):
    with notify(settings) as service:
        answer(nia, "issue_notice", booked, method="send")
        [sent] = service.messages
        assert sent["template_id"] == settings.NOTIFY_TEMPLATES["slip"]
        assert sent["personalisation"]["link_to_file"]["filename"] == "appointment-slip.pdf"
        service.status = "permanent-failure"
        ask_for_receipts()
    assert Alert.objects.open().filter(kind="not_reached", contact=booked).exists()


def test_another_notice_mends_one_that_did_not_arrive(nia, booked, settings):
    with notify(settings) as service:
        answer(nia, "issue_notice", booked, method="send")
        service.status = "permanent-failure"
        ask_for_receipts()
        with time_machine.travel("2026-11-18 11:00", tick=False):
            answer(nia, "issue_notice", booked, method="handed_over")
    assert not Alert.objects.open().filter(kind="not_reached").exists()


def test_what_is_refused_is_not_given(nia, booked, settings):
    with postbox(settings) as box:
        box.unknown.add("dafydd@example.org")
        response = answer(nia, "issue_notice", booked, method="send")
    assert "The email could not be sent." in response.content.decode()
    assert not Notice.objects.exists()


def test_it_is_sent_now_or_not_at_all(nia, booked, settings):
    earlier = {"when": "earlier", "given_on": "17/11/2026", "given_time": "10am"}
    with postbox(settings) as box:
        response = answer(nia, "issue_notice", booked, method="send", **earlier)
    assert "Select “Now” to email the notice now" in response.content.decode()
    assert box.taken == []


def test_it_is_not_offered_without_an_address_or_a_way(nia, booked, settings):
    assert "Email it now" not in page(nia, "issue_notice", booked.service_user, booked.pk)
    booked.service_user.email = ""
    booked.service_user.save()
    with postbox(settings):
        assert "Email it now" not in page(nia, "issue_notice", booked.service_user, booked.pk)
