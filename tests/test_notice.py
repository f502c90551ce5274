"""Issuing the written notice: the slip, what is recorded, and when it is refused."""

import io
from datetime import date, datetime, time

import pypdf
import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from casework.slip import make_slip
from contacts.criteria import failing, failing_conditions
from contacts.models import Contact, Notice
from tests.appointments import answer, hidden, page
from tests.factories import NEWPORT, ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.fixture
def contact(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 2))


def why_not(contact) -> list[str]:
    bits = Contact.objects.filter(pk=contact.pk).values_list(failing(), flat=True).get()
    return [condition.code for condition in failing_conditions(bits)]


def text_of(pdf: bytes) -> str:
    return " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def test_an_issued_notice_is_kept_with_its_slip_and_makes_the_appointment_an_offer(nia, cast, contact):
    assert why_not(contact) == ["no_notice", "no_slip"]
    response = answer(nia, "issue_notice", contact, method="emailed")
    assert response.status_code == 302
    notice = Notice.objects.get()
    now = datetime.fromisoformat("2026-11-02T08:00")
    assert (notice.method, notice.issued_by, notice.issued_at, notice.recorded_at) == (
        "emailed",
        cast.case_manager,
        now,
        now,
    )
    assert (notice.date, notice.start_time, notice.place) == (contact.date, time(9, 30), NEWPORT)
    assert why_not(contact) == []
    assert Entry.objects.get().action == "issue a notice"


def test_what_people_are_called_is_text_and_not_markup(contact):
    contact.place = '#panic("no") $x$ *14* Bridge Street\nNewport'
    assert '#panic("no") $x$ *14* Bridge Street Newport' in text_of(make_slip(contact).pdf)


def test_what_cannot_be_printed_is_refused_and_nothing_is_recorded(nia, contact):
    # No font has a sign of the private use area.
    Contact.objects.update(place="1 Bridge Street \U000f0000")
    response = answer(nia, "issue_notice", contact, method="handed_over")
    assert response.context["form"].non_field_errors()
    assert (Notice.objects.count(), Entry.objects.count()) == (0, 0)
    assert Contact.objects.get().notice_issued_at is None


def test_the_slip_is_for_those_who_may_see_the_person(cast, sign_in, nia, contact):
    answer(nia, "issue_notice", contact, method="emailed")
    address = reverse("slip", args=[cast.own.public_id, contact.pk, Notice.objects.get().pk])
    response = nia.get(address)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="appointment-slip.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content.startswith(b"%PDF")
    assert nia.get(address.replace(str(cast.own.public_id), str(cast.colleagues.public_id))).status_code == 404
    assert sign_in(cast.ldu_head).get(address).status_code == 200
    assert sign_in(cast.other_ldu_head).get(address).status_code == 404


def test_a_notice_is_not_given_from_the_start_on(nia, cast, contact):
    seen = hidden(page(nia, "issue_notice", cast.own, contact.pk), "seen")
    with time_machine.travel("2026-11-02 09:30"):
        response = answer(nia, "issue_notice", contact, seen=seen, method="handed_over")
    assert "The appointment has started. Say when you gave the notice" in response.content.decode()
    assert not Notice.objects.exists()


def test_a_second_notice_may_be_issued_until_the_start(nia, contact):
    answer(nia, "issue_notice", contact, method="emailed")
    with time_machine.travel("2026-11-02 09:29"):
        answer(nia, "issue_notice", contact, method="handed_over")
    assert [notice.method for notice in Notice.objects.all()] == ["handed_over", "emailed"]
    assert why_not(contact) == []


def test_it_promises_nothing_of_an_appointment_that_cannot_count(nia, cast, contact):
    Contact.objects.update(type="COPT")
    said = page(nia, "issue_notice", cast.own, contact.pk)
    assert "cannot count towards the month, with or without a notice. This type of contact" in said
    assert "if you give this notice" not in said


def test_the_notice_is_shown_first_and_recorded_only_when_somebody_says_that_it_was_given(nia, cast, contact):
    html = page(nia, "issue_notice", cast.own, contact.pk)
    slip = reverse("slip_preview", args=[cast.own.public_id, contact.pk])
    assert f'href="{slip}?languages=cy+en&amp;size="' in html
    for words in ("Your appointment on Monday 2 November 2026", "Dear Dafydd Morgan,", "If you cannot come"):
        assert words in html
    response = nia.get(slip)
    assert response["Content-Type"] == "application/pdf"
    assert "Os na allwch ddod" in text_of(response.content)
    assert not Notice.objects.exists()
    assert why_not(contact) == ["no_notice", "no_slip"]


def test_a_notice_that_holds_is_not_made_late(nia, cast, contact):
    answer(nia, "issue_notice", contact, method="emailed")
    with time_machine.travel("2026-11-02 09:45"):
        response = nia.get(reverse("issue_notice", args=[cast.own.public_id, contact.pk]))
    assert response.url == reverse("contact", args=[cast.own.public_id, contact.pk])


def test_the_same_notice_sent_twice_is_issued_once(nia, cast, contact):
    seen = hidden(page(nia, "issue_notice", cast.own, contact.pk), "seen")
    for _ in range(2):
        assert answer(nia, "issue_notice", contact, seen=seen, method="emailed").status_code == 302
    assert Notice.objects.count() == 1


def test_the_notice_states_what_its_page_showed(nia, cast, contact):
    seen = hidden(page(nia, "issue_notice", cast.own, contact.pk), "seen")
    Contact.objects.update(start_time=time(9, 45))
    response = answer(nia, "issue_notice", contact, seen=seen, method="posted")
    assert "Somebody changed this appointment" in response.content.decode()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("closed", [{"cancelled_by": "service"}, {"outcome": "AAHO"}, {"place": ""}])
def test_no_notice_is_issued_of_what_is_closed_or_has_no_place(nia, cast, contact, closed):
    seen = hidden(page(nia, "issue_notice", cast.own, contact.pk), "seen")
    Contact.objects.update(**closed)
    address = reverse("issue_notice", args=[cast.own.public_id, contact.pk])
    assert nia.get(address).status_code == 302
    assert nia.post(address, {"seen": seen, "method": "emailed", "when": "now"}).status_code == 200
    assert not Notice.objects.exists()
