"""How tests do several things at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic
from typing import Any

from django.db import connection


def together(*calls: Callable[[], Any], but: type[Exception] | tuple = ()) -> list[Any]:
    """Begin the calls together; what each returned, or the exception where it is one of those allowed by ``but``."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait(timeout=10)
        try:
            return call()
        except but as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def until_somebody_waits(within: float = 10) -> None:
    """Go on when another connection waits for a lock, ``within`` seconds: it comes no further until this one ends."""
    deadline = monotonic() + within
    with connection.cursor() as cursor:
        while monotonic() < deadline:
            cursor.execute(
                # Who waits is asked anew each time, in a transaction too.
                "SELECT pg_stat_clear_snapshot(); SELECT EXISTS (SELECT FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock')"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")
