"""Times what a whole caseload goes through, in a database of its own.

``make bench`` or ``make bench ARGS="--people 20000"`` prints the seconds of each step. It judges nothing: compare two
commits on one machine.
"""

import argparse
import io
import os
import tempfile
import time
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta

import django
from django.core.management import call_command

SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description="Time an import, the reports and the scan.")
    parser.add_argument("--people", type=int, default=2000, help="service users in the made caseload (2000)")
    people = parser.parse_args().people

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgmt.settings")
    django.setup()
    from django.db import connection
    from django.utils import timezone

    last_month = (timezone.localdate().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{people:,} people")
            timed("make_caseload", folder, f"--people={people}", f"--seed={SEED}")
            timed("import_caseload", folder)
            timed("import_caseload", folder, label="import_caseload, nothing changed")
        for level in ("division", "service_user"):
            timed("compliance", f"--month={last_month}", f"--level={level}", label=f"compliance by {level}")
            timed("workload", f"--level={level}", label=f"workload by {level}")
        timed("scan_contacts")
        timed("scan_contacts", label="scan_contacts, nothing changed")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def timed(command: str, *arguments: str, label: str = "") -> None:
    """Run a management command, its output thrown away, and print how long it took."""
    began = time.perf_counter()
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        call_command(command, *arguments)
    print(f"{time.perf_counter() - began:8.2f} s  {label or command}", flush=True)


if __name__ == "__main__":
    main()
