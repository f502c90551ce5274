"""Source B, 2.1 to 2.3: a review is held by the checklist, and comes to reasonable, adjusted or excessive."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.urls import reverse

from audit.models import Entry
from casework.services.workload_reviews import hold_review
from tests.reviews import CONFIRMED, EXCESSIVE, LETTERS, REASONABLE, fill_in, opened, planned
from tests.workload import words
from workload.checklists import ReviewTemplate
from workload.models import Allowance, ReviewAnswer, ReviewCount, WorkloadPlan, WorkloadReview
from workload.services.reviews import Said, open_review

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.team_manager)


def page_of(client, review) -> str:
    return words(client.get(reverse("workload_review", args=[review.pk])))


def test_2_1_a_team_manager_opens_one_for_supervision_once(cast, manager):
    for _ in range(2):
        fill_in(manager, "open_review", cast.case_manager.pk, note="The month of November")
    review = WorkloadReview.objects.get()
    assert (review.opened_for, review.opened_by, review.note) == (
        "supervision",
        cast.team_manager,
        "The month of November",
    )
    assert Entry.objects.count() == 1


def test_2_1_what_waits_is_on_the_home_of_the_team_manager_and_in_the_list_with_its_age(cast, manager):
    opened(cast.case_manager)
    assert ("Workload reviews to hold", 1) in [
        (str(label), number) for label, number, *_ in manager.get("/").context["first"]
    ]
    listed = words(manager.get(reverse("workload_reviews")))
    assert "17 November 2026, 1 day" in listed
    assert "Nia Rees" in listed


def test_2_2_what_the_case_manager_writes_before_is_read_when_it_is_held(cast, nia, sign_in):
    review = opened(cast.case_manager)
    for comment in ("Two are booked", "Two are booked", "One is left"):
        assert fill_in(nia, "comment_review", review.pk, comment_a=comment).status_code == 302
    assert ReviewAnswer.objects.get().comment == "One is left"
    assert Entry.objects.count() == 2
    assert ReviewAnswer.pgh_event_model.objects.get().comment == "Two are booked"
    held = words(sign_in(cast.team_manager).get(reverse("hold_review", args=[review.pk])))
    assert "One is left" in held
    assert "Comment of Nia Rees" in held


def test_2_2_a_comment_that_comes_while_it_is_held_is_read_first(cast, manager):
    review = opened(cast.case_manager)
    seen = manager.get(reverse("hold_review", args=[review.pk])).context["view"].seen
    review.answers.create(item=review.template.items.first(), comment="Wait")
    refused = fill_in(manager, "hold_review", review.pk, **REASONABLE, seen=seen)
    assert "A comment was written after you opened the page." in words(refused)
    assert refused.context["form"]["reason"].value() == REASONABLE["reason"]
    assert WorkloadReview.objects.get().is_open
    # The page shows the comment now, so the answers may be sent again.
    again = refused.context["form"]["seen"].value()
    assert fill_in(manager, "hold_review", review.pk, **REASONABLE, seen=again).status_code == 302


@pytest.mark.parametrize(
    "answers, field, told",
    [
        ({"confirm_c": ""}, "confirm_c", "Select whether item c is confirmed"),
        ({"confirm_c": "not_confirmed"}, "note_c", "Enter a note on item c, because it is not confirmed"),
        ({"note_a": "A000001 is late"}, "note_a", "Take out the CRN"),
        ({"outcome": ""}, "outcome", "Select the outcome"),
        ({"reason": ""}, "reason", "Enter why"),
        ({"outcome": "excessive"}, "what", "Enter what is to be done"),
        ({"outcome": "excessive"}, "owner", "Select who does it"),
        ({"outcome": "excessive"}, "next_review_on", "Enter or select the day on which the plan is reviewed next"),
        ({"outcome": "excessive", "due_on": "17/11/2026"}, "due_on", "The day must be today or after"),
        ({"outcome": "excessive", "next_review_on": "18/11/2026"}, "next_review_on", "The day must be after today"),
        ({"outcome": "excessive", "due_on": "31/2/2027"}, "due_on", "Enter a real date"),
    ],
)
def test_2_2_what_is_wrong_is_said_beside_the_answer_and_nothing_is_lost(cast, manager, answers, field, told):
    review, sent = opened(cast.case_manager), {**REASONABLE, **answers}
    refused = fill_in(manager, "hold_review", review.pk, **sent)
    assert told in " ".join(refused.context["form"].errors[field])
    assert {name: refused.context["form"][name].value() for name in sent} == sent
    assert WorkloadReview.objects.get().is_open


def test_2_2_what_the_records_cannot_answer_is_answered_by_hand(cast, manager):
    version = ReviewTemplate.objects.create(starts_on=date(2026, 11, 1), source="Supervision")
    version.items.create(place=1, question="Is the duty rota fair?")
    review = opened(cast.case_manager)
    sent = {"confirm_a": "confirmed", "note_a": "", "outcome": "reasonable", "reason": "Within the threshold"}
    refused = fill_in(manager, "hold_review", review.pk, **sent)
    assert dict(refused.context["form"].errors) == {"note_a": ["Enter the answer to item a"]}
    fill_in(manager, "hold_review", review.pk, **sent | {"note_a": "Every fifth week"})
    assert "Every fifth week" in page_of(manager, review)
    assert not ReviewCount.objects.exists()


def test_2_2_what_was_said_and_counted_and_carried_that_day_is_kept_as_it_was(cast, manager):
    cast.own.orders.update(ends_on=date(2026, 11, 17))
    review = opened(cast.case_manager)
    answers = {**REASONABLE, "confirm_c": "not_confirmed", "note_c": "One is waiting for the court"}
    fill_in(manager, "hold_review", review.pk, **answers)
    kept = ReviewCount.objects.get(kind="order_overdue")
    assert (kept.number, kept.answer.item.letter, kept.answer.note) == (1, "c", "One is waiting for the court")
    review = WorkloadReview.objects.get()
    assert (review.cases, str(review.points), review.threshold) == (1, "1.94", 100)
    cast.own.orders.update(ends_on=date(2027, 11, 17))
    Allowance.objects.create(
        officer=cast.case_manager, kind="marac", points=50, starts_on=date(2026, 11, 1),
        recorded_by=cast.team_manager, recorded_at="2026-11-18 12:30",
    )  # fmt: skip
    shown = page_of(manager, review)
    assert "Order past its end date: <strong>1</strong>" in shown
    assert "One is waiting for the court" in shown
    assert "1.9%" in shown


def test_2_2_a_review_that_was_held_is_never_changed(cast, manager):
    review = opened(cast.case_manager)
    fill_in(manager, "hold_review", review.pk, **REASONABLE)
    for change in (
        lambda: WorkloadReview.objects.update(reason="Another"),
        lambda: WorkloadReview.objects.all()._raw_delete("default"),
        lambda: ReviewAnswer.objects.update(note="Another"),
        lambda: ReviewCount.objects.update(number=7),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()


@pytest.mark.parametrize("outcome", ["reasonable", "adjusted"])
def test_2_3_sent_twice_it_is_held_once_and_has_no_plan(cast, manager, outcome):
    review = opened(cast.case_manager)
    first, second = (
        fill_in(manager, "hold_review", review.pk, **{**REASONABLE, "outcome": outcome}, seen=seen)
        for seen in [manager.get(reverse("hold_review", args=[review.pk])).context["view"].seen] * 2
    )
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert (Entry.objects.count(), WorkloadPlan.objects.count()) == (1, 0)


def test_2_3_adjusted_leads_to_the_adjustment(cast, manager):
    review = opened(cast.case_manager)
    sent = fill_in(manager, "hold_review", review.pk, **{**REASONABLE, "outcome": "adjusted"})
    assert sent.url == reverse("record_adjustment", args=[cast.case_manager.pk])


def test_2_3_excessive_makes_a_plan_at_once_with_an_action(cast, manager):
    review = opened(cast.case_manager)
    assert fill_in(manager, "hold_review", review.pk, **EXCESSIVE, owner=cast.colleague.pk).status_code == 302
    plan = WorkloadPlan.objects.get()
    action = plan.actions.get()
    assert (plan.review, plan.next_review_on) == (review, date(2026, 12, 9))
    assert (action.what, action.owner, action.due_on) == (EXCESSIVE["what"], cast.colleague, date(2026, 12, 2))
    shown = page_of(manager, review)
    for told in ("Plan in progress", EXCESSIVE["what"], "Owain Parry", "2 December 2026", "Give cases to colleagues"):
        assert told in shown


def test_2_3_what_was_typed_for_a_plan_is_no_plan_of_another_outcome(cast, manager):
    review = opened(cast.case_manager)
    sent = {**EXCESSIVE, "outcome": "reasonable", "due_on": "never"}
    assert fill_in(manager, "hold_review", review.pk, **sent).status_code == 302
    assert not WorkloadPlan.objects.exists()


def test_owners_are_staff_of_the_unit(cast, manager):
    review = opened(cast.case_manager)
    owners = manager.get(reverse("hold_review", args=[review.pk])).context["form"].fields["owner"].queryset
    assert set(owners) == {
        cast.case_manager, cast.colleague, cast.team_manager, cast.ldu_head, cast.chief_officer
    }  # fmt: skip


@pytest.mark.parametrize("who", ["colleague", "other_team_manager", "other_ldu_head", "other_chief_officer"])
def test_nobody_else_sees_it(cast, sign_in, who):
    review = planned(cast.case_manager, cast.team_manager).review
    browser = sign_in(getattr(cast, who))
    assert browser.get(reverse("workload_review", args=[review.pk])).status_code == 404
    assert "Nia Rees" not in words(browser.get(reverse("workload_reviews"))).split("<main")[1]


def test_an_administrator_sees_none(cast, sign_in):
    review, browser = opened(cast.case_manager), sign_in(cast.administrator)
    for address in (reverse("workload_review", args=[review.pk]), reverse("workload_reviews")):
        assert browser.get(address).status_code == 404


@pytest.mark.parametrize("who", ["case_manager", "team_manager", "ldu_head", "chief_officer"])
def test_the_person_and_those_above_in_line_see_it(cast, sign_in, who):
    review = planned(cast.case_manager, cast.team_manager).review
    assert "Well over" in page_of(sign_in(getattr(cast, who)), review)


@pytest.mark.parametrize("who", ["ldu_head", "chief_officer"])
def test_those_higher_up_do_not_hold_it(cast, sign_in, who):
    review, browser = opened(cast.case_manager), sign_in(getattr(cast, who))
    assert fill_in(browser, "hold_review", review.pk, **REASONABLE, seen="").status_code == 200
    assert WorkloadReview.objects.get().is_open
    assert "Hold the review" not in page_of(browser, review)


def test_nobody_holds_their_own_and_a_team_manager_has_the_ldu_head(cast, sign_in):
    review = opened(cast.team_manager)
    own = sign_in(cast.team_manager)
    assert fill_in(own, "hold_review", review.pk, **REASONABLE, seen="").status_code == 200
    assert WorkloadReview.objects.get().is_open
    assert "LDU head" in page_of(own, review)
    head = sign_in(cast.ldu_head)
    assert fill_in(head, "hold_review", review.pk, **{**REASONABLE, "outcome": "adjusted"}).url == reverse(
        "workload_review", args=[review.pk]
    )
    assert WorkloadReview.objects.get().held_by == cast.ldu_head


def test_the_service_asks_whose_it_is_too(cast):
    review = opened(cast.case_manager)
    said = {item.pk: Said("confirmed", "Yes") for item in review.template.items.all()}
    for by in (cast.case_manager, cast.other_team_manager, cast.ldu_head):
        with pytest.raises(ValidationError):
            hold_review(by=by, review=review, said=said, outcome="reasonable", reason="Fine", seen="")
        with pytest.raises(ValidationError):
            open_review(by=by, officer=cast.case_manager, note="")


def test_the_checklist_has_items_a_to_k(cast):
    items = opened(cast.case_manager).template.items.all()
    assert [item.letter for item in items] == list(LETTERS)
    assert CONFIRMED.keys() == {f"confirm_{item.letter}" for item in items}
