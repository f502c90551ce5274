"""A BRAG review by the case manager: a status that is not lower is in force at once, a lower one once it is agreed."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from base.months import Month
from cases.brag import AssessmentState, BragAssessment
from cases.models import BragReview, ServiceUser
from casework.models import Draft
from casework.services.brag import withdraw_brag
from casework.services.refusals import Refused
from contacts import facts
from contacts.models import MonthFact
from reports.figures import figures
from staff.units import Unit
from tests.answers import ask
from tests.appointments import page
from tests.brag import WRITTEN, agree, review, said, seen, send, send_back
from workload.models import WorkloadModel
from workload.selectors import load_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False) as traveller:
        yield traveller


def status(person) -> str:
    return ServiceUser.objects.with_brag(TODAY).get(pk=person.pk).brag


def every_figure(cast) -> tuple:
    month = Month.of(TODAY)
    kept = MonthFact.objects.order_by("service_user", "month")
    return (
        figures([month], TODAY, Unit.of(cast.case_manager)),
        load_of(cast.case_manager, TODAY, WorkloadModel.objects.in_force(TODAY)),
        ask("compliance", "--month", "2026-11", "--level", "service_user"),
        ask("workload", "--level", "case_manager"),
        list(kept.values_list("service_user", "month", "reason", "met", "brag", "officer")),
        list(BragReview.objects.order_by("pk").values()),
    )


def test_a_rise_is_in_force_at_once(nia, cast):
    response = send(nia, "brag_review", cast.own, status="red", **WRITTEN)
    assert "It is Red from today" in said(response)
    [assessment] = BragAssessment.objects.all()
    assert (assessment.state, assessment.former, assessment.decided_by) == ("agreed", "amber", None)
    assert assessment.review == BragReview.objects.get(reviewed_on=TODAY)
    assert (status(cast.own), assessment.review.reviewed_by) == ("red", cast.case_manager)


def test_an_equal_status_is_in_force_at_once(cast):
    assert review(cast.case_manager, cast.own, "amber").state == AssessmentState.AGREED
    assert BragReview.objects.filter(service_user=cast.own, reviewed_on=TODAY).exists()


def test_a_first_review_needs_no_agreement(cast):
    BragReview.objects.filter(service_user=cast.own).delete()
    assert review(cast.case_manager, cast.own, "blue").state == AssessmentState.AGREED


def test_a_lower_status_waits_and_changes_no_figure(nia, cast):
    facts.refresh()
    before = every_figure(cast)
    response = send(nia, "brag_review", cast.own, status="blue", **WRITTEN)
    assert "once the team manager agrees it" in said(response)
    assert BragAssessment.objects.get().state == AssessmentState.WAITING
    assert every_figure(cast) == before
    agree(cast.team_manager, cast.own)
    after = every_figure(cast)
    assert not [each for each, was in zip(after, before, strict=True) if each == was]


def test_an_agreed_status_holds_from_the_day_of_agreement(cast, wednesday_noon):
    review(cast.case_manager, cast.own, "green")
    wednesday_noon.move_to("2026-12-02 12:00")
    agreed = agree(cast.team_manager, cast.own)
    assert agreed.review.reviewed_on == date(2026, 12, 2)
    assert status(cast.own) == "amber"
    assert ServiceUser.objects.with_brag(date(2026, 12, 2)).get(pk=cast.own.pk).brag == "green"
    assert (agreed.review.reviewed_by, agreed.decided_by) == (cast.case_manager, cast.team_manager)


def test_an_iom_case_is_not_lowered_below_red_amber_and_the_way_forward_is_said(nia, cast):
    ServiceUser.objects.filter(pk=cast.own.pk).update(iom=True)
    html = said(send(nia, "brag_review", cast.own, step="", status="amber", **WRITTEN))
    assert "Select Red or Red/Amber" in html
    assert "correct that in nDelius first" in html
    assert "About the impact" in html
    assert not BragAssessment.objects.exists()
    assert review(cast.case_manager, cast.own, "red_amber").state == AssessmentState.AGREED


def test_the_answers_are_checked_before_they_are_saved(nia, cast):
    html = said(send(nia, "brag_review", cast.own, step="", status="green", **WRITTEN))
    assert "Check your answers" in html
    assert "This lowers the status from Amber to Green" in html
    assert not BragAssessment.objects.exists()
    assert Draft.objects.get().answers


def test_what_was_not_saved_is_found_again(nia, cast):
    send(nia, "brag_review", cast.own, step="", status="green", **WRITTEN)
    assert "Go back to those answers" in page(nia, "brag_review", cast.own)


def test_every_answer_is_asked_for(nia, cast):
    html = said(send(nia, "brag_review", cast.own, step="", impact="Grave"))
    for words in (
        "Select the BRAG status",
        "Enter the dynamic factors",
        "Enter the likelihood",
        "Enter the timescale",
        "Enter the potential for disengagement",
        "Enter the protective factors",
        "Enter what changed",
    ):
        assert words in html
    assert "Grave" in html


def test_a_second_review_of_the_day_replaces_its_status_and_keeps_the_former(cast):
    review(cast.case_manager, cast.own, "red_amber", impact="In the morning")
    review(cast.case_manager, cast.own, "red", impact="After the arrest")
    today = BragReview.objects.get(service_user=cast.own, reviewed_on=TODAY)
    assert today.status == "red"
    assert [event.status for event in today.events.all()] == ["red_amber"]
    assert {each.impact for each in today.assessments.all()} == {"In the morning", "After the arrest"}


def test_a_form_sent_twice_is_saved_once(cast):
    first = review(cast.case_manager, cast.own, "green")
    assert review(cast.case_manager, cast.own, "green").pk == first.pk
    assert BragAssessment.objects.get().events.count() == 0


def test_the_case_manager_withdraws_what_waits(nia, cast):
    review(cast.case_manager, cast.own, "green")
    assert "The status has not changed" in said(send(nia, "withdraw_brag", cast.own))
    withdrawn = BragAssessment.objects.get()
    assert (withdrawn.state, withdrawn.decided_by, withdrawn.review) == ("withdrawn", cast.case_manager, None)
    assert status(cast.own) == "amber"


def test_what_was_sent_back_is_changed_and_sent_again(nia, cast):
    review(cast.case_manager, cast.own, "green", impact="Low")
    send_back(cast.team_manager, cast.own, "Say more about the impact")
    html = page(nia, "brag_review", cast.own)
    assert "Say more about the impact" in html
    assert "Low" in html
    send(nia, "brag_review", cast.own, status="green", **{**WRITTEN, "impact": "Low, because she lives alone"})
    again = BragAssessment.objects.get()
    assert (again.state, again.reason, again.decided_by) == ("waiting", "Say more about the impact", None)
    assert [event.impact for event in again.events.order_by("pgh_id")] == ["Low", "Low"]


def test_what_was_sent_back_is_in_force_at_once_where_it_is_no_lower_any_more(cast):
    review(cast.case_manager, cast.own, "green")
    send_back(cast.team_manager, cast.own)
    assert review(cast.case_manager, cast.own, "amber").state == AssessmentState.AGREED
    assert BragAssessment.objects.count() == 1


def test_what_changed_meanwhile_is_said_and_nothing_typed_is_lost(nia, cast):
    opened = seen(cast.own)
    review(cast.colleague, cast.own, "red")
    html = said(send(nia, "brag_review", cast.own, status="green", **{**WRITTEN, "seen": opened}))
    assert "Somebody changed the BRAG status or its review after you opened the page" in html
    assert "About the impact" in html
    assert status(cast.own) == "red"


def test_nothing_is_withdrawn_twice(cast):
    review(cast.case_manager, cast.own, "green")
    opened = seen(cast.own)
    withdraw_brag(by=cast.case_manager, service_user=cast.own, seen=opened)
    with pytest.raises(Refused, match="Nia Rees withdrew this review"):
        withdraw_brag(by=cast.colleague, service_user=cast.own, seen=opened)


TOO_LONG = "x" * 12_000
RIGHT_TO_LEFT = "‮Ffion‬ שלום"


def test_what_is_too_long_is_refused_beside_the_field_and_shown_again(nia, cast):
    html = said(send(nia, "brag_review", cast.own, step="", status="green", **{**WRITTEN, "impact": TOO_LONG}))
    assert "Impact must be 4000 characters or fewer" in html
    assert TOO_LONG in html
    assert "About the timescale" in html


def test_nulls_are_refused_beside_the_field(nia, cast):
    html = said(send(nia, "brag_review", cast.own, step="save", status="green", **{**WRITTEN, "impact": "a\x00b"}))
    assert "Null characters are not allowed" in html
    assert "About the timescale" in html
    assert not BragAssessment.objects.exists()


def test_right_to_left_marks_are_kept_within_their_answer(nia, cast):
    send(nia, "brag_review", cast.own, status="red", **{**WRITTEN, "impact": RIGHT_TO_LEFT})
    assert BragAssessment.objects.get().impact == RIGHT_TO_LEFT
    assert f'dir="auto">{RIGHT_TO_LEFT}' in page(nia, "brag_reviews", cast.own)


def test_the_words_of_a_person_out_of_reach_are_out_of_reach(sign_in, cast):
    review(cast.case_manager, cast.own, "red")
    for name in ("brag_reviews", "brag_review", "withdraw_brag", "record_occasion"):
        address = reverse(name, args=[cast.own.public_id])
        assert sign_in(cast.other_team_manager).get(address).status_code == 404
