"""Whom a person can be allocated to, what each carries before and after, and how cases are shared out evenly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.exact import rounded
from cases.models import Allocation, ServiceUser
from casework.absences import days_in_words
from casework.stage_rules import StageRules, place_in_words
from staff.models import Absence, Role, User
from staff.units import Unit
from ui import formats
from workload import rules
from workload.selectors import Load, cases, loads

# Cases of so many days are new: somebody who got several of them has much to begin.
NEW_FOR = timedelta(days=7)
# Somebody without any capacity comes after everybody who has some.
NO_CAPACITY = Fraction(10**9)


@dataclass(frozen=True)
class Candidate:
    """A case manager to whom somebody can be allocated, as they stand on the day."""

    officer: User
    load: Load
    new: int
    away: str
    near: bool
    # Where the office stands in the roll-out, and why the case does not belong there.
    place: Sequence[str] = ()
    against: Sequence[str] = ()

    def after(self, points: Decimal) -> Fraction | None:
        """The indicator with so many points more; None without capacity."""
        return rules.indicator(self.load.points + points, self.load.threshold)

    def words(self, points: Decimal) -> str:
        """What there is to know before choosing them."""
        told = [
            ngettext("%(number)d case", "%(number)d cases", self.load.cases) % {"number": self.load.cases},
            _("workload %(before)s now, %(after)s with this case")
            % {"before": percent(self.load.indicator), "after": percent(self.after(points))},
            _("%(number)d new in the last 7 days") % {"number": self.new},
        ]
        if self.near:
            told.append(_("works at the same office"))
        if self.away:
            told.append(_("away %(days)s") % {"days": self.away})
        told += self.place
        known = ", ".join(told)
        return " ".join([f"{known}.", *self.against]) if self.against else known

    @property
    def where(self) -> str:
        """Their office, as the stages of the roll-out go."""
        return ", ".join([*self.place, *([_("away %(days)s") % {"days": self.away}] if self.away else [])])


def percent(indicator: Fraction | None) -> str:
    """An indicator as pages show it."""
    return _("no capacity") if indicator is None else formats.percent(rounded(indicator, 1))


def candidates(user: User, day: date, *, person: ServiceUser | None = None) -> list[Candidate]:
    """The case managers of the user's unit in post on the day, those with most capacity first.

    Near are those who work at the office of the ``person``, where it is about one: then what speaks against each is
    told too. A constant number of statements.
    """
    unit = Unit.of_member(user)
    in_unit = unit.posts.on(day).filter(role=Role.CASE_MANAGER).select_related("team", "office")
    posts = {post.user_id: post for post in in_unit}
    rules_of_stage = StageRules([person.pk] if person else [], day)
    officers = list(User.objects.in_post(day).filter(pk__in=posts).order_by("filed_as"))
    ids = [officer.pk for officer in officers]
    carried = {place.case_manager: load for place, load in loads(day, unit).items()}
    began = Allocation.objects.on(day).order_by().filter(officer__in=ids, starts_on__gt=day - NEW_FOR)
    new = dict(began.values_list("officer").annotate(number=Count("pk")))
    away = {each.user_id: each for each in Absence.objects.on(day).filter(user__in=ids, start_time=None)}
    found = [
        Candidate(
            officer,
            carried.get(officer.staff_code, Load()),
            new.get(officer.pk, 0),
            days_in_words(away[officer.pk].starts_on, away[officer.pk].ends_on) if officer.pk in away else "",
            person is not None and posts[officer.pk].office_id == person.office_id,
            place_in_words(posts[officer.pk], day),
            rules_of_stage.against(person.pk, posts[officer.pk]) if person else (),
        )
        for officer in officers
    ]
    return sorted(found, key=lambda each: (capped(each.load.indicator), each.officer.filed_as))


def points_of(people: Iterable[int], day: date) -> dict[int, Decimal]:
    """What each of the people (ids) weighs as a case on the day; nothing for who is none."""
    weighed: Any = cases(day, ServiceUser.objects.filter(pk__in=list(people)))
    return dict(weighed.values_list("pk", "points"))


def shared_out(points: Mapping[int, Decimal], among: Sequence[Candidate]) -> dict[int, int]:
    """To whom (id) each person (id) goes, the heaviest first, each to whoever then has the lowest indicator."""
    carried = {each.officer.pk: each.load.points for each in among}
    capacity = {each.officer.pk: each.load.threshold for each in among}
    shared: dict[int, int] = {}
    for person in sorted(points, key=lambda pk: (-points[pk], pk)):
        lowest = min(
            carried, key=lambda pk: (capped(rules.indicator(carried[pk] + points[person], capacity[pk])), carried[pk])
        )
        carried[lowest] += points[person]
        shared[person] = lowest
    return shared


def capped(indicator: Fraction | None) -> Fraction:
    return NO_CAPACITY if indicator is None else indicator
