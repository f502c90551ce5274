"""Files as spreadsheets and people write them: names, encodings, separators, empty cells, and faults told once."""

import csv

import pytest
import time_machine
from django.core.management import CommandError, call_command

from cases.models import ServiceUser
from contacts.models import Contact
from tests.answers import load
from tests.small_caseload import small_caseload, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2018-12-21 09:00"):
        yield


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path, small_caseload())


def faults(folder, **options):
    with pytest.raises(CommandError):
        call_command("import_caseload", str(folder), reject_file=folder / "rejects.csv", **options)
    with (folder / "rejects.csv").open(newline="", encoding="utf-8-sig") as rows:
        return [tuple(row) for row in csv.reader(rows)][1:]


def counts(folder, capsys, **options):
    capsys.readouterr()
    call_command("import_caseload", str(folder), **options)
    return capsys.readouterr().out


def rewrite(path, change):
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.parametrize("name", ["Contacts.CSV", "CONTACTS.csv", "contacts.Csv"])
def test_a_file_is_known_in_any_case(folder, name):
    (folder / "contacts.csv").rename(folder / name)
    load(folder)
    assert Contact.objects.exists()


@pytest.mark.parametrize(
    "name, meant",
    [("contact.csv", "contacts.csv"), ("order.csv", "orders.csv"), ("serviceusers.csv", "service_users.csv")],
)
def test_a_file_of_another_name_is_told_with_the_likely_one(folder, name, meant):
    (folder / name).write_text("crn\n")
    with pytest.raises(CommandError, match=f"{name} is not one of the files of a caseload. Is it {meant}?"):
        load(folder)


def test_a_file_there_twice_is_told(folder):
    (folder / "Custody.csv").write_bytes((folder / "custody.csv").read_bytes())
    with pytest.raises(CommandError, match="are both there"):
        load(folder)


def test_windows_letters_are_told_by_their_line_and_nothing_follows(folder):
    rows = (folder / "service_users.csv").read_text(encoding="utf-8").splitlines()
    rows[2] = rows[2].replace("Mair", "Siân")
    (folder / "service_users.csv").write_bytes("\n".join(rows).encode("cp1252"))
    told = ("service_users.csv", "3", "", "the byte E2 at place 3")
    assert [fault[:4] for fault in faults(folder)] == [told]
    assert "--encoding cp1252" in faults(folder)[0][4]


def test_windows_letters_are_read_where_said(folder):
    files = small_caseload()
    files["service_users"][0]["first_name"] = "Siân"
    for path in write(folder, files).glob("*.csv"):
        path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    call_command("import_caseload", str(folder), encoding="cp1252")
    assert ServiceUser.objects.get(crn="A000001").first_name == "Siân"


def test_semicolons_separate_as_well(folder):
    files = small_caseload()
    for name, rows in files.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as lines:
            writer = csv.DictWriter(lines, rows[0], delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    load(folder)
    assert Contact.objects.count() == len(files["contacts"])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "".join(f"{line},,\n" for line in text.splitlines()),
        lambda text: "".join(f"{line.rstrip(',')}\n" for line in text.splitlines()),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
    ],
    ids=["empty columns at the end", "empty cells left out", "other line ends", "byte-order mark"],
)
def test_what_a_spreadsheet_adds_or_leaves_out_changes_nothing(folder, capsys, change):
    load(folder)
    for path in folder.glob("*.csv"):
        rewrite(path, change)
    said = counts(folder, capsys)
    assert " 0 created, 0 changed" in said
    assert not [line for line in said.splitlines() if " 0 created, 0 changed, " not in line]


def test_a_text_in_another_form_is_no_change(folder, capsys):
    files = small_caseload()
    files["service_users"][0] |= {"first_name": "Siân", "address": "1 Stryd Fawr\nY Bala"}
    load(write(folder, files))
    files["service_users"][0] |= {"first_name": " Sia\u0302n ", "address": "1 Stryd Fawr\r\nY Bala  "}
    assert "service_users.csv: 0 created, 0 changed" in counts(write(folder, files), capsys)


@pytest.mark.parametrize(
    "column, expected", [("staff_code", "one of the staff (staff_code)"), ("crn", "one of the service_users (crn)")]
)
def test_one_wrong_reference_is_one_fault(tmp_path, column, expected):
    files = small_caseload()
    wrong = {"staff_code": "CM9", "crn": "Z999999"}[column]
    for row in files["contacts"]:
        row[column] = wrong
    rows = len(files["contacts"])
    assert faults(write(tmp_path, files)) == [
        ("contacts.csv", "2", column, wrong, f"{expected}; {rows} rows have this")
    ]


def test_the_reject_file_opens_in_a_spreadsheet_and_runs_nothing(tmp_path):
    files = small_caseload()
    files["offices"][0]["kind"] = '=HYPERLINK("http://example.org","Siân")'
    assert faults(write(tmp_path, files))[0][3] == "'" + files["offices"][0]["kind"]
    assert (tmp_path / "rejects.csv").read_bytes().startswith(b"\xef\xbb\xbf")
