"""Applying a scenario: all that it changes, in one transaction, by the services of each change, or nothing of it."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already, Counted, writes
from casework.scenarios import ScenarioToday, as_adjustment, moves_as_decisions
from casework.services.allocating import allocate_each, allocations_of_all, lock_people, version
from casework.services.refusals import Refused
from staff.models import User
from workload.access import APPLY_SCENARIOS
from workload.models import Scenario, ScenarioFigure, ScenarioState, StepKind
from workload.services.periods import CHANGED
from workload.services.scenarios import end_scenario, locked, locked_to_change
from workload.services.thresholds import begin_adjustment, begin_hours
from workload.trying import kept_figures


class StepsRefused(ValidationError):
    """Why a scenario is not applied, with the problems of each of its steps by its id."""

    def __init__(self, problems: Mapping[int, list[str]]):
        words = _("Nothing has been applied. The reasons are beside the changes that cannot be made any more.")
        super().__init__(words)
        self.problems = problems


@writes("apply a scenario")
def apply_scenario(
    *,
    by: User,
    scenario: Scenario,
    seen: str,
    reason: str = "",
    details: str = "",
    exception: str = "",
    agreed_with: str = "",
) -> Scenario | Counted[Scenario] | Already[Scenario]:
    """Do all that the scenario changes from its first day on, and keep its figures as they were before.

    ``reason`` and ``details`` say why cases move, ``exception`` why against the rules of the roll-out
    (`casework.stage_rules`), ``agreed_with`` who agreed its adjustments. Expected cases are only thought of: nothing is
    done about them. Sent twice, it is applied once. Raises ValidationError where the scenario is not as it was ``seen``
    or has nothing to apply, by field where an exception has no reason, and `StepsRefused` where something cannot be any
    more.
    """
    if locked(by, scenario).state == ScenarioState.APPLIED:
        return Already(scenario)
    current = locked_to_change(by, scenario)
    if by.role not in APPLY_SCENARIOS:
        raise ValidationError(_("You cannot apply this scenario."))
    # From here nobody else allocates them.
    lock_people(current.steps.filter(kind=StepKind.MOVE).values_list("service_user", flat=True))
    found = ScenarioToday(current, by, timezone.localdate())
    if found.version != seen:
        raise ValidationError(CHANGED)
    if found.first_day_problem:
        raise ValidationError(_("The first day of this scenario is over. Change it, then try again."))
    if not found.does_something:
        raise ValidationError(_("There is nothing to apply in this scenario."))
    if found.problems:
        raise StepsRefused(found.problems)
    assert found.figures
    ScenarioFigure.objects.bulk_create(kept_figures(current, found.figures))
    _move(by, found, reason=reason, details=details, exception=exception)
    for each in found.others:
        step = each.step
        try:
            if step.kind == StepKind.HOURS:
                assert step.officer_id is not None and step.weekly_hours is not None
                begin_hours(by, step.officer_id, step.weekly_hours, found.day)
            else:
                begin_adjustment(by, as_adjustment(step, found.day, agreed_with))
        except ValidationError as refused:
            raise StepsRefused({step.pk: refused.messages}) from refused
    end_scenario(current, by, ScenarioState.APPLIED)
    return Counted(current, {"moves": len(found.moves), "thresholds": len(found.others)})


def _move(by: User, found: ScenarioToday, **told: str) -> None:
    decisions = moves_as_decisions(found.steps, found.day, **told)
    held = allocations_of_all([each.service_user_id for each in decisions])
    try:
        allocate_each(by, decisions, {pk: version(theirs) for pk, theirs in held.items()})
    except Refused as refused:
        # Why an exception is made is answered on the form; of all else there is nothing left to answer.
        if {problem.field for problem in refused.problems} == {"exception"}:
            raise ValidationError({"exception": [problem.message for problem in refused.problems]}) from refused
        raise ValidationError([problem.message for problem in refused.problems]) from refused
