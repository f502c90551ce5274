"""An administrator changes the wording of the slip from a later day on, and sees it first on made-up data."""

import io
from datetime import date

import pypdf
import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from contacts.models import Notice
from contacts.wording import Wording
from tests.admin_pages import fields_of
from tests.appointments import answer
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/contacts/wording/add/"
NEW = "Come to us, {name}, on {date}."


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.fixture
def admin(cast, sign_in):
    return sign_in(cast.administrator)


@pytest.fixture
def shipped(db):
    return Wording.objects.get(language="en", kind="office")


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def add(admin, shipped, **answers):
    """Change the shipped one from tomorrow on."""
    form = fields_of(admin.get(ADD, {"from": shipped.pk}))
    return admin.post(ADD, form | {"starts_on": "2026-11-03", **answers})


def test_one_is_shipped_for_each_kind_in_each_language():
    assert set(Wording.objects.values_list("kind", "language", "starts_on")) == {
        (kind, language, None) for kind in ("office", "visit") for language in ("cy", "en")
    }


def test_each_shipped_one_is_sound():
    for wording in Wording.objects.all():
        wording.starts_on = date(2027, 1, 1)
        wording.full_clean()


def test_a_change_starts_from_what_there_is_and_holds_from_its_day_on(admin, shipped):
    assert add(admin, shipped, opening=NEW).status_code == 302
    changed = Wording.objects.get(starts_on=date(2026, 11, 3))
    assert (changed.opening, changed.help) == (NEW, shipped.help)
    assert Entry.objects.get().action == "add slip wording"
    for day, wording in ((date(2026, 11, 2), shipped), (date(2026, 11, 3), changed)):
        assert Wording.objects.in_force(day, "office", ["en"]) == {"en": wording}


def test_it_is_shown_as_a_notice_on_made_up_data(admin, shipped):
    add(admin, shipped, opening=NEW)
    changed = Wording.objects.get(starts_on=date(2026, 11, 3))
    address = reverse("admin:contacts_wording_preview", args=[changed.pk])
    assert address in admin.get("/admin/contacts/wording/").content.decode()
    assert address in admin.get(f"/admin/contacts/wording/{changed.pk}/change/").content.decode()
    response = admin.get(address)
    assert response["Content-Type"] == "application/pdf"
    assert "Come to us, Siân Example, on Monday 9 November 2026." in text_of(response.content)


def test_only_administrators_see_it(cast, sign_in, shipped):
    address = reverse("admin:contacts_wording_preview", args=[shipped.pk])
    assert sign_in(cast.case_manager).get(address).status_code == 302


def test_one_that_is_not_there_is_not_found(admin):
    assert admin.get("/admin/contacts/wording/999999/preview/").status_code == 404


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"opening": "Dear {nmae}"}, "{nmae} is not a placeholder. Use only these: {name}, {date}, {time}"),
        ({"opening": "Dear {name"}, "A { or } stands alone."),
        ({"opening": "Dear {name.__class__}"}, "{name.__class__} is not a placeholder."),
        ({"cannot_come": "Write to us"}, "Put {phone} where the telephone number is to stand"),
        ({"help": "Ask \U000f0000"}, "No font has this character: “\U000f0000” (U+F0000)"),
        ({"starts_on": "2026-11-02"}, "Enter a date after today."),
        ({"starts_on": ""}, "Applies from cannot be blank"),
    ],
)
def test_what_no_slip_could_say_is_refused(admin, shipped, answers, words):
    response = add(admin, shipped, **answers)
    assert words in response.content.decode()
    assert not Wording.objects.exclude(starts_on=None).exists()


def test_one_that_has_started_stays_as_it_is(admin, shipped):
    address = reverse("admin:contacts_wording_change", args=[shipped.pk])
    assert admin.post(address, {"opening": "Other"}).status_code == 403
    assert admin.post(reverse("admin:contacts_wording_delete", args=[shipped.pk]), {"post": "yes"}).status_code == 403


def test_a_notice_that_was_given_keeps_its_wording(cast, nia, sign_in, shipped):
    about = {"service_user": cast.own, "officer": cast.case_manager}
    first, second = (ContactFactory(**about, date=date(2026, 11, day)) for day in (10, 11))
    answer(nia, "issue_notice", first, method="emailed")
    before = bytes(Notice.objects.get().slip)
    Wording.objects.create(
        language="en", kind="office", starts_on=date(2026, 11, 3), **dict.fromkeys(Wording.TEXTS, "New {phone}")
    )
    with time_machine.travel("2026-11-03 09:00"):
        sign_in(cast.case_manager)
        answer(nia, "issue_notice", second, method="emailed")
        slip = nia.get(reverse("slip", args=[cast.own.public_id, first.pk, first.notices.get().pk])).content
    assert slip == before
    assert "New 01633 960100" not in text_of(before)
    assert "New 01633 960100" in text_of(bytes(second.notices.get().slip))


def test_what_is_put_in_is_taken_as_it_is(cast, nia):
    cast.own.first_name = "{phone}"
    cast.own.save()
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 10))
    answer(nia, "issue_notice", contact, method="emailed", languages="en")
    assert "Dear {phone} Morgan," in text_of(bytes(Notice.objects.get().slip))
