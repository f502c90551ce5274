"""The gaps of a working day."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.rules import SHORTEST_GAP, WORKING_DAY, gaps

OPENS, CLOSES = WORKING_DAY


def at(text: str) -> time:
    return time.fromisoformat(text.zfill(5))


def spans(text: str) -> list[tuple[time, time]]:
    return [(at(start), at(end)) for start, end in (span.split("-") for span in text.split())]


@pytest.mark.parametrize(
    ("busy", "free"),
    [
        ("", "9:00-17:00"),
        ("9:30-10:00", "9:00-9:30 10:00-17:00"),
        ("8:00-9:30 9:15-16:50", ""),
        ("8:00-8:30 18:00-19:00", "9:00-17:00"),
        ("8:00-18:00", ""),
        ("9:00-12:00 10:00-11:00", "12:00-17:00"),
        ("10:00-10:00", "9:00-10:00 10:00-17:00"),
        ("9:15-16:45", "9:00-9:15 16:45-17:00"),
        ("9:14-16:46", ""),
    ],
)
def test_named_examples(busy, free):
    assert list(gaps(spans(busy), OPENS, CLOSES)) == spans(free)


minutes = st.integers(0, 24 * 60 - 1)


def clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


@given(st.lists(st.tuples(minutes, minutes).map(sorted), max_size=8))
def test_every_minute_is_busy_or_in_a_gap_and_never_both(busy):
    """Asked without a shortest gap; with one, those that are long enough are left."""
    taken = [(clock(start), clock(end)) for start, end in busy]
    every = list(gaps(taken, OPENS, CLOSES, timedelta(0)))
    for minute in range(9 * 60, 17 * 60):
        now = clock(minute)
        is_busy = any(start <= now < end for start, end in taken)
        assert sum(start <= now < end for start, end in every) == (not is_busy)
    assert all(OPENS <= start < end <= CLOSES for start, end in every)
    long = [(start, end) for start, end in every if minutes_of(end) - minutes_of(start) >= SHORTEST_GAP.seconds / 60]
    assert list(gaps(taken, OPENS, CLOSES)) == long


def minutes_of(at: time) -> int:
    return at.hour * 60 + at.minute
