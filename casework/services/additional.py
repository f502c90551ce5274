"""Proposing an additional measure, referring, agreeing or refusing it, reviewing it, and ending it early.

It changes when the next contact is due, and nothing of a month: no figure moves by it.
"""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already, writes
from base.clock import local_now
from cases.models import ServiceUser
from casework.additional import (
    PROPOSE,
    faults,
    may_head,
    team_of_each,
    what_became,
    why_not_decide,
    why_not_end,
    why_not_review,
)
from casework.services.refusals import ChangedMeanwhile, Problem, Refused, version
from contacts.additional import (
    AdditionalCase,
    AdditionalHolder,
    AdditionalKind,
    AdditionalMeasure,
    AdditionalReview,
    AdditionalState,
    Whose,
)
from staff.models import Role, User
from ui.words import named

ASKED = (
    "kind", "whose", "team_id", "officer_id", "statuses", "every", "what", "reason", "protection", "risk", "starts_on",
    "ends_on", "review_on",
)  # fmt: skip


@writes("propose an additional measure")
def propose_additional(
    *,
    by: User,
    measure: AdditionalMeasure,
    people: Iterable[ServiceUser] = (),
    held_by: Iterable[User] = (),
) -> AdditionalMeasure | Already[AdditionalMeasure]:
    """Save an entry that is not saved yet, for the LDU head to decide; an LDU head's own, for the chief officer.

    ``people`` are the chosen cases, ``held_by`` the designated case managers. Sent twice, it is proposed once.

    Raises `Refused` with the `faults`, or where the team is not for ``by`` to propose for.
    """
    chosen, holders = {each.pk for each in people}, {each.pk for each in held_by}
    # Whoever sends a form twice waits for the first.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if proposed := _alike(by, measure, chosen, holders):
        return Already(proposed)
    if found := problems_of_proposing(by, measure, chosen, holders):
        raise Refused(*found)
    now = local_now()
    measure.proposed_by, measure.proposed_at, measure.state = by, now, AdditionalState.PROPOSED
    if by.role == Role.LDU_HEAD:
        measure.state = AdditionalState.REFERRED
        measure.referred_by, measure.referred_at, measure.referral_reason = by, now, measure.reason
    measure.save(force_insert=True)
    AdditionalCase.objects.bulk_create(AdditionalCase(measure=measure, service_user_id=pk) for pk in sorted(chosen))
    AdditionalHolder.objects.bulk_create(AdditionalHolder(measure=measure, officer_id=pk) for pk in sorted(holders))
    return measure


@writes("refer an additional measure")
def refer_additional(
    *, by: User, measure: AdditionalMeasure, seen: str, reason: str
) -> AdditionalMeasure | Already[AdditionalMeasure]:
    """Pass one that is of another kind to the chief officer. Sent twice, it is referred once.

    Raises `Refused` where it is not for ``by``, `ChangedMeanwhile` where it is not as it was ``seen``.
    """
    current = _locked(measure)
    if (current.state, current.referred_by_id, current.referral_reason) == (AdditionalState.REFERRED, by.pk, reason):
        return Already(current)
    _refuse_if_not_to_decide(by, current, seen)
    if current.kind != AdditionalKind.OTHER or current.state != AdditionalState.PROPOSED:
        raise Refused(Problem(None, _("This measure need not be referred. Agree or refuse it.")))
    current.state = AdditionalState.REFERRED
    current.referred_by, current.referred_at, current.referral_reason = by, local_now(), reason
    current.save()
    return current


@writes("agree an additional measure")
def agree_additional(
    *, by: User, measure: AdditionalMeasure, seen: str, reason: str
) -> AdditionalMeasure | Already[AdditionalMeasure]:
    """Let it hold from its first day to its last. Sent twice, it is agreed once.

    What was right when it was proposed is asked again. Raises as `refer_additional`.
    """
    current = _locked(measure)
    if _decided_alike(current, by, AdditionalState.AGREED, reason):
        return Already(current)
    _refuse_if_not_to_decide(by, current, seen)
    if current.kind == AdditionalKind.OTHER and current.state != AdditionalState.REFERRED:
        words = _("A measure of another kind must be decided by the %(chief_officer)s. Refer or refuse it.")
        raise Refused(Problem(None, named(words)))
    if found := [Problem(None, words) for _field, words in faults(current, timezone.localdate())]:
        raise Refused(*found)
    return _decided(current, by, AdditionalState.AGREED, reason)


@writes("refuse an additional measure")
def refuse_additional(
    *, by: User, measure: AdditionalMeasure, seen: str, reason: str
) -> AdditionalMeasure | Already[AdditionalMeasure]:
    """Refuse one that waits. Sent twice, it is refused once. Raises as `refer_additional`."""
    current = _locked(measure)
    if _decided_alike(current, by, AdditionalState.REFUSED, reason):
        return Already(current)
    _refuse_if_not_to_decide(by, current, seen)
    return _decided(current, by, AdditionalState.REFUSED, reason)


