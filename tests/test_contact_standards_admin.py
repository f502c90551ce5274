"""An administrator changes a contact standard, and sees first how many people that moves."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from contacts.models import ContactStandard
from tests.admin_pages import fields_of
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/contacts/contactstandard/add/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2018-11-20 10:00", tick=False):
        yield


@pytest.fixture
def admin(cast, sign_in):
    """Six people are Amber, and one of them was seen two weeks ago."""
    ContactFactory(service_user=cast.own, date=date(2018, 11, 6), outcome_id="ATTC")
    return sign_in(cast.administrator)


@pytest.fixture
def amber(db):
    return ContactStandard.objects.get(status="amber")


@pytest.fixture
def address(amber):
    return reverse("admin:contacts_contactstandard_change", args=[amber.pk])


def groups(page):
    return {due.value: (before, after) for due, before, after in page.context["adminform"].form.affected.rows}


def test_a_change_is_shown_before_it_is_saved(admin, address, amber):
    page = admin.post(address, fields_of(admin.get(address)) | {"contact_every": 7})
    assert "Nothing is saved yet. Check whom this affects, then save again." in page.content.decode()
    assert "Please correct the error" not in page.content.decode()
    assert groups(page) == {
        "overdue": (5, 6), "this_week": (0, 0), "this_month": (0, 0), "later": (1, 0), "none": (0, 0)
    }  # fmt: skip
    assert "Dafydd" not in page.content.decode()
    amber.refresh_from_db()
    assert (amber.contact_every, Entry.objects.count()) == (28, 0)
    assert admin.post(address, fields_of(page)).status_code == 302
    amber.refresh_from_db()
    assert (amber.contact_every, Entry.objects.get().action) == (7, "change contact standard")


def test_what_is_typed_anew_is_shown_anew(admin, address):
    page = admin.post(address, fields_of(admin.get(address)) | {"contact_every": 7})
    page = admin.post(address, fields_of(page) | {"contact_every": 2, "unit": "months"})
    assert page.status_code == 200
    assert groups(page)["later"] == (1, 1)


def test_one_that_starts_later_is_shown_as_of_its_start(admin):
    new = fields_of(admin.get(ADD)) | {
        "status": "amber", "starts_on": "2018-12-03", "contact_every": 60, "review_every": 84
    }  # fmt: skip
    page = admin.post(ADD, new)
    assert groups(page) == {
        "overdue": (5, 5), "this_week": (1, 0), "this_month": (0, 0), "later": (0, 1), "none": (0, 0)
    }  # fmt: skip
    assert admin.post(ADD, fields_of(page)).status_code == 302
    assert ContactStandard.objects.get(starts_on="2018-12-03").types == ["CHVS", "COAI", "COAP"]


def test_a_deletion_is_shown_too(admin, amber):
    address = reverse("admin:contacts_contactstandard_delete", args=[amber.pk])
    page = admin.get(address)
    assert {due.value: after for due, _, after in page.context["affected"].rows}["none"] == 6
    assert ContactStandard.objects.filter(pk=amber.pk).exists()
    assert admin.post(address, {"post": "yes"}).status_code == 302
    assert not ContactStandard.objects.filter(pk=amber.pk).exists()


@pytest.mark.parametrize("name, value", [("types", "COAP,NOPE"), ("contact_every", 0), ("first_within", 61)])
def test_what_is_wrong_is_told_first(admin, address, name, value):
    page = admin.post(address, fields_of(admin.get(address)) | {name: value})
    assert list(page.context["adminform"].form.errors) == [name]
    assert "Whom this affects" not in page.content.decode()
