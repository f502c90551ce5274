"""Importing a caseload: all of it or nothing."""

from pathlib import Path

from django.db import connection, transaction

from audit.services import writes
from contacts import facts
from interchange.checks import check_all
from interchange.files import File, caseload_files
from interchange.staging import count_faults, create_tables, faults, stage, write_reject_file
from interchange.targets import merge, notices_that_lapse

# Two imports at once wait for one another: the second sees what the first wrote.
IMPORT_LOCK = 7_301_001
SHOWN_FAULTS = 20


class CaseloadRejected(Exception):
    """The import wrote nothing. ``count`` faults were found; ``shown`` are the first of them."""

    def __init__(self, count: int, shown: list):
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
    files = caseload_files()
    _require(files, directory)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    create_tables(files)
    for file in files:
        path = directory / file.name
        if path.exists():
            stage(file, path, progress)
    check_all(files)
    if count := count_faults():
        if reject_file:
            with reject_file.open("w", newline="", encoding="utf-8") as stream:
                write_reject_file(stream, faults(files))
        raise CaseloadRejected(count, list(faults(files, SHOWN_FAULTS)))
    notices_lapsed = notices_that_lapse()
    _check_constraints_by_statement()
    counts: dict = {file.name: merge(file) for file in files}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    facts.refresh()
    return counts | {"notices_lapsed": notices_lapsed}


def rehearse_import(**arguments) -> dict:
    """Do all that `import_caseload` does, then take it back."""
    with transaction.atomic():
        counts = import_caseload(**arguments)
        transaction.set_rollback(True)
    return counts


def _check_constraints_by_statement() -> None:
    """Leave only what may be broken between two statements, periods that move one after the other, for the end.

    Each row of history passes by all checks that still wait: with millions of foreign keys waiting, it never ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SET CONSTRAINTS custody_never_overlaps, allocation_never_overlaps, designation_never_overlaps DEFERRED"
        )


def _require(files: list[File], directory: Path) -> None:
    if not directory.is_dir():
        raise MissingFile(f"{directory} is not a directory.")
    missing = [file.name for file in files if file.required and not (directory / file.name).is_file()]
    if missing:
        raise MissingFile(f"{directory} lacks {', '.join(missing)}, without which there is no caseload.")
