"""The example caseload is imported, and every answer beside it is reproduced to the letter."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.answers import EXAMPLES, load

ANSWERS = sorted((EXAMPLES / "answers").glob("*.csv"))
NAME = re.compile(r"(?P<command>compliance|workload)_(?:(?P<month>\d{4}-\d\d)_)?(?P<level>\w+)_as-of_(?P<as_of>[\d-]+)")


@pytest.fixture(scope="module")
def caseload(django_db_setup, django_db_blocker):
    """The example caseload, imported once for all answers and taken back after them."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load(EXAMPLES / "caseload")
        yield
        transaction.set_rollback(True)


def arguments(answer: Path) -> list[str]:
    asked = NAME.fullmatch(answer.stem)
    month = ["--month", asked["month"]] if asked["month"] else []
    return [asked["command"], *month, "--level", asked["level"], "--as-of", asked["as_of"]]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.stem)
def test_the_answer_is_reproduced(caseload, answer):
    out = StringIO()
    call_command(*arguments(answer), "--format=csv", stdout=out)
    assert out.getvalue() == answer.read_text(encoding="utf-8")


def test_there_are_answers_to_reproduce():
    assert len(ANSWERS) >= 30
