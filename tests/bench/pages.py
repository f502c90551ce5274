"""Pages in process, by Django's test client and the product's own settings, against the sign-in page. Needs Django."""

import re
from collections.abc import Callable, Sequence
from statistics import median

from django.db import connections
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import ServiceUser
from contacts.models import Contact
from demonstration.management.commands.demo_accounts import accounts
from staff.models import Role, User
from tests.bench.database import Database
from tests.bench.table import Ratio, Row
from tests.bench.timing import seconds, side_by_side

# (what, whose, the address's name, its bar against the sign-in page)
PAGES = [
    ("home of a team manager", Role.TEAM_MANAGER, "home", 30),
    ("home of an LDU head", Role.LDU_HEAD, "home", 30),
    ("home of a chief officer", Role.CHIEF_OFFICER, "home", 30),
    ("service users list of a team manager", Role.TEAM_MANAGER, "caseload", 30),
    ("service users list of an LDU head", Role.LDU_HEAD, "caseload", 30),
    ("service users list of a chief officer", Role.CHIEF_OFFICER, "caseload", 30),
    ("home of a case manager", Role.CASE_MANAGER, "home", 20),
]
PERSON_PAGE_BAR = 20
OUTCOME_BAR, OUTCOMES = 3, 15
GROWTH_BAR = 1.3
HIDDEN = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')


def page_rows() -> Sequence[Row]:
    """The pages of the first member of staff of each role."""
    staff = {user.role: user for user in accounts()}
    sign_in = opening(Client(SERVER_NAME="localhost"), reverse("sign_in"))
    pages = [(what, opening(signed_in(staff[role]), reverse(name)), bar) for what, role, name, bar in PAGES]
    pages.append(("a person's page", person_page(staff[Role.CASE_MANAGER]), PERSON_PAGE_BAR))
    rows = [Ratio(f"{what} / sign-in page", *side_by_side(page, sign_in), bar) for what, page, bar in pages]
    return [*rows, outcome_row(staff[Role.TEAM_MANAGER])]


def signed_in(user: User) -> Client:
    """A browser in which the user has signed in."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user, backend="staff.backends.InPostBackend")
    return browser


def opening(browser: Client, address: str) -> Callable[[], None]:
    """Opening the page at the address, and whatever it leads on to, as a browser does."""

    def open_page() -> None:
        response = browser.get(address, follow=True)
        arrived_at_sign_in = response.request["PATH_INFO"] == reverse("sign_in")
        if response.status_code != 200 or arrived_at_sign_in != (address == reverse("sign_in")):
            raise SystemExit(f"{address} answers {response.status_code} at {response.request['PATH_INFO']}")

    return open_page


def person_page(case_manager: User) -> Callable[[], None]:
    """Opening the page of the case manager's person with the most contacts."""
    visible = ServiceUser.objects.visible_to(case_manager)
    person = visible.alias(most=Count("contacts")).order_by("-most", "crn").first()
    return opening(signed_in(case_manager), reverse("service_user", args=[person.public_id]))


def outcome_row(team_manager: User) -> Row:
    """Recording the outcomes of appointments that are over, one after the other: opening each form, then sending it."""
    to_record = Contact.objects.filter(
        service_user__in=ServiceUser.objects.visible_to(team_manager),
        date__lt=timezone.localdate(),
        outcome=None,
        cancelled_by="",
    )
    forms = [
        reverse("record_outcome", args=[public_id, pk])
        for public_id, pk in to_record.order_by("pk").values_list("service_user__public_id", "pk")[: OUTCOMES + 1]
    ]
    if len(forms) <= OUTCOMES:
        raise SystemExit(f"A team has only {len(forms)} outcomes to record: make a caseload of more people.")
    browser = signed_in(team_manager)
    record_outcome(browser, forms.pop())  # what is done once and kept
    recorded, opened = map(median, zip(*(record_outcome(browser, form) for form in forms), strict=True))
    return Ratio("recording an outcome / opening its form", recorded, opened, OUTCOME_BAR)


def record_outcome(browser: Client, form: str) -> tuple[float, float]:
    """The seconds of recording that the service user attended, and before it of opening the form."""
    responses = []
    opened = seconds(lambda: responses.append(browser.get(form)))
    answers = dict(HIDDEN.findall(responses[0].content.decode())) | {"outcome": "ATTC"}
    recorded = seconds(lambda: responses.append(browser.post(form, answers)))
    if [response.status_code for response in responses] != [200, 302]:
        raise SystemExit(f"{form} answers {responses}")
    return recorded, opened


def growth_rows(small: Database, large: Database, times: int) -> Sequence[Row]:
    """The managers' homes in the larger database, of so many times the people, against those in the smaller one."""
    rows = []
    for what, role, name, _ in PAGES[1:3]:
        homes = [in_database(database, role, reverse(name)) for database in (large, small)]
        rows.append(Ratio(f"{what}, {times} times the people / as many", *side_by_side(*homes), GROWTH_BAR))
    return rows


def in_database(database: Database, role: Role, address: str) -> Callable[[], None]:
    """Opening a page of the first of the role in one database, over a connection that stays open."""
    own = connections.create_connection("default")
    own.settings_dict = own.settings_dict | {"NAME": database.name}
    connections["default"] = own
    open_page = opening(signed_in({user.role: user for user in accounts()}[role]), address)

    def open_page_there() -> None:
        connections["default"] = own
        open_page()

    return open_page_there
