"""The month by the product, against DuckDB. Needs Django, set up."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from base.months import Month
from contacts.models import FactsBasis
from tests.answers import ask
from tests.bench.duck import DIVISION_COLUMNS, PERSON_COLUMNS, DuckMonth
from tests.bench.table import Ratio, Row
from tests.bench.timing import side_by_side

SHOWN = 5


def month_rows(folder: Path) -> Sequence[Row]:
    """Last month, of all divisions. Ends the bench where the product and DuckDB differ on anybody."""
    today = timezone.localdate()
    month = Month.of(today).previous
    duck = DuckMonth(folder, month.first, today)
    for ask_product in (answer, live):
        refuse_differences(ask_product, month, today, duck)
    rows = []
    for what, product, bar in ways(month, today):
        taken, yardstick = side_by_side(product, duck.divisions)
        rows.append(Ratio(what, taken, yardstick, bar))
    return rows


def ways(month: Month, today: date) -> Iterator[tuple[str, Callable[[], object], int]]:
    """Each way to the month's figures: what it is called, how to ask it, and its bar against DuckDB."""
    yield "month of all divisions, kept / DuckDB", lambda: answer("division", month, today), 1
    yield "month of all divisions, live / DuckDB", lambda: live("division", month, today), 4


def refuse_differences(ask_product: Callable[..., list], month: Month, today: date, duck: DuckMonth) -> None:
    """End the bench, with the first rows that differ, where the product and DuckDB do not answer alike."""
    for level, columns, expected in (
        ("service_user", PERSON_COLUMNS, duck.people()),
        ("division", DIVISION_COLUMNS, duck.divisions()),
    ):
        rows = [row[: len(columns)] for row in ask_product(level, month, today)]
        if rows != expected:
            different = [pair for pair in zip_longest(rows, expected) if pair[0] != pair[1]]
            lines = "\n".join(f"  product {ours}\n  DuckDB  {theirs}" for ours, theirs in different[:SHOWN])
            raise SystemExit(f"{len(different)} rows of {level} differ in {month}: {columns}\n{lines}")


def live(level: str, month: Month, today: date) -> list[list[str]]:
    """As `answer`, derived from the records: what no fact is trusted for."""
    with transaction.atomic():
        FactsBasis.objects.all().delete()
        rows = answer(level, month, today)
        transaction.set_rollback(True)
    return rows


def answer(level: str, month: Month, today: date) -> list[list[str]]:
    """The rows that the command answers with, without the header. In process: what it takes begins after its start."""
    return ask("compliance", f"--month={month}", f"--as-of={today}", f"--level={level}")[1:]
