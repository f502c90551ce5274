"""Writes the demonstration caseload: the ten files, a team at a time and a person at a time."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from random import Random

from demonstration.appointments import Appointment, AppointmentMaker
from demonstration.organisation import Ldu, Office, Officer, Organisation, Team, make_organisation
from demonstration.people import Person, PersonMaker
from demonstration.timeline import Timeline
from interchange.files import FILES

Row = dict[str, object]

CLOSED = 0.18  # the share of people whose case is closed
UNALLOCATED = 0.012


def write_caseload(directory: Path, *, people: int, seed: int, as_of: date) -> int:
    """Write a caseload of ``people`` invented service users into ``directory``; return the number of contacts.

    The directory is made where it is missing, and files of the same names are replaced. The first row of staff is a
    case manager, then come their team manager, LDU head, chief officer and administrator. Raises `ValueError` where
    the bank holidays around ``as_of`` are not known.
    """
    timeline = Timeline(as_of)
    rng = Random(seed)
    organisation = make_organisation(rng, timeline, people)
    with _Files(directory) as files:
        _write_organisation(files, organisation)
        return _write_people(files, rng, timeline, organisation, people)


class _Files:
    """The files of a caseload, open for writing."""

    def __init__(self, directory: Path):
        self._directory = directory
        self._stack = ExitStack()
        self._writers: dict[str, csv.DictWriter[str]] = {}

    def __enter__(self) -> "_Files":
        self._directory.mkdir(parents=True, exist_ok=True)
        for declared in FILES:
            path = self._directory / declared.file_name
            file = self._stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            writer = self._writers[declared.name] = csv.DictWriter(file, declared.column_names(), lineterminator="\n")
            writer.writeheader()
        return self

    def __exit__(self, *details: object) -> None:
        self._stack.close()

    def write(self, name: str, rows: Iterable[Row]) -> None:
        """Add rows. None is a blank and a date is written as the format has it."""
        self._writers[name].writerows(rows)


def _write_organisation(files: _Files, organisation: Organisation) -> None:
    for ldu in organisation.ldus:
        files.write("offices", (_office_row(ldu, office) for office in ldu.offices))
    files.write("staff", _staff_rows(organisation))
    files.write(
        "adjustments",
        (
            {
                "staff_code": officer.code,
                "reason": adjustment.reason,
                "percent": adjustment.percent,
                "starts_on": adjustment.starts_on,
                "ends_on": adjustment.ends_on,
            }
            for ldu in organisation.ldus
            for team in ldu.teams
            for officer in team.case_managers
            for adjustment in officer.adjustments
        ),
    )


def _office_row(ldu: Ldu, office: Office) -> Row:
    return {
        "office": office.name,
        "ldu": ldu.place.ldu,
        "division": ldu.place.division,
        "kind": office.kind,
        "amk_from": office.live_from,
        "rurality": office.rurality or None,
        "address": office.address,
        "phone": office.phone,
    }


def _staff_rows(organisation: Organisation) -> Iterator[Row]:
    rows: list[tuple[Officer, Ldu | None, Team | None, str]] = []
    for ldu in organisation.ldus:
        for team in ldu.teams:
            rows.extend((officer, ldu, team, "") for officer in team.case_managers)
            rows.append((team.manager, ldu, team, ""))
        rows.append((ldu.head, ldu, None, ""))
    rows.extend((officer, None, None, division) for division, officer in organisation.chief_officers.items())
    rows.extend((officer, None, None, "") for officer in organisation.administrators)
    # The sign-in accounts of the demonstration are the first of each role, so these open the file.
    first_of_role: dict[str, Officer] = {}
    for officer, *_ in rows:
        first_of_role.setdefault(officer.role, officer)
    rows.sort(key=lambda row: row[0] is not first_of_role[row[0].role])
    for officer, ldu_of, team_of, division in rows:
        yield {
            "staff_code": officer.code,
            "first_name": officer.first_name,
            "last_name": officer.last_name,
            "email": officer.email,
            "role": officer.role,
            "grade": officer.grade,
            "team": team_of.name if team_of else "",
            "office": officer.office.name if officer.office else "",
            "ldu": ldu_of.place.ldu if ldu_of else "",
            "division": division,
            "weekly_hours": officer.hours,
            "starts_on": officer.starts_on,
            "ends_on": officer.ends_on,
        }


def _write_people(files: _Files, rng: Random, timeline: Timeline, organisation: Organisation, people: int) -> int:
    person_maker = PersonMaker(rng, timeline)
    appointment_maker = AppointmentMaker(rng, timeline)
    teams = [(ldu, team) for ldu in organisation.ldus for team in ldu.teams]
    contacts = 0
    for (ldu, team), size in zip(teams, _parts(people, [team.share for _, team in teams]), strict=True):
        for officer, closed in _cases(rng, team, size):
            person = person_maker.person(ldu, team, officer, closed=closed)
            _write_person(files, person)
            appointments = appointment_maker.appointments(person, ldu, team)
            contacts += len(appointments)
            files.write("contacts", (_contact_row(person, appointment) for appointment in appointments))
        for officer in team.case_managers:
            officer.diary.clear()
    return contacts


def _parts(total: int, shares: list[float]) -> list[int]:
    """``total`` in whole parts that stand to one another as the shares do."""
    parts = []
    left, share_left = total, sum(shares)
    for share in shares:
        part = round(left * share / share_left) if share_left else 0
        parts.append(part)
        left -= part
        share_left -= share
    return parts


def _cases(rng: Random, team: Team, people: int) -> list[tuple[Officer | None, bool]]:
    """Who holds each of a team's cases, and whether it is closed, in no order."""
    closed, unallocated = round(people * CLOSED), round(people * UNALLOCATED)
    held = _parts(people - closed - unallocated, [officer.share for officer in team.case_managers])
    cases: list[tuple[Officer | None, bool]] = [(None, True)] * closed
    cases += [(None, False)] * unallocated
    for officer, count in zip(team.case_managers, held, strict=True):
        cases += [(officer, False)] * count
    rng.shuffle(cases)
    return cases


