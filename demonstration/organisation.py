"""The organisation of the demonstration: LDUs with their offices, teams and staff.

Its size follows from the number of people: one case manager to about 51 of them, closed cases included, and 6 to 10
case managers to a team.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from unicodedata import normalize

from base.months import Month
from demonstration import names
from demonstration.places import Place, address, place
from demonstration.timeline import Diary, Timeline
from staff.models import Office as OfficeRecord

PEOPLE_PER_CASE_MANAGER = 51
SMALLEST_TEAM, USUAL_TEAM, LARGEST_TEAM = 6, 8, 10
TEAMS_PER_LDU = 5
LEAST_LDUS = 4

# The share of months that each LDU meets, about: one needs improvement, one leads. Any further LDU lies in between.
MONTHS_MET = (0.95, 0.967, 0.815, 0.986)
FURTHER_MONTHS_MET = (0.93, 0.97)

# The stages in which minimum contact was rolled out.
STAGES = (date(2018, 10, 1), date(2018, 11, 1), date(2018, 12, 3), date(2019, 1, 7), date(2019, 2, 4))

FULL_TIME = Decimal(37)
PART_TIME = (Decimal("18.5"), Decimal("22.2"), Decimal("29.6"), Decimal("30"))
OFFICE_KINDS = ("operational_hub", "front_office", "community_hub")
RURALITY = (0, 5, 15)
REASONS = (
    ("phased return", 50),
    ("new in post", 40),
    ("cover for a colleague", 10),
    ("trade union duties", 20),
    ("practice tutor", 15),
    ("single point of contact for IOM", 12.5),
    ("reasonable adjustment", 25),
)


@dataclass(slots=True)
class Office:
    """Where people report. ``live_from`` is its minimum contact start date, ``rurality`` a percentage, ``place`` what
    an appointment there has as its place."""

    name: str
    kind: str
    live_from: date | None
    rurality: int
    address: str
    phone: str
    place: str
    welsh: bool


@dataclass(slots=True)
class Adjustment:
    """A percentage off an officer's threshold, for a time."""

    reason: str
    percent: float
    starts_on: date
    ends_on: date | None


@dataclass(slots=True, eq=False)
class Officer:
    """A member of staff.

    ``share`` is how large a caseload is meant, against that of a full-time case manager; ``lapses`` how often they miss
    a month, against their team.
    """

    code: str
    first_name: str
    last_name: str
    email: str
    role: str
    grade: str
    starts_on: date
    office: Office | None = None
    hours: Decimal | None = None
    ends_on: date | None = None
    adjustments: list[Adjustment] = field(default_factory=list)
    share: float = 0.0
    lapses: float = 1.0
    diary: Diary = field(default_factory=Diary)


@dataclass(slots=True, eq=False)
class Team:
    """Case managers (in post or just gone) and the team manager over them. ``share`` is the sum of theirs."""

    name: str
    office: Office
    manager: Officer
    case_managers: list[Officer]

    @property
    def share(self) -> float:
        return sum(officer.share for officer in self.case_managers)

    def veterans(self, since: date) -> list[Officer]:
        """The officers in post from before ``since`` until now: there are always two of them at least."""
        return [officer for officer in self.case_managers if officer.starts_on < since and not officer.ends_on]


@dataclass(slots=True, eq=False)
class Ldu:
    """A local delivery unit. ``months_met`` is the share of months that it is to meet."""

    place: Place
    offices: list[Office]
    months_met: float
    head: Officer
    teams: list[Team]


@dataclass(slots=True, eq=False)
class Organisation:
    """Everything that people are allocated to."""

    ldus: list[Ldu]
    chief_officers: dict[str, Officer]
    administrators: list[Officer]


def make_organisation(rng: Random, timeline: Timeline, people: int) -> Organisation:
    """An organisation of the size for this many people."""
    return _Recruiter(rng, timeline).organisation(people)


