"""Points, thresholds and indicators worked by hand, the arithmetic in the open, and a test for each thing said of them.

Source B, as docs/rules.md reads it in section 4.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine

from base.exact import rounded
from tests.factories import OrderFactory, UserFactory, person
from workload import rules
from workload.models import Adjustment, Allowance, WorkloadModel
from workload.rules import Band
from workload.selectors import Load, band_of, direct_hours, load_of, loads, points_by_kind, thresholds

DAY = date(2026, 11, 18)
# 260 - 8 - 28 - 10 - 5 = 209 days; 209 x 7.4 = 1,546.6 hours a year; / 12 = 128.8833...; x 0.8 = 103.10666...
DIRECT = Fraction("1546.6") / 12 * Fraction(80, 100)

POINTS = {
    "Red: 5.0 / 103.1067 x 100 = 4.8494": ("red", "4.85"),
    "Red/Amber: 3.5 / 103.1067 x 100 = 3.3945": ("red_amber", "3.39"),
    "Amber: 2.0 / 103.1067 x 100 = 1.9397": ("amber", "1.94"),
    "Green: 1.0 / 103.1067 x 100 = 0.9699": ("green", "0.97"),
    "Blue: 0.5 / 103.1067 x 100 = 0.4849": ("blue", "0.48"),
    "single requirement: 0.3 / 103.1067 x 100 = 0.2910": ("single_requirement", "0.29"),
}
# Hours a week, rurality, adjustments, and the threshold.
THRESHOLDS = {
    "full time: 100 x 37 / 37 = 100": ("37", "0", [], "100"),
    "half time: 100 x 18.5 / 37 = 50": ("18.5", "0", [], "50"),
    "30 hours: 100 x 30 / 37 = 81.08...": ("30", "0", [], "3000/37"),
    "no hours: 100 x 0 / 37 = 0": ("0", "0", [], "0"),
    "rural: 100 x (1 - 10%) = 90": ("37", "10", [], "90"),
    "rural and part time: 100 x 29.6 / 37 x (1 - 5%) = 80 x 0.95 = 76": ("29.6", "5", [], "76"),
    "new in post: 100 x (1 - 40%) = 60": ("37", "0", ["40"], "60"),
    "rural, then adjusted: 100 x 0.9 x 0.7 = 63": ("37", "10", ["30"], "63"),
    "two adjustments are summed: 100 x (1 - 12.5% - 20%) = 67.5": ("37", "0", ["12.5", "20"], "67.5"),
    "the sum is capped: 60% + 50% = 110%, so 100 x (1 - 100%) = 0": ("37", "0", ["60", "50"], "0"),
    "all of it: 100 x 22.2 / 37 x 0.85 x 0.6 = 60 x 0.51 = 30.6": ("22.2", "15", ["25", "15"], "30.6"),
}
# Points of cases, of allowances, the threshold, the indicator and its band.
INDICATORS = {
    "46 Amber of 100: 46 x 1.94 = 89.24": ("89.24", "0", "100", "89.24", Band.HAS_CAPACITY),
    "48 Amber and a court report: 93.12 + 4 = 97.12": ("93.12", "4", "100", "97.12", Band.NEAR),
    "20 Red and 3 points: 97 + 3 = 100, which is not over": ("97", "3", "100", "100", Band.NEAR),
    "a hundredth more is over: 97 + 3.01 = 100.01": ("97", "3.01", "100", "100.01", Band.OVER),
    "half time: 50 Green of 50: 48.5 / 50 x 100 = 97": ("48.5", "0", "50", "97", Band.NEAR),
    "10 Red of 44: 48.5 / 44 x 100 = 110.22...": ("48.5", "0", "44", "4850/44", Band.WELL_OVER),
    "11 points of 10: 11 / 10 x 100 = 110, which is not well over": ("11", "0", "10", "110", Band.OVER),
}


@pytest.fixture
def that_day(db):
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.mark.parametrize("case", POINTS)
def test_points_of_a_case(case):
    kind, expected = POINTS[case]
    assert direct_hours(WorkloadModel()) == DIRECT
    assert points_by_kind(WorkloadModel())[kind] == Decimal(expected)


@pytest.mark.parametrize("case", THRESHOLDS)
def test_threshold(case):
    hours, rural, adjustments, expected = THRESHOLDS[case]
    found = rules.threshold(
        weekly_hours=Decimal(hours),
        full_time=Decimal(37),
        rurality=Decimal(rural),
        adjustments=[Decimal(percent) for percent in adjustments],
    )
    assert found == Fraction(expected)


@pytest.mark.parametrize("case", INDICATORS)
def test_indicator_and_band(case):
    carried, allowed, threshold, expected, band = INDICATORS[case]
    load = Load(carried=Decimal(carried), allowances=Decimal(allowed), threshold=Fraction(threshold), allocated=True)
    assert load.indicator == Fraction(expected)
    assert load.band(WorkloadModel()) == band


def test_hours_are_exact_where_a_percentage_could_not_say_them():
    """19.5 hours less 1 hour, of 37, of a target of 2,176: (19.5 - 1) / 37 x 2,176 = 18.5 / 37 x 2,176 = 1,088.

    One hour of 19.5 is 5.128205...%: no percentage of two decimals takes it off exactly.
    """
    full = {"full_time": Decimal(37), "rurality": Decimal(0), "adjustments": []}
    threshold = rules.threshold(weekly_hours=Decimal("19.5") - 1, **full)
    assert threshold == 50
    assert threshold / 100 * 2176 == 1088
    by_percentage = rules.threshold(weekly_hours=Decimal("19.5"), **full | {"adjustments": [Decimal("5.13")]})
    assert by_percentage / 100 * 2176 != 1088
    assert rounded(by_percentage / 100 * 2176, 2) == Decimal("1087.98")


def test_a_fraction_of_the_hours_is_never_rounded_on_the_way():
    """Three times 100 x 12.4 / 37 = 33.513513... is 3,720 / 37, not 3 x 33.51."""
    third = rules.threshold(weekly_hours=Decimal("12.4"), full_time=Decimal(37), rurality=Decimal(0), adjustments=[])
    assert sum([third] * 3) == Fraction(3720, 37)
    assert rounded(third * 3, 2) == Decimal("100.54")
    assert rounded(third, 2) * 3 == Decimal("100.53")


def test_the_weight_of_a_case_follows_from_the_hours_for_its_status():
    points = points_by_kind(WorkloadModel(amber=Decimal("4")))
    # 4 / 103.10666... x 100 = 3.8794...
    assert (points["amber"], points["green"]) == (Decimal("3.88"), Decimal("0.97"))


def test_a_month_of_a_full_time_case_manager_is_what_is_left_of_the_year_for_cases():
    """(250 - 8 - 25 - 5 - 12) = 200 days x 7.5 = 1,500 hours / 12 = 125, less 40% = 75."""
    model = WorkloadModel(
        weekdays=250, leave=25, sickness=5, training=12, hours_a_day=Decimal("7.5"), non_direct=Decimal(40)
    )
    assert direct_hours(model) == 75


def test_a_person_is_one_case_however_many_orders_are_current(cast, that_day):
    OrderFactory(service_user=cast.own)
    load = load_of(cast.case_manager, DAY, WorkloadModel.objects.in_force(DAY))
    assert (load.cases, load.points) == (1, Decimal("1.94"))


def test_the_threshold_of_somebody_part_time_is_in_proportion_to_the_hours(cast, that_day):
    cast.case_manager.posts.update(weekly_hours=Decimal("18.5"))
    assert thresholds(DAY)[cast.case_manager.pk] == 50


def test_the_threshold_of_somebody_rural_is_lower(cast, that_day):
    type(cast.own.office).objects.filter(pk=cast.own.office_id).update(rurality=10)
    assert thresholds(DAY)[cast.case_manager.pk] == 90


def test_a_temporary_reduction_holds_on_its_days_alone(cast, that_day):
    Adjustment.objects.create(officer=cast.case_manager, reason="Cover", percent=25, starts_on=DAY, ends_on=DAY)
    found = [thresholds(date(2026, 11, day))[cast.case_manager.pk] for day in (17, 18, 19)]
    assert found == [100, 75, 100]


def test_the_indicator_of_a_team_is_the_sum_of_points_over_the_sum_of_thresholds(cast, that_day):
    """48 Amber of 100 and none of 50: 93.12 / 150 x 100 = 62.08, where the mean of 93.12% and 0% is 46.56."""
    full = Load(carried=Decimal("93.12"), threshold=Fraction(100), allocated=True)
    assert (full + Load(threshold=Fraction(50), allocated=True)).indicator == Fraction("62.08")


def test_work_that_is_no_case_is_added_to_the_points_and_takes_nothing_off_the_threshold(cast, that_day):
    """Source B, 2.1. One Amber case 1.94, two allowances 4.00 + 2.50: 8.44 of 100."""
    said = {"starts_on": DAY, "recorded_by": cast.team_manager, "recorded_at": "2026-11-18 09:00"}
    Allowance.objects.create(officer=cast.case_manager, kind="court_report", points=4, **said)
    Allowance.objects.create(officer=cast.case_manager, kind="induction", points=Decimal("2.5"), **said)
    load = load_of(cast.case_manager, DAY, WorkloadModel.objects.in_force(DAY))
    assert (load.carried, load.allowances, load.points) == (Decimal("1.94"), Decimal("6.50"), Decimal("8.44"))
    assert (load.threshold, load.indicator) == (100, Fraction("8.44"))


def test_everybody_is_judged_by_the_model_in_force_on_the_day(cast, that_day):
    WorkloadModel.objects.create(state="agreed", starts_on=date(2026, 12, 1), amber=4)
    found = [
        next(load.points for place, load in loads(day).items() if place.case_manager == "CM1")
        for day in (date(2026, 11, 30), date(2026, 12, 1))
    ]
    assert found == [Decimal("1.94"), Decimal("3.88")]


def test_whoever_is_not_in_post_can_carry_nothing(cast, that_day):
    gone = UserFactory(ends_on=date(2026, 11, 17))
    person(gone)
    load = next(load for place, load in loads(DAY).items() if place.case_manager == gone.staff_code)
    assert (load.threshold, load.indicator) == (0, None)
    assert band_of(load.indicator, WorkloadModel()) == Band.NO_CAPACITY
