"""How rows may be written, and that a fault is told by the line on which its row begins."""

import csv

import pytest
import time_machine
from django.core.management import CommandError, call_command

from contacts.models import Contact
from tests.answers import load
from tests.small_caseload import small_caseload, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2018-12-21 09:00"):
        yield


def faults(folder) -> list[tuple[str, ...]]:
    with pytest.raises(CommandError):
        call_command("import_caseload", str(folder), reject_file=folder / "rejects.csv")
    with (folder / "rejects.csv").open(newline="", encoding="utf-8-sig") as rows:
        return [tuple(row) for row in csv.reader(rows)][1:]


def test_a_text_comes_in_as_it_stands(tmp_path):
    files = small_caseload()
    place = 'The "Old" Mill, 1\\2 High\tStreet\nBala \\N, Siân'
    files["contacts"][0]["place"] = f"  {place} "
    load(write(tmp_path, files))
    assert Contact.objects.get(contact_ref="C1").place == place


def test_a_row_is_told_by_the_line_on_which_it_begins(tmp_path):
    files = small_caseload()
    files["contacts"][0]["place"] = "First floor\nOld Mill\nBala"
    files["contacts"][1] |= {"place": "Old Mill\nBala", "start_time": "9:30"}
    files["contacts"][3]["code"] = "ELEVEN CHAR"
    assert faults(write(tmp_path, files)) == [
        ("contacts.csv", "5", "start_time", "9:30", "a time, HH:MM"),
        ("contacts.csv", "8", "code", "ELEVEN CHAR", "text of at most 10 characters"),
    ]


def test_rows_of_another_length_are_listed_with_all_the_others(tmp_path):
    write(tmp_path, small_caseload())
    (tmp_path / "custody.csv").write_text(
        "crn,starts_on,ends_on\nA000001\nA000002,2018-12-01,\n\n , ,\nA000002,2018-13-01,,\n"
        "A000003,2018-02-30,\nA000003,2018-02-01,,x\n"
    )
    assert faults(tmp_path) == [
        ("custody.csv", "2", "starts_on", "", "a date, YYYY-MM-DD"),
        ("custody.csv", "6", "starts_on", "2018-13-01", "a date, YYYY-MM-DD"),
        ("custody.csv", "7", "starts_on", "2018-02-30", "a date, YYYY-MM-DD"),
        ("custody.csv", "8", "", "4 values", "3, one for each column"),
    ]


def test_what_no_database_holds_is_a_fault_of_its_cell(tmp_path):
    files = small_caseload()
    files["service_users"][1]["last_name"] = "Ellis\0"
    files["brag"][0]["reviewed_by"] = "CM1\0"
    assert faults(write(tmp_path, files)) == [
        ("service_users.csv", "3", "last_name", "Ellis\\0", "text of at most 100 characters"),
        ("brag.csv", "2", "reviewed_by", "CM1\\0", "text of at most 20 characters"),
    ]


def test_the_rest_of_a_file_that_breaks_off_is_a_fault(tmp_path):
    write(tmp_path, small_caseload())
    (tmp_path / "custody.csv").write_text(
        'crn,starts_on\nA000002,2018-12-01\n"A000003,2018-12-01\nA000001,2018-12-01\n'
    )
    assert [fault[:3] for fault in faults(tmp_path)] == [("custody.csv", "3", "")]
