"""What is expected of a workload in 4, 8 and 12 weeks: the same sums on a later day, and what they rest on, counted."""

from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
import time_machine

from cases.models import Custody, RequirementCategory
from staff.models import Absence
from staff.units import Unit
from tests.factories import AllocationFactory, BragReviewFactory, OrderFactory, person
from workload.forecast import Forecast, new_cases
from workload.models import Adjustment, Allowance, WorkloadModel
from workload.selectors import load_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 18)
IN_4, IN_8, IN_12 = (TODAY + timedelta(weeks=weeks) for weeks in (4, 8, 12))


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


def of(officer) -> Forecast:
    return Forecast(Unit.of(officer), TODAY)


def numbers(forecast: Forecast, name: str) -> list:
    return [getattr(expected, name) for expected in forecast.expected]


def cases_and_points(forecast: Forecast) -> list[tuple[int, str]]:
    return [(expected.load.cases, str(expected.load.points)) for expected in forecast.expected]


def ends(service_user, day: date) -> None:
    service_user.orders.update(ends_on=day)


def test_with_nothing_to_come_it_stays_as_it_is(cast):
    forecast = of(cast.case_manager)
    assert cases_and_points(forecast) == [(1, "1.94")] * 3
    assert [expected.day for expected in forecast.expected] == [IN_4, IN_8, IN_12]


def test_a_case_leaves_the_day_after_its_order_ends_and_one_past_its_end_stays(cast):
    ends(cast.own, IN_4)
    ends(person(cast.case_manager), TODAY)
    ends(person(cast.case_manager), TODAY - timedelta(days=1))
    forecast = of(cast.case_manager)
    assert forecast.now.cases == 3
    assert forecast.now.overdue == 1
    assert cases_and_points(forecast) == [(2, "3.88"), (1, "1.94"), (1, "1.94")]
    assert [(part.number, str(part.points)) for part in numbers(forecast, "ended")] == [
        (1, "-1.94"),
        (2, "-3.88"),
        (2, "-3.88"),
    ]


def test_of_two_orders_the_one_that_goes_on_decides_the_points(cast):
    ends(cast.own, IN_4 + timedelta(days=1))
    order = OrderFactory(service_user=cast.own)
    order.requirements.add(RequirementCategory.objects.get(pk="W"))
    forecast = of(cast.case_manager)
    assert cases_and_points(forecast) == [(1, "1.94"), (1, "0.29"), (1, "0.29")]
    assert [(part.number, str(part.points)) for part in numbers(forecast, "changed")][1:] == [(1, "-1.65")] * 2


def test_allocations_that_start_and_pass_on_and_orders_that_start(cast):
    moving = person(cast.colleague)
    moving.allocations.update(ends_on=IN_4 - timedelta(days=1))
    AllocationFactory(service_user=moving, officer=cast.case_manager, starts_on=IN_4)
    to_come = person(cast.case_manager)
    to_come.orders.update(starts_on=IN_8)
    nia, owain, team = of(cast.case_manager), of(cast.colleague), of(cast.case_manager.post.team)
    assert [part.number for part in numbers(nia, "allocated")] == [1, 1, 1]
    assert [part.number for part in numbers(nia, "started")] == [0, 1, 1]
    assert [part.number for part in numbers(owain, "passed_on")] == [1, 1, 1]
    assert [part.number for part in numbers(team, "allocated")] == [0, 0, 0]
    assert [expected.load.cases for expected in team.expected] == [3, 4, 4]


def test_posts_and_adjustments_of_the_day_decide_the_threshold(cast):
    post = cast.case_manager.posts.get()
    post.ends_on = IN_4
    post.save()
    cast.case_manager.posts.create(
        role="case_manager", team=post.team, starts_on=IN_4 + timedelta(days=1), weekly_hours=Decimal("18.5")
    )
    about = {"officer": cast.case_manager, "percent": 20}
    Adjustment.objects.create(**about, reason="New in post", starts_on=date(2026, 9, 1), ends_on=IN_8 - timedelta(1))
    Adjustment.objects.create(**about, reason="Cover", starts_on=IN_12)
    forecast = of(cast.case_manager)
    assert [forecast.now.threshold, *(expected.load.threshold for expected in forecast.expected)] == [80, 80, 50, 40]
    assert numbers(forecast, "hours_changed") == [0, 1, 1]
    assert numbers(forecast, "adjustments_ended") == [0, 1, 1]
    assert numbers(forecast, "adjustments_begun") == [0, 0, 1]


def test_cases_of_somebody_whose_post_ends_are_told_of(cast):
    cast.case_manager.posts.update(ends_on=IN_4)
    team = of(cast.case_manager.post.team)
    assert [(part.number, str(part.points)) for part in numbers(team, "without_post")] == [
        (0, "0.00"),
        (1, "-1.94"),
        (1, "-1.94"),
    ]
    assert numbers(team, "left") == [0, 1, 1]
    assert numbers(team, "joined") == [0, 0, 0]


def test_releases_and_absences_are_counted_and_change_nothing(cast):
    Custody.objects.create(service_user=cast.own, starts_on=date(2026, 6, 1), ends_on=IN_4)
    away = {"user": cast.case_manager, "kind": "leave"}
    Absence.objects.create(**away, starts_on=IN_8, ends_on=IN_8 + timedelta(days=4))
    Absence.objects.create(**away, starts_on=IN_4, ends_on=IN_4, start_time="09:00", end_time="12:00")
    forecast = of(cast.case_manager)
    assert numbers(forecast, "released") == [0, 1, 1]
    assert numbers(forecast, "absences") == [0, 1, 1]
    assert cases_and_points(forecast) == [(1, "1.94")] * 3


