"""Asking for a workload review or opening one, commenting on its checklist, and holding it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.services import Already, writes
from base.clock import local_now
from base.versions import version
from staff.models import User
from ui.words import named
from workload.access import LINE, whose_reviews
from workload.checklists import CountKind, ReviewTemplate
from workload.reviews import (
    Concern,
    Confirmation,
    OpenedFor,
    Outcome,
    PlanAction,
    ReviewAnswer,
    ReviewCount,
    WorkloadPlan,
    WorkloadReview,
)
from workload.selectors import load_of
from workload.weightings import WorkloadModel

HELD_ALREADY = gettext_lazy("This review was held after you opened the page. Nothing has been saved.")


@dataclass(frozen=True)
class Said:
    """What the manager says of an item when the review is held."""

    confirmation: str
    note: str


@writes("ask for a workload review")
def ask_for_review(*, by: User, words: str) -> Concern | Already[Concern]:
    """Keep the concern of ``by`` about the own workload: with the review that is open, or one that is opened for it.

    Sent twice, it is kept once. Raises ValidationError where nobody is above in line.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if by.role not in LINE:
        raise ValidationError(_("Nobody above you in line could hold a review."))
    review = WorkloadReview.objects.filter(officer=by, held_at=None).first()
    if review and (kept := review.concerns.filter(words=words).first()):
        return Already(kept)
    return Concern.objects.create(
        review=review or _opened(by, by, OpenedFor.ASKED), words=words, raised_by=by, raised_at=local_now()
    )


@writes("open a workload review")
def open_review(*, by: User, officer: User, note: str) -> WorkloadReview | Already[WorkloadReview]:
    """Open a review for supervision. Where one is open already, that one is returned."""
    _locked(by, officer.pk)
    if review := WorkloadReview.objects.filter(officer=officer, held_at=None).first():
        return Already(review)
    return _opened(by, officer, OpenedFor.SUPERVISION, note)


