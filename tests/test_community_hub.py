"""Amber cases are offered appointments at the community hub of their LDU, or the reason why not is recorded."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from contacts.models import Contact, Session
from staff.models import OfficeKind
from tests.appointments import arrange, page
from tests.factories import NEWPORT, LduFactory, OfficeFactory, person
from tests.test_session_changed import changes, errors_of
from tests.test_sessions import in_it

pytestmark = pytest.mark.django_db

ASKED = ["Select Risca hub, or say why the appointment is not there"]


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.fixture
def hub(cast):
    return OfficeFactory(name="Risca hub", ldu=cast.own.office.ldu, kind=OfficeKind.COMMUNITY_HUB)


def book(nia, cast, who=None, **answers):
    return arrange(nia, "book", who or cast.own, officer=cast.case_manager.pk, **answers)


def test_the_hub_is_offered_first(nia, cast, hub):
    html = page(nia, "book", cast.own)
    assert f'<option value="{hub.pk}" selected>' in html
    assert html.index("Risca hub</option>") < html.index("Newport</option>")


def test_another_office_asks_for_the_reason_which_the_contact_shows(nia, cast, hub):
    assert book(nia, cast).context["form"].errors == {"hub_exception": ASKED}
    assert "Works next door" in book(nia, cast, step="check", hub_exception="Works next door").content.decode()
    book(nia, cast, hub_exception="Works next door")
    contact = Contact.objects.get()
    assert contact.hub_exception == "Works next door"
    assert "Works next door" in page(nia, "contact", cast.own, contact.pk)


def test_at_the_hub_and_at_home_nothing_is_asked_and_no_reason_is_kept(nia, cast, hub):
    book(nia, cast, office=hub.pk, hub_exception="Typed all the same")
    assert Contact.objects.get().hub_exception == ""
    Contact.objects.all().delete()
    assert book(nia, cast, type="CHVS", where="address", address="At home").status_code == 302


@pytest.mark.parametrize(
    "state",
    [
        {"amk_from": None},
        {"amk_from": date(2026, 11, 3)},
        {"kind": OfficeKind.OPERATIONAL_HUB},
        {"phone": ""},
    ],
)
def test_a_hub_that_is_not_live_or_cannot_be_booked_asks_nothing(nia, cast, hub, state):
    for name, value in state.items():
        setattr(hub, name, value)
    hub.save()
    assert book(nia, cast).status_code == 302


def test_a_hub_of_another_ldu_asks_nothing(nia, cast, hub):
    hub.ldu = LduFactory(name="Powys")
    hub.save()
    assert book(nia, cast).status_code == 302


@pytest.mark.parametrize("brag", ["red", "red_amber", "green", "blue", None])
def test_only_who_is_amber_is_asked(nia, cast, hub, brag):
    other = person(cast.case_manager, brag=brag, office=cast.own.office)
    assert book(nia, cast, other).status_code == 302


def test_what_cannot_count_and_what_took_place_asks_nothing(nia, cast, hub):
    assert book(nia, cast, type="COPT").status_code == 302
    held = {"officer": cast.case_manager.pk, "date": "30/10/2026", "end_time": "10:00", "outcome": "ATTC"}
    assert arrange(nia, "record_contact", cast.own, **held).status_code == 302


def test_a_session_elsewhere_asks_once_for_all_and_keeps_it_with_those_who_are_amber(nia, cast, hub):
    green = person(cast.case_manager, brag="green", office=cast.own.office)
    session = Session.objects.create(
        officer=cast.case_manager,
        type_id="COAP",
        date=date(2026, 11, 10),
        start_time="09:30",
        end_time="10:30",
        place=NEWPORT,
        capacity=3,
    )
    url = reverse("add_to_session", args=[session.pk])
    chosen = {"people": [str(cast.own.public_id), str(green.public_id)]}
    errors = nia.post(url, chosen).context["form"].errors
    assert errors == {"hub_exception": [f"Dafydd Morgan: {ASKED[0]}"]}
    nia.post(url, chosen | {"hub_exception": "The hub is full"})
    assert dict(Contact.objects.values_list("service_user", "hub_exception")) == {
        cast.own.pk: "The hub is full",
        green.pk: "",
    }


@pytest.fixture
def session(cast, hub):
    return Session.objects.create(
        officer=cast.case_manager,
        type_id="COAP",
        date=date(2026, 11, 10),
        start_time=time(9, 30),
        end_time=time(10, 30),
        place=hub.place,
        capacity=3,
    )


def test_a_session_that_leaves_the_hub_asks_why_once_for_those_who_are_amber(nia, cast, session):
    """What was said of somebody before stays; who is not Amber is not asked about."""
    told = person(cast.case_manager, office=cast.own.office)
    red = person(cast.case_manager, office=cast.own.office, brag="red")
    in_it(session, cast.own)
    in_it(session, told, hub_exception="Works next door")
    in_it(session, red)
    refused = changes(nia, session, office=cast.own.office.pk)
    assert list(errors_of(refused)) == ["hub_exception"]
    assert {contact.place for contact in Contact.objects.all()} == {session.place}
    assert changes(nia, session, office=cast.own.office.pk, hub_exception="The hub is closed").status_code == 302
    kept = Contact.objects.values_list("service_user", "hub_exception")
    assert dict(kept) == {cast.own.pk: "The hub is closed", told.pk: "Works next door", red.pk: ""}
