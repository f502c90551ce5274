"""Importing a caseload: all of it or nothing."""

from collections.abc import Collection, Set
from difflib import get_close_matches
from pathlib import Path

from django.db import transaction

from audit.services import writes
from cases.file_values import IMPORTING, records_changed
from contacts import facts
from interchange import faults, resolving
from interchange.bulk import loading
from interchange.checks import check
from interchange.corrections import correct, hand_over, take_back
from interchange.db import run
from interchange.faults import Fault
from interchange.files import FILES
from interchange.files.contacts import notices_that_lapse, other_contacts
from interchange.locks import lock_what_changes
from interchange.merges import MERGES, keep_aliases, move
from interchange.merging import merge
from interchange.reading import UTF_8
from interchange.resolving import compare, resolve
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


class WrongDirectory(Exception):
    """A file without which there is no caseload is not in the directory, or one that nobody knows is."""


@writes("import caseload")
def import_caseload(
    *,
    by,
    directory: Path,
    reject_file: Path | None = None,
    conflicts_file: Path | None = None,
    prefer_file: bool = False,
    complete: Collection[str] = (),
    encoding: str = UTF_8,
    progress: bool = False,
) -> dict:
    """Import the interchange files in ``directory``, which are in ``encoding`` (docs/interchange.md).

    Where a file says something new of what was changed here, the row is in conflict, listed in ``conflicts_file``: what
    was recorded here stays, or with ``prefer_file`` goes. What the files named in ``complete`` lack about the people in
    them is withdrawn or ended.

    Returns for each file how many rows were created, changed, unchanged and in_conflict, periods ended, replaced and
    handed_over, and rows taken_back; under ``people_merged`` how many people, under ``notices_lapsed`` how many notices
    no longer hold, and under ``other_contacts`` how many rows have which unknown contact type.

    Raises `WrongDirectory`, or `CaseloadRejected` where any row is at fault: then nothing is written, and the faults
    are in ``reject_file``.
    """
    paths = _paths(directory, beside={path.resolve() for path in (reject_file, conflicts_file) if path})
    run(f"SELECT pg_advisory_xact_lock({IMPORT_LOCK})")
    # Whole files are joined, and dates are written out again as they should stand in the file.
    run("SET LOCAL work_mem = '64MB'")
    run("SET LOCAL datestyle = 'ISO'")
    run(f"SET LOCAL {IMPORTING} = 'on'")
    faults.create_table()
    resolving.create_tables()
    not_whole, handed_over = set(), {}
    create_table(MERGES)
    if MERGES.name in paths:
        stage(MERGES, paths[MERGES.name], encoding, progress)
        check(MERGES)
    merged = move()
    for file in FILES:
        create_table(file)
        is_complete = file.name in complete
        if file.name in paths and not stage(file, paths[file.name], encoding, progress, is_complete=is_complete):
            not_whole.add(file.name)
        for statement in file.read:
            run(statement)
        handed_over[file.file_name] = hand_over(file)
    for file in FILES:
        compare(file)
    lock_what_changes()
    for file in FILES:
        resolve(file, prefer_file)
    for file in FILES:
        for statement in file.staged:
            run(statement)
        check(file, not_whole)
    if count := faults.count_faults():
        if reject_file:
            faults.write_reject_file(reject_file, faults.first_faults([MERGES, *FILES]))
        raise CaseloadRejected(count, list(faults.first_faults([MERGES, *FILES], SHOWN_FAULTS)))
    notices_lapsed = notices_that_lapse()
    # Each row of history passes by all checks that still wait: with millions of foreign keys waiting, it never ends.
    run("SET CONSTRAINTS ALL IMMEDIATE")
    counts: dict = {}
    for file in FILES:
        corrected = {"handed_over": handed_over[file.file_name], **correct(file)}
        counts[file.file_name] = merge(file) | corrected
        if file.name in complete:
            counts[file.file_name]["taken_back"] = take_back(file)
        resolving.stay_with_records(file)
    keep_aliases()
    in_conflict = resolving.conflicts()
    for file in FILES:
        counts[file.file_name]["in_conflict"] = in_conflict.get(file.file_name, 0)
        if file.file_name in in_conflict:
            resolving.remember(file)
    if merged or _changed_what_was_known(counts):
        records_changed.send(import_caseload)
    if conflicts_file:
        resolving.write_conflicts(conflicts_file)
    rows = counts["contacts.csv"]["created"]
    with loading("contacts_contactfact", rows), loading("contacts_monthfact", rows):
        facts.refresh()
    run(f"SET LOCAL {IMPORTING} = 'off'")
    return counts | {
        "people_merged": merged,
        "notices_lapsed": notices_lapsed,
        "other_contacts": other_contacts(),
    }


def _changed_what_was_known(counts: dict[str, dict[str, int]]) -> bool:
    """Whether an import wrote anything, or found a conflict, where somebody may have worked before it."""
    people = counts["service_users.csv"]
    is_first = people["created"] and not people["changed"] + people["unchanged"]
    left = {"unchanged", "handed_over"}
    return not is_first and any(number for rows in counts.values() for kind, number in rows.items() if kind not in left)


def rehearse_import(**arguments) -> dict:
    """Do all that `import_caseload` does, then take it back."""
    with transaction.atomic():
        counts = import_caseload(**arguments)
        transaction.set_rollback(True)
    return counts


def _paths(directory: Path, beside: Set[Path]) -> dict[str, Path]:
    """Where each file is, by its name in any case. ``beside`` may be there too. Raises `WrongDirectory`."""
    if not directory.is_dir():
        raise WrongDirectory(f"{directory} is not a directory.")
    paths: dict[str, Path] = {}
    known = [file.name for file in (MERGES, *FILES)]
    for path in sorted(directory.iterdir()):
        name, ending = path.stem.lower(), path.suffix.lower()
        if ending != ".csv" or path.resolve() in beside:
            continue
        if name not in known:
            likely = get_close_matches(name, known, 1, cutoff=0.5)
            meant = f" Is it {likely[0]}.csv?" if likely else ""
            raise WrongDirectory(f"{path.name} is not one of the files of a caseload.{meant}")
        if name in paths:
            raise WrongDirectory(f"{paths[name].name} and {path.name} are both there: keep one of them.")
        paths[name] = path
    if missing := [file.file_name for file in FILES if file.required and file.name not in paths]:
        raise WrongDirectory(f"{directory} lacks {', '.join(missing)}, without which there is no caseload.")
    return paths
