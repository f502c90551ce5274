"""Times what a whole caseload goes through, in a database of its own.

``make bench`` or ``make bench ARGS="--people 40000"`` prints for each command its seconds and the most memory that its
process took, both with starting Python. It judges nothing: compare two commits on one machine.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

SEED = 1
# wait4 tells of the memory in KiB on Linux and in bytes on macOS. Linux also counts what this process took when it
# started the command, so it stays small: no Django here.
MEGABYTE = 1024**2 if sys.platform == "darwin" else 1024


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description="Time an import, the reports and the scan.")
    parser.add_argument("--people", type=int, default=2000, help="service users in the made caseload (2000)")
    people = parser.parse_args().people
    last_month = f"{datetime.now().astimezone().replace(day=1) - timedelta(days=1):%Y-%m}"
    with own_database(), tempfile.TemporaryDirectory() as folder:
        step("migrate", "--verbosity=0")
        step("make_caseload", folder, f"--people={people}", f"--seed={SEED}")
        print(f"{people:,} people, {rows(Path(folder) / 'contacts.csv'):,} contacts")
        step("import_caseload", folder)
        step("import_caseload", folder, note="nothing changed")
        for level in ("division", "service_user", "contact"):
            step("compliance", f"--month={last_month}", f"--level={level}", note=level)
        for level in ("division", "service_user"):
            step("workload", f"--level={level}", note=level)
        step("scan_contacts")
        step("scan_contacts", note="nothing changed")


@contextmanager
def own_database() -> Iterator[None]:
    """Give the commands a new, empty database on the server of ``DATABASE_URL``; it goes in the end."""
    server = os.environ["DATABASE_URL"]
    name = f"{urlsplit(server).path.strip('/')}_bench"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(drop)
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        os.environ["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{name}").geturl()
        try:
            yield
        finally:
            cursor.execute(drop)


def rows(path: Path) -> int:
    """How many rows the file has below its header."""
    with path.open(newline="", encoding="utf-8") as lines:
        return sum(1 for _ in csv.reader(lines)) - 1


def step(command: str, *arguments: str, note: str = "") -> None:
    """Run a management command in a process of its own and print what it took. Ends the bench where it fails."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "manage.py", command, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    print(f"{seconds:8.1f} s {usage.ru_maxrss // MEGABYTE:6,} MB  {command}{note and f', {note}'}", flush=True)


if __name__ == "__main__":
    main()
