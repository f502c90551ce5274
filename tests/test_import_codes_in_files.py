"""Codes in the files: an unknown type never counts, another unknown code is told once, names are mapped."""

import csv

import pytest
import time_machine
from django.core.management import CommandError, call_command

from cases.models import Order, OrderTypeName
from contacts.models import Contact, ContactFact, ContactType
from tests.answers import load
from tests.small_caseload import CONTACT, small_caseload, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2018-12-21 09:00"):
        yield


def faults(folder):
    with pytest.raises(CommandError):
        call_command("import_caseload", str(folder), reject_file=folder / "rejects.csv")
    with (folder / "rejects.csv").open(newline="", encoding="utf-8-sig") as rows:
        return [tuple(row) for row in csv.reader(rows)][1:]


@pytest.mark.parametrize("code", ["NOPE", "C997", "é"])
def test_an_unknown_type_is_another_contact_and_never_counts(tmp_path, code):
    files = small_caseload()
    files["contacts"] += [CONTACT | {"contact_ref": f"N{number}", "code": code} for number in range(3)]
    said = load(write(tmp_path, files))
    assert f"contact type {code} is not known: 3 rows taken as other contacts, which never count" in said
    contact = Contact.objects.get(contact_ref="N0")
    assert (contact.type_id, contact.type.known) == (code, False)
    assert ContactFact.objects.get(contact=contact).worth == "none"
    assert not ContactType.objects.offered(contact.date).filter(code=code).exists()


def test_an_unknown_outcome_is_one_fault_for_all_its_rows(tmp_path):
    files = small_caseload()
    for row in files["contacts"][:1] + files["contacts"][2:]:
        row["outcome"] = "NOPE"
    expected = "a known contact outcome code; 3 rows have this"
    assert faults(write(tmp_path, files)) == [("contacts.csv", "2", "outcome", "NOPE", expected)]


def test_unknown_requirements_are_one_fault_a_code(tmp_path):
    files = small_caseload()
    files["orders"][0]["requirements"] = "W;Q9;Q8:X"
    files["orders"][1]["requirements"] = "Q9"
    expected = "a known requirement category code"
    assert faults(write(tmp_path, files)) == [
        ("orders.csv", "2", "requirements", "Q9", f"{expected}; 2 rows have this"),
        ("orders.csv", "2", "requirements", "Q8:X", expected),
    ]


@pytest.mark.parametrize(
    "requirements, in_scope",
    [
        ("RM59:EM2", False),
        ("RM59:EM1", True),
        ("RM59:EM2;W", False),
        ("Z", True),
        ("Z;W", False),
        ("G", True),
        ("CSPE;M;X", False),
        ("W;F", True),
        ("", True),
    ],
)
def test_a_subcategory_decides_where_it_is_known_and_neutral_ones_never(tmp_path, requirements, in_scope):
    files = small_caseload()
    files["orders"][0] |= {"type": "suspended_sentence_order", "requirements": requirements}
    load(write(tmp_path, files))
    assert Order.objects.in_scope().filter(order_ref="O1").exists() is in_scope


@pytest.mark.parametrize("name", ["ORA Community Order", "ora community order", "Adult Licence"])
def test_a_sources_name_of_an_order_type_is_mapped(tmp_path, name):
    OrderTypeName.objects.create(name="ORA Community Order", type="community_order")
    OrderTypeName.objects.create(name="Adult Licence", type="licence")
    files = small_caseload()
    files["orders"][0]["type"] = name
    load(write(tmp_path, files))
    assert Order.objects.get(order_ref="O1").type == ("licence" if "Licence" in name else "community_order")


def test_a_name_that_nobody_mapped_is_told_once(tmp_path):
    files = small_caseload()
    for row in files["orders"]:
        row["type"] = "SA2020 Sentence"
    [fault] = faults(write(tmp_path, files))
    assert fault[:4] == ("orders.csv", "2", "type", "SA2020 Sentence")
    assert fault[4].endswith("names of order types that an administrator keeps; 2 rows have this")
