"""Every page of somebody who has a list of people has the box that searches it."""

import pytest
from django.test import Client
from django.urls import reverse

from staff.models import Role
from tests.addresses import OPEN, VIEWS, address, roles_of

pytestmark = pytest.mark.django_db
FILES = {
    "slip",
    "attachment",
    "court_record_pdf",
    "slip_preview",
    "series_slip_preview",
    "todays_slips",
    "session_slips",
}
CASELOAD = "/caseload/"
BOX = f'action="{CASELOAD}" role="search"'


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_it_is_on_every_page_of_the_role_once(cast, role):
    browser = Client()
    browser.force_login(getattr(cast, role), backend="staff.backends.InPostBackend")
    for view in sorted(VIEWS.keys() - OPEN - FILES - {"sign_out"}):
        if role in roles_of(view):
            response = browser.get(address(view, cast.own, cast.case_manager), follow=True)
            boxes = response.content.decode().count('name="search"')
            assert (view, boxes) == (view, 2 if view == "add_to_session" else 1)  # which has a search of its own


def test_there_is_none_for_who_sees_nobody(client, cast, sign_in):
    assert BOX not in client.get(reverse("sign_in")).content.decode()
    assert BOX not in sign_in(cast.administrator).get(reverse("change_password")).content.decode()


@pytest.mark.parametrize("text", ["morgan dafydd", "A000001", "000001"])
def test_it_leads_to_the_list_without_a_name_in_the_address(nia, cast, text):
    assert BOX in nia.get("/").content.decode()
    found = nia.post(CASELOAD, {"search": text}, follow=True)
    assert "organ" not in found.request["QUERY_STRING"]
    assert reverse("service_user", args=[cast.own.public_id]) in found.content.decode()


def test_it_looks_among_ones_own_people_first_and_offers_the_team(nia, cast):
    found = nia.post(CASELOAD, {"search": "Hughes"}, follow=True).content.decode()
    assert "Nobody in your caseload matches this search." in found
    assert "search the whole team" in found
