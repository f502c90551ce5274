"""Whom managers ask for by what changed lately, each as a condition on a caseload of today."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from base.clock import local_now
from cases.brag import LOWERS
from cases.models import Allocation, BragReview, Custody, Order, ServiceUserQuerySet
from cases.orders import RAR_CODE
from casework.hubs import booked_elsewhere
from casework.referrals import rar_not_referred, referral_open_long, with_partner
from casework.stage_rules import single_outside
from ui.words import named_lazy

WEEK, FOUR_WEEKS, MONTH = timedelta(days=7), timedelta(days=28), timedelta(days=30)


class ToCheck(TextChoices):
    NOT_AT_HUB = "not_at_hub", _("Amber, and booked elsewhere than at the hub")
    BRAG_LOWERED = "brag_lowered", _("BRAG status lowered in the last 30 days")
    ALLOCATED_7 = "allocated_7", _("Allocated in the last 7 days")
    ALLOCATED_28 = "allocated_28", _("Allocated in the last 28 days")
    RELEASED = "released", _("Released from custody in the last 28 days")
    RAR_NOT_PLANNED = "rar_not_planned", _("RAR requirement without RAR days and rationale")
    SINGLE_OUTSIDE = "single_outside", named_lazy(_("Single requirement outside its %(team)s"))
    RAR_NOT_REFERRED = "rar_not_referred", _("RAR days and no referral")
    REFERRAL_OPEN = "referral_open", _("Referral open for more than 12 weeks")
    WITH_PARTNER = "with_partner", _("Referred to a partner or provider")
    IOM = "iom", _("Integrated offender management (IOM)")


def allocated_since(people: ServiceUserQuerySet, today: date, lately: timedelta) -> ServiceUserQuerySet:
    """Those whose case manager of today holds them since a day among the last ones, today among these."""
    held = Allocation.objects.on(today).filter(service_user=OuterRef("pk"), starts_on__gt=today - lately)
    return people.filter(Exists(held))


def released(people: ServiceUserQuerySet, today: date) -> ServiceUserQuerySet:
    """Those released from custody in the last four weeks, the last day in custody among them, and not in custody."""
    custody = Custody.objects.filter(service_user=OuterRef("pk"))
    ended = custody.filter(ends_on__lt=today, ends_on__gte=today - FOUR_WEEKS)
    return people.filter(Exists(ended), ~Exists(custody.on(today)))


def lowered(people: ServiceUserQuerySet, today: date) -> ServiceUserQuerySet:
    """Those with a BRAG review of the last 30 days that gave a lower status than the review before it."""
    theirs = BragReview.objects.filter(service_user=OuterRef("service_user"), reviewed_on__lt=OuterRef("reviewed_on"))
    recent: QuerySet[Any] = BragReview.objects.filter(reviewed_on__gt=today - MONTH, reviewed_on__lte=today)
    reviews = recent.order_by().annotate(former=Subquery(theirs.order_by("-reviewed_on").values("status")[:1]))
    return people.filter(pk__in=reviews.filter(LOWERS).values("service_user"))


def rar_not_planned(people: ServiceUserQuerySet, today: date) -> ServiceUserQuerySet:
    """Those with a current order with a RAR requirement and no plan of its days, so no rationale (Source B, 2.2h)."""
    orders = Order.objects.current(today).filter(rar_plan=None, requirements__code__regex=RAR_CODE)
    return people.filter(Exists(orders.filter(service_user=OuterRef("pk"))))


FOUND: dict[str, Callable[[ServiceUserQuerySet, date], ServiceUserQuerySet]] = {
    ToCheck.NOT_AT_HUB: lambda people, today: booked_elsewhere(people, local_now()),
    ToCheck.BRAG_LOWERED: lowered,
    ToCheck.ALLOCATED_7: lambda people, today: allocated_since(people, today, WEEK),
    ToCheck.ALLOCATED_28: lambda people, today: allocated_since(people, today, FOUR_WEEKS),
    ToCheck.RELEASED: released,
    ToCheck.RAR_NOT_PLANNED: rar_not_planned,
    ToCheck.SINGLE_OUTSIDE: single_outside,
    ToCheck.RAR_NOT_REFERRED: rar_not_referred,
    ToCheck.REFERRAL_OPEN: referral_open_long,
    ToCheck.WITH_PARTNER: with_partner,
    ToCheck.IOM: lambda people, today: people.filter(iom=True),
}
