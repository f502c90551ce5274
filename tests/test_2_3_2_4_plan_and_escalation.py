"""Source B, 2.3 and 2.4: a plan is reviewed until the workload is resolved, or those above decide in their turn."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.urls import reverse

from audit.models import Entry
from tests.reviews import action, escalated, fill_in, planned
from tests.workload import words
from workload.models import Escalation, PlanAction, PlanReview, WorkloadPlan
from workload.services.plans import decide_escalation

pytestmark = pytest.mark.django_db
GOES_ON = {"progress": "Two of five cases are given", "follows": "go_on", "next_review_on": "9/12/2026"}
ESCALATED = {**GOES_ON, "progress": "Nobody can take the cases", "follows": "escalated"}
DECIDED = {"decision": "measures", "reason": "Powys takes six cases", "next_review_on": "16/12/2026"}


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def plan(cast):
    return planned(cast.case_manager, cast.team_manager)


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.team_manager)


def page_of(client, plan) -> str:
    return words(client.get(reverse("workload_review", args=[plan.review_id])))


def test_2_3_an_action_more_is_added_once(cast, plan, manager):
    said = {"measure": "support", "what": "A day of coaching", "owner": cast.team_manager.pk, "due_on": "2/12/2026"}
    for _ in range(2):
        assert fill_in(manager, "add_action", plan.pk, **said).status_code == 302
    assert plan.actions.count() == 2
    assert Entry.objects.count() == 1
    assert "A day of coaching" in page_of(manager, plan)


@pytest.mark.parametrize(
    "answers, field, told",
    [
        ({"what": ""}, "what", "Enter what is to be done"),
        ({"measure": ""}, "measure", "Select a measure"),
        ({"owner": "0"}, "owner", "Select who does it"),
        ({"due_on": "17/11/2026"}, "due_on", "The day must be today or after"),
    ],
)
def test_2_3_what_is_wrong_with_an_action_is_said_beside_it(cast, plan, manager, answers, field, told):
    said = {"measure": "support", "what": "A day of coaching", "owner": cast.team_manager.pk, "due_on": "2/12/2026"}
    refused = fill_in(manager, "add_action", plan.pk, **said | answers)
    assert told in " ".join(refused.context["form"].errors[field])
    assert plan.actions.count() == 1


def test_2_3_a_review_of_the_plan_keeps_progress_and_what_became_of_actions(cast, plan, manager):
    done, dropped = plan.actions.get(), action(plan, cast.team_manager, what="Move the group", measure="other_work")
    answers = {
        **GOES_ON, f"state_{done.pk}": "done", f"because_{done.pk}": "", f"state_{dropped.pk}": "dropped",
        f"because_{dropped.pk}": "Nobody else can run it",
    }  # fmt: skip
    assert fill_in(manager, "review_plan", plan.pk, **answers).status_code == 302
    states = dict(PlanAction.objects.values_list("what", "state"))
    assert states == {done.what: "done", "Move the group": "dropped"}
    review, plan = PlanReview.objects.get(), WorkloadPlan.objects.get()
    assert (review.progress, str(review.points), plan.next_review_on) == (
        GOES_ON["progress"],
        "1.94",
        date(2026, 12, 9),
    )
    shown = page_of(manager, plan)
    assert "Nobody else can run it" in shown
    # Measures used are those of actions that are done.
    used = shown.split("Measures that were used")[1].split("What happened to the plan")[0]
    assert "No new cases for a time" in used
    assert "Less work that is no case" not in used


def test_2_3_an_action_is_dropped_only_with_a_reason(plan, manager):
    dropped = plan.actions.get()
    refused = fill_in(manager, "review_plan", plan.pk, **GOES_ON, **{f"state_{dropped.pk}": "dropped"})
    assert "Enter why the action is dropped" in words(refused)
    assert refused.context["form"]["progress"].value() == GOES_ON["progress"]
    assert not PlanReview.objects.exists()


def test_2_3_a_plan_that_goes_on_is_reviewed_again_on_a_day_to_come(plan, manager):
    still_to_do = {f"state_{plan.actions.get().pk}": "open"}
    for day, told in (("", "Enter or select the day"), ("18/11/2026", "The day must be after today")):
        refused = fill_in(manager, "review_plan", plan.pk, **{**GOES_ON, **still_to_do, "next_review_on": day})
        assert told in " ".join(refused.context["form"].errors["next_review_on"])


def test_2_3_sent_twice_it_is_reviewed_once_and_what_was_seen_must_be_as_it_is(cast, plan, manager):
    address = reverse("review_plan", args=[plan.pk])
    seen = manager.get(address).context["view"].seen
    still_to_do = {f"state_{plan.actions.get().pk}": "open"}
    for _ in range(2):
        sent = manager.post(address, {**GOES_ON, **still_to_do, "seen": seen})
        assert sent.status_code == 302
    assert Entry.objects.count() == 1
    refused = manager.post(address, {**GOES_ON, **still_to_do, "progress": "Another", "seen": seen})
    assert "Somebody changed this plan after you opened the page." in words(refused)


def test_2_3_a_resolved_plan_is_over_for_everybody(plan, manager):
    still_to_do = {f"state_{plan.actions.get().pk}": "open"}
    sent = {**GOES_ON, **still_to_do, "follows": "resolved", "next_review_on": "never"}
    assert fill_in(manager, "review_plan", plan.pk, **sent).status_code == 302
    assert not WorkloadPlan.objects.get().is_open
    assert "Resolved" in page_of(manager, plan)
    assert "This plan is not with you." in words(manager.get(reverse("review_plan", args=[plan.pk])))
    assert "With you" in words(manager.get(reverse("workload_reviews")))


def test_2_3_what_is_overdue_is_told_on_the_home_and_in_the_list(cast, sign_in):
    plan = planned(cast.case_manager, cast.team_manager, next_review_on=date(2026, 11, 17))
    manager = sign_in(cast.team_manager)
    counted = [(str(label), number) for label, number, *_ in manager.get("/").context["first"]]
    assert ("Workload plans with something overdue", 1) in counted
    for who in (cast.team_manager, cast.ldu_head, cast.chief_officer):
        assert "Overdue since 17 November 2026" in words(sign_in(who).get(reverse("workload_reviews")))
    assert plan.is_open


def test_2_4_it_goes_to_the_ldu_head_then_to_the_chief_officer(cast, sign_in, plan):
    still_to_do = {f"state_{plan.actions.get().pk}": "open"}
    assert fill_in(sign_in(cast.team_manager), "review_plan", plan.pk, **ESCALATED, **still_to_do).status_code == 302
    first = Escalation.objects.get()
    assert (first.level, first.reason, first.escalated_by) == ("ldu_head", ESCALATED["progress"], cast.team_manager)
    head = sign_in(cast.ldu_head)
    assert ("Escalated workload plans to decide about", 1) in [
        (str(label), number) for label, number, *_ in head.get("/").context["reviews"]
    ]
    for _ in range(2):
        sent = fill_in(head, "decide_escalation", first.pk, **DECIDED | {"decision": "escalate"})
        assert sent.status_code == 302
    second = Escalation.objects.get(level="chief_officer")
    assert (second.reason, second.escalated_by) == (DECIDED["reason"], cast.ldu_head)
    officer = sign_in(cast.chief_officer)
    assert "Escalate to the chief officer" not in words(officer.get(reverse("decide_escalation", args=[second.pk])))
    fill_in(officer, "decide_escalation", second.pk, **DECIDED)
    decided = Escalation.objects.get(pk=second.pk)
    assert (decided.decision, decided.decision_reason, str(decided.decided_at)) == (
        "measures",
        "Powys takes six cases",
        "2026-11-18 12:00:00",
    )
    # It goes back to the team manager, who sees to what was decided.
    back = sign_in(cast.team_manager)
    assert "Powys takes six cases" in page_of(back, plan)
    assert "How does the plan stand?" in words(back.get(reverse("review_plan", args=[plan.pk])))
    assert WorkloadPlan.objects.get().next_review_on == date(2026, 12, 16)


def test_2_4_after_the_ldu_head_decided_what_is_not_resolved_goes_to_the_chief_officer(cast, manager, plan):
    decided = {"decision": "go_on", "decision_reason": "Try on", "decided_at": "2026-11-17 09:00"}
    escalated(plan, cast.team_manager, decided_by=cast.ldu_head, **decided)
    still_to_do = {f"state_{plan.actions.get().pk}": "open"}
    page = words(manager.get(reverse("review_plan", args=[plan.pk])))
    assert "Escalate the plan to the chief officer" in page
    fill_in(manager, "review_plan", plan.pk, **ESCALATED, **still_to_do)
    assert Escalation.objects.filter(level="chief_officer").exists()


def test_2_4_of_a_team_manager_it_goes_from_the_ldu_head_to_the_chief_officer(cast, sign_in):
    plan = planned(cast.team_manager, cast.ldu_head)
    head = sign_in(cast.ldu_head)
    still_to_do = {f"state_{plan.actions.get().pk}": "open"}
    assert fill_in(head, "review_plan", plan.pk, **ESCALATED, **still_to_do).status_code == 302
    assert Escalation.objects.get().level == "chief_officer"


@pytest.mark.parametrize("answers, field", [({"reason": ""}, "reason"), ({"next_review_on": ""}, "next_review_on")])
def test_2_4_a_decision_has_a_reason_and_a_date(cast, sign_in, plan, answers, field):
    escalation = escalated(plan, cast.team_manager)
    refused = fill_in(sign_in(cast.ldu_head), "decide_escalation", escalation.pk, **DECIDED | answers)
    assert refused.context["form"].errors[field]
    assert Escalation.objects.get().waits


@pytest.mark.parametrize("who", ["chief_officer", "other_ldu_head", "team_manager", "case_manager"])
def test_2_4_only_whoever_has_it_decides(cast, sign_in, plan, who):
    escalation, user = escalated(plan, cast.team_manager), getattr(cast, who)
    sent = sign_in(user).post(reverse("decide_escalation", args=[escalation.pk]), DECIDED)
    assert sent.status_code in (200, 404)
    with pytest.raises(ValidationError):
        decide_escalation(by=user, escalation=escalation, decision="go_on", reason="Go", next_review_on=None)
    assert Escalation.objects.get().waits


def test_2_4_nobody_decides_their_own(cast, sign_in):
    plan = planned(cast.ldu_head, cast.chief_officer)
    escalation = escalated(plan, cast.chief_officer)
    sent = sign_in(cast.ldu_head).post(reverse("decide_escalation", args=[escalation.pk]), DECIDED)
    assert sent.status_code == 200
    assert Escalation.objects.get().waits


def test_2_4_who_decides_second_is_told_and_a_decision_stays(cast, sign_in, plan):
    escalation = escalated(plan, cast.team_manager)
    head = sign_in(cast.ldu_head)
    fill_in(head, "decide_escalation", escalation.pk, **DECIDED)
    late = head.post(reverse("decide_escalation", args=[escalation.pk]), DECIDED | {"decision": "go_on"})
    assert "Somebody decided about this after you opened the page." in words(late)
    with pytest.raises(InternalError), transaction.atomic():
        Escalation.objects.update(decision_reason="Another")


def test_2_4_while_it_is_above_the_team_manager_does_not_review_it(cast, manager, plan):
    escalated(plan, cast.team_manager)
    assert "This plan is not with you." in words(manager.get(reverse("review_plan", args=[plan.pk])))
    still_to_do = {f"state_{plan.actions.get().pk}": "open"}
    sent = manager.post(reverse("review_plan", args=[plan.pk]), {**GOES_ON, **still_to_do, "seen": "x"})
    assert "This plan is not with you any more." in words(sent)
