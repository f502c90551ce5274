"""From a figure to its people: as many as the figure says, each with the result and what their contacts are worth."""

import csv
import io
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from cases.models import Allocation, BragReview, Custody
from tests.factories import ContactFactory, person

ADDRESS = "/compliance/people/"
MONTH = {"month": "2018-11"}
NEEDED = ["outcome", "follow_up", "booked", "notice", "nothing"]
RESULTS = ["", "applicable", "met", "pending", "not_met", "not_applicable"]


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel("2018-12-03 12:00", tick=False):
        yield


@pytest.fixture
def people(cast):
    """One of each result in the LDU, and one to whom the measure does not apply."""
    ContactFactory(service_user=cast.own, officer=cast.case_manager, outcome_id="ATTC", noticed=True)
    ContactFactory(service_user=cast.colleagues, officer=cast.colleague, date=date(2018, 11, 30), noticed=True)
    ContactFactory(service_user=cast.other_team, outcome_id="ATTC")
    Custody.objects.create(service_user=person(cast.case_manager), starts_on="2018-11-05")


def number(row, result: str) -> int:
    return getattr(row, result or "service_users")


@pytest.mark.parametrize("result", RESULTS)
def test_each_figure_has_as_many_people_as_it_says(cast, people, sign_in, result):
    client = sign_in(cast.ldu_head)
    page = client.get("/compliance/", MONTH)
    rows = [page.context["whole"], *(row.record for table in page.context["tables"].values() for row in table.rows)]
    for row in rows:
        listed = client.get(row.people(result)).context["table"].paginator.count
        assert (row.name, listed) == (row.name, number(row, result))
    assert number(rows[0], result) > 0


def test_the_chief_officers_figures_lead_to_as_many_people(cast, people, sign_in):
    client = sign_in(cast.chief_officer)
    for address in ("/compliance/?month=2018-11", f"/compliance/?month=2018-11&ldu={cast.ldu_head.post.ldu_id}"):
        tables = client.get(address).context["tables"].values()
        for row in (row.record for table in tables for row in table.rows):
            assert client.get(row.people()).context["table"].paginator.count == row.service_users


def test_the_list_says_why(cast, people, sign_in):
    client = sign_in(cast.ldu_head)
    html = client.get(ADDRESS, MONTH).content.decode()
    assert f'href="/people/{cast.own.public_id}/?back=' in html
    assert "14 November</a>: Counts: The service user attended." in html
    assert "30 November</a>: Outcome to record" in html
    assert "No appointment slip was uploaded." in html
    assert "In custody on at least one day of the month" in html


def test_whoever_left_counts_but_is_not_shown(cast, sign_in):
    """Nobody held them on the month's last day; another LDU holds them today."""
    left = person(None, office=cast.own.office, crn="B000001", last_name="Vaughan-Pryce")
    elsewhere = cast.other_ldu.allocations.get().officer
    Allocation.objects.create(service_user=left, officer=elsewhere, starts_on="2018-12-01")
    client = sign_in(cast.ldu_head)
    unallocated = {**MONTH, "team": "unallocated"}
    page = client.get(ADDRESS, unallocated)
    assert page.context["table"].paginator.count == 2
    for response in (page, client.get(ADDRESS, {**unallocated, "_export": "csv"})):
        text = response.getvalue().decode()
        assert "Now with another unit" in text
        assert not [secret for secret in ("B000001", "Vaughan-Pryce", str(left.public_id)) if secret in text]


def test_the_spreadsheet_has_the_same_people(cast, people, sign_in):
    response = sign_in(cast.ldu_head).get(ADDRESS, {**MONTH, "result": "met", "_export": "csv"})
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [(row["CRN"], row["Result"], row["Contacts"]) for row in rows] == [("A000001", "Met", "1")]
    assert rows[0]["Does it count?"] == "2018-11-14 Counts: The service user attended."


