from collections.abc import Iterator
from datetime import date

from base.exact import rounded
from staff.commands import ScopedAnswerCommand
from staff.selectors import LEVELS, Scope
from workload.models import WorkloadModel
from workload.selectors import cases, loads

SERVICE_USER_COLUMNS = ["crn", "case_manager", "status", "single_requirement", "points", "overdue"]
LOAD_COLUMNS = ["cases", "points", "threshold", "indicator", "band"]


class Command(ScopedAnswerCommand):
    help = "The workload on a day, from divisions down to case managers and cases."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--level", choices=[*LEVELS, "service_user"], default="case_manager")

    def handle(self, *, level: str, **options) -> None:
        as_of = self.as_of(options)
        scope = self.scope(options)
        if level == "service_user":
            self.answer(SERVICE_USER_COLUMNS, service_user_rows(as_of, scope), options["format"])
        else:
            columns = [*LEVELS[: LEVELS.index(level) + 1], *LOAD_COLUMNS]
            self.answer(columns, load_rows(as_of, scope, level), options["format"])


def service_user_rows(day: date, scope: Scope) -> Iterator[list]:
    for case in cases(day, scope=scope):
        yield [
            case.crn,
            case.place.case_manager if case.place.allocated else None,
            case.status,
            "Y" if case.single_requirement else "N",
            case.points,
            "Y" if case.overdue else "N",
        ]


def load_rows(day: date, scope: Scope, level: str) -> Iterator[list]:
    model = WorkloadModel.objects.in_force(day)
    for group, load in loads(cases(day, scope=scope), day, level, scope=scope).items():
        yield [
            *group,
            load.cases,
            load.points,
            rounded(load.threshold, 2),
            None if load.indicator is None else rounded(load.indicator, 1),
            load.band(model),
        ]
