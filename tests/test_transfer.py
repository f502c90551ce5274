"""A person passes to another case manager, who is told at once which appointments to come are with the former one."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert
from alerts.scan import scan_contacts
from cases.models import Allocation, Designation
from contacts.models import Contact
from tests.answers import load
from tests.appointments import answer, arrange, page
from tests.factories import ContactFactory
from tests.small_caseload import small_caseload, write

pytestmark = pytest.mark.django_db
TODAY = date(2018, 12, 20)
SAID = "Owain Parry is no longer the case manager on this day, so it cannot count."


@pytest.fixture(autouse=True)
def thursday_morning():
    with time_machine.travel("2018-12-20 10:00", tick=False):
        yield


def pass_on(person, *, to, on=TODAY):
    """End the allocation the day before, and begin the next."""
    Allocation.objects.filter(service_user=person, ends_on=None).update(ends_on=on.replace(day=on.day - 1))
    Allocation.objects.create(service_user=person, officer=to, starts_on=on)


@pytest.fixture
def booked(cast):
    """With Owain, whose person passes to Nia today."""
    booked = ContactFactory(service_user=cast.colleagues, officer=cast.colleague, date=date(2018, 12, 27))
    pass_on(cast.colleagues, to=cast.case_manager)
    return booked


def to_rebook():
    scan_contacts(by=None, as_of=TODAY)
    return list(Contact.objects.filter(alerts__in=Alert.objects.open().filter(kind="to_rebook")))


def test_the_new_case_manager_is_told_which_to_rebook(cast, nia, sign_in, booked):
    assert to_rebook() == [booked]
    html = " ".join(nia.get("/").content.decode().split())
    assert "Appointments to rebook" in html
    assert "Planned Office Visit (NS), Thursday 27 December at 9:30am" in html
    assert f"{SAID} Rearrange it with the new case manager." in html
    assert f'href="{reverse("rearrange", args=[cast.colleagues.public_id, booked.pk])}?back=%2F"' in html
    assert "Appointments to rebook" not in sign_in(cast.colleague).get("/").content.decode()


@pytest.mark.parametrize("name", ["contact", "service_user"])
def test_the_pages_say_so_and_lead_to_rearranging_first(cast, nia, booked, name):
    html = page(nia, name, cast.colleagues, *([booked.pk] if name == "contact" else []))
    assert "To rebook" in html
    assert SAID in html
    ways = [
        html.index(reverse(way, args=[cast.colleagues.public_id, booked.pk])) for way in ("rearrange", "record_outcome")
    ]
    assert ways == sorted(ways)
    assert ways[0] < html.index(reverse("issue_notice", args=[cast.colleagues.public_id, booked.pk]))


def test_rearranged_it_is_with_the_new_case_manager_and_the_alert_is_gone(cast, nia, booked):
    assert to_rebook() == [booked]
    html = page(nia, "rearrange", cast.colleagues, booked.pk)
    assert f'<option value="{cast.case_manager.pk}" selected' in html
    answers = {"asked_by": "service", "reason": "New case manager", "officer": cast.case_manager.pk}
    when = {"date": "28/12/2018", "start_time": "9:30"}
    assert arrange(nia, "rearrange", cast.colleagues, booked.pk, **answers, **when).status_code == 302
    new = Contact.objects.get(rearranged_from__original=booked)
    assert new.officer == cast.case_manager
    assert not Alert.objects.open().filter(kind="to_rebook").exists()
    assert to_rebook() == []


def test_cancelled_the_alert_is_gone(nia, booked):
    assert to_rebook() == [booked]
    answer(nia, "cancel", booked, asked_by="service", reason="New case manager")
    assert not Alert.objects.open().filter(kind="to_rebook").exists()


@pytest.mark.parametrize("now, kinds", [("2018-12-27 09:29", 1), ("2018-12-27 09:30", 0)])
def test_once_it_has_started_there_is_nothing_to_rebook(booked, now, kinds):
    with time_machine.travel(now, tick=False):
        scan_contacts(by=None, as_of=date(2018, 12, 27))
        assert Alert.objects.open().filter(kind="to_rebook").count() == kinds


@pytest.mark.parametrize("day, told", [(26, False), (27, True)])
def test_what_is_before_the_day_of_the_transfer_stays_with_the_former_one(cast, day, told):
    ahead = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2018, 12, day))
    pass_on(cast.own, to=cast.colleague, on=date(2018, 12, 27))
    assert to_rebook() == ([ahead] if told else [])


def test_whoever_takes_over_on_a_later_day_can_be_booked_with(cast, nia):
    ahead = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2018, 12, 27))
    taking_over = Allocation.objects.get(service_user=cast.other_team).officer
    pass_on(cast.own, to=taking_over, on=date(2018, 12, 27))
    assert f'<option value="{taking_over.pk}" selected' in page(nia, "rearrange", cast.own, ahead.pk)


def test_a_further_appointment_is_offered_with_whoever_took_over(cast, nia):
    missed = ContactFactory(
        service_user=cast.colleagues, officer=cast.colleague, date=date(2018, 12, 18), outcome_id="UAAB", noticed=True
    )
    pass_on(cast.colleagues, to=cast.case_manager)
    html = page(nia, "follow_up_book", cast.colleagues, missed.pk)
    assert f'<option value="{cast.case_manager.pk}" selected' in html


@pytest.mark.parametrize(
    "fields",
    [{"outcome_id": "AAHO"}, {"cancelled_by": "service_user"}, {"type_id": "COPT"}, {"date": date(2018, 12, 19)}],
    ids=str,
)
def test_what_is_off_over_or_could_never_count_is_left_alone(booked, fields):
    Contact.objects.update(**fields)
    assert to_rebook() == []


def test_one_with_a_colleague_who_never_held_the_person_was_meant(cast):
    meant = ContactFactory(service_user=cast.own, officer=cast.colleague, date=date(2018, 12, 27))
    assert to_rebook() == []
    assert meant.officer == cast.colleague


def test_the_former_one_whom_the_sentence_plan_names_stays(cast, booked):
    named = Designation.objects.create(service_user=cast.colleagues, officer=cast.colleague, starts_on=TODAY)
    assert to_rebook() == []
    Allocation.objects.filter(officer=cast.colleague).delete()
    named.ends_on = date(2018, 12, 26)
    named.save()
    assert to_rebook() == [booked]


def test_where_nobody_took_over_there_is_nobody_to_rebook_with(cast, booked):
    Allocation.objects.filter(service_user=cast.colleagues, ends_on=None).delete()
    assert to_rebook() == []


def test_no_notice_is_asked_for_of_what_is_to_rebook(booked):
    assert to_rebook() == [booked]
    assert not Alert.objects.open().filter(kind="notice_missing").exists()


def test_an_import_that_passes_somebody_on_tells_at_once(tmp_path, django_capture_on_commit_callbacks):
    files = small_caseload()
    files["staff"] += [files["staff"][0] | {"staff_code": "CM2", "email": "cm2@example.org"}]
    ahead = files["contacts"][0] | {"contact_ref": "C9", "date": "2018-12-27", "outcome": ""}
    files["contacts"] += [ahead | {"notice_issued_at": "2018-12-10T09:00"}]
    with django_capture_on_commit_callbacks(execute=True):
        load(write(tmp_path, files))
    assert not Alert.objects.exists()
    files["allocations"] = [
        {"crn": "A000001", "staff_code": "CM1", "starts_on": "2018-09-01", "ends_on": "2018-12-19"},
        {"crn": "A000001", "staff_code": "CM2", "starts_on": "2018-12-20", "ends_on": ""},
    ]
    with django_capture_on_commit_callbacks(execute=True):
        load(write(tmp_path, files))
    alert = Alert.objects.open().get(kind="to_rebook")
    assert (alert.contact.contact_ref, alert.contact.start_time) == ("C9", time(10))
