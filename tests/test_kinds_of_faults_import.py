"""Faults that other imports had, each by the kind of fault, with its input and others like it."""

import csv
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from cases.models import Allocation, BragReview, Custody, FileValue, Order, ServiceUser
from casework.services.outcomes import record_outcome
from casework.services.refusals import version
from contacts.models import BankHoliday, Contact, ContactOutcome, ContactType
from interchange.files import FILES
from staff.models import Ldu, Office, Team, User
from tests.answers import ask, load
from tests.oracle import Caseload, compliance
from tests.small_caseload import CONTACT, small_caseload, write
from tests.strategies.imports import Form, write_file
from tests.tables import rows as every_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2018-12-21 09:00"):
        yield


@pytest.fixture
def files(tmp_path):
    """The small caseload with a contact without an outcome, imported."""
    files = small_caseload()
    files["contacts"].append(CONTACT | {"contact_ref": "C5", "date": "2018-12-18", "outcome": ""})
    load(write(tmp_path, files))
    return files


def faults(folder, command="import_caseload", **options) -> list[tuple[str, str, str]]:
    with pytest.raises(CommandError):
        call_command(command, str(folder), reject_file=folder / "rejects.csv", **options)
    with (folder / "rejects.csv").open(newline="", encoding="utf-8-sig") as lines:
        return [(row["file"], row["line"], row["column"]) for row in csv.DictReader(lines)]


def said(folder, command="import_caseload", **options) -> str:
    out = StringIO()
    call_command(command, str(folder), stdout=out, **options)
    return out.getvalue()


def record(ref: str, outcome: str) -> Contact:
    """Record an outcome as a page does."""
    contact = Contact.objects.get(contact_ref=ref)
    return record_outcome(
        by=contact.officer, contact=contact, seen=version(contact), outcome=ContactOutcome.objects.get(pk=outcome)
    )


def of(ref: str) -> Contact:
    return Contact.everything.get(contact_ref=ref)


# Importing again overwrites what staff recorded


@pytest.mark.parametrize("says", [{}, {"place": "Harlech"}, {"outcome": "UAAB"}, {"staff_code": "LH1"}])
def test_importing_again_overwrites_what_staff_recorded(tmp_path, files, says):
    record("C5", "ATTC")
    files["contacts"][-1] |= says
    for _ in range(2):
        said(write(tmp_path, files))
        assert of("C5").outcome_id == "ATTC"
    assert FileValue.objects.in_conflict().exists() is ("outcome" in says)


@pytest.mark.parametrize(
    "outcome, says, prefer, left",
    [
        ("ATTC", {"date": "2018-12-24"}, None, ("2018-12-18", "ATTC")),
        ("ATTC", {"date": "2018-12-24", "place": "Harlech"}, None, ("2018-12-18", "ATTC")),
        ("ATTC", {"date": "2018-12-24"}, "file", ("2018-12-24", None)),
        ("AAHO", {"date": "2018-12-24"}, None, ("2018-12-24", "AAHO")),
    ],
)
def test_importing_again_stops_at_what_staff_recorded(tmp_path, files, outcome, says, prefer, left):
    """An appointment that its source moves to a later day, after it was attended here: no file could be corrected."""
    record("C5", outcome)
    files["contacts"][-1] |= says
    for _ in range(2):
        said(write(tmp_path, files), **({"prefer": prefer} if prefer else {}))
        assert (str(of("C5").date), of("C5").outcome_id) == left


def test_importing_again_takes_what_was_undone_for_work_that_is_in_the_way(tmp_path, files):
    """What is here again as the files said it is not in conflict with what they say next."""
    Contact.objects.filter(contact_ref="C5").update(cancelled_by="service")
    Contact.objects.filter(contact_ref="C5").update(cancelled_by="")
    files["contacts"][-1]["outcome"] = "ATTC"
    assert "1 changed" in said(write(tmp_path, files))
    assert of("C5").outcome_id == "ATTC"
    assert not FileValue.objects.in_conflict().exists()


