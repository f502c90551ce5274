"""Source B, section 3: additional measures move the standards of a team, a case manager or cases, never the month."""

from datetime import date

import pytest
import time_machine
from django.db.models import OuterRef, Subquery

from cases.models import Allocation, BragReview, RequirementCategory, ServiceUser
from casework.next_contact import next_contact_of
from contacts import facts
from contacts.additional import AdditionalMeasure
from contacts.cadence import next_contacts
from contacts.models import ContactFact, ContactStandard, MonthFact
from tests.additional import LAST, TELEPHONE
from tests.additional import agreed_entry as agreed
from tests.additional import proposed_entry as proposed
from tests.addresses import agreed_oversight
from tests.factories import ContactFactory

TODAY = date(2026, 11, 18)
BY_STANDARD, BY_TELEPHONE, IN_42_DAYS = date(2026, 11, 30), date(2026, 12, 14), date(2026, 12, 14)


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


@pytest.fixture
def seen(cast):
    """Somebody Amber who was seen on 2 November, and talked to by telephone on 16 November."""
    about = {"service_user": cast.own, "officer": cast.case_manager, "outcome_id": "ATTC"}
    ContactFactory(**about, date=date(2026, 11, 2))
    ContactFactory(**about, date=date(2026, 11, 16), type_id="COPT")
    return cast.own


def due(person, as_of=TODAY) -> date:
    """As a set and as a row say alike."""
    in_set = next_contacts(as_of, ServiceUser.objects.filter(pk=person.pk).values("pk")).get()["due"]
    of_row = Subquery(next_contacts(as_of, OuterRef("pk")).values("due"))
    assert ServiceUser.objects.annotate(due=of_row).get(pk=person.pk).due == in_set
    return in_set


def engage(person, code="G"):
    person.orders.get().requirements.add(RequirementCategory.objects.get(pk=code))


def test_less_often_for_the_team_the_case_manager_or_chosen_cases(cast, seen):
    for fields in ({}, {"whose": "case_manager", "officer": cast.case_manager}, {"people": [seen]}):
        entry = agreed(cast.team_manager, cast.ldu_head, **fields)
        assert due(seen) == IN_42_DAYS, fields
        entry.cases.all().delete()
        entry.delete()
    assert due(seen) == BY_STANDARD


def test_not_for_whom_it_is_not(cast, seen):
    agreed(cast.team_manager, cast.ldu_head, whose="case_manager", officer=cast.colleague)
    agreed(cast.team_manager, cast.ldu_head, people=[cast.colleagues])
    agreed(cast.other_team_manager, cast.ldu_head)
    assert due(seen) == BY_STANDARD


def test_it_goes_by_who_holds_the_person_on_the_day(cast, seen):
    agreed(cast.team_manager, cast.ldu_head)
    in_second_team = cast.other_team.allocations.get().officer
    Allocation.objects.filter(service_user=seen).update(officer=in_second_team)
    assert due(seen) == BY_STANDARD


@pytest.mark.parametrize("as_of, holds", [(1, False), (2, True), (41, True), (42, False)])
def test_it_holds_from_its_first_day_to_its_last(cast, seen, as_of, holds):
    agreed(cast.team_manager, cast.ldu_head)
    day = date.fromordinal(date(2026, 11, 1).toordinal() + as_of - 1)
    row = next_contacts(day, ServiceUser.objects.filter(pk=seen.pk).values("pk")).get()
    assert (row["additional"] is not None) == holds


def test_what_waits_was_refused_or_was_ended_changes_nothing(cast, seen):
    proposed(cast.team_manager)
    ended = {"state": "ended", "ended_by": cast.ldu_head, "ended_at": f"{TODAY} 09:00", "end_reason": "It is over"}
    agreed(cast.team_manager, cast.ldu_head, state="refused")
    assert due(seen) == BY_STANDARD
    agreed(cast.team_manager, cast.ldu_head, **ended)
    assert due(seen) == BY_STANDARD
    assert due(seen, date(2026, 11, 17)) == IN_42_DAYS


