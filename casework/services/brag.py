"""Reviewing a BRAG status, and agreeing one that is lower; recording what asks for a review.

A lower status counts from the day on which it is agreed, never before: no month that is over moves by it.
"""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.scan import look_again
from audit.services import Already, writes
from base.clock import local_now
from cases.brag import WORDS, AssessmentState, BragAssessment, BragOccasion, is_lower
from cases.models import BragReview, FileValue, ServiceUser
from casework.brag import BragOf, what_became, why_not_decide, why_not_status
from casework.services.appointments import RECORDED_BACK
from casework.services.refusals import ChangedMeanwhile, Problem, Refused
from casework.services.writing import changes_contacts, locked_person
from staff.models import User
from ui import formats


@changes_contacts("review a BRAG status")
def review_brag(*, by: User, assessment: BragAssessment, seen: str) -> BragAssessment | Already[BragAssessment]:
    """Save a review, an assessment that is not saved yet: in force at once, or where it is lower once it is agreed.

    What is open about the person is changed by it and sent again. A second review of the same day gives the day's
    status; the history keeps what it was. Sent twice, it is saved once.

    Raises `Refused` with the `problems_of_review`, and where what the page showed is not so any more (``seen``, the
    version of `BragOf`).
    """
    person = locked_person(assessment.service_user_id)
    standing = BragOf(person, timezone.localdate())
    if sent := _sent_before(standing, assessment, by):
        return Already(sent)
    _refuse_if_changed(standing, seen)
    if found := list(problems_of_review(person, assessment.status)):
        raise Refused(*found)
    assessment.former = standing.status
    assessment.reviewed_by, assessment.reviewed_at = by, local_now()
    if standing.open:
        # Sent again it is the same row, with why it was sent back.
        assessment.pk, assessment.reason = standing.open.pk, standing.open.reason
        assessment._state.adding = False
    if is_lower(assessment.status, assessment.former):
        assessment.state = AssessmentState.WAITING
        assessment.save()
    else:
        _put_in_force(assessment, standing.today)
    return assessment


@changes_contacts("agree a lower BRAG status")
def agree_brag(*, by: User, service_user: ServiceUser, seen: str) -> BragAssessment | Already[BragAssessment]:
    """Let the status that waits be in force from today. Sent twice, it is agreed once.

    Raises `Refused` where it is not for ``by`` to decide, or what was ``seen`` is not so any more.
    """
    standing, waiting = _to_decide(by, service_user, seen, AssessmentState.AGREED)
    if isinstance(waiting, Already):
        return waiting
    if words := why_not_status(standing.person, waiting.status):
        raise Refused(Problem(None, words))
    waiting.decided_by, waiting.decided_at = by, local_now()
    _put_in_force(waiting, standing.today)
    return waiting


@changes_contacts("send a BRAG review back")
def send_brag_back(
    *, by: User, service_user: ServiceUser, seen: str, reason: str
) -> BragAssessment | Already[BragAssessment]:
    """Leave it to the case manager to change the review, for a reason. It changes no status.

    Raises `Refused` as `agree_brag` does.
    """
    _standing, waiting = _to_decide(by, service_user, seen, AssessmentState.SENT_BACK)
    if isinstance(waiting, Already):
        return waiting
    waiting.state, waiting.reason = AssessmentState.SENT_BACK, reason
    waiting.decided_by, waiting.decided_at = by, local_now()
    waiting.save()
    return waiting


@changes_contacts("withdraw a BRAG review")
def withdraw_brag(*, by: User, service_user: ServiceUser, seen: str) -> BragAssessment | Already[BragAssessment]:
    """Give up a review that waits or was sent back. What was written stays; the status stays what it is."""
    standing = BragOf(locked_person(service_user.pk), timezone.localdate())
    if done := _done_before(standing, by, AssessmentState.WITHDRAWN):
        return Already(done)
    found = _open(standing)
    _refuse_if_changed(standing, seen)
    found.state, found.decided_by, found.decided_at = AssessmentState.WITHDRAWN, by, local_now()
    found.save()
    return found


@changes_contacts("record what asks for a BRAG review")
def record_occasion(*, by: User, occasion: BragOccasion) -> BragOccasion | Already[BragOccasion]:
    """Save an occasion that is not saved yet. One of the same kind and day is recorded once.

    Raises `Refused` with the `problems_of_occasion`.
    """
    locked_person(occasion.service_user_id)
    same = {"service_user": occasion.service_user_id, "kind": occasion.kind, "happened_on": occasion.happened_on}
    if known := BragOccasion.objects.filter(**same).first():
        return Already(known)
    if found := list(problems_of_occasion(occasion.happened_on)):
        raise Refused(*found)
    occasion.recorded_by, occasion.recorded_at = by, local_now()
    occasion.save()
    return occasion


