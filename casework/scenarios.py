"""A scenario as its pages show it: what it changes, why something of that cannot be any more, and its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.gate import people_seen_by
from cases.models import AllocationDecision
from casework.allocating import points_of
from casework.services.allocating import allocation_on, allocations_of_all, problems_of_each
from staff.models import Post, User
from ui import formats
from workload.access import reasons_told_to
from workload.derivation import plain
from workload.models import Adjustment, Scenario, ScenarioState, ScenarioStep, StepKind
from workload.scenarios import version_of
from workload.selectors import KINDS
from workload.services.scenarios import case_managers_of, not_in_team, problem_of_first_day
from workload.services.thresholds import problems_of_adjustments
from workload.trying import Tried, as_applied, day_of, tried

Problems = dict[int, list[str]]


@dataclass(frozen=True)
class Shown:
    """A step with the points of its case (None: no case, or not asked), and why it cannot be any more."""

    step: ScenarioStep
    points: Decimal | None
    problems: Sequence[str]
    reason_told: bool

    @property
    def words(self) -> str:
        """What a step does that moves no case, as a sentence without its end."""
        step: Any = self.step
        if step.kind == StepKind.HOURS:
            words = _("%(officer)s works %(hours)s hours a week")
            return words % {"officer": step.officer, "hours": plain(step.weekly_hours)}
        if step.kind == StepKind.ADJUSTMENT:
            return self._adjustment(step)
        kind, number = dict(KINDS)[step.weighs_as], step.number
        if step.officer is None:
            told = ngettext(
                "%(number)d more case, not allocated yet: %(kind)s",
                "%(number)d more cases, not allocated yet: %(kind)s",
                number,
            )
            return told % {"number": number, "kind": kind}
        told = ngettext(
            "%(number)d more case with %(officer)s: %(kind)s",
            "%(number)d more cases with %(officer)s: %(kind)s",
            number,
        )
        return told % {"number": number, "kind": kind, "officer": step.officer}

    def _adjustment(self, step: Any) -> str:
        facts = {
            "percent": plain(step.percent),
            "officer": step.officer,
            "reason": step.reason if self.reason_told else _("Adjustment"),
        }
        if step.ends_on is None:
            return _("%(percent)s%% off the threshold of %(officer)s, with no end date: %(reason)s") % facts
        words = _("%(percent)s%% off the threshold of %(officer)s, to %(day)s: %(reason)s")
        return words % {**facts, "day": formats.day(step.ends_on)}


class ScenarioToday:
    """A scenario as ``user`` sees it today. Its statements do not depend on how much it changes."""

    def __init__(self, scenario: Scenario, user: User, today: date):
        self.scenario, self.user, self.today = scenario, user, today
        self.day = day_of(scenario, today) if scenario.is_open else scenario.starts_on

    @cached_property
    def steps(self) -> list[ScenarioStep]:
        """With their people through the gate, who have their ``brag`` of the day."""
        people = people_seen_by(self.user).with_brag(self.day)
        steps = self.scenario.steps.select_related("officer", "to")
        return list(steps.prefetch_related(Prefetch("service_user", people)))

    @cached_property
    def version(self) -> str:
        return version_of(self.scenario, self.steps)

    @property
    def first_day_problem(self) -> str:
        """Why it cannot begin on its day any more; empty where it can, or is over."""
        return problem_of_first_day(self.scenario.starts_on, self.today) if self.scenario.is_open else ""

    @cached_property
    def problems(self) -> Problems:
        """By step (ids), why it cannot be any more; only those that cannot."""
        return problems_of_steps(self.scenario, self.steps, self.day, self.today) if self.scenario.is_open else {}

    @cached_property
    def figures(self) -> Tried | None:
        """Of the steps that can be; as they were kept of one that was applied, and none of one that was thrown away."""
        if self.scenario.state == ScenarioState.APPLIED:
            return as_applied(self.scenario)
        if not self.scenario.is_open:
            return None
        return tried(self.scenario, [step for step in self.steps if step.pk not in self.problems], self.today)

    @cached_property
    def shown(self) -> list[Shown]:
        points: Mapping[int, Decimal] = {}
        moved = [step.service_user_id for step in self.steps if step.service_user_id]
        if moved and self.scenario.is_open:
            points = points_of(moved, self.day)
        told = reasons_told_to(self.user, self.today)
        return [
            Shown(
                step,
                points.get(step.service_user_id or 0),
                self.problems.get(step.pk, []),
                step.officer_id in told,
            )
            for step in self.steps
        ]

    @property
    def moves(self) -> list[Shown]:
        return [each for each in self.shown if each.step.kind == StepKind.MOVE]

    @property
    def others(self) -> list[Shown]:
        """The changes that are made beside moves: hours and adjustments."""
        return [each for each in self.shown if each.step.kind in (StepKind.HOURS, StepKind.ADJUSTMENT)]

    @property
    def expected(self) -> list[Shown]:
        """What is only thought of."""
        return [each for each in self.shown if each.step.kind == StepKind.EXPECTED]

    @property
    def does_something(self) -> bool:
        """Whether there is something to apply: expected cases are nobody's records."""
        return any(step.kind != StepKind.EXPECTED for step in self.steps)


