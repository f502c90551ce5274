"""The people and contacts behind the monthly measure of a part of the organisation."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, OuterRef, Prefetch, Q, QuerySet, Subquery, TextChoices, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from base.months import Month
from cases.models import Allocation, ServiceUser, ServiceUserQuerySet
from contacts import facts
from contacts.criteria import Test, Verdict, can_still_count, fails
from contacts.models import Contact
from staff.models import Post, User
from staff.units import Unit


def among(unit: Unit | None) -> QuerySet | None:
    """Ids of all who can count in the unit in some month, and more; None for everyone."""
    if unit is None:
        return None
    held = Allocation.objects.ever_within(unit).values("service_user")
    return held.union(ServiceUser.objects.order_by().filter(office__in=unit.offices.values("pk")).values("pk"))


def people_of(unit: Unit | None, month: Month, as_of: date) -> ServiceUserQuerySet:
    """Everyone listed for the month whose month belongs to the unit, as `facts.listed` tells of them.

    ``officer`` and ``post`` (ids) say whose it is: of the month's last day or, where it is not over, of ``as_of``.
    """
    people = facts.listed(ServiceUser.objects.order_by("crn"), month, as_of, among(unit))
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


class Needed(TextChoices):
    """What is needed yet for a month that is still possible: of a person, the first that applies."""

    OUTCOME = "outcome", _("Outcome to record")
    FOLLOW_UP = "follow_up", _("Further appointment to offer")
    BOOKED = "booked", _("Booked, notice issued")
    NOTICE = "notice", _("Booked, notice to issue")
    NOTHING = "nothing", _("Nothing booked that can count")


def with_needed(people: ServiceUserQuerySet, month: Month, now: datetime) -> ServiceUserQuerySet:
    """Adds ``needed`` (`Needed`) to those of `people_of` whose month is still possible."""
    contacts: Any = contacts_of(month, now.date()).order_by()
    to_come = Q(starts_at__gt=now)
    offers = contacts.filter(verdict__in=(Verdict.PENDING_OUTCOME, Verdict.BOOKED))
    untold = contacts.open().filter(to_come, can_still_count(to_come), fails(Test.WRITTEN_NOTICE))
    found = {
        Needed.OUTCOME: offers.exclude(to_come),
        Needed.FOLLOW_UP: contacts.filter(verdict=Verdict.PENDING_FOLLOW_UP),
        Needed.BOOKED: offers.filter(to_come),
        Needed.NOTICE: untold,
    }
    cases = (When(pk__in=those.values("service_user"), then=Value(needed)) for needed, those in found.items())
    return people.annotate(needed=Case(*cases, default=Value(Needed.NOTHING), output_field=CharField()))


def with_contacts(people: ServiceUserQuerySet, month: Month, as_of: date) -> ServiceUserQuerySet:
    """The service users of `people_of` with ``officer_name``, by which they sort as ``officer_filed_as``.

    Their contacts of the month are ``month_contacts``.
    """
    officer = User.objects.order_by().filter(pk=OuterRef("officer"))
    named = officer.annotate(name=Concat("first_name", Value(" "), "last_name"))
    return people.annotate(
        officer_name=Subquery(named.values("name")), officer_filed_as=Subquery(officer.values("filed_as"))
    ).prefetch_related(
        Prefetch("contacts", contacts_of(month, as_of).select_related("day__measure"), to_attr="month_contacts")
    )
