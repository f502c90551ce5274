"""Recording that a person was referred, what came of it, and taking out what was a mistake."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already, writes
from base.clock import local_now
from cases.models import Order, Referral, ReferralStep
from cases.referrals import NEXT, WITHOUT_COMPLETION, ReferralState
from casework.referrals import latest_step, state_of, why_no_step, why_step_stays
from casework.services.refusals import Problem, Refused
from casework.services.writing import locked_person
from staff.models import User
from ui import formats

Record = TypeVar("Record", Referral, ReferralStep)
# A local default: what was longer ago is a mistyped year.
LONGEST_AGO = timedelta(days=2 * 365)


@writes("record a referral")
def refer(*, by: User, referral: Referral) -> Referral | Already[Referral]:
    """Record an unsaved referral. Sent twice, it is recorded once.

    Raises `Refused` where it cannot have been made that day, or not under that order.
    """
    person = locked_person(referral.service_user_id)
    same = {name: getattr(referral, name) for name in ("order_id", "kind_id", "referred_on", "provider", "note")}
    if known := person.referrals.standing().filter(**same).first():
        return Already(known)
    if found := list(_problems(referral, timezone.localdate())):
        raise Refused(*found)
    referral.recorded_by, referral.recorded_at = by, local_now()
    referral.save()
    return referral


@writes("record what came of a referral")
def record_step(
    *, by: User, referral: Referral, state: str, happened_on: date, reason: str = ""
) -> ReferralStep | Already[ReferralStep]:
    """Record what happened to it on a day, and why where it ended without being completed. Sent twice, it counts once.

    Raises `Refused` where that cannot come next, or not on that day.
    """
    current = _locked(referral)
    latest = latest_step(current)
    if latest and (latest.state, latest.happened_on, latest.reason) == (state, happened_on, reason):
        return Already(latest)
    if words := why_no_step(current):
        raise Refused(Problem(None, words))
    if found := list(_problems_of_step(current, latest, state, happened_on, reason)):
        raise Refused(*found)
    told = {"state": state, "happened_on": happened_on, "reason": reason}
    return current.steps.create(**told, recorded_by=by, recorded_at=local_now())


@writes("take out what came of a referral")
def take_out_step(*, by: User, step: ReferralStep, reason: str) -> ReferralStep | None:
    """The latest step was a mistake: the referral stands as before it. Returns None where it is taken out already.

    Raises `Refused` where something is recorded after it.
    """
    _locked(step.referral)
    current = ReferralStep.objects.select_related("referral").get(pk=step.pk)
    if current.taken_out_at:
        return None
    if words := why_step_stays(current):
        raise Refused(Problem(None, words))
    return _take_out(current, by, reason)


@writes("take out a referral")
def take_out_referral(*, by: User, referral: Referral, reason: str) -> Referral | None:
    """The referral was a mistake: it counts nowhere any more. Returns None where it is taken out already."""
    current = _locked(referral)
    return None if current.taken_out_at else _take_out(current, by, reason)


def _take_out(record: Record, by: User, reason: str) -> Record:
    record.taken_out_by, record.taken_out_at, record.taken_out_because = by, local_now(), reason
    record.save(update_fields=["taken_out_by", "taken_out_at", "taken_out_because"])
    return record


def _locked(referral: Referral) -> Referral:
    locked_person(referral.service_user_id)
    return Referral.objects.get(pk=referral.pk)


def _problems(referral: Referral, today: date) -> Iterator[Problem]:
    """Why the referral cannot have been made so; nothing where it can."""
    day, order = referral.referred_on, referral.order
    if not type(referral.kind).objects.offered(today).filter(pk=referral.kind_id).exists():
        yield Problem("kind", _("Select what the referral is to from the list"))
    if day > today:
        yield Problem("referred_on", _("The date of the referral must be today or in the past"))
    if day < today - LONGEST_AGO:
        words = _("The date of the referral must be on or after %(day)s")
        yield Problem("referred_on", words % {"day": formats.day(today - LONGEST_AGO)})
    if order:
        yield from _problems_of_order(referral, order)


def _problems_of_order(referral: Referral, order: Order) -> Iterator[Problem]:
    day = referral.referred_on
    if order.service_user_id != referral.service_user_id:
        yield Problem("order", _("Select an order from the list"))
    if day < order.starts_on:
        words = _("The date of the referral must be on or after %(day)s, when the order started")
        yield Problem("referred_on", words % {"day": formats.day(order.starts_on)})
    if order.terminated_on and day > order.terminated_on:
        words = _("The date of the referral must be on or before %(day)s, when the order was terminated")
        yield Problem("referred_on", words % {"day": formats.day(order.terminated_on)})


def _problems_of_step(
    referral: Referral, latest: ReferralStep | None, state: str, happened_on: date, reason: str
) -> Iterator[Problem]:
    if state not in NEXT[state_of(referral)]:
        yield Problem("state", _("Select what came of the referral from the list"))
    if state in WITHOUT_COMPLETION and not reason:
        yield Problem("reason", _("Enter why it ended without being completed"))
    if happened_on > timezone.localdate():
        yield Problem("happened_on", _("The day must be today or in the past"))
    if latest and happened_on < latest.happened_on:
        words = _("The day must be on or after %(day)s, the day of “%(state)s”")
        told = {"day": formats.day(latest.happened_on), "state": ReferralState(latest.state).label}
        yield Problem("happened_on", words % told)
    elif happened_on < referral.referred_on:
        words = _("The day must be on or after %(day)s, when the referral was made")
        yield Problem("happened_on", words % {"day": formats.day(referral.referred_on)})
