"""Medians of works that take turns."""

import time
from collections.abc import Callable
from statistics import median

RUNS = 7
LEAST = 2.0  # seconds: what is quick is run more often


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes, by the clock on the wall."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def side_by_side(*works: Callable[[], object]) -> list[float]:
    """The median seconds of each work. They take turns, so that what else the machine does slows all of them alike."""
    for work in works:
        work()  # what is done once and kept
    rounds: list[list[float]] = []
    while len(rounds) < RUNS or sum(map(sum, rounds)) < LEAST:
        rounds.append([seconds(work) for work in works])
    return [median(taken) for taken in zip(*rounds, strict=True)]
