"""When facts are derived anew, and what is read until then."""

import os
import subprocess
import sys
from datetime import date

import pytest

from base.months import Month
from cases.models import Order, Stale
from contacts import facts
from contacts.criteria import worth
from contacts.models import CalendarDay, CalendarMonth, Contact, ContactFact, FactsBasis, FigureFact, MonthFact
from reports.figures import figures
from tests.factories import ContactFactory, UserFactory, person

pytestmark = pytest.mark.django_db

NOVEMBER = Month.parse("2018-11")
LATER = date(2019, 1, 15)
NONE = {"contact_facts": 0, "month_facts": 0, "figure_facts": 0}


@pytest.fixture
def officer():
    return UserFactory()


@pytest.fixture
def somebody(officer):
    """A person whose November is met by one contact; all is kept."""
    service_user = person(officer)
    ContactFactory(service_user=service_user, officer=officer, noticed=True, outcome_id="ATTC")
    facts.refresh()
    return service_user


def november():
    """How many are listed, and how many met it."""
    found = figures([NOVEMBER], LATER)[NOVEMBER].values()
    return sum(figure.service_users for figure in found), sum(figure.met for figure in found)


def stale():
    return set(Stale.objects.values_list("service_user", flat=True))


def test_a_change_past_every_service_is_read_at_once_and_kept_by_the_next_refresh(somebody):
    assert november() == (1, 1)
    Contact.objects.update(slip_uploaded=False)
    assert stale() == {somebody.pk}
    assert november() == (1, 0)
    assert MonthFact.objects.get(service_user=somebody, month=NOVEMBER.first).met
    assert facts.refresh()
    assert not MonthFact.objects.get(service_user=somebody, month=NOVEMBER.first).met
    assert not stale()
    assert november() == (1, 0)


def test_only_those_who_are_asked_for_are_derived(somebody, officer):
    other = person(officer)
    Contact.objects.update(slip_uploaded=False)
    facts.refresh([other.pk])
    assert stale() == {somebody.pk}
    assert november() == (2, 0)


def test_a_contact_that_passes_to_another_leaves_the_first_persons_month(somebody, officer):
    other = person(officer)
    facts.refresh()
    Contact.objects.update(service_user=other)
    facts.refresh([somebody.pk])
    assert facts.differences() == NONE
    facts.refresh([other.pk])
    assert facts.differences() == NONE
    assert list(MonthFact.objects.filter(met=True).values_list("service_user", flat=True)) == [other.pk]


def test_somebody_who_is_deleted_counts_no_more(somebody):
    for records in (Contact, somebody.orders, somebody.brag_reviews, somebody.allocations):
        getattr(records, "objects", records).all().delete()
    somebody.delete()
    assert november() == (0, 0)
    facts.refresh()
    assert november() == (0, 0)
    assert not ContactFact.objects.exists()
    assert not MonthFact.objects.exists()


def test_a_deadline_that_was_not_known_marks_whoever_has_a_contact_that_day(somebody):
    day = date(2018, 11, 14)
    known = CalendarDay.objects.values().get(date=day)
    for change in (
        lambda: CalendarDay.objects.filter(date=day).delete(),
        lambda: CalendarDay.objects.create(**known),
        lambda: CalendarDay.objects.filter(date=day).update(follow_up_due=date(2018, 11, 22)),
    ):
        change()
        assert stale() == {somebody.pk}
        facts.refresh()
    CalendarDay.objects.filter(date=day).update(follow_up_due=date(2018, 11, 22))
    assert not stale()


def test_a_month_that_has_come_is_kept_and_one_that_is_not_is_derived_live(somebody):
    before = november()
    CalendarMonth.objects.filter(first=NOVEMBER.first).update(kept=False)
    MonthFact.objects.filter(month=NOVEMBER.first).delete()
    assert november() == before
    assert facts.differences() == NONE
    facts.keep_months()
    assert MonthFact.objects.filter(month=NOVEMBER.first).count() == 1
    assert november() == before


def test_facts_of_other_rules_are_neither_read_nor_written_until_all_are_derived_anew(somebody, monkeypatch):
    ContactFact.objects.update(came_to="missed")  # as other rules would have it
    MonthFact.objects.update(met=False)
    assert november() == (1, 0)
    monkeypatch.setattr(facts, "fingerprint", lambda: "of these rules")
    assert november() == (1, 1)
    assert facts.differences() == NONE
    # A process that still runs by the other rules must not write among facts of these.
    Contact.objects.update(place="Cwmbran")
    assert facts.refresh() == 0
    assert stale() == {somebody.pk}
    assert ContactFact.objects.get().came_to == "missed"
    facts.keep_up()
    assert ContactFact.objects.get().came_to == "attended"
    assert not stale()
    assert november() == (1, 1)
    assert facts.differences() == NONE


def of_november(**where):
    return MonthFact.objects.filter(month=NOVEMBER.first, **where)


SPOILT = {
    "a wrong contact fact": (lambda: ContactFact.objects.update(failing=1), "contact_facts"),
    "a missing contact fact": (lambda: ContactFact.objects.all().delete(), "contact_facts"),
    "a contact fact too many": (
        lambda: ContactFact.objects.create(contact_id=-1, service_user_id=-1, date=LATER, failing=0, came_to="open"),
        "contact_facts",
    ),
    "a wrong result": (lambda: of_november().update(met=False), "month_facts"),
    "a wrong post": (lambda: of_november().update(post=None), "month_facts"),
    "a missing month": (lambda: of_november().delete(), "month_facts"),
    "a month too many": (
        lambda: MonthFact.objects.create(service_user_id=-1, month_id=NOVEMBER.first, met=True, office_id=-1),
        "month_facts",
    ),
    "a wrong count": (lambda: FigureFact.objects.filter(month=NOVEMBER.first).update(met=7), "figure_facts"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_the_comparison_finds(somebody, name):
    spoil, table = SPOILT[name]
    spoil()
    assert facts.differences() == NONE | {table: 1}
    facts.rebuild()
    assert facts.differences() == NONE


def test_those_who_are_stale_are_not_compared(somebody):
    Order.objects.update(ends_on="2018-11-20")
    assert facts.differences() == NONE


def test_the_stored_worth_is_that_of_the_rules(somebody):
    """The column is generated by an expression of its own, which a migration wrote."""
    ContactFactory(service_user=somebody, officer=somebody.allocations.get().officer)
    facts.refresh()
    assert ContactFact.objects.values("worth").distinct().count() == 2
    assert not ContactFact.objects.exclude(worth=worth()).exists()


def test_every_process_says_the_same_of_the_same_rules():
    ask = "import django; django.setup(); from contacts import facts; print(facts.fingerprint())"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "casemgmt.settings"}
        said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, env=environment)
        assert said.stdout.strip() == FactsBasis.objects.get().fingerprint
