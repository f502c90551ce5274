"""My caseload: who is on it, what it says of each, and how it is narrowed, sorted and taken away."""

import csv
import io
from datetime import date

import pytest
import time_machine

from alerts.models import Alert
from cases.models import BragReview, Order
from tests.factories import ContactFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2018-11-20 10:00", tick=False):
        yield


def names(response) -> list[str]:
    return [row.record.first_name for row in response.context["table"].page.object_list]


def cells(client, address="/caseload/?_export=csv") -> list[dict]:
    return list(csv.DictReader(io.StringIO(client.get(address).getvalue().decode("utf-8-sig"))))


def test_a_case_manager_sees_the_own_people_and_asks_for_the_teams(cast, sign_in):
    client = sign_in(cast.case_manager)
    assert names(client.get("/caseload/")) == ["Dafydd"]
    assert names(client.get("/caseload/?whose=team")) == ["Ffion", "Dafydd"]


@pytest.mark.parametrize(("who", "people"), [("team_manager", 2), ("ldu_head", 4), ("chief_officer", 5)])
def test_a_manager_sees_everybody_visible(cast, sign_in, who, people):
    page = sign_in(getattr(cast, who)).get("/caseload/")
    assert len(names(page)) == people
    assert "Case manager" in page.content.decode()
    assert 'name="whose"' not in page.content.decode()


def test_an_administrator_has_no_caseload(cast, sign_in):
    assert sign_in(cast.administrator).get("/caseload/").status_code == 404


def test_a_row_says_how_the_person_stands(cast, sign_in):
    with_cm = {"service_user": cast.own, "officer": cast.case_manager}
    ContactFactory(**with_cm, date=date(2018, 11, 6), outcome_id="ATTC", noticed=True)
    ContactFactory(**with_cm, date=date(2018, 11, 8), outcome_id="ATTC", type_id="COPT")
    ContactFactory(**with_cm, date=date(2018, 11, 20))  # 9:30, begun already
    ContactFactory(**with_cm, date=date(2018, 11, 27), cancelled_by="service")
    ContactFactory(**with_cm, date=date(2018, 11, 28))
    row = cells(sign_in(cast.case_manager))[0]
    assert row == {
        "Name": "Dafydd Morgan",
        "CRN": "A000001",
        "BRAG": "Amber",
        "This month": "Met",
        "Next contact due": "2018-12-04",
        "When due": "Due later",
        "Why then": "Amber: every 28 days. Last seen on 6 November 2018.",
        "Next appointment": "2018-11-28 09:30:00",
        "Last attended": "2018-11-06",
        "Order ends": "2030-08-31",
    }


def test_it_says_why_the_month_does_not_apply_and_which_order_is_overdue(cast, sign_in):
    BragReview.objects.update(status="blue")
    Order.objects.filter(service_user=cast.own).update(ends_on=date(2018, 10, 31))
    client = sign_in(cast.case_manager)
    html = client.get("/caseload/").content.decode()
    assert "No order in scope" in html
    assert "31 October 2018" in html
    assert "Overdue" in html
    assert [row["This month"] for row in cells(client, "/caseload/?whose=team&_export=csv")] == [
        "Blue",
        "No order in scope",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("brag=red", ["Ann"]),
        ("brag=none", ["Bob"]),
        ("result=pending", ["Ann", "Bob", "Dafydd"]),
        ("result=none", []),
        ("due=not_seen", ["Bob"]),
        ("due=iom_status", []),
        ("next_contact=overdue", ["Ann", "Bob"]),
        ("next_contact=later", ["Dafydd"]),
        ("next_contact=none", []),
        ("sort=next_contact", ["Ann", "Bob", "Dafydd"]),
        ("sort=-next_contact", ["Dafydd", "Ann", "Bob"]),
        ("sort=brag", ["Ann", "Dafydd", "Bob"]),
        ("sort=-brag", ["Bob", "Dafydd", "Ann"]),
    ],
)
def test_it_is_narrowed_and_sorted(cast, sign_in, query, found):
    person(cast.case_manager, brag="red", first_name="Ann", last_name="Abel")
    bob = person(cast.case_manager, brag=None, first_name="Bob", last_name="Bell")
    Alert.objects.create(kind="not_seen", service_user=bob)
    ContactFactory(service_user=cast.own, date=date(2018, 11, 6), outcome_id="ATTC", noticed=False)
    Alert.objects.create(kind="iom_status", service_user=bob, closed_at="2018-11-19T10:00Z")
    assert names(sign_in(cast.case_manager).get(f"/caseload/?{query}")) == found


