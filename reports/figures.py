"""The monthly figure of a part of the organisation: a few statements, whatever the number of its people.

The counts are kept (`contacts.models.FigureFact`) by the case manager of the month's last day. Two things are put
right as they are read: a month that is not over belongs to the case manager of the day that is asked about, and people
who are stale count as their records say now. Where the facts cannot be trusted everybody is counted from the records.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django_cte import CTE, with_cte

from base.months import Month
from cases.models import Allocation, Stale
from contacts import facts
from contacts.models import FigureFact
from contacts.months import Result, result
from reports.rules import Figure
from reports.selectors import among
from staff.models import Post, User
from staff.selectors import places_of_offices, places_of_posts
from staff.units import Place, Unit

COUNTS = {
    "service_users": Count("service_user_id"),
    **{result.value: Count("service_user_id", filter=Q(result=result)) for result in Result},
}
# Whose a group of people is: the case manager and post, or the office of unallocated people.
OWNER = ("officer_id", "post_id", "office_id")


def figures(months: Collection[Month], as_of: date, unit: Unit | None = None) -> dict[Month, dict[Place, Figure]]:
    """For each month the figure of each case manager of the unit who has someone listed, and of its unallocated people.

    A month that is over belongs to the case manager of its last day, another one to the case manager of ``as_of``. The
    months follow one another.
    """
    places = Places.of(unit)
    found: dict[Month, dict[Place, Figure]] = {month: defaultdict(Figure) for month in months}
    for sign, rows in _groups(months, as_of, unit):
        for first, officer, post, office, *counts in rows:
            if place := places.find(officer, post, office):
                found[Month(first)][place] += Figure(*(sign * count for count in counts))
    return {
        month: {place: figure for place, figure in of_month.items() if figure.service_users}
        for month, of_month in found.items()
    }


def _groups(months: Collection[Month], as_of: date, unit: Unit | None) -> Iterator[tuple[int, Iterable]]:
    """What to add up, each with its sign: rows of month, `OWNER`, and the counts of a `Figure`."""
    over = [month for month in months if month.last <= as_of]
    running = [month for month in months if month.last > as_of]
    standing = facts.standing_of(months)
    if not standing.trusted:
        yield 1, _counted(over, as_of, among(unit))
        yield 1, _counted_of_the_day(running, as_of, among(unit))
        return
    yield 1, _kept(months, as_of, unit)
    yield 1, _kept_pending(over, as_of, unit)
    stale = Stale.objects.order_by().values("service_user")
    if over and standing.stale:
        yield -1, _counted_kept(over, as_of, stale)
        yield 1, _counted(over, as_of, stale)
    if running:
        others = _moving(as_of, max(running).last, unit)
        if standing.stale:
            others = others.union(stale)
        if others.exists():
            yield -1, _counted_kept(running, as_of, others)
            yield 1, _counted_of_the_day(running, as_of, others)


def _kept(months: Collection[Month], as_of: date, unit: Unit | None) -> Iterator[tuple]:
    """The kept counts. Whoever has not met a month that is not over is pending; of the others see `_kept_pending`."""
    rows = _of_unit(FigureFact.objects.filter(month__gte=min(months).first, month__lte=max(months).first), unit)
    groups = rows.values("month_id", *OWNER).annotate(
        everybody=Sum("service_users"), all_met=Sum("met"), others=Sum("applicable") - Sum("met")
    )
    this_month = Month.of(as_of).first
    for first, *owner, everybody, met, others in groups.values_list(
        "month_id", *OWNER, "everybody", "all_met", "others"
    ):
        yield first, *owner, everybody, met, *((others, 0) if first >= this_month else (0, others))


def _kept_pending(months: list[Month], as_of: date, unit: Unit | None) -> Iterator[tuple]:
    """Of those who have not met a month that is over, whoever still can is pending instead."""
    before = [month for month in months if month < Month.of(as_of)]
    if not before:
        return
    rows = _of_unit(facts.facts_of(before).filter(reason=None, met=False), unit)
    pending = rows.annotate(result=result(as_of)).filter(result=Result.PENDING)
    groups = pending.values("month_id", *OWNER).annotate(count=Count("service_user_id"))
    for *owner, count in groups.values_list("month_id", *OWNER, "count"):
        yield *owner, 0, 0, count, -count


def _of_unit(rows: QuerySet, unit: Unit | None) -> QuerySet:
    if unit is None:
        return rows.order_by()
    held = Q(post__in=unit.posts.values("pk"))
    return rows.filter(held | Q(officer=None, office__in=unit.offices.values("pk"))).order_by()


def _counted_kept(months: list[Month], as_of: date, people: QuerySet) -> QuerySet:
    """What the kept counts hold of the people (ids)."""
    rows = facts.facts_of(months).filter(service_user__in=people).annotate(result=result(as_of))
    return rows.values("month_id", *OWNER).annotate(**COUNTS).values_list("month_id", *OWNER, *COUNTS)


def _counted(months: list[Month], as_of: date, people: QuerySet | None) -> Iterable[tuple]:
    """The people (ids, or everyone) counted one by one, for the case manager of the month's last day."""
    if not months:
        return []
    counted = _rows(months, as_of, people).values("month_id", *OWNER).annotate(**COUNTS)
    return counted.values_list("month_id", *OWNER, *COUNTS)