def test_a_review_and_a_model_with_a_later_date_are_known(cast):
    BragReviewFactory(service_user=cast.own, reviewed_on=IN_8, status="red")
    WorkloadModel.objects.create(state="agreed", starts_on=IN_12, red=Decimal("10.0"))
    assert cases_and_points(of(cast.case_manager)) == [(1, "1.94"), (1, "4.85"), (1, "9.70")]


def test_the_parts_lead_from_today_to_each_day(cast):
    """Whatever happens, today's points and the parts add up to what is expected."""
    ends(cast.own, IN_4)
    for number in range(6):
        held = person(cast.case_manager if number % 2 else cast.colleague, brag="red" if number < 3 else None)
        ends(held, TODAY + timedelta(days=15 * number))
        BragReviewFactory(service_user=held, reviewed_on=IN_8 - timedelta(days=number), status="green")
        held.allocations.update(ends_on=IN_12 - timedelta(days=20 * number))
    recorded = {"recorded_by": cast.team_manager, "recorded_at": "2026-11-17 09:00", "kind": "marac", "points": 4}
    Allowance.objects.create(officer=cast.colleague, **recorded, starts_on=date(2026, 11, 2), ends_on=IN_4)
    Allowance.objects.create(officer=cast.case_manager, **recorded, starts_on=IN_8)
    for unit in (cast.case_manager, cast.colleague, cast.case_manager.post.team, cast.case_manager.post.ldu):
        forecast = of(unit)
        for expected in forecast.expected:
            parts = ["ended", "passed_on", "without_post", "allocated", "started", "changed", "allowances"]
            moved = sum(getattr(expected, part).points for part in parts)
            assert forecast.now.points + moved == expected.load.points


def test_new_cases_at_the_average_of_the_last_weeks(cast):
    for weeks in (0, 3, 11):
        new = person(None, brag="green")
        AllocationFactory(service_user=new, officer=cast.case_manager, starts_on=TODAY - timedelta(weeks=weeks))
    from_colleague = person(cast.colleague)
    from_colleague.allocations.update(ends_on=date(2026, 11, 1))
    AllocationFactory(service_user=from_colleague, officer=cast.case_manager, starts_on=date(2026, 11, 2))
    AllocationFactory(service_user=person(None), officer=cast.case_manager, starts_on=TODAY - timedelta(weeks=12))
    nia, team = (new_cases(Unit.of(record), TODAY) for record in (cast.case_manager, cast.case_manager.post.team))
    assert (nia.number, team.number) == (4, 3)
    assert nia.points == team.points
    assert nia.points * 7 == 4 * Decimal("1.94") + 3 * Decimal("0.97")
    forecast = Forecast(Unit.of(cast.case_manager), TODAY, nia)
    # 4 in 12 weeks, each of 1.5243 points.
    assert [(expected.new.cases, str(expected.new.points)) for expected in forecast.expected] == [
        (1, "2.03"),
        (3, "4.06"),
        (4, "6.10"),
    ]
    assert forecast.expected[2].load.points == load_of(
        cast.case_manager, TODAY, WorkloadModel.objects.in_force(TODAY)
    ).points + Decimal("6.10")


def page(client, address: str) -> str:
    return " ".join(unescape(client.get(address).content.decode()).split())


def test_a_case_manager_reads_the_own_forecast(cast, nia):
    ends(cast.own, IN_4)
    address = f"/workload/{cast.case_manager.pk}/"
    assert f"{address}forecast/" in page(nia, address)
    html = page(nia, f"{address}forecast/")
    assert "In 8 weeks, 13 January 2027" in html
    assert "1 (1.94 points less)" in html
    assert "New cases, as many a week as lately" not in html
    assert "New cases, as many a week as lately" in page(nia, f"{address}forecast/?new=average")


def test_managers_read_that_of_their_unit(cast, sign_in):
    client = sign_in(cast.team_manager)
    assert "/workload/forecast/" in page(client, "/workload/")
    html = page(client, "/workload/forecast/?new=average")
    assert "the average of all cases of Newport 1 today" in html
    below = f"/workload/forecast/?team={cast.team_manager.post.team_id}"
    head = sign_in(cast.ldu_head)
    assert below in page(head, f"/workload/?team={cast.team_manager.post.team_id}")
    assert "Newport 1" in page(head, below)


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("case_manager", "colleague", 404),
        ("team_manager", "case_manager", 200),
        ("other_team_manager", "case_manager", 404),
        ("administrator", "case_manager", 404),
    ],
)
def test_who_may_open_a_case_managers_forecast(cast, sign_in, who, whose, status):
    client = sign_in(getattr(cast, who))
    assert client.get(f"/workload/{getattr(cast, whose).pk}/forecast/").status_code == status


def test_a_team_outside_the_own_unit_has_none(cast, sign_in):
    other = cast.other_team_manager.post.team_id
    assert sign_in(cast.team_manager).get("/workload/forecast/", {"team": other}).status_code == 404
    assert sign_in(cast.case_manager).get("/workload/forecast/").status_code == 404