@writes("review an additional measure")
def review_additional(
    *, by: User, measure: AdditionalMeasure, seen: str, next_review_on: date, reason: str
) -> AdditionalReview | Already[AdditionalReview]:
    """Say that one in force goes on, and when it is looked at next. Sent twice, it is reviewed once.

    Raises as `refer_additional`, and `Refused` beside ``next_review_on``.
    """
    current, today = _locked(measure), timezone.localdate()
    last = current.reviews.last()
    if last and (last.reviewed_by_id, last.next_review_on, last.reason) == (by.pk, next_review_on, reason):
        return Already(last)
    if words := why_not_review(by, current, today):
        raise Refused(Problem(None, words))
    _refuse_if_changed(current, seen)
    if not today < next_review_on <= current.ends_on:
        raise Refused(Problem("next_review_on", _("The next review must be after today, and by the last day")))
    current.review_on = next_review_on
    current.save()
    return AdditionalReview.objects.create(
        measure=current, reason=reason, next_review_on=next_review_on, reviewed_by=by, reviewed_at=local_now()
    )


@writes("end an additional measure")
def end_additional(
    *, by: User, measure: AdditionalMeasure, reason: str
) -> AdditionalMeasure | Already[AdditionalMeasure]:
    """Let it hold no more from today on; what waits is taken back. Sent twice, it is ended once.

    Raises `Refused` where it is over already, or not for ``by`` to end.
    """
    current = _locked(measure)
    if current.state == AdditionalState.ENDED and (current.ended_by_id, current.end_reason) == (by.pk, reason):
        return Already(current)
    if words := why_not_end(by, current, timezone.localdate()):
        raise Refused(Problem(None, words))
    current.state = AdditionalState.ENDED
    current.ended_by, current.ended_at, current.end_reason = by, local_now(), reason
    current.save()
    return current


def problems_of_proposing(by: User, measure: AdditionalMeasure, people: set[int], held_by: set[int]) -> list[Problem]:
    """Why an entry cannot be proposed; nothing where it can. ``people`` and ``held_by`` are ids."""
    today, found = timezone.localdate(), []
    if by.role not in PROPOSE or not may_head(by, measure):
        found.append(Problem(None, named(_("You cannot propose a measure for this %(team)s."))))
    if measure.starts_on < today:
        found.append(Problem("starts_on", _("The first day must be today or in the future")))
    theirs = team_of_each(people, today)
    if measure.whose == Whose.CASES and (not people or any(theirs.get(pk) != measure.team_id for pk in people)):
        found.append(Problem("cases", named(_("The cases must be of one %(team)s"))))
    in_team = set(measure.team.posts.on(today).filter(role=Role.CASE_MANAGER).values_list("user", flat=True))
    if measure.whose == Whose.CASE_MANAGER and measure.officer_id not in in_team:
        found.append(Problem("officer", named(_("Select somebody who is in the %(team)s today"))))
    if measure.kind == AdditionalKind.DESIGNATED and (not held_by or not held_by <= in_team):
        found.append(Problem("held_by", named(_("Select who holds the sessions, from this %(team)s"))))
    return found + [Problem(field, words) for field, words in faults(measure, today)]


def _locked(measure: AdditionalMeasure) -> AdditionalMeasure:
    entries = AdditionalMeasure.objects.select_related("team__ldu", "decided_by", "ended_by")
    return entries.select_for_update(of=("self",)).get(pk=measure.pk)


def _refuse_if_not_to_decide(by: User, current: AdditionalMeasure, seen: str) -> None:
    if not current.is_waiting:
        raise ChangedMeanwhile(f"{what_became(current)} {_('Your decision has not been saved.')}")
    if words := why_not_decide(by, current):
        raise Refused(Problem(None, words))
    _refuse_if_changed(current, seen)


def _refuse_if_changed(current: AdditionalMeasure, seen: str) -> None:
    if version(current) != seen:
        raise ChangedMeanwhile(_("Somebody changed this measure after you opened the page. Check it, then try again."))


def _decided(current: AdditionalMeasure, by: User, state: AdditionalState, reason: str) -> AdditionalMeasure:
    current.state = state
    current.decided_by, current.decided_at, current.decision_reason = by, local_now(), reason
    current.save()
    return current


def _decided_alike(current: AdditionalMeasure, by: User, state: AdditionalState, reason: str) -> bool:
    return (current.state, current.decided_by_id, current.decision_reason) == (state, by.pk, reason)


def _alike(by: User, measure: AdditionalMeasure, people: set[int], held_by: set[int]) -> AdditionalMeasure | None:
    """One that waits and says the same, by the same member of staff."""
    said = {name: getattr(measure, name) for name in ASKED}
    for other in AdditionalMeasure.objects.waiting().filter(proposed_by=by, **said):
        of_other = set(other.cases.values_list("service_user", flat=True))
        if of_other == people and set(other.holders.values_list("officer", flat=True)) == held_by:
            return other
    return None
