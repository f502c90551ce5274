"""Every page in a real browser: axe finds nothing grave, and on a telephone no page scrolls sideways.

A page is a view as it opens, with its form sent empty, and with the step at which a booking is checked. The first role
that has it stands for the others. The browser asks Django's test client, so the pages are those of one transaction.
"""

from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from alerts.scan import scan_contacts
from contacts import facts
from tests.addresses import NOW, OPEN, VIEWS, address, roles_of
from tests.appointments import ANSWERS, filled_in, hidden_fields
from tests.axe import grave_faults
from tests.cast import make_cast
from tests.test_every_page_in_sets import add

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

FILES = {"slip", "slip_preview"}
DESK, TELEPHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 667}


def pages():
    for view in sorted(VIEWS.keys() - {"sign_out"} - FILES):
        yield view, "open"
        if view in ANSWERS:
            yield view, "empty"
            if "date" in ANSWERS[view]:
                yield view, "check"


@pytest.fixture(scope="module")
def caseload(django_db_setup, django_db_blocker):
    """The cast with one of everything, and the address of each view."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        cast = make_cast()
        add(cast, 1)
        urls = {view: address(view, cast.own, cast.case_manager) for view in VIEWS}
        facts.keep_up()
        scan_contacts(by=None, as_of=timezone.localdate())
        yield cast, urls
        transaction.set_rollback(True)


@pytest.mark.parametrize("view, state", list(pages()))
def test_it_is_accessible_and_fits_a_telephone(caseload, page, view, state):
    cast, urls = caseload
    client = Client()
    if view not in OPEN:
        client.force_login(getattr(cast, roles_of(view)[0]), backend="staff.backends.InPostBackend")
    first = opened(client, view, state, urls[view], cast)
    assert first.status_code in (200, 400, 422), first
    show(page, client, first, urls[view])
    assert not grave_faults(page)
    page.set_viewport_size(TELEPHONE)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} pixels too wide"


def opened(client, view, state, url, cast):
    """The answer that the browser shows."""
    if state == "open":
        return client.get(url, follow=True)
    if state == "check":
        return client.post(url, filled_in(client, view, url, cast.case_manager, step="check"))
    return client.post(url, {"step": "save", **hidden_fields(client.get(url).content.decode())})


def show(page, client, first, url) -> None:
    """Show the answer at its address, with the style sheets and scripts that it names."""

    def answer(route) -> None:
        path = urlsplit(route.request.url).path
        response = first if path == url else client.get(path)
        headers = {name: value for name, value in response.headers.items() if name != "Set-Cookie"}
        route.fulfill(status=response.status_code, headers=headers, body=response.getvalue())

    page.set_viewport_size(DESK)
    page.route("**/*", answer)
    page.goto(f"http://localhost{url}")


def test_the_pages_are_styled(caseload, page):
    """Or nothing above would have said anything about what people see."""
    client = Client()
    show(page, client, client.get("/sign-in/", follow=True), "/sign-in/")
    colour = "getComputedStyle(document.querySelector('.govuk-button--secondary')).backgroundColor"
    assert page.evaluate(colour) == "rgb(243, 243, 243)"
