"""What a workload model would change on the day on which it starts: it is tried beside the one in force then."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from staff.models import User
from staff.units import Place, Unit, at_level, part_name
from workload.models import WorkloadModel
from workload.rules import Band
from workload.selectors import Load, loads
from workload.tables import LoadRow


@dataclass(frozen=True)
class Changed:
    """What an LDU, a team or a case manager carries by the one model and by the other. ``within`` is where it lies."""

    name: str
    within: str
    before: LoadRow
    after: LoadRow

    @property
    def change(self) -> Fraction | None:
        """How far the indicator moves, in percentage points, exact; None where there is no threshold."""
        before, after = self.before.load.indicator, self.after.load.indicator
        return None if before is None or after is None else after - before


@dataclass(frozen=True)
class Preview:
    """By level what changes on ``day``, the worst first; and of the case managers how many are in each band."""

    day: date
    instead_of: WorkloadModel
    ldus: list[Changed]
    teams: list[Changed]
    case_managers: list[Changed]
    bands: list[tuple[Band, int, int]]


def preview(model: WorkloadModel, today: date, unit: Unit | None) -> Preview:
    """What the model would change, of the whole organisation; of the case managers only those of the ``unit``.

    The cases are those of its first day as they are recorded now, so that only the model differs. The number of
    statements does not depend on how many there are.
    """
    day = max(model.starts_on or today, today + timedelta(days=1))
    instead_of = WorkloadModel.objects.exclude(pk=model.pk).in_force(day)
    before, after = loads(day, model=instead_of), loads(day, model=model)
    models = instead_of, model
    names = _names(unit, day)

    def at(level: str, name: Callable[[tuple[str, ...]], str], only: Mapping[str, str] | None = None) -> list[Changed]:
        loads_before, loads_after = at_level(before, level), at_level(after, level)
        groups = [group for group in loads_after if only is None or group[-1] in only]
        rows = [
            _changed(name(group), group, loads_before.get(group, Load()), loads_after[group], models)
            for group in groups
        ]
        return sorted(rows, key=_worst_first)

    return Preview(
        day=day,
        instead_of=instead_of,
        ldus=at("ldu", lambda group: part_name(None, group[-1], "ldu")),
        teams=at("team", lambda group: part_name(None, group[-1], "team")),
        case_managers=at("case_manager", lambda group: names[group[-1]], names),
        bands=_bands(before, after, models),
    )


def _changed(
    name: str, group: tuple[str, ...], before: Load, after: Load, models: tuple[WorkloadModel, WorkloadModel]
) -> Changed:
    rows = [LoadRow(name, None, load, model) for load, model in zip((before, after), models, strict=True)]
    return Changed(name, group[-2], *rows)


def _worst_first(changed: Changed) -> tuple[bool, Fraction, str, str]:
    """The highest rise of an indicator first; what has none comes last."""
    return changed.change is None, -(changed.change or Fraction(0)), changed.within, changed.name


def _names(unit: Unit | None, day: date) -> dict[str, str]:
    """By staff code, the names of those with a post in the unit on the day."""
    if unit is None:
        return {}
    members = User.objects.filter(pk__in=unit.posts.on(day).values("user"))
    return {user.staff_code: str(user) for user in members}


def _bands(
    before: Mapping[Place, Load], after: Mapping[Place, Load], models: tuple[WorkloadModel, WorkloadModel]
) -> list[tuple[Band, int, int]]:
    counted = [
        Counter(load.band(model) for load in carried.values() if load.allocated)
        for carried, model in zip((before, after), models, strict=True)
    ]
    return [(band, counted[0][band], counted[1][band]) for band in Band if band != Band.UNALLOCATED]
