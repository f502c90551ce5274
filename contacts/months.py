"""Is a month met for a service user? (docs/rules.md, section 3), once for the product.

The unit is the person. `person_months` says of each person listed for a month why the measure may not apply (the first
reason that holds) and what the contacts dated in the month have come to (`contacts.criteria`); `result` reads the
person's result on a day off it. Each part is evaluated once in the statement: what is referred to twice has a name.
"""

from datetime import date

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.db.models.lookups import Exact, LessThan
from django.db.models.sql.constants import LOUTER
from django.utils.translation import gettext_lazy as _
from django_cte import CTE, with_cte

from base.db import Covers, Days, RangeAgg
from base.periods import lies_in
from base.statements import Day
from cases.models import RAN_UNTIL, Allocation, Brag, Custody, Order, ServiceUser, is_in_scope
from contacts.criteria import Worth
from contacts.measure import Measure
from contacts.models import CalendarMonth
from staff.models import Post


class Reason(TextChoices):
    """Why the measure does not apply to a person in a month."""

    BEFORE_START = "before_start", _("The month is before the measure started")
    OFFICE_NOT_LIVE = "office_not_live", _("Minimum contact had not started at the office by the start of the month")
    NO_IN_SCOPE_ORDER = "no_in_scope_order", _("No order in scope during the month")
    PART_MONTH = "part_month", _("The orders in scope do not cover the whole month")
    CUSTODY = "custody", _("In custody on at least one day of the month")
    BLUE = "blue", _("BRAG status was Blue at the end of the month")


class Result(TextChoices):
    """What an applicable person's month has come to."""

    MET = "met", _("Met")
    PENDING = "pending", _("Still possible")
    NOT_MET = "not_met", _("Not met")


def person_months(months: QuerySet[CalendarMonth], worths: QuerySet, people: QuerySet | None = None) -> QuerySet:
    """A row for each person listed for one of the months: any order of theirs ran in it.

    ``worths`` has ``service_user_id``, ``date``, ``worth`` and ``follow_up_due`` of the contacts; ``people`` (ids)
    narrows it. The rows have the columns of `contacts.models.MonthFact`.
    """
    month = CTE(months.order_by().values("first", "last"), name="month", materialized=True)
    orders = Order.objects.order_by() if people is None else Order.objects.order_by().filter(service_user__in=people)
    listed = CTE(
        month.join(orders.annotate(until=RAN_UNTIL), starts_on__lte=month.col.last, until__gte=month.col.first)
        .values("service_user_id", first=month.col.first, last=month.col.last)
        .annotate(in_scope=RangeAgg("ran", filter=is_in_scope())),
        name="listed",
    )
    contacts = CTE(
        worths.values("service_user_id", first=Cast(TruncMonth("date"), DateField())).annotate(
            met=BoolOr(Q(worth__in=[Worth.ATTENDED, Worth.FOLLOWED_UP])),
            missed_until=Max("follow_up_due", filter=Q(worth=Worth.MISSED)),
            open_from=Min("date", filter=Q(worth=Worth.OPEN)),
        ),
        name="came_to",
    )
    # As joins: nobody has two allocations or two posts on a day, and a look-up for each row takes five times as long.
    allocation = CTE(Allocation.objects.order_by().values("service_user_id", "officer_id", *DATES), name="allocation")
    post = CTE(Post.objects.order_by().values("pk", "user_id", *DATES), name="post")
    people_listed = listed.join(ServiceUser.objects.order_by(), id=listed.col.service_user_id)
    with_contacts = contacts.join(
        people_listed, Exact(contacts.col.first, listed.col.first), id=contacts.col.service_user_id, _join_type=LOUTER
    )
    with_allocation = allocation.join(
        with_contacts,
        lies_in(listed.col.last, allocation.col.starts_on, allocation.col.ends_on),
        id=allocation.col.service_user_id,
        _join_type=LOUTER,
    )
    with_post = post.join(
        with_allocation,
        Exact(post.col.user_id, allocation.col.officer_id),
        lies_in(listed.col.last, post.col.starts_on, post.col.ends_on),
        _join_type=LOUTER,
    )
    judged = CTE(
        with_post.annotate(first=listed.col.first, last=listed.col.last, in_scope=listed.col.in_scope)
        .with_brag(OuterRef("last"))
        .values(
            "brag",
            "first",
            "office_id",
            service_user_id=F("pk"),
            not_blue=not_applicable(),
            met=Coalesce(contacts.col.met, False),
            missed_until=contacts.col.missed_until,
            open_from=contacts.col.open_from,
            officer_id=allocation.col.officer_id,
            post_id=post.col.pk,
        ),
        name="judged",
        materialized=True,
    )
    rows = (
        judged.queryset()
        .order_by()
        .values(
            "service_user_id",
            "met",
            "missed_until",
            "open_from",
            "brag",
            "officer_id",
            "post_id",
            "office_id",
            month_id=F("first"),
            reason=Coalesce("not_blue", when(Q(brag=Brag.BLUE), Reason.BLUE)),
        )
    )
    return with_cte(month, listed, contacts, allocation, post, judged, select=rows)


DATES = ("starts_on", "ends_on")


def when(holds: Q, reason: Reason) -> Case:
    """The reason where it holds, else null."""
    return Case(When(holds, then=Value(reason)), default=Value(None), output_field=CharField())


# Since when the measure applies; no part of a row, so that the database asks it once.
FIRST_START = Subquery(Measure.objects.order_by("starts_on").values("starts_on")[:1])


def not_applicable() -> Coalesce:
    """The first reason that holds of those before `Reason.BLUE`, of a person with ``first``, ``last``, ``in_scope``."""
    custody = Custody.objects.overlapping(OuterRef("first"), OuterRef("last")).filter(service_user=OuterRef("pk"))
    return Coalesce(
        when(Q(LessThan(F("first"), FIRST_START)), Reason.BEFORE_START),
        when(Q(office__amk_from__isnull=True) | Q(office__amk_from__gt=F("first")), Reason.OFFICE_NOT_LIVE),
        when(Q(in_scope__isnull=True), Reason.NO_IN_SCOPE_ORDER),
        when(~Q(Covers(F("in_scope"), Days("first", "last"))), Reason.PART_MONTH),
        when(Q(Exists(custody)), Reason.CUSTODY),
    )


def is_unsettled(as_of: Day) -> Q:
    """Whether a row of `person_months` has a non-attendance to follow up, or an offer without an outcome, on ``as_of``.

    An offer that is still to come is neither.
    """
    return Q(missed_until__gte=as_of) | Q(open_from__lte=as_of)


def result(as_of: Day) -> Case:
    """The result on ``as_of`` of a row of `person_months`; null where the measure does not apply.

    Pending is a month that is not over or that is unsettled.
    """
    this_month = TruncMonth(Value(as_of, DateField()) if isinstance(as_of, date) else as_of)
    still_possible = Q(month_id__gte=this_month) | is_unsettled(as_of)
    return Case(
        When(reason__isnull=False, then=Value(None)),
        When(met=True, then=Value(Result.MET)),
        When(still_possible, then=Value(Result.PENDING)),
        default=Value(Result.NOT_MET),
        output_field=CharField(),
    )
