"""
Whole caseloads in the interchange format, made at random and crowded round the edges of the rules.

One example holds many people, for a test that imports it pays for the database once. Everything happens in and around
one calendar month, all of it in the past, since outcomes and reviews may not lie in the future. Hypothesis shrinks an
example person by person and contact by contact: each is made from a seed of its own.

    @given(examples())
    def test_agrees(example):
        write_caseload(directory, example.files)
        ... compare the product's answer for example.month and example.as_of with that of tests.oracle
"""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from tests.oracle.days import days_of
from tests.oracle.measures import SHIPPED, Measure, Measures
from tests.oracle.records import COLUMNS
from tests.strategies.days import DAY, MONTHS, days_to_ask
from tests.strategies.people import Files, Person, PersonMaker
from tests.strategies.staff import offices_and_staff

__all__ = ["Example", "examples", "plain_caseload", "random_caseload", "write_caseload"]


class Example(NamedTuple):
    """A caseload (rows by file name without `.csv`), the month and the day worth asking about, and the measures."""

    files: Files
    month: str
    as_of: date
    measures: Measures = SHIPPED


@st.composite
def examples(draw: st.DrawFn, min_people: int = 5, max_people: int = 30) -> Example:
    """Examples of `min_people` to `max_people` people with up to six contacts each."""
    seeds = st.integers(0, 2**32)
    people = st.lists(st.builds(Person, seeds, st.integers(0, 6)), min_size=min_people, max_size=max_people)
    month = draw(st.sampled_from(MONTHS))
    as_of = draw(st.sampled_from(days_to_ask(month)))
    return make_example(Random(draw(seeds)), month, as_of, draw(people), draw(measures_about(month)))


@st.composite
def measures_about(draw: st.DrawFn, month: str) -> Measures:
    """The shipped measure, and sometimes another from the month, from one beside it, or from the shipped one's second.

    Each of its values is as shipped or about the edges of what contacts are made of.
    """
    later = [start for start in (month, month_after(month), "2018-11") if start > SHIPPED[0].start]
    if not draw(st.sampled_from([False, False, True])):
        return SHIPPED
    start = draw(st.sampled_from(later))
    return (
        *SHIPPED,
        Measure(
            start=start,
            types=draw(st.sampled_from([("COAP", "COAI", "CHVS"), ("COAP",), ("CHVS", "COPT", "COAP")])),
            minutes=draw(st.sampled_from([30, 31, 29, 1])),
            business_days=draw(st.sampled_from([5, 6, 4, 1])),
            follow_up=draw(st.sampled_from(["further_appointment", "any_action"])),
            target=draw(st.sampled_from([95, 50])),
            improvement_below=draw(st.sampled_from([20, 50])),
            ramp_up=draw(st.sampled_from([(), (start,)])),
        ),
    )


def month_after(month: str) -> str:
    return f"{days_of(month)[-1] + DAY:%Y-%m}"


def random_caseload(seed: int, people: int) -> Example:
    """The same example every time for the same arguments, without Hypothesis, of as many people as wanted."""
    random = Random(seed)
    month = random.choice(MONTHS)
    made_from = [Person(random.getrandbits(32), random.randint(0, 6)) for _ in range(people)]
    return make_example(random, month, random.choice(days_to_ask(month)), made_from)


def plain_caseload(people: int, met: int) -> Example:
    """
    People of whom all are applicable for November 2018 and so many met it, the rest did not; all are Amber, and the
    cases of one case manager. The threshold is 97.00, so that 45, 50 and 55 people make exactly 90, 100 and 110%.
    """
    crns = [f"X{number:06}" for number in range(people)]
    office = {"office": "Bala", "ldu": "Gwynedd", "division": "Wales", "kind": "front_office", "amk_from": "2018-10-01"}
    staff = {"staff_code": "CM1", "first_name": "Mair", "last_name": "Ellis", "email": "mair@example.org"}
    post = {"role": "case_manager", "team": "Team 1", "office": "Bala", "ldu": "Gwynedd", "weekly_hours": "35.89"}
    order = {"type": "licence", "starts_on": "2018-10-01", "ends_on": "2019-10-01"}
    appointment = {"code": "COAP", "date": "2018-11-06", "start_time": "10:00", "end_time": "10:30", "outcome": "ATTC"}
    written = {"notice_issued_at": "2018-11-01T09:00", "slip_uploaded": "Y"}
    files: Files = {
        "offices": [office],
        "staff": [staff | post],
        "service_users": [{"crn": crn, "first_name": "Gwen", "last_name": "Lewis", "office": "Bala"} for crn in crns],
        "orders": [{"order_ref": f"{crn}-1", "crn": crn, **order} for crn in crns],
        "brag": [{"crn": crn, "reviewed_on": "2018-10-01", "status": "amber"} for crn in crns],
        "allocations": [{"crn": crn, "staff_code": "CM1", "starts_on": "2018-10-01"} for crn in crns],
        "contacts": [
            {"contact_ref": f"{crn}-1", "crn": crn, "staff_code": "CM1", **appointment, **written} for crn in crns[:met]
        ],
    }
    return Example(files, "2018-11", date(2018, 12, 20))


def write_caseload(directory: str | Path, files: Files) -> None:
    """Writes the files of a caseload into a directory, which is made where it is missing."""
    Path(directory).mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        with (Path(directory) / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name].split(), restval="")
            writer.writeheader()
            writer.writerows(rows)


def make_example(
    random: Random, month: str, as_of: date, people: Sequence[Person], measures: Measures = SHIPPED
) -> Example:
    """The example that these people make up, in a month, with offices and staff at random."""
    files: Files = {name: [] for name in COLUMNS} | offices_and_staff(random, month, as_of)
    for number, person in enumerate(people):
        PersonMaker(files, f"{'XQD'[number % 3]}{100000 + number}", person, month, as_of).make()
    return Example(files, month, as_of, measures)
