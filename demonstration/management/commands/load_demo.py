from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from alerts.scan import scan_contacts
from cases.models import ServiceUser
from demonstration.absences import record_absences
from demonstration.additional import record_additional
from demonstration.caseload import write_caseload
from demonstration.establishments import record_establishments
from demonstration.management.commands.demo_accounts import DEMO_PASSWORD, accounts
from demonstration.orders import record_rar_days
from demonstration.oversight import record_oversight
from demonstration.reviews import record_reviews
from demonstration.snapshots import take_snapshots
from demonstration.workload_reviews import record_workload_reviews
from interchange.services import import_caseload
from staff.models import User

SEED = 1


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
            case_manager, team_manager, *_others = accounts()
            record_absences(SEED, today, opening=case_manager)
            record_reviews(case_manager, team_manager, today)
            record_oversight(by=None, today=today, opening=case_manager)
            record_additional(by=None, today=today, opening=case_manager)
            record_rar_days(case_manager, today)
            record_workload_reviews(case_manager, team_manager)
            take_snapshots(today)
            record_establishments(today)
            User.objects.filter(pk__in=[user.pk for user in accounts()]).update(password=make_password(DEMO_PASSWORD))
        scan_contacts(by=None, as_of=today)
