"""Codes come as files: what is new, what changed its meaning, and whose month that alters; told before it is done."""

import csv
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from cases.models import RequirementCategory
from contacts import facts
from contacts.models import ContactOutcome, ContactType
from tests.answers import ask, load
from tests.small_caseload import CONTACT, small_caseload, write

pytestmark = pytest.mark.django_db
REFERENCE = Path(__file__).parent / "data" / "reference"


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2018-12-21 09:00"):
        yield


@pytest.fixture
def folder(tmp_path):
    load(write(tmp_path, small_caseload()))
    (tmp_path / "codes").mkdir()
    return tmp_path / "codes"


def put(folder, name, *rows):
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


def said(folder, *options):
    out = StringIO()
    call_command("import_codes", str(folder), *options, stdout=out)
    return out.getvalue()


def test_the_codes_that_are_shipped_change_nothing(db):
    told = said(REFERENCE)
    assert "requirement_categories.csv: 0 created, 0 changed, 114 unchanged" in told
    assert "contact_type_outcomes.csv: 0 created, 0 changed, 986 unchanged" in told
    assert "No month is altered." in told


@pytest.mark.parametrize("name, code", [("contact_outcomes", "ATTC"), ("contact_outcomes", "AFTC")])
def test_a_change_of_meaning_says_whose_month_it_alters(folder, name, code):
    put(folder, name, {"code": code, "description": "Not there", "attended": "N", "complied": "N"})
    told = said(folder, "--dry-run")
    assert ("2018-11: another month for A000001" in told) is (code == "ATTC")
    assert ContactOutcome.objects.get(pk=code).attended
    before = ask("compliance", "--month=2018-11", "--level=contact")
    assert said(folder) == told.replace("Dry run: nothing was written.\n", "")
    assert not ContactOutcome.objects.get(pk=code).attended
    assert not any(facts.differences().values())
    assert (ask("compliance", "--month=2018-11", "--level=contact") != before) is (code == "ATTC")


def test_a_requirement_may_come_in_and_go_out_of_scope(folder):
    row = {"code": "F", "description": "Rehabilitation activity", "minimum_contact_scope": "out"}
    assert "2018-11: another month for A000001" in said(put(folder, "requirement_categories", row))
    assert RequirementCategory.objects.get(pk="F").minimum_contact_scope == "out"


def test_a_type_that_nobody_knew_is_known_then(folder):
    load(write(folder.parent, small_caseload() | {"contacts": [CONTACT | {"contact_ref": "C9", "code": "NEW1"}]}))
    row = {"code": "NEW1", "description": "New type", "location": "required"}
    assert "contact_types.csv: 0 created, 1 changed, 0 unchanged" in said(put(folder, "contact_types", row))
    assert ContactType.objects.get(pk="NEW1").known


def test_a_code_that_is_retired_is_not_offered_and_stays_what_it_was(folder):
    row = {"code": "COAI", "description": "Initial", "location": "required", "retired_on": "2019-01-01"}
    assert "No month is altered." in said(put(folder, "contact_types", row))
    offered = [ContactType.objects.offered(day).filter(pk="COAI").exists() for day in ("2018-12-31", "2019-01-01")]
    assert offered == [True, False]


@pytest.mark.parametrize(
    "name, row, column",
    [
        ("contact_types", {"code": "", "description": "None"}, "code"),
        ("contact_types", {"code": "AB", "description": "A", "location": "nowhere"}, "location"),
        ("contact_outcomes", {"code": "AB", "description": "A", "attended": "yes"}, "attended"),
        ("contact_outcomes", {"code": "AB", "description": "A", "colour": "red"}, "colour"),
        ("requirement_categories", {"code": "AB", "description": "", "minimum_contact_scope": "in"}, "description"),
        ("requirement_categories", {"code": "AB", "description": "A", "retired_on": "31/02/2019"}, "retired_on"),
        ("contact_type_outcomes", {"contact_type": "COAP", "outcome": "NOPE"}, "outcome"),
    ],
)
def test_a_bad_row_is_told_and_nothing_is_written(folder, capsys, name, row, column):
    with pytest.raises(CommandError, match="Nothing was imported"):
        said(put(folder, name, row))
    assert column in capsys.readouterr().err
    assert not ContactType.objects.filter(pk="AB").exists()


def test_a_folder_without_codes_is_told(tmp_path):
    with pytest.raises(CommandError, match="has none of the files"):
        said(tmp_path)