@writes("comment on a workload review")
def comment_on_review(
    *, by: User, review: WorkloadReview, comments: Mapping[int, str], seen: str
) -> dict[str, int] | None:
    """Set the comments of ``by`` on the own review, by the id of the item. Returns None where they are so already.

    Raises ValidationError where it was held, or is not as it was when ``seen``, its `version_of`, was shown.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    review = WorkloadReview.objects.get(pk=review.pk)
    if review.officer_id != by.pk:
        raise ValidationError(_("Only the person whose workload it is can comment here."))
    if not review.is_open:
        raise ValidationError(HELD_ALREADY)
    answers = {answer.item_id: answer for answer in review.answers.all()}
    items = [item.pk for item in review.template.items.all()]
    former = {item: answers[item].comment if item in answers else "" for item in items}
    changed = {item: comments[item] for item in items if item in comments and comments[item] != former[item]}
    if not changed:
        return None
    if version_of(review) != seen:
        raise ValidationError(_("You changed your comments in another window. Check them, then try again."))
    for item, comment in changed.items():
        ReviewAnswer.objects.update_or_create(review=review, item_id=item, defaults={"comment": comment})
    return {"review": review.pk, "comments": len(changed)}


def hold(
    by: User,
    review: WorkloadReview,
    said: Mapping[int, Said],
    counts: Mapping[int, list[tuple[CountKind, int]]],
    outcome: str,
    reason: str,
    action: PlanAction | None,
    next_review_on: date | None,
    seen: str,
) -> WorkloadReview | Already[WorkloadReview]:
    """Write down what a review came to: `casework.services.workload_reviews.hold_review` has counted what it shows.

    ``said`` and ``counts`` go by the id of the item. An excessive workload has a plan at once, with its first
    ``action`` and the day on which it is reviewed next.
    """
    _locked(by, review.officer_id)
    current = WorkloadReview.objects.select_related("template").get(pk=review.pk)
    if not current.is_open:
        if (current.held_by_id, current.outcome, current.reason) == (by.pk, outcome, reason):
            return Already(current)
        raise ValidationError(HELD_ALREADY)
    if version_of(current) != seen:
        raise ValidationError(
            _("A comment was written after you opened the page. Nothing has been saved. Read it, then try again.")
        )
    _refuse_if_not_answered(current, said)
    for item in current.template.items.all():
        values = {"confirmation": said[item.pk].confirmation, "note": said[item.pk].note}
        answer, _made = ReviewAnswer.objects.update_or_create(review=current, item=item, defaults=values)
        ReviewCount.objects.bulk_create(
            ReviewCount(answer=answer, kind=kind, number=number) for kind, number in counts.get(item.pk, [])
        )
    current.outcome, current.reason, current.held_by, current.held_at = outcome, reason, by, local_now()
    for name, value in carried_on(current.officer, timezone.localdate()).items():
        setattr(current, name, value)
    current.save()
    if outcome == Outcome.EXCESSIVE:
        _planned(by, current, action, next_review_on)
    return current


def problems_of_days(due_on: date | None, next_review_on: date | None) -> dict[str, str]:
    """Why an action cannot be due, or a plan be reviewed next, on that day, by field; empty where it can."""
    today, problems = timezone.localdate(), {}
    if due_on and due_on < today:
        problems["due_on"] = _("The day must be today or after")
    if next_review_on and next_review_on <= today:
        problems["next_review_on"] = _("The day must be after today")
    return problems


def version_of(review: WorkloadReview) -> str:
    """What changes with the review and whenever a comment does."""
    return version(review) + "".join(version(answer) for answer in review.answers.all())


def carried_on(officer: User, day: date) -> dict[str, Any]:
    """What the case manager carries on the day, as `workload.reviews.Carried` keeps it."""
    load = load_of(officer, day, WorkloadModel.objects.in_force(day))
    return {
        "cases": load.cases,
        "points": load.points,
        "threshold_parts": load.threshold.numerator,
        "threshold_whole": load.threshold.denominator,
    }


def _refuse_if_not_answered(review: WorkloadReview, said: Mapping[int, Said]) -> None:
    """Raise ValidationError unless each item is confirmed or not, with a note where one is asked for."""
    for item in review.template.items.all():
        answer = said.get(item.pk)
        if answer is None or answer.confirmation not in Confirmation.values:
            raise ValidationError(_("Answer every item of the checklist."))
        if not answer.note and (item.by_hand or answer.confirmation == Confirmation.NOT_CONFIRMED):
            words = _("Item %(letter)s needs a note: it is not confirmed, or the records cannot answer it.")
            raise ValidationError(words % {"letter": item.letter})


def _planned(by: User, review: WorkloadReview, action: PlanAction | None, next_review_on: date | None) -> None:
    if action is None or next_review_on is None:
        raise ValidationError(_("An excessive workload needs a plan, with an action and a day to review it."))
    if problems := problems_of_days(action.due_on, next_review_on):
        raise ValidationError(problems)
    plan = WorkloadPlan.objects.create(review=review, next_review_on=next_review_on)
    action.plan, action.added_by, action.added_at = plan, by, local_now()
    action.save(force_insert=True)


def _opened(by: User, officer: User, opened_for: OpenedFor, note: str = "") -> WorkloadReview:
    return WorkloadReview.objects.create(
        officer=officer,
        template=ReviewTemplate.objects.in_force(timezone.localdate()),
        opened_for=opened_for,
        opened_by=by,
        opened_at=local_now(),
        note=note,
    )


def _locked(by: User, officer: int) -> User:
    """The case manager, locked. Raises ValidationError where ``by`` does not hold their reviews."""
    if not whose_reviews(by, timezone.localdate()).filter(pk=officer).exists():
        raise ValidationError(named(_("Only the manager of this %(case_manager)s can do this.")))
    return User.objects.select_for_update(no_key=True).get(pk=officer)
