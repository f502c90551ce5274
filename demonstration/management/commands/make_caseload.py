"""`manage.py make_caseload DIR --people N --seed S [--as-of DATE]`."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demonstration.caseload import write_caseload

MOST_PEOPLE = 1_000_000  # as many as there are CRNs to give out


def _people(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_PEOPLE:
        raise ArgumentTypeError(f"give a whole number from 1 to {MOST_PEOPLE:,}")
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date: write it as 2026-03-31") from None


class Command(BaseCommand):
    help = (
        "Write a caseload for demonstrations into the ten files that import_caseload reads: a year of contacts before "
        "a day and the bookings of the six weeks after it. Everyone in it is invented, staff and service users alike; "
        "only the towns are real. The same arguments write the same bytes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", metavar="DIR", type=Path, help="made where it is missing; its files are replaced"
        )
        parser.add_argument("--people", type=_people, required=True, metavar="N", help="how many service users")
        parser.add_argument("--seed", type=int, required=True, metavar="S", help="another seed makes another caseload")
        parser.add_argument(
            "--as-of",
            type=_date,
            metavar="DATE",
            help="the day on which the caseload stands (today); the import refuses one with outcomes of days to come",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = options["as_of"] or timezone.localdate()
        directory, people = options["directory"], options["people"]
        try:
            contacts = write_caseload(directory, people=people, seed=options["seed"], as_of=as_of)
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stderr.write(
            f"Wrote {people:,} invented service users and {contacts:,} contacts as of {as_of} to {directory}"
        )
