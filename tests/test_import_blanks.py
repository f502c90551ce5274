"""Blank cells: no end, one name, no email address, the same address of somebody who left; and contacts withdrawn."""

import pytest
import time_machine
from django.core.management import CommandError
from django.urls import reverse

from contacts.models import Contact, ContactFact
from staff.models import User
from tests.answers import ask, load
from tests.small_caseload import CONTACT, small_caseload, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2018-12-21 09:00"):
        yield


@pytest.fixture
def files():
    return small_caseload()


def figure(level="contact"):
    return [",".join(row) for row in ask("compliance", "--month=2018-11", f"--level={level}")]


@pytest.mark.parametrize("name", [{"first_name": ""}, {"last_name": ""}, {"first_name": "", "last_name": "O"}])
def test_a_person_of_one_name(tmp_path, files, name):
    files["service_users"][0] |= name
    files["staff"][0] |= name
    load(write(tmp_path, files))
    assert (
        str(User.objects.get(staff_code="CM1"))
        == " ".join(({"first_name": "Gwen", "last_name": "Lewis"} | name).values()).strip()
    )


def test_a_contact_without_an_end_never_counts(tmp_path, files):
    files["contacts"][0]["end_time"] = ""
    load(write(tmp_path, files))
    assert "C1,A000001,COAP,2018-11-06,not_an_offer,thirty_minutes" in figure()


def test_its_page_says_so_and_shows_its_start(tmp_path, files, sign_in):
    files["contacts"][0]["end_time"] = ""
    load(write(tmp_path, files))
    contact = Contact.objects.get(contact_ref="C1")
    page = sign_in(User.objects.get(staff_code="CM1")).get(
        reverse("contact", args=[contact.service_user.public_id, contact.pk])
    )
    assert "No end time was recorded." in page.content.decode()
    assert "10am" in page.content.decode()


def test_staff_without_an_email_address_do_not_sign_in(tmp_path, files, client):
    files["staff"][0]["email"] = files["staff"][1]["email"] = ""
    load(write(tmp_path, files))
    assert User.objects.filter(email="").count() == 2
    assert client.post(reverse("sign_in"), {"username": "", "password": "x"}).status_code == 200


def test_one_person_under_two_staff_codes_signs_in_as_who_is_in_post(tmp_path, files):
    former = files["staff"][0] | {"staff_code": "CM0", "ends_on": "2018-06-30"}
    files["staff"] = [row | {"ends_on": ""} for row in files["staff"]]
    files["staff"].insert(0, former)
    load(write(tmp_path, files))
    assert User.objects.get_by_natural_key("CM1@example.org").staff_code == "CM1"


def test_two_in_post_with_one_address_are_refused(tmp_path, files):
    files["staff"][1]["email"] = "CM1@Example.org"
    with pytest.raises(CommandError, match="1 value is at fault"):
        load(write(tmp_path, files))


def test_a_withdrawn_contact_is_in_no_list_and_no_figure_and_comes_back(tmp_path, files, sign_in):
    load(write(tmp_path, files))
    before = figure(), figure("service_user")
    contact = Contact.objects.get(contact_ref="C1")
    for row in files["contacts"]:
        row["withdrawn"] = "Y" if row["contact_ref"] == "C1" else "N"
    load(write(tmp_path, files))
    assert not [line for line in figure() if line.startswith("C1,")]
    assert not ContactFact.objects.filter(contact_id=contact.pk).exists()
    page = reverse("contact", args=[contact.service_user.public_id, contact.pk])
    browser = sign_in(User.objects.get(staff_code="CM1"))
    assert browser.get(page).status_code == 404
    files["contacts"][0]["withdrawn"] = "N"
    load(write(tmp_path, files))
    assert (figure(), figure("service_user")) == before
    assert browser.get(page).status_code == 200


def test_a_contact_may_come_withdrawn(tmp_path, files):
    files["contacts"] = [CONTACT | {"contact_ref": "C9", "withdrawn": "Y"}]
    load(write(tmp_path, files))
    assert not Contact.objects.exists()
    assert Contact.everything.get().withdrawn
