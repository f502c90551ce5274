from collections.abc import Iterator
from datetime import date
from typing import Any

from base.exact import rounded
from cases.models import ServiceUser
from staff.commands import UnitAnswerCommand
from staff.models import User
from staff.units import LEVELS, Unit, at_level
from workload.models import WorkloadModel
from workload.selectors import cases, loads

SERVICE_USER_COLUMNS = ["crn", "case_manager", "status", "single_requirement", "points", "overdue"]
LOAD_COLUMNS = ["cases", "points", "threshold", "indicator", "band"]


class Command(UnitAnswerCommand):
    help = "The workload on a day, from divisions down to case managers and cases."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--level", choices=[*LEVELS, "service_user"], default="case_manager")

    def handle(self, *, level: str, **options) -> None:
        as_of = self.as_of(options)
        unit = self.unit(options)
        if level == "service_user":
            self.answer(SERVICE_USER_COLUMNS, service_user_rows(as_of, unit), options["format"])
        else:
            columns = [*LEVELS[: LEVELS.index(level) + 1], *LOAD_COLUMNS]
            self.answer(columns, load_rows(as_of, unit, level), options["format"])


def service_user_rows(day: date, unit: Unit | None) -> Iterator[list]:
    staff = dict(User.objects.order_by().values_list("pk", "staff_code"))
    held: Any = cases(day, ServiceUser.objects.of(unit, day) if unit else None).with_officer(day)
    rows = held.values_list("crn", "officer", "brag", "single_requirement", "points", "overdue")
    for crn, officer, status, single_requirement, points, overdue in rows.iterator(chunk_size=5000):
        yield [crn, staff.get(officer), status, "Y" if single_requirement else "N", points, "Y" if overdue else "N"]


def load_rows(day: date, unit: Unit | None, level: str) -> Iterator[list]:
    model = WorkloadModel.objects.in_force(day)
    for group, load in at_level(loads(day, unit), level).items():
        yield [
            *group,
            load.cases,
            load.points,
            rounded(load.threshold, 2),
            None if load.indicator is None else rounded(load.indicator, 1),
            load.band(model),
        ]
