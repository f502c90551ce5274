"""What nobody can mend any more leaves "what to do": it is told apart, after that, with which appointment and when."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.findings import FINDINGS
from alerts.scan import scan_contacts
from tests.appointments import page
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db
TODAY = date(2018, 12, 20)


@pytest.fixture(autouse=True)
def thursday_morning():
    with time_machine.travel("2018-12-20 10:00", tick=False):
        yield


def missed(cast, day, **fields):
    return ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=day, outcome_id="UAAB", noticed=True, **fields
    )


def parts(html: str) -> tuple[str, str]:
    """What to do, and what was missed."""
    to_do, _, rest = " ".join(html.split()).partition("What was missed</h2>")
    return to_do, rest


@pytest.fixture
def late(cast):
    """Missed so long ago that a further appointment is too late, beside one for which it is not."""
    late = missed(cast, date(2018, 12, 4))
    missed(cast, date(2018, 12, 19))
    scan_contacts(by=None, as_of=TODAY)
    return late


def test_the_home_page_tells_of_it_apart_with_which_appointment_and_when(cast, nia, late):
    to_do, was_missed = parts(nia.get("/").content.decode())
    assert "Wednesday 19 December at 9:30am" in to_do
    assert "Tuesday 4 December" not in to_do
    assert "Dafydd Morgan" in was_missed
    assert "Planned Office Visit (NS), Tuesday 4 December at 9:30am" in was_missed
    assert "You needed to offer a further appointment by Tuesday 11 December." in was_missed
    assert f'href="{reverse("contact", args=[cast.own.public_id, late.pk])}?back=%2F"' in was_missed


def test_the_persons_page_tells_of_it_apart(cast, nia, late):
    to_do, was_missed = parts(page(nia, "service_user", cast.own))
    assert "Further appointment to offer" in to_do
    assert "Further appointment not offered in time" not in to_do
    tasks = was_missed[: was_missed.index("</ul>")]
    assert "Further appointment not offered in time" in tasks
    assert "Planned Office Visit (NS), Tuesday 4 December at 9:30am" in tasks


@pytest.mark.parametrize("day, is_missed", [(date(2018, 12, 13), False), (date(2018, 12, 12), True)])
def test_it_passes_over_when_its_last_day_is_over(cast, nia, day, is_missed):
    missed(cast, day)
    scan_contacts(by=None, as_of=TODAY)
    for html in (nia.get("/").content.decode(), page(nia, "service_user", cast.own)):
        assert ("What was missed" in html) == is_missed
        assert ("Offer a further appointment by Thursday 20 December." in html.split("What was missed")[0]) != is_missed


def test_without_anything_missed_nothing_is_said(cast, nia):
    scan_contacts(by=None, as_of=TODAY)
    assert "What was missed" not in nia.get("/").content.decode()


@pytest.mark.parametrize("who", ["case_manager", "team_manager", "ldu_head", "chief_officer"])
def test_the_lists_filter_for_the_two_apart(cast, sign_in, late, who):
    client = sign_in(getattr(cast, who))
    html = client.get("/caseload/").content.decode()
    what_was_missed = html[html.index('<optgroup label="What was missed">') :]
    what_was_missed = what_was_missed[: what_was_missed.index("</optgroup>")]
    kinds = {finding.kind for finding in FINDINGS if f'value="{finding.kind}"' in what_was_missed}
    assert kinds == {finding.kind for finding in FINDINGS if not finding.mendable} == {"follow_up_missed"}
    page = client.get("/caseload/?due=follow_up_missed")
    assert [row.record for row in page.context["table"].page.object_list] == [cast.own]
    assert "What is due: Further appointment not offered in time" in page.content.decode()


def test_the_home_page_lists_a_few_and_leads_to_the_rest(cast, nia):
    for day in range(3, 12):
        missed(cast, date(2018, 12, day))
    scan_contacts(by=None, as_of=TODAY)
    html = nia.get("/").content.decode()
    assert len(nia.get("/").context["missed"][0][2]) == 8
    assert "?tab=missed&amp;kind=follow_up_missed" in html
    assert nia.get("/worklist/?tab=missed&kind=follow_up_missed").context["table"].paginator.count == 9
    assert "See 1 more" in html
