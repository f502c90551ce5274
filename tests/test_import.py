"""Importing again: unchanged, changed and new rows, notices that lapse, and what is left out stays."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from audit.models import Entry
from cases.models import Allocation, Order
from contacts.models import Contact
from staff.models import Ldu, Office, User
from tests.answers import EXAMPLES, load
from tests.small_caseload import CONTACT, small_caseload, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_december")]


@pytest.fixture
def in_december():
    with time_machine.travel("2018-12-21 09:00"):
        yield


@pytest.fixture
def files(tmp_path):
    """The small caseload, already imported."""
    load(write(tmp_path, small_caseload()))
    return small_caseload()


def said_of(file, said):
    return next(line for line in said.splitlines() if line.startswith(f"{file}.csv"))


def test_the_same_files_change_nothing(tmp_path, files):
    said = load(write(tmp_path, files))
    assert len(said.splitlines()) == 10
    assert all(" 0 created, 0 changed, " in line for line in said.splitlines())


def test_a_byte_order_mark_column_order_and_blanks_are_accepted(tmp_path):
    write(tmp_path, small_caseload() | {"custody": []})
    (tmp_path / "custody.csv").write_text("starts_on,crn\n2018-12-01, A000002 \n\n", encoding="utf-8-sig")
    assert said_of("custody", load(tmp_path)) == "custody.csv: 1 created, 0 changed, 0 unchanged, 0 in conflict"


@pytest.mark.parametrize(
    "file, row, change",
    [
        ("offices", 1, {"amk_from": "2018-12-03"}),
        ("staff", 0, {"weekly_hours": "18.5"}),
        ("staff", 0, {"team": "Two"}),
        ("adjustments", 0, {"percent": "20"}),
        ("service_users", 0, {"office": "Harlech"}),
        ("orders", 0, {"terminated_on": "2018-12-20"}),
        ("orders", 0, {"requirements": "F"}),
        ("orders", 1, {"requirements": "W"}),
        ("custody", 0, {"ends_on": "2018-12-06"}),
        ("brag", 0, {"status": "red"}),
        ("allocations", 1, {"staff_code": "CM1"}),
        ("designations", 1, {"ends_on": "2019-03-01"}),
        ("contacts", 0, {"outcome": "AFTC"}),
        ("contacts", 1, {"follow_up_ref": "C1"}),
    ],
)
def test_a_changed_row_is_updated_by_its_key(tmp_path, files, file, row, change):
    files[file][row] |= change
    total = len(files[file])
    assert (
        said_of(file, load(write(tmp_path, files)))
        == f"{file}.csv: 0 created, 1 changed, {total - 1} unchanged, 0 in conflict"
    )
    assert (
        said_of(file, load(write(tmp_path, files)))
        == f"{file}.csv: 0 created, 0 changed, {total} unchanged, 0 in conflict"
    )


def test_an_address_of_an_office_stays_until_the_file_is_preferred(tmp_path, files):
    office = Office.objects.get(name="Bala")
    office.address, office.phone = "1 High Street, Bala", "01632 960001"
    office.save()
    assert (
        said_of("offices", load(write(tmp_path, files)))
        == "offices.csv: 0 created, 0 changed, 2 unchanged, 0 in conflict"
    )
    for row in files["offices"]:
        row |= {"address": "2 High Street", "phone": ""}
    assert (
        said_of("offices", load(write(tmp_path, files)))
        == "offices.csv: 0 created, 1 changed, 1 unchanged, 1 in conflict"
    )
    office.refresh_from_db()
    assert (office.place, office.phone) == ("Bala, 1 High Street, Bala", "01632 960001")
    files["offices"][0]["address"] = "3 High Street"
    call_command("import_caseload", str(write(tmp_path, files)), prefer="file")
    office.refresh_from_db()
    assert (office.place, office.phone) == ("Bala, 3 High Street", "01632 960001")


def test_an_ldu_whose_offices_all_name_another_division_moves_there(tmp_path, files):
    for office in files["offices"]:
        office["division"] = "North Wales"
    assert (
        said_of("offices", load(write(tmp_path, files)))
        == "offices.csv: 0 created, 2 changed, 0 unchanged, 0 in conflict"
    )
    assert Ldu.objects.get().division.name == "North Wales"


def test_an_address_may_pass_from_one_to_another(tmp_path, files):
    first, second = files["staff"]
    first["email"], second["email"] = second["email"], first["email"]
    load(write(tmp_path, files))
    assert User.objects.get(staff_code="CM1").email == "lh1@example.org"


def test_an_allocation_may_end_and_the_next_begin_earlier_in_one_run(tmp_path, files):
    files["allocations"][0]["ends_on"] = "2018-10-31"
    files["allocations"][1]["starts_on"] = "2018-11-01"
    files["allocations"].append({"crn": "A000001", "staff_code": "CM1", "starts_on": "2019-01-01", "ends_on": ""})
    files["allocations"][1]["ends_on"] = "2018-12-31"
    load(write(tmp_path, files))
    assert list(Allocation.objects.order_by("starts_on").values_list("starts_on", flat=True)) == [
        date(2018, 9, 1),
        date(2018, 11, 1),
        date(2019, 1, 1),
    ]


def test_rows_that_are_left_out_stay(tmp_path, files):
    load(write(tmp_path, files | {"orders": files["orders"][:1], "contacts": files["contacts"][:1]}))
    assert Order.objects.count() == 2
    assert Contact.objects.count() == 4


@pytest.mark.parametrize("change", [{"place": "Harlech"}, {"date": "2018-11-07"}, {"start_time": "09:30"}])
def test_a_notice_lapses_when_what_it_stated_changes(tmp_path, files, change):
    files["contacts"][0] |= change
    assert "1 notice no longer holds" in load(write(tmp_path, files))
    assert not Contact.objects.get(contact_ref="C1").notice_current
    assert "no longer holds" not in load(write(tmp_path, files))
    assert not Contact.objects.get(contact_ref="C1").notice_current
    files["contacts"][0]["notice_issued_at"] = "2018-11-05T09:00"
    load(write(tmp_path, files))
    assert Contact.objects.get(contact_ref="C1").notice_current


def test_a_follow_up_may_stand_before_its_contact_in_the_file(tmp_path, files):
    assert Contact.objects.get(contact_ref="C2").follow_up_contact.contact_ref == "C3"


def test_an_appointment_that_is_new_may_follow_up_an_old_contact(tmp_path, files):
    files["contacts"].append(CONTACT | {"contact_ref": "C5", "date": "2018-11-27"})
    files["contacts"][1]["follow_up_ref"] = "C5"
    assert (
        said_of("contacts", load(write(tmp_path, files)))
        == "contacts.csv: 1 created, 1 changed, 3 unchanged, 0 in conflict"
    )
    assert Contact.objects.get(contact_ref="C2").follow_up_contact.contact_ref == "C5"


def test_a_contact_may_pass_to_whom_a_new_one_with_that_follow_up_has(tmp_path, files):
    """The new contact is written while the known one is still the other person's, or the other way round."""
    files["contacts"][1] |= {"follow_up_ref": ""}
    files["contacts"][2]["crn"] = "A000002"
    files["contacts"].append(files["contacts"][1] | {"contact_ref": "C5", "crn": "A000002", "follow_up_ref": "C3"})
    load(write(tmp_path, files))
    assert Contact.objects.get(contact_ref="C5").follow_up_contact.contact_ref == "C3"


@pytest.mark.parametrize("moved", [["C2", "C3"], ["C2"]], ids=["with it", "without it"])
def test_a_contact_may_pass_to_another_person_with_or_without_its_follow_up(tmp_path, files, moved):
    for contact in files["contacts"]:
        if contact["contact_ref"] in moved:
            contact["crn"] = "A000002"
    files["contacts"][1]["follow_up_ref"] = "C3" if "C3" in moved else ""
    load(write(tmp_path, files))
    contact = Contact.objects.get(contact_ref="C2")
    assert contact.service_user.crn == "A000002"
    assert bool(contact.follow_up_contact) == ("C3" in moved)


def test_a_dry_run_counts_and_writes_nothing(tmp_path, capsys):
    call_command("import_caseload", str(write(tmp_path, small_caseload())), dry_run=True)
    assert "contacts.csv: 4 created" in capsys.readouterr().out
    assert not Contact.objects.exists()
    assert not Entry.objects.exists()


@time_machine.travel("2026-11-02 09:00")
def test_the_run_is_recorded_with_its_counts():
    load(EXAMPLES / "caseload")
    entry = Entry.objects.get()
    assert (entry.action, entry.actor) == ("import caseload", None)
    assert entry.facts["contacts.csv"]["created"] == 1186
