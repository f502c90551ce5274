"""Every page asks the database as often for many people as for few: as often as `query_counts.json` says.

A page is a view, a file that it offers, or a step of a form; the numbers are those of each role that has it. A new view
is held to this by itself. Where a number is meant to change, have the file written anew and look at its diff:

    RECORD_QUERY_COUNTS=1 .venv/bin/python -m pytest -n 0 tests/test_every_page_in_sets.py
"""

import json
import os
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alerts.scan import scan_contacts
from cases.models import Allocation, BragReview, Custody, Designation, Order, ServiceUser
from contacts import facts
from contacts.models import Contact
from staff.models import Role, User
from tests.addresses import NOW, OPEN, VIEWS, address, roles_of
from tests.appointments import ANSWERS, filled_in
from tests.cast import Cast, make_cast
from tests.conflicts import in_conflict
from tests.factories import ContactFactory, LduFactory, OfficeFactory, OrderFactory, TeamFactory, UserFactory, person
from workload.models import Adjustment

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parent / "query_counts.json"
RECORDING = "RECORD_QUERY_COUNTS" in os.environ
HOW = "If it is meant: RECORD_QUERY_COUNTS=1 .venv/bin/python -m pytest -n 0 tests/test_every_page_in_sets.py"

HTML, CSV, PDF = "text/html; charset=utf-8", "text/csv; charset=utf-8", "application/pdf"
NOBODY = "nobody"


class Page(NamedTuple):
    """What is asked of a view: by GET, or by sending its form at a step."""

    view: str
    query: str = ""
    step: str = ""

    def __str__(self) -> str:
        return self.view + (f"?{self.query}" if self.query else "") + (f", {self.step}" if self.step else "")


# The files that a page offers: the same to all its roles, or to each its own.
EXPORTS = {
    "caseload": ["csv"],
    "compliance": {Role.LDU_HEAD: ["team", "case_manager", "month"], Role.CHIEF_OFFICER: ["ldu", "month"]},
    "compliance_people": ["csv"],
    "team_workload": ["csv"],
    "officer_workload": ["csv"],
}


def exports_of(view: str, who: str) -> list[str]:
    offered = EXPORTS.get(view, [])
    return offered[who] if isinstance(offered, dict) else offered


def steps_of(view: str) -> list[str]:
    """Of a form: a booking is checked before it is saved."""
    return [] if view not in ANSWERS else ["check", "save"] if "date" in ANSWERS[view] else ["save"]


def pages():
    """Each page with each role that has it. Signing out is not one: it has no page."""
    for view in sorted(VIEWS.keys() - {"sign_out"}):
        for who in [NOBODY] if view in OPEN else roles_of(view):
            yield Page(view), who
            for name in exports_of(view, who):
                yield Page(view, query=f"_export={name}"), who
            for step in steps_of(view):
                yield Page(view, step=step), who
            if view == "service_user":
                yield Page(view, query="all"), who


PAGES = list(pages())


@pytest.fixture(scope="module")
def counts():
    """How often each page asks, by page and role: as the file says it or, where it is written anew, as was counted."""
    if not RECORDING:
        yield json.loads(FILE.read_text(encoding="utf-8"))
        return
    assert "PYTEST_XDIST_WORKER" not in os.environ, "one process writes the file: -n 0"
    counted = {}
    yield counted
    FILE.write_text(json.dumps(counted, indent=2, sort_keys=True) + "\n", encoding="utf-8")


@pytest.fixture(scope="module", params=["few", "many"])
def caseload(request, django_db_setup, django_db_blocker):
    """The cast with little of everything or with much, the address of each view, and whether it is little."""
    cheap = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        with cheap:
            cast = make_cast()
            for number in range(1 if request.param == "few" else 6):
                add(cast, number)
        urls = {view: address(view, cast.own, cast.case_manager) for view in VIEWS}
        facts.keep_up()
        scan_contacts(by=None, as_of=timezone.localdate())
        ContentType.objects.get_for_models(*apps.get_models())  # asked for once by each process
        yield cast, urls, request.param == "few"
        transaction.set_rollback(True)


def add(cast: Cast, number: int) -> None:
    """A case manager in a new team and one in a new LDU, people whom they and others hold, and records of one's own."""
    division, ldu = cast.chief_officer.post.division, cast.ldu_head.post.ldu
    new_ldu = LduFactory(name=f"LDU {number}", division=division)
    teams = [TeamFactory(ldu=ldu, name=f"Team {number}"), TeamFactory(ldu=new_ldu, name="Team")]
    offices = [cast.own.office, OfficeFactory(name=f"Office {number}", ldu=new_ldu)]
    new = [UserFactory(team=team, office=office) for team, office in zip(teams, offices, strict=True)]
    for officer in [cast.case_manager, cast.colleague, *new]:
        add_contacts(person(officer, office=officer.post.office), officer, number)
    person(None, office=cast.own.office)
    add_contacts(cast.own, cast.case_manager, number)
    add_records(cast.own, cast.colleague, month=number + 1)
    add_conflicts(cast.own, new[0])
    Adjustment.objects.create(
        officer=cast.case_manager, reason=f"Cover {number}", percent=1, starts_on=date(2026, 11, 1)
    )


