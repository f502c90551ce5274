"""A lower BRAG status is agreed by the team manager, or sent back with a reason; nobody agrees their own."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert
from alerts.scan import scan_contacts
from cases.brag import AssessmentState, BragAssessment
from cases.models import Allocation, BragReview, ServiceUser
from casework.brag import is_late_in_month
from casework.services.brag import agree_brag, send_brag_back
from casework.services.refusals import ChangedMeanwhile, Refused
from staff.models import Role
from tests.appointments import page
from tests.at_once import together
from tests.brag import agree, review, said, seen, send, send_back
from tests.factories import UserFactory

MARK = "owered in the last five business days of the month"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def waiting(cast) -> BragAssessment:
    return review(cast.case_manager, cast.own, "green")


@pytest.fixture
def manager(sign_in, cast):
    return sign_in(cast.team_manager)


@pytest.fixture
def second_manager(cast):
    return UserFactory(role=Role.TEAM_MANAGER, team=cast.team_manager.post.team, office=cast.team_manager.post.office)


def test_the_team_manager_agrees(waiting, manager, cast):
    html = said(send(manager, "agree_brag", cast.own, decision="agree"))
    assert "The status is Green from today" in html
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by, waiting.review.status) == ("agreed", cast.team_manager, "green")


def test_it_is_sent_back_with_a_reason_that_the_case_manager_sees(waiting, manager, cast, sign_in):
    html = said(send(manager, "agree_brag", cast.own, decision="send_back"))
    assert "Enter why you are sending it back" in html
    send(manager, "agree_brag", cast.own, decision="send_back", reason="Say more about the impact")
    assert BragAssessment.objects.get().state == AssessmentState.SENT_BACK
    html = page(sign_in(cast.case_manager), "service_user", cast.own)
    assert "Say more about the impact" in html
    assert "Change this review and send it again" in html
    assert "Withdraw this review" in html


@pytest.mark.parametrize("who", ["other_team_manager", "colleague", "ldu_head"])
def test_nobody_but_the_team_manager_of_the_case_managers_team_agrees(waiting, cast, who):
    with pytest.raises(Refused, match="Only the team manager of the case manager’s team"):
        agree(getattr(cast, who), cast.own)
    with pytest.raises(Refused, match="Only the team manager of the case manager’s team"):
        send_back(getattr(cast, who), cast.own)


def test_the_team_is_that_of_the_allocated_officer(waiting, cast):
    """Whoever was allocated when it was sent does not matter."""
    taken_over_by = Allocation.objects.get(service_user=cast.other_team).officer
    Allocation.objects.filter(service_user=cast.own).update(officer=taken_over_by)
    with pytest.raises(Refused, match="Only the team manager"):
        agree(cast.team_manager, cast.own)
    assert agree(cast.other_team_manager, cast.own).state == AssessmentState.AGREED


def test_nobody_agrees_their_own(cast, manager, second_manager):
    review(cast.team_manager, cast.own, "green")
    with pytest.raises(Refused, match="You made this review yourself"):
        agree(cast.team_manager, cast.own)
    html = said(manager.get(reverse("agree_brag", args=[cast.own.public_id]), follow=True))
    assert "You made this review yourself" in html
    assert agree(second_manager, cast.own).state == AssessmentState.AGREED


def test_an_iom_case_is_not_agreed_below_red_amber(waiting, cast):
    ServiceUser.objects.filter(pk=cast.own.pk).update(iom=True)
    with pytest.raises(Refused, match="IOM"):
        agree(cast.team_manager, cast.own)


def test_the_second_to_decide_is_told_what_the_first_did_and_loses_nothing(waiting, manager, cast, second_manager):
    opened = seen(cast.own)
    agree(second_manager, cast.own)
    address = reverse("agree_brag", args=[cast.own.public_id])
    html = said(manager.post(address, {"seen": opened, "decision": "send_back", "reason": "Say more about Ffion"}))
    assert (
        f"{second_manager} agreed this review on Wednesday 18 November at midday. What you sent was not saved." in html
    )
    assert "Say more about Ffion" in html
    assert BragAssessment.objects.get().state == AssessmentState.AGREED


def test_a_decision_sent_twice_is_made_once(waiting, cast):
    opened = seen(cast.own)
    about = {"by": cast.team_manager, "service_user": cast.own, "seen": opened}
    assert agree_brag(**about).pk == agree_brag(**about).pk
    assert BragReview.objects.filter(service_user=cast.own).count() == 2


def test_what_changed_while_the_manager_read_is_shown_first(waiting, cast):
    opened = seen(cast.own)
    review(cast.case_manager, cast.own, "blue")
    with pytest.raises(ChangedMeanwhile, match="Check what is shown now"):
        agree_brag(by=cast.team_manager, service_user=cast.own, seen=opened)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_decides(cast):
    review(cast.case_manager, cast.own, "green")
    office = cast.team_manager.post.office
    second = UserFactory(role=Role.TEAM_MANAGER, team=cast.team_manager.post.team, office=office)
    about = {"service_user": cast.own, "seen": seen(cast.own)}
    found = together(
        lambda: agree_brag(by=cast.team_manager, **about),
        lambda: send_brag_back(by=second, reason="Say more", **about),
        but=Refused,
    )
    assert sorted(isinstance(each, Refused) for each in found) == [False, True]
    [refused] = [each for each in found if isinstance(each, Refused)]
    assert "What you sent was not saved." in str(refused)


@pytest.mark.parametrize(
    "day, late",
    [("2026-11-23", False), ("2026-11-24", True), ("2026-11-28", True), ("2026-12-22", False), ("2026-12-23", True)],
)
def test_the_last_five_business_days_of_a_month(day, late):
    """In December 2026 they are 23, 24, 29, 30 and 31: the 25th and the 28th are bank holidays."""
    assert is_late_in_month(date.fromisoformat(day)) == late


def test_a_status_lowered_at_the_months_end_is_marked_for_managers(cast, sign_in, wednesday_noon):
    wednesday_noon.move_to("2026-11-26 12:00")
    review(cast.case_manager, cast.own, "green")
    for name in ("service_user", "brag_reviews", "agree_brag"):
        assert MARK in page(sign_in(cast.team_manager), name, cast.own)
    assert MARK in kinds(sign_in(cast.team_manager))
    agree(cast.team_manager, cast.own)
    wednesday_noon.move_to("2026-12-10 12:00")
    for name in ("service_user", "brag_reviews"):
        assert MARK in page(sign_in(cast.team_manager), name, cast.own)
        assert MARK in page(sign_in(cast.ldu_head), name, cast.own)
        assert MARK not in page(sign_in(cast.case_manager), name, cast.own)


def test_a_file_that_lowers_at_the_months_end_is_marked_too(cast, manager):
    BragReview.objects.create(service_user=cast.own, reviewed_on=date(2026, 10, 30), status="green")
    assert MARK in page(manager, "service_user", cast.own)


def test_a_rise_at_the_months_end_is_not_marked(cast, sign_in, wednesday_noon):
    wednesday_noon.move_to("2026-11-26 12:00")
    review(cast.case_manager, cast.own, "red")
    assert MARK not in page(sign_in(cast.team_manager), "brag_reviews", cast.own)


def kinds(client) -> str:
    return client.get(reverse("worklist")).content.decode()


def test_what_waits_is_the_team_managers_and_what_was_sent_back_the_case_managers(waiting, cast, sign_in):
    assert "Agree the lower BRAG status" in kinds(sign_in(cast.team_manager))
    assert reverse("agree_brag", args=[cast.own.public_id]) in kinds(sign_in(cast.team_manager))
    assert "Agree the lower BRAG status" not in kinds(sign_in(cast.case_manager))
    assert "BRAG review to agree" not in page(sign_in(cast.case_manager), "service_user", cast.own)
    send_back(cast.team_manager, cast.own)
    assert "Agree the lower BRAG status" not in kinds(sign_in(cast.team_manager))
    assert "that was sent back" in kinds(sign_in(cast.case_manager))
    home = sign_in(cast.case_manager).get(reverse("home")).content.decode()
    assert "BRAG reviews that were sent back" in home


def test_what_waits_cannot_be_snoozed_by_the_case_manager(waiting, cast, sign_in):
    alert = Alert.objects.open().get(kind="brag_waiting")
    address = reverse("snooze", args=[cast.own.public_id, alert.pk])
    assert sign_in(cast.case_manager).get(address).status_code == 404
    assert sign_in(cast.team_manager).get(address).status_code == 200


def test_the_scan_finds_what_waits_and_what_was_sent_back(waiting, cast):
    Alert.objects.all().delete()
    scan_contacts(by=None, as_of=date(2026, 11, 18))
    assert Alert.objects.open().get(kind="brag_waiting").due_on == date(2026, 11, 18)
    send_back(cast.team_manager, cast.own)
    assert not Alert.objects.open().filter(kind="brag_waiting").exists()
    assert Alert.objects.open().get(kind="brag_sent_back").service_user == cast.own
