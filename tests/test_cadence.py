"""When the next contact is due: the worked cases, what it goes from, and the five groups."""

import csv
from datetime import date, timedelta

import pytest
from django.db.models import OuterRef, Subquery

from cases.models import BragReview, Custody, ServiceUser
from contacts.cadence import Due, NoneDue, next_contacts
from contacts.models import ContactStandard
from tests.factories import BragReviewFactory, ContactFactory, OrderFactory, ServiceUserFactory
from tests.oracle.cadence import Standard, next_due
from tests.oracle.records import REFERENCE

TODAY = date(2018, 11, 20)  # a Tuesday
with (REFERENCE / "contact_cadence.csv").open(newline="", encoding="utf-8") as lines:
    WORKED = list(csv.DictReader(lines))


def days(text):
    return [date.fromisoformat(day) for day in text.split(";") if day]


def row_of(person, as_of=TODAY):
    return next_contacts(as_of, ServiceUser.objects.filter(pk=person.pk).values("pk")).get()


@pytest.fixture
def standard(db):
    def change(**fields):
        ContactStandard.objects.filter(status="amber").update(**fields)

    return change


@pytest.fixture
def amber(db):
    """Somebody Amber, whose supervision started on a day, with attended contacts."""

    def make(start, *attended, **fields):
        person = ServiceUserFactory()
        BragReviewFactory(service_user=person, reviewed_on=date(2018, 1, 1))
        OrderFactory(service_user=person, starts_on=start)
        for day in attended:
            ContactFactory(service_user=person, date=day, **{"outcome_id": "ATTC", **fields})
        return person

    return make


@pytest.mark.parametrize("case", WORKED, ids=[case["case"] for case in WORKED])
def test_the_worked_cases(case, standard, amber):
    unit = "months" if case["unit"] == "calendar months" else "days"
    start, as_of = date.fromisoformat(case["supervision_starts"]), date.fromisoformat(case["asked_on"])
    contacts, every = int(case["required"]), int(case["period"])
    standard(contacts=contacts, contact_every=every, unit=unit, first_within=3)
    read_again = Standard(every, contacts, unit, first_within=3)
    due = date.fromisoformat(case["next_due"])
    assert next_due(read_again, start, False, days(case["contacts"]), as_of) == due
    assert row_of(amber(start, *days(case["contacts"])), as_of)["due"] == due


@pytest.mark.parametrize(
    "start, as_of, due",
    [
        (date(2018, 12, 21), date(2018, 12, 24), date(2019, 1, 2)),
        (date(2018, 11, 17), TODAY, date(2018, 11, 23)),  # a Saturday
        (date(2009, 5, 5), TODAY, date(2012, 1, 9)),  # counted from the first day of the known years
    ],
)
def test_the_first_is_due_five_business_days_after_the_start(amber, start, as_of, due):
    assert row_of(amber(start), as_of)["due"] == due


@pytest.mark.parametrize(
    "fields, seen",
    [
        ({}, 1),
        ({"type_id": "CHVS"}, 1),
        ({"type_id": "COPT"}, 0),
        ({"outcome_id": "AFTA"}, 0),
        ({"outcome_id": None}, 0),
        ({"withdrawn": True}, 0),
    ],
)
def test_only_attended_contacts_of_the_standards_types_are_seen(amber, fields, seen):
    assert row_of(amber(date(2018, 10, 1), date(2018, 11, 6), **fields))["seen"] == seen


def test_a_standard_may_count_other_types(amber, standard):
    person = amber(date(2018, 10, 1), date(2018, 11, 6), type_id="COPT")
    standard(types=["COPT"])
    assert row_of(person)["due"] == date(2018, 12, 4)


def test_contacts_before_the_start_and_after_the_day_are_not_counted(amber):
    person = amber(date(2018, 11, 5), date(2018, 11, 2), date(2018, 11, 21))
    assert row_of(person)["due"] == date(2018, 11, 12)


@pytest.mark.parametrize(
    "orders, start",
    [
        ([("2018-01-01", "2018-03-31"), ("2018-04-01", None)], date(2018, 1, 1)),
        ([("2018-01-01", "2018-03-30"), ("2018-04-01", None)], date(2018, 4, 1)),
        ([("2018-01-01", "2018-06-30"), ("2018-04-01", "2018-11-20")], date(2018, 1, 1)),
        ([("2018-01-01", None), ("2018-12-01", None)], date(2018, 1, 1)),
        ([("2018-01-01", "2018-11-19")], None),
        ([("2018-11-21", None)], None),
    ],
)
def test_supervision_starts_with_the_orders_that_are_current_without_a_gap(db, orders, start):
    person = ServiceUserFactory()
    for starts_on, terminated_on in orders:
        # Past its end and not terminated an order is still current.
        OrderFactory(service_user=person, starts_on=starts_on, ends_on="2018-12-31", terminated_on=terminated_on)
    row = row_of(person)
    assert (row["none"], None if row["none"] else row["start"]) == ("no_order" if start is None else None, start)


