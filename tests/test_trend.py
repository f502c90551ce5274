"""How a workload went: a year of weekly snapshots as a chart, in words and as a table, and the change in a month."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from html import unescape

import pytest
import time_machine

from staff.units import Unit
from workload.models import Snapshot, SnapshotDay
from workload.past import Past, a_month_before
from workload.services.snapshots import take_snapshot
from workload.trend import Chart

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


def snapshot(day: date, officer, points: str, threshold: int = 100) -> None:
    kept, _ = SnapshotDay.objects.get_or_create(day=day)
    post = officer.post
    Snapshot.objects.create(
        day=kept,
        officer=officer,
        team=post.team,
        ldu=post.ldu,
        division=post.division,
        cases=3,
        points=Decimal(points),
        threshold_parts=threshold,
        threshold_whole=1,
    )


def page(client, address: str) -> str:
    return " ".join(unescape(client.get(address).content.decode()).split())


def test_a_case_manager_sees_a_year_of_weeks_and_the_change_since_last_month(cast, nia):
    for week in range(60):
        snapshot(TODAY - timedelta(days=1 + 7 * week), cast.case_manager, f"{80 + week}.00")
    snapshot(date(2026, 10, 18), cast.case_manager, "10.00")
    address = f"/workload/{cast.case_manager.pk}/"
    html = page(nia, address)
    assert (
        "The indicator today is 1.9%: 8.1 percentage points less than the 10.0% on 18 October 2026, a month ago."
        in html
    )
    assert "It was 132.0% on 18 November 2025 and 80.0% on 17 November 2026." in html
    trend = nia.get(address).context["trend"]
    assert len(trend.weeks) == 53
    assert [row.record.name for row in trend.table.rows][::52] == ["17 November 2026", "18 November 2025"]
    assert "<svg viewBox" in html


def test_a_team_an_ldu_and_a_division_are_the_sums_of_their_own(cast):
    yesterday = TODAY - timedelta(days=1)
    take_snapshot(by=None, day=yesterday)
    post = cast.case_manager.post
    found = {
        str(record): (load.cases, load.points, load.threshold)
        for record in (post.team, post.ldu, post.division, cast.case_manager)
        for load in Past(TODAY).year_of(Unit.of(record))[0].values()
    }
    assert found == {
        "Newport 1": (2, Decimal("3.88"), 200),
        "Gwent": (4, Decimal("7.76"), 300),
        "Wales": (5, Decimal("9.70"), 400),
        "Nia Rees": (1, Decimal("1.94"), 100),
    }


@pytest.mark.parametrize("who", ["team_manager", "ldu_head", "chief_officer"])
def test_managers_see_it_of_their_unit_and_before_there_is_any(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    html = page(client, "/workload/")
    assert "There are no weekly snapshots yet." in html
    assert "There is no snapshot of 18 October 2026 to compare today with." in html
    take_snapshot(by=None, day=date(2026, 10, 18))
    take_snapshot(by=None, day=TODAY)
    html = page(client, "/workload/")
    assert "The indicator today is the same as on 18 October 2026, a month ago." in html
    assert "on 18 November 2026." in html


def test_without_a_threshold_there_is_nothing_to_compare(cast, nia):
    snapshot(date(2026, 10, 18), cast.case_manager, "10.00", threshold=0)
    snapshot(TODAY, cast.case_manager, "10.00", threshold=0)
    html = page(nia, f"/workload/{cast.case_manager.pk}/")
    assert "On 18 October 2026 there was no threshold to compare with." in html
    assert "There was no threshold to compare with at any of the weekly snapshots." in html
    assert "No capacity" in html


@pytest.mark.parametrize(
    "day, before",
    [
        (date(2026, 11, 18), date(2026, 10, 18)),
        (date(2026, 10, 31), date(2026, 9, 30)),
        (date(2026, 3, 30), date(2026, 2, 28)),
        (date(2028, 3, 29), date(2028, 2, 29)),
        (date(2027, 1, 1), date(2026, 12, 1)),
    ],
)
def test_a_month_ago_is_the_same_day_or_the_last_one(day, before):
    assert a_month_before(day) == before


def test_the_line_breaks_where_a_week_is_missing_and_one_alone_is_a_dot():
    chart = Chart([Fraction(100), Fraction(110), None, Fraction(90)], [Decimal(100), Decimal(110)])
    assert chart.ends == (90, 120)
    assert chart.line == "M52.0 154.7h0L191.3 83.3M470.0 226.0h0"
    assert [label for label, *_ in chart.limits] == ["100%", "110%"]


def test_labels_that_would_overlap_are_left_out():
    chart = Chart([Fraction(900)], [Decimal(100), Decimal(110)])
    assert [label for label, *_ in chart.limits] == ["100%", ""]
    assert [label for label, _ in chart.scale] == ["910%"]
