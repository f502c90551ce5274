"""The entries of a time line that are no contacts, in words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.brag import BragAssessment, BragOccasion
from cases.models import (
    Allocation,
    AllocationDecision,
    BragReview,
    Custody,
    Designation,
    Order,
    OrderProgress,
    OrderTermination,
    RarDay,
    RarPlan,
    Referral,
    ReferralStep,
    RevocationDecision,
)
from casework.oversight import measure_in_words
from casework.presenters import (
    ContactEntry,
    given_in_words,
    moment_in_words,
    recorded_in_words,
    stated_in_words,
    when_in_words,
)
from contacts.models import Enforcement, Notice
from contacts.oversight import Oversight
from staff.models import User
from ui.formats import period, weekday
from ui.words import named


class Told(NamedTuple):
    """An entry in words: what happened, the sentences below it, marks, and what was written, with its files."""

    heading: str
    sentences: list[str]
    marks: list[str] = []
    text: str = ""
    files: list[dict[str, Any]] = []


def told_of_notice(notice: Notice, now: datetime) -> Told:
    late = [(notice.is_recorded_late, _("Recorded late")), (notice.is_posted_late, _("Posted late"))]
    sentences = [given_in_words(notice), stated_in_words(notice), recorded_in_words(notice)]
    return Told(_("Written notice"), sentences, [words for holds, words in late if holds])


def told_of_imported_notice(contact: Any, now: datetime) -> Told:
    return Told(_("Written notice"), [])


def told_of_follow_up(contact: Any, now: datetime) -> Told:
    entry, further = ContactEntry(contact, now), contact.follow_up_contact
    sentences = [entry.follow_up_fault] if entry.follow_up_fault else []
    if further:
        sentences.append(_("Further appointment: %(when)s.") % {"when": when_in_words(further)})
    if entry.follow_up_record:
        sentences.append(recorded_in_words(entry.follow_up_record))
    late = [_("Recorded late")] if entry.follow_up_is_recorded_late else []
    return Told(contact.get_follow_up_display(), sentences, late)


def told_of_enforcement(enforcement: Enforcement, now: datetime) -> Told:
    recorded = {"officer": enforcement.recorded_by, **moment_in_words(enforcement.recorded_at)}
    sentences = [_("%(officer)s recorded this on %(day)s at %(time)s.") % recorded]
    if enforcement.respond_by:
        sentences.append(_("An answer is awaited until %(day)s.") % {"day": weekday(enforcement.respond_by)})
    return Told(str(enforcement.action), sentences)


def told_of_note(note: Any, now: datetime) -> Told:
    written = _("Written by %(name)s.") % {"name": note.written_by}
    return Told(_("Note"), [written], text=note.text, files=note.files)


def told_of_review(review: BragReview, now: datetime) -> Told:
    heading = _("BRAG status: %(status)s") % {"status": review.get_status_display()}
    by = [_("Reviewed by %(name)s.") % {"name": review.reviewed_by}] if review.reviewed_by else []
    return Told(heading, by)


def told_of_order(heading: str | Promise) -> Callable[[Order, datetime], Told]:
    def told(order: Order, now: datetime) -> Told:
        dates = {"first": weekday(order.starts_on), "last": weekday(order.ends_on)}
        return Told(
            str(heading) % {"order": order.get_type_display()},
            [_("Reference: %(reference)s.") % {"reference": order}, _("From %(first)s to %(last)s.") % dates],
        )

    return told


def told_of_termination(termination: OrderTermination, now: datetime) -> Told:
    """What was recorded of it here; that the order is over is an entry of its day."""
    from_when = _("The order is over on %(day)s.") % {"day": weekday(termination.terminated_on)}
    marks = [_("Taken back")] if termination.taken_back_at else []
    sentences = [_why_terminated(termination), from_when, *_of_order(termination, termination.recorded_by)]
    return Told(_("Termination recorded"), sentences, marks, termination.details)


def told_of_taken_back(termination: OrderTermination, now: datetime) -> Told:
    sentences = _of_order(termination, termination.taken_back_by)
    return Told(_("Termination taken back"), sentences, text=termination.taken_back_because)


def told_of_rar_plan(plan: RarPlan, now: datetime) -> Told:
    days = {"planned": plan.planned, "ordered": plan.ordered}
    said = _("RAR days: %(ordered)d ordered, %(planned)d planned") % days
    return Told(said, _of_order(plan, plan.changed_by), text=plan.rationale)


def told_of_rar_day(rar_day: RarDay, now: datetime) -> Told:
    return Told(_("RAR day used"), _of_order(rar_day, rar_day.recorded_by), text=rar_day.note)


def told_of_referral(referral: Referral, now: datetime) -> Told:
    sentences = [_("Referral to %(provider)s.") % {"provider": referral.provider}]
    if referral.order:
        told = {"order": referral.order.get_type_display(), "reference": referral.order}
        sentences.append(_("%(order)s, reference %(reference)s.") % told)
    sentences.append(_("Recorded by %(name)s.") % {"name": referral.recorded_by})
    heading = _("Referral made: %(kind)s") % {"kind": referral.kind}
    return Told(heading, sentences, _taken_out(referral), referral.note)


def told_of_referral_taken_out(referral: Referral, now: datetime) -> Told:
    heading = _("Referral taken out: %(kind)s") % {"kind": referral.kind}
    said = {"provider": referral.provider, "name": referral.taken_out_by}
    sentences = [_("Referral to %(provider)s.") % said, _("Taken out by %(name)s.") % said]
    return Told(heading, sentences, text=referral.taken_out_because)


def told_of_referral_step(step: ReferralStep, now: datetime) -> Told:
    marks = _taken_out(step) + _taken_out(step.referral)
    return Told(_of_step(_("Referral: %(state)s"), step), _to_whom(step, step.recorded_by), marks[:1], step.reason)


def told_of_step_taken_out(step: ReferralStep, now: datetime) -> Told:
    said = {"name": step.taken_out_by}
    sentences = [_to_whom(step, None)[0], _("Taken out by %(name)s.") % said]
    return Told(_of_step(_("Taken out of a referral: %(state)s"), step), sentences, text=step.taken_out_because)


def _of_step(words: str, step: ReferralStep) -> str:
    return words % {"state": step.get_state_display()}


def _to_whom(step: ReferralStep, by: User | None) -> list[str]:
    """To whom the referral is, and who recorded the step."""
    told = {"kind": step.referral.kind, "provider": step.referral.provider}
    to = _("%(kind)s: %(provider)s.") % told
    return [to, _("Recorded by %(name)s.") % {"name": by}]


def _taken_out(record: Referral | ReferralStep) -> list[str]:
    return [_("Taken out")] if record.taken_out_at else []


def told_of_progress(heading: str | Promise) -> Callable[[OrderProgress, datetime], Told]:
    return lambda progress, now: Told(str(heading), _of_order(progress, progress.recorded_by))


def told_of_revocation(decision: RevocationDecision, now: datetime) -> Told:
    apply, do_not = _("Early revocation to be applied for"), _("Early revocation not to be applied for")
    return Told(apply if decision.apply else do_not, _of_order(decision, decision.decided_by), text=decision.reason)


def _why_terminated(termination: OrderTermination) -> str:
    return _("Why: %(reason)s.") % {"reason": termination.get_reason_display()}


def _of_order(recorded: Any, by: User | None) -> list[str]:
    """Of which order something is recorded, and who did that."""
    told = {"order": recorded.order.get_type_display(), "reference": recorded.order, "name": by}
    return [_("%(order)s, reference %(reference)s.") % told, _("Recorded by %(name)s.") % told]


def told_of_custody(heading: str | Promise) -> Callable[[Custody, datetime], Told]:
    return lambda custody, now: Told(str(heading), [])


def told_of_officer(heading: str | Promise) -> Callable[[Allocation | Designation, datetime], Told]:
    def told(period: Allocation | Designation, now: datetime) -> Told:
        agreed = getattr(period, "agreed_with", "")
        sentences = [_("Agreed with %(name)s.") % {"name": agreed}] if agreed else []
        return Told(named(heading, officer=period.officer), sentences)

    return told


def told_of_allocation(decision: AllocationDecision, now: datetime) -> Told:
    """Why somebody was allocated here, and what the new case manager was told."""
    told = {"name": decision.decided_by, "officer": decision.officer}
    heading = _("%(name)s allocated the case to %(officer)s") % told
    why = [_("Why: %(reason)s.") % {"reason": decision.get_reason_display()}, decision.details]
    if decision.exception:
        why.append(_("An exception, because: %(reason)s") % {"reason": decision.exception})
    return Told(heading, [each for each in why if each], text=decision.handover)


def told_of_assessment(assessment: BragAssessment, now: datetime) -> Told:
    """One that gave no status, or none yet: the review tells of the others."""
    heading = _("BRAG status proposed: %(status)s") % {"status": assessment.get_status_display()}
    by = _("Reviewed by %(name)s.") % {"name": assessment.reviewed_by}
    return Told(heading, [by], [assessment.get_state_display()], text=assessment.what_changed)


def told_of_occasion(occasion: BragOccasion, now: datetime) -> Told:
    return Told(occasion.get_kind_display(), [_("Recorded by %(name)s.") % {"name": occasion.recorded_by}])


def told_of_oversight(heading: str | Promise, by: str, reason: str) -> Callable[[Oversight, datetime], Told]:
    """``by`` and ``reason`` are the columns that say who did it, and why."""

    def told(oversight: Oversight, now: datetime) -> Told:
        days = _("It is for %(period)s.") % {"period": period(oversight.starts_on, oversight.ends_on)}
        sentences = [measure_in_words(oversight), days]
        return Told(str(heading) % {"name": getattr(oversight, by)}, sentences, text=getattr(oversight, reason))

    return told
