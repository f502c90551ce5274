"""Dates that were corrected at the source correct what was imported; complete files take back what they lack."""

import pytest
import time_machine
from django.core.management import CommandError, call_command

from cases.models import Allocation, BragReview, Custody, Designation, Order
from contacts.models import Contact
from tests.answers import load
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
    load(write(tmp_path, files))
    return files


def periods(model, **of):
    return [f"{row.starts_on} {row.ends_on}" for row in model.objects.filter(**of).order_by("starts_on")]


def said(tmp_path, files, *options):
    out = tmp_path / "said"
    with out.open("w") as stream:
        call_command("import_caseload", str(write(tmp_path, files)), *options, stdout=stream)
    return out.read_text()


@pytest.mark.parametrize(
    "starts_on, ends_on, left",
    [
        ("2018-12-02", "2018-12-05", ["2018-12-02 2018-12-05", "2018-12-10 None"]),
        ("2018-11-30", "2018-12-20", ["2018-11-30 2018-12-20"]),
        ("2018-12-20", "", ["2018-12-01 2018-12-05", "2018-12-20 None"]),
    ],
)
def test_custody_that_was_corrected_replaces_what_it_overlaps(tmp_path, files, starts_on, ends_on, left):
    files["custody"] = [{"crn": "A000002", "starts_on": starts_on, "ends_on": ends_on}]
    assert "known from an earlier import replaced by what overlaps them" in said(tmp_path, files)
    assert periods(Custody) == left
    assert "replaced" not in said(tmp_path, files)
    assert periods(Custody) == left


def test_a_designation_and_an_adjustment_are_corrected_too(tmp_path, files):
    files["designations"] = [files["designations"][0] | {"starts_on": "2018-08-15"}]
    files["adjustments"] = [files["adjustments"][0] | {"starts_on": "2018-10-08", "percent": "12"}]
    said(tmp_path, files)
    assert periods(Designation) == ["2018-08-15 2018-12-31", "2019-01-01 None"]
    assert [(str(row.starts_on), row.percent) for row in Adjustment.objects.all()] == [("2018-10-08", 12)]


@pytest.mark.parametrize(
    "starts_on, left, words",
    [
        ("2018-11-10", ["2018-09-01 2018-11-09", "2018-11-10 None"], "1 known from an earlier import ended"),
        ("2018-09-01", ["2018-09-01 None"], "1 known from an earlier import replaced"),
        ("2018-08-20", ["2018-08-20 None"], "2 known from an earlier import replaced"),
    ],
)
def test_an_allocation_ends_or_replaces_the_one_before(tmp_path, files, starts_on, left, words):
    files["allocations"] = [files["allocations"][0] | {"staff_code": "LH1", "starts_on": starts_on, "ends_on": ""}]
    assert words in said(tmp_path, files)
    assert periods(Allocation) == left
    assert " 0 created, 0 changed, 1 unchanged, 0 in conflict" in said(tmp_path, files)


def test_a_hand_over_on_one_day_is_read_as_ending_the_day_before(tmp_path):
    files = small_caseload()
    files["allocations"][0]["ends_on"] = files["allocations"][1]["starts_on"] = "2018-11-10"
    assert "allocations.csv: 1 read as ending the day before the next starts" in said(tmp_path, files)
    assert periods(Allocation) == ["2018-09-01 2018-11-09", "2018-11-10 None"]
    assert "allocations.csv: 0 created, 0 changed, 2 unchanged" in said(tmp_path, files)


def test_within_the_files_an_overlap_is_still_a_fault(tmp_path, files):
    files["custody"][0]["ends_on"] = "2018-12-11"
    with pytest.raises(CommandError, match="1 value is at fault"):
        load(write(tmp_path, files))


def test_a_complete_file_takes_back_what_it_lacks_about_its_people_only(tmp_path, files):
    Contact.objects.create(
        contact_ref="HERE", service_user=Contact.objects.get(contact_ref="C1").service_user, type_id="COAP",
        officer=Contact.objects.get(contact_ref="C1").officer, date="2018-12-20", start_time="10:00", end_time="10:30",
    )  # fmt: skip
    files["contacts"] = [CONTACT | {"contact_ref": "C1"}]
    assert "contacts.csv: 2 not in the complete file" in said(tmp_path, files, "--complete", "contacts.csv")
    assert sorted(Contact.objects.values_list("contact_ref", flat=True)) == ["C1", "C4", "HERE"]


def test_without_it_what_is_left_out_stays(tmp_path, files):
    files["contacts"] = [CONTACT | {"contact_ref": "C1"}]
    said(tmp_path, files)
    assert Contact.objects.count() == 4


def test_orders_end_and_reviews_and_periods_go(tmp_path, files):
    second = files["orders"][0] | {"order_ref": "O3"}
    said(tmp_path, files | {"orders": [*files["orders"], second]})
    files["brag"], files["allocations"] = files["brag"][:1], files["allocations"][:1]
    said(tmp_path, files, "--complete", "orders,brag,allocations")
    assert str(Order.objects.get(order_ref="O3").terminated_on) == "2018-12-21"
    assert BragReview.objects.count() == Allocation.objects.count() == 1


def test_a_file_that_cannot_be_complete_is_told(tmp_path, files):
    with pytest.raises(CommandError, match="staff cannot be complete"):
        said(tmp_path, files, "--complete", "staff.csv")


@pytest.mark.parametrize("rows, at_fault", [(["C3"], True), (["C2", "C3"], False)])
def test_a_linked_contact_passes_to_another_person_only_together_with_the_other(tmp_path, files, rows, at_fault):
    files["contacts"] = [row | {"crn": "A000002"} for row in files["contacts"] if row["contact_ref"] in rows]
    if at_fault:
        with pytest.raises(CommandError, match="1 value is at fault"):
            load(write(tmp_path, files))
    else:
        load(write(tmp_path, files))
        assert {row.service_user.crn for row in Contact.objects.filter(contact_ref__in=rows)} == {"A000002"}
