"""The service users of the demonstration: who they are, their orders, custody, BRAG reviews and case managers."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from base.months import Month
from cases.models import Brag, OrderType
from demonstration import names
from demonstration.organisation import Ldu, Office, Officer, Team
from demonstration.places import address
from demonstration.reference import REVIEW_EVERY, in_scope
from demonstration.timeline import Period, Timeline, merged, without

STATUSES = tuple(Brag.values)
MIX = (8, 17, 40, 25, 10)
# The share of people on each status who are IOM: below Red/Amber it is a mistake for someone to find.
IOM = {"red": 0.3, "red_amber": 0.14, "amber": 0.004, "green": 0.012, "blue": 0.0}

ORDER_TYPES = tuple(OrderType.values)
ORDER_MIX = (46, 26, 18, 10)
LENGTHS = (6, 9, 12, 18, 24, 36)  # months
LENGTH_MIX = (10, 10, 25, 25, 25, 5)
# The longer an order, the likelier it is to be among those of today.
CURRENT_LENGTH_MIX = tuple(weight * months for weight, months in zip(LENGTH_MIX, LENGTHS, strict=True))
REQUIREMENTS = (
    *("F", "F", "F", "F;W", "F;W", "F;RM38", "RM38", "F;DRR", "F;H", "H", "F;P", "F;T", "F;W;M", "F;RM59", "F;FT"),
    *("W", "W", "W", "W;M", "M", "RM49", "W;R", "X;3", "W0", "W;W1", "X"),
)
IN_SCOPE = tuple(filter(in_scope, REQUIREMENTS))
OUT_OF_SCOPE = tuple(requirements for requirements in REQUIREMENTS if not in_scope(requirements))

CRN_LETTERS = "DEJQVX"


@dataclass(slots=True)
class Order:
    """A sentence, or a period of supervision after one. ``requirements`` are category codes joined by ";"."""

    type: str
    starts_on: date
    ends_on: date
    terminated_on: date | None = None
    requirements: str = ""

    @property
    def over_on(self) -> date:
        """The last day on which there is anything to attend."""
        return min(self.ends_on, self.terminated_on) if self.terminated_on else self.ends_on


@dataclass(slots=True)
class Review:
    """A BRAG review."""

    day: date
    status: str
    officer: Officer


@dataclass(slots=True)
class Spell:
    """A time with an officer: an allocation, or a designation in the sentence plan."""

    officer: Officer
    starts_on: date
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        """Whether ``day`` is one of its days."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(slots=True)
class Person:
    """A service user with everything but the contacts."""

    crn: str
    first_name: str
    last_name: str
    born: date
    language: str
    office: Office
    address: str
    phone: str
    email: str
    iom: bool = False
    orders: list[Order] = field(default_factory=list)
    custody: list[Period] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    allocations: list[Spell] = field(default_factory=list)
    designations: list[Spell] = field(default_factory=list)

    def status_on(self, day: date) -> str:
        """The BRAG status in force on ``day``; Amber where there is none, as the points take it."""
        index = bisect_right(self.reviews, day, key=lambda review: review.day)
        return self.reviews[index - 1].status if index else "amber"

    def officer_on(self, day: date) -> Officer | None:
        """The case manager who was allocated on ``day``."""
        return next((spell.officer for spell in self.allocations if spell.holds(day)), None)

    def in_the_community(self) -> list[tuple[date, date]]:
        """The periods of the orders, without those in custody."""
        return without(merged((order.starts_on, order.over_on) for order in self.orders), self.custody)


