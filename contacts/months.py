"""Is a month met for a service user? (docs/rules.md, section 3), once for the product.

The unit is the person. `applicability` lists, in order, why the measure may not apply to a person in a month; the
result of an applicable person comes from the verdicts (`contacts.criteria`) of the contacts dated in the month.
"""

from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)

from base.db import CoversAll
from base.months import Month
from cases.models import Brag, Custody, Order, ServiceUserQuerySet
from contacts.criteria import COUNTS, PENDING, verdict
from contacts.models import Contact

FIRST_MONTH = Month(date(2018, 10, 1))
LAST_RAMP_UP_MONTH = Month(date(2018, 12, 1))


class Reason(TextChoices):
    """Why the measure does not apply to a person in a month."""

    BEFORE_START = "before_start", "The month is before October 2018"
    OFFICE_NOT_LIVE = "office_not_live", "The office was not live on the first day of the month"
    NO_IN_SCOPE_ORDER = "no_in_scope_order", "No order in scope ran in the month"
    PART_MONTH = "part_month", "The orders in scope do not cover every day of the month"
    CUSTODY = "custody", "In custody on at least one day of the month"
    BLUE = "blue", "BRAG status Blue at the end of the month"


class Result(TextChoices):
    """What an applicable person's month has come to."""

    MET = "met", "Met"
    PENDING = "pending", "Still possible"
    NOT_MET = "not_met", "Not met"


def in_scope_orders(month: Month) -> QuerySet[Order]:
    """The orders in scope of the person of the outer query that run in the month."""
    return Order.objects.in_scope().overlapping(month.first, month.last).filter(service_user=OuterRef("pk"))


def applicability(month: Month) -> list[tuple[Reason, Q]]:
    """Each reason with when it holds, as a condition on service users; the first that holds is the person's reason.

    The service users carry ``brag``, the status at the end of the month's last day.
    """
    orders = in_scope_orders(month)
    covered = orders.order_by().values("service_user").values_list(CoversAll("ran", month.days))
    custody = Custody.objects.overlapping(month.first, month.last).filter(service_user=OuterRef("pk"))
    return [
        (Reason.BEFORE_START, Q(Value(month < FIRST_MONTH))),
        (Reason.OFFICE_NOT_LIVE, Q(office__amk_from__isnull=True) | Q(office__amk_from__gt=month.first)),
        (Reason.NO_IN_SCOPE_ORDER, Q(~Exists(orders))),
        (Reason.PART_MONTH, ~Q(Subquery(covered, output_field=BooleanField()))),
        (Reason.CUSTODY, Q(Exists(custody))),
        (Reason.BLUE, Q(brag=Brag.BLUE)),
    ]


def with_month(service_users: ServiceUserQuerySet, month: Month, as_of: date) -> QuerySet:
    """The service users with their month, asked on ``as_of``.

    Adds ``reason`` (a `Reason` where the measure does not apply, else None), ``result`` (a `Result` where it applies,
    else None), ``officer`` (the id of the case manager to whom the month belongs, None where nobody is allocated) and
    ``brag`` (the status at the end of the month's last day).
    """
    contacts = Contact.objects.filter(service_user=OuterRef("pk"), date__range=(month.first, month.last)).annotate(
        verdict=verdict(as_of)
    )
    still_open = Value(as_of <= month.last)
    return (
        service_users.with_brag(month.last)
        .with_officer(min(month.last, as_of))
        .annotate(
            reason=Case(
                *(When(holds, then=Value(reason)) for reason, holds in applicability(month)),
                default=Value(None),
                output_field=CharField(),
            )
        )
        .annotate(
            result=Case(
                When(reason__isnull=False, then=Value(None)),
                When(Exists(contacts.filter(verdict__in=COUNTS)), then=Value(Result.MET)),
                When(Q(still_open) | Exists(contacts.filter(verdict__in=PENDING)), then=Value(Result.PENDING)),
                default=Value(Result.NOT_MET),
                output_field=CharField(),
            )
        )
    )


def listed(service_users: ServiceUserQuerySet, month: Month) -> ServiceUserQuerySet:
    """Those of the service users whom a return for the month lists: any order of theirs ran in it."""
    return service_users.filter(
        Exists(Order.objects.overlapping(month.first, month.last).filter(service_user=OuterRef("pk")))
    )
