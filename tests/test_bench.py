"""The yardstick of the bench reads the rules as the product and the oracle do, person by person."""

import csv
import re
from datetime import date

import pytest
from django.core.management import call_command

from tests.answers import EXAMPLES, ask, load
from tests.bench.duck import DIVISION_COLUMNS, PERSON_COLUMNS, DuckMonth
from tests.oracle import Caseload, compliance
from tests.strategies import random_caseload, write_caseload

AS_OF = date(2026, 3, 18)
MONTHS = (date(2026, 3, 1), date(2026, 2, 1), date(2025, 9, 1))
ANSWERS = sorted((EXAMPLES / "answers").glob("compliance_*_service_user_*.csv"))


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_duckdb_reproduces_the_examples(path):
    month, as_of = re.fullmatch(r"compliance_(.{7})_service_user_as-of_(.{10})", path.stem).groups()
    with path.open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    duck = DuckMonth(EXAMPLES / "caseload", date.fromisoformat(f"{month}-01"), date.fromisoformat(as_of))
    assert columns == PERSON_COLUMNS
    assert duck.people() == rows


def test_there_are_examples():
    assert len(ANSWERS) >= 6


@pytest.mark.parametrize("seed", range(8))
def test_duckdb_agrees_on_made_cases(seed, tmp_path):
    made = random_caseload(seed, 250)
    write_caseload(tmp_path, made.files)
    duck = DuckMonth(tmp_path, date.fromisoformat(f"{made.month}-01"), made.as_of)
    assert duck.people() == compliance(Caseload.read(tmp_path), made.month, made.as_of, "service_user")[1]


@pytest.mark.django_db
def test_duckdb_answers_as_the_product_does(tmp_path):
    call_command("make_caseload", tmp_path, people=600, seed=11, as_of=AS_OF)
    load(tmp_path)
    seen = set()
    for first in MONTHS:
        duck = DuckMonth(tmp_path, first, AS_OF)
        question = ["compliance", f"--month={first:%Y-%m}", f"--as-of={AS_OF}"]
        assert ask(*question, "--level=service_user") == [PERSON_COLUMNS, *duck.people()]
        figures = ask(*question, "--level=division")
        assert [row[: len(DIVISION_COLUMNS)] for row in figures] == [DIVISION_COLUMNS, *duck.divisions()]
        seen.update(value for row in duck.people() for value in row[2:4])
    assert len(duck.divisions()) > 1
    assert seen > {"no_in_scope_order", "part_month", "custody", "blue", "met", "pending", "not_met"}