def test_importing_again_breaks_a_link_that_staff_recorded(tmp_path, files):
    """The further appointment passes to another person at the source: the file cannot bring its link along."""
    missed = record("C5", "UAAB")
    Contact.objects.filter(pk=missed.pk).update(
        follow_up="further_appointment", follow_up_on="2018-12-19", follow_up_contact=of("C1")
    )
    files["contacts"][0]["crn"] = "A000003"
    for in_conflict in (1, 0):
        assert f"{in_conflict} in conflict" in said(write(tmp_path, files)).splitlines()[-1]
        assert of("C1").service_user == of("C5").service_user


# Columns that a file leaves out are emptied

OPTIONAL = [f"{f.name}.{c.name}" for f in FILES for c in f.columns if not c.required and c.name not in f.key]


@pytest.mark.parametrize("left_out", [OPTIONAL, OPTIONAL[::2], ["staff.team"], ["staff.ldu", "staff.weekly_hours"]])
def test_columns_that_a_file_leaves_out_are_emptied(tmp_path, files, left_out):
    files["offices"][0] |= {"address": "1 High Street", "phone": "01678", "rurality": "10"}
    files["service_users"][0] |= {"language": "cy", "iom": "Y", "email": "mair@example.org"}
    files["staff"][0]["grade"] = "PO"
    load(write(tmp_path, files))
    before = every_row()
    for file in FILES:
        write_file(tmp_path, file, files, Form(), left_out)
    assert not [line for line in said(tmp_path).splitlines() if " 0 created, 0 changed" not in line]
    after = every_row()
    assert {table for table in after if after[table] != before[table]} == {"audit_entry"}


@pytest.mark.parametrize("column", ["outcome", "place", "notice_issued_at"])
def test_columns_that_a_file_leaves_out_are_taken_for_its_agreement(tmp_path, files, column):
    """A short file one night, and the whole one again the next: it never said that it knows what was recorded here."""
    record("C5", "ATTC")
    Contact.objects.filter(contact_ref="C5").update(place="Harlech", notice_issued_at="2018-12-02T10:00")
    recorded = Contact.objects.values().get(contact_ref="C5")
    short = [{name: row[name] for name in row if name != column} for row in files["contacts"]]
    for contacts in (short, files["contacts"], short, files["contacts"]):
        assert "contacts.csv: 0 created, 0 changed, 5 unchanged, 0 in" in said(
            write(tmp_path, files | {"contacts": contacts})
        )
        assert Contact.objects.values().get(contact_ref="C5") == recorded


def test_a_blank_that_says_nothing_is_taken_for_agreement(tmp_path, files):
    """The address of an office, which most files do not have."""
    files["offices"] = [row | {"address": "1 High Street"} for row in files["offices"]]
    said(write(tmp_path, files))
    Office.objects.filter(name="Bala").update(address="2 High Street")
    for address in ("", "1 High Street", "", "1 High Street"):
        files["offices"][0]["address"] = address
        said(write(tmp_path, files))
        assert Office.objects.get(name="Bala").address == "2 High Street"


# Merging two records of a person breaks a key with a traceback


def test_merging_two_records_of_a_person_breaks_a_key_with_a_traceback(tmp_path, files):
    """Both had a review on one day and custody over the same days, and the source goes on telling of both."""
    files["brag"] += [{"crn": "A000002", "reviewed_on": "2018-10-01", "status": "red", "reviewed_by": ""}]
    files["custody"] += [{"crn": "A000001", "starts_on": "2018-12-03", "ends_on": "2018-12-12"}]
    load(write(tmp_path, files))
    files["merges"] = [{"old_crn": "A000002", "crn": "A000001"}]
    assert "merges.csv: 1 merged" in said(write(tmp_path, files))
    survivor = ServiceUser.objects.get(crn="A000001")
    assert [review.status for review in BragReview.objects.order_by("reviewed_on")] == ["amber", "green"]
    assert [(str(period.starts_on), period.service_user) for period in Custody.objects.all()] == [
        ("2018-12-03", survivor)
    ]
    assert not [line for line in said(tmp_path).splitlines() if " 0 created, 0 changed" not in line]


