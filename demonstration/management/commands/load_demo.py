from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from alerts.scan import scan_contacts
from cases.models import ServiceUser
from contacts.models import Contact
from demonstration import write_caseload
from demonstration.management.commands.demo_accounts import DEMO_PASSWORD, accounts
from interchange.services import import_caseload
from staff.models import Office, User

SEED = 1
AT_AN_OFFICE = " probation office, "


def give_offices_their_addresses() -> None:
    """The files hold none, but the made appointments name them: with them, notices say where to come."""
    places = Contact.objects.filter(place__contains=AT_AN_OFFICE).order_by().values_list("place", flat=True).distinct()
    offices = Office.objects.in_bulk(field_name="name")
    for place in places:
        name, _, address = place.partition(AT_AN_OFFICE)
        if name in offices:
            offices[name].address = address
    Office.objects.bulk_update(offices.values(), ["address"])


class Command(BaseCommand):
    help = "Load the demonstration caseload of invented people, once: with anybody in the database it does nothing."

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=2000)

    def handle(self, *, people: int, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demonstration caseload is not for production.")
        if ServiceUser.objects.exists():
            return
        self.stdout.write(f"Loading a demonstration caseload of {people:,} invented people ...")
        today = timezone.localdate()
        with TemporaryDirectory() as folder, transaction.atomic():
            write_caseload(Path(folder), people=people, seed=SEED, as_of=today)
            import_caseload(by=None, directory=Path(folder))
            give_offices_their_addresses()
            User.objects.filter(pk__in=[user.pk for user in accounts()]).update(password=make_password(DEMO_PASSWORD))
        scan_contacts(by=None, as_of=today)
