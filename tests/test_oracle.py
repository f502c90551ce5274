"""The independent reading of the rules reproduces every example, and section 1's worked dates."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from tests.oracle import Caseload, compliance, workload
from tests.oracle.days import add_business_days, is_business_day

EXAMPLES = Path(__file__).parent / "data" / "examples"
ANSWERS = sorted((EXAMPLES / "answers").glob("*.csv"))


@pytest.fixture(scope="module")
def caseload():
    return Caseload.read(EXAMPLES / "caseload")


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_examples_are_reproduced(path, caseload):
    with path.open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    named = re.fullmatch(
        r"(compliance_(?P<month>\d{4}-\d\d)|workload)_(?P<level>\w+)_as-of_(?P<as_of>.{10})", path.stem
    )
    as_of = date.fromisoformat(named["as_of"])
    if named["month"]:
        answer = compliance(caseload, named["month"], as_of, named["level"])
    else:
        answer = workload(caseload, as_of, named["level"])
    assert answer == (columns, rows)


def test_every_example_was_found():
    assert len(ANSWERS) == 30


@pytest.mark.parametrize(
    ("day", "fifth_business_day"),
    [
        ("2018-12-21", "2019-01-02"),
        ("2019-04-17", "2019-04-26"),
        ("2022-09-14", "2022-09-22"),
        ("2025-12-24", "2026-01-05"),
    ],
)
def test_five_business_days(day, fifth_business_day):
    assert add_business_days(date.fromisoformat(day), 5) == date.fromisoformat(fifth_business_day)


def test_past_the_bank_holiday_data_it_refuses():
    with pytest.raises(ValueError, match="past the end"):
        is_business_day(date(2029, 1, 2))