@pytest.mark.parametrize(
    "custody, start, due",
    [
        (("2018-06-01", "2018-11-15"), date(2018, 11, 15), date(2018, 11, 16)),
        (("2018-06-01", "2018-10-01"), date(2018, 10, 1), date(2018, 10, 2)),  # the first day of the order
        (("2018-06-01", "2018-09-30"), date(2018, 10, 1), date(2018, 10, 8)),
    ],
)
def test_a_release_starts_it_anew(amber, custody, start, due):
    person = amber(date(2018, 10, 1))
    Custody.objects.create(service_user=person, starts_on=custody[0], ends_on=custody[1])
    row = row_of(person)
    assert (row["start"], row["due"]) == (start, due)


def test_none_is_due_in_custody(amber):
    person = amber(date(2018, 10, 1))
    Custody.objects.create(service_user=person, starts_on="2018-11-01", ends_on=TODAY)
    assert [row_of(person)[name] for name in ("group", "why", "due")] == [Due.NONE, NoneDue.CUSTODY, None]


def test_none_is_due_where_the_standard_asks_for_none(amber, standard):
    standard(contacts=0)
    assert row_of(amber(date(2018, 10, 1)))["why"] == NoneDue.NOT_PLANNED


def test_none_is_due_without_a_standard(amber):
    ContactStandard.objects.filter(status="amber").update(starts_on=TODAY + timedelta(days=1))
    person = amber(date(2018, 10, 1))
    assert row_of(person)["why"] == NoneDue.NO_STANDARD
    assert row_of(person, TODAY + timedelta(days=1))["group"] == Due.OVERDUE


def test_none_is_due_past_the_known_bank_holidays(amber):
    assert row_of(amber(date(2028, 12, 29)), date(2028, 12, 30))["why"] == NoneDue.UNKNOWN_DAYS


def test_the_standard_in_force_is_the_latest_that_has_started(amber):
    person = amber(date(2018, 10, 1), date(2018, 11, 6))
    for starts_on, every in ((TODAY, 10), (TODAY + timedelta(days=1), 20)):
        ContactStandard.objects.create(status="amber", starts_on=starts_on, contact_every=every, review_every=84)
    assert row_of(person)["due"] == date(2018, 11, 16)
    assert row_of(person, TODAY - timedelta(days=1))["due"] == date(2018, 12, 4)


def test_without_a_brag_status_it_is_as_for_amber(amber):
    person = amber(date(2018, 10, 1), date(2018, 11, 6))
    BragReview.objects.all().delete()
    assert row_of(person)["due"] == date(2018, 12, 4)


@pytest.mark.parametrize(
    "due, group",
    [
        (date(2018, 11, 19), Due.OVERDUE),
        (TODAY, Due.THIS_WEEK),
        (date(2018, 11, 25), Due.THIS_WEEK),
        (date(2018, 11, 26), Due.THIS_MONTH),
        (date(2018, 11, 30), Due.THIS_MONTH),
        (date(2018, 12, 1), Due.LATER),
    ],
)
def test_the_edges_of_the_groups(amber, due, group):
    person = amber(date(2018, 1, 1), due - timedelta(days=28))
    assert (row_of(person)["due"], row_of(person)["group"]) == (due, group)


def test_a_week_that_ends_next_month_goes_before_the_month(amber):
    person = amber(date(2018, 1, 1), date(2018, 12, 2) - timedelta(days=28))
    assert row_of(person, date(2018, 11, 28))["group"] == Due.THIS_WEEK


def test_the_person_of_a_row_has_what_the_set_has(amber):
    for day in (1, 6, 12):
        amber(date(2018, 10, day), date(2018, 11, day))
    of_each = next_contacts(TODAY, OuterRef("pk"))
    people = ServiceUser.objects.annotate(due=Subquery(of_each.values("due")), group=Subquery(of_each.values("group")))
    in_set = next_contacts(TODAY, ServiceUser.objects.values("pk"))
    assert {*people.values_list("pk", "due", "group")} == {*in_set.values_list("service_user_id", "due", "group")}
