"""An administrator adds a bank holiday or takes one back: deadlines, facts and open alerts follow at once."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert
from alerts.scan import scan_contacts
from audit.models import Entry
from base.business_days import business_days as shipped
from cases.models import Stale
from contacts import calendar, facts
from contacts.models import BankHoliday, CalendarDay, ContactFact, MonthFact
from tests.admin_pages import fields_of
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

NONE = {"contact_facts": 0, "month_facts": 0, "figure_facts": 0}
MISSED_ON, TODAY = date(2026, 12, 7), date(2026, 12, 8)
DUE, JUBILEE, DUE_AFTER_IT = date(2026, 12, 14), date(2026, 12, 10), date(2026, 12, 15)
ADD = "admin:contacts_bankholiday_add"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY} 11:00", tick=False):
        yield TODAY


@pytest.fixture
def admin(cast, sign_in):
    return sign_in(cast.administrator)


@pytest.fixture
def missed(cast):
    """A missed contact whose follow-up is due in a week, with its alert; all is kept."""
    contact = ContactFactory(
        service_user=cast.own, officer=cast.case_manager, noticed=True, date=MISSED_ON, outcome_id="UAAB"
    )
    facts.refresh()
    scan_contacts(by=None, as_of=TODAY)
    return contact


def add(admin, **values):
    answers = {"date": JUBILEE, "name": "Jubilee", "change": "added"} | values
    return admin.post(reverse(ADD), answers)


def days_due(contact):
    """The deadline by the calendar, by the facts of contact and month, and by the open alert."""
    month = MonthFact.objects.get(service_user=contact.service_user, month=MISSED_ON.replace(day=1))
    return [
        CalendarDay.objects.get(date=MISSED_ON).follow_up_due,
        ContactFact.objects.get(contact=contact).follow_up_due,
        month.missed_until,
        Alert.objects.open().get(contact=contact, kind="follow_up_due").due_on,
    ]


def test_one_more_day_moves_deadlines_facts_and_open_alerts_and_taking_it_back_moves_them_again(admin, missed):
    assert days_due(missed) == 4 * [DUE]
    assert add(admin).status_code == 302
    assert days_due(missed) == 4 * [DUE_AFTER_IT]
    assert facts.differences() == NONE
    assert not Stale.objects.exists()
    added = BankHoliday.objects.get()
    assert admin.post(reverse("admin:contacts_bankholiday_delete", args=[added.pk]), {"post": "yes"}).status_code == 302
    assert days_due(missed) == 4 * [DUE]
    assert facts.differences() == NONE


def test_an_alert_that_was_closed_by_the_day_opens_again_with_one_more(missed):
    with time_machine.travel("2026-12-15 09:00", tick=False):
        scan_contacts(by=None, as_of=date(2026, 12, 15))
        assert not Alert.objects.open().filter(contact=missed, kind="follow_up_due").exists()
        BankHoliday.objects.create(date=JUBILEE, name="Jubilee")
        assert Alert.objects.open().filter(contact=missed, kind="follow_up_due").exists()
        assert not Alert.objects.open().filter(contact=missed, kind="follow_up_missed").exists()


def test_a_shipped_one_can_be_taken_away_and_given_back(admin, cast):
    christmas, boxing = date(2026, 12, 25), date(2026, 12, 28)
    day = CalendarDay.objects.get(date=date(2026, 12, 21))
    assert add(admin, date=christmas, name="Christmas Day", change="taken_away").status_code == 302
    assert calendar.business_days().is_business_day(christmas)
    assert not calendar.business_days().is_business_day(boxing)
    day.refresh_from_db()
    assert day.follow_up_due == date(2026, 12, 29)
    BankHoliday.objects.get().delete()
    day.refresh_from_db()
    assert day.follow_up_due == date(2026, 12, 30)
    assert not calendar.business_days().is_business_day(christmas)


def test_the_days_left_on_pages_count_it(admin, missed, sign_in, cast):
    def page():
        contact = reverse("contact", args=[cast.own.public_id, missed.pk])
        return " ".join(sign_in(cast.case_manager).get(contact).content.decode().split())

    assert "by Monday 14 December. You have 4 business days left" in page()
    add(sign_in(cast.administrator))
    assert "by Tuesday 15 December. You have 4 business days left" in page()


def test_a_booking_on_it_is_asked_about_twice(admin, cast):
    from casework.services.appointments import warnings

    appointment = ContactFactory.build(service_user=cast.own, officer=cast.case_manager, date=JUBILEE)
    assert warnings(appointment) == []
    add(admin)
    assert warnings(appointment) == ["10 December 2026 is a bank holiday."]


def test_it_is_kept_who_changed_it(admin, cast):
    add(admin)
    assert BankHoliday.objects.get().changed_by == cast.administrator
    entry = Entry.objects.get(action="add bank holiday")
    assert (entry.actor, entry.target) == (cast.administrator, BankHoliday.objects.get())


@pytest.mark.parametrize(
    "values, refusal",
    [
        ({"date": "2026-12-25"}, "This day is a bank holiday already"),
        ({"change": "taken_away"}, "This day is not one of the bank holidays that come with the software"),
        ({"date": "2029-01-02"}, "Bank holidays are known for these years only"),
    ],
)
def test_a_change_that_changes_nothing_is_refused(admin, values, refusal):
    page = add(admin, **values)
    assert page.status_code == 200
    assert refusal in page.content.decode()
    assert not BankHoliday.objects.exists()


def test_another_process_sees_it_with_its_next_request(nia, db):
    before = calendar.business_days()
    BankHoliday.objects.bulk_create([BankHoliday(date=JUBILEE, name="Jubilee")])  # sends no signal here
    assert calendar.business_days() is before
    nia.get(reverse("home"))
    assert not calendar.business_days().is_business_day(JUBILEE)


def test_the_shipped_days_stay_the_base(admin):
    add(admin)
    changed = calendar.business_days()
    assert shipped().between(date(2026, 1, 1), date(2026, 12, 31)) == sorted(
        [JUBILEE, *changed.between(date(2026, 1, 1), date(2026, 12, 31))]
    )


def test_the_form_offers_what_is_recorded(admin):
    add(admin)
    address = reverse("admin:contacts_bankholiday_change", args=[BankHoliday.objects.get().pk])
    assert fields_of(admin.get(address))["name"] == "Jubilee"
