"""An office can be booked once it has what a notice states: an address with a postcode, and a telephone number."""

from datetime import date

import pytest
import time_machine

from contacts.models import Contact
from demonstration.places import PLACES, WALES, address
from staff.models import Office
from staff.postcodes import is_in_wales, postcode_of
from tests.admin_pages import fields_of
from tests.appointments import arrange

TO_ASK = "Ask your administrator to add them"


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        ("12 Bridge Street, Newport, NP20 4AA", "NP20 4AA"),
        ("12 Bridge Street, Newport NP20 4AA ", "NP20 4AA"),
        ("1 Petty France, London, SW1H 9AJ", "SW1H 9AJ"),
        ("12 Bridge Street, Newport", ""),
        ("NP20 4AA, 12 Bridge Street", ""),
        ("12 Bridge Street, Newport, NP204AA", ""),
        ("", ""),
    ],
)
def test_the_postcode_ends_the_address(address, postcode):
    assert postcode_of(address) == postcode


@pytest.mark.parametrize("postcode", ["NP20 4AA", "CF10 1AA", "LL55 1XX", "SY16 2XX", "CH7 1XX", "HR3 5AA"])
def test_an_office_in_wales(postcode):
    assert is_in_wales(postcode)


@pytest.mark.parametrize("postcode", ["SW1H 9AJ", "SY1 1AA", "CH1 1AA", "HR1 1AA", "L1 1AA", "BS1 3XX", ""])
def test_an_office_that_is_not(postcode):
    assert not is_in_wales(postcode)


@pytest.mark.django_db
@pytest.mark.parametrize("lacks", [{"phone": ""}, {"address": ""}, {"address": "1 Bridge Street, Newport"}])
def test_no_appointment_is_booked_where_a_notice_would_lack_something(cast, nia, lacks):
    Office.objects.filter(pk=cast.own.office_id).update(**lacks)
    answers = {"officer": cast.case_manager.pk, "date": date(2026, 11, 10).strftime("%d/%m/%Y")}
    response = arrange(nia, "book", cast.own, **answers)
    assert TO_ASK in response.content.decode()
    assert not Contact.objects.exists()


@pytest.mark.django_db
def test_an_administrator_is_told_that_the_postcode_is_missing(cast, sign_in):
    admin = sign_in(cast.administrator)
    change = f"/admin/staff/office/{cast.own.office_id}/change/"
    page = admin.post(change, fields_of(admin.get(change)) | {"address": "1 Bridge Street, Newport"})
    assert "Address must end with a postcode" in page.content.decode()
    assert "can be booked" in admin.get("/admin/staff/office/").content.decode().lower()


def test_the_towns_of_the_demonstration_lie_where_their_postcodes_say():
    for where in PLACES:
        for town in where.towns:
            assert is_in_wales(postcode_of(address(1, "Bridge Street", town))) is (where.division == WALES), town