def test_merging_two_records_loses_a_conflict_about_the_old_one(tmp_path, files):
    record("C5", "ATTC")
    files["contacts"][-1]["outcome"] = "UAAB"
    said(write(tmp_path, files))
    files["merges"] = [{"old_crn": "A000001", "crn": "A000003"}]
    said(write(tmp_path, files))
    assert {value.service_user.crn for value in FileValue.objects.in_conflict()} == {"A000003"}


def test_a_contact_that_passes_to_another_person_takes_its_conflict_along(tmp_path, files):
    record("C5", "ATTC")
    files["contacts"][-1]["outcome"] = "UAAB"
    said(write(tmp_path, files))
    files["contacts"][-1]["crn"] = "A000003"
    said(write(tmp_path, files))
    assert {value.service_user.crn for value in FileValue.objects.in_conflict()} == {"A000003"}


# Texts that differ in form only are taken for changed


@pytest.mark.parametrize(
    "file, first, again",
    [
        ("contacts", {"place": "Canolfan Siôn\n2 Stryd Fawr"}, {"place": "\tCanolfan Sio\u0302n\r2 Stryd Fawr\n "}),
        ("contacts", {"other_activity": "RAR"}, {"other_activity": "\u00a0RAR\u2003"}),
        ("service_users", {"email": "a@b.cymru", "language": "en"}, {"email": "a@b.cymru ", "language": ""}),
        ("staff", {"email": "gwen@siân.cymru"}, {"email": " GWEN@Sia\u0302n.CYMRU"}),
        ("offices", {"rurality": "10.00"}, {"rurality": "010"}),
        ("orders", {"requirements": "F;W"}, {"requirements": " W ; F;W"}),
    ],
)
def test_texts_that_differ_in_form_only_are_taken_for_changed(tmp_path, file, first, again):
    files = small_caseload()
    files[file] = [row | dict.fromkeys(first, "") for row in files[file]]
    files[file][0] |= first
    load(write(tmp_path, files))
    files[file][0] |= again
    assert f"{file}.csv: 0 created, 0 changed" in said(write(tmp_path, files))


# A file in another case or spelling is ignored


def test_a_file_in_another_case_or_spelling_is_ignored(tmp_path, files):
    (tmp_path / "MERGES.Csv").write_text("old_crn,crn\nA000003,A000001\n")
    assert "1 merged" in said(tmp_path)
    (tmp_path / "Allocation.CSV").write_text("crn\n")
    with pytest.raises(CommandError, match=r"Allocation.CSV is not one of the files of a caseload. Is it allocations"):
        said(tmp_path)


def test_a_file_of_codes_in_another_case_is_ignored(tmp_path):
    (tmp_path / "Contact_Types.CSV").write_text("code;description\nXNEW;New\n")
    assert "contact_types.csv: 1 created" in said(tmp_path, "import_codes")
    assert ContactType.objects.filter(pk="XNEW").exists()


# Windows-1252 is reported at line 1, and a fault follows for each row that refers to the file


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("file", ["offices", "staff"])
def test_windows_1252_is_reported_at_line_1_and_a_fault_follows_for_each_row(tmp_path, file, ends):
    files = small_caseload()
    files[file][1] |= {"phone": "Siân"} if file == "offices" else {"last_name": "Siân"}
    files[file][0] |= {"phone": ""} if file == "offices" else {}
    text = (write(tmp_path, files) / f"{file}.csv").read_text(encoding="utf-8")
    (tmp_path / f"{file}.csv").write_bytes(ends.join(text.splitlines()).encode("cp1252"))
    assert faults(tmp_path) == [(f"{file}.csv", "3", "")]
    (tmp_path / "rejects.csv").unlink()
    for path in tmp_path.glob("*.csv"):
        path.write_bytes(path.read_text(encoding="cp1252").encode("cp1252"))
    assert said(tmp_path, encoding="cp1252")


