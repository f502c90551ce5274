"""Whom one opened last is found again without a search, and a person's page leads back to its list as it was."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.gate import MASKED
from cases.models import Allocation
from casework.models import RecentPerson
from casework.recent import recent_people
from casework.tasks import clear_up
from tests.appointments import page
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=True) as traveller:
        yield traveller


def opened(user) -> list:
    return [each.pk for each in recent_people(user)]


def test_the_last_ten_are_listed_each_once_the_latest_first(nia, cast):
    people = [person(cast.case_manager, office=cast.own.office) for _ in range(11)]
    for each in [*people, people[3]]:
        page(nia, "service_user", each)
    assert opened(cast.case_manager) == [people[3].pk, *(each.pk for each in people[:0:-1] if each != people[3])]
    html = nia.get(reverse("caseload")).content.decode()
    assert "People you opened recently" in html
    assert opened(cast.colleague) == []


def test_only_a_persons_own_page_counts_as_opened(nia, cast):
    page(nia, "book", cast.own)
    assert opened(cast.case_manager) == []
    assert "People you opened recently" not in nia.get(reverse("caseload")).content.decode()


def test_whoever_may_not_be_seen_any_more_is_masked(nia, cast):
    page(nia, "service_user", cast.own)
    Allocation.objects.filter(service_user=cast.own).update(ends_on=date(2026, 11, 17))
    html = nia.get(reverse("caseload")).content.decode()
    assert str(MASKED) in html
    assert cast.own.last_name not in html


def test_what_was_opened_months_ago_is_forgotten(nia, cast, wednesday_noon):
    page(nia, "service_user", cast.own)
    wednesday_noon.shift(timedelta(days=89))
    clear_up()
    assert RecentPerson.objects.exists()
    wednesday_noon.shift(timedelta(days=2))
    clear_up()
    assert not RecentPerson.objects.exists()


def test_a_list_leads_to_a_page_that_leads_back_to_it_as_it_was(nia, cast):
    html = nia.get("/caseload/?whose=team&sort=-name").content.decode()
    asked = f"{reverse('service_user', args=[cast.own.public_id])}?back=%2Fcaseload%2F%3Fwhose%3Dteam%26sort%3D-name"
    assert asked in html
    assert '<a href="/caseload/?whose=team&amp;sort=-name" class="govuk-back-link">' in nia.get(asked).content.decode()


def test_a_figures_people_lead_back_to_it(cast, sign_in):
    browser = sign_in(cast.ldu_head)
    month = f"{timezone.localdate():%Y-%m}"
    html = browser.get(f"/compliance/people/?month={month}").content.decode()
    assert f"?back=%2Fcompliance%2Fpeople%2F%3Fmonth%3D{month}" in html


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/caseload/",
        "//example.org/caseload/",
        "/\\example.org/caseload/",
        "javascript:alert(1)",
        "caseload/",
        "/diary/slips.pdf",
        "/nowhere/",
        "page=2",
    ],
)
def test_it_leads_nowhere_else(nia, cast, elsewhere):
    html = nia.get(reverse("service_user", args=[cast.own.public_id]), {"back": elsewhere}).content.decode()
    assert "Back to my caseload" in html
    assert "example.org" not in html
