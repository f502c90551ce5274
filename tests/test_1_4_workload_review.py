"""Source B, 1.4: a case manager has the right to a review of the workload, and sees where it stands."""

import pytest
import time_machine
from django.db import InternalError, transaction
from django.urls import reverse

from audit.models import Entry
from tests.reviews import EXCESSIVE, escalated, fill_in, opened, planned
from tests.workload import words
from workload.models import Concern, WorkloadReview

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


def test_a_case_manager_asks_from_the_own_workload_page(cast, nia):
    own = nia.get(reverse("officer_workload", args=[cast.case_manager.pk]))
    assert "Ask for a workload review" in words(own)
    sent = fill_in(nia, "ask_review", words="Nine reports in a week")
    review = WorkloadReview.objects.get()
    assert sent.url == reverse("workload_review", args=[review.pk])
    assert (review.officer, review.opened_for, review.is_open) == (cast.case_manager, "asked", True)
    assert "Nine reports in a week" in words(nia.get(sent.url))


def test_asked_twice_it_is_one_review_and_each_concern_is_kept_once(cast, nia):
    for said in ("Nine reports", "Nine reports", "And a group to run"):
        assert fill_in(nia, "ask_review", words=said).status_code == 302
    assert WorkloadReview.objects.count() == 1
    assert list(Concern.objects.values_list("words", flat=True)) == ["Nine reports", "And a group to run"]
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("typed, told", [("", "Enter what concerns you"), ("It is A000001", "Take out the CRN")])
def test_what_is_wrong_is_said_beside_the_field(nia, typed, told):
    refused = fill_in(nia, "ask_review", words=typed)
    assert told in " ".join(refused.context["form"].errors["words"])
    assert refused.context["form"]["words"].value() == typed


def test_a_concern_is_kept_whatever_happens(cast, sign_in):
    review = opened(cast.case_manager, words="Nobody listens")
    for change in (lambda: Concern.objects.update(words="All is well"), lambda: Concern.objects.all().delete()):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    manager = sign_in(cast.team_manager)
    assert fill_in(manager, "hold_review", review.pk, **EXCESSIVE, owner=cast.team_manager.pk).status_code == 302
    assert "Nobody listens" in words(manager.get(reverse("workload_review", args=[review.pk])))


def test_a_concern_during_a_plan_opens_another_review(cast, nia):
    planned(cast.case_manager, cast.team_manager)
    fill_in(nia, "ask_review", words="It did not help")
    assert WorkloadReview.objects.filter(held_at=None).get().concerns.get().words == "It did not help"


def test_whoever_asked_sees_who_has_it_and_since_when_at_each_step(cast, nia):
    review = opened(cast.colleague)
    assert nia.get(reverse("workload_review", args=[review.pk])).status_code == 404

    def told(pk):
        return words(nia.get(reverse("workload_review", args=[pk])))

    waits = opened(cast.case_manager)
    assert "To be held" in told(waits.pk)
    assert str(cast.team_manager) in told(waits.pk)
    assert "Since 17 November 2026, 1 day" in told(waits.pk)
    plan = planned(cast.case_manager, cast.team_manager, waits, "2026-11-17 10:00")
    assert "Plan in progress" in told(waits.pk)
    escalation = escalated(plan, cast.team_manager)
    assert "Escalated" in told(waits.pk)
    assert f"LDU head<br>{cast.ldu_head}" in told(waits.pk)
    assert "Since 16 November 2026, 2 days" in told(waits.pk)
    decided = {"decision": "escalate", "decision_reason": "Not mine to solve"}
    type(escalation).objects.update(**decided, decided_by=cast.ldu_head, decided_at="2026-11-17 09:00")
    escalated(plan, cast.ldu_head, "chief_officer", escalated_at="2026-11-17 09:00")
    assert f"Chief officer<br>{cast.chief_officer}" in told(waits.pk)
    assert "Not mine to solve" in told(waits.pk)
