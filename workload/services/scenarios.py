"""Scenarios of a team: making one, changing what it says, sharing it, saying what one thinks, throwing it away.

Applying one takes the services of cases too: `casework.services.scenarios`.
"""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already, Counted, writes
from base.clock import local_now
from cases.allocating import AHEAD
from staff.models import Post, Role, User
from staff.services import CRN
from ui import formats
from ui.words import named
from workload.access import may_change_scenario, scenarios_seen_by, teams_of
from workload.models import Scenario, ScenarioOpinion, ScenarioState, ScenarioStep, StepKind
from workload.scenarios import OPEN, version_of
from workload.services.periods import CHANGED

# What tells two steps of a kind apart: another one of the same takes its place.
ALIKE = {
    StepKind.MOVE: ("service_user_id",),
    StepKind.HOURS: ("officer_id",),
    StepKind.ADJUSTMENT: ("officer_id", "reason"),
    StepKind.EXPECTED: ("officer_id", "weighs_as"),
}
SAYS = (
    "officer_id", "service_user_id", "to_id", "weekly_hours", "percent", "reason", "ends_on", "weighs_as", "number",
)  # fmt: skip


@writes("make a scenario")
def make_scenario(*, by: User, scenario: Scenario) -> Scenario | Already[Scenario]:
    """Save a scenario that is not saved yet, of one of the user's teams. Sent twice, it is made once.

    Raises ValidationError, by field, with the `problems_of_scenario`.
    """
    if not teams_of(by).filter(pk=scenario.team_id).exists():
        raise ValidationError(named(_("Only those who answer for this %(team)s can do this.")))
    # Two that are sent at once wait for each other here.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    alike = Scenario.objects.filter(OPEN, made_by=by, team=scenario.team_id, name=scenario.name)
    made = alike.filter(starts_on=scenario.starts_on, note=scenario.note).first()
    if made and not made.steps.exists():
        return Already(made)
    scenario.made_by, scenario.made_at, scenario.changed_at = by, local_now(), local_now()
    if problems := problems_of_scenario(scenario):
        raise ValidationError(problems)
    scenario.save(force_insert=True)
    return scenario


@writes("change a scenario")
def change_scenario(
    *, by: User, scenario: Scenario, name: str, starts_on: date, note: str, seen: str
) -> Scenario | None:
    """Change its name, first day and note. Returns None where they are so already.

    Raises ValidationError, by field, with the `problems_of_scenario`, and where it is not as it was ``seen``.
    """
    current = locked_to_change(by, scenario)
    if (current.name, current.starts_on, current.note) == (name, starts_on, note):
        return None
    if version_of(current, current.steps.all()) != seen:
        raise ValidationError(CHANGED)
    current.name, current.starts_on, current.note = name, starts_on, note
    if problems := problems_of_scenario(current):
        raise ValidationError(problems)
    current.changed_at = local_now()
    current.save()
    return current


@writes("add to a scenario")
def add_steps(
    *, by: User, scenario: Scenario, steps: Sequence[ScenarioStep]
) -> Scenario | Counted[Scenario] | Already[Scenario]:
    """Add steps, not saved yet, all of them or none. What it says of the same already, they take the place of.

    Raises ValidationError where one is about somebody who is no case manager of the team on its first day.
    """
    current = locked_to_change(by, scenario)
    known = case_managers_of(current, current.starts_on)
    for step in steps:
        for officer in (step.officer, step.to):
            if officer and officer.pk not in known:
                raise ValidationError(not_in_team(officer, current.starts_on))
    held = {_key(step): step for step in current.steps.select_for_update()}
    new = []
    for step in steps:
        there = held.get(_key(step))
        if there and all(getattr(there, name) == getattr(step, name) for name in SAYS):
            continue
        if there:
            there.delete()
        step.scenario = current
        new.append(step)
    if not new:
        return Already(current)
    ScenarioStep.objects.bulk_create(new)
    current.changed_at = local_now()
    current.save(update_fields=["changed_at"])
    return Counted(current, {"steps": len(new)})


@writes("take a step out of a scenario")
def remove_step(*, by: User, scenario: Scenario, step: int) -> Scenario | None:
    """Take one step (an id) out; the history keeps it. Returns None where it is gone already."""
    current = locked_to_change(by, scenario)
    if not current.steps.filter(pk=step).delete()[0]:
        return None
    current.changed_at = local_now()
    current.save(update_fields=["changed_at"])
    return current


@writes("share a scenario")
def share_scenario(*, by: User, scenario: Scenario) -> Scenario | None:
    """Let everybody see it who answers for the team. Returns None where they do already."""
    current = locked_to_change(by, scenario)
    if current.state == ScenarioState.SHARED:
        return None
    current.state, current.shared_at = ScenarioState.SHARED, local_now()
    current.save()
    return current


