from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from interchange.services import CaseloadRejected, WrongDirectory
from interchange.services.codes import import_codes, rehearse_codes

# So many CRNs of a month are named; of more, their number is told.
NAMED = 20


class Command(BaseCommand):
    help = "Import the codes of nDelius from the files in DIR, and say whose month a change of meaning alters."

    def add_arguments(self, parser):
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")

    def handle(self, *, directory: Path, dry_run: bool, **options) -> None:
        try:
            counts = (rehearse_codes if dry_run else import_codes)(by=None, directory=directory)
        except WrongDirectory as error:
            raise CommandError(str(error)) from error
        except CaseloadRejected as rejected:
            for fault in rejected.shown:
                place = f"{fault.file} line {fault.line}" + (f", {fault.column}" if fault.column else "")
                self.stderr.write(f"{place}: {fault.value!r}, expected {fault.expected}")
            raise CommandError(f"Nothing was imported: {rejected.count} at fault.") from rejected
        altered = counts.pop("altered")
        for file, count in counts.items():
            self.stdout.write(
                f"{file}: {count['created']} created, {count['changed']} changed, {count['unchanged']} unchanged"
            )
        for month, people in altered.items():
            more = f" and {len(people) - NAMED} more" if len(people) > NAMED else ""
            self.stdout.write(f"{month}: another month for {', '.join(people[:NAMED])}{more}")
        if not altered:
            self.stdout.write("No month is altered.")
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
