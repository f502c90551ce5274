"""A number of people on a workload page leads to a list of just those people."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import OrderFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people(cast, time_machine):
    time_machine.move_to("2018-12-03 12:00")
    OrderFactory(service_user=cast.own, starts_on="2018-01-01", ends_on="2018-11-30")
    person(cast.case_manager, brag=None)
    person(cast.colleague, brag=None)
    person(None, office=cast.own.office, brag=None)


def numbers(html: str) -> list[tuple[str, int]]:
    """The links to the list of service users whose words are a number, or stand under one in a box."""
    in_cells = re.findall(r'<a class="govuk-link" href="(/caseload/[^"]*)">(\d+)</a>', html)
    in_boxes = re.findall(r'cm-figure__value">(\d+)</p>\s*<p [^>]*><a [^>]*href="(/caseload/[^"]*)"', html)
    return [(unescape(url), int(number)) for url, number in [*in_cells, *((url, number) for number, url in in_boxes)]]


@pytest.mark.parametrize(("who", "at_least"), [("team_manager", 6), ("ldu_head", 9), ("chief_officer", 7)])
def test_each_number_of_a_units_workload(cast, sign_in, who, at_least):
    client = sign_in(getattr(cast, who))
    found = numbers(client.get(reverse("team_workload")).content.decode())
    assert len(found) >= at_least
    for url, number in found:
        assert (url, client.get(url).context["table"].paginator.count) == (url, number)


@pytest.mark.parametrize("who", ["case_manager", "team_manager", "ldu_head"])
def test_each_number_of_a_case_managers_workload(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    found = numbers(client.get(reverse("officer_workload", args=[cast.case_manager.pk])).content.decode())
    assert [number for _, number in found] == [2, 1, 1]
    for url, number in found:
        assert (url, client.get(url).context["table"].paginator.count) == (url, number)
