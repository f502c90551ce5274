"""A caseload with anything wrong in it is rejected whole: each bad row is listed, and nothing is written."""

import csv

import pytest
import time_machine
from django.core.management import CommandError, call_command

from cases.models import ServiceUser
from tests.small_caseload import small_caseload, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_december")]

# File, row (from 0), what is changed in it, and the column that is named.
SPOILT = [
    ("offices", 0, {"kind": "shed"}, "kind"),
    ("offices", 1, {"amk_from": "01/10/2018"}, "amk_from"),
    ("offices", 1, {"office": "Bala"}, "office"),
    ("offices", 1, {"division": "Dorset"}, "division"),
    ("offices", 0, {"ldu": ""}, "ldu"),
    ("staff", 0, {"role": "boss"}, "role"),
    ("staff", 0, {"email": "no address"}, "email"),
    ("staff", 1, {"email": "CM1@example.org"}, "email"),
    ("staff", 0, {"first_name": "", "last_name": ""}, "last_name"),
    ("staff", 0, {"team": ""}, "team"),
    ("staff", 0, {"weekly_hours": ""}, "weekly_hours"),
    ("staff", 0, {"weekly_hours": "48.01"}, "weekly_hours"),
    ("staff", 0, {"weekly_hours": "7.125"}, "weekly_hours"),
    ("staff", 0, {"office": "Dolgellau"}, "office"),
    ("staff", 0, {"ldu": "Powys"}, "ldu"),
    ("staff", 1, {"ldu": ""}, "ldu"),
    ("staff", 0, {"division": "Dorset"}, "division"),
    ("staff", 1, {"role": "chief_officer"}, "division"),
    ("adjustments", 0, {"percent": "101"}, "percent"),
    ("adjustments", 0, {"ends_on": "2018-09-30"}, "ends_on"),
    ("adjustments", 0, {"staff_code": "CM9"}, "staff_code"),
    ("service_users", 2, {"crn": "a000003"}, "crn"),
    ("service_users", 2, {"first_name": "", "last_name": ""}, "last_name"),
    ("service_users", 2, {"crn": "A000001"}, "crn"),
    ("service_users", 0, {"office": "Dolgellau"}, "office"),
    ("service_users", 0, {"date_of_birth": "2019-01-01"}, "date_of_birth"),
    ("service_users", 0, {"last_name": "x" * 101}, "last_name"),
    ("orders", 0, {"type": "fine"}, "type"),
    ("orders", 0, {"requirements": "F;Z9"}, "requirements"),
    ("orders", 0, {"ends_on": "2018-08-31"}, "ends_on"),
    ("orders", 0, {"ends_on": ""}, "ends_on"),
    ("orders", 0, {"terminated_on": "2018-08-31"}, "terminated_on"),
    ("orders", 0, {"crn": "B000009"}, "crn"),
    ("orders", 1, {"order_ref": "O1"}, "order_ref"),
    ("custody", 1, {"starts_on": "2018-12-05"}, "starts_on"),
    ("custody", 1, {"starts_on": "2018-12-01"}, "crn"),
    ("brag", 0, {"status": "purple"}, "status"),
    ("brag", 0, {"reviewed_on": "2018-12-22"}, "reviewed_on"),
    ("brag", 1, {"reviewed_on": "2018-09-01"}, "crn"),
    ("brag", 0, {"reviewed_by": "CM9"}, "reviewed_by"),
    ("allocations", 1, {"starts_on": "2018-12-30"}, "starts_on"),
    ("allocations", 0, {"ends_on": ""}, "starts_on"),
    ("allocations", 0, {"staff_code": "CM9"}, "staff_code"),
    ("designations", 1, {"starts_on": "2018-12-31"}, "starts_on"),
    ("contacts", 0, {"code": "ELEVEN CHAR"}, "code"),
    ("contacts", 0, {"outcome": "NOPE"}, "outcome"),
    ("contacts", 0, {"end_time": "10:00"}, "end_time"),
    ("contacts", 0, {"start_time": "25:00"}, "start_time"),
    ("contacts", 0, {"start_time": "9:30"}, "start_time"),
    ("contacts", 0, {"date": "2018-03-25", "start_time": "01:30", "end_time": "02:30"}, "start_time"),
    ("contacts", 0, {"notice_issued_at": "2018-03-25T01:30"}, "notice_issued_at"),
    ("contacts", 0, {"notice_issued_at": "2018-11-01"}, "notice_issued_at"),
    ("contacts", 0, {"date": "1999-11-06"}, "date"),
    ("contacts", 0, {"date": "2018-12-28"}, "outcome"),
    ("contacts", 0, {"contact_ref": "C4"}, "contact_ref"),
    ("contacts", 0, {"slip_uploaded": "yes"}, "slip_uploaded"),
    ("contacts", 0, {"cancelled_by": "service"}, "cancelled_by"),
    ("contacts", 0, {"follow_up": "breach", "follow_up_on": "2018-11-07"}, "follow_up"),
    ("contacts", 0, {"follow_up": "breach", "follow_up_on": "2018-11-07", "outcome": ""}, "follow_up"),
    ("contacts", 1, {"follow_up": ""}, "follow_up"),
    ("contacts", 1, {"follow_up_on": ""}, "follow_up_on"),
    ("contacts", 1, {"follow_up_on": "2018-11-12"}, "follow_up_on"),
    ("contacts", 1, {"follow_up_ref": "C2"}, "follow_up_ref"),
    ("contacts", 1, {"follow_up_ref": "C4"}, "follow_up_ref"),
    ("contacts", 1, {"follow_up_ref": "C99"}, "follow_up_ref"),
    ("contacts", 0, {"staff_code": "CM9"}, "staff_code"),
]
# Where two rows clash it is the later one that is listed.
LINE = {("allocations", 0, "starts_on"): 3, ("contacts", 0, "contact_ref"): 5}


