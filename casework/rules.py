"""Which parts of a working day are free.

| the day          | busy                     | free                           |
|------------------|--------------------------|--------------------------------|
| 9:00 to 17:00    | nothing                  | 9:00 to 17:00                  |
|                  | 9:30 to 10:00            | 9:00 to 9:30, 10:00 to 17:00   |
|                  | 8:00 to 9:30, 9:15-16:50 | nothing: 10 minutes are no gap |
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

# Of an office that says no opening hours.
WORKING_DAY = (time(9), time(17))
SHORTEST_GAP = timedelta(minutes=15)


def gaps(
    busy: Iterable[tuple[time, time]], opens: time, closes: time, shortest: timedelta = SHORTEST_GAP
) -> Iterator[tuple[time, time]]:
    """The stretches from ``opens`` to ``closes`` that nothing ``busy`` takes, in order; none below ``shortest``.

    What is busy may overlap, and begin or end outside.
    """
    free_from = opens
    for start, end in [*sorted(busy), (closes, closes)]:
        until = min(start, closes)
        if free_from < until and length(free_from, until) >= shortest:
            yield free_from, until
        free_from = max(free_from, end)


def length(start: time, end: time) -> timedelta:
    return datetime.combine(date.min, end) - datetime.combine(date.min, start)
