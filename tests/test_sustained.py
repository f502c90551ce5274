"""Well over threshold at four weekly snapshots running is sustained: decided exactly, shown on pages, in no command."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from staff.models import Post
from staff.units import Unit
from tests.answers import ask
from tests.factories import TeamFactory
from workload.models import Snapshot, SnapshotDay, WorkloadModel
from workload.past import Past
from workload.tables import BANDS

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 18)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel("2026-11-18 12:00", tick=False) as travelling:
        yield travelling


def snapshots(officer, *weekly: tuple[str, int], last=YESTERDAY, whole=1, **place) -> None:
    """Points and threshold at weekly snapshots, the latest first."""
    post = officer.post
    place = {"team": post.team, "ldu": post.ldu, "division": post.division} | place
    for number, (points, threshold) in enumerate(weekly):
        kept, _ = SnapshotDay.objects.get_or_create(day=last - timedelta(weeks=number))
        carried = {"cases": 1, "points": Decimal(points)}
        numbers = {"threshold_parts": threshold, "threshold_whole": whole}
        Snapshot.objects.create(day=kept, officer=officer, **carried, **numbers, **place)


def sustained(level: str, records: list[int], day: date) -> set[int]:
    return Past(day).sustained(level, records)


ABOVE, AT = ("110.01", 100), ("110.00", 100)


@pytest.fixture
def overloaded(cast):
    """Today too Nia carries more than she can."""
    Post.objects.filter(user=cast.case_manager).update(weekly_hours=Decimal("0.50"))
    return cast


@pytest.mark.parametrize(
    "weekly, expected",
    [
        ([ABOVE] * 4, True),
        ([ABOVE] * 3, False),
        ([ABOVE] * 3 + [AT], False),
        ([AT] + [ABOVE] * 3, False),
        ([ABOVE] * 3 + [("5.00", 0)], False),
        ([ABOVE] * 4 + [AT], True),
    ],
)
def test_it_is_above_the_limit_at_each_of_four_unrounded(cast, weekly, expected):
    snapshots(cast.case_manager, *weekly)
    assert (cast.case_manager.pk in sustained("case_manager", [cast.case_manager.pk], TODAY)) == expected


def test_a_threshold_that_is_no_decimal_is_compared_exactly(cast):
    """2000/37 x 110% is 59.459459...: 59.45 is below it, 59.46 above."""
    snapshots(cast.case_manager, *[("59.46", 2000)] * 4, whole=37)
    snapshots(cast.colleague, *[("59.45", 2000)] * 4, whole=37)
    both = [cast.case_manager.pk, cast.colleague.pk]
    assert sustained("case_manager", both, TODAY) == {cast.case_manager.pk}
    assert sustained("team", [cast.case_manager.post.team_id], TODAY) == set()


def test_the_weeks_are_counted_back_from_the_last_snapshot_of_the_last_seven_days(cast, day):
    snapshots(cast.case_manager, *[ABOVE] * 4)
    officer = [cast.case_manager.pk]
    assert sustained("case_manager", officer, YESTERDAY + timedelta(days=6))
    assert not sustained("case_manager", officer, YESTERDAY + timedelta(days=7))
    assert not sustained("case_manager", officer, YESTERDAY - timedelta(days=1))
    SnapshotDay.objects.create(day=TODAY)  # without its weeks before
    assert not sustained("case_manager", officer, TODAY)


def test_one_that_is_missing_breaks_the_run(cast):
    snapshots(cast.case_manager, *[ABOVE] * 5)
    SnapshotDay.objects.filter(day=YESTERDAY - timedelta(weeks=2)).delete()
    assert not sustained("case_manager", [cast.case_manager.pk], TODAY)


def test_each_is_held_against_the_model_of_its_own_day(cast):
    stricter = {"near_from": 120, "over_above": 120, "well_over_above": 120}
    WorkloadModel.objects.create(state="agreed", starts_on=YESTERDAY - timedelta(days=3), **stricter)
    snapshots(cast.case_manager, ("120.01", 100), *[ABOVE] * 3)
    snapshots(cast.colleague, *[ABOVE] * 4)
    both = [cast.case_manager.pk, cast.colleague.pk]
    assert sustained("case_manager", both, TODAY) == {cast.case_manager.pk}


def test_a_case_manager_takes_it_to_another_team_and_a_team_has_only_its_own(cast):
    before = TeamFactory(name="Before")
    snapshots(cast.case_manager, *[ABOVE] * 4, team=before)
    assert sustained_case_managers_of(cast) == [cast.case_manager]
    assert sustained("team", [cast.case_manager.post.team_id, before.pk], TODAY) == {before.pk}


def sustained_case_managers_of(cast):
    return Past(TODAY).sustained_case_managers(Unit.of(cast.case_manager.post.team))


def test_pages_show_it_where_today_is_well_over_too(overloaded, sign_in):
    cast = overloaded
    snapshots(cast.case_manager, *[ABOVE] * 4)
    own = f"/workload/{cast.case_manager.pk}/"
    nia = sign_in(cast.case_manager)
    assert nia.get("/").context["band"] == BANDS["sustained"]
    assert "Sustained overload" in nia.get(own).content.decode()
    manager = sign_in(cast.team_manager)
    html = manager.get("/workload/").content.decode()
    assert html.count("Sustained overload</strong>") == 1
    for page in ("/workload/", "/"):
        html = " ".join(manager.get(page).content.decode().split())
        assert "1 case manager has been well over threshold at each of the last 4 weekly snapshots:" in html
        assert f'href="{own}">Nia Rees' in html
    Post.objects.filter(user=cast.case_manager).update(weekly_hours=37)
    assert "Sustained overload</strong>" not in manager.get("/workload/").content.decode()


def test_an_ldu_head_sees_the_team_and_not_its_case_managers(overloaded, sign_in):
    cast = overloaded
    snapshots(cast.case_manager, *[ABOVE] * 4)
    Post.objects.filter(user=cast.colleague).update(weekly_hours=0)
    response = sign_in(cast.ldu_head).get("/workload/")
    bands = {row.record.name: row.record.band for row in response.context["table"].rows}
    assert bands["Newport 1"] == "sustained"
    assert "Nia Rees" not in response.content.decode()


def test_the_command_knows_no_such_band(overloaded):
    snapshots(overloaded.case_manager, *[ABOVE] * 4)
    bands = {row[-1] for row in ask("workload", "--as-of=2026-11-18")[1:]}
    assert "well_over" in bands
    assert "sustained" not in bands
