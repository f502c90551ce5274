"""Who carries what: cases with their points, and case managers with their thresholds, on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DecimalField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django_cte import CTE, with_cte

from base.statements import TODAY, Day, Parameter, Statement
from cases.models import Allocation, Brag, Order, OrderQuerySet, ServiceUser, ServiceUserQuerySet
from staff.models import Office, Post, Role, Team, User
from staff.selectors import places_of_offices, places_of_staff
from staff.units import Place, Unit
from workload import rules
from workload.models import Adjustment, Allowance, WorkloadModel
from workload.supposed import AS_RECORDED, Supposed

SINGLE_REQUIREMENT = "single_requirement"
# What a case can weigh as, each with its hours in the workload model.
KINDS = [*Brag.choices, (SINGLE_REQUIREMENT, _("Single requirement"))]


def band_of(indicator: Fraction | None, model: WorkloadModel) -> rules.Band:
    """The band of an unrounded indicator under the workload model."""
    return rules.band(
        indicator,
        near_from=model.near_from,
        over_above=model.over_above,
        well_over_above=model.well_over_above,
    )


@dataclass
class Load:
    """What a case manager, or a group of them, carries and can carry."""

    cases: int = 0
    # The points of the cases.
    carried: Decimal = Decimal("0.00")
    overdue: int = 0
    no_status: int = 0
    threshold: Fraction = field(default_factory=Fraction)
    # False for a group of nothing but unallocated people.
    allocated: bool = False
    # The points of work that is no case.
    allowances: Decimal = Decimal("0.00")

    def __add__(self, other: "Load") -> "Load":
        """What both groups carry and can carry together: the sum of points over the sum of thresholds."""
        return Load(
            self.cases + other.cases,
            self.carried + other.carried,
            self.overdue + other.overdue,
            self.no_status + other.no_status,
            self.threshold + other.threshold,
            self.allocated or other.allocated,
            self.allowances + other.allowances,
        )

    @property
    def points(self) -> Decimal:
        """Those of the cases and of the allowances."""
        return self.carried + self.allowances

    @property
    def indicator(self) -> Fraction | None:
        """Percent of the threshold, exact; None where the threshold is 0."""
        return rules.indicator(self.points, self.threshold)

    def band(self, model: WorkloadModel) -> rules.Band:
        """The band of the indicator under the workload model."""
        if self.cases and not self.allocated:
            return rules.Band.UNALLOCATED
        return band_of(self.indicator, model)


def direct_hours(model: WorkloadModel) -> Fraction:
    """Hours a month that a full-time case manager spends on cases, exact."""
    return rules.direct_hours(
        working_days=model.working_days, hours_a_day=model.hours_a_day, non_direct=model.non_direct
    )


def points_by_kind(model: WorkloadModel) -> dict[str, Decimal]:
    """The points of a case by what it weighs as, one of `KINDS`."""
    direct = direct_hours(model)
    return {kind: rules.points(getattr(model, kind), direct) for kind, _ in KINDS}


def cases(
    day: date,
    people: ServiceUserQuerySet | None = None,
    model: WorkloadModel | None = None,
    known_on: date | None = None,
) -> ServiceUserQuerySet:
    """Those of the people (or of everyone) who have a current order on the day, by CRN, and what they weigh.

    They weigh by the model, that of the day unless one is given. Adds ``brag``, ``single_requirement`` (no current
    order is in scope), ``overdue`` (an order past its end), ``weighs_as`` (of `KINDS`; a case without a BRAG status
    weighs as Amber) and ``points``.

    With ``known_on`` the day is to come, and asked about as `OrderQuerySet.expected` says.
    """
    points = points_by_kind(model or WorkloadModel.objects.in_force(day))
    everyone = ServiceUser.objects.all()
    by_kind = {kind: Value(points[kind]) for kind in points}
    orders = Order.objects.expected(day, known_on) if known_on else Order.objects.current(day)
    return _weighed(day, everyone if people is None else people, by_kind, orders)


def _weighed(
    day: Day, people: ServiceUserQuerySet, points: Mapping[str, Any], orders: OrderQuerySet
) -> ServiceUserQuerySet:
    """As `cases`, by the points of a case of each kind, as expressions, and the orders that are current."""
    current = orders.filter(service_user=OuterRef("pk"))
    overdue = Order.objects.overdue(day).filter(service_user=OuterRef("pk"))
    case = CTE(
        people.order_by()
        .filter(Exists(current))
        .with_brag(day)
        .annotate(single_requirement=~Exists(current.in_scope()), overdue=Exists(overdue))
        .values("pk", "brag", "single_requirement", "overdue"),
        name="weighed",
        materialized=True,
    )
    joined = case.join(ServiceUser.objects.order_by("crn"), id=case.col.pk)
    return (
        with_cte(case, select=joined)
        .annotate(brag=case.col.brag, single_requirement=case.col.single_requirement, overdue=case.col.overdue)
        .annotate(
            weighs_as=Case(
                When(single_requirement=True, then=Value(SINGLE_REQUIREMENT)),
                default=Coalesce("brag", Value(Brag.AMBER)),
                output_field=CharField(),
            )
        )
        .annotate(
            points=Case(
                *(When(weighs_as=kind, then=points[kind]) for kind in points),
                output_field=DecimalField(max_digits=12, decimal_places=2),
            )
        )
    )


def number_by_kind(held: ServiceUserQuerySet) -> dict[str, int]:
    """How many of the `cases` weigh as each of `KINDS`, those of which there are any."""
    ordered: Any = held.order_by()
    numbers = dict(ordered.values_list("weighs_as").annotate(number=Count("pk")))
    return {kind: numbers[kind] for kind, _label in KINDS if kind in numbers}


def no_cases(day: date, people: ServiceUserQuerySet) -> ServiceUserQuerySet:
    """Those of the people who have no current order on the day, and so are no case.

    Adds ``next_starts_on`` (of an order that has not started yet) and ``last_terminated_on``; neither where no order is
    recorded.
    """
    theirs = Order.objects.order_by().filter(service_user=OuterRef("pk"))
    to_start = theirs.filter(starts_on__gt=day).values("service_user").annotate(on=Min("starts_on")).values("on")
    terminated = theirs.filter(terminated_on__lt=day).values("service_user").annotate(on=Max("terminated_on"))
    return people.filter(~Exists(Order.objects.current(day).filter(service_user=OuterRef("pk")))).annotate(
        next_starts_on=Subquery(to_start), last_terminated_on=Subquery(terminated.values("on"))
    )


CARRIED = {
    "cases": Count("pk"),
    "carried": Sum("points"),
    "overdue_cases": Count("pk", filter=Q(overdue=True)),
    "without_status": Count("pk", filter=Q(brag=None)),
}


def loads(
    day: date,
    unit: Unit | None = None,
    model: WorkloadModel | None = None,
    known_on: date | None = None,
    supposed: Supposed = AS_RECORDED,
) -> dict[Place, Load]:
    """The load of each case manager of the unit (or of everyone), and of its unallocated people, by place.

    By the model, that of the day unless one is given. Listed are all case managers in post on the day and everyone else
    who holds a case; somebody not in post has a threshold of 0. The sums are exact. For ``known_on`` see `cases`.
    What is ``supposed`` takes the place of what is recorded, in the same statements.
    """
    model = model or WorkloadModel.objects.in_force(day)
    found: dict[Place, Load] = defaultdict(Load)
    places, capacity, beside = places_of_staff(day), thresholds(day, unit, model, supposed), allowances(day, unit)
    people = ServiceUser.objects.of(unit, day) if unit else None
    held: Any = cases(day, people, model, known_on).order_by()
    by_officer: Iterable[dict[str, Any]]
    if unit and unit.whole and isinstance(unit.record, Team) and known_on is None and not supposed.moves:
        by_officer = _carried_by_team.rows(team=unit.record.pk, today=day, **points_by_kind(model))
    else:
        by_officer = _by_officer(held, day, supposed.moves)
    for row in by_officer:
        officer, *carried = (row[name] for name in ("officer", *CARRIED))
        load = Load(*carried)
        load.threshold, load.allocated = capacity.pop(officer, Fraction(0)), True
        load.allowances = beside.get(officer, load.allowances)
        found[places[officer]] += load
    for officer in _case_managers(day, unit):
        if officer in capacity:
            load = Load(threshold=capacity[officer], allocated=True)
            load.allowances = beside.get(officer, load.allowances)
            found[places[officer]] += load
    if unit and isinstance(unit.record, Team | User):  # they have no unallocated people
        return dict(found)
    offices = places_of_offices()
    allocated = Allocation.objects.on(day).filter(service_user=OuterRef("pk"))
    by_office = held.filter(~Exists(allocated)).values("office_id").annotate(**CARRIED)
    for office, *carried in by_office.values_list("office_id", *CARRIED):
        found[offices[office]] += Load(*carried)
    return dict(found)


def load_of(officer: User, day: date, model: WorkloadModel) -> Load:
    """The load of one case manager by the model of the day; an empty one for somebody who is not listed."""
    unit, points = Unit.of(officer), points_by_kind(model)
    [carried] = _carried_by_one.rows(officer=officer.pk, today=day, **points)
    return Load(
        carried["cases"],
        carried["carried"] or Decimal("0.00"),
        carried["overdue_cases"],
        carried["without_status"],
        threshold=thresholds(day, unit, model).get(officer.pk, Fraction(0)),
        allocated=True,
        allowances=allowances(day, unit).get(officer.pk, Decimal("0.00")),
    )


def _by_officer(held: Any, day: Day, moves: Mapping[int, int] = AS_RECORDED.moves) -> QuerySet[Any, dict[str, Any]]:
    """The sums of the cases of each who holds some; those of the ``moves`` (by id) are with whom they say."""
    theirs = held.with_officer(day)
    if moves:
        together = defaultdict(list)
        for person, officer in moves.items():
            together[officer].append(person)
        elsewhere = [When(pk__in=people, then=Value(officer)) for officer, people in together.items()]
        theirs = theirs.annotate(officer=Case(*elsewhere, default=F("officer"), output_field=BigIntegerField()))
    theirs = theirs.filter(officer__isnull=False).values("officer")
    return theirs.annotate(**CARRIED).values("officer", *CARRIED)


def _held_in(unit: Unit) -> Any:
    """The cases of a unit, on a day and by points that are said when it is asked."""
    points = {kind: Parameter(kind, DecimalField()) for kind, _label in KINDS}
    return _weighed(TODAY, ServiceUser.objects.of(unit, TODAY), points, Order.objects.current(TODAY)).order_by()


def _of_team() -> QuerySet[Any, dict[str, Any]]:
    team = Parameter("team", BigIntegerField())
    unit = Unit("team", team, Post.objects.order_by().filter(team=team), Office.objects.none())
    return _by_officer(_held_in(unit), TODAY)


def _of_one() -> QuerySet[Any, dict[str, Any]]:
    unit = Unit.of(Parameter("officer", BigIntegerField()))  # type: ignore[arg-type]
    return _held_in(unit).annotate(all=Value(1)).values("all").annotate(**CARRIED).values(*CARRIED)


_carried_by_team: Statement[dict[str, Any]] = Statement(_of_team)
_carried_by_one: Statement[dict[str, Any]] = Statement(_of_one)


def allowances(day: date, unit: Unit | None = None) -> dict[int, Decimal]:
    """The points beside cases of each who has some on the day (in the unit), by id."""
    granted = Allowance.objects.on(day).order_by()
    if unit:
        granted = granted.filter(officer__in=unit.posts.on(day).values("user"))
    return dict(granted.values_list("officer").annotate(points=Sum("points")))


def _case_managers(day: date, unit: Unit | None) -> QuerySet:
    """Ids of the case managers in post on the day."""
    posts = (unit.posts if unit else Post.objects.all()).on(day).order_by().filter(role=Role.CASE_MANAGER)
    return User.objects.in_post(day).order_by().filter(pk__in=posts.values("user")).values_list("pk", flat=True)


def rurality(own: Decimal | None, offices: Decimal | None) -> Decimal:
    """The rurality that holds for a case manager, percent: the own one, else the office's, else none."""
    return next(percent for percent in (own, offices, Decimal(0)) if percent is not None)


def thresholds(
    day: date, unit: Unit | None = None, model: WorkloadModel | None = None, supposed: Supposed = AS_RECORDED
) -> dict[int, Fraction]:
    """The threshold of everybody in post on the day (in the unit) by the model (that of the day), by id, exact."""
    model = model or WorkloadModel.objects.in_force(day)
    posts = (unit.posts if unit else Post.objects.all()).on(day).order_by().filter(user__in=User.objects.in_post(day))
    adjustments: dict[int, list[Decimal]] = defaultdict(list)
    in_force = Adjustment.objects.on(day).order_by().filter(officer__in=posts.values("user"))
    for officer, percent in in_force.values_list("officer_id", "percent"):
        adjustments[officer].append(percent)
    return {
        user: rules.threshold(
            weekly_hours=supposed.hours.get(user, hours),
            full_time=model.full_time_week,
            rurality=rurality(own, office),
            adjustments=[*adjustments[user], *supposed.adjustments.get(user, ())],
        )
        for user, hours, own, office in posts.values_list(
            "user", "weekly_hours", "rurality_override", "office__rurality"
        )
    }
