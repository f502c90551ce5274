"""The quarterly review of a division by its senior management group (Source B, 1.11): a quarter in a few statements.

A quarter that is not over is reviewed as it stands today. Workload is that of the last snapshot; measures, plans and
vacancies are those of the last day. The months are as records tell of them today.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext

from base.exact import rounded
from base.months import Month
from contacts.additional import AdditionalMeasure, AdditionalQuerySet
from contacts.measure import Measures
from reports.figures import figures
from reports.rows import FigureRows
from reports.tables import FigureRow
from staff.models import Establishment, Ldu, Post, Role, User
from staff.selectors import members
from staff.units import Unit
from ui import formats
from workload.models import WorkloadModel
from workload.past import Past, past_loads
from workload.reviews import ActionState, Escalation, PlanAction, WorkloadPlan
from workload.selectors import Load
from workload.snapshots import SnapshotDay
from workload.tables import LoadRow

MONTHS = 3


@dataclass(frozen=True, order=True)
class Quarter:
    """Three calendar months, from January, April, July or October."""

    first_month: Month

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that ``day`` lies in."""
        return cls(Month(date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)))

    @property
    def months(self) -> list[Month]:
        return [self.first_month.plus(number) for number in range(MONTHS)]

    @property
    def last(self) -> date:
        return self.months[-1].last

    @property
    def next(self) -> "Quarter":
        return Quarter(self.first_month.plus(MONTHS))

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.first_month.plus(-MONTHS))

    def __str__(self) -> str:
        return formats.months(self.first_month.first, self.months[-1].first)


@dataclass(frozen=True)
class Carried:
    """What a part carried at the end of the quarter and of the one before, as the snapshots tell; None without one."""

    name: str
    now: LoadRow | None
    before: LoadRow | None

    @property
    def change(self) -> Decimal | None:
        """In percentage points, of the indicators as they are shown; None where one of the two is not known."""
        if not self.now or not self.before or self.now.indicator is None or self.before.indicator is None:
            return None
        return self.now.indicator - self.before.indicator


@dataclass(frozen=True)
class Sustained:
    """A case manager who has been well over threshold at four weekly snapshots running."""

    officer: User
    ldu: str
    team: str
    load: LoadRow


@dataclass(frozen=True)
class Staffing:
    """Full-time posts of an LDU: those that its teams are meant to have (None where nobody recorded it), and have."""

    name: str
    establishment: Decimal | None
    in_post: Fraction

    @property
    def vacancies(self) -> Fraction | None:
        """None where the establishment is not known; nothing where there are more than there are meant to be."""
        return None if self.establishment is None else max(Fraction(self.establishment) - self.in_post, Fraction(0))


