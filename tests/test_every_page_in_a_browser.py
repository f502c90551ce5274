"""Every page in a real browser: axe finds nothing grave, and on a telephone no page scrolls sideways.

A page is a view as it opens, with its form sent empty, and with the step at which a booking is checked. The first role
that has it stands for the others. The browser asks Django's test client, so the pages are those of one transaction.
"""

import pytest
from django.test import Client

from tests.addresses import OPEN, VIEWS, roles_of
from tests.appointments import ANSWERS, CHECKED, filled_in, hidden_fields
from tests.axe import grave_faults
from tests.browser import TELEPHONE, show

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

FILES = {
    "slip", "attachment", "slip_preview", "series_slip_preview", "todays_slips", "session_slips", "calendar_file",
    "court_record_pdf",
}  # fmt: skip
# Sent empty, they are saved.
ASKS_NOTHING = {"change_needs", "withdraw_brag", "take_out_rar_day", "take_out_occasion"}


def pages():
    for view in sorted(VIEWS.keys() - {"sign_out"} - FILES):
        # A form that is sent empty shows all that it had, and its errors.
        yield view, "empty" if view in ANSWERS.keys() - ASKS_NOTHING else "open"
        if view in CHECKED:
            yield view, "check"


@pytest.mark.parametrize("view, state", list(pages()))
def test_it_is_accessible_and_fits_a_telephone(one_of_everything, page, view, state):
    cast, urls = one_of_everything
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
        return client.post(url, filled_in(client, view, url, cast.case_manager, step="check"), follow=True)
    return client.post(url, {"step": "save", **hidden_fields(client.get(url).content.decode())})


def test_the_pages_are_styled(one_of_everything, page):
    """Or nothing above would have said anything about what people see."""
    client = Client()
    show(page, client, client.get("/sign-in/", follow=True), "/sign-in/")
    colour = "getComputedStyle(document.querySelector('.govuk-button--secondary')).backgroundColor"
    assert page.evaluate(colour) == "rgb(243, 243, 243)"
