"""A case manager's page of the workload: each case in words, and the same as a file."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from cases.models import RequirementCategory
from tests.factories import OrderFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel("2018-11-20 12:00", tick=False):
        yield


@pytest.fixture
def caseload(cast, nia):
    """Beside the cast's own: one of a single requirement and without status, and one whose order should have ended."""
    single = person(cast.case_manager, crn="A000011", brag=None, first_name="Mair", last_name="Ellis")
    single.orders.get().requirements.add(RequirementCategory.objects.get(pk="W"))
    late = person(cast.case_manager, crn="A000012", brag=None, first_name="Tom", last_name="Vaughan")
    late.orders.all().delete()
    OrderFactory(service_user=late, ends_on=date(2018, 11, 19))
    address = reverse("officer_workload", args=[cast.case_manager.pk])
    return lambda **asked: nia.get(address, asked).getvalue().decode("utf-8-sig")


def test_each_case_says_what_decided_its_points(caseload):
    html = caseload()
    assert "Amber: 2.00 of 103.11 hours a month" in html
    assert "Single requirement: 0.30 of 103.11 hours a month" in html
    assert "No BRAG status, so as Amber: 2.00 of 103.11 hours a month" in html
    assert html.count("Overdue</strong>") == 1


def test_the_file_has_the_same_cases(caseload):
    header, *rows = csv.reader(io.StringIO(caseload(_export="csv")))
    cases = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(case["CRN"], case["Points"]) for case in cases] == [
        ("A000011", "0.29"),
        ("A000001", "1.94"),
        ("A000012", "1.94"),
    ]
    assert [case["Order"] for case in cases] == ["", "", "Overdue"]
