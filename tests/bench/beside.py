"""Bookings on pages while an import changes contacts of the same people: how long one waits for it. Needs Django."""

import csv
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from itertools import count, cycle, product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from django.test import Client
from django.utils import timezone

from cases.models import ServiceUser
from demonstration.management.commands.demo_accounts import accounts
from staff.models import Role
from tests.appointments import arrange
from tests.bench.database import Database
from tests.bench.pages import signed_in
from tests.bench.table import Longest, Row
from tests.bench.timing import seconds

CHANGED = 100_000  # contacts, where there are as many
LONGEST_BAR = 5  # seconds
AHEAD = timedelta(days=200)  # from when on nobody has an appointment yet
HALF_HOURS = [f"{hour}:{minute}" for hour, minute in product(range(7, 19), ("00", "30"))]


def beside_row(database: Database, folder: Path) -> Row:
    """The longest booking of those that a case manager makes, one after the other, while the import runs."""
    officer = {user.role: user for user in accounts()}[Role.CASE_MANAGER]
    people = list(ServiceUser.objects.visible_to(officer))
    bookings = bookings_of(signed_in(officer), officer.pk, people)
    next(bookings)()  # what is done once and kept
    with TemporaryDirectory() as changed, ThreadPoolExecutor(1) as beside:
        for file in folder.glob("*.csv"):
            (Path(changed) / file.name).symlink_to(file)
        moved = move(Path(changed) / "contacts.csv", first={person.crn for person in people})
        importing = beside.submit(database.manage, "import_caseload", changed, note=f"{moved:,} changed")
        waited = []
        while not importing.done():
            waited.append(seconds(next(bookings)))
        importing.result()
    print(f"beside it {len(waited)} bookings, in the median {median(waited) * 1000:.0f} ms", flush=True)
    return Longest(f"longest booking beside an import of {moved:,} changed contacts", max(waited), LONGEST_BAR)


def bookings_of(browser: Client, officer: int, people: list[ServiceUser]) -> Iterator[Callable[[], None]]:
    """Bookings of the people in turn, each at a time at which the officer has no other: its page, and sending it."""
    first = timezone.localdate() + AHEAD
    times = ((first + timedelta(days=days), start) for days in count() for start in HALF_HOURS)
    for person, (day, start) in zip(cycle(people), times, strict=False):
        yield partial(book, browser, officer, person, day, start)


def book(browser: Client, officer: int, person: ServiceUser, day: date, start: str) -> None:
    when = {"date": f"{day:%d/%m/%Y}", "start_time": start}
    anyhow = {"confirmed": "on", "hub_exception": "Nearer to home"}
    response = arrange(browser, "book", person, officer=officer, **when, **anyhow)
    if response.status_code != 302:
        said = re.findall(
            r'(?s)class="govuk-error-(?:message|summary__body)">(.*?)</(?:p|div)>', response.content.decode()
        )
        raise SystemExit(f"Booking {day} {start}: {response.status_code} {said}")


def move(contacts: Path, *, first: set[str]) -> int:
    """Write up to `CHANGED` contacts instead, with another place, those of the ``first`` people before all."""
    with contacts.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        rows = sorted(reader, key=lambda row: row["crn"] not in first)[:CHANGED]
    contacts.unlink()
    with contacts.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, reader.fieldnames)
        writer.writeheader()
        writer.writerows(row | {"place": f"{row['place']}, first floor"} for row in rows)
        return len(rows)
