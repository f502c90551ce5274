from django.core.management.base import CommandError

from base.commands import RowsCommand
from contacts.facts import are_of_todays_rules
from contacts.services import check_facts


class Command(RowsCommand):
    help = "Compare what is kept of contacts and people's months with what the records say, either way."

    def handle(self, **options) -> None:
        if not are_of_todays_rules():
            self.stderr.write("The rules have changed, so nobody reads what is kept. Run rebuild_facts.")
        differing = check_facts(by=None)
        self.answer(["table", "differing"], differing.items(), options["format"])
        if any(differing.values()):
            raise CommandError("What is kept differs from the records. Run rebuild_facts.")
