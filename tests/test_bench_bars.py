"""What the bench says of a row, and what ends it."""

import pytest

from tests.bench.table import Count, Ratio, as_text


@pytest.mark.parametrize(
    ("taken", "holds", "holds_with_allowance"), [(30.0, True, True), (30.1, False, True), (40.1, False, False)]
)
def test_a_ratio_may_miss_its_bar_by_what_is_allowed(taken, holds, holds_with_allowance):
    row = Ratio("a page", product=taken, yardstick=1.0, bar=30)
    assert (row.holds(), row.holds(0.33)) == (holds, holds_with_allowance)


def test_of_a_count_nothing_is_allowed():
    assert not Count("rows of history", 1, 0).holds(0.33)


def test_the_table_says_over_whatever_is_allowed():
    said = as_text([Ratio("a page", 31.0, 1.0, 30), Ratio("another", 29.0, 1.0, 30)]).splitlines()
    assert [line.split()[-1] for line in said[1:]] == ["over", "ok"]