@writes("say what one thinks of a scenario")
def give_opinion(
    *, by: User, scenario: Scenario, agrees: bool, reason: str, seen: str
) -> ScenarioOpinion | Already[ScenarioOpinion]:
    """Add what an LDU head or a chief officer thinks of a scenario that was shared, as it was ``seen``.

    Sent twice, it is said once. Raises ValidationError, by field, where it says against it not why, and where the
    scenario is not shared any more or says something else by now.
    """
    current = locked(by, scenario)
    if current.state != ScenarioState.SHARED or by.role not in (Role.LDU_HEAD, Role.CHIEF_OFFICER):
        raise ValidationError(over_in_words(current))
    last = current.opinions.filter(by=by).first()
    if last and (last.agrees, last.reason, last.about) == (agrees, reason, seen):
        return Already(last)
    if version_of(current, current.steps.all()) != seen:
        raise ValidationError(CHANGED)
    if not agrees and not reason:
        raise ValidationError({"reason": _("Enter why you do not agree")})
    if CRN.search(reason):
        raise ValidationError({"reason": _no_crn()})
    return ScenarioOpinion.objects.create(
        scenario=current, by=by, at=local_now(), agrees=agrees, reason=reason, about=seen
    )


@writes("throw away a scenario")
def throw_away_scenario(*, by: User, scenario: Scenario) -> Scenario | None:
    """End it with nothing done. It is kept, with who and when. Returns None where it was thrown away already."""
    if locked(by, scenario).state == ScenarioState.THROWN_AWAY:
        return None
    current = locked_to_change(by, scenario)
    end_scenario(current, by, ScenarioState.THROWN_AWAY)
    return current


def end_scenario(current: Scenario, by: User, state: ScenarioState) -> None:
    """Let a scenario, which is locked, be over, as a step of a service."""
    current.state, current.ended_by, current.ended_at = state, by, local_now()
    current.save()


def locked(by: User, scenario: Scenario) -> Scenario:
    """The scenario as it stands now, locked. Raises ValidationError where ``by`` does not see it."""
    found = scenarios_seen_by(by).select_for_update(of=("self",)).filter(pk=scenario.pk).first()
    if found is None:
        raise ValidationError(_("This scenario is not there any more."))
    return found


def locked_to_change(by: User, scenario: Scenario) -> Scenario:
    """As `locked`. Raises ValidationError too where it is over, or not for ``by`` to change."""
    current = locked(by, scenario)
    if not may_change_scenario(by, current):
        raise ValidationError(over_in_words(current))
    return current


def over_in_words(scenario: Scenario) -> str:
    """Why nothing about the scenario can be changed."""
    if scenario.state == ScenarioState.APPLIED:
        return _("Somebody has applied this scenario. It cannot be changed any more.")
    if scenario.state == ScenarioState.THROWN_AWAY:
        return _("Somebody has thrown this scenario away. It cannot be changed any more.")
    return _("You cannot change this scenario.")


def problems_of_scenario(scenario: Scenario) -> dict[str, str]:
    """Why its name, first day or note cannot be, by field; empty where they can."""
    problems = {}
    others = Scenario.objects.filter(OPEN, made_by=scenario.made_by, team=scenario.team, name=scenario.name)
    if CRN.search(scenario.name):
        problems["name"] = _no_crn()
    elif others.exclude(pk=scenario.pk).exists():
        problems["name"] = _("There is another scenario with this name. Enter another name")
    if found := problem_of_first_day(scenario.starts_on, timezone.localdate()):
        problems["starts_on"] = found
    if CRN.search(scenario.note):
        problems["note"] = _no_crn()
    return problems


def problem_of_first_day(day: date, today: date) -> str:
    """Why a scenario cannot begin on the day; empty where it can."""
    if today <= day <= today + AHEAD:
        return ""
    limits = {"first": formats.day(today), "last": formats.day(today + AHEAD)}
    return _("Enter a date from %(first)s to %(last)s") % limits


def case_managers_of(scenario: Scenario, day: date) -> dict[int, User]:
    """The case managers of its team in post on the day, by id, by name. One query."""
    posts = Post.objects.on(day).filter(team=scenario.team_id, role=Role.CASE_MANAGER).values("user")
    return {user.pk: user for user in User.objects.in_post(day).filter(pk__in=posts)}


def not_in_team(officer: User, day: date) -> str:
    """Why a step cannot be about somebody."""
    words = _("%(officer)s is not in this %(team)s on %(day)s")
    return named(words, officer=officer, day=formats.day(day))


def _no_crn() -> str:
    return named(_("Take out the CRN. A scenario says who its %(service_users)s are by its changes"))


def _key(step: ScenarioStep) -> tuple:
    kind = StepKind(step.kind)
    return kind, *(getattr(step, name) for name in ALIKE[kind])