def add_conflicts(service_user: ServiceUser, officer: User) -> None:
    """A file differs about each kind of record, in values that stand for others too."""
    contact = service_user.contacts.latest("pk")
    in_conflict(service_user, office_id=officer.post.office_id, phone="01633 960123")
    in_conflict(service_user.orders.latest("pk"), type="licence", service_user_id=service_user.pk + 1)
    in_conflict(service_user.custody.latest("pk"), ends_on="2017-12-24")
    in_conflict(service_user.brag_reviews.latest("pk"), reviewed_by_id=officer.pk)
    in_conflict(service_user.allocations.latest("pk"), officer_id=service_user.allocations.earliest("pk").officer_id)
    in_conflict(service_user.designations.latest("pk"), ends_on=None)
    said = {"officer_id": officer.pk, "type_id": "COAI", "outcome_id": "AFTA"}
    in_conflict(contact, **said, follow_up_contact_id=service_user.contacts.earliest("pk").pk)


def add_contacts(service_user: ServiceUser, officer: User, number: int) -> None:
    today = timezone.localdate()
    about = {"service_user": service_user, "officer": officer}
    ContactFactory(**about, date=today - timedelta(days=1 + number), outcome_id="UAAB", noticed=True)
    ContactFactory(**about, date=today - timedelta(days=2 + number))
    ContactFactory(**about, date=today - timedelta(days=40 + number), outcome_id="ATTC", noticed=True)
    ContactFactory(**about, date=today + timedelta(days=number))
    ContactFactory(**about, date=date(2025, 6, 2) + timedelta(days=number))


def add_records(service_user: ServiceUser, officer: User, *, month: int) -> None:
    """What a person's page shows, of a month in the past."""
    period = {"starts_on": date(2017, month, 1), "ends_on": date(2017, month, 28)}
    about = {"service_user": service_user, **period}
    OrderFactory(**about)
    Custody.objects.create(**about)
    Allocation.objects.create(**about, officer=officer)
    Designation.objects.create(**about, officer=officer)
    BragReview.objects.create(service_user=service_user, reviewed_on=date(2025, month, 1), status="red")


@pytest.mark.parametrize("which, who", PAGES, ids=[f"{page}, {who}" for page, who in PAGES])
def test_a_page_asks_no_more_for_more_people(client, caseload, counts, which, who):
    cast, urls, few = caseload
    if who != NOBODY:
        client.force_login(getattr(cast, who), backend="staff.backends.InPostBackend")
    response, asked = visit(client, which, urls, cast)
    assert_answered(response, which, who)
    if RECORDING and few:
        counts.setdefault(str(which), {})[who] = len(asked)
    recorded = counts.get(str(which), {}).get(who)
    repeated = [f"{times} x {sql}" for sql, times in Counter(asked).items() if times > 1]
    assert len(asked) == recorded, "\n".join([f"asked {len(asked)} times, recorded is {recorded}. {HOW}", *repeated])


def visit(client, page: Page, urls: dict[str, str], cast: Cast):
    """The answer, and the statements that it took, with their numbers left out."""
    url = f"{urls[page.view]}?{page.query}"
    sent = filled_in(client, page.view, url, cast.case_manager, step=page.step) if page.step else None
    with CaptureQueriesContext(connection) as captured:
        # A role's home is the page that it leads to.
        response = client.get(url, follow=page.view == "home") if sent is None else client.post(url, sent)
        response.body = response.getvalue().decode(errors="replace")
    return response, [re.sub(r"\d+", "0", query["sql"]) for query in captured]


def assert_answered(response, page: Page, who: str) -> None:
    """With what the page is for: never with a way to some other page."""
    if page.step == "save":
        assert (response.status_code, response.url.startswith("/people/")) == (302, True)
        return
    of_view = PDF if page.view in ("slip", "slip_preview") else HTML
    assert (response.status_code, response["Content-Type"]) == (200, CSV if "_export" in page.query else of_view)
    if not page.query and not page.step:
        offered = set(re.findall(r"_export=(\w+)", response.body)) if page.view != "home" else set()
        assert offered == set(exports_of(page.view, who))


def test_there_are_few_and_many(caseload):
    *_, few = caseload
    for model in [Contact, ServiceUser, User, Order, Allocation, BragReview, Custody, Designation, Adjustment]:
        assert model.objects.count() >= (1 if few else 6)


def test_the_file_has_every_page_of_every_role_and_no_other(counts):
    assert {(page, who) for page in counts for who in counts[page]} == {(str(page), who) for page, who in PAGES}
