"""A month of work here and at the source: at its end the figures are those of what was recorded where, and no more."""

import csv
import os
from datetime import date, datetime, timedelta
from io import StringIO
from random import Random

import pytest
import time_machine
from django.core.management import call_command

from cases.models import FileValue
from contacts import facts
from contacts.models import Contact
from tests.answers import ask
from tests.oracle import Caseload, compliance
from tests.oracle.days import days_of
from tests.simulation import KINDS_OF_WORK, Source, Staff

MONTH = "2019-04"
DAY = timedelta(days=1)
# `SIMULATED_MONTHS=10 pytest tests/test_simulated_month.py` has as many others.
SEEDS = range(int(os.environ.get("SIMULATED_MONTHS", 1)))
COLUMN = {"type_id": "code", "officer_id": "staff_code", "service_user_id": "crn", "outcome_id": "outcome"}
COLUMN["follow_up_contact_id"] = "follow_up_ref"


def night(folder, source: Source, staff: Staff, today: date) -> None:
    """The files come in; what is in conflict is what was recorded here and the source says anew, and nothing else."""
    source.changes(today, staff)
    source.write(folder)
    conflicts = folder.parent / "conflicts.csv"
    call_command("import_caseload", str(folder), conflicts=conflicts, complete=["custody", "brag"], stdout=StringIO())
    expected = staff.imported(source.files["contacts"], today)
    with conflicts.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["file"] for row in rows} <= {"contacts.csv"}
    refs = [row["contact_ref"] for row in source.files["contacts"]]
    told = {(refs[int(row["line"]) - 2], row["column"]): (row["here"], row["file_value"]) for row in rows}
    assert told == expected


def undecided() -> set[tuple[str, str]]:
    values = FileValue.objects.in_conflict().filter(table_name="contacts_contact")
    refs = dict(Contact.everything.values_list("pk", "contact_ref"))
    return {(refs[value.record], COLUMN.get(value.column_name, value.column_name)) for value in values}


def agree(source: Source, staff: Staff, as_of: date) -> None:
    """The product answers as the independent reading of what is recorded where."""
    # A hand-over on one day is read as ending the day before.
    starts = {(row["crn"], row["starts_on"]) for row in source.files["allocations"]}
    allocations = [
        row | {"ends_on": str(date.fromisoformat(row["ends_on"]) - DAY)}
        if (row["crn"], row["ends_on"]) in starts
        else row
        for row in source.files["allocations"]
    ]
    caseload = Caseload(source.files | {"contacts": staff.contacts(), "allocations": allocations})
    for level in ("service_user", "contact"):
        columns, rows = compliance(caseload, MONTH, as_of, level)
        answer = ask("compliance", f"--month={MONTH}", f"--as-of={as_of}", f"--level={level}")
        assert answer == [columns, *rows]


# Each import ends its transaction, as it does at night: thirty in one would hold the locks of all their tables.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_month_beside_another_record_ends_with_what_was_recorded_where(seed, tmp_path):
    random = Random(seed)
    source = Source(random, MONTH, people=200)
    staff = Staff(random, source)
    folder = tmp_path / "files"
    with time_machine.travel("2019-03-31 23:30", tick=False) as clock:
        source.write(folder)
        call_command("import_caseload", str(folder), stdout=StringIO())
        staff.imported(source.files["contacts"], date(2019, 3, 31))
        for today in days_of(MONTH):
            for minutes in sorted(random.sample(range(9 * 60, 17 * 60), 14)):
                now = datetime.combine(today, datetime.min.time()) + timedelta(minutes=minutes)
                clock.move_to(f"{now}")
                staff.works(now)
            clock.move_to(f"{today} 23:30")
            night(folder, source, staff, today)
            assert undecided() == staff.side.undecided
            if today.day == 15:
                agree(source, staff, today)
        for as_of in (days_of(MONTH)[-1], days_of(MONTH)[-1] + 14 * DAY):
            agree(source, staff, as_of)
        assert facts.differences() == {"contact_facts": 0, "month_facts": 0, "figure_facts": 0}
        # It was a month: every kind of work was done, and some of it against what the source said.
        assert len(staff.done) == len(KINDS_OF_WORK), staff.done
