"""Every page asks the database as often for many people as for few: as often as `query_counts.json` says.

A page is a view, a file that it offers, or a step of a form; the numbers are those of each role that has it. A new view
is held to this by itself. Where a number is meant to change, have the file written anew and look at its diff:

    RECORD_QUERY_COUNTS=1 .venv/bin/python -m pytest -n 0 tests/test_every_page_in_sets.py
"""

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Allocation, BragAssessment, BragOccasion, BragReview, Custody, Designation, Order, ServiceUser
from contacts.models import Contact
from staff.models import Role, User
from tests.addresses import OPEN, VIEWS, roles_of
from tests.appointments import ANSWERS, CHECKED, filled_in
from tests.cast import Cast
from tests.everything import everything
from ui.sheets import XLSX
from workload.models import Adjustment

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parent / "query_counts.json"
RECORDING = "RECORD_QUERY_COUNTS" in os.environ
HOW = "If it is meant: RECORD_QUERY_COUNTS=1 .venv/bin/python -m pytest -n 0 tests/test_every_page_in_sets.py"

HTML, CSV, PDF = "text/html; charset=utf-8", "text/csv; charset=utf-8", "application/pdf"
FILES = {
    "slip": PDF,
    "attachment": PDF,
    "slip_preview": PDF,
    "series_slip_preview": PDF,
    "todays_slips": PDF,
    "session_slips": PDF,
    "court_record_pdf": PDF,
    "calendar_file": "text/calendar; charset=utf-8",
}
NOBODY = "nobody"
# A role's home is the page that it leads to; whoever may not decide about an entry of the register is led to it.
LEADS_ON = {"home", "decide_additional"}


class Page(NamedTuple):
    """What is asked of a view: by GET, or by sending its form at a step."""

    view: str
    query: str = ""
    step: str = ""

    def __str__(self) -> str:
        return self.view + (f"?{self.query}" if self.query else "") + (f", {self.step}" if self.step else "")


# The files that a page offers: the same to all its roles, or to each its own.
EXPORTS = {
    "additional_measures": ["csv"],
    "caseload": ["csv"],
    "own_month": ["csv"],
    "compliance": {
        Role.TEAM_MANAGER: ["case_manager", "month"],
        Role.LDU_HEAD: ["team", "case_manager", "month"],
        Role.CHIEF_OFFICER: ["ldu", "month"],
    },
    "compliance_people": ["csv"],
    "compliance_progress": {
        Role.TEAM_MANAGER: ["case_manager", "day"],
        Role.LDU_HEAD: ["team", "case_manager", "day"],
        Role.CHIEF_OFFICER: ["ldu", "day"],
    },
    "team_workload": ["csv"],
    "officer_workload": ["csv"],
    "quarter": ["xlsx"],
    "return": ["csv"],
}


# What a page shows only where it is asked for.
ASKED_FOR = {
    "service_user": ["all"],
    "timeline": ["sort=next&kinds=contact", "kinds=note&sensitivity=only", "sensitivity=without"],
    "court_record": ["first=2015-01-01&last=2026-11-18&sensitive=on"],
    "court_record_pdf": ["first=2015-01-01&last=2026-11-18&sensitive=on"],
    "compliance": ["month=2026-10", "month=2026-10&_export=why"],
    "compliance_people": [
        "result=pending",
        "result=pending&needed=outcome",
        "month=2026-10&result=not_met&why=no_notice",
    ],
    "own_month": ["result=pending&needed=outcome"],
    "diary": ["show=week", "show=month"],
    "worklist": ["tab=snoozed", "tab=missed"],
    "officer_forecast": ["new=average"],
    "team_forecast": ["new=average"],
}


def exports_of(view: str, who: str) -> list[str]:
    offered = EXPORTS.get(view, [])
    return offered[who] if isinstance(offered, dict) else offered


def steps_of(view: str) -> list[str]:
    """Of a form: a booking, a review and a termination are checked before they are saved."""
    if view not in ANSWERS:
        return []
    return ["check", "save"] if view in CHECKED else ["save"]


def pages():
    """Each page with each role that has it. Signing out is not one: it has no page."""
    for view in sorted(VIEWS.keys() - {"sign_out"}):
        for who in [NOBODY] if view in OPEN else roles_of(view):
            yield Page(view), who
            for name in exports_of(view, who):
                yield Page(view, query=f"_export={name}"), who
            for step in steps_of(view):
                yield Page(view, step=step), who
            for query in ASKED_FOR.get(view, []):
                yield Page(view, query), who


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


# What is recorded is how often a page asks for few people, so it is enough to hold it against many.
CASELOADS = ["few", "many"] if RECORDING else ["many"]


@pytest.fixture(scope="module", params=CASELOADS)
def caseload(request, django_db_setup, django_db_blocker):
    """The cast with little of everything or with much, the address of each view, and whether it is little."""
    few = request.param == "few"
    with django_db_blocker.unblock(), everything(times=1 if few else 6) as (cast, urls):
        ContentType.objects.get_for_models(*apps.get_models())  # asked for once by each process
        yield cast, urls, few


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
    url = urls[page.view] + (f"?{page.query}" if page.query else "")
    sent = filled_in(client, page.view, url, cast.case_manager, step=page.step) if page.step else None
    with CaptureQueriesContext(connection) as captured:
        response = (
            client.get(url, follow=page.view in LEADS_ON)
            if sent is None
            else client.post(url, sent, follow=page.step == "check")
        )
        response.body = response.getvalue().decode(errors="replace")
    return response, [re.sub(r"\d+", "0", query["sql"]) for query in captured]


def assert_answered(response, page: Page, who: str) -> None:
    """With what the page is for: never with a way to some other page."""
    if page.step == "save":
        assert (response.status_code, response.url.startswith(("/people/", "/worklist/"))) == (302, True)
        return
    of_view = FILES.get(page.view, HTML)
    assert (response.status_code, response["Content-Type"]) == (200, exported_as(page) or of_view)
    if not page.query and not page.step:
        offered = set(re.findall(r"_export=(\w+)", response.body)) if page.view != "home" else set()
        assert offered == set(exports_of(page.view, who))


def exported_as(page: Page) -> str:
    """The type of the file that a page offers; empty of the page itself."""
    return (XLSX if page.query == "_export=xlsx" else CSV) if "_export" in page.query else ""


def test_there_are_few_and_many(caseload):
    *_, few = caseload
    of_people = [Order, Allocation, BragReview, BragAssessment, BragOccasion, Custody, Designation]
    for model in [Contact, ServiceUser, User, *of_people, Adjustment]:
        assert model.objects.count() >= (1 if few else 6)


def test_the_file_has_every_page_of_every_role_and_no_other(counts):
    assert {(page, who) for page in counts for who in counts[page]} == {(str(page), who) for page, who in PAGES}