def test_by_telephone_only_while_engaged(cast, seen):
    agreed(cast.team_manager, cast.ldu_head, **TELEPHONE)
    assert due(seen) == BY_STANDARD
    engage(seen)
    assert due(seen) == BY_TELEPHONE


@pytest.mark.parametrize("code", ["7", "RM38", "F", "G", "H", "N"])
def test_engaged_in_a_programme_drr_atr_rar_or_sac(cast, seen, code):
    agreed(cast.team_manager, cast.ldu_head, **TELEPHONE)
    engage(seen, code)
    assert due(seen) == BY_TELEPHONE


def test_sessions_with_designated_case_managers_and_other_measures_change_no_standard(cast, seen):
    agreed(cast.team_manager, cast.ldu_head, kind="designated", every=None)
    referred = {"referred_by": cast.ldu_head, "referred_at": "2026-11-01 09:30", "referral_reason": "Unusual"}
    agreed(cast.team_manager, cast.chief_officer, kind="other", every=None, what="Groups of five", **referred)
    assert due(seen) == BY_STANDARD


def test_public_protection_red_and_red_amber_only_where_it_says_so(cast, seen):
    BragReview.objects.filter(service_user=seen).update(status="red_amber")
    agreed(cast.team_manager, cast.ldu_head)
    assert due(seen) == date(2026, 11, 16)
    agreed(cast.team_manager, cast.ldu_head, statuses=["red_amber"], risk="Police visit weekly", every=21)
    assert due(seen) == date(2026, 11, 23)


def test_a_status_that_has_risen_stops_it(cast, seen):
    BragReview.objects.filter(service_user=seen).update(status="green")
    agreed(cast.team_manager, cast.ldu_head)
    assert due(seen) == IN_42_DAYS
    BragReview.objects.create(service_user=seen, reviewed_on=TODAY, status="amber")
    assert due(seen) == BY_STANDARD
    BragReview.objects.filter(service_user=seen, reviewed_on=TODAY).update(status="green")
    assert due(seen) == IN_42_DAYS


def test_it_never_makes_the_time_shorter_and_days_widen_no_months(cast, seen):
    agreed(cast.team_manager, cast.ldu_head, every=7)
    assert due(seen) == BY_STANDARD
    AdditionalMeasure.objects.update(every=400)
    ContactStandard.objects.filter(status="amber").update(unit="months", contact_every=1)
    assert due(seen) == date(2026, 12, 31)


def test_beside_a_temporary_measure_of_the_person_the_longer_time_holds(cast, seen):
    less_often = {"kind": "less_often", "engaged_in": "", "unit": "days"}
    agreed_oversight(seen, cast.case_manager, date(2026, 11, 2), LAST, every=35, **less_often)
    assert due(seen) == date(2026, 12, 7)
    agreed(cast.team_manager, cast.ldu_head)
    assert due(seen) == IN_42_DAYS
    said = next_contact_of(seen, TODAY).because
    assert "Every 35 days until 11 December 2026, agreed by Piran Morris." in said
    words = f"Every 42 days until 11 December 2026 by an additional measure, agreed by {cast.ldu_head}."
    assert words in said


def test_nothing_of_the_month_changes_when_one_is_agreed(cast, seen):
    """Sections 2 and 3: what counts, and whether the month is met."""
    engage(seen)
    facts.refresh()
    kept = rows_of_facts()
    agreed(cast.team_manager, cast.ldu_head)
    agreed(cast.team_manager, cast.ldu_head, **TELEPHONE)
    assert due(seen) == date(2026, 12, 28)
    assert facts.standing_of() == facts.FRESH
    assert facts.differences() == dict.fromkeys(facts.differences(), 0)
    facts.rebuild()
    assert rows_of_facts() == kept


def rows_of_facts() -> list[list[dict]]:
    """Whatever number a row has that is written anew."""
    rows = (
        ContactFact.objects.order_by("contact").values(),
        MonthFact.objects.order_by("service_user", "month").values(),
    )
    return [[{name: row[name] for name in row if name != "id"} for row in each] for each in rows]
