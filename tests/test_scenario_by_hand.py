"""A scenario worked by hand, the arithmetic in the open: the team before and after is what the workload page would say.

Points, thresholds and indicators are those of docs/rules.md, section 4 (Source B), of changed inputs.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine

from staff.units import Unit
from tests.factories import person
from tests.scenarios import expect, hours, less, move, scenario
from workload.models import Adjustment, WorkloadModel
from workload.rules import Band
from workload.selectors import loads
from workload.trying import supposed_by, tried

DAY = date(2026, 11, 18)
# Before: Nia has an Amber case of the cast, and of `people` 2 Red and 3 Amber; Owain has an Amber case.
NIA_BEFORE = 2 * Decimal("4.85") + 4 * Decimal("1.94")  # 9.70 + 7.76 = 17.46
OWAIN_BEFORE = Decimal("1.94")


@pytest.fixture(autouse=True)
def that_day():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def people(cast):
    reds = [person(cast.case_manager, brag="red") for _ in range(2)]
    ambers = [person(cast.case_manager, brag="amber") for _ in range(3)]
    return reds, ambers


def figures(made):
    found = tried(made, made.steps.all(), DAY)
    return {row.name: row for row in found.rows}, found.total


def test_one_red_and_two_amber_cases_move_half_time_and_a_fifth_less(cast, people):
    """1 Red and 2 Amber are 4.85 + 2 x 1.94 = 8.73 points.

    Nia: 17.46 - 8.73 = 8.73 of 100 before; with 18.5 of 37 hours the threshold is 100 x 18.5 / 37 = 50, so 17.46%.
    Owain: 1.94 + 8.73 = 10.67; 20% less is 100 x (1 - 0.2) = 80, so 10.67 / 80 x 100 = 13.3375%.
    The team: 19.40 points before and after, of 200, then of 130: 9.7%, then 19.40 / 130 x 100 = 14.923...%.
    """
    (red, _), (first, second, _) = people
    made = scenario(cast)
    for each in (red, first, second):
        move(made, each, cast.case_manager, cast.colleague)
    hours(made, cast.case_manager, "18.5")
    less(made, cast.colleague, 20)
    rows, total = figures(made)
    nia, owain = rows["Nia Rees"], rows["Owain Parry"]
    assert (nia.before.load.cases, nia.before.load.points, nia.before.load.threshold) == (6, NIA_BEFORE, 100)
    assert (nia.after.load.cases, nia.after.load.points, nia.after.load.threshold) == (3, Decimal("8.73"), 50)
    assert (nia.before.load.indicator, nia.after.load.indicator) == (Fraction("17.46"), Fraction("17.46"))
    assert nia.change == 0
    assert (owain.before.load.cases, owain.before.load.points) == (1, OWAIN_BEFORE)
    assert (owain.after.load.cases, owain.after.load.points, owain.after.load.threshold) == (4, Decimal("10.67"), 80)
    assert owain.after.load.indicator == Fraction("13.3375")
    assert owain.change == Fraction("13.3375") - Fraction("1.94")
    assert (total.before.load.points, total.after.load.points) == (Decimal("19.40"), Decimal("19.40"))
    assert (total.before.load.threshold, total.after.load.threshold) == (200, 130)
    assert (total.before.load.indicator, total.after.load.indicator) == (Fraction("9.7"), Fraction(1940, 130))


def test_expected_cases_are_added_to_whoever_gets_them_and_to_the_team(cast, people):
    """20 Red with Owain: 1.94 + 20 x 4.85 = 98.94, near threshold. 3 Green with nobody yet: 2.91 of the team alone."""
    made = scenario(cast)
    expect(made, cast.colleague, "red", 20)
    expect(made, None, "green", 3)
    rows, total = figures(made)
    owain, nobody = rows["Owain Parry"].after, rows["Not allocated yet"].after
    assert (owain.load.cases, owain.load.points, owain.band) == (21, Decimal("98.94"), Band.NEAR)
    assert (nobody.load.cases, nobody.load.points, nobody.band) == (3, Decimal("2.91"), Band.UNALLOCATED)
    assert total.after.load.points == NIA_BEFORE + Decimal("98.94") + Decimal("2.91")
    assert (total.after.load.cases, total.after.load.threshold) == (6 + 21 + 3, 200)


def test_an_adjustment_is_summed_with_those_that_are_recorded_and_the_sum_is_capped(cast):
    """70% recorded and 20% tried: 100 x (1 - 0.9) = 10. With 40% tried it is capped at 100%: no capacity."""
    Adjustment.objects.create(officer=cast.colleague, reason="Split Role", percent=70, starts_on=DAY)
    some, all_of_it = scenario(cast), scenario(cast, name="Another")
    less(some, cast.colleague, 20)
    less(all_of_it, cast.colleague, 40)
    owain = figures(some)[0]["Owain Parry"]
    assert (owain.before.load.threshold, owain.after.load.threshold) == (30, 10)
    owain = figures(all_of_it)[0]["Owain Parry"].after
    assert (owain.load.threshold, owain.load.indicator, owain.band) == (0, None, Band.NO_CAPACITY)


def test_a_fraction_of_the_hours_is_never_rounded_on_the_way(cast):
    """100 x 20 / 37 is no decimal: 2,000 / 37 beside 100 is 5,700 / 37."""
    made = scenario(cast)
    hours(made, cast.case_manager, "20")
    assert figures(made)[1].after.load.threshold == Fraction(5700, 37)


def test_without_any_step_after_is_before_and_both_are_the_workload_of_the_day(cast, people):
    made = scenario(cast)
    found = tried(made, [], DAY)
    of_the_page = loads(DAY, Unit.of(made.team))
    assert found.before == found.after
    assert sorted(load.points for load in found.before.values()) == sorted(load.points for load in of_the_page.values())


def test_after_is_what_the_same_question_answers_once_it_is_recorded(cast, people):
    """The sums of what is supposed are those of the records, when what was supposed is recorded."""
    (red, _), (amber, *_) = people
    made = scenario(cast)
    for each in (red, amber):
        move(made, each, cast.case_manager, cast.colleague)
    hours(made, cast.case_manager, "22.2")
    less(made, cast.colleague, "12.5")
    unit = Unit.of(made.team)
    supposed = loads(DAY, unit, supposed=supposed_by(made.steps.all()))
    for each in (red, amber):
        each.allocations.update(officer=cast.colleague)
    cast.case_manager.posts.update(weekly_hours=Decimal("22.2"))
    Adjustment.objects.create(officer=cast.colleague, reason="Split Role", percent=Decimal("12.5"), starts_on=DAY)
    assert supposed == loads(DAY, unit)


def test_the_figures_are_those_of_its_first_day(cast):
    """From 1 December an Amber case takes 4 hours, so 3.88 points."""
    WorkloadModel.objects.create(state="agreed", starts_on=date(2026, 12, 1), amber=4)
    made = scenario(cast, starts_on=date(2026, 12, 1))
    hours(made, cast.case_manager, "18.5")
    nia = figures(made)[0]["Nia Rees"]
    assert (nia.before.load.points, nia.after.load.threshold) == (Decimal("3.88"), 50)
