"""Every page asks the database as often for many people as for few: new pages are held to it by themselves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alerts.scan import scan_contacts
from contacts.models import Contact
from staff.models import Role
from tests.factories import ContactFactory, person
from tests.test_every_view import OPEN, VIEWS, address

__all__ = ["address"]  # a fixture

pytestmark = pytest.mark.django_db
ALLOCATED_TO = ["case_manager", "colleague"]
# Of each role that has pages of its own, all of them; signing out and slips ask nothing that could grow.
PAGES = [
    (who, name)
    for who in (Role.CASE_MANAGER, Role.TEAM_MANAGER, Role.LDU_HEAD, Role.CHIEF_OFFICER)
    for name in sorted(VIEWS.keys() - OPEN - {"sign_out", "slip"})
    if who in VIEWS[name].view_class.roles
]


def give_contacts(service_user, officer, number):
    today = timezone.localdate()
    for count in range(number):
        day = {"service_user": service_user, "officer": officer, "noticed": True}
        ContactFactory(**day, date=today - timedelta(days=3 + count), outcome_id="UAAB")
        ContactFactory(**day, date=today - timedelta(days=2 + count))
        ContactFactory(**day, date=today + timedelta(days=2 + count))


@pytest.mark.parametrize("who, name", PAGES)
def test_a_page_asks_no_more_for_more_people(sign_in, cast, address, name, who):
    browser = sign_in(getattr(cast, who))
    give_contacts(cast.own, cast.case_manager, 1)
    give_contacts(cast.colleagues, cast.colleague, 1)
    scan_contacts(by=None, as_of=timezone.localdate())
    url = address(name, cast.own)
    opened = browser.get(url)  # what is asked once is asked here, and kept
    assert opened.status_code == 200 or name == "home"
    few = queries(browser, url)
    for number in range(6):
        officer = getattr(cast, ALLOCATED_TO[number % 2])
        give_contacts(person(officer), officer, 2)
    give_contacts(cast.own, cast.case_manager, 4)
    scan_contacts(by=None, as_of=timezone.localdate())
    assert Contact.objects.count() > 40
    many = queries(browser, url)
    assert len(many) <= len(few), "\n".join(sorted(set(many) - set(few)))


def queries(browser, url):
    with CaptureQueriesContext(connection) as captured:
        browser.get(url)
    return [query["sql"] for query in captured]
