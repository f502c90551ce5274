"""The monthly measure of a set of people: a few statements, then one pass over their rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from base.months import Month
from cases.models import ServiceUser, ServiceUserQuerySet
from contacts.criteria import failing, verdict
from contacts.models import Contact
from contacts.months import listed, with_month
from reports.rules import Figure
from staff.models import User
from staff.selectors import Place, Scope, places_of_offices, places_of_staff


@dataclass(frozen=True)
class PersonMonth:
    """A person's month: the reason why the measure does not apply, or the result, and to whom it belongs."""

    id: int
    crn: str
    reason: str | None
    result: str | None
    brag: str | None
    officer: int | None
    place: Place


def person_months(
    month: Month,
    as_of: date,
    *,
    scope: Scope = Scope(),
    service_users: ServiceUserQuerySet | None = None,
) -> Iterator[PersonMonth]:
    """Everyone listed for the month within ``scope``, ordered by CRN."""
    people = ServiceUser.objects.all() if service_users is None else service_users
    staff, offices = places_of_staff(), places_of_offices()
    rows = with_month(listed(people, month), month, as_of).order_by("crn")
    for pk, crn, reason, result, brag, officer, office in rows.values_list(
        "pk", "crn", "reason", "result", "brag", "officer", "office_id"
    ).iterator(chunk_size=5000):
        place = staff[officer] if officer else offices[office]
        if place in scope:
            yield PersonMonth(pk, crn, reason, result, brag, officer, place)


def figures(months: Iterable[PersonMonth], level: str) -> dict[tuple[str, ...], Figure]:
    """The figure of each group at ``level`` (division, ldu, team or case_manager) that has someone listed, in order."""
    groups: dict[tuple[str, ...], Figure] = defaultdict(Figure)
    for person in months:
        groups[person.place.at(level)].add(person.result)
    return dict(sorted(groups.items()))


def contacts_of(month: Month, as_of: date, *, service_users: QuerySet | None = None) -> QuerySet:
    """The contacts dated in the month with ``verdict`` and ``failing`` (codes of conditions), by date and reference."""
    contacts = Contact.objects.filter(date__range=(month.first, month.last))
    if service_users is not None:
        contacts = contacts.filter(service_user__in=service_users)
    return contacts.annotate(verdict=verdict(as_of), failing=failing()).order_by("date", "contact_ref")


def people_of_month(service_users: ServiceUserQuerySet, month: Month, as_of: date) -> ServiceUserQuerySet:
    """The service users with their month, ``officer_name``, and the contacts of the month as ``month_contacts``."""
    officer = User.objects.filter(pk=OuterRef("officer")).annotate(name=Concat("first_name", Value(" "), "last_name"))
    return (
        with_month(service_users, month, as_of)
        .annotate(officer_name=Subquery(officer.order_by().values("name")))
        .prefetch_related(Prefetch("contacts", contacts_of(month, as_of), to_attr="month_contacts"))
    )
