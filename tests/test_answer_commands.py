"""The commands that answer: their forms, and what they say of what they do not know."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tests.answers import ask
from tests.factories import ContactFactory, person

pytestmark = pytest.mark.django_db

MONTH = ["compliance", "--month", "2018-11", "--as-of", "2018-12-20"]


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00"):
        yield


def test_the_same_answer_as_csv_json_and_a_table(cast):
    header, row = ask(*MONTH, "--level", "ldu", "--ldu", "Gwent")
    out = StringIO()
    call_command(*MONTH, "--level", "ldu", "--ldu", "Gwent", "--format", "json", stdout=out)
    [record] = json.loads(out.getvalue())
    assert [str("" if value is None else value) for value in record.values()] == row
    assert list(record) == header
    out = StringIO()
    call_command(*MONTH, "--level", "ldu", "--ldu", "Gwent", "--format", "table", stdout=out)
    assert [line.split() for line in out.getvalue().splitlines()] == [header, row]


@pytest.mark.parametrize("command", [MONTH, ["workload"]])
def test_only_what_is_asked_for_is_answered(cast, command):
    assert {row[1] for row in ask(*command, "--level", "team", "--ldu", "Gwent")[1:]} == {"Gwent"}
    assert {row[2] for row in ask(*command, "--level", "team", "--team", "Newport 2")[1:]} == {"Newport 2"}
    assert {row[2] for row in ask(*command, "--level", "team", "--team", "Unallocated")[1:]} == {"Unallocated"}


@pytest.mark.parametrize(
    "scope, expected",
    [
        (["--ldu", "Gwent"], {"own", "other_team"}),
        (["--ldu", "Gwent", "--team", "Newport 2"], {"other_team"}),
        (["--ldu", "Powys"], {"other_ldu"}),
        ([], {"own", "other_team", "other_ldu"}),
    ],
)
def test_only_contacts_of_the_people_asked_about_are_answered(cast, scope, expected):
    for name in ("own", "other_team", "other_ldu"):
        person = getattr(cast, name)
        ContactFactory(contact_ref=name, service_user=person, officer=person.allocations.get().officer)
    assert {row[0] for row in ask(*MONTH, "--level", "contact", *scope)[1:]} == expected


def test_people_come_by_crn_and_their_contacts_of_the_month_by_date_and_reference(cast):
    first = person(cast.case_manager, crn="A000000")
    about = {"service_user": first, "officer": cast.case_manager}
    for reference, day in [("D", "2018-12-01"), ("A", "2018-11-30"), ("C", "2018-11-01"), ("B", "2018-11-01")]:
        ContactFactory(contact_ref=reference, date=day, **about)
    ContactFactory(contact_ref="E", date="2018-10-31", **about)
    crns = [row[0] for row in ask(*MONTH, "--level", "service_user", "--team", "Newport 1", "--ldu", "Gwent")[1:]]
    assert crns == ["A000000", "A000001", "A000002"]
    assert [row[0] for row in ask(*MONTH, "--level", "contact")[1:]] == ["B", "C", "A"]


@pytest.mark.parametrize("scope", [["--ldu", "Gwnet"], ["--team", "Newport 9"]])
def test_a_name_that_nobody_bears_is_an_error(cast, scope):
    with pytest.raises(CommandError, match="There is no"):
        ask(*MONTH, *scope)


@pytest.mark.parametrize(
    "arguments", [["--month", "2018-13"], ["--month", "november"], ["--month", "2018-11", "--as-of", "x"]]
)
def test_what_is_no_month_or_day_is_refused(cast, arguments):
    with pytest.raises(CommandError, match="write it YYYY-MM"):
        call_command("compliance", *arguments)


def test_a_reader_who_has_read_enough_is_no_error():
    """As `manage.py ... | head` does: the pipe is closed before anything is written."""
    program = (
        "import sys; from base.commands import AnswerCommand as C; c = C();"
        "c.answer(['n'], ([n] for n in range(100_000)), 'csv')"
    )
    root = Path(__file__).parent.parent
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root
    )
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == b""
    assert process.wait(timeout=20) == 0
