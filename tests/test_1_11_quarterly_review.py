"""A division is reviewed each quarter: workload, minimum contact, measures, plans and vacancies (1.11)."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine

from reports.quarter import Quarter, QuarterlyReview
from staff.models import Establishment, Post
from staff.units import Unit
from tests.additional import agreed_entry
from tests.factories import ContactFactory, TeamFactory, UserFactory
from workload.checklists import ReviewTemplate
from workload.models import Snapshot, SnapshotDay
from workload.reviews import WorkloadPlan, WorkloadReview

pytestmark = pytest.mark.django_db

TODAY, LAST_OF_BEFORE = date(2026, 11, 18), date(2026, 9, 30)
AUTUMN, SUMMER = Quarter.of(TODAY), Quarter.of(LAST_OF_BEFORE)


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


def snapshot(officer, day: date, points: str, threshold: int) -> None:
    post = officer.post
    kept, _ = SnapshotDay.objects.get_or_create(day=day)
    Snapshot.objects.create(
        day=kept, officer=officer, cases=1, points=Decimal(points), threshold_parts=threshold, threshold_whole=1,
        team=post.team, ldu=post.ldu, division=post.division,
    )  # fmt: skip


def review_of(cast, quarter: Quarter = AUTUMN) -> QuarterlyReview:
    return QuarterlyReview(Unit.of_member(cast.chief_officer), quarter, TODAY)


def by_name(rows) -> dict:
    return {row.name: row for row in rows}


def test_a_quarter_is_three_calendar_months():
    assert [str(month) for month in AUTUMN.months] == ["2026-10", "2026-11", "2026-12"]
    assert (Quarter.of(date(2027, 1, 1)).previous, SUMMER.next) == (AUTUMN, AUTUMN)
    assert SUMMER.last == LAST_OF_BEFORE


def test_the_workload_is_that_of_the_last_snapshot_beside_the_end_of_the_quarter_before(cast):
    """Of an LDU the sum of points over the sum of thresholds: (50 + 70) / (100 + 100) is 60%, and before it was 40%."""
    for officer, before, now in ((cast.case_manager, "30", "50"), (cast.colleague, "50", "70")):
        snapshot(officer, LAST_OF_BEFORE, before, 100)
        snapshot(officer, TODAY - timedelta(days=1), now, 100)
    rows = by_name(review_of(cast).carried)
    assert (rows["Gwent"].now.indicator, rows["Gwent"].change) == (Decimal("60.0"), Decimal("20.0"))
    assert rows["Gwent"].now.load.points == 120
    assert (rows["Powys"].now, rows["Powys"].change) == (None, None)
    assert rows["Total"].now.indicator == Decimal("60.0")


def test_a_case_manager_well_over_at_four_weekly_snapshots_is_named_with_the_last_indicator(cast):
    for week in range(4):
        snapshot(cast.case_manager, TODAY - timedelta(days=1, weeks=week), "111" if week else "120", 100)
        snapshot(cast.colleague, TODAY - timedelta(days=1, weeks=week), "110", 100)
    assert [(row.officer, row.ldu, row.load.indicator) for row in review_of(cast).sustained] == [
        (cast.case_manager, "Gwent", Decimal("120.0"))
    ]


def test_each_month_that_has_begun_has_its_figure(cast):
    ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2026, 10, 6), noticed=True, outcome_id="ATTC"
    )
    review = review_of(cast)
    assert [str(month) for month in review.months] == ["2026-10", "2026-11"]
    figures = dict(review.figures)
    october = figures["Gwent"][review.months[0]].figure
    assert (october.met, october.percent) == (1, Fraction(100, october.applicable))
    total = figures["Total"][review.months[0]].figure
    assert total.applicable == sum(
        rows[review.months[0]].applicable for name, rows in figures.items() if name != "Total"
    )


def test_the_measures_are_those_in_force_on_the_last_day(cast):
    entry = agreed_entry(cast.team_manager, cast.ldu_head)
    assert entry in review_of(cast).measures
    assert entry not in review_of(cast, SUMMER).measures


at = datetime.fromisoformat


def plan(cast, held_at: datetime, **fields) -> WorkloadPlan:
    manager, template = cast.team_manager, ReviewTemplate.objects.first()
    held = WorkloadReview.objects.create(
        officer=cast.case_manager, template=template, opened_for="supervision", opened_by=manager, opened_at=held_at,
        outcome="excessive", reason="Too much", held_by=manager, held_at=held_at,
        cases=50, points=120, threshold_parts=100, threshold_whole=1,
    )  # fmt: skip
    return WorkloadPlan.objects.create(review=held, **fields)


def test_a_plan_is_open_from_its_review_until_it_is_resolved_and_its_late_actions_are_counted(cast):
    resolved = {"resolved_by": cast.team_manager, "resolved_at": at("2026-11-02 09:00")}
    found = plan(cast, at("2026-09-30 23:30"), **resolved)
    found.actions.create(
        measure="other", what="Talk", owner=cast.team_manager, due_on=date(2026, 9, 29), added_by=cast.team_manager,
        added_at=at("2026-09-01 09:00"), state="done", closed_by=cast.team_manager, closed_at=at("2026-10-01 00:00"),
    )  # fmt: skip
    [summer] = review_of(cast, SUMMER).plans
    assert (summer, summer.ldu, summer.overdue, summer.escalated_to) == (found, "Gwent", 1, None)
    assert list(review_of(cast).plans) == []


def test_a_plan_that_waits_for_a_decision_says_whose(cast):
    found = plan(cast, at("2026-11-02 09:00"), next_review_on=date(2026, 12, 1))
    found.escalations.create(
        level="ldu_head", reason="No room", escalated_by=cast.team_manager, escalated_at=at("2026-11-09 09:00")
    )
    assert [each.escalated_to for each in review_of(cast).plans] == ["ldu_head"]


def test_vacancies_are_what_posts_lack_of_the_establishment_of_the_day(cast):
    """Gwent: 1 and 0.5 of 37 hours in one team, 1 in the other are 2.5; 3 and 1.5 meant make 4.5, so 2 are vacant."""
    newport, second = cast.case_manager.post.team, cast.other_team_manager.post.team
    Post.objects.filter(user=cast.colleague).update(weekly_hours=Decimal("18.50"))
    for team, full_time, starts_on in (
        (newport, "9", date(2018, 10, 1)),
        (newport, "3", date(2026, 10, 1)),
        (newport, "7", date(2026, 12, 1)),
        (second, "1.5", date(2018, 10, 1)),
    ):
        Establishment.objects.create(team=team, full_time=Decimal(full_time), starts_on=starts_on)
    rows = by_name(review_of(cast).staffing)
    assert (rows["Gwent"].establishment, rows["Gwent"].in_post, rows["Gwent"].vacancies) == (
        Decimal("4.5"), Fraction(5, 2), Fraction(2),
    )  # fmt: skip
    assert (rows["Powys"].establishment, rows["Powys"].vacancies) == (None, None)
    assert rows["Total"].vacancies is None


def test_more_in_post_than_meant_is_no_vacancy(cast):
    Establishment.objects.create(team=cast.case_manager.post.team, full_time=1, starts_on=date(2018, 10, 1))
    assert by_name(review_of(cast).staffing)["Gwent"].vacancies == 0


def test_somebody_who_comes_later_moves_no_quarter_that_is_over(cast):
    before = by_name(review_of(cast, SUMMER).staffing)["Gwent"].in_post
    late = UserFactory(team=TeamFactory(ldu=cast.ldu_head.post.ldu, name="New"), office=cast.own.office)
    late.posts.update(starts_on=date(2026, 10, 5))
    assert by_name(review_of(cast, SUMMER).staffing)["Gwent"].in_post == before
    assert by_name(review_of(cast).staffing)["Gwent"].in_post == before + 1


@pytest.mark.parametrize("asked", ["2018-07", "2027-01", "soon", "2026-13"])
def test_a_quarter_that_is_none_is_not_found(cast, sign_in, asked):
    assert sign_in(cast.chief_officer).get("/quarter/", {"quarter": asked}).status_code == 404


def test_any_month_leads_to_its_quarter(cast, sign_in):
    page = sign_in(cast.chief_officer).get("/quarter/", {"quarter": "2026-08"})
    assert "Quarterly review, July 2026 to September 2026" in page.content.decode()


def test_the_workbook_has_a_sheet_for_each_list_and_runs_nothing(cast, sign_in):
    ldu = cast.ldu_head.post.ldu
    ldu.name = "=HYPERLINK(1)"
    ldu.save()
    Establishment.objects.create(team=cast.case_manager.post.team, full_time=Decimal("3.25"), starts_on=TODAY)
    response = sign_in(cast.chief_officer).get("/quarter/", {"_export": "xlsx"})
    assert response["Content-Disposition"] == (
        'attachment; filename="quarterly-review-wales-october-2026-to-december-2026.xlsx"'
    )
    with ZipFile(BytesIO(response.content)) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        sheets = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, len(names) + 1)]
        texts = book.read("xl/sharedStrings.xml").decode()
    assert names == [
        "Workload at the end of the quar", "Sustained overload", "Minimum contact", "Additional measures in force",
        "Plans about a workload that wer", "Full-time posts and vacancies",
    ]  # fmt: skip
    assert not [sheet for sheet in sheets if "<f>" in sheet]
    assert "'=HYPERLINK(1)" in texts.replace("&#39;", "'")
    assert "<v>3.25</v>" in sheets[-1]
