from alerts.scan import scan_contacts
from base.commands import AnswerCommand

COLUMNS = ["kind", "open", "opened", "closed"]


class Command(AnswerCommand):
    help = "Find what is missed and what is due now, as the scheduled job does; alerts open and close by themselves."

    def handle(self, **options) -> None:
        counts = scan_contacts(by=None, as_of=self.as_of(options))
        rows = ([kind, count["open"], count["opened"], count["closed"]] for kind, count in counts.items())
        self.answer(COLUMNS, rows, options["format"])
