"""A temporary measure in force widens the contact standard: when the next contact is due, and what pages say of it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cases.models import BragReview, ServiceUser
from casework.next_contact import next_contact_of
from casework.proposing import usual_interval
from casework.series import interval_of
from contacts.cadence import next_contacts
from contacts.models import ContactStandard
from contacts.oversight import Oversight
from staff.models import User
from tests.addresses import agreed_oversight, waiting_oversight
from tests.answers import load
from tests.factories import ContactFactory, UserFactory
from tests.oracle import Caseload
from tests.oracle.cadence import SHIPPED, Temporary, next_contact
from tests.strategies import examples, write_caseload
from tests.test_rules_agree import made

TODAY = date(2026, 11, 18)
LAST = date(2026, 12, 4)
LESS_OFTEN = {"kind": "less_often", "engaged_in": "", "every": 42, "unit": "days"}


@pytest.fixture
def today():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


@pytest.fixture
def seen(cast, today):
    """Somebody Amber who was seen on 2 November, and talked to by telephone on 16 November."""
    about = {"service_user": cast.own, "officer": cast.case_manager, "outcome_id": "ATTC"}
    ContactFactory(**about, date=date(2026, 11, 2))
    ContactFactory(**about, date=date(2026, 11, 16), type_id="COPT")
    return cast.own


def agreed(cast, first=date(2026, 11, 2), **fields) -> Oversight:
    return agreed_oversight(cast.own, cast.case_manager, first, LAST, **fields)


def due(person, as_of=TODAY) -> date:
    """As a set and as a row say alike."""
    in_set = next_contacts(as_of, ServiceUser.objects.filter(pk=person.pk).values("pk")).get()["due"]
    of_row = Subquery(next_contacts(as_of, OuterRef("pk")).values("due"))
    assert ServiceUser.objects.annotate(due=of_row).get(pk=person.pk).due == in_set
    return in_set


def test_by_telephone_telephone_contacts_are_among_those_that_count(cast, seen):
    assert due(seen) == date(2026, 11, 30)
    agreed(cast)
    assert due(seen) == date(2026, 12, 14)


def test_less_often_the_time_between_contacts_is_widened_to_the_stated_one(cast, seen):
    agreed(cast, **LESS_OFTEN)
    assert due(seen) == date(2026, 12, 14)


def test_it_never_makes_the_time_shorter(cast, seen):
    agreed(cast, **LESS_OFTEN | {"every": 7})
    assert due(seen) == date(2026, 11, 30)


def test_a_standard_in_months_is_widened_in_months(cast, seen):
    ContactStandard.objects.filter(status="amber").update(unit="months", contact_every=1)
    agreed(cast, **LESS_OFTEN)
    assert due(seen) == date(2026, 12, 31)
    Oversight.objects.update(every=2, unit="months")
    assert due(seen) == date(2027, 1, 31)


@pytest.mark.parametrize("day, holds", [(1, False), (2, True), (32, True), (33, True), (34, True), (35, False)])
def test_it_holds_from_its_first_day_to_its_last(cast, seen, day, holds):
    agreed(cast, **LESS_OFTEN)
    as_of = date(2026, 11, 1) + timedelta(days=day - 1)
    row = next_contacts(as_of, ServiceUser.objects.filter(pk=seen.pk).values("pk")).get()
    assert (row["measure"] is not None) == holds


def test_what_waits_was_refused_or_was_ended_changes_nothing(cast, seen):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    assert due(seen) == date(2026, 11, 30)
    decided = {"decided_by": cast.team_manager, "decided_at": f"{TODAY} 09:00", "decision_reason": "Too soon"}
    Oversight.objects.filter(pk=waiting.pk).update(state="refused", **decided)
    assert due(seen) == date(2026, 11, 30)
    ended = {"ended_by": cast.case_manager, "ended_at": f"{TODAY} 09:00", "end_reason": "In work"}
    agreed(cast, state="ended", **ended)
    assert due(seen) == date(2026, 11, 30)
    assert due(seen, TODAY - timedelta(days=1)) == date(2026, 12, 14)


def test_it_widens_nothing_while_the_status_is_higher_than_it_was_agreed_for(cast, seen):
    agreed(cast)
    BragReview.objects.create(service_user=seen, reviewed_on=TODAY, status="red_amber")
    assert due(seen) == date(2026, 11, 16)
    BragReview.objects.filter(reviewed_on=TODAY).update(status="green")
    assert due(seen) == date(2026, 12, 14)


def test_the_reason_says_how_and_until_when_and_who_agreed(cast, seen):
    agreed(cast)
    said = next_contact_of(seen, TODAY).because
    assert said[:2] == ["Amber: every 28 days.", "By telephone until 4 December 2026, agreed by Piran Morris."]
    Oversight.objects.update(**LESS_OFTEN)
    assert "Every 42 days until 4 December 2026, agreed by Piran Morris." in next_contact_of(seen, TODAY).because


def test_the_caseload_says_it(cast, seen, nia):
    agreed(cast)
    words = "By telephone until 4 December 2026, agreed by Piran Morris."
    assert words in nia.get(reverse("caseload")).content.decode()
    assert words in nia.get(reverse("caseload"), {"_export": "csv"}).getvalue().decode()


def test_a_series_is_proposed_as_often_as_is_agreed(cast, seen):
    agreed(cast, **LESS_OFTEN)
    assert usual_interval(next_contact_of(seen, TODAY)) == interval_of(1, 42, in_months=False)


def measures_of(as_of: date) -> st.SearchStrategy[Temporary]:
    def made_of(before: int, length: int, status: str, every: int | None, unit: str) -> Temporary:
        first = as_of - timedelta(days=before)
        return Temporary(first, first + timedelta(days=length), status, every, unit if every else "days")

    days = st.sampled_from([0, 1, 30])
    every = st.sampled_from([None, 1, 42, 90])
    return st.builds(made_of, days, days, st.sampled_from([*SHIPPED]), every, st.sampled_from(["days", "months"]))


@pytest.mark.django_db
def test_the_next_contact_agrees_with_an_independent_reading(tmp_path_factory):
    @made(30)
    @given(examples(), st.data())
    def agree(example, data):
        folder = tmp_path_factory.mktemp("caseload")
        write_caseload(folder, example.files)
        caseload, as_of = Caseload.read(folder), example.as_of
        measures = {crn: [data.draw(measures_of(as_of))] for crn in caseload.service_users}
        with transaction.atomic():
            load(folder)
            asked_by = UserFactory()
            for person in ServiceUser.objects.all():
                record(person, asked_by, measures[person.crn][0])
            rows = [*next_contacts(as_of, ServiceUser.objects.values("pk"))]
            crns = dict(ServiceUser.objects.values_list("pk", "crn"))
            found = {crns[row["service_user_id"]]: (row["due"] or row["why"], row["group"]) for row in rows}
            transaction.set_rollback(True)
        asked = caseload.service_users
        assert found == {crn: next_contact(caseload, crn, as_of, measures=measures) for crn in asked}

    agree()


def record(person: ServiceUser, asked_by: User, measure: Temporary) -> None:
    less_often = {"kind": "less_often", "engaged_in": "", "every": measure.every, "unit": measure.unit}
    said = {"risk": "Low", "timescale": "A month", "brag": measure.status}
    agreed_oversight(
        person,
        asked_by,
        measure.starts_on,
        measure.ends_on,
        **said | (less_often if measure.every else {}),
    )
