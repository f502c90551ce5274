"""The caseloads made for comparison keep the import's rules and reach every verdict, reason, result and band."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings

from tests.oracle import Caseload, Measure, compliance, workload
from tests.oracle.verdicts import is_attended, is_non_attendance, known_beforehand
from tests.strategies import examples, plain_caseload, random_caseload, write_caseload

SEEDS = range(60)


@pytest.fixture(scope="module")
def made():
    """Many examples, each with its caseload as the independent reading sees it."""
    return [(example, Caseload(example.files)) for example in (random_caseload(seed, 20) for seed in SEEDS)]


def seen(made, answer, column):
    """How often each value of a column occurs in an answer about every example."""
    values = Counter()
    for example, caseload in made:
        columns, rows = answer(example, caseload)
        values.update(row[columns.index(column)] for row in rows)
    return values


def test_every_verdict_and_every_failed_criterion_occurs(made):
    def contacts(example, caseload):
        return compliance(caseload, example.month, example.as_of, "contact")

    verdicts = "counts_attended counts_followed_up pending_follow_up no_follow_up pending_outcome booked not_an_offer"
    assert set(seen(made, contacts, "verdict")) == set(verdicts.split())
    # Each alone: a contact that fails for several reasons does not show that one of them is decided rightly.
    alone = {"", "code", "written_notice", "not_cancelled", "thirty_minutes", "case_manager", "distinct"}
    assert alone <= set(seen(made, contacts, "failed"))


def test_every_reason_and_every_result_occurs(made):
    def people(example, caseload):
        return compliance(caseload, example.month, example.as_of, "service_user")

    reasons = "before_start office_not_live no_in_scope_order part_month custody blue"
    assert set(seen(made, people, "reason")) == {"", *reasons.split()}
    assert set(seen(made, people, "result")) == {"", "met", "pending", "not_met"}


@pytest.mark.parametrize("level", ["team", "case_manager"])
def test_every_band_occurs(made, level):
    def month(example, caseload):
        return compliance(caseload, example.month, example.as_of, level)

    def work(example, caseload):
        return workload(caseload, example.as_of, level)

    assert set(seen(made, month, "band")) >= {"target_met", "improvement", "no_cases"}
    assert set(seen(made, month, "final")) == {"Y", "N"}
    bands = {"has_capacity", "near", "over", "well_over", "no_capacity", "unallocated"}
    assert set(seen(made, work, "band")) == bands


def test_the_two_readings_of_a_follow_up_differ(made):
    def contacts(follow_up):
        return [
            compliance(caseload, example.month, example.as_of, "contact", measures=[Measure(follow_up=follow_up)])
            for example, caseload in made
        ]

    assert contacts("further_appointment") != contacts("any_action")


@pytest.mark.parametrize(
    ("met", "percent", "band"),
    [(20, "100.0", "target_met"), (19, "95.0", "target_met"), (18, "90.0", "below_target"),
     (17, "85.0", "below_target"), (16, "80.0", "improvement"), (0, "0.0", "improvement")],
)  # fmt: skip
def test_a_plain_caseload_stands_exactly_on_the_bands_of_the_measure(met, percent, band):
    example = plain_caseload(people=20, met=met)
    columns, [row] = compliance(Caseload(example.files), example.month, example.as_of, "division")
    shown = dict(zip(columns, row, strict=True))
    assert (shown["percent"], shown["band"], shown["final"]) == (percent, band, "Y")


@pytest.mark.parametrize(
    ("people", "indicator", "band"),
    [(44, "88.0", "has_capacity"), (45, "90.0", "near"), (50, "100.0", "near"),
     (51, "102.0", "over"), (55, "110.0", "over"), (56, "112.0", "well_over")],
)  # fmt: skip
def test_a_plain_caseload_stands_exactly_on_the_bands_of_workload(people, indicator, band):
    example = plain_caseload(people=people, met=0)
    _, [row] = workload(Caseload(example.files), example.as_of, "team")
    assert row[-3:] == ["97.00", indicator, band]


def test_the_same_seed_makes_the_same_caseload():
    assert random_caseload(7, 10) == random_caseload(7, 10)


@settings(max_examples=20, deadline=None)
@given(examples())
def test_a_caseload_keeps_the_rules_of_the_import(example):
    caseload = Caseload(example.files)
    for key in ("allocations", "custody"):
        for rows in getattr(caseload, key).values():
            assert_apart(rows)
    for rows in caseload.designations.values():
        for staff_code in {row["staff_code"] for row in rows}:
            assert_apart([row for row in rows if row["staff_code"] == staff_code])
    for orders in caseload.orders.values():
        for order in orders:
            assert order["starts_on"] <= min(order["ends_on"], order["terminated_on"] or date.max)
    for reviews in caseload.brag.values():
        assert len({row["reviewed_on"] for row in reviews}) == len(reviews)
    references = {row["contact_ref"]: row["crn"] for row in example.files["contacts"]}
    assert len(references) == len(example.files["contacts"])
    for contact in caseload.contacts:
        assert contact["end_time"] is None or contact["start_time"] < contact["end_time"]
        assert contact["cancelled_by"] is None or not is_attended(contact)
        assert (contact["follow_up"] is None) == (contact["follow_up_on"] is None)
        if contact["follow_up"]:
            assert is_non_attendance(contact)
            assert contact["follow_up_on"] >= contact["date"] or known_beforehand(contact)
        if contact["follow_up_ref"]:
            assert contact["follow_up_ref"] != contact["contact_ref"]
            assert references[contact["follow_up_ref"]] == contact["crn"]


def assert_apart(periods):
    """No two of these periods share a day."""
    for one, next_one in pairwise(sorted(periods, key=lambda row: row["starts_on"])):
        assert one["ends_on"] is not None
        assert one["starts_on"] <= one["ends_on"] < next_one["starts_on"]


@settings(max_examples=5, deadline=None)
@given(example=examples())
def test_what_is_written_is_read_back(example, tmp_path_factory):
    directory = tmp_path_factory.mktemp("caseload")
    write_caseload(directory, example.files)
    asked = (example.month, example.as_of, "service_user")
    assert compliance(Caseload.read(directory), *asked) == compliance(Caseload(example.files), *asked)