def test_windows_1252_in_a_file_of_codes_is_a_traceback(tmp_path):
    (tmp_path / "contact_types.csv").write_bytes("code,description\nX1,Visit\nX2,Ymweliad â\n".encode("cp1252"))
    with pytest.raises(CommandError, match="1 at fault"):
        said(tmp_path, "import_codes")


@pytest.mark.parametrize("rows", ["X1,One\nX1,Two\n", "X1,O\0ne\n", 'X1,"One\n', "X1," + "x" * 201 + "\n"])
def test_a_file_of_codes_that_is_wrong_is_a_traceback(tmp_path, rows):
    (tmp_path / "contact_types.csv").write_text("code,description\n" + rows)
    with pytest.raises(CommandError, match="1 at fault"):
        said(tmp_path, "import_codes")
    assert not ContactType.objects.filter(pk="X1").exists()


# What was deleted at the source lives on


def test_what_was_deleted_at_the_source_lives_on(tmp_path, files):
    """Contacts that were imported before it was noted which contacts files bring."""
    Contact.objects.update(from_files=False)
    said(tmp_path)
    files["contacts"] = files["contacts"][:1]
    assert "3 not in the complete file" in said(write(tmp_path, files), complete=["contacts"])
    assert set(Contact.objects.values_list("contact_ref", flat=True)) == {"C1", "C4"}


def test_what_is_at_the_source_again_stays_away(tmp_path, files):
    """Whether or not the file has the column that says so."""
    second = files["orders"][0] | {"order_ref": "O3"}
    files["orders"].append(second)
    said(write(tmp_path, files))
    files |= {"contacts": files["contacts"][1:], "orders": files["orders"][:2]}
    said(write(tmp_path, files), complete=["contacts", "orders"])
    assert of("C1").withdrawn
    assert Order.objects.get(order_ref="O3").terminated_on == date(2018, 12, 21)
    files["contacts"].append(CONTACT | {"contact_ref": "C1"})
    files["orders"] = [
        {name: row[name] for name in row if name != "terminated_on"} for row in [*files["orders"], second]
    ]
    said(write(tmp_path, files), complete=["contacts", "orders"])
    assert not of("C1").withdrawn
    assert Order.objects.get(order_ref="O3").terminated_on is None


# An overlap with what was imported before stops everything each night


@pytest.mark.parametrize(
    "starts_on, ends_on, left",
    [
        ("2018-11-20", "", ["2018-11-20"]),
        ("2018-12-05", "2018-12-10", ["2018-12-05"]),
        ("2018-12-10", "2018-12-10", ["2018-12-01", "2018-12-10"]),
    ],
)
def test_an_overlap_with_what_was_imported_before_stops_everything_each_night(
    tmp_path, files, starts_on, ends_on, left
):
    files["custody"] = [{"crn": "A000002", "starts_on": starts_on, "ends_on": ends_on}]
    for _ in range(3):
        said(write(tmp_path, files))
        assert [str(period.starts_on) for period in Custody.objects.order_by("starts_on")] == left


# A hand-over on one day


def test_a_hand_over_on_one_day(tmp_path, files):
    """From one to the next and the next, each on the day on which the former one ends, over two nights."""
    days = ["2018-11-10", "2018-11-20", "2018-12-01", ""]
    files["allocations"] = [
        {"crn": "A000001", "staff_code": code, "starts_on": start, "ends_on": end}
        for code, start, end in zip(["CM1", "LH1", "CM1"], days, days[1:], strict=False)
    ]
    for _ in range(2):
        said(write(tmp_path, files))
        assert [(str(row.starts_on), str(row.ends_on)) for row in Allocation.objects.order_by("starts_on")] == [
            ("2018-09-01", "2018-11-09"), ("2018-11-10", "2018-11-19"), ("2018-11-20", "2018-11-30"),
            ("2018-12-01", "None"),
        ]  # fmt: skip


# Staff without an e-mail address, one person under two staff codes