def _write_person(files: _Files, person: Person) -> None:
    crn = person.crn
    files.write("service_users", [_person_row(person)])
    files.write(
        "orders",
        (
            {
                "order_ref": f"{crn}-{number}",
                "crn": crn,
                "type": order.type,
                "starts_on": order.starts_on,
                "ends_on": order.ends_on,
                "terminated_on": order.terminated_on,
                "requirements": order.requirements,
            }
            for number, order in enumerate(person.orders, start=1)
        ),
    )
    files.write("custody", ({"crn": crn, "starts_on": first, "ends_on": last} for first, last in person.custody))
    files.write(
        "brag",
        (
            {"crn": crn, "reviewed_on": review.day, "status": review.status, "reviewed_by": review.officer.code}
            for review in person.reviews
        ),
    )
    for name, spells in (("allocations", person.allocations), ("designations", person.designations)):
        files.write(
            name,
            (
                {
                    "crn": crn,
                    "staff_code": spell.officer.code,
                    "starts_on": spell.starts_on,
                    "ends_on": spell.ends_on,
                }
                for spell in spells
            ),
        )


def _person_row(person: Person) -> Row:
    return {
        "crn": person.crn,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "date_of_birth": person.born,
        "language": person.language,
        "office": person.office.name,
        "iom": "Y" if person.iom else "N",
        "address": person.address,
        "phone": person.phone,
        "email": person.email,
    }


def _contact_row(person: Person, made: Appointment) -> Row:
    return {
        "contact_ref": made.ref,
        "crn": person.crn,
        "staff_code": made.officer.code,
        "code": made.code,
        "date": made.day,
        "start_time": _clock(made.start),
        "end_time": _clock(made.start + made.minutes),
        "place": made.place,
        "notice_issued_at": made.notice and made.notice.isoformat(timespec="minutes"),
        "slip_uploaded": "Y" if made.slip else "N",
        "other_activity": made.other_activity,
        "outcome": made.outcome,
        "cancelled_by": made.cancelled_by,
        "follow_up": made.follow_up,
        "follow_up_on": made.follow_up_on,
        "follow_up_ref": made.follow_up_ref,
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
