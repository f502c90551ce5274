"""What a team carries without a scenario and with it: the sums of `workload.selectors`, of changed inputs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from staff.models import User
from staff.selectors import in_order, members
from staff.units import Place, Unit, at_level
from workload.models import ScenarioFigure, ScenarioStep, WorkloadModel
from workload.preview import Changed
from workload.scenarios import Scenario, StepKind
from workload.selectors import Load, loads, points_by_kind
from workload.supposed import Supposed
from workload.tables import LoadRow

# By id, and None for the expected cases that nobody has.
Loads = dict[int | None, Load]


@dataclass(frozen=True)
class Tried:
    """The loads of a team's case managers on a day, by id (None: cases that nobody has), and by which model."""

    model: WorkloadModel
    before: Loads
    after: Loads
    names: Mapping[int | None, str]

    @property
    def rows(self) -> list[Changed]:
        """Each case manager, in the order of ``names``."""
        return [
            self._changed(name, self.before.get(pk, Load()), self.after.get(pk, Load()))
            for pk, name in self.names.items()
        ]

    @property
    def total(self) -> Changed:
        return self._changed(_("Total"), *(sum(loads.values(), Load()) for loads in (self.before, self.after)))

    def _changed(self, name: str, *carried: Load) -> Changed:
        before, after = (LoadRow(name, None, load, self.model) for load in carried)
        return Changed(name, "", before, after)


def day_of(scenario: Scenario, today: date) -> date:
    """The day of which its figures are: its first, or today where that is over."""
    return max(scenario.starts_on, today)


def tried(scenario: Scenario, steps: Iterable[ScenarioStep], today: date) -> Tried:
    """The team without the scenario and with these steps of it. A constant number of statements."""
    day, unit, steps = day_of(scenario, today), Unit.of(scenario.team), list(steps)
    model = WorkloadModel.objects.in_force(day)
    users: dict[str, Any] = members(unit, "case_manager")

    def by_id(carried: Mapping[Place, Load]) -> Loads:
        groups = in_order(at_level(dict(carried), "case_manager"), users)
        return {users[group[-1]].pk if group[-1] in users else None: load for group, load in groups}

    before, after = by_id(loads(day, unit, model)), by_id(loads(day, unit, model, supposed=supposed_by(steps)))
    for officer, load in expected_loads(steps, model).items():
        after[officer] = after.get(officer, Load()) + load
    return Tried(model, before, after, _names([*before, *after], {user.pk: user for user in users.values()}))


def supposed_by(steps: Iterable[ScenarioStep]) -> Supposed:
    """What the steps suppose, but for expected cases, which are nobody's records."""
    moves: dict[int, int] = {}
    hours: dict[int, Decimal] = {}
    adjustments: dict[int, list[Decimal]] = defaultdict(list)
    for step in steps:
        told: Any = step
        if step.kind == StepKind.MOVE:
            moves[told.service_user_id] = told.to_id
        elif step.kind == StepKind.HOURS:
            hours[told.officer_id] = told.weekly_hours
        elif step.kind == StepKind.ADJUSTMENT:
            adjustments[told.officer_id].append(told.percent)
    return Supposed(moves, hours, adjustments)


def expected_loads(steps: Iterable[ScenarioStep], model: WorkloadModel) -> Loads:
    """The expected cases of each officer, and of nobody, with their points by the model."""
    points, found = points_by_kind(model), defaultdict[int | None, Load](Load)
    for step in steps:
        if step.kind == StepKind.EXPECTED:
            number = step.number or 0
            expected = Load(number, number * points[step.weighs_as], allocated=step.officer_id is not None)
            found[step.officer_id] += expected
    return dict(found)


def kept_figures(scenario: Scenario, figures: Tried) -> list[ScenarioFigure]:
    """The figures as rows, not saved."""
    return [
        ScenarioFigure(
            scenario=scenario,
            officer_id=officer,
            after=after,
            cases=load.cases,
            points=load.points,
            threshold_parts=load.threshold.numerator,
            threshold_whole=load.threshold.denominator,
        )
        for after, carried in ((False, figures.before), (True, figures.after))
        for officer, load in carried.items()
    ]


def as_applied(scenario: Scenario) -> Tried:
    """The figures as they were kept when it was applied, in bands by the model of its day."""
    before: Loads = {}
    after: Loads = {}
    users: dict[int, User] = {}
    for figure in scenario.figures.select_related("officer").order_by("officer__filed_as", "officer__staff_code"):
        load = Load(figure.cases, figure.points, threshold=figure.threshold, allocated=figure.officer_id is not None)
        (after if figure.after else before)[figure.officer_id] = load
        if figure.officer:
            users[figure.officer.pk] = figure.officer
    model = WorkloadModel.objects.in_force(scenario.starts_on)
    return Tried(model, before, after, _names([*users, None] if None in after else [*users], users))


def _names(officers: Iterable[int | None], users: Mapping[int, User]) -> dict[int | None, str]:
    """What each is called, whoever is nobody last."""
    named: dict[int | None, str] = {pk: str(user) for pk, user in users.items() if pk in set(officers)}
    return named | ({None: _("Not allocated yet")} if None in set(officers) else {})
