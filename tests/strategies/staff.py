"""Offices and staff: every role, same and odd names, joiners and leavers, thresholds from nothing to more than full."""

from datetime import date
from random import Random

from tests.oracle.days import days_of
from tests.strategies.days import DAY

# Capitals, accents and digits tell an order by code point from others; one team's name stands in two LDUs.
LDUS = {"Devon": "DDC", "de Gwynedd": "Wales", "Ynys Môn": "Wales"}
OFFICES = {"Exeter": "Devon", "Bala": "de Gwynedd", "Môn": "Ynys Môn", "Amlwch": "Ynys Môn"}
STAFF = [
    ("CM1", "case_manager", "Team 1", "Devon", ""),
    ("CM10", "case_manager", "Team 1", "Ynys Môn", "Wales"),
    ("CM2", "case_manager", "team 2", "Ynys Môn", ""),
    ("CM3", "case_manager", "Team 10", "de Gwynedd", ""),
    ("CM4", "case_manager", "Team 10", "de Gwynedd", ""),
    ("TM1", "team_manager", "Team 1", "Devon", ""),
    ("LH1", "ldu_head", "", "Ynys Môn", ""),
    ("CO1", "chief_officer", "", "", "Wales"),
    ("AD1", "administrator", "", "", ""),
]
STAFF_CODES = [code for code, *_ in STAFF]
CASE_MANAGERS = [code for code, role, *_ in STAFF if role == "case_manager"]


def offices_and_staff(random: Random, month: str, as_of: date) -> dict[str, list[dict[str, str]]]:
    """The rows of offices, staff and adjustments, with dates on the edges of the month and the day of asking."""
    first, last = days_of(month)[0], days_of(month)[-1]
    return {
        "offices": [office(random, name, first) for name in OFFICES],
        "staff": [officer(random, *place, last, as_of) for place in STAFF],
        "adjustments": [row for code in STAFF_CODES for row in adjustments(random, code, as_of)],
    }


def office(random: Random, name: str, first: date) -> dict[str, str]:
    """An office: live well before the month or from its first day mostly, else from a later day or not at all."""
    live_from = random.choice([*[first - 90 * DAY] * 6, *[first] * 4, first - DAY, first + DAY, first + 20 * DAY, ""])
    return {
        "office": name,
        "ldu": OFFICES[name],
        "division": LDUS[OFFICES[name]],
        "kind": random.choice(["front_office", "operational_hub", "community_hub"]),
        "amk_from": str(live_from),
        "rurality": random.choice(["", "0", "10", "33.33", "100"]),
    }


def officer(
    random: Random, code: str, role: str, team: str, ldu: str, division: str, last: date, as_of: date
) -> dict[str, str]:
    """A member of staff: mostly in post, with so few hours that a handful of cases reach every band."""
    starts_on, ends_on = random.choice(
        [
            *[("", ""), (last - 900 * DAY, "")] * 4,
            *[("", last - DAY), ("", last), (last + DAY, "")],
            *[("", as_of - DAY), ("", as_of), (as_of, ""), (as_of + DAY, "")],
        ]
    )
    hours = ["0", "2.5", "3.33", "3.7", "5", "7.4", "18.5", "37", "48"]
    return {
        "staff_code": code,
        "first_name": "Dewi",
        "last_name": f"O'{code}",
        "email": f"{code.lower()}@example.org",
        "role": role,
        "grade": random.choice(["PO", "PSO", ""]),
        "team": team,
        "office": random.choice([*OFFICES, ""]),
        "ldu": ldu,
        "division": division,
        "weekly_hours": random.choice(hours if role == "case_manager" else [*hours, ""]),
        "starts_on": str(starts_on),
        "ends_on": str(ends_on),
    }


def adjustments(random: Random, code: str, as_of: date) -> list[dict[str, str]]:
    """None mostly; else up to three that may add up to more than 100, in force on the day of asking or just not."""
    rows = []
    for reason in random.sample(["phased return", "new in post", "cover"], random.choice([0, 0, 0, 1, 2, 3])):
        starts_on, ends_on = random.choice(
            [(as_of - 30 * DAY, ""), (as_of, as_of), (as_of + DAY, ""), (as_of - 30 * DAY, as_of - DAY)]
        )
        percent = random.choice(["0", "12.5", "33.33", "50", "60", "100"])
        rows.append(
            {
                "staff_code": code,
                "reason": reason,
                "percent": percent,
                "starts_on": str(starts_on),
                "ends_on": str(ends_on),
            }
        )
    return rows
