"""Who covers whose cases: what was recorded as cover, and whole days' absences that name who covers, as one.

Cover shows work to those who do it. Whose month, whose points and whose appointment that can count are decided by
allocations and designations alone.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import Allocation, Cover, ServiceUser
from casework.absences import days_in_words
from staff.models import WHOLE_DAYS, Absence, User


@dataclass(frozen=True)
class Covering:
    """That ``covered_by`` covers for ``officer`` on these days: all cases, or those ``chosen`` (ids).

    cover | what was recorded as cover; None: the officer's absence says so
    """

    officer: User
    covered_by: User
    starts_on: date
    ends_on: date
    chosen: frozenset[int] | None
    cover: Cover | None
    absence: Absence | None

    def on_day(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def covers(self, person: int) -> bool:
        """Whether the person, as a case of the officer's, is among them."""
        return self.chosen is None or person in self.chosen

    def shares(self, chosen: Collection[int] | None) -> bool:
        """Whether some case would be covered twice, by this and by a cover of all cases or of those chosen."""
        return self.chosen is None or chosen is None or not self.chosen.isdisjoint(chosen)

    @property
    def days(self) -> str:
        return days_in_words(self.starts_on, self.ends_on)


def coverings(
    first: date, last: date, *, of: Iterable[int] | None = None, by: Iterable[int] | None = None
) -> list[Covering]:
    """Those that share a day with ``first`` to ``last``, of these officers or by these (ids), the earliest first."""
    covers = Cover.objects.overlapping(first, last).filter(_concerning("officer", of, by))
    absences = Absence.objects.overlapping(first, last).filter(_concerning("user", of, by), covered_by__isnull=False)
    found = [
        Covering(
            cover.officer,
            cover.covered_by,
            cover.starts_on,
            cover.ends_on,
            None if cover.all_cases else frozenset(case.service_user_id for case in cover.chosen.all()),
            cover,
            None,
        )
        for cover in covers.select_related("officer", "covered_by").prefetch_related("chosen")
    ]
    for absence in absences.filter(WHOLE_DAYS).select_related("user", "covered_by"):
        assert absence.covered_by
        days = absence.starts_on, absence.ends_on
        found.append(Covering(absence.user, absence.covered_by, *days, None, None, absence))
    return sorted(found, key=lambda each: (each.starts_on, each.officer.filed_as, each.covered_by.filed_as))


def _concerning(officer: str, of: Iterable[int] | None, by: Iterable[int] | None) -> Q:
    asked = Q(pk__in=[])
    if of is not None:
        asked |= Q(**{f"{officer}__in": list(of)})
    if by is not None:
        asked |= Q(covered_by__in=list(by))
    return asked


def cases_of(found: Sequence[Covering], day: date) -> list[set[int]]:
    """Of each of them the covered people (ids): the officer's cases of the day. One query."""
    held: dict[int, set[int]] = {each.officer.pk: set() for each in found}
    if found:
        on_day = Allocation.objects.on(day).filter(officer__in=held).order_by()
        for officer, person in on_day.values_list("officer", "service_user"):
            held[officer].add(person)
    return [{person for person in held[each.officer.pk] if each.covers(person)} for each in found]


def covered_people(user: User, day: date) -> set[int]:
    """The people (ids) whom ``user`` covers for colleagues on the day."""
    return set().union(*cases_of(coverings(day, day, by=[user.pk]), day))


def who_covers(person: Any, day: date) -> list[Covering]:
    """Who covers for the case manager of the person (with ``officer``, an id) on the day."""
    if person.officer is None:
        return []
    return [each for each in coverings(day, day, of=[person.officer]) if each.covers(person.pk)]


def covers_for(officer: User, person: ServiceUser, day: date) -> User | None:
    """For whom ``officer`` covers the person's case on the day: the case manager who is responsible."""
    responsible = Allocation.objects.on(day).filter(service_user=person).values_list("officer", flat=True).first()
    found = coverings(day, day, by=[officer.pk])
    return next((each.officer for each in found if each.officer.pk == responsible and each.covers(person.pk)), None)


def why_covered_already(absence: Absence) -> str:
    """Why an absence to be recorded cannot name who covers: cover of its days is recorded; empty where it can."""
    if absence.covered_by is None or not absence.is_whole_days:
        return ""
    for each in coverings(absence.starts_on, absence.ends_on, of=[absence.user_id]):
        if each.cover:
            told = {"who": each.covered_by, "officer": each.officer, "days": each.days}
            return _("Leave this blank. %(who)s covers for %(officer)s already: %(days)s") % told
    return ""


def with_cover(absences: Iterable[Absence]) -> list[Any]:
    """The absences, each with ``cover``: who covers on some of its days, the person that it names first.

    A query where there are any.
    """
    listed: list[Any] = list(absences)
    if not listed:
        return listed
    first, last = min(each.starts_on for each in listed), max(each.ends_on for each in listed)
    covers = Cover.objects.overlapping(first, last).filter(officer__in={each.user_id for each in listed})
    recorded = list(covers.select_related("covered_by"))
    for absence in listed:
        named = [absence.covered_by] if absence.covered_by else []
        named += [
            each.covered_by
            for each in recorded
            if each.officer_id == absence.user_id
            and each.starts_on <= absence.ends_on
            and each.ends_on >= absence.starts_on
        ]
        absence.cover = list(dict.fromkeys(named))
    return listed
