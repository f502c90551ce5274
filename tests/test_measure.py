"""The measure of a month: who adds one and when, and that everything about the month then goes by it."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert
from alerts.scan import scan_contacts
from audit.models import Entry
from base.months import Month
from cases.models import Stale
from contacts import facts
from contacts.criteria import previews, reasons
from contacts.measure import Measure, Measures
from contacts.models import CalendarDay, Contact, ContactFact, MonthFact
from staff.models import Office
from tests.admin_pages import fields_of
from tests.answers import ask
from tests.factories import ContactFactory, person
from tests.measures import add_measure

pytestmark = pytest.mark.django_db

NONE = {"contact_facts": 0, "month_facts": 0, "figure_facts": 0}
ADD = "admin:contacts_measure_add"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-26 11:00", tick=False):
        yield date(2026, 11, 26)


@pytest.fixture
def admin(cast, sign_in):
    return sign_in(cast.administrator)


@pytest.fixture
def booked(cast):
    """Half an hour in December, half an hour in January; all is kept."""
    theirs = {"service_user": cast.own, "officer": cast.case_manager, "noticed": True}
    contacts = [ContactFactory(**theirs, date=day) for day in (date(2026, 12, 15), date(2027, 1, 12))]
    facts.refresh()
    return contacts


def answers(admin, **values):
    return fields_of(admin.get(reverse(ADD))) | {"source": "Practice direction", "ramp_up_months": 0} | values


def failing(contact):
    return ContactFact.objects.get(contact=contact).failing


def test_the_form_offers_the_values_that_hold(admin):
    offered = fields_of(admin.get(reverse(ADD)))
    assert (offered["types"], offered["minutes"], offered["business_days"]) == ("COAP,CHVS,COAI", 30, 5)
    assert (offered["follow_up"], offered["target"], offered["improvement_below"]) == ("further_appointment", 95, 85)


def test_one_of_a_later_month_is_added_and_all_that_is_kept_follows_at_once(admin, cast, booked):
    december, january = booked
    sent = admin.post(reverse(ADD), answers(admin, starts_on="2027-01-01", minutes=45))
    assert sent.status_code == 302
    assert (failing(december), failing(january) != 0) == (0, True)
    assert not Stale.objects.exists()
    assert facts.differences() == NONE
    measure = Measure.objects.latest("starts_on")
    entry = Entry.objects.get(action="add measure")
    assert (entry.actor, entry.target) == (cast.administrator, measure)
    assert CalendarDay.objects.get(date="2026-12-31").measure != measure
    assert CalendarDay.objects.get(date="2027-01-01").measure == measure


@pytest.mark.parametrize("starts_on", ["2026-11-01", "2026-10-01", "2018-09-01", "2027-01-02"])
def test_another_day_than_the_first_of_a_later_month_is_refused(admin, starts_on):
    page = admin.post(reverse(ADD), answers(admin, starts_on=starts_on)).content.decode()
    assert "Enter the first day of a month after this one" in page
    assert Measure.objects.count() == 1


def test_there_is_never_a_second_for_a_month(admin):
    add_measure("2027-01")
    assert admin.post(reverse(ADD), answers(admin, starts_on="2027-01-01")).status_code == 200
    assert Measure.objects.count() == 2


@pytest.mark.parametrize(
    "values, refusal",
    [
        ({"types": "COAP,TEA"}, "Not found: TEA"),
        ({"improvement_below": 96}, "Enter a percentage that is not above the target"),
        ({"minutes": 0}, "1"),
        ({"source": ""}, "required"),
    ],
)
def test_values_that_cannot_be_are_refused(admin, values, refusal):
    page = admin.post(reverse(ADD), answers(admin, starts_on="2027-01-01", **values))
    [field] = values
    assert refusal in page.context["adminform"].form.errors[field][0]


def test_one_that_is_in_force_can_be_read_and_neither_changed_nor_deleted(admin):
    shipped = Measure.objects.get()
    for page, field in (("change", "minutes"), ("delete", "post")):
        address = reverse(f"admin:contacts_measure_{page}", args=[shipped.pk])
        assert admin.post(address, {field: "45"}).status_code == 403
    page = admin.get(reverse("admin:contacts_measure_change", args=[shipped.pk]))
    assert page.status_code == 200
    assert not page.context["adminform"].form.fields


def test_one_that_has_not_started_can_be_taken_back(admin, booked):
    measure = add_measure("2027-01", minutes=45)
    assert failing(booked[1])
    address = reverse("admin:contacts_measure_delete", args=[measure.pk])
    assert admin.post(address, {"post": "yes"}).status_code == 302
    assert not failing(booked[1])
    assert facts.differences() == NONE


def test_only_people_with_contacts_of_its_months_are_derived_anew(cast, booked, monkeypatch):
    ContactFactory(service_user=cast.colleagues, officer=cast.colleague, date=date(2026, 12, 1))
    facts.refresh()
    monkeypatch.setattr(facts, "refresh", lambda: None)
    add_measure("2027-01", minutes=45)
    assert set(Stale.objects.values_list("service_user", flat=True)) == {cast.own.pk}


@pytest.mark.parametrize("values", [{"minutes": 45}, {"types": ["CHVS"]}, {"follow_up": "any_action"}])
def test_a_change_past_every_form_marks_whom_it_is_about(cast, booked, values):
    Measure.objects.update(**values)
    assert set(Stale.objects.values_list("service_user", flat=True)) >= {cast.own.pk}


def test_before_the_first_measure_it_applies_to_nobody(cast):
    facts.refresh()
    applicable = MonthFact.objects.filter(service_user=cast.own, month="2018-11-01", reason=None)
    assert applicable.exists()
    Measure.objects.update(starts_on="2019-01-01")
    facts.refresh()
    assert not applicable.exists()
    assert facts.differences() == NONE


def test_the_preview_goes_by_the_month_of_the_appointment(cast):
    add_measure("2027-01", minutes=45, types=["CHVS"])
    theirs = {"service_user": cast.own, "officer": cast.case_manager, "start_time": time(9), "end_time": time(9, 30)}
    for day, type, said in (
        (date(2026, 12, 31), "COAP", []),
        (date(2027, 1, 4), "CHVS", ["It is shorter than 45 minutes."]),
        (date(2027, 1, 4), "COAP", ["This type of contact cannot be a minimum contact. These types can: CHVS."]),
    ):
        appointment = Contact(**theirs, date=day, type_id=type)
        assert reasons(previews([appointment])[0], appointment.measure) == said


def test_a_contacts_page_speaks_of_the_measure_of_its_month(nia, cast, booked):
    add_measure("2027-01", minutes=45)
    december, january = (
        nia.get(reverse("contact", args=[cast.own.public_id, contact.pk])).content.decode() for contact in booked
    )
    assert "At least 30 minutes with the case manager" in december
    assert "At least 45 minutes with the case manager" in january
    assert "It is shorter than 45 minutes." in january


def test_the_deadline_of_a_follow_up_and_its_alert_go_by_the_measure(cast, nia):
    with time_machine.travel("2027-01-13 11:00", tick=False):
        add_measure("2027-02", business_days=3)
        theirs = {"service_user": cast.own, "officer": cast.case_manager, "noticed": True, "outcome_id": "UAAB"}
        missed = ContactFactory(**theirs, date=date(2027, 1, 12))
        later = ContactFactory(**theirs, date=date(2027, 2, 1))
        facts.refresh()
        due = dict(ContactFact.objects.values_list("contact", "follow_up_due"))
        assert due == {missed.pk: date(2027, 1, 19), later.pk: date(2027, 2, 4)}
        scan_contacts(by=None, as_of=date(2027, 1, 13))
        due = dict(Alert.objects.filter(kind="follow_up_due").values_list("contact", "due_on"))
        assert due == {missed.pk: date(2027, 1, 19), later.pk: date(2027, 2, 4)}


def test_the_bands_and_the_ramp_up_go_by_the_measure_of_the_month(cast, sign_in):
    add_measure("2026-10", target=50, improvement_below=20, ramp_up_months=1)
    Office.objects.update(amk_from="2018-10-01")
    theirs = {"noticed": True, "outcome_id": "ATTC"}
    for day in (date(2026, 9, 9), date(2026, 10, 7)):
        ContactFactory(service_user=cast.own, officer=cast.case_manager, date=day, **theirs)
        ContactFactory(service_user=cast.colleagues, officer=cast.colleague, date=day, **theirs)
    facts.refresh()
    found = {}
    for month in ("2026-09", "2026-10"):
        columns, *rows = ask("compliance", "--month", month, "--level", "ldu", "--as-of", "2026-11-26")
        row = dict(zip(columns, next(row for row in rows if "Gwent" in row), strict=True))
        found[month] = (row["percent"], row["band"], row["ramp_up"])
    assert found == {"2026-09": ("50.0", "improvement", "N"), "2026-10": ("50.0", "target_met", "Y")}
    page = sign_in(cast.ldu_head).get(reverse("compliance"), {"month": "2026-10"}).content.decode()
    assert "The target is 50%. Below 20%, the improvement process starts." in page
    assert "October 2026 is the ramp-up period." in page


def test_the_measure_of_a_month_is_the_latest_that_has_started():
    add_measure("2027-01", minutes=45)
    measures = Measures.known()
    minutes = {"2018-09": 30, "2026-12": 30, "2027-01": 45, "2030-01": 45}
    assert {month: measures.of(Month.parse(month)).minutes for month in minutes} == minutes


def test_a_case_managers_home_is_green_by_the_target_of_this_month(nia, cast):
    Office.objects.update(amk_from="2018-10-01")
    theirs = {"service_user": cast.own, "officer": cast.case_manager, "noticed": True}
    ContactFactory(**theirs, date=date(2026, 11, 4), outcome_id="ATTC")
    facts.refresh()

    def is_green():
        return "cm-figure cm-figure--green" in nia.get(reverse("home")).content.decode().split("cm-figure__value")[0]

    assert is_green()
    held = person(cast.case_manager, office=cast.own.office)
    facts.refresh([held.pk])
    assert not is_green()
    add_measure("2026-11", target=50, improvement_below=40)
    assert is_green()
