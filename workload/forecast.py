"""What a unit will carry in some weeks, as far as records tell, and what that rests on.

A day to come is asked about as any other (`workload.selectors`): posts, adjustments, allocations, reviews and the model
are those in force then. One thing is assumed, that orders end when they should (`OrderQuerySet.expected`). What moves
between today and then is counted from the same cases, so that the numbers lead from the one figure to the other.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, DateField, Exists, ExpressionWrapper, OuterRef, Sum

from base.exact import rounded
from cases.models import Allocation, Custody, ServiceUser
from staff.models import Absence, User
from staff.units import Unit
from workload.models import Adjustment, Allowance, WorkloadModel
from workload.selectors import Load, cases, loads

WEEKS = (4, 8, 12)
# The weeks before today of which new cases are averaged.
AVERAGED_WEEKS = 12


class Held(NamedTuple):
    """A case as it stands on a day: its points, and whoever holds it."""

    points: Decimal
    officer: int | None


class Part(NamedTuple):
    """So many cases, with their points; where points go down, they are below 0."""

    number: int
    points: Decimal

    @classmethod
    def of(cls, points: list[Decimal]) -> "Part":
        return cls(len(points), sum(points, Decimal("0.00")))


@dataclass(frozen=True)
class NewCases:
    """How many cases came to a unit in the weeks before, and the average points of the cases of ``whose``, its team."""

    number: int
    points: Fraction
    whose: str

    @property
    def points_shown(self) -> Decimal:
        return rounded(self.points, 2)

    def in_weeks(self, weeks: int) -> Load:
        """What as many new cases a week will come to."""
        number = Fraction(self.number * weeks, AVERAGED_WEEKS)
        return Load(int(rounded(number, 0)), rounded(number * self.points, 2))


@dataclass(frozen=True)
class Expected:
    """What is expected on a day to come. Each number is of what happens after today and up to that day."""

    weeks: int
    day: date
    model: WorkloadModel
    load: Load
    ended: Part
    passed_on: Part
    without_post: Part
    allocated: Part
    started: Part
    changed: Part
    allowances: Part
    adjustments_ended: int
    adjustments_begun: int
    left: int
    joined: int
    hours_changed: int
    absences: int
    released: int
    new: Load


class Forecast:
    """Of a unit, asked on ``today``."""

    def __init__(self, unit: Unit, today: date, new_cases: NewCases | None = None):
        self.unit, self.today, self.new_cases = unit, today, new_cases

    @cached_property
    def model(self) -> WorkloadModel:
        return WorkloadModel.objects.in_force(self.today)

    @cached_property
    def now(self) -> Load:
        return self.load(self.today, self.model)

    @cached_property
    def expected(self) -> list[Expected]:
        return [self.after(weeks) for weeks in WEEKS]

    def load(self, day: date, model: WorkloadModel) -> Load:
        known_on = self.today if day > self.today else None
        return sum(loads(day, self.unit, model, known_on).values(), Load())

    def held(self, day: date, model: WorkloadModel, whose: Collection[int] | None = None) -> dict[int, Held]:
        """The cases of the unit on a day, or of these people (ids), by the person's id."""
        people = ServiceUser.objects.of(self.unit, day) if whose is None else ServiceUser.objects.filter(pk__in=whose)
        found: Any = cases(day, people, model, self.today if day > self.today else None).with_officer(day)
        return {pk: Held(*held) for pk, *held in found.order_by().values_list("pk", "points", "officer")}

    @cached_property
    def held_now(self) -> dict[int, Held]:
        return self.held(self.today, self.model)

    def staff(self, day: date) -> dict[int, Decimal]:
        """The weekly hours of those in post in the unit, by id."""
        posts = self.unit.posts.on(day).filter(user__in=User.objects.in_post(day))
        return dict(posts.order_by().values_list("user", "weekly_hours"))

    @cached_property
    def staff_now(self) -> dict[int, Decimal]:
        return self.staff(self.today)

    def after(self, weeks: int) -> Expected:
        day = self.today + timedelta(weeks=weeks)
        model = WorkloadModel.objects.in_force(day)
        now, then = self.held_now, self.held(day, model)
        going = {pk: held for pk, held in now.items() if pk not in then}
        coming = {pk: held for pk, held in then.items() if pk not in now}
        elsewhere, before = self.held(day, model, going), self.held(self.today, self.model, coming)

        def of_going(which: Callable[[int, Held], bool]) -> Part:
            return Part.of([-held.points for pk, held in going.items() if which(pk, held)])

        def is_kept(pk: int, held: Held) -> bool:
            """Whether the case stays with somebody who is no longer in the unit."""
            return pk in elsewhere and elsewhere[pk].officer == held.officer

        staff_now, staff_then = self.staff_now, self.staff(day)
        tomorrow = self.today + timedelta(days=1)
        adjustments = Adjustment.objects.filter(officer__in=staff_now.keys() | staff_then.keys())
        away = Absence.objects.filter(user__in=staff_now, start_time=None).overlapping(tomorrow, day)
        custody = Custody.objects.filter(service_user__in=now, ends_on__gte=self.today, ends_on__lt=day)
        stays = [pk for pk in now if pk in then]
        differences = [then[pk].points - now[pk].points for pk in stays]
        beside = Allowance.objects.filter(officer__in=staff_now.keys() | staff_then.keys())
        beside_ended = beside.on(self.today).filter(ends_on__lt=day).count()
        beside_begun = beside.on(day).filter(starts_on__gt=self.today).count()
        load = self.load(day, model)
        new = self.new_cases.in_weeks(weeks) if self.new_cases else Load()
        return Expected(
            weeks=weeks,
            day=day,
            model=model,
            load=load + new,
            ended=of_going(lambda pk, held: pk not in elsewhere),
            passed_on=of_going(lambda pk, held: pk in elsewhere and not is_kept(pk, held)),
            without_post=of_going(is_kept),
            allocated=Part.of([held.points for pk, held in coming.items() if pk in before]),
            started=Part.of([held.points for pk, held in coming.items() if pk not in before]),
            changed=Part.of([difference for difference in differences if difference]),
            allowances=Part(beside_ended + beside_begun, load.allowances - self.now.allowances),
            adjustments_ended=adjustments.filter(
                starts_on__lte=self.today, ends_on__gte=self.today, ends_on__lt=day
            ).count(),
            adjustments_begun=adjustments.on(day).filter(starts_on__gt=self.today).count(),
            left=len(staff_now.keys() - staff_then.keys()),
            joined=len(staff_then.keys() - staff_now.keys()),
            hours_changed=sum(staff_then.get(pk, hours) != hours for pk, hours in staff_now.items()),
            absences=away.count(),
            released=custody.count(),
            new=new,
        )


