"""Work done here is never lost: files that say what they said before change nothing, and new words are conflicts."""

import csv

import pytest
import time_machine
from django.core.management import call_command

from cases.models import Custody, FileValue, Order, ServiceUser
from contacts.models import Contact, ContactFact
from staff.models import Office, User
from tests.answers import load
from tests.conflicts import in_conflict
from tests.small_caseload import CONTACT, small_caseload, write
from workload.models import Adjustment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2018-12-21 09:00"):
        yield


@pytest.fixture
def files(tmp_path):
    """The small caseload, imported."""
    files = small_caseload()
    files["contacts"] += [CONTACT | {"contact_ref": "C5", "date": "2018-12-11", "outcome": ""}]
    load(write(tmp_path, files))
    return files


def here(ref="C5", **changes):
    """Change a contact as a page does."""
    Contact.objects.filter(contact_ref=ref).update(**changes)


def again(tmp_path, files, file="contacts", **options):
    """Import once more; returns how many rows of the file are said to be changed and in conflict."""
    out = tmp_path / "said"
    with out.open("w") as stream:
        call_command("import_caseload", str(write(tmp_path, files)), stdout=stream, **options)
    [line] = [line for line in out.read_text().splitlines() if line.startswith(f"{file}.csv")]
    words = line.replace(",", "").split()
    return int(words[words.index("changed") - 1]), int(words[words.index("in") - 1])


@pytest.mark.parametrize(
    "ref, changes",
    [
        ("C5", {"outcome_id": "ATTC"}),
        ("C5", {"outcome_id": "UAAB", "follow_up": "further_appointment", "follow_up_on": "2018-12-12"}),
        ("C5", {"cancelled_by": "service", "cancellation_reason": "illness"}),
        ("C5", {"notice_issued_at": "2018-12-01T09:00", "slip_uploaded": True}),
        ("C1", {"place": "Harlech"}),
        ("C2", {"follow_up_contact_id": None}),
        ("C2", {"follow_up": "", "follow_up_on": None, "follow_up_contact_id": None}),
        ("C3", {"date": "2018-11-21", "start_time": "14:00", "end_time": "15:00"}),
    ],
)
def test_the_same_files_leave_what_was_recorded_here(tmp_path, files, ref, changes):
    here(ref, **changes)
    recorded = Contact.objects.values().get(contact_ref=ref)
    assert again(tmp_path, files) == (0, 0)
    assert Contact.objects.values().get(contact_ref=ref) == recorded
    assert again(tmp_path, files) == (0, 0)


@pytest.mark.parametrize(
    "file, model, changes",
    [
        ("service_users", ServiceUser, {"phone": "01633 960123"}),
        ("service_users", ServiceUser, {"iom": True, "language": "cy"}),
        ("orders", Order, {"terminated_on": "2018-12-20"}),
        ("offices", Office, {"rurality": 20, "address": "1 High Street"}),
        ("staff", User, {"grade": "PO"}),
        ("adjustments", Adjustment, {"percent": 20}),
    ],
)
def test_so_with_every_file(tmp_path, files, file, model, changes):
    record = model.objects.order_by("pk").first()
    model.objects.filter(pk=record.pk).update(**changes)
    recorded = model.objects.values().get(pk=record.pk)
    assert again(tmp_path, files, file) == (0, 0)
    assert model.objects.values().get(pk=record.pk) == recorded


def test_hours_changed_here_stay(tmp_path, files):
    user = User.objects.get(staff_code="CM1")
    user.posts.update(weekly_hours=20)
    assert again(tmp_path, files, "staff") == (0, 0)
    assert list(user.posts.values_list("weekly_hours", flat=True)) == [20]
    files["staff"][0]["weekly_hours"] = "30"
    assert again(tmp_path, files, "staff") == (0, 1)
    assert list(user.posts.values_list("weekly_hours", flat=True)) == [20]
    assert again(tmp_path, files, "staff") == (0, 0)


def test_a_new_word_is_taken_where_nothing_was_changed_here(tmp_path, files):
    here(place="Harlech")
    files["contacts"][4]["outcome"] = "ATTC"
    assert again(tmp_path, files) == (1, 0)
    contact = Contact.objects.get(contact_ref="C5")
    assert (contact.place, contact.outcome_id) == ("Harlech", "ATTC")


