"""Who carries what: cases with their points, and case managers with their thresholds, on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef

from cases.models import Brag, Order, ServiceUser, ServiceUserQuerySet
from staff.models import Role, User
from staff.selectors import Place, Scope, places_of_offices, places_of_staff
from workload import rules
from workload.models import Adjustment, WorkloadModel


@dataclass(frozen=True)
class CaseLoad:
    """A case on the day: what it weighs, why, and whose it is."""

    id: int
    crn: str
    status: str | None
    single_requirement: bool
    overdue: bool
    points: Decimal
    officer: int | None
    place: Place


@dataclass
class Load:
    """What a case manager, or a group of them, carries and can carry."""

    cases: int = 0
    points: Decimal = Decimal("0.00")
    threshold: Fraction = field(default_factory=Fraction)
    # False for a group of nothing but people whom nobody holds.
    allocated: bool = True

    @property
    def indicator(self) -> Fraction | None:
        """Percent of the threshold, exact; None where the threshold is 0."""
        return rules.indicator(self.points, self.threshold)

    def band(self, model: WorkloadModel) -> rules.Band:
        """The band of the indicator under the workload model."""
        if not self.allocated:
            return rules.Band.UNALLOCATED
        return rules.band(
            self.indicator,
            near_from=model.near_from,
            over_above=model.over_above,
            well_over_above=model.well_over_above,
        )


def direct_hours(model: WorkloadModel) -> Fraction:
    """Hours a month that a full-time case manager spends on cases, exact."""
    return rules.direct_hours(
        working_days=model.working_days, hours_a_day=model.hours_a_day, non_direct=model.non_direct
    )


def points_by_status(model: WorkloadModel) -> dict[str | None, Decimal]:
    """The points of a case by BRAG status, None being no status (which weighs as Amber), and ``single_requirement``."""
    direct = direct_hours(model)
    points: dict[str | None, Decimal] = {
        status: rules.points(getattr(model, status), direct) for status in [*Brag.values, "single_requirement"]
    }
    return points | {None: points[Brag.AMBER]}


def cases(day: date, *, scope: Scope = Scope(), service_users: ServiceUserQuerySet | None = None) -> Iterator[CaseLoad]:
    """Every person with a current order on the day within ``scope``, ordered by CRN."""
    people = ServiceUser.objects.all() if service_users is None else service_users
    current = Order.objects.current(day).filter(service_user=OuterRef("pk"))
    overdue = Order.objects.overdue(day).filter(service_user=OuterRef("pk"))
    rows = (
        people.filter(Exists(current))
        .with_brag(day)
        .with_officer(day)
        .annotate(single=~Exists(current.in_scope()), overdue=Exists(overdue))
        .order_by("crn")
        .values_list("pk", "crn", "brag", "single", "overdue", "officer", "office_id")
    )
    points = points_by_status(WorkloadModel.objects.in_force(day))
    staff, offices = places_of_staff(), places_of_offices()
    for pk, crn, status, single, is_overdue, officer, office in rows.iterator(chunk_size=5000):
        place = staff[officer] if officer else offices[office]
        if place in scope:
            weight = points["single_requirement" if single else status]
            yield CaseLoad(pk, crn, status, single, is_overdue, weight, officer, place)


def rurality(own: Decimal | None, offices: Decimal | None) -> Decimal:
    """The rurality that holds for a case manager, percent: the own one, else the office's, else none."""
    return next(percent for percent in (own, offices, Decimal(0)) if percent is not None)


def thresholds(day: date) -> dict[int, Fraction]:
    """The threshold of everybody in post on the day, by id, exact."""
    model = WorkloadModel.objects.in_force(day)
    adjustments: dict[int, list[Decimal]] = defaultdict(list)
    for officer, percent in Adjustment.objects.on(day).values_list("officer_id", "percent"):
        adjustments[officer].append(percent)
    staff = User.objects.in_post(day).values_list("pk", "weekly_hours", "rurality_override", "office__rurality")
    return {
        pk: rules.threshold(
            weekly_hours=hours,
            full_time=model.full_time_week,
            rurality=rurality(own, office),
            adjustments=adjustments[pk],
        )
        for pk, hours, own, office in staff
    }


def loads(cases: Iterable[CaseLoad], day: date, level: str, *, scope: Scope = Scope()) -> dict[tuple[str, ...], Load]:
    """The load of each group at ``level`` (division, ldu, team or case_manager), in order.

    Listed are all case managers in post on the day and everyone else who holds a case; somebody not in post has a
    threshold of 0. The sums are exact.
    """
    groups: dict[tuple[str, ...], Load] = defaultdict(Load)
    capacity, places = thresholds(day), places_of_staff()
    holders = set(User.objects.in_post(day).filter(role=Role.CASE_MANAGER).values_list("pk", flat=True))
    for case in cases:
        group = groups[case.place.at(level)]
        group.cases += 1
        group.points += case.points
        if case.officer:
            holders.add(case.officer)
        else:
            group.allocated = False
    for officer in holders:
        if places[officer] in scope:
            group = groups[places[officer].at(level)]
            group.threshold += capacity.get(officer, Fraction(0))
            group.allocated = True
    return dict(sorted(groups.items()))


def load_of(officer: User, cases: Iterable[CaseLoad], day: date) -> Load:
    """The load of one case manager, whose ``cases`` these are; an empty one for somebody who is not listed."""
    everybodys = loads(cases, day, "case_manager")
    return next((load for place, load in everybodys.items() if place[-1] == officer.staff_code), Load())


def total(loads: Collection[Load]) -> Load:
    """The load of several groups together: the sum of points over the sum of thresholds."""
    whole = Load()
    for load in loads:
        whole.cases += load.cases
        whole.points += load.points
        whole.threshold += load.threshold
    whole.allocated = any(load.allocated for load in loads)
    return whole