@dataclass(frozen=True)
class QuarterlyReview:
    """What the page tells of a division's quarter, on the day ``today``."""

    unit: Unit
    quarter: Quarter
    today: date

    @property
    def day(self) -> date:
        """The last day of the quarter, or today."""
        return min(self.quarter.last, self.today)

    @property
    def end(self) -> datetime:
        """When that day is over, by the clock on the wall."""
        return datetime.combine(self.day + timedelta(days=1), time.min)

    @cached_property
    def ldus(self) -> list[Ldu]:
        return [ldu for ldu in members(self.unit, "ldu").values() if isinstance(ldu, Ldu)]

    @cached_property
    def past(self) -> Past:
        return Past(self.day)

    @cached_property
    def model(self) -> WorkloadModel:
        return WorkloadModel.objects.in_force(self.day)

    # Workload

    @cached_property
    def snapshots(self) -> tuple[date | None, date | None]:
        """The days of the last snapshot of this quarter and of the one before; None where there is none."""
        found = [SnapshotDay.objects.weekly(day, 1) for day in (self.day, self.quarter.previous.last)]
        return found[0][0] if found[0] else None, found[1][0] if found[1] else None

    @cached_property
    def carried(self) -> list[Carried]:
        """Each LDU, and the whole division."""
        now, before = self.snapshots
        days = {day for day in self.snapshots if day}
        by_ldu = past_loads("ldu", [ldu.pk for ldu in self.ldus], days)
        of_all = past_loads("division", [self.unit.record.pk], days)[self.unit.record.pk]
        for_weeks = self.past.sustained("ldu", [ldu.pk for ldu in self.ldus])
        model_before = WorkloadModel.objects.in_force(self.quarter.previous.last)

        def row(name: str, loads: dict[date, Load], is_sustained: bool) -> Carried:
            at_end, at_start = loads.get(now) if now else None, loads.get(before) if before else None
            return Carried(
                name,
                LoadRow(name, None, at_end, self.model, sustained=is_sustained) if at_end else None,
                LoadRow(name, None, at_start, model_before) if at_start else None,
            )

        rows = [row(str(ldu), by_ldu.get(ldu.pk, {}), ldu.pk in for_weeks) for ldu in self.ldus]
        return [*rows, row(gettext("Total"), of_all, self.past.is_sustained(self.unit))]

    @cached_property
    def sustained(self) -> list[Sustained]:
        """By LDU, team and name."""
        officers = self.past.sustained_case_managers(self.unit)
        day = self.snapshots[0]
        if day is None:
            return []
        loads = past_loads("case_manager", [officer.pk for officer in officers], {day})
        posts = Post.objects.on(self.day).filter(user__in=officers).select_related("ldu", "team")
        of_officer = {post.user_id: post for post in posts}
        rows = [
            Sustained(
                officer,
                str(of_officer[officer.pk].ldu or ""),
                str(of_officer[officer.pk].team or ""),
                LoadRow(str(officer), None, loads[officer.pk].get(day, Load()), self.model, sustained=True),
            )
            for officer in officers
        ]
        return sorted(rows, key=lambda row: (row.ldu, row.team))

    # Minimum contact

    @cached_property
    def months(self) -> list[Month]:
        """Those of the quarter that have begun, and to which the measure applies."""
        first = Measures.known().first_month
        return [month for month in self.quarter.months if first <= month <= Month.of(self.today)]

    @cached_property
    def figures(self) -> list[tuple[str, dict[Month, FigureRow]]]:
        """The figure of each LDU, and of the whole division, in each of the `months`."""
        if not self.months:
            return []
        rows = FigureRows(self.unit, self.unit, Measures.known(), self.today)
        by_place = figures(self.months, self.today, self.unit)
        by_part: dict[str, dict[Month, FigureRow]] = defaultdict(dict)
        for month in self.months:
            for part in rows.of_parts("ldu", month, by_place[month]):
                by_part[part.name][month] = part
        total = {month: rows.of_unit(month, by_place[month]) for month in self.months}
        return [*sorted(by_part.items()), (gettext("Total"), total)]

    # Measures, plans and vacancies

    @property
    def measures(self) -> AdditionalQuerySet:
        """The additional measures in force on the last day, by LDU and team."""
        entries: AdditionalQuerySet = AdditionalMeasure.objects.within(self.unit).in_force(self.day)
        return entries.select_related("team__ldu", "officer").order_by("team__ldu__name", "team__name", "ends_on", "pk")

    @property
    def plans(self) -> QuerySet[WorkloadPlan]:
        """The plans about a workload that were open at the end of the last day, the longest open first.

        Adds ``ldu`` (its name), ``overdue`` (how many actions were due before that day and not closed by its end) and
        ``escalated_to`` (a role, where it waited for a decision; else None).
        """
        theirs = self.unit.posts.on(self.day).filter(user=OuterRef("review__officer"))
        waiting = Escalation.objects.filter(plan=OuterRef("pk"), escalated_at__lt=self.end).filter(
            Q(decided_at=None) | Q(decided_at__gte=self.end)
        )
        late = PlanAction.objects.filter(plan=OuterRef("pk"), due_on__lt=self.day, added_at__lt=self.end).filter(
            Q(state=ActionState.OPEN) | Q(closed_at__gte=self.end)
        )
        numbers = late.order_by().values("plan").annotate(number=Count("pk")).values("number")
        return (
            WorkloadPlan.objects.filter(Exists(theirs), review__held_at__lt=self.end)
            .filter(Q(resolved_at=None) | Q(resolved_at__gte=self.end))
            .annotate(
                ldu=Subquery(theirs.values("ldu__name")[:1]),
                overdue=Subquery(numbers),
                escalated_to=Subquery(waiting.order_by("-escalated_at").values("level")[:1]),
            )
            .select_related("review__officer")
            .order_by("review__held_at", "pk")
        )

    @cached_property
    def staffing(self) -> list[Staffing]:
        """Each LDU, and the whole division, on the last day."""
        posts = self.unit.posts.on(self.day).filter(role=Role.CASE_MANAGER)
        hours: dict[Any, Decimal] = dict(posts.values_list("ldu").annotate(hours=Sum("weekly_hours")))
        meant: dict[int, Decimal] = defaultdict(Decimal)
        teams = Establishment.objects.on(self.day).filter(team__ldu__in=self.ldus)
        for ldu, full_time in teams.values_list("team__ldu", "full_time"):
            meant[ldu] += full_time
        full_week = Fraction(self.model.full_time_week)
        rows = [
            Staffing(str(ldu), meant.get(ldu.pk), Fraction(hours.get(ldu.pk, Decimal(0))) / full_week)
            for ldu in self.ldus
        ]
        known = [row.establishment for row in rows if row.establishment is not None]
        in_post = Fraction(sum(hours.values(), Decimal(0))) / full_week
        # Of a division of which only some is known, no vacancies can be told.
        whole = sum(known, Decimal(0)) if rows and len(known) == len(rows) else None
        return [*rows, Staffing(gettext("Total"), whole, in_post)]


def in_full_time(posts: Fraction | Decimal | None) -> Decimal | None:
    """Full-time posts as they are shown: two decimals."""
    return None if posts is None else rounded(Fraction(posts), 2)
