"""Absences of staff: what is recorded and taken back, by whom, and what booking then says."""

from datetime import date, time

import pytest
import time_machine
from django.core.exceptions import ValidationError

from audit.models import Entry
from contacts.models import Contact
from staff.models import Absence
from staff.services import record_absence, take_back_absence
from tests.appointments import arrange
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

WEEK = {"kind": "leave", "starts_on": date(2026, 11, 9), "ends_on": date(2026, 11, 13)}
MORNING = {"start_time": time(9), "end_time": time(12, 30)}


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


def record(by, **fields):
    return record_absence(by=by, absence=Absence(**WEEK | {"user": by} | fields))


def why_not(by, **fields) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        record(by, **fields)
    return refused.value.message_dict


def test_a_case_manager_records_an_own_absence_and_takes_it_back(cast):
    absence = record(cast.case_manager)
    take_back_absence(by=cast.case_manager, absence=absence)
    assert not Absence.objects.exists()
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == [
        "record an absence",
        "take back an absence",
    ]


def test_what_is_taken_back_twice_leaves_one_entry(cast):
    absence = record(cast.case_manager)
    for _ in range(2):
        take_back_absence(by=cast.case_manager, absence=Absence(pk=absence.pk, user=cast.case_manager))
    assert Entry.objects.filter(action="take back an absence").count() == 1


def test_sent_twice_it_is_recorded_once(cast):
    assert record(cast.case_manager) == record(cast.case_manager)
    assert Entry.objects.count() == 1


def test_a_team_manager_records_one_of_the_team(cast):
    assert record(cast.team_manager, user=cast.case_manager).user == cast.case_manager


@pytest.mark.parametrize(("by", "whose"), [("case_manager", "colleague"), ("other_team_manager", "case_manager")])
def test_nobody_else_does(cast, by, whose):
    by, whose = getattr(cast, by), getattr(cast, whose)
    assert "user" in why_not(by, user=whose)
    with pytest.raises(ValidationError):
        take_back_absence(by=by, absence=record(whose))


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"ends_on": date(2026, 11, 8)}, "ends_on", "same as or after the first day"),
        ({"ends_on": date(2062, 11, 8)}, "ends_on", "within a year"),
        ({"start_time": time(9)}, "end_time", "Enter both times"),
        ({"start_time": time(9), "end_time": time(9)}, "end_time", "must be after the start time"),
        ({"note": "Court with x123456"}, "note", "Take out the CRN"),
    ],
)
def test_what_makes_no_sense_is_refused(cast, fields, field, words):
    assert words in why_not(cast.case_manager, **fields)[field][0]


def test_nobody_covers_for_themselves(cast):
    assert "covered_by" in why_not(cast.case_manager, covered_by=cast.case_manager)


def test_absences_of_one_person_do_not_overlap(cast):
    record(cast.case_manager)
    assert "already away from 9 November 2026" in why_not(cast.case_manager, kind="sickness")["starts_on"][0]
    assert "starts_on" in why_not(cast.case_manager, kind="duty", **MORNING)


def test_an_absence_of_one_day_is_told_as_that_day(cast):
    record(cast.case_manager, ends_on=WEEK["starts_on"])
    assert "already away on 9 November 2026." in why_not(cast.case_manager, kind="sickness")["starts_on"][0]


def test_two_parts_of_a_day_may_follow_each_other(cast):
    record(cast.case_manager, **MORNING)
    record(cast.case_manager, start_time=time(12, 30), end_time=time(13))
    assert "starts_on" in why_not(cast.case_manager, start_time=time(12), end_time=time(13))


def book(nia, cast, **answers):
    return arrange(nia, "book", cast.own, **{"officer": cast.case_manager.pk, "date": "10/11/2026", **answers})


def why(response) -> list[str]:
    return response.context["form"].errors.get("officer", [])


def test_booking_says_until_when_the_officer_is_away_and_who_covers(nia, cast):
    record(cast.case_manager, covered_by=cast.colleague)
    said = ["Nia Rees is away until 13 November 2026. Owain Parry covers until then"]
    assert why(book(nia, cast)) == why(book(nia, cast, step="")) == said
    assert not Contact.objects.exists()


def test_it_does_not_say_why(nia, cast):
    record(cast.case_manager, kind="sickness")
    assert why(book(nia, cast)) == ["Nia Rees is away until 13 November 2026. Nobody is named to cover"]


def test_a_part_of_a_day_leaves_the_rest_free(nia, cast):
    record(cast.case_manager, kind="duty", **MORNING)
    assert why(book(nia, cast)) == ["Nia Rees is away from 9am to 12:30pm that day. Nobody is named to cover"]
    assert book(nia, cast, start_time="12:30").status_code == 302


def test_a_colleague_is_free(nia, cast):
    record(cast.case_manager)
    assert book(nia, cast, officer=cast.colleague.pk).status_code == 302


def test_what_took_place_all_the_same_can_be_recorded(nia, cast):
    record(cast.case_manager, starts_on=date(2026, 10, 26), ends_on=date(2026, 10, 30))
    held = {"date": "28/10/2026", "end_time": "10:00", "outcome": "ATTC", "officer": cast.case_manager.pk}
    assert arrange(nia, "record_contact", cast.own, **held).status_code == 302


def test_an_absence_brings_back_no_cancelled_appointment(nia, cast):
    contact = ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 10), cancelled_by="service"
    )
    record(cast.case_manager)
    address = f"/people/{cast.own.public_id}/contacts/{contact.pk}/cancel/undo/"
    page = nia.get(address)
    seen = page.context["form"].initial["seen"]
    answer = nia.post(address, {"seen": seen, "reason": "Wrong click"})
    assert "Nia Rees is away until" in answer.content.decode()