def test_where_both_changed_what_was_recorded_here_stays_and_the_row_is_a_conflict(tmp_path, files):
    here(outcome_id="ATTC")
    files["contacts"][4]["outcome"] = "UAAB"
    conflicts = tmp_path.parent / f"{tmp_path.name}.csv"
    assert again(tmp_path, files, conflicts=conflicts) == (0, 1)
    with conflicts.open(encoding="utf-8-sig") as rows:
        assert list(csv.reader(rows)) == [
            ["file", "line", "column", "here", "file_value"],
            ["contacts.csv", "6", "outcome", "ATTC", "UAAB"],
        ]
    assert Contact.objects.get(contact_ref="C5").outcome_id == "ATTC"
    held = FileValue.objects.get(column_name="outcome_id")
    assert (held.value, held.service_user.crn) == ("UAAB", "A000001")
    assert held.conflict_since
    assert again(tmp_path, files) == (0, 0)


def test_the_file_may_be_preferred_and_history_keeps_the_other(tmp_path, files):
    here(outcome_id="ATTC")
    files["contacts"][4]["outcome"] = "UAAB"
    assert again(tmp_path, files, prefer="file") == (1, 0)
    contact = Contact.objects.get(contact_ref="C5")
    assert contact.outcome_id == "UAAB"
    assert not FileValue.objects.filter(column_name="outcome_id").exists()
    former = Contact.pgh_event_model.objects.filter(pgh_obj_id=contact.pk).order_by("pk").last()
    assert former.outcome_id == "ATTC"


def test_both_came_to_the_same(tmp_path, files):
    here(outcome_id="ATTC")
    files["contacts"][4]["outcome"] = "ATTC"
    assert again(tmp_path, files) == (0, 0)
    assert not FileValue.objects.filter(column_name="outcome_id").exists()
    files["contacts"][4]["outcome"] = "UAAB"
    assert again(tmp_path, files) == (1, 0)


def test_columns_that_belong_together_are_kept_together(tmp_path, files):
    """An attendance recorded here never gets the follow-up of an absence that the file knows."""
    here(outcome_id="ATTC")
    files["contacts"][4] |= {"outcome": "UAAB", "follow_up": "breach", "follow_up_on": "2018-12-12"}
    assert again(tmp_path, files) == (0, 1)
    contact = Contact.objects.get(contact_ref="C5")
    assert (contact.outcome_id, contact.follow_up, contact.follow_up_on) == ("ATTC", "", None)


def test_a_column_that_agrees_by_now_is_in_no_conflict(tmp_path, files):
    """The rest of its group is: were it kept as the files said it before, the same file would be a conflict again."""
    here(outcome_id="UAAB", follow_up="breach", follow_up_on="2018-12-12")
    files["contacts"][4] |= {"outcome": "AAME", "follow_up": "breach", "follow_up_on": "2018-12-12"}
    assert again(tmp_path, files) == (0, 1)
    assert [each.column_name for each in FileValue.objects.exclude(service_user=None)] == ["outcome_id"]
    FileValue.objects.update(conflict_since=None)
    assert again(tmp_path, files) == (0, 0)


def test_a_record_that_is_gone_is_nobodys_to_decide(tmp_path, files):
    period = Custody.objects.order_by("starts_on").first()
    in_conflict(period, ends_on="2018-12-04")
    files["custody"] = files["custody"][1:]
    again(tmp_path, files, complete=["custody"])
    assert not Custody.objects.filter(pk=period.pk).exists()
    assert not FileValue.objects.exists()


@pytest.mark.parametrize("left_out", ["outcome", "place", "notice_issued_at", "end_time"])
def test_a_column_that_a_file_leaves_out_stays(tmp_path, files, left_out):
    before = list(Contact.objects.order_by("pk").values())
    facts = list(ContactFact.objects.order_by("pk").values())
    optional = ["place", "notice_issued_at", "slip_uploaded", "other_activity", "outcome", "cancelled_by"]
    optional += ["follow_up", "follow_up_on", "follow_up_ref"]
    if left_out in optional:
        for row in files["contacts"]:
            for name in optional:
                del row[name]
        assert again(tmp_path, files) == (0, 0)
    assert list(Contact.objects.order_by("pk").values()) == before
    assert list(ContactFact.objects.order_by("pk").values()) == facts


def test_a_new_row_of_a_file_without_optional_columns_has_them_blank(tmp_path, files):
    wanted = ["contact_ref", "crn", "staff_code", "code", "date", "start_time", "end_time"]
    files["contacts"] = [{name: (CONTACT | {"contact_ref": "C9"})[name] for name in wanted}]
    again(tmp_path, files)
    contact = Contact.objects.get(contact_ref="C9")
    assert (contact.place, contact.outcome, contact.notice_issued_at) == ("", None, None)