def problems_of_steps(scenario: Scenario, steps: Sequence[ScenarioStep], day: date, today: date) -> Problems:
    """By step (ids), why it could not be applied on ``day`` any more; only those that could not.

    What moves a case and what adjusts a threshold is asked of the services that do it.
    """
    here = case_managers_of(scenario, day)
    here_today = here if day == today else case_managers_of(scenario, today)
    found: Problems = {step.pk: [] for step in steps}
    for step in steps:
        for officer in (step.officer, step.to):
            if officer and officer.pk not in here:
                found[step.pk].append(not_in_team(officer, day))
        # Who may change a threshold is decided by the team of today.
        changes_threshold = step.kind in (StepKind.HOURS, StepKind.ADJUSTMENT)
        if changes_threshold and step.officer and not found[step.pk] and step.officer_id not in here_today:
            found[step.pk].append(not_in_team(step.officer, today))
    sound = [step for step in steps if not found[step.pk]]
    for of_kind in (_of_moves, _of_hours, _of_adjustments):
        for pk, words in of_kind(sound, day):
            found[pk].append(words)
    return {pk: words for pk, words in found.items() if words}


def moves_as_decisions(steps: Sequence[ScenarioStep], day: date, **told: str) -> list[AllocationDecision]:
    """The moves among the steps as they are allocated, not saved; ``told`` is why."""
    return [
        AllocationDecision(service_user_id=step.service_user_id, officer=step.to, starts_on=day, **told)
        for step in steps
        if step.kind == StepKind.MOVE and step.service_user_id
    ]


def as_adjustment(step: ScenarioStep, day: date, agreed_with: str = "") -> Adjustment:
    """The adjustment that a step is, not saved."""
    told = {"officer_id": step.officer_id, "reason": step.reason, "percent": step.percent}
    return Adjustment(**told, starts_on=day, ends_on=step.ends_on, agreed_with=agreed_with)


def _of_moves(steps: Sequence[ScenarioStep], day: date) -> list[tuple[int, str]]:
    moves = [step for step in steps if step.kind == StepKind.MOVE]
    held = allocations_of_all([step.service_user_id for step in moves if step.service_user_id])
    found = []
    for step, problems in zip(moves, problems_of_each(moves_as_decisions(moves, day), held), strict=True):
        running = allocation_on(held[step.service_user_id or 0], day)
        if running and running.officer_id == step.to_id:
            found.append((step.pk, _("This case is allocated to %(officer)s already") % {"officer": step.to}))
        elif problems:
            found += [(step.pk, problem.message) for problem in problems]
        elif running is None or running.officer_id != step.officer_id:
            # Whoever has the case now may be beyond the reader's unit, and is not named.
            found.append((step.pk, _("This case is not with %(officer)s any more") % {"officer": step.officer}))
    return found


def _of_hours(steps: Sequence[ScenarioStep], day: date) -> list[tuple[int, str]]:
    changes = [step for step in steps if step.kind == StepKind.HOURS]
    posts = Post.objects.on(day).order_by().filter(user__in=[step.officer_id for step in changes])
    hours: dict[int | None, Decimal] = dict(posts.values_list("user", "weekly_hours"))
    words = _("%(officer)s works so many hours already")
    return [
        (step.pk, words % {"officer": step.officer})
        for step in changes
        if hours.get(step.officer_id) == step.weekly_hours
    ]


def _of_adjustments(steps: Sequence[ScenarioStep], day: date) -> list[tuple[int, str]]:
    changes = [step for step in steps if step.kind == StepKind.ADJUSTMENT]
    found = problems_of_adjustments([as_adjustment(step, day) for step in changes])
    return [(step.pk, words) for step, said in zip(changes, found, strict=True) for words in said.values()]
