"""What a person's pages say of the BRAG status: what is in force, what waits, and what was written at each review."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from cases.models import Allocation, BragReview
from casework.services.brag import withdraw_brag
from tests.addresses import occasion_of
from tests.appointments import page
from tests.brag import agree, review, seen, send_back

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False) as traveller:
        yield traveller


def test_the_status_in_force_says_when_by_whom_and_when_the_next_review_is_due(nia, cast):
    review(cast.case_manager, cast.own, "red")
    html = page(nia, "service_user", cast.own)
    assert "Reviewed by Nia Rees on 18 November 2026" in html
    assert "Next review due by 16 December 2026" in html
    assert "About the impact" in html


def test_a_review_that_waits_is_shown_beside_the_status_in_force(nia, cast):
    review(cast.case_manager, cast.own, "green")
    html = page(nia, "service_user", cast.own)
    assert "Reviewed on 1 September 2018" in html
    assert "Nia Rees sent this review on Wednesday 18 November at midday." in html
    assert "The status changes only once the team manager agrees it." in html


def test_former_reviews_are_listed_with_what_was_written(nia, cast, wednesday_noon):
    review(cast.case_manager, cast.own, "green", impact="Would shout")
    agree(cast.team_manager, cast.own)
    wednesday_noon.move_to("2026-11-19 12:00")
    nia.force_login(cast.case_manager, backend="staff.backends.InPostBackend")
    review(cast.case_manager, cast.own, "red", impact="Would hit")
    html = page(nia, "brag_reviews", cast.own)
    assert html.index("Would hit") < html.index("Would shout")
    assert f"Reviewed by Nia Rees, agreed by {cast.team_manager} on 18 November 2026" in html
    assert "Nothing was written here: this review came from a file." in html
    assert "2 earlier reviews" in page(nia, "service_user", cast.own)


def test_what_was_withdrawn_stays_among_the_reviews(nia, cast):
    review(cast.case_manager, cast.own, "green", impact="Would shout")
    withdraw_brag(by=cast.case_manager, service_user=cast.own, seen=seen(cast.own))
    html = page(nia, "brag_reviews", cast.own)
    assert "Withdrawn by Nia Rees on 18 November 2026" in html
    assert "Would shout" in html


def test_who_may_only_read_is_led_to_nothing(sign_in, cast):
    review(cast.case_manager, cast.own, "green")
    html = page(sign_in(cast.ldu_head), "service_user", cast.own)
    assert "Waiting for agreement" in html
    for name in ("agree_brag", "brag_review", "withdraw_brag", "record_occasion"):
        assert reverse(name, args=[cast.own.public_id]) not in html
    occasion_of(cast.own, cast.case_manager)
    html = page(sign_in(cast.ldu_head), "brag_reviews", cast.own)
    assert "Safeguarding concern, 10 November 2026" in html
    assert "Take out" not in html


def test_what_was_sent_back_says_why(nia, cast):
    review(cast.case_manager, cast.own, "green")
    send_back(cast.team_manager, cast.own, "Say more about the brother")
    assert "Why: Say more about the brother" in page(nia, "brag_reviews", cast.own)


def test_the_words_about_somebody_who_is_masked_are_behind_the_gate(sign_in, cast):
    """Somebody who has moved to another unit is counted in its former one, and no more than that."""
    review(cast.case_manager, cast.own, "red")
    Allocation.objects.filter(service_user=cast.own).update(officer=cast.elsewhere.allocations.get().officer)
    browser = sign_in(cast.case_manager)
    for name in ("service_user", "brag_reviews", "brag_review", "withdraw_brag", "record_occasion"):
        assert browser.get(reverse(name, args=[cast.own.public_id])).status_code == 404


def test_a_review_that_is_dated_ahead_is_not_in_force(nia, cast):
    BragReview.objects.create(service_user=cast.own, reviewed_on=date(2026, 12, 1), status="blue")
    assert "1 December 2026" not in page(nia, "brag_reviews", cast.own)