class _Recruiter:
    """Makes staff with names, codes and addresses that no two share."""

    def __init__(self, rng: Random, timeline: Timeline):
        self.rng = rng
        self.timeline = timeline
        self._codes: Counter[str] = Counter()
        self._emails: Counter[str] = Counter()
        self._areas: dict[str, str] = {}

    def organisation(self, people: int) -> Organisation:
        sizes = self._team_sizes(people)
        count = min(len(sizes), max(LEAST_LDUS, round(len(sizes) / TEAMS_PER_LDU)))
        ldus, chief_officers, administrators = [], {}, []
        for number in range(count):
            ldu = self._ldu(number, sizes[number::count])
            ldus.append(ldu)
            division = ldu.place.division
            if division not in chief_officers:
                chief_officers[division] = self._officer(division, "chief_officer", "")
                administrators.append(self._officer(division, "administrator", ""))
        return Organisation(ldus, chief_officers, administrators)

    def _team_sizes(self, people: int) -> list[int]:
        case_managers = max(SMALLEST_TEAM, round(people / PEOPLE_PER_CASE_MANAGER))
        teams = max(1, round(case_managers / USUAL_TEAM))
        case_managers = max(teams * SMALLEST_TEAM, min(case_managers, teams * LARGEST_TEAM))
        sizes = [case_managers // teams + (index < case_managers % teams) for index in range(teams)]
        for index in range(1, teams, 2):
            moved = self.rng.randint(0, min(2, sizes[index - 1] - SMALLEST_TEAM, LARGEST_TEAM - sizes[index]))
            sizes[index - 1] -= moved
            sizes[index] += moved
        return sizes

    def _ldu(self, number: int, sizes: list[int]) -> Ldu:
        where = place(number)
        offices = [self._office(where, town, index, number) for index, town in enumerate(where.towns)]
        met = MONTHS_MET[number] if number < len(MONTHS_MET) else self.rng.uniform(*FURTHER_MONTHS_MET)
        head = self._officer(where.division, "ldu_head", "SPO")
        teams = []
        for index, size in enumerate(sizes):
            repeat, town = divmod(index, len(offices))
            name = f"{offices[town].name} team" + (f" {repeat + 1}" if repeat else "")
            teams.append(self._team(name, where, offices, offices[town], size, first=not number and not index))
        return Ldu(where, offices, met, head, teams)

    def _office(self, where: Place, town: str, index: int, ldu: int) -> Office:
        live_from: date | None = STAGES[ldu % len(STAGES)]
        if index == 2 and ldu % 4 == 1:
            live_from = Month.of(self.timeline.as_of).plus(-2).first
        elif index == 2 and ldu % 4 == 3:
            live_from = None
        welsh = where.division.startswith("Wales")
        home = address(self.rng.randint(1, 90), self.rng.choice(names.STREETS), town)
        # Numbers kept for drama: nobody has them.
        phone = f"01632 {960000 + (ldu * len(OFFICE_KINDS) + index) % 1000}"
        place = OfficeRecord(name=town, address=home).place
        return Office(town, OFFICE_KINDS[index], live_from, RURALITY[index], home, phone, place, welsh)

    def _officer(self, division: str, role: str, grade: str) -> Officer:
        given = names.FIRST_NAMES_OF_WOMEN if self.rng.random() < 0.6 else names.FIRST_NAMES_OF_MEN
        first_name, last_name = self.rng.choice(given), self.rng.choice(names.LAST_NAMES)
        starts_on = self.timeline.start - timedelta(days=self.rng.randint(60, 4000))
        return Officer(
            self._code(division), first_name, last_name, self._email(first_name, last_name), role, grade, starts_on
        )

    def _code(self, division: str) -> str:
        area = self._areas.setdefault(division, f"N{len(self._areas) + 1:02d}")
        letter, number = divmod(self._codes[area], 1000)
        self._codes[area] += 1
        # 373 and 1000 have no common factor, so the numbers look scattered and never come twice.
        return f"{area}{chr(ord('A') + letter)}{(number * 373 + 123) % 1000:03d}"

    def _email(self, first_name: str, last_name: str) -> str:
        plain = normalize("NFKD", f"{first_name}.{last_name}".lower()).encode("ascii", "ignore").decode()
        plain = plain.replace("'", "")
        self._emails[plain] += 1
        count = self._emails[plain]
        return f"{plain}{count if count > 1 else ''}@example.org"

    def _team(self, name: str, where: Place, offices: list[Office], office: Office, size: int, *, first: bool) -> Team:
        case_managers = [self._case_manager(where, offices, office, settled=n < 2) for n in range(size)]
        manager = self._officer(where.division, "team_manager", "SPO")
        manager.office = office
        if first:
            # The account that the demonstration opens with: a full and ordinary caseload.
            opening = case_managers[0]
            opening.office, opening.hours, opening.grade, opening.adjustments = office, FULL_TIME, "PO", []
            opening.share, opening.lapses = 0.9, 1.0
        elif self.rng.random() < 0.4:
            leaver = self._case_manager(where, offices, office, settled=True)
            leaver.ends_on = self.timeline.as_of - timedelta(days=self.rng.randint(3, 25))
            leaver.share, leaver.adjustments = 0.07, []
            case_managers.append(leaver)
        mean = sum(officer.lapses * officer.share for officer in case_managers) / sum(
            officer.share for officer in case_managers
        )
        for officer in case_managers:
            officer.lapses /= mean
        return Team(name, office, manager, case_managers)

    def _case_manager(self, where: Place, offices: list[Office], office: Office, *, settled: bool) -> Officer:
        rng, as_of = self.rng, self.timeline.as_of
        officer = self._officer(where.division, "case_manager", rng.choices(("PO", "PSO"), (45, 55))[0])
        officer.office = office if rng.random() < 0.75 else rng.choice(offices)
        officer.hours = FULL_TIME if rng.random() < 0.72 else rng.choice(PART_TIME)
        if not settled and rng.random() < 0.12:
            officer.starts_on = as_of - timedelta(days=rng.randint(30, 170))
            officer.adjustments.append(Adjustment("new in post", 40, officer.starts_on, as_of + timedelta(days=60)))
        elif rng.random() < 0.25:
            officer.adjustments.append(self._adjustment())
        in_force = sum(
            float(a.percent)
            for a in officer.adjustments
            if a.starts_on <= as_of and (a.ends_on is None or as_of <= a.ends_on)
        )
        threshold = float(officer.hours / FULL_TIME) * (1 - officer.office.rurality / 100) * (1 - in_force / 100)
        officer.share = threshold * rng.triangular(0.62, 1.27, 0.98)
        officer.lapses = rng.choice((0.2, 0.5, 0.8, 1.0, 1.3, 2.2))
        return officer

    def _adjustment(self) -> Adjustment:
        rng, as_of = self.rng, self.timeline.as_of
        reason, percent = rng.choice(REASONS)
        starts_on = as_of - timedelta(days=rng.randint(-20, 200))
        ends_on = starts_on + timedelta(days=rng.randint(28, 240)) if rng.random() < 0.7 else None
        return Adjustment(reason, percent, starts_on, ends_on)
