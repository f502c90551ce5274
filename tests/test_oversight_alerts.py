"""Who is told about management oversight: the manager of what waits, the case manager of what was refused or ends."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert
from alerts.scan import scan_contacts
from cases.models import BragReview
from casework.services import oversight as services
from casework.worklist import worklist_of
from contacts.models import ContactStandard
from tests.addresses import agreed_oversight, waiting_oversight
from tests.appointments import page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


def kinds(user) -> list[str]:
    """Of those about oversight, what is on the worklist of a member of staff."""
    scan_contacts(by=None, as_of=TODAY)
    return [line.kind for line in worklist_of(user, TODAY).to_do if line.kind.startswith("oversight")]


def agreed(cast, last=date(2026, 12, 18), **fields):
    return agreed_oversight(cast.own, cast.case_manager, date(2026, 11, 2), last, **fields)


def test_what_waits_is_on_the_worklist_of_the_team_manager_alone(cast):
    waiting_oversight(cast.own, cast.case_manager)
    assert kinds(cast.team_manager) == ["oversight_waiting"]
    assert kinds(cast.case_manager) == []
    assert kinds(cast.other_team_manager) == []
    [line] = [line for line in worklist_of(cast.team_manager, TODAY).to_do if line.kind == "oversight_waiting"]
    assert line.href == reverse("decide_oversight", args=[cast.own.public_id])


def test_it_is_off_the_worklist_as_soon_as_it_is_decided(cast):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    assert kinds(cast.team_manager) == ["oversight_waiting"]
    services.agree_oversight(by=cast.team_manager, service_user=cast.own, seen=str(waiting.pk), reason="Fine")
    assert not Alert.objects.open().filter(kind="oversight_waiting").exists()


def test_what_was_refused_tells_the_case_manager_until_another_is_asked_for(cast, nia):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    services.refuse_oversight(by=cast.team_manager, service_user=cast.own, seen=str(waiting.pk), reason="Too soon")
    assert kinds(cast.case_manager) == ["oversight_refused"]
    said = page(nia, "service_user", cast.own)
    assert "It was refused on Wednesday 18 November." in said
    assert "Too soon" in said
    waiting_oversight(cast.own, cast.case_manager)
    assert kinds(cast.case_manager) == []


@pytest.mark.parametrize("days, told", [(27, True), (28, False)])
def test_a_refusal_is_told_of_for_four_weeks(cast, days, told):
    decided = {"decided_by": cast.team_manager, "decision_reason": "Too soon"}
    at = f"{TODAY - timedelta(days=days)} 09:00"
    waiting_oversight(cast.own, cast.case_manager, state="refused", decided_at=at, **decided)
    assert (kinds(cast.case_manager) == ["oversight_refused"]) == told


@pytest.mark.parametrize("last, told", [("2026-11-25", True), ("2026-11-26", False), ("2026-11-18", True)])
def test_one_that_ends_alerts_the_case_manager_five_business_days_before(cast, last, told):
    agreed(cast, date.fromisoformat(last))
    assert (kinds(cast.case_manager) == ["oversight_ends"]) == told


def test_how_many_days_before_is_a_dated_local_default(cast):
    agreed(cast, date(2026, 11, 26))
    assert kinds(cast.case_manager) == []
    ContactStandard.objects.filter(status="amber").update(oversight_warned=6)
    assert kinds(cast.case_manager) == ["oversight_ends"]


def test_one_that_another_follows_does_not_end(cast):
    agreed(cast, date(2026, 11, 20))
    waiting_oversight(cast.own, cast.case_manager, starts_on=date(2026, 11, 21))
    assert kinds(cast.case_manager) == []


def test_one_that_was_ended_early_is_not_told_of(cast):
    ended = {"ended_by": cast.case_manager, "ended_at": f"{TODAY} 09:00", "end_reason": "In work"}
    agreed(cast, date(2026, 11, 20), state="ended", **ended)
    assert kinds(cast.case_manager) == []


@pytest.mark.parametrize("status, flagged", [("red", True), ("red_amber", True), ("amber", False), ("green", False)])
def test_where_the_status_rises_it_is_flagged_to_the_team_manager(cast, nia, status, flagged):
    agreed(cast)
    BragReview.objects.create(service_user=cast.own, reviewed_on=TODAY, status=status)
    assert (kinds(cast.team_manager) == ["oversight_risen"]) == flagged
    assert kinds(cast.case_manager) == []
    assert ("The BRAG status has risen since this was agreed." in page(nia, "service_user", cast.own)) == flagged


def test_the_record_that_it_was_agreed_wants_no_outcome(cast):
    agreed(cast)
    scan_contacts(by=None, as_of=TODAY)
    assert not Alert.objects.open().filter(kind="outcome_missing").exists()
