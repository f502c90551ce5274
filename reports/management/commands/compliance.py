from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from typing import Any

from django_cte import CTE, with_cte

from base.exact import rounded
from base.months import Month
from contacts.criteria import failed_tests
from contacts.measure import Measure, Measures
from reports.figures import figures
from reports.rules import Figure
from reports.selectors import contacts_of, people_of
from staff.commands import UnitAnswerCommand
from staff.models import User
from staff.selectors import places_of_offices, places_of_posts
from staff.units import LEVELS, Place, Unit, at_level

SERVICE_USER_COLUMNS = ["crn", "applicable", "reason", "result", "case_manager", "team", "ldu", "division"]
CONTACT_COLUMNS = ["contact_ref", "crn", "code", "date", "verdict", "failed"]
FIGURE_COLUMNS = [
    "service_users", "applicable", "met", "pending", "not_met", "percent", "best_percent", "band", "final", "ramp_up",
]  # fmt: skip


def month(text: str) -> Month:
    """A command's argument that is a month, YYYY-MM."""
    try:
        return Month.parse(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no month: write it YYYY-MM") from error


class Command(UnitAnswerCommand):
    help = "The minimum contact measure of a month, from divisions down to people and contacts."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--month", metavar="YYYY-MM", type=month, required=True)
        parser.add_argument("--level", choices=[*LEVELS, "service_user", "contact"], default="division")

    def handle(self, *, month: Month, level: str, **options) -> None:
        as_of = self.as_of(options)
        unit = self.unit(options)
        if level == "contact":
            self.answer(CONTACT_COLUMNS, contact_rows(month, as_of, unit), options["format"])
        elif level == "service_user":
            self.answer(SERVICE_USER_COLUMNS, service_user_rows(month, as_of, unit), options["format"])
        else:
            columns = [*LEVELS[: LEVELS.index(level) + 1], *FIGURE_COLUMNS]
            self.answer(columns, figure_rows(month, as_of, unit, level), options["format"])


def service_user_rows(month: Month, as_of: date, unit: Unit | None) -> Iterator[list]:
    posts, offices = places_of_posts(), places_of_offices()
    staff = dict(User.objects.order_by().values_list("pk", "staff_code"))
    people: Any = people_of(unit, month, as_of)
    rows = people.values_list("crn", "reason", "result", "officer", "post", "office_id")
    for crn, reason, result, officer, post, office in rows.iterator(chunk_size=5000):
        place = posts[post] if post else Place("", "", "", staff[officer]) if officer else offices[office]
        case_manager = place.case_manager if officer else None
        yield [crn, "N" if reason else "Y", reason, result, case_manager, place.team, place.ldu, place.division]


def contact_rows(month: Month, as_of: date, unit: Unit | None) -> Iterator[list]:
    contacts: Any = contacts_of(month, as_of)
    if unit:
        people = CTE(people_of(unit, month, as_of).order_by().values("pk"), name="people")
        contacts = with_cte(people, select=contacts.filter(service_user__in=people.queryset().values("pk")))
    rows = contacts.values_list("contact_ref", "service_user__crn", "type_id", "date", "verdict", "failing")
    for reference, crn, code, day, verdict, failing in rows.iterator(chunk_size=5000):
        yield [reference, crn, code, day, verdict, ";".join(failed_tests(failing))]


def figure_rows(month: Month, as_of: date, unit: Unit | None, level: str) -> Iterator[list]:
    measure = Measures.known().of(month)
    ramp_up = "Y" if measure.is_ramp_up(month) else "N"
    for group, figure in at_level(figures([month], as_of, unit)[month], level).items():
        yield [*group, *figure_columns(figure, measure, month_is_over=as_of > month.last), ramp_up]


def figure_columns(figure: Figure, measure: Measure, month_is_over: bool) -> list:
    return [
        figure.service_users,
        figure.applicable,
        figure.met,
        figure.pending,
        figure.not_met,
        None if figure.percent is None else rounded(figure.percent, 1),
        None if figure.best_percent is None else rounded(figure.best_percent, 1),
        figure.band(measure),
        "Y" if figure.is_final(month_is_over) else "N",
    ]
