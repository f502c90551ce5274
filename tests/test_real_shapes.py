"""What the national record really holds, from the file to the figure: no end times, names of orders, subcategories."""

import csv
import re

import pytest
import time_machine
from django.core.management import CommandError, call_command

from cases.models import Order, OrderType, OrderTypeName
from tests.answers import ask, load
from tests.small_caseload import small_caseload, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2018-12-21 09:00"):
        yield


def month_of(crn: str) -> tuple[str, str, str]:
    """Whether the measure applies to the person in November, why not, and the result."""
    _, *rows = ask("compliance", "--month=2018-11", "--level=service_user")
    return next((applicable, reason, result) for who, applicable, reason, result, *_ in rows if who == crn)


def verdict_of(ref: str) -> list[str]:
    _, *rows = ask("compliance", "--month=2018-11", "--level=contact")
    return next(row[4:] for row in rows if row[0] == ref)


@pytest.mark.parametrize(
    "end_time, verdict, result",
    [("", ["not_an_offer", "thirty_minutes"], "not_met"), ("10:30", ["counts_attended", ""], "met")],
)
def test_a_contact_without_an_end_time_is_taken_in_and_cannot_count(tmp_path, end_time, verdict, result):
    files = small_caseload()
    files["contacts"] = [files["contacts"][0] | {"end_time": end_time}]
    load(write(tmp_path, files))
    assert verdict_of("C1") == verdict
    assert month_of("A000001") == ("Y", "", result)


@pytest.mark.parametrize(
    "requirements, month",
    [
        ("RM59:EM2", ("N", "no_in_scope_order", "")),
        ("W;RM59:EM2", ("N", "no_in_scope_order", "")),
        ("RM59:EM1", ("Y", "", "met")),
        ("RM59:ZZ9", ("Y", "", "met")),
        ("G", ("Y", "", "met")),
        ("G;W", ("Y", "", "met")),
        ("Z", ("Y", "", "met")),
        ("Z;W", ("N", "no_in_scope_order", "")),
    ],
)
def test_requirements_decide_whose_month_it_is(tmp_path, requirements, month):
    """A subcategory, a drug rehabilitation requirement (G), and an order that has none (Z)."""
    files = small_caseload()
    files["orders"][0] |= {"type": "suspended_sentence_order", "requirements": requirements}
    load(write(tmp_path, files))
    assert month_of("A000001") == month


NAMES = [f"{act} {number} Order" for act in ("ORA", "SA2020", "Pre-CJA", "CJA03") for number in range(1, 50)][:194]


def orders_of(names: list[str]) -> list[dict[str, str]]:
    order = small_caseload()["orders"][0]
    return [order | {"order_ref": f"O{number}", "type": name} for number, name in enumerate(names)]


def test_194_names_of_order_types_are_read_as_administrators_map_them(tmp_path):
    kinds = [OrderType.values[number % 4] for number in range(194)]
    OrderTypeName.objects.bulk_create(
        OrderTypeName(name=name, type=kind) for name, kind in zip(NAMES, kinds, strict=True)
    )
    files = small_caseload() | {"orders": orders_of([name.upper() for name in NAMES])}
    assert "orders.csv: 194 created" in load(write(tmp_path, files))
    assert list(Order.objects.order_by("pk").values_list("type", flat=True)) == kinds
    assert "orders.csv: 0 created, 0 changed, 194 unchanged" in load(write(tmp_path, files))


def test_a_name_that_nobody_mapped_is_one_fault_that_says_the_way_out(tmp_path):
    OrderTypeName.objects.bulk_create(OrderTypeName(name=name, type="licence") for name in NAMES[1:])
    rejects = tmp_path / "rejects.csv"
    write(tmp_path, small_caseload() | {"orders": orders_of([NAMES[0], *NAMES])})
    with pytest.raises(CommandError, match="1 value is at fault"):
        call_command("import_caseload", str(tmp_path), reject_file=rejects)
    with rejects.open(encoding="utf-8-sig", newline="") as rows:
        [fault] = list(csv.DictReader(rows))
    assert (fault["line"], fault["column"], fault["value"]) == ("2", "type", NAMES[0])
    assert re.search("names of order types that an administrator keeps; 2 rows have this", fault["expected"])
