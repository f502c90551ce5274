"""What nobody types, but anybody can send: an answer, never an error of the server."""

import io

import pypdf
import pytest
from django.urls import reverse

from casework.services.refusals import version
from contacts.models import Contact, Notice
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db
HUGE = "9" * 40


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2018-11-12 10:00")


@pytest.mark.parametrize("page", ["caseload", "compliance_people"])
@pytest.mark.parametrize(
    "query", ["per_page=-1", f"per_page={HUGE}", "page=-1", f"page={HUGE}", "sort=%00", "brag=%00"]
)
def test_a_list_opens_whatever_its_address_asks_for(sign_in, cast, page, query):
    assert sign_in(cast.ldu_head).get(f"{reverse(page)}?{query}").status_code == 200


def test_a_page_is_no_longer_than_pages_are(sign_in, cast):
    table = sign_in(cast.chief_officer).get(reverse("caseload") + "?per_page=1000").context["table"]
    assert table.paginator.per_page == 25


def test_a_case_managers_list_with_an_unknown_choice_shows_nobody(sign_in, cast):
    response = sign_in(cast.case_manager).get(reverse("caseload") + "?whose=%00")
    assert response.status_code == 200
    assert cast.colleagues.last_name not in response.content.decode()


@pytest.mark.parametrize("month", ["0000-13", "9999-12", "0001-01", "-001-01", "+201-10", "2018-10-01", "%00"])
def test_a_month_that_is_none_is_not_found(sign_in, cast, month):
    assert sign_in(cast.ldu_head).get(f"{reverse('compliance')}?month={month}").status_code == 404


@pytest.mark.parametrize("search", ["a " * 2000, "a\x00b"])
def test_a_search_that_nobody_means_is_refused(sign_in, cast, search):
    browser = sign_in(cast.case_manager)
    response = browser.get(browser.post(reverse("caseload"), {"search": search}).url)
    assert response.status_code == 200
    assert response.context["filter"].form.errors["search"]


@pytest.fixture
def booking(cast):
    return {
        "contact_ref": "W0123456789AB",
        "type": "COAP",
        "date": "14/11/2018",
        "start_time": "9:30",
        "end_time": "10:00",
        "where": "office",
        "office": cast.own.office_id,
        "officer": cast.case_manager.pk,
        "step": "save",
    }


@pytest.mark.parametrize(
    "answer",
    [
        {"date": "1/1/0001"},
        {"date": "31/12/9999"},
        {"date": "31/12/9999", "where": "address"},
        {"start_time": "24:00"},
        {"type": "\x00"},
        {"officer": HUGE},
        {"address": "a" * 3000},
        {"address": "\x00"},
        {"contact_ref": "\x00"},
    ],
)
def test_a_booking_with_an_impossible_answer_is_refused(sign_in, cast, booking, answer):
    response = sign_in(cast.case_manager).post(reverse("book", args=[cast.own.public_id]), booking | answer)
    assert response.status_code == 200
    assert not Contact.objects.exists()


def test_a_form_for_one_person_sent_for_another_books_nothing(sign_in, cast, booking):
    browser = sign_in(cast.case_manager)
    browser.post(reverse("book", args=[cast.own.public_id]), booking)
    again = browser.post(reverse("book", args=[cast.colleagues.public_id]), booking | {"start_time": "14:00"})
    assert "This form has already been sent." in again.content.decode()
    assert Contact.objects.get().service_user == cast.own


@pytest.mark.parametrize("place", ["Flat 1 \U0010fffd", "1 High Street\x01"])
def test_a_slip_that_no_font_can_show_is_refused_in_words(sign_in, cast, place):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, place=place)
    contact.refresh_from_db()
    url = reverse("issue_notice", args=[cast.own.public_id, contact.pk])
    response = sign_in(cast.case_manager).post(url, {"seen": version(contact), "method": "posted", "when": "now"})
    assert "cannot be printed" in response.content.decode()
    assert not Notice.objects.exists()


def test_what_looks_like_code_is_text_on_the_slip(sign_in, cast):
    code = '#read("/etc/passwd") $x$ @ref *b*'
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, place=code)
    contact.refresh_from_db()
    url = reverse("issue_notice", args=[cast.own.public_id, contact.pk])
    sign_in(cast.case_manager).post(url, {"seen": version(contact), "method": "posted", "when": "now"})
    slip = pypdf.PdfReader(io.BytesIO(Notice.objects.get().slip)).pages[0].extract_text()
    assert code in " ".join(slip.split())
