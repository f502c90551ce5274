"""Two jobs take the snapshot of a day at the same moment: there is one, and both are content."""

from datetime import date

import pytest
import time_machine

from audit.models import Entry
from tests.at_once import together
from workload.snapshots import Snapshot, SnapshotDay
from workload.tasks import take_snapshots

pytestmark = pytest.mark.django_db(transaction=True)


@time_machine.travel("2026-11-02 00:40")
def test_of_two_jobs_one_takes_it(cast):
    assert sorted(together(*[take_snapshots] * 3)) == [0, 0, 1]
    assert SnapshotDay.objects.get().day == date(2026, 11, 1)
    assert Snapshot.objects.filter(officer=cast.case_manager).count() == 1
    assert Entry.objects.filter(action="take snapshot").count() == 1
