"""What `manage.py compliance` answers (rules, section 3; interchange, answers)."""

from datetime import date
from fractions import Fraction
from math import floor

from tests.oracle.days import days_of
from tests.oracle.measures import SHIPPED, Measure, Measures, in_force
from tests.oracle.months import UNALLOCATED, is_listed, not_applicable_reason, owner, result
from tests.oracle.records import Caseload, Row
from tests.oracle.verdicts import failed_criteria, verdict

Answer = tuple[list[str], list[list[str]]]

GROUP = ["division", "ldu", "team", "case_manager"]
FIGURES = [
    "service_users",
    "applicable",
    "met",
    "pending",
    "not_met",
    "percent",
    "best_percent",
    "band",
    "final",
    "ramp_up",
]


def compliance(
    caseload: Caseload,
    month: str,
    as_of: date,
    level: str,
    ldu: str | None = None,
    team: str | None = None,
    measures: Measures = SHIPPED,
) -> Answer:
    """The column names and the rows, as text, of the month at one level; `ldu` and `team` are those of section 3."""
    if level == "contact":
        return contact_rows(caseload, month, as_of, ldu, team, measures)
    people = [
        person_in_month(caseload, crn, month, as_of, measures)
        for crn in sorted(caseload.service_users)
        if is_listed(caseload, crn, month)
    ]
    people = [person for person in people if in_filter(person, ldu, team)]
    if level == "service_user":
        columns = ["crn", "applicable", "reason", "result", "case_manager", "team", "ldu", "division"]
        for person in people:
            if person["case_manager"] == UNALLOCATED:
                person["case_manager"] = ""
        return columns, [[person[column] for column in columns] for person in people]
    group_columns = GROUP[: GROUP.index(level) + 1]
    groups: dict[tuple[str, ...], list[Row]] = {}
    for person in people:
        groups.setdefault(tuple(person[column] for column in group_columns), []).append(person)
    rows = [[*group, *figures(groups[group], month, as_of, in_force(measures, month))] for group in sorted(groups)]
    return group_columns + FIGURES, rows


def in_filter(place: Row, ldu: str | None, team: str | None) -> bool:
    """Whether a group or person is within the LDU and the team asked for."""
    return (ldu is None or place["ldu"] == ldu) and (team is None or place["team"] == team)


def contact_rows(
    caseload: Caseload, month: str, as_of: date, ldu: str | None, team: str | None, measures: Measures
) -> Answer:
    """'Every contact dated in the month, ordered by date, contact_ref.'"""
    rows = []
    for contact in sorted(caseload.contacts, key=lambda contact: (contact["date"], contact["contact_ref"])):
        if contact["date"] in days_of(month) and in_filter(owner(caseload, contact["crn"], month, as_of), ldu, team):
            rows.append(
                [
                    contact["contact_ref"],
                    contact["crn"],
                    contact["code"],
                    contact["date"].isoformat(),
                    verdict(caseload, contact, as_of, measures),
                    ";".join(failed_criteria(caseload, contact, measures)),
                ]
            )
    return ["contact_ref", "crn", "code", "date", "verdict", "failed"], rows


def person_in_month(caseload: Caseload, crn: str, month: str, as_of: date, measures: Measures) -> Row:
    """Whether the month is applicable for a person, why not, its result, and to whom it belongs."""
    reason = not_applicable_reason(caseload, crn, month, measures)
    return {
        "crn": crn,
        "applicable": "N" if reason else "Y",
        "reason": reason or "",
        "result": "" if reason else result(caseload, crn, month, as_of, measures),
        **owner(caseload, crn, month, as_of),
    }


def figures(people: list[Row], month: str, as_of: date, measure: Measure) -> list[str]:
    """'The measure is met / applicable, pending ones included in applicable.'"""
    applicable = len([person for person in people if person["applicable"] == "Y"])
    met, pending, not_met = (
        len([person for person in people if person["result"] == result]) for result in ("met", "pending", "not_met")
    )
    return [
        str(len(people)),
        str(applicable),
        str(met),
        str(pending),
        str(not_met),
        percent(met, applicable),
        percent(met + pending, applicable),
        band(met, applicable, measure),
        "Y" if as_of > days_of(month)[-1] and pending == 0 else "N",
        "Y" if month in measure.ramp_up else "N",
    ]


def percent(part: int, whole: int) -> str:
    """'One decimal, rounding half up'; blank when nobody is applicable."""
    return rounded(Fraction(part * 100, whole), 1) if whole else ""


def band(met: int, applicable: int, measure: Measure) -> str:
    """'Compare unrounded. At or above 95%: target met. Below 95% and at or above 85%: below target', by the measure."""
    if applicable == 0:
        return "no_cases"
    if Fraction(met, applicable) >= Fraction(measure.target, 100):
        return "target_met"
    if Fraction(met, applicable) >= Fraction(measure.improvement_below, 100):
        return "below_target"
    return "improvement"


def rounded(value: Fraction, places: int) -> str:
    """A number that is not negative, rounded half up to so many decimals, as text."""
    digits = str(floor(value * 10**places + Fraction(1, 2))).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}"
