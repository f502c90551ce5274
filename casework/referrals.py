"""A person's referrals as pages tell of them, what may be done about one, and who has none that should."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Allocation, Order, RarDay, Referral, ReferralStep, ServiceUser, ServiceUserQuerySet
from cases.referrals import NEXT, ReferralGroup, ReferralState
from staff.models import User

# A local default: a referral that is open longer is looked into.
OPEN_TOO_LONG = 84
COLOURS = {
    ReferralState.MADE: "blue",
    ReferralState.ACCEPTED: "blue",
    ReferralState.STARTED: "yellow",
    ReferralState.COMPLETED: "green",
    ReferralState.DECLINED: "grey",
    ReferralState.WITHDRAWN: "grey",
}


def referrals_of(person: ServiceUser) -> list[Any]:
    """The person's referrals, latest first, those that were taken out last.

    Adds ``state`` and ``state_since``; ``happened`` and ``mistaken``, the steps that stand and those that were taken
    out; and ``actions``: what may be done, in words, the name of the page and of which records it is.
    """
    return _in_full(person.referrals.all())


def referral_in_full(referral: Referral) -> Any:
    """One of them, likewise."""
    (found,) = _in_full(Referral.objects.filter(pk=referral.pk))
    return found


def _in_full(referrals: Any) -> list[Any]:
    steps = Prefetch("steps", ReferralStep.objects.select_related("recorded_by", "taken_out_by"))
    found = (
        referrals.with_state().select_related("kind", "order", "recorded_by", "taken_out_by").prefetch_related(steps)
    )
    in_full = list(found.order_by(F("taken_out_at").asc(nulls_first=True), "-referred_on", "-pk"))
    for referral in in_full:
        referral.in_words = ReferralState(referral.state).label
        referral.colour = COLOURS[referral.state]
        referral.happened = [step for step in referral.steps.all() if not step.taken_out_at]
        referral.mistaken = [step for step in referral.steps.all() if step.taken_out_at]
        referral.actions = list(_actions(referral))
    return in_full


def _actions(referral: Any) -> Iterator[tuple[str, str, list[int]]]:
    if referral.taken_out_at:
        return
    if not why_no_step(referral, ReferralState(referral.state)):
        yield _("Record what came of it"), "record_referral_step", [referral.pk]
    if referral.happened:
        words = _("Take out “%(state)s”") % {"state": referral.in_words}
        yield words, "take_out_referral_step", [referral.pk, referral.happened[-1].pk]
    yield _("Take out this referral"), "take_out_referral", [referral.pk]


def latest_step(referral: Referral) -> ReferralStep | None:
    """The one that says how far the referral has come; None where it is made, and nothing is known yet."""
    return referral.steps.standing().order_by("-happened_on", "-pk").first()


def state_of(referral: Referral) -> ReferralState:
    step = latest_step(referral)
    return ReferralState(step.state) if step else ReferralState.MADE


def why_not_taken_out(referral: Referral) -> str:
    """Why the referral cannot be taken out; empty where it can."""
    return _("This referral is taken out already.") if referral.taken_out_at else ""


def why_no_step(referral: Referral, state: ReferralState | None = None) -> str:
    """Why nothing more can be recorded of the referral; empty where something can. ``state`` where it is known."""
    if words := why_not_taken_out(referral):
        return words
    return "" if NEXT.get(state or state_of(referral)) else _("This referral is over: what came of it is recorded.")


def why_step_stays(step: ReferralStep) -> str:
    """Why the step cannot be taken out; empty where it can, as the latest one."""
    if words := why_not_taken_out(step.referral):
        return words
    if step.taken_out_at:
        return _("This is taken out already.")
    if step != latest_step(step.referral):
        return _("First take out what happened to this referral after that.")
    return ""


def rar_not_referred(people: ServiceUserQuerySet, today: date) -> ServiceUserQuerySet:
    """Those with RAR days left on a current order, and no referral to a RAR group for them.

    Left are the days that were ordered and not used. A referral is for them that was made under that order, or under
    none, and is open or completed.
    """
    to_group = Referral.objects.not_in_vain().filter(
        Q(order=OuterRef("pk")) | Q(order=None),
        service_user=OuterRef("service_user"),
        kind__group=ReferralGroup.RAR,
    )
    used = RarDay.objects.filter(order=OuterRef("pk")).order_by().values("order").annotate(used=Count("pk"))
    orders: Any = Order.objects.current(today).filter(rar_plan__isnull=False)
    left = orders.annotate(used=Coalesce(Subquery(used.values("used")), 0)).filter(rar_plan__ordered__gt=F("used"))
    return people.filter(pk__in=left.filter(~Exists(to_group)).order_by().values("service_user"))


def referral_open_long(people: ServiceUserQuerySet, today: date) -> ServiceUserQuerySet:
    """Those with a referral that is open for more than `OPEN_TOO_LONG` days."""
    return people.filter(Exists(Referral.objects.open_for(OPEN_TOO_LONG, today).filter(service_user=OuterRef("pk"))))


def with_partner(people: ServiceUserQuerySet, today: date) -> ServiceUserQuerySet:
    """Those with a referral to a partner that is open or completed (Source B, 2.2j)."""
    to_partner = Referral.objects.not_in_vain().filter(kind__group=ReferralGroup.PARTNER)
    return people.filter(Exists(to_partner.filter(service_user=OuterRef("pk"))))


@dataclass(frozen=True)
class ReferralsToCheck:
    """How many people of a case manager are to be looked into, and the page that lists them."""

    rar_not_referred: int
    open_long: int
    officer: int

    def href(self, check: str) -> str:
        """The list to check, of the case manager's people: for managers, who choose a case manager."""
        return f"{reverse('caseload')}?{urlencode({'check': check, 'officer': self.officer})}"


def referrals_to_check(officer: User, today: date) -> ReferralsToCheck:
    """Of those whom the case manager holds today."""
    held = Allocation.objects.on(today).filter(officer=officer).values("service_user")
    people = ServiceUser.objects.filter(pk__in=held)
    without, open_long = rar_not_referred(people, today), referral_open_long(people, today)
    return ReferralsToCheck(without.count(), open_long.count(), officer.pk)