class PersonMaker:
    """Makes one person after another, each with a CRN of their own."""

    def __init__(self, rng: Random, timeline: Timeline):
        self.rng = rng
        self.timeline = timeline
        self._made = 0

    def person(self, ldu: Ldu, team: Team, officer: Officer | None, *, closed: bool = False) -> Person:
        """Someone whom ``officer`` holds now (None: nobody) or whose case is ``closed``."""
        person = self._someone(ldu, (officer and officer.office) or team.office)
        status = self.rng.choices(STATUSES, MIX)[0]
        person.iom = self.rng.random() < IOM[status]
        self._sentence(person, closed=closed)
        self._custody(person, closed=closed)
        self._allocate(person, team, officer, closed=closed)
        self._review(person, team, status, closed=closed)
        self._designate(person, team)
        return person

    def _someone(self, ldu: Ldu, office: Office) -> Person:
        rng = self.rng
        if rng.random() < 0.07:
            office = rng.choice(ldu.offices)
        given = names.FIRST_NAMES_OF_MEN if rng.random() < 0.85 else names.FIRST_NAMES_OF_WOMEN
        first_name, last_name = rng.choice(given), rng.choice(names.LAST_NAMES)
        street = rng.choice(names.WELSH_STREETS if office.welsh and rng.random() < 0.6 else names.STREETS)
        return Person(
            crn=self._crn(),
            first_name=first_name,
            last_name=last_name,
            born=self.timeline.as_of - timedelta(days=int(rng.triangular(19, 72, 31) * 365.25)),
            language="cy" if office.welsh and rng.random() < 0.14 else "en",
            office=office,
            address=address(rng.randint(1, 160), street, office.name),
            # Numbers kept for drama: nobody has them.
            phone=f"07700 {900000 + rng.randrange(1000)}" if rng.random() < 0.85 else "",
            email=f"service.user{self._made}@example.org" if rng.random() < 0.35 else "",
        )

    def _crn(self) -> str:
        number = self._made
        self._made += 1
        # 7919 and 1,000,000 have no common factor, so no number comes twice before the millionth person.
        return f"{CRN_LETTERS[number % len(CRN_LETTERS)]}{(number * 7919 + 104_729) % 1_000_000:06d}"

    def _sentence(self, person: Person, *, closed: bool) -> None:
        rng, as_of = self.rng, self.timeline.as_of
        kind = rng.choices(ORDER_TYPES, ORDER_MIX)[0]
        months = rng.choices(LENGTHS, LENGTH_MIX if closed else CURRENT_LENGTH_MIX)[0]
        length = timedelta(days=round(months * 30.4))
        if closed:
            over = as_of - timedelta(days=rng.randint(1, (as_of - self.timeline.start).days))
            starts_on = over - max(length * rng.uniform(0.4, 1), timedelta(days=30))
        elif rng.random() < 0.035:
            over = as_of - timedelta(days=rng.randint(1, 70))  # past its end, and nobody has terminated it
            starts_on = over - length
        else:
            starts_on = as_of - length * rng.uniform(0.01, 0.97)
            over = starts_on + length
        order = Order(kind, starts_on, max(over, starts_on + timedelta(days=20)), requirements=self._requirements(kind))
        if closed:
            order.ends_on, order.terminated_on = self._termination(over, starts_on + length)
        person.orders.append(order)
        if kind == "post_sentence_supervision":
            licence = Order("licence", starts_on - timedelta(days=rng.randint(60, 300)), starts_on - timedelta(days=1))
            licence.terminated_on = licence.ends_on
            person.orders.insert(0, licence)
        elif rng.random() < 0.07:
            self._earlier_order(person, order)
        elif rng.random() < 0.08:
            self._order_beside(person, order)

    def _requirements(self, kind: str) -> str:
        if kind in ("licence", "post_sentence_supervision"):
            return ""
        return self.rng.choice(OUT_OF_SCOPE if self.rng.random() < 0.09 else IN_SCOPE)

    def _termination(self, over: date, planned: date) -> tuple[date, date]:
        """The end of a closed order and the day it was terminated: early (progress, a breach), in time or late."""
        chance = self.rng.random()
        if chance < 0.35:
            return max(planned, over), over
        if chance < 0.85:
            return over, over
        return over, min(over + timedelta(days=self.rng.randint(3, 20)), self.timeline.as_of)

    def _earlier_order(self, person: Person, order: Order) -> None:
        """One that ended the day before this one started, as its end came or because it was revoked."""
        last = order.starts_on - timedelta(days=1)
        ends_on = last if self.rng.random() < 0.5 else last + timedelta(days=self.rng.randint(20, 200))
        starts_on = last - timedelta(days=self.rng.randint(90, 365))
        person.orders.insert(
            0, Order("community_order", starts_on, ends_on, last, self._requirements("community_order"))
        )

    def _order_beside(self, person: Person, order: Order) -> None:
        """A second one that runs beside it for a time."""
        starts_on = order.starts_on + (order.over_on - order.starts_on) * self.rng.uniform(0.1, 0.6)
        if starts_on > self.timeline.as_of:
            return
        ends_on = starts_on + timedelta(days=self.rng.randint(120, 365))
        second = Order("community_order", starts_on, ends_on, requirements=self._requirements("community_order"))
        if order.terminated_on:
            second.terminated_on = max(order.terminated_on, starts_on)
        elif ends_on < self.timeline.as_of:
            second.terminated_on = ends_on
        person.orders.append(second)

    def _custody(self, person: Person, *, closed: bool) -> None:
        rng, as_of = self.rng, self.timeline.as_of
        first, last = person.orders[0].starts_on, person.orders[-1].over_on
        if person.orders[0].type == "licence":
            person.custody.append((first - timedelta(days=rng.randint(60, 900)), first - timedelta(days=1)))
        if closed:
            return
        if rng.random() < 0.025:
            person.custody.append((max(first, as_of - timedelta(days=rng.randint(1, 150))), None))
        elif rng.random() < 0.06:
            starts_on = first + (min(last, as_of) - first) * rng.random()
            ends_on = starts_on + timedelta(days=rng.choice((0, 1, 6, 14, 28, 28, 60)))
            person.custody.append((starts_on, ends_on if ends_on < as_of else None))

    def _allocate(self, person: Person, team: Team, officer: Officer | None, *, closed: bool) -> None:
        rng, as_of = self.rng, self.timeline.as_of
        veterans = team.veterans(self.timeline.start)
        first = person.orders[0].starts_on
        last = max((order.terminated_on for order in person.orders if order.terminated_on), default=None)
        if closed:
            person.allocations.append(Spell(rng.choice(veterans), first, last))
            return
        if officer is None:
            gap = rng.randint(1, 24)  # someone left, or the case has only just come in
            if (as_of - first).days > gap:
                person.allocations.append(Spell(rng.choice(veterans), first, as_of - timedelta(days=gap)))
            return
        others = [other for other in veterans if other is not officer]
        if officer.starts_on > first:
            moved = officer.starts_on + timedelta(days=rng.randint(0, 10))
        elif rng.random() < 0.15 and (as_of - first).days > 40:
            moved = as_of - timedelta(days=rng.randint(1, min(400, (as_of - first).days - 30)))
        else:
            moved = first
        if moved > first:
            person.allocations.append(Spell(rng.choice(others), first, moved - timedelta(days=1)))
        person.allocations.append(Spell(officer, max(moved, first)))

    def _review(self, person: Person, team: Team, status: str, *, closed: bool) -> None:
        """Reviews from the start of supervision until now, made backwards from the status of today by small changes."""
        rng, as_of = self.rng, self.timeline.as_of
        latest = person.orders[-1].over_on if closed else as_of
        earliest = person.orders[0].starts_on + timedelta(days=rng.randint(0, 14))
        # Nobody reads the reviews of years ago.
        earliest = max(earliest, Month.of(self.timeline.start).plus(-6).first)
        overdue = rng.random() < 0.07
        day = latest - timedelta(days=int(REVIEW_EVERY[status] * (rng.uniform(1.1, 1.9) if overdue else rng.random())))
        if day < earliest and rng.random() < 0.9:
            day = min(earliest, latest)
        reviews = []
        while day >= earliest:
            weekday = day - timedelta(days=max(0, day.weekday() - 4))
            officer = person.officer_on(weekday) or team.manager
            reviews.append(Review(weekday, status, officer))
            if rng.random() < 0.25:
                index = STATUSES.index(status) + rng.choice((-1, 1))
                status = STATUSES[max(0, min(index, len(STATUSES) - 1))]
            day = weekday - timedelta(days=max(3, REVIEW_EVERY[status] + rng.randint(-12, 4)))
        person.reviews = reviews[::-1]

    def _designate(self, person: Person, team: Team) -> None:
        rng = self.rng
        if rng.random() >= 0.06 or not person.allocations:
            return
        holding = {id(spell.officer) for spell in person.allocations}
        others = [officer for officer in team.veterans(self.timeline.start) if id(officer) not in holding]
        if not others:
            return
        first = min(person.orders[0].starts_on + timedelta(days=rng.randint(0, 60)), self.timeline.as_of)
        ends_on = first + timedelta(days=rng.randint(90, 300)) if rng.random() < 0.4 else None
        person.designations.append(Spell(rng.choice(others), first, ends_on))
