from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from interchange.files import FILES
from interchange.reading import UTF_8, WINDOWS
from interchange.services import CaseloadRejected, WrongDirectory, import_caseload, rehearse_import

# What is said of periods and rows that a file corrects or takes back, after their number.
CORRECTED = {
    "handed_over": "read as ending the day before the next starts",
    "ended": "known from an earlier import ended the day before the next starts",
    "replaced": "known from an earlier import replaced by what overlaps them",
    "taken_back": "not in the complete file, withdrawn or ended",
}


class Command(BaseCommand):
    help = "Import a caseload from the interchange files in DIR: all of it, or nothing where any row is at fault."

    def add_arguments(self, parser):
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
        parser.add_argument("--reject-file", metavar="FILE", type=Path, help="where to list every bad row, as CSV")
        parser.add_argument("--conflicts", metavar="FILE", type=Path, help="where to list every conflict, as CSV")
        parser.add_argument("--prefer", choices=["file"], help="what wins where a file and work done here differ")
        parser.add_argument(
            "--complete",
            metavar="FILE,...",
            type=lambda names: [name.strip().lower().removesuffix(".csv") for name in names.split(",")],
            default=[],
            help="files that hold everything about the people in them: what they lack is withdrawn or ended",
        )
        parser.add_argument("--encoding", choices=[UTF_8, WINDOWS], default=UTF_8, help="of the files")

    def handle(self, *, directory: Path, dry_run: bool, reject_file: Path | None, **options) -> None:
        if unknown := set(options["complete"]) - {file.name for file in FILES if file.completes}:
            able = ", ".join(file.name for file in FILES if file.completes)
            raise CommandError(f"{', '.join(sorted(unknown))} cannot be complete: one of {able}")
        run = rehearse_import if dry_run else import_caseload
        try:
            counts = run(
                by=None,
                directory=directory,
                reject_file=reject_file,
                conflicts_file=options["conflicts"],
                prefer_file=options["prefer"] == "file",
                complete=options["complete"],
                encoding=options["encoding"],
                progress=self.stderr.isatty(),
            )
        except WrongDirectory as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Nothing was imported: {error.filename}: {error.strerror}.") from error
        except IntegrityError as error:
            raise CommandError(
                "Nothing was imported: records that the files refer to were changed meanwhile. Import again."
            ) from error
        except CaseloadRejected as rejected:
            for fault in rejected.shown:
                place = f"{fault.file} line {fault.line}" + (f", {fault.column}" if fault.column else "")
                self.stderr.write(f"{place}: {fault.value!r}, expected {fault.expected}")
            if rejected.count > len(rejected.shown):
                self.stderr.write(f"... and {rejected.count - len(rejected.shown)} more")
            where = f" All of them are in {reject_file}." if reject_file else ""
            at_fault = "1 value is" if rejected.count == 1 else f"{rejected.count} values are"
            raise CommandError(f"Nothing was imported: {at_fault} at fault.{where}") from rejected
        lapsed, others = counts.pop("notices_lapsed"), counts.pop("other_contacts")
        if merged := counts.pop("people_merged"):
            self.stdout.write(f"merges.csv: {merged} merged")
        for file, count in counts.items():
            self.stdout.write(
                f"{file}: {count['created']} created, {count['changed']} changed, {count['unchanged']} unchanged,"
                f" {count['in_conflict']} in conflict"
            )
            for kind, words in CORRECTED.items():
                if count.get(kind):
                    self.stdout.write(f"{file}: {count[kind]} {words}")
        if lapsed:
            hold = "1 notice no longer holds" if lapsed == 1 else f"{lapsed} notices no longer hold"
            self.stdout.write(f"{hold}: place, date or time changed and no new one was issued")
        for code, number in others.items():
            rows = "1 row" if number == 1 else f"{number} rows"
            self.stdout.write(f"contact type {code} is not known: {rows} taken as other contacts, which never count")
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
