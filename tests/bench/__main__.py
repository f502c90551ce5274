"""The whole bench: caseloads, imports, months, pages, and one table. The exit status is 1 where a bar is missed."""

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from casemgmt.local import signals
from tests.bench.database import Database, own_database
from tests.bench.imports import import_rows
from tests.bench.table import Row, as_text

SEED = 1
FEW, MANY = 2_000, 20_000
TIMES_AS_MANY = 3


def main() -> int:
    """Run the bench and print its table; returns an exit status."""
    signals.listen()
    parser = argparse.ArgumentParser(prog="make bench", description="Time the product beside yardsticks.")
    parser.add_argument("--people", type=int, help=f"service users in the made caseload ({FEW}, with growth {MANY})")
    parser.add_argument("--growth", action="store_true", help=f"and compare with {TIMES_AS_MANY} times as many people")
    parser.add_argument("--allow", type=float, default=0, help="by how many percent a ratio may miss its bar")
    arguments = parser.parse_args()
    people = arguments.people or (MANY if arguments.growth else FEW)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        database = stack.enter_context(own_database("bench"))
        larger = stack.enter_context(own_database("bench_larger")) if arguments.growth else None
        make_caseload(database, folder, people)
        rows = [*import_rows(database, folder)]
        finish_the_day(database)
        ask_as_typed(database)
        if larger:
            with TemporaryDirectory() as larger_folder:
                make_caseload(larger, larger_folder, people * TIMES_AS_MANY)
                larger.manage("import_caseload", larger_folder)
            finish_the_day(larger)
        rows += measured_in_process(database, folder, larger)
        print(f"\n{people:,} people. {machine(database)}.\n\n{as_text(rows)}")
    return 0 if all(row.holds(arguments.allow / 100) for row in rows) else 1


def make_caseload(database: Database, folder: Path | str, people: int) -> None:
    """Bring the tables into the database, and a caseload into the folder."""
    database.manage("migrate", "--verbosity=0")
    database.manage("make_caseload", str(folder), f"--people={people}", f"--seed={SEED}", note=f"{people:,} people")


def finish_the_day(database: Database) -> None:
    """What follows an import in the night, so that pages show what they show in the morning."""
    database.manage("scan_contacts")
    database.settle()


def ask_as_typed(database: Database) -> None:
    """The other answers, for their seconds and memory; the table does not judge them."""
    last_month = f"{datetime.now().astimezone().replace(day=1) - timedelta(days=1):%Y-%m}"
    for level in ("division", "service_user", "contact"):
        database.manage("compliance", f"--month={last_month}", f"--level={level}", note=level)
    for level in ("division", "service_user"):
        database.manage("workload", f"--level={level}", note=level)
    database.manage("scan_contacts", note="the same again")


def measured_in_process(database: Database, folder: Path, larger: Database | None) -> Sequence[Row]:
    """The rows for which the product runs in this process, from now on with Django."""
    os.environ["DATABASE_URL"] = database.url
    import casemgmt.wsgi  # noqa: F401 - sets Django up as the web server does
    from tests.bench import beside, months, pages

    rows = [*months.month_rows(folder), *pages.page_rows()]
    if larger:
        rows += pages.growth_rows(database, larger, TIMES_AS_MANY)
    return [*rows, beside.beside_row(database, folder)]


def machine(database: Database) -> str:
    """What the times depend on."""
    with database.connection() as connection:
        version = connection.info.server_version
    return f"{os.cpu_count()} cores, PostgreSQL {version // 10_000}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
