from time import monotonic

from django.core.management.base import BaseCommand

from contacts.services import rebuild_facts
from ui import formats


class Command(BaseCommand):
    help = "Derive anew all that is kept of contacts and people's months."

    def handle(self, **options) -> None:
        started = monotonic()
        kept = rebuild_facts(by=None)
        contacts = formats.count(kept["contact_facts"], "contact")
        months = formats.count(kept["month_facts"], "person-month")
        self.stdout.write(f"{contacts} and {months} in {monotonic() - started:.1f} seconds")
