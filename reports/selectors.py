"""The monthly measure of a part of the organisation: a few statements over all its people, whatever their number."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django_cte import CTE, with_cte

from base.months import Month
from cases.models import Allocation, ServiceUser, ServiceUserQuerySet
from contacts import facts
from contacts.models import Contact
from contacts.months import Result
from reports.rules import Figure
from staff.models import Post, User
from staff.selectors import places_of_offices, places_of_posts, places_of_staff
from staff.units import Place, Unit

COUNTS = {
    "service_users": Count("*"),
    **{result.value: Count("result", filter=Q(result=result)) for result in Result},
}


def figures(months: Collection[Month], as_of: date, unit: Unit | None = None) -> dict[Month, dict[Place, Figure]]:
    """For each month the figure of each case manager of the unit who has someone listed, and of its unallocated people.

    A month that is over belongs to the case manager of its last day, another one to the case manager of ``as_of``.
    """
    found: dict[Month, dict[Place, Figure]] = {month: {} for month in months}
    over = [month for month in months if month.last <= as_of]
    running = [month for month in months if month.last > as_of]
    for month, place, figure in (*_figures_kept(over, as_of, unit), *_figures_of_the_day(running, as_of, unit)):
        found[Month(month)][place] = found[Month(month)].get(place, Figure()) + figure
    return found


def _figures_kept(months: list[Month], as_of: date, unit: Unit | None) -> Iterator[tuple[date, Place, Figure]]:
    if not months:
        return
    rows = CTE(facts.months(months, as_of, among=_among(unit)), name="of_month")
    allocated = with_cte(rows, select=rows.queryset().order_by()).filter(officer_id__isnull=False)
    if unit:
        allocated = allocated.filter(post_id__in=unit.posts.values("pk"))
    posts, staff = places_of_posts(), dict(User.objects.order_by().values_list("pk", "staff_code"))
    for month, post, officer, *counts in _counted(allocated, "month_id", "post_id", "officer_id"):
        yield month, posts[post] if post else Place("", "", "", staff[officer]), Figure(*counts)
    people = ServiceUser.objects.order_by()
    if unit:
        people = people.filter(office__in=unit.offices.values("pk"))
    unallocated = rows.join(people, id=rows.col.service_user_id).annotate(officer=rows.col.officer_id)
    yield from _of_offices(rows, unallocated.filter(officer=None))


def _figures_of_the_day(months: list[Month], as_of: date, unit: Unit | None) -> Iterator[tuple[date, Place, Figure]]:
    if not months:
        return
    rows = CTE(facts.months(months, as_of, among=_among(unit)), name="of_month")
    allocations = Allocation.objects.within(unit, as_of) if unit else Allocation.objects.on(as_of).order_by()
    held = rows.join(allocations, service_user_id=rows.col.service_user_id)
    held = with_cte(rows, select=held).annotate(month=rows.col.month_id, result=rows.col.result)
    staff = places_of_staff(as_of)
    for month, officer, *counts in _counted(held, "month", "officer_id"):
        yield month, staff[officer], Figure(*counts)
    yield from _of_offices(rows, rows.join(_unallocated(unit, as_of), id=rows.col.service_user_id))


def _of_offices(rows: CTE, people: QuerySet) -> Iterator[tuple[date, Place, Figure]]:
    """The figures of unallocated people, by the LDU of their office."""
    offices = places_of_offices()
    people = with_cte(rows, select=people).annotate(month=rows.col.month_id, result=rows.col.result)
    for month, office, *counts in _counted(people, "month", "office_id"):
        yield month, offices[office], Figure(*counts)


def _counted(rows: QuerySet, *group: str) -> QuerySet:
    return rows.order_by().values(*group).annotate(**COUNTS).values_list(*group, *COUNTS)


def _unallocated(unit: Unit | None, day: date) -> ServiceUserQuerySet:
    if unit:
        return ServiceUser.objects.unallocated_of(unit, day)
    allocated = Allocation.objects.on(day).filter(service_user=OuterRef("pk"))
    return ServiceUser.objects.filter(~Exists(allocated)).order_by()


def _among(unit: Unit | None) -> QuerySet | None:
    """Ids of all who can count in the unit in some month, and more."""
    if unit is None:
        return None
    held = Allocation.objects.ever_within(unit).values("service_user")
    return held.union(ServiceUser.objects.order_by().filter(office__in=unit.offices.values("pk")).values("pk"))


def people_of(unit: Unit | None, month: Month, as_of: date) -> ServiceUserQuerySet:
    """Everyone listed for the month whose month belongs to the unit, as `facts.listed` tells of them.

    ``officer`` and ``post`` (ids) say whose it is: of the month's last day or, where it is not over, of ``as_of``.
    """
    people = facts.listed(ServiceUser.objects.order_by("crn"), month, as_of, _among(unit))
    if month.last <= as_of:
        if unit:
            held, theirs = Q(post__in=unit.posts.values("pk")), Q(office__in=unit.offices.values("pk"))
            people = people.filter(held | Q(officer=None) & theirs)
        return people
    post = Post.objects.on(as_of).filter(user=OuterRef("officer"))
    people = people.with_officer(as_of).annotate(post=Subquery(post.values("pk")[:1]))
    return people.of(unit, as_of) if unit else people


def contacts_of(month: Month, as_of: date) -> QuerySet[Contact]:
    """The contacts dated in the month as `facts.judged` tells of them, by date and reference."""
    contacts = Contact.objects.filter(date__range=(month.first, month.last))
    return facts.judged(contacts, as_of).order_by("date", "contact_ref")


def with_contacts(people: ServiceUserQuerySet, month: Month, as_of: date) -> ServiceUserQuerySet:
    """The service users of `people_of` with ``officer_name``, and their contacts of the month as ``month_contacts``."""
    officer = User.objects.filter(pk=OuterRef("officer")).annotate(name=Concat("first_name", Value(" "), "last_name"))
    return people.annotate(officer_name=Subquery(officer.order_by().values("name"))).prefetch_related(
        Prefetch("contacts", contacts_of(month, as_of), to_attr="month_contacts")
    )