@pytest.mark.parametrize(("search", "found"), [("morg", 1), ("DAF morgan", 1), ("a000001", 1), ("hughes", 0)])
def test_it_is_searched_by_name_and_crn(cast, sign_in, search, found):
    assert len(names(sign_in(cast.case_manager).post("/caseload/", {"search": search}, follow=True))) == found


@pytest.mark.parametrize("search", ["Sian", "siân", "SIÂN GWYN", "gŵyn"])
def test_it_is_searched_with_or_without_accents(cast, sign_in, search):
    person(cast.case_manager, first_name="Siân", last_name="Gwyn")
    assert names(sign_in(cast.case_manager).post("/caseload/", {"search": search}, follow=True)) == ["Siân"]


@pytest.mark.parametrize("search", ["%", "_"])
def test_a_search_takes_no_wildcards(cast, sign_in, search):
    assert names(sign_in(cast.case_manager).post("/caseload/", {"search": search}, follow=True)) == []


def test_a_manager_asks_for_one_case_managers_people_or_nobodys(cast, sign_in):
    client = sign_in(cast.ldu_head)
    assert names(client.get(f"/caseload/?officer={cast.case_manager.pk}")) == ["Dafydd"]
    page = client.get("/caseload/?officer=unallocated")
    assert [row.record for row in page.context["table"].page.object_list] == [cast.unallocated]
    assert "Case manager: Unallocated" in page.content.decode()


def test_a_manager_cannot_ask_for_a_case_manager_out_of_reach(cast, sign_in):
    page = sign_in(cast.team_manager).get(f"/caseload/?officer={cast.elsewhere.allocations.get().officer_id}")
    assert "must be one of the options in the list" in page.content.decode()


def test_its_queries_do_not_grow_with_it(cast, sign_in, django_assert_num_queries):
    for number in range(5):
        someone = person(cast.case_manager, crn=f"B00000{number}")
        ContactFactory(service_user=someone, officer=cast.case_manager, date=date(2018, 11, 28))
    client = sign_in(cast.case_manager)
    with django_assert_num_queries(7):  # session, user, post, unit, recent people, facts, the page and how many
        client.get("/caseload/?sort=-result")
    client = sign_in(cast.team_manager)
    with django_assert_num_queries(9):  # beside those, the case manager asked for, and whom one may ask for
        client.get(f"/caseload/?officer={cast.case_manager.pk}")


def test_an_empty_list_says_why_it_is_empty(cast, sign_in):
    client = sign_in(cast.case_manager)
    assert "Nobody in your caseload matches these filters." in client.get("/caseload/?brag=blue").content.decode()
    cast.own.allocations.update(ends_on=date(2018, 11, 19))
    assert "Nobody is allocated to you." in client.get("/caseload/").content.decode()


def test_an_answer_that_is_none_is_said_to_be_none(cast, sign_in):
    page = sign_in(cast.case_manager).get("/caseload/?whose=everybody")
    assert "must be one of the options in the list" in page.content.decode()


@pytest.mark.parametrize(
    ("who", "told"),
    [("team_manager", []), ("ldu_head", ["Team"]), ("chief_officer", ["Team", "LDU"])],
)
def test_a_list_of_several_teams_or_ldus_says_whose_each_person_is(cast, sign_in, who, told):
    client = sign_in(getattr(cast, who))
    rows = cells(client)
    assert [name for name in ("Team", "LDU") if name in rows[0]] == told
    of_own = next(row for row in rows if row["CRN"] == cast.own.crn)
    post = cast.case_manager.post
    assert {name: of_own[name] for name in told} == {
        name: value for name, value in {"Team": post.team.name, "LDU": post.ldu.name}.items() if name in told
    }


def test_an_unallocated_person_has_no_team_and_the_offices_ldu(cast, sign_in):
    row = next(row for row in cells(sign_in(cast.chief_officer)) if row["CRN"] == cast.unallocated.crn)
    assert (row["Team"], row["LDU"]) == ("", cast.unallocated.office.ldu.name)


def test_it_sorts_by_team_and_is_narrowed_to_one(cast, sign_in):
    client = sign_in(cast.ldu_head)
    known = [row["Team"] for row in cells(client, "/caseload/?sort=team_name&_export=csv") if row["Team"]]
    assert known == sorted(known)
    assert len(set(known)) > 1
    own = cells(client, f"/caseload/?team={cast.case_manager.post.team_id}&_export=csv")
    assert {row["Team"] for row in own} == {cast.case_manager.post.team.name}