def test_staff_without_an_email_address_and_one_person_under_two_staff_codes(tmp_path):
    files = small_caseload()
    former = files["staff"][0] | {"staff_code": "CM0", "ends_on": "2018-09-30"}
    files["staff"] = [row | {"ends_on": ""} for row in files["staff"]]
    files["staff"] += [former, *(files["staff"][0] | {"staff_code": f"NO{number}", "email": ""} for number in range(3))]
    load(write(tmp_path, files))
    assert User.objects.filter(email="cm1@example.org").count() == 2
    assert User.objects.filter(email="").count() == 3
    files["staff"][-1]["ends_on"] = "2018-12-01"
    files["staff"][-1]["email"] = files["staff"][1]["email"]
    assert "staff.csv: 0 created, 1 changed" in said(write(tmp_path, files))


@pytest.mark.parametrize("ends_on, starts_on", [("2018-12-20", "2018-12-21"), ("2018-12-20", "2019-01-01")])
def test_the_days_of_staff_that_two_sides_changed_break_a_key(tmp_path, files, ends_on, starts_on):
    """An end recorded here, and a start after it in the file: neither alone is wrong."""
    User.objects.filter(staff_code="CM1").update(ends_on=ends_on)
    files["staff"] = [row | {"starts_on": ""} for row in files["staff"]]
    files["staff"][0]["starts_on"] = starts_on
    assert "staff.csv: 0 created, 0 changed, 2 unchanged, 1 in conflict" in said(write(tmp_path, files))


def test_hours_changed_here_stop_the_move_of_an_ldu_to_another_division(tmp_path, files):
    User.objects.get(staff_code="CM1").posts.update(weekly_hours=20)
    for office in files["offices"]:
        office["division"] = "North Wales"
    said(write(tmp_path, files))
    post = User.objects.get(staff_code="CM1").post
    assert (post.weekly_hours, post.division.name) == (20, "North Wales")


# Spreadsheets add or drop empty cells at the end


