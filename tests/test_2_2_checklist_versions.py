"""The checklist of workload reviews has versions: one from a day to come, shown before, never changed once it began."""

from datetime import date

import pytest
import time_machine
from django.db import InternalError, transaction
from django.urls import reverse

from audit.models import Entry
from tests.reviews import LETTERS, opened
from tests.workload import words
from workload.models import ReviewTemplate

pytestmark = pytest.mark.django_db
SENT = {
    "starts_on": "1/12/2026", "source": "Decision 12", "question_1": "Is every BRAG status up to date?",
    "answered_1": "brag", "question_3": "Is there time for training?", "answered_3": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def administrator(cast, sign_in):
    return sign_in(cast.administrator)


def add(browser, step="save", **answers):
    return browser.post(reverse("new_checklist"), {**SENT, **answers, "step": step})


def test_it_begins_with_the_questions_in_force(administrator):
    page = words(administrator.get(reverse("new_checklist")))
    for item in ReviewTemplate.objects.get().items.all():
        assert item.question in page


def test_it_is_shown_before_it_is_saved(administrator):
    shown = add(administrator, step="")
    assert "This is how reviews that are opened from 1 December 2026 will ask." in words(shown)
    assert [item.question for item in shown.context["shown"]] == [SENT["question_1"], SENT["question_3"]]
    assert ReviewTemplate.objects.count() == 1
    assert add(administrator, step="change").context["form"]["question_3"].value() == SENT["question_3"]


def test_sent_twice_it_is_added_once_and_holds_from_its_day_on(cast, administrator):
    for _ in range(2):
        assert add(administrator).url == reverse("checklists")
    assert Entry.objects.count() == 1
    later = ReviewTemplate.objects.in_force(date(2026, 12, 1))
    assert [(item.letter, item.by_hand) for item in later.items.all()] == [("a", False), ("b", True)]
    assert ReviewTemplate.objects.in_force(date(2026, 11, 30)).items.count() == len(LETTERS)
    assert SENT["question_3"] in words(administrator.get(reverse("checklists")))


def test_a_review_goes_by_the_version_of_the_day_on_which_it_was_opened(cast, administrator, sign_in):
    review = opened(cast.case_manager)
    add(administrator)
    with time_machine.travel("2026-12-02 12:00", tick=False):
        checklist = sign_in(cast.case_manager).get(reverse("workload_review", args=[review.pk])).context["checklist"]
        assert len(checklist) == len(LETTERS)


@pytest.mark.parametrize(
    "answers, field, told",
    [
        ({"starts_on": "18/11/2026"}, "starts_on", "The first day must be after today"),
        ({"starts_on": ""}, "starts_on", "Enter or select the first day"),
        ({"source": ""}, "source", "Enter the decision or document"),
        ({"question_1": "", "question_3": ""}, "__all__", "Enter at least one question"),
        ({"question_1": "?" * 301}, "question_1", "Question 1 must be 300 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said(administrator, answers, field, told):
    refused = add(administrator, **answers)
    assert told in " ".join(refused.context["form"].errors[field])
    assert ReviewTemplate.objects.count() == 1


def test_two_do_not_start_on_one_day(administrator):
    add(administrator)
    refused = add(administrator, source="Decision 13")
    assert "Another version starts on 1 December 2026 already." in words(refused)


def test_one_that_has_not_begun_is_taken_back_and_one_that_has_is_not(administrator):
    add(administrator)
    first, later = ReviewTemplate.objects.order_by("pk")
    for version in (later, later, first):
        sent = administrator.post(reverse("checklists"), {"do": "take_back", "version": version.pk}, follow=True)
        assert sent.status_code == 200
    assert "This version has begun." in words(sent)
    assert list(ReviewTemplate.objects.all()) == [first]


def test_the_database_changes_none(cast):
    template = ReviewTemplate.objects.get()
    for rows in (ReviewTemplate.objects, template.items):
        with pytest.raises(InternalError), transaction.atomic():
            rows.update(**({"source": "?"} if rows is ReviewTemplate.objects else {"question": "?"}))


@pytest.mark.parametrize("who", ["case_manager", "team_manager", "ldu_head", "chief_officer"])
def test_everybody_reads_it_and_only_administrators_add_to_it(cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    assert "Is the BRAG status of every case up to date?" in words(browser.get(reverse("checklists")))
    assert add(browser).status_code == 404
    taken = browser.post(reverse("checklists"), {"do": "take_back", "version": ReviewTemplate.objects.get().pk})
    assert taken.status_code == 404