@writes("take out what asked for a BRAG review")
def take_out_occasion(*, by: User, occasion: BragOccasion) -> dict[str, int] | None:
    """Delete an occasion that was recorded by mistake: it asks for no review any more. The history keeps it.

    Returns None where it is taken out already.
    """
    person = locked_person(occasion.service_user_id)
    known = person.brag_occasions.filter(pk=occasion.pk).first()
    if known is None:
        return None
    told = {"occasion": known.pk, "service_user": person.pk}
    known.delete()
    look_again(person.pk)
    return told


def problems_of_review(person: ServiceUser, status: str) -> Iterator[Problem]:
    """Why a review with that status cannot be saved; nothing where it can."""
    if words := why_not_status(person, status):
        yield Problem("status", words)


def problems_of_occasion(happened_on: date) -> Iterator[Problem]:
    """Why nothing of that day can be recorded; nothing where it can."""
    today = timezone.localdate()
    if happened_on > today:
        yield Problem("happened_on", _("The date must be today or in the past"))
    elif happened_on < today - RECORDED_BACK:
        words = _("Enter a date on or after %(day)s")
        yield Problem("happened_on", words % {"day": formats.day(today - RECORDED_BACK)})


def _put_in_force(assessment: BragAssessment, today: date) -> None:
    """Save it with the review that counts, of today."""
    given = {"status": assessment.status, "reviewed_by": assessment.reviewed_by}
    review, made = BragReview.objects.update_or_create(
        service_user_id=assessment.service_user_id, reviewed_on=today, defaults=given
    )
    if made:
        # What is new here no file has told of: one that tells of another status is in conflict with it (ADR 18).
        FileValue.objects.bulk_create(
            FileValue(
                table_name=BragReview._meta.db_table,
                record=review.pk,
                column_name=column,
                service_user_id=assessment.service_user_id,
            )
            for column in ("status", "reviewed_by_id")
        )
    assessment.state, assessment.review = AssessmentState.AGREED, review
    assessment.save()


def _to_decide(
    by: User, service_user: ServiceUser, seen: str, state: AssessmentState
) -> tuple[BragOf, BragAssessment | Already[BragAssessment]]:
    """What stands about the person, and the assessment that ``by`` may decide about; `Already` where they did."""
    person = locked_person(service_user.pk)
    standing = BragOf(person, timezone.localdate())
    if done := _done_before(standing, by, state):
        return standing, Already(done)
    waiting = _open(standing)
    if waiting.state != AssessmentState.WAITING:
        raise _too_late(waiting)
    _refuse_if_changed(standing, seen)
    if words := why_not_decide(by, person, waiting, standing.today):
        raise Refused(Problem(None, words))
    return standing, waiting


def _open(standing: BragOf) -> BragAssessment:
    if not standing.open:
        raise _too_late(next(iter(standing.assessments), None))
    return standing.open


def _too_late(assessment: BragAssessment | None) -> ChangedMeanwhile:
    words = _("%(happened)s What you sent was not saved.")
    return ChangedMeanwhile(words % {"happened": what_became(assessment) or _("No review is waiting any more.")})


def _refuse_if_changed(standing: BragOf, seen: str) -> None:
    if standing.version != seen:
        words = _(
            "Somebody changed the BRAG status or its review after you opened the page. What you sent was not saved."
            " Check what is shown now, then send it again."
        )
        raise ChangedMeanwhile(words)


def _sent_before(standing: BragOf, assessment: BragAssessment, by: User) -> BragAssessment | None:
    """The same review as sent by the same person today, where nothing came after it."""
    latest = next(iter(standing.assessments), None)
    if not latest or latest.state not in (AssessmentState.WAITING, AssessmentState.AGREED):
        return None
    alike = all(getattr(latest, name) == getattr(assessment, name) for name in ("status", *WORDS))
    today = latest.reviewed_by_id == by.pk and latest.reviewed_at.date() == standing.today
    return latest if alike and today else None


def _done_before(standing: BragOf, by: User, state: AssessmentState) -> BragAssessment | None:
    """What the same person decided so before, by a form that is sent twice; nothing where more came after it."""
    latest = next(iter(standing.assessments), None)
    return latest if latest and latest.state == state and latest.decided_by_id == by.pk else None
