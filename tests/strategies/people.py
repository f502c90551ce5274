"""One person with orders, custody, BRAG status and allocations, each on some edge of the rules."""

from datetime import date
from random import Random
from typing import NamedTuple

from tests.oracle.days import days_of
from tests.oracle.records import REFERENCE, read_csv
from tests.strategies.contacts import Allocation, contact
from tests.strategies.days import DAY, edges
from tests.strategies.staff import CASE_MANAGERS, OFFICES, STAFF_CODES

Files = dict[str, list[dict[str, str]]]

REQUIREMENTS = read_csv(REFERENCE / "requirement_categories.csv")
OUT_OF_SCOPE = [row["code"] for row in REQUIREMENTS if row["minimum_contact_scope"] == "out"]
IN_SCOPE = [row["code"] for row in REQUIREMENTS if row["minimum_contact_scope"] == "in"]
ORDER_TYPES = ["community_order", "suspended_sentence_order", "licence", "post_sentence_supervision"]
STATUSES = ["red", "red_amber", "amber", "green", "blue"]


class Person(NamedTuple):
    """What a person is made from: two with the same seed differ only in name and in how many contacts they have."""

    seed: int
    contacts: int


class PersonMaker:
    """Adds one person, with everything about them, to the files."""

    def __init__(self, files: Files, crn: str, person: Person, month: str, as_of: date) -> None:
        self.files, self.crn, self.person = files, crn, person
        self.random = Random(person.seed)
        self.days, self.edges, self.as_of = days_of(month), edges(month), as_of
        self.allocated: list[Allocation] = []

    def add(self, file: str, **values: str | date | None) -> None:
        """Adds a row about the person; dates are written out, None is blank."""
        row = {column: "" if value is None else str(value) for column, value in values.items()}
        self.files[file].append({"crn": self.crn, **row})

    def make(self) -> None:
        """The person and all their records."""
        name = self.random.choice(["Siân", 'Jo "JJ"', "Ann, Mary", "Ŵyn"])
        office, iom = self.random.choice(list(OFFICES)), self.random.choice(["Y", "N", ""])
        self.add("service_users", first_name=name, last_name="ap Rhys", office=office, iom=iom)
        self.make_orders()
        self.make_custody()
        self.make_reviews()
        self.make_allocations()
        self.make_designations()
        # A contact's own seed keeps it the same when the ones after it are dropped.
        references = [f"{'Cc-'[number % 3]}{self.crn}-{number}" for number in range(self.person.contacts)]
        for reference in references:
            self.random.seed(f"{self.person.seed} {reference}")
            others = [other for other in references if other != reference]
            row = contact(self.random, self.random.choice([*self.edges, *self.days]), self.allocated, others)
            self.add("contacts", contact_ref=reference, **row)

    def make_orders(self) -> None:
        """One to three orders that cover, abut, overlap, leave a gap or end early, of every type and scope."""
        first, last, day = self.days[0], self.days[-1], self.random.choice(self.edges)
        before, after = first - 90 * DAY, last + 90 * DAY
        start, end = min(day, last), max(day, first)
        periods = self.random.choice(
            [
                *[[(before, after, None)]] * 16,
                [(first, last, None)],
                [(before, last, None), (before, first, None)],
                [(first + DAY, after, None)],
                [(before, last - DAY, None)],
                [(before, end, None), (end + DAY, after, None)],
                [(before, end, None), (end + 2 * DAY, after, None)],
                [(before, end, None), (start, after, None)],
                [(before, end, after), (end + DAY, end + DAY, after), (end + 2 * DAY, after, None)],
                [(before, after, self.random.choice([first - DAY, first, last - DAY, last, last + DAY, self.as_of]))],
                [(before, after, max(before, self.as_of - DAY))],
                [(before, first - DAY, None)],
                [(before, first - DAY, self.random.choice([first, last, after]))],
                [(last + DAY, after, None)],
                [(day, day, None)],
            ]
        )
        for number, (starts_on, ends_on, terminated_on) in enumerate(periods):
            self.add(
                "orders",
                order_ref=f"{self.crn}-{number}",
                type=self.random.choice(ORDER_TYPES),
                starts_on=starts_on,
                ends_on=ends_on,
                terminated_on=terminated_on,
                requirements=";".join(self.requirements()),
            )

    def requirements(self) -> list[str]:
        """None, some out of scope, or those with one in scope."""
        listed = self.random.sample(OUT_OF_SCOPE, self.random.choice([0, 0, 0, 1, 2, len(OUT_OF_SCOPE)]))
        return listed + ([self.random.choice(IN_SCOPE)] if self.random.random() < 0.6 else [])

    def make_custody(self) -> None:
        """Mostly none; else it touches the month's first or last day, or just does not, or is still open."""
        first, last, day = self.days[0], self.days[-1], self.random.choice(self.edges)
        periods = self.random.choice(
            [
                *[[]] * 24,
                [(first - 9 * DAY, first)],
                [(first - 9 * DAY, first - DAY), (last + DAY, last + 9 * DAY)],
                [(first - 9 * DAY, None)],
                [(last, None)],
                [(last + DAY, None)],
                [(day, day), (day + DAY, day + DAY)],
            ]
        )
        for starts_on, ends_on in periods:
            self.add("custody", starts_on=starts_on, ends_on=ends_on)

    def make_reviews(self) -> None:
        """No BRAG status, one, or several that change on the edges of the month and on the day of asking."""
        days = {self.days[0] - 60 * DAY, self.random.choice(self.edges), self.days[-1], self.days[-1] + DAY, self.as_of}
        for day in self.random.sample(sorted(days), self.random.choice([0, 1, 1, 2, 3])):
            status = self.random.choice([*STATUSES, "amber", "green"])
            reviewed_by = self.random.choice(["", *STAFF_CODES])
            self.add("brag", reviewed_on=day, status=status, reviewed_by=reviewed_by)

    def make_allocations(self) -> None:
        """Nobody, one or a row of them, that change hands, start and end on the edges, with a day between or none."""
        before, day = self.days[0] - 90 * DAY, self.random.choice([*self.edges, self.as_of])
        one, other = self.officer(), self.officer()
        self.allocated = self.random.choice(
            [
                [],
                *[[(one, before, None)]] * 14,
                [(one, before, day), (other, day + DAY, None)],
                [(one, before, day), (other, day + 2 * DAY, day + 3 * DAY), (one, day + 4 * DAY, None)],
                [(one, before, day)],
                [(one, day, None)],
                [(one, day, day)],
            ]
        )
        for staff_code, starts_on, ends_on in self.allocated:
            self.add("allocations", staff_code=staff_code, starts_on=starts_on, ends_on=ends_on)

    def officer(self) -> str:
        """Mostly a case manager, sometimes anyone else."""
        return self.random.choice(STAFF_CODES if self.random.random() < 0.25 else CASE_MANAGERS)

    def make_designations(self) -> None:
        """Nobody mostly; else officers, each at most twice, from one edge to another."""
        for staff_code in self.random.sample(STAFF_CODES, self.random.choice([0, 0, 1, 3])):
            starts_on, ends_on = sorted(self.random.sample(self.edges, 2))
            self.add("designations", staff_code=staff_code, starts_on=starts_on, ends_on=ends_on)
            if self.random.random() < 0.3:
                self.add("designations", staff_code=staff_code, starts_on=ends_on + DAY)
