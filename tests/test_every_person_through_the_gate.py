"""Nothing that a page, a list or a file says of a person comes round the gate (`cases.gate`)."""

import re
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from cases.gate import looked_at
from cases.models import Allocation, ServiceUser
from staff.models import Role
from tests.addresses import OPEN, PERSONS, VIEWS, roles_of
from tests.conflicts import in_conflict
from tests.everything import cast_with
from tests.factories import AllocationFactory, ContactFactory
from ui.sheets import XLSX

pytestmark = pytest.mark.django_db

PERSONAL = ["crn", "first_name", "last_name", "date_of_birth", "address", "phone", "email"]
WHO = [Role.CASE_MANAGER, Role.TEAM_MANAGER, Role.LDU_HEAD, Role.CHIEF_OFFICER, Role.ADMINISTRATOR]
# The page of a slip is a file made of the notice as it was issued.
FILES = {
    "slip", "attachment", "slip_preview", "series_slip_preview", "todays_slips", "session_slips", "court_record_pdf",
}  # fmt: skip
PAGES = [
    (who, name) for who in WHO for name in sorted(VIEWS.keys() - OPEN - {"sign_out", *FILES}) if who in roles_of(name)
]
# Beside a page as it opens, and each of the files that it offers.
QUERIES = {"compliance": ["month=2018-11"], "compliance_people": ["month=2018-11&result=everyone"]}


class Gated:
    """A field that may only be read of somebody whom the gate let through."""

    def __init__(self, name):
        self.name = name

    def __get__(self, person, owner):
        if person is None:
            return self
        assert person.__dict__.get("visible"), f"{self.name} of somebody who did not come through cases.gate"
        return person.__dict__[self.name]

    def __set__(self, person, value):
        person.__dict__[self.name] = value


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The cast with work everywhere, and the address of each view."""
    with django_db_blocker.unblock(), cast_with(work_everywhere) as found:
        yield found


def work_everywhere(cast):
    """Among it what is held or was held by officers who may not open it."""
    today = timezone.localdate()
    for person, officer in (
        (cast.own, cast.case_manager), (cast.colleagues, cast.colleague), (cast.elsewhere, cast.case_manager),
        (cast.elsewhere, cast.colleague), (cast.other_team, cast.case_manager), (cast.unallocated, cast.colleague),
    ):  # fmt: skip
        ContactFactory(service_user=person, officer=officer, date=today - timedelta(days=3), noticed=True)
        ContactFactory(service_user=person, officer=officer, date=today, noticed=True)
    Allocation.objects.filter(service_user=cast.elsewhere).update(starts_on=date(2019, 1, 1))
    AllocationFactory(service_user=cast.elsewhere, officer=cast.case_manager, ends_on=date(2018, 12, 31))
    in_conflict(cast.own, phone="01633 960123")
    in_conflict(cast.own.contacts.earliest("pk"), service_user_id=cast.elsewhere.pk)


@pytest.mark.parametrize("who, name", PAGES)
def test_a_page_tells_of_people_through_the_gate_alone(sign_in, world, monkeypatch, who, name):
    cast, urls = world
    browser, url = sign_in(getattr(cast, who)), urls[name]
    unseen = ServiceUser.objects.exclude(pk__in=ServiceUser.objects.visible_to(getattr(cast, who)))
    private = [value for crn, last_name in unseen.values_list("crn", "last_name") for value in (crn, last_name)]
    for field in PERSONAL:
        monkeypatch.setattr(ServiceUser, field, Gated(field))
    queries = ["", *QUERIES.get(name, [])]
    for query in queries:
        response = browser.get(f"{url}?{query}", follow=True)
        assert response.status_code == 200
        said = what_it_says(response)
        assert not [value for value in private if re.search(rf"\b{value}\b", said)]
        if query == "":
            queries += {f"_export={file}" for file in re.findall(r"_export=(\w+)", said)}


def what_it_says(response) -> str:
    """The page or the file as text; of a workbook all of its parts."""
    content = response.getvalue()
    if response["Content-Type"] != XLSX:
        return content.decode()
    with ZipFile(BytesIO(content)) as book:
        return "".join(book.read(part).decode() for part in book.namelist())


@pytest.mark.parametrize("name", sorted(PERSONS - {"slip"}))
def test_a_look_at_a_person_is_told(sign_in, world, name):
    cast, urls = world
    looks, looking = [], getattr(cast, roles_of(name)[0])
    browser = sign_in(looking)

    def note(sender, by, person, page, **kwargs):
        looks.append((by, person, page))

    looked_at.connect(note)
    try:
        browser.get(urls[name])
    finally:
        looked_at.disconnect(note)
    assert [(by, str(person.public_id) in urls[name], page) for by, person, page in looks] == [(looking, True, name)]