@pytest.mark.parametrize("spread", ["more", "cut"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_spreadsheets_add_or_drop_empty_cells_at_the_end(tmp_path, files, spread, delimiter):
    for file in FILES:
        write_file(tmp_path, file, files, Form(spread=spread, delimiter=delimiter, ends="\r"))
    assert not [line for line in said(tmp_path).splitlines() if " 0 created, 0 changed" not in line]


# A day at the end of time is written for none, and the pages about it break


@pytest.mark.parametrize(
    "file, column, value", [("orders", "ends_on", "9999-12-31"), ("staff", "post_from", "0001-01-01")]
)
def test_a_day_at_the_end_of_time_is_written_for_none_and_the_pages_about_it_break(tmp_path, file, column, value):
    files = small_caseload()
    files[file] = [row | {column: row.get(column, "")} for row in files[file]]
    files[file][0][column] = value
    assert faults(write(tmp_path, files)) == [(f"{file}.csv", "2", column)]


# People with one name


def test_people_with_one_name(tmp_path, files):
    files["service_users"][0] |= {"first_name": "", "last_name": "Björk"}
    files["staff"][0]["last_name"] = ""
    said(write(tmp_path, files))
    assert (ServiceUser.objects.get(crn="A000001").name, str(User.objects.get(staff_code="CM1"))) == ("Björk", "Gwen")


@pytest.mark.parametrize("prefer, name", [(None, " Ellis"), ("file", "Mair ")])
def test_people_with_one_name_on_either_side_break_a_key(tmp_path, files, prefer, name):
    """The first name was taken away here, the last name in the file: each leaves one, both would leave none."""
    ServiceUser.objects.filter(crn="A000001").update(first_name="")
    files["service_users"][0]["last_name"] = ""
    said(write(tmp_path, files), **({"prefer": prefer} if prefer else {}))
    person = ServiceUser.objects.get(crn="A000001")
    assert f"{person.first_name} {person.last_name}" == name


# The reject file cannot be opened in Excel safely


@pytest.mark.parametrize("value", ["+1+1", "-2", "@SUM(A1)", "=1", "=cmd|' /C calc'!A0", "=1\0"])
def test_the_reject_file_cannot_be_opened_in_excel_safely(tmp_path, value):
    files = small_caseload()
    files["orders"][0]["starts_on"] = value
    assert faults(write(tmp_path, files)) == [("orders.csv", "2", "starts_on")]
    raw = (tmp_path / "rejects.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    with (tmp_path / "rejects.csv").open(newline="", encoding="utf-8-sig") as lines:
        assert next(csv.DictReader(lines))["value"] == "'" + value.replace("\0", r"\0")


def test_a_column_that_no_database_could_name_is_a_traceback(tmp_path):
    write(tmp_path, small_caseload())
    (tmp_path / "custody.csv").write_text("crn,starts_on,en\0ds_on\n")
    assert faults(tmp_path) == [("custody.csv", "1", r"en\0ds_on")]


@pytest.mark.parametrize("option", ["reject_file", "conflicts"])
def test_a_list_that_cannot_be_written_is_a_traceback(tmp_path, files, option):
    if option == "reject_file":
        files["orders"][0]["starts_on"] = "soon"
    before = every_row()
    with pytest.raises(CommandError, match=r"Nothing was imported: .*/nowhere/list.csv: No such file or directory"):
        said(write(tmp_path, files), **{option: tmp_path / "nowhere" / "list.csv"})
    assert every_row() == before


def test_a_folder_by_the_name_of_a_file_is_a_traceback(tmp_path, files):
    (tmp_path / "custody.csv").unlink()
    (tmp_path / "custody.csv").mkdir()
    with pytest.raises(CommandError, match="Is a directory"):
        said(tmp_path)


# A word of the software is also a name in the data


def test_a_word_of_the_software_is_also_a_name_in_the_data(tmp_path):
    files = small_caseload()
    for office in files["offices"]:
        office |= {"ldu": "Unallocated", "division": "None"}
    files["offices"][0]["office"] = "NULL"
    for user in files["staff"]:
        user |= {"office": "NULL", "ldu": "Unallocated", "last_name": "None"}
    files["staff"][0]["team"] = "Unallocated"
    for person in files["service_users"]:
        person |= {"office": "NULL", "first_name": "Null", "last_name": "Unallocated"}
    files["adjustments"][0]["reason"] = "None"
    load(write(tmp_path, files))
    assert (Ldu.objects.get().name, Ldu.objects.get().division.name) == ("Unallocated", "None")
    assert Team.objects.get().name == "Unallocated"
    for level in ("division", "ldu", "team", "case_manager", "service_user"):
        columns, rows = compliance(Caseload(files), "2018-11", date(2018, 12, 21), level)
        assert ask("compliance", "--month=2018-11", "--as-of=2018-12-21", f"--level={level}") == [columns, *rows]


# A bank holiday announced at short notice


def test_a_bank_holiday_announced_at_short_notice(tmp_path, files):
    """Missed on 18 December: without another bank holiday followed up by the 28th, with one by the 31st."""
    files["contacts"][-1]["outcome"] = "UAAB"
    files["contacts"][-1] |= {"notice_issued_at": "2018-12-01T09:00", "slip_uploaded": "Y"}
    files["contacts"] = [row for row in files["contacts"] if row["contact_ref"] != "C3"]
    files["contacts"][1] |= {"follow_up_ref": ""}
    said(write(tmp_path, files))

    def verdict(as_of: str) -> str:
        _, *rows = ask("compliance", "--month=2018-12", f"--as-of={as_of}", "--level=contact")
        return next(row[4] for row in rows if row[0] == "C5")

    assert [verdict(day) for day in ("2018-12-27", "2018-12-28")] == ["pending_follow_up", "no_follow_up"]
    holiday = BankHoliday.objects.create(date=date(2018, 12, 24), name="Announced on the 21st")
    assert [verdict(day) for day in ("2018-12-28", "2018-12-31")] == ["pending_follow_up", "no_follow_up"]
    said(tmp_path)
    assert verdict("2018-12-28") == "pending_follow_up"
    holiday.delete()
    assert verdict("2018-12-28") == "no_follow_up"