def in_unit(unit: Unit, day: str) -> Exists:
    """Whether the officer of an allocation had a post in the unit on a day of its, a column."""
    return Exists(unit.posts.on(OuterRef(day)).filter(user=OuterRef("officer")))


def new_cases(unit: Unit, today: date) -> NewCases:
    """The cases that were allocated into the unit in the last weeks, and the average points of its team's cases.

    Whom somebody of the unit held the day before is no new case.
    """
    first = today - timedelta(weeks=AVERAGED_WEEKS) + timedelta(days=1)
    day_before = ExpressionWrapper(OuterRef("starts_on") - timedelta(days=1), output_field=DateField())
    former = Allocation.objects.order_by().filter(
        in_unit(unit, "ends_on"), service_user=OuterRef("service_user"), ends_on=day_before
    )
    began = Allocation.objects.order_by().filter(in_unit(unit, "starts_on"), starts_on__range=(first, today))
    number = began.filter(~Exists(former)).count()
    team = unit
    if unit.level == "case_manager" and (post := unit.record.post_on(today)) and post.team:
        team = Unit.of(post.team)
    of_team: Any = cases(today, ServiceUser.objects.of(team, today))
    whole = of_team.order_by().aggregate(cases=Count("pk"), carried=Sum("points"))
    return NewCases(number, Fraction(whole["carried"]) / whole["cases"] if whole["cases"] else Fraction(0), str(team))