def _counted_of_the_day(months: list[Month], as_of: date, people: QuerySet | None) -> Iterator[tuple]:
    """As `_counted`, for the case manager of ``as_of``."""
    if not months:
        return
    allocated = Allocation.objects.on(as_of).order_by().filter(service_user=OuterRef("service_user_id"))
    held = _rows(months, as_of, people).annotate(holder=Subquery(allocated.values("officer")[:1]))
    rows = CTE(held.values("service_user_id", "month_id", "office_id", "result", "holder"), name="held")
    owner = ("month_id", "holder", "office_id")
    counted = with_cte(rows, select=rows.queryset()).order_by().values(*owner).annotate(**COUNTS)
    posts = dict(Post.objects.on(as_of).order_by().values_list("user", "pk"))
    for first, officer, office, *counts in counted.values_list(*owner, *COUNTS):
        yield first, officer, posts.get(officer), office, *counts


def _rows(months: list[Month], as_of: date, people: QuerySet | None) -> QuerySet:
    rows = CTE(facts.months(months, as_of, people), name="of_month")
    every: QuerySet = with_cte(rows, select=rows.queryset()).order_by()
    return every if people is None else every.filter(service_user_id__in=people)


def _moving(as_of: date, last: date, unit: Unit | None) -> QuerySet:
    """Ids of the people who come into the unit or leave it, or move within it, after ``as_of`` and by ``last``.

    Their case manager changes, or the post of their case manager does.
    """
    changes = Q(starts_on__gt=as_of, starts_on__lte=last) | Q(ends_on__gte=as_of, ends_on__lt=last)
    posts = Post.objects.order_by().filter(changes).values("user")
    moving = Allocation.objects.order_by().filter(changes | Q(officer__in=posts))
    if unit:
        theirs = Q(service_user__office__in=unit.offices.values("pk"))
        moving = moving.filter(Q(officer__in=unit.posts.values("user")) | theirs)
    return moving.values("service_user")


@dataclass(frozen=True)
class Places:
    """The place of each post, office and member of staff; of a unit only its own."""

    posts: dict[int, Place]
    offices: dict[int, Place]
    staff: dict[int, str]

    @classmethod
    def of(cls, unit: Unit | None) -> "Places":
        staff = {} if unit else dict(User.objects.order_by().values_list("pk", "staff_code"))
        return cls(places_of_posts(unit), places_of_offices(unit), staff)

    def find(self, officer: int | None, post: int | None, office: int | None) -> Place | None:
        """The place of a group, None where it is of another unit."""
        if officer is None:
            return self.offices.get(office) if office else None
        if post is None:
            return Place("", "", "", self.staff[officer]) if officer in self.staff else None
        return self.posts.get(post)
