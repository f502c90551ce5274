"""Importing a caseload: all of it or nothing."""

from pathlib import Path

from django.db import transaction

from audit.services import writes
from contacts import facts
from interchange import faults
from interchange.bulk import loading
from interchange.checks import check
from interchange.db import run
from interchange.faults import Fault
from interchange.files import FILES
from interchange.files.contacts import notices_that_lapse
from interchange.locks import lock_people
from interchange.merging import merge
from interchange.staging import create_table, stage

# Two imports at once wait for one another: the second sees what the first wrote.
IMPORT_LOCK = 7_301_001
SHOWN_FAULTS = 20


class CaseloadRejected(Exception):
    """The import wrote nothing. ``count`` faults were found; ``shown`` are the first of them."""

    def __init__(self, count: int, shown: list[Fault]):
        super().__init__(f"{count} faults")
        self.count = count
        self.shown = shown


class MissingFile(Exception):
    """A file without which there is no caseload is not in the directory."""


@writes("import caseload")
def import_caseload(*, by, directory: Path, reject_file: Path | None = None, progress: bool = False) -> dict:
    """Import the interchange files in ``directory`` (docs/interchange.md).

    Returns for each file how many rows were created, changed and unchanged, and under ``notices_lapsed`` how many
    notices no longer hold.

    Raises `MissingFile`, or `CaseloadRejected` where any row is at fault: then nothing is written, and the faults stand
    in ``reject_file``.
    """
    _require(directory)
    run(f"SELECT pg_advisory_xact_lock({IMPORT_LOCK})")
    # Whole files are joined, and dates are written out again as they should stand in the file.
    run("SET LOCAL work_mem = '64MB'")
    run("SET LOCAL datestyle = 'ISO'")
    faults.create_table()
    for file in FILES:
        create_table(file)
        path = directory / file.file_name
        if path.exists():
            stage(file, path, progress)
    for file in FILES:
        for statement in file.staged:
            run(statement)
        check(file)
    if count := faults.count_faults():
        if reject_file:
            faults.write_reject_file(reject_file, faults.first_faults(FILES))
        raise CaseloadRejected(count, list(faults.first_faults(FILES, SHOWN_FAULTS)))
    lock_people(FILES)
    notices_lapsed = notices_that_lapse()
    # Each row of history passes by all checks that still wait: with millions of foreign keys waiting, it never ends.
    run("SET CONSTRAINTS ALL IMMEDIATE")
    counts: dict = {file.file_name: merge(file) for file in FILES}
    rows = counts["contacts.csv"]["created"]
    with loading("contacts_contactfact", rows), loading("contacts_monthfact", rows):
        facts.refresh()
    return counts | {"notices_lapsed": notices_lapsed}


def rehearse_import(**arguments) -> dict:
    """Do all that `import_caseload` does, then take it back."""
    with transaction.atomic():
        counts = import_caseload(**arguments)
        transaction.set_rollback(True)
    return counts


def _require(directory: Path) -> None:
    if not directory.is_dir():
        raise MissingFile(f"{directory} is not a directory.")
    missing = [file.file_name for file in FILES if file.required and not (directory / file.file_name).is_file()]
    if missing:
        raise MissingFile(f"{directory} lacks {', '.join(missing)}, without which there is no caseload.")