@pytest.mark.parametrize(
    "query", ["result=perhaps", "team=x", "officer=0", "month=2018-09", "ldu=unallocated", "team=999999"]
)
def test_what_does_not_exist_is_not_found(cast, sign_in, query):
    assert sign_in(cast.ldu_head).get(f"{ADDRESS}?{query}").status_code == 404


def test_other_units_are_not_found(cast, sign_in):
    officer, team = cast.elsewhere.allocations.get().officer_id, cast.other_ldu_head.post.ldu.teams.get().pk
    abroad = {"officer": officer, "team": team}
    for name, pk in abroad.items():
        assert sign_in(cast.ldu_head).get(ADDRESS, {name: pk}).status_code == 404
    assert sign_in(cast.team_manager).get(ADDRESS, {"officer": officer}).status_code == 404
    for who in (cast.case_manager, cast.administrator):
        assert sign_in(who).get(ADDRESS).status_code == 404


def test_addresses_hold_no_names_and_queries_stay_few(cast, people, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.ldu_head)
    for _ in range(8):
        ContactFactory(service_user=person(cast.colleague), officer=cast.colleague)
    row = client.get("/compliance/", MONTH).context["tables"]["case_manager"].rows[0].record
    assert set(parse_qs(urlsplit(row.people("met")).query)) == {"month", "officer", "result"}
    with django_assert_max_num_queries(12):
        client.get(ADDRESS, MONTH)


def test_whoever_has_no_brag_status_is_flagged(people, cast, sign_in):
    client = sign_in(cast.ldu_head)
    assert "No BRAG status" not in client.get(ADDRESS, MONTH).content.decode()
    BragReview.objects.filter(service_user=cast.own).delete()
    assert client.get(ADDRESS, MONTH).content.decode().count("No BRAG status") == 1


def test_the_still_possible_are_told_apart_by_what_is_needed(cast, sign_in):
    """Each once, by the first that applies, in numbers equal to the lists behind them."""
    about = {"officer": cast.case_manager, "date": date(2018, 12, 20)}
    people = {name: person(cast.case_manager, last_name=name.title()) for name in NEEDED}
    ContactFactory(**about, service_user=people["outcome"], noticed=True)
    over = about | {"date": date(2018, 12, 3)}
    ContactFactory(**over, service_user=people["outcome"], noticed=True)
    ContactFactory(**over, service_user=people["follow_up"], outcome_id="AFTA", noticed=True)
    ContactFactory(**about, service_user=people["booked"], noticed=True)
    ContactFactory(**about, service_user=people["notice"])
    client = sign_in(cast.team_manager)
    asked = {"month": "2018-12", "officer": cast.case_manager.pk, "result": "pending"}
    whole = client.get(ADDRESS, asked)
    kinds = whole.context["kinds"]
    assert kinds[0][2] == whole.context["table"].paginator.count == len(NEEDED) + 1
    for name, (_words, href, number, _current) in zip(NEEDED, kinds[1:], strict=True):
        page = client.get(f"{ADDRESS}{href}")
        listed = [row.record.pk for row in page.context["table"].rows]
        assert number == len(listed)
        assert people[name].pk in listed
    assert [number for _, _, number, _ in kinds[1:]] == [1, 1, 1, 1, 2]


def test_only_the_still_possible_are_told_apart(cast, people, sign_in):
    page = sign_in(cast.ldu_head).get(ADDRESS, MONTH | {"result": "met", "needed": "booked"})
    assert page.context["kinds"] == []
    assert page.context["table"].paginator.count == 1


def test_a_result_of_nobody_leads_nowhere(cast, people, sign_in):
    client = sign_in(cast.ldu_head)
    month = {"month": "2018-12"}
    figures, listed = (client.get(address, month).content.decode() for address in ("/compliance/", ADDRESS))
    assert "month=2018-12&amp;result=not_met" not in figures
    assert "result=not_met" not in listed
    assert "Not met (0)" in listed
    assert "month=2018-12&amp;result=pending" in figures
    assert "result=not_met" in client.get("/compliance/", MONTH).content.decode()
