"""The people and contacts behind the monthly measure of a part of the organisation."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Case, Count, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, TextChoices, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from base.db import LocalDateTimeField
from base.months import Month
from base.statements import Parameter, Statement
from cases.models import Allocation, ServiceUser, ServiceUserQuerySet
from contacts import facts
from contacts.calendar import business_days
from contacts.criteria import Test, Worth, can_still_count, fails
from contacts.models import IS_OPEN, Contact
from contacts.months import Result
from staff.models import Post, User
from staff.units import Unit


def among(unit: Unit | None) -> QuerySet | None:
    """Ids of all who can count in the unit in some month, and more; None for everyone."""
    if unit is None:
        return None
    held = Allocation.objects.ever_within(unit).values("service_user")
    return held.union(ServiceUser.objects.order_by().filter(office__in=unit.offices.values("pk")).values("pk"))


def people_of(unit: Unit | None, month: Month, as_of: date, known: facts.Standing | None = None) -> ServiceUserQuerySet:
    """Everyone listed for the month whose month belongs to the unit, as `facts.listed` tells of them.

    ``officer`` and ``post`` (ids) say whose it is: of the month's last day or, where it is not over, of ``as_of``.
    ``known`` as in `facts.judged`.
    """
    people = facts.listed(ServiceUser.objects.order_by("crn"), month, as_of, among(unit), known)
    if month.last <= as_of:
        if unit:
            held, theirs = Q(post__in=unit.posts.values("pk")), Q(office__in=unit.offices.values("pk"))
            people = people.filter(held | Q(officer=None) & theirs)
        return people
    post = Post.objects.on(as_of).filter(user=OuterRef("officer"))
    people = people.with_officer(as_of).annotate(post=Subquery(post.values("pk")[:1]))
    return people.of(unit, as_of) if unit else people


def contacts_of(month: Month, as_of: date, known: facts.Standing | None = None) -> QuerySet[Contact]:
    """The contacts dated in the month as `facts.judged` tells of them, by date and reference."""
    contacts = Contact.objects.filter(date__range=(month.first, month.last))
    return facts.judged(contacts, as_of, known).order_by("date", "contact_ref")


class Needed(TextChoices):
    """What is needed yet for a month that is still possible: of a person, the first that applies."""

    OUTCOME = "outcome", _("Outcome to record")
    FOLLOW_UP = "follow_up", _("Further appointment to offer")
    BOOKED = "booked", _("Booked, notice issued")
    NOTICE = "notice", _("Booked, notice to issue")
    NOTHING = "nothing", _("Nothing booked that can count")


# A time, or what stands for one in a statement that is compiled for every time of a day.
Time = datetime | Parameter
NEEDED = {needed: place for place, needed in enumerate(Needed)}


def with_needed(
    people: ServiceUserQuerySet, month: Month, now: Time, as_of: date, known: facts.Standing | None = None
) -> ServiceUserQuerySet:
    """Adds ``needed``, the place of a `Needed` among all, to those of `people_of` whose month is still possible.

    ``now`` is a time of ``as_of``; ``known`` as in `facts.judged`.
    """
    theirs = _needs(month, now, as_of, known)
    first = theirs.values("service_user").annotate(first=Min("which")).values("first")
    needed = Coalesce(Subquery(first), Value(NEEDED[Needed.NOTHING]))
    pending: Any = people
    return pending.filter(result=Result.PENDING).annotate(needed=needed)


def with_deadline(people: ServiceUserQuerySet, month: Month, now: datetime) -> ServiceUserQuerySet:
    """Adds ``needed`` as `with_needed` does, and ``by``, the day until which it can be done.

    That is, of the contact for which it is needed, the day by which a further appointment is due, or the contact's own;
    of those who have nothing booked that can count the month's last business day or, after that, its last day.
    """
    theirs = _needs(month, now, now.date(), None).filter(which__isnull=False).order_by("which", "deadline", "pk")
    *_others, last = month.last, *business_days().between(now.date(), month.last)
    needed: Any = with_needed(people, month, now, now.date())
    return needed.annotate(by=Coalesce(Subquery(theirs.values("deadline")[:1]), Value(last)))


def _needs(month: Month, now: Time, as_of: date, known: facts.Standing | None) -> Any:
    """The month's contacts of each person, with what is needed for each, ``which`` in `NEEDED`, and its ``deadline``.

    Looked up person by person: their contacts of a month are few.
    """
    to_come, missed = Q(starts_at__gt=now), Q(worth=Worth.MISSED, follow_up_due__gte=as_of)
    untold = IS_OPEN & to_come & can_still_count(to_come) & fails(Test.WRITTEN_NOTICE)
    found = {
        Needed.OUTCOME: Q(worth=Worth.OPEN) & ~to_come,
        Needed.FOLLOW_UP: missed,
        Needed.BOOKED: Q(worth=Worth.OPEN) & to_come,
        Needed.NOTICE: untold,
    }
    which = Case(*(When(holds, then=Value(NEEDED[needed])) for needed, holds in found.items()))
    theirs: Any = contacts_of(month, as_of, known).order_by().filter(service_user=OuterRef("pk"))
    return theirs.annotate(which=which, deadline=Case(When(missed, then=F("follow_up_due")), default=F("date")))


def who_needs(needed: str, people: ServiceUserQuerySet, month: Month, now: datetime) -> ServiceUserQuerySet:
    """Those of `people_of` whose month is still possible and who need this (of `Needed`)."""
    pending: Any = with_needed(people, month, now, now.date())
    return pending.filter(needed=NEEDED[Needed(needed)])


def numbers_needed(people: ServiceUserQuerySet, month: Month, now: datetime) -> dict[Needed, int]:
    """How many of those of `people_of` whose month is still possible need each."""
    return _by_needed(_counted(with_needed(people, month, now, now.date())))


NOW = Parameter("now", LocalDateTimeField())


@lru_cache(maxsize=200)
def _numbers_of_unit(unit: Unit, month: Month, as_of: date) -> Statement[tuple[int, int]]:
    people = people_of(unit, month, as_of, facts.FRESH)
    return Statement(lambda: _counted(with_needed(people, month, NOW, as_of, facts.FRESH)))


def numbers_needed_of(unit: Unit, month: Month, now: datetime) -> dict[Needed, int]:
    """As `numbers_needed`, of everyone of a unit: for a page that is opened again and again."""
    if facts.standing_of([month]) == facts.FRESH:
        return _by_needed(_numbers_of_unit(unit, month, now.date()).rows(now=now))
    return numbers_needed(people_of(unit, month, now.date()), month, now)


def _counted(pending: Any) -> QuerySet:
    numbers = pending.order_by().values("needed").annotate(number=Count("pk"))
    return numbers.values_list("needed", "number")


def _by_needed(rows: Iterable[tuple[int, int]]) -> dict[Needed, int]:
    numbers = dict(rows)
    return {needed: numbers.get(place, 0) for needed, place in NEEDED.items()}


def needed_by_owner(people: ServiceUserQuerySet, month: Month, now: datetime) -> Iterable[tuple]:
    """How many of those of `people_of` whose month is still possible need each: case manager, post, office, which, how
    many; ids, and ``which`` the place of a `Needed` among all."""
    pending: Any = with_needed(people, month, now, now.date()).order_by()
    numbers = pending.values("officer", "post", "office_id", "needed").annotate(number=Count("pk"))
    return numbers.values_list("officer", "post", "office_id", "needed", "number")


def needed_by_day(people: ServiceUserQuerySet, month: Month, now: datetime) -> Iterable[tuple[date, int, int]]:
    """Likewise by the day of `with_deadline`: the day, which, how many."""
    pending: Any = with_deadline(people, month, now).order_by()
    return pending.values("by", "needed").annotate(number=Count("pk")).values_list("by", "needed", "number")


def with_officer_names(people: ServiceUserQuerySet) -> ServiceUserQuerySet:
    """The service users of `people_of` with ``officer_name``, by which they sort as ``officer_filed_as``."""
    officer = User.objects.order_by().filter(pk=OuterRef("officer"))
    named = officer.annotate(name=Concat("first_name", Value(" "), "last_name"))
    return people.annotate(
        officer_name=Subquery(named.values("name")), officer_filed_as=Subquery(officer.values("filed_as"))
    )


def with_contacts(people: ServiceUserQuerySet, month: Month, as_of: date) -> ServiceUserQuerySet:
    """As `with_officer_names`, with the contacts of the month as ``month_contacts``."""
    contacts = contacts_of(month, as_of).select_related("day__measure")
    return with_officer_names(people).prefetch_related(Prefetch("contacts", contacts, to_attr="month_contacts"))
