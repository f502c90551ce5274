"""The nightly snapshot of the workload: what the command says of a day, written down once and never changed."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction

from base.exact import rounded
from casemgmt.celery import app
from tests.answers import ask
from tests.factories import BragReviewFactory, TeamFactory, person
from workload.models import Adjustment
from workload.services import snapshots
from workload.services.snapshots import take_snapshot
from workload.snapshots import Snapshot, SnapshotDay
from workload.tasks import take_snapshots

pytestmark = pytest.mark.django_db

# The night on which the clocks go back, and the last day of the month of the same length as the one before.
AUTUMN, SPRING = "2026-10-25 00:40+01:00", "2027-03-29 00:40+01:00"


@pytest.fixture(autouse=True)
def night():
    with time_machine.travel(AUTUMN, tick=False) as travelling:
        yield travelling


def days() -> list[date]:
    return list(SnapshotDay.objects.order_by("day").values_list("day", flat=True))


def test_it_has_what_the_command_says_of_that_day(cast):
    cast.case_manager.posts.update(weekly_hours=20)
    Adjustment.objects.create(officer=cast.colleague, reason="New in post", percent=30, starts_on=date(2026, 10, 1))
    assert take_snapshots() == 1
    told = {
        row[-6]: [row[-5], row[-4], row[-3]]
        for row in ask("workload", "--as-of=2026-10-24", "--level=case_manager")[1:]
    }
    kept = Snapshot.objects.select_related("officer", "ldu")
    assert told == {
        row.officer.staff_code if row.officer else "Unallocated": [
            str(row.cases),
            str(row.points),
            str(rounded(row.threshold, 2)),
        ]
        for row in kept
    }
    nia = kept.get(officer=cast.case_manager)
    post = cast.case_manager.post
    assert nia.threshold == Fraction(2000, 37)
    assert (nia.team_id, nia.ldu_id, nia.division_id) == (post.team_id, post.ldu_id, post.division_id)
    unallocated = kept.get(officer=None)
    assert (unallocated.ldu, unallocated.team, unallocated.cases) == (cast.own.office.ldu, None, 1)


def test_a_later_one_of_the_same_day_changes_nothing(cast):
    take_snapshots()
    before = list(Snapshot.objects.order_by("pk").values())
    person(cast.case_manager)
    assert take_snapshots() == 0
    assert take_snapshot(by=None, day=date(2026, 10, 24)) == {}
    assert list(Snapshot.objects.order_by("pk").values()) == before


def test_one_that_dies_in_the_middle_leaves_nothing_and_is_taken_again(cast, monkeypatch):
    monkeypatch.setattr(snapshots, "rows_of", lambda kept: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take_snapshots()
    assert days() == []
    monkeypatch.undo()
    assert take_snapshots() == 1
    assert Snapshot.objects.filter(officer=cast.case_manager).count() == 1


def test_missed_days_are_filled_in_over_the_change_of_the_clock(cast, night):
    take_snapshots()
    night.move_to("2026-11-02 00:40+00:00")
    assert take_snapshots() == 8
    assert days() == [date(2026, 10, 24) + timedelta(days=each) for each in range(9)]
    SnapshotDay.objects.filter(day=date(2026, 10, 28)).delete()
    assert take_snapshots() == 1


@pytest.mark.parametrize("night_of", [SPRING, "2027-03-28 00:40+00:00", "2028-02-29 00:40+00:00"])
def test_every_night_takes_the_day_that_has_ended(cast, night, night_of):
    night.move_to(night_of)
    take_snapshots()
    assert days() == [date.fromisoformat(night_of[:10]) - timedelta(days=1)]


def test_nothing_is_filled_in_that_is_more_than_a_year_back(cast, night):
    take_snapshots()
    night.move_to("2029-01-01 00:40+00:00")
    earliest = date(2028, 12, 31) - timedelta(days=365)
    assert SnapshotDay.objects.missing(date(2028, 12, 31))[0] == earliest
    assert len(SnapshotDay.objects.missing(date(2028, 12, 31))) == 366


def test_records_are_taken_as_they_stand_and_posts_by_their_days(cast):
    """The post changed in the middle of the month, and the status was reviewed."""
    second = TeamFactory(name="Newport 2")
    cast.case_manager.posts.update(ends_on=date(2026, 10, 14))
    cast.case_manager.posts.create(
        starts_on=date(2026, 10, 15), role="case_manager", team=second, weekly_hours=Decimal("18.5")
    )
    BragReviewFactory(service_user=cast.own, reviewed_on=date(2026, 10, 16), status="red")
    call_command("take_snapshots", "--from=2026-10-13", stdout=StringIO())
    nia = Snapshot.objects.filter(officer=cast.case_manager).order_by("day")
    assert [(row.team.name, row.threshold, str(row.points)) for row in nia[:4]] == [
        ("Newport 1", 100, "1.94"),
        ("Newport 1", 100, "1.94"),
        ("Newport 2", 50, "1.94"),
        ("Newport 2", 50, "4.85"),
    ]


def test_whoever_holds_a_case_without_a_post_is_there_and_whoever_has_neither_is_not(cast):
    cast.case_manager.posts.update(ends_on=date(2026, 10, 1))
    cast.colleague.posts.update(ends_on=date(2026, 10, 1))
    cast.colleagues.allocations.update(ends_on=date(2026, 10, 1))
    take_snapshots()
    nia = Snapshot.objects.get(officer=cast.case_manager)
    assert (nia.cases, nia.threshold, nia.team, nia.division) == (1, 0, None, None)
    assert not Snapshot.objects.filter(officer=cast.colleague).exists()


def test_the_command_takes_them_and_says_how_many_rows(cast):
    assert ask("take_snapshots") == [["day", "case_managers", "unallocated"], ["2026-10-24", "5", "1"]]
    assert ask("take_snapshots") == [["day", "case_managers", "unallocated"]]
    assert [row[0] for row in ask("take_snapshots", "--from=2026-10-22")[1:]] == ["2026-10-22", "2026-10-23"]


@pytest.mark.parametrize("first", ["2026-10-25", "2025-10-23"])
def test_the_command_refuses_days_that_are_not_over_or_too_long_ago(cast, first):
    with pytest.raises(CommandError, match="--from must be a day from 2025-10-24 to 2026-10-24"):
        call_command("take_snapshots", f"--from={first}")


@pytest.mark.parametrize("model", [Snapshot, SnapshotDay])
def test_what_is_written_is_never_changed(cast, model):
    take_snapshots()
    with pytest.raises(Exception, match="Cannot update rows"), transaction.atomic():
        model.objects.update(**({"points": 0} if model is Snapshot else {"taken_at": "2026-01-01 00:00Z"}))


def test_there_is_none_of_a_day_to_come(cast):
    with pytest.raises(ValueError, match="day to come"):
        take_snapshot(by=None, day=date(2026, 10, 26))


def test_a_day_costs_as_many_statements_for_many_as_for_few(cast, django_assert_max_num_queries):
    for _ in range(10):
        person(cast.case_manager)
    with django_assert_max_num_queries(26):
        take_snapshot(by=None, day=date(2026, 10, 24))


def test_the_job_is_in_the_timetable_and_known_to_the_worker(settings):
    app.loader.import_default_modules()
    assert "workload.tasks.take_snapshots" in app.tasks
    [entry] = [each for each in settings.CELERY_BEAT_SCHEDULE.values() if each["task"].startswith("workload.")]
    assert entry["schedule"].hour == {0}