@pytest.fixture
def in_december():
    with time_machine.travel("2018-12-21 09:00"):
        yield


def reject(tmp_path, files):
    """The rows of the reject file; nothing was written."""
    rejects = tmp_path / "rejects.csv"
    folder = tmp_path / "caseload"
    folder.mkdir()
    with pytest.raises(CommandError):
        call_command("import_caseload", str(write(folder, files)), reject_file=rejects)
    assert not ServiceUser.objects.exists()
    with rejects.open(newline="", encoding="utf-8-sig") as rows:
        return list(csv.DictReader(rows))


def test_the_caseload_is_valid_until_it_is_spoilt(tmp_path):
    call_command("import_caseload", str(write(tmp_path, small_caseload())))
    assert ServiceUser.objects.count() == 3


@pytest.mark.parametrize("file, row, change, column", SPOILT)
def test_one_bad_row_is_listed_where_it_stands(tmp_path, file, row, change, column):
    files = small_caseload()
    files[file][row] |= change
    rejected = reject(tmp_path, files)
    line = LINE.get((file, row, column), row + 2)
    assert [(bad["file"], bad["line"], bad["column"]) for bad in rejected] == [(f"{file}.csv", str(line), column)]
    assert rejected[0]["expected"]


def test_every_bad_row_of_a_caseload_is_listed(tmp_path, capsys):
    """A directory with one bad row of each kind: none hides another."""
    files = small_caseload()
    for number, (file, row, change, _) in enumerate(SPOILT):
        fresh = files[file][row] if number == 0 else small_caseload()[file][row]
        change = {column: f"{value}{number}" if value == "CM9" else value for column, value in change.items()}
        key = {"offices": "office", "staff": "staff_code", "service_users": "crn"}.get(file)
        files[file].append(fresh | ({} if key in change else {key: f"N{number}"} if key else {}) | change)
    rejected = reject(tmp_path, files)
    listed = {(bad["file"], int(bad["line"])) for bad in rejected}
    for file in files:
        first_spoilt = len(small_caseload()[file]) + 2
        assert {(f"{file}.csv", line) for line in range(first_spoilt, len(files[file]) + 2)} <= listed
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 21
    assert said[-1] == f"... and {len(rejected) - 20} more"


def test_a_missing_required_file_is_named(tmp_path):
    files = small_caseload() | {"offices": [], "staff": []}
    with pytest.raises(CommandError, match=r"lacks offices.csv, staff.csv"):
        call_command("import_caseload", str(write(tmp_path, files)))


@pytest.mark.parametrize(
    "text, column",
    [
        ("crn,starts_on,ends_on,colour\nA000001,2018-12-01,,red\n", "colour"),
        ("crn,ends_on\nA000001,2018-12-01\n", "starts_on"),
        ("crn,starts_on,crn\nA000001,2018-12-01,A000001\n", "crn"),
        ("crn,starts_on\nA000001,2018-12-01,x\n", ""),
        ('crn,starts_on\n"A000001,2018-12-01\n', ""),
        ("", "crn"),
    ],
)
def test_a_file_that_is_no_table_of_its_columns(tmp_path, text, column):
    files = small_caseload() | {"custody": []}
    (tmp_path / "caseload").mkdir()
    (tmp_path / "caseload" / "custody.csv").write_text(text, encoding="utf-8")
    (tmp_path / "caseload").rename(tmp_path / "spoilt")
    write(tmp_path / "spoilt", files)
    with pytest.raises(CommandError):
        call_command("import_caseload", str(tmp_path / "spoilt"), reject_file=tmp_path / "rejects.csv")
    rows = list(csv.DictReader((tmp_path / "rejects.csv").open(encoding="utf-8-sig")))
    assert rows[0]["file"] == "custody.csv"
    assert rows[0]["column"] == column


def test_a_file_that_is_not_utf_8(tmp_path):
    write(tmp_path, small_caseload())
    (tmp_path / "custody.csv").write_bytes(b"crn,starts_on\nA000001,2018-12-0\xe9\n")
    with pytest.raises(CommandError):
        call_command("import_caseload", str(tmp_path), reject_file=tmp_path / "rejects.csv")
    assert "a file in UTF-8" in (tmp_path / "rejects.csv").read_text()
