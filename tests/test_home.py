"""The home: what a case manager does first, and where everybody else begins."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from alerts.scan import scan_contacts
from cases.models import BragReview
from tests.factories import ContactFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2018-12-20 10:00", tick=False):
        yield


@pytest.mark.parametrize("who", ["case_manager", "team_manager", "ldu_head", "chief_officer"])
def test_each_role_with_cases_has_a_home(cast, sign_in, who):
    page = sign_in(getattr(cast, who)).get("/")
    assert page.status_code == 200
    assert [label for label, _, active in page.context["navigation"] if active] == ["Home"]


def test_an_administrator_begins_in_the_administration(cast, sign_in):
    response = sign_in(cast.administrator).get("/")
    assert (response.status_code, response["Location"]) == (302, reverse("admin:index"))


def test_it_lists_what_to_do_first_of_the_own_people(cast, sign_in):
    def contact(day, whose=cast.own, **fields):
        return ContactFactory(service_user=whose, officer=cast.case_manager, date=day, noticed=True, **fields)

    missed = contact(date(2018, 12, 19), outcome_id="AFTA")
    open_ = contact(date(2018, 12, 18), start_time=time(14), end_time=time(15))
    coming = contact(date(2018, 12, 21), slip_uploaded=False)
    not_own = contact(date(2018, 12, 19), whose=cast.colleagues, outcome_id="AFTA")
    idle = person(cast.case_manager, first_name="Idle", last_name="Jones")
    scan_contacts(by=None, as_of=date(2018, 12, 20))
    html = sign_in(cast.case_manager).get("/").content.decode()
    links = [
        reverse("follow_up", args=[cast.own.public_id, missed.pk]),
        reverse("record_outcome", args=[cast.own.public_id, open_.pk]),
        reverse("issue_notice", args=[cast.own.public_id, coming.pk]),
        reverse("book", args=[idle.public_id]),
    ]
    places = [html.find(link) for link in links]
    assert -1 not in places
    assert places == sorted(places)
    assert "4 business days left" in html
    assert reverse("follow_up", args=[cast.colleagues.public_id, not_own.pk]) not in html
    assert "/worklist/?kind=brag_review_due" in html
    assert "2 to do" in html


def test_a_count_is_how_many_the_worklist_then_lists(cast, sign_in):
    person(cast.case_manager)
    scan_contacts(by=None, as_of=date(2018, 12, 20))
    client = sign_in(cast.case_manager)
    for kind, _, lines in client.get("/").context["and_then"]:
        assert client.get(f"/worklist/?kind={kind}").context["table"].paginator.count == lines


def test_it_says_whether_and_when_everybody_was_looked_at(cast, sign_in):
    page = sign_in(cast.case_manager).get("/").content.decode()
    assert "You have no outcomes to record" not in page
    assert "Nothing has been checked yet" in page
    BragReview.objects.update(reviewed_on=date(2018, 12, 1))
    ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2018, 12, 3), noticed=True, outcome_id="ATTC"
    )
    scan_contacts(by=None, as_of=date(2018, 12, 20))
    page = sign_in(cast.case_manager).get("/").content.decode()
    assert "You have no outcomes to record" in page
    assert "Last checked on Thursday 20 December at 10am" in page


def test_it_shows_the_diary_of_two_days(cast, sign_in):
    for day, name in [(20, "today"), (21, "tomorrow"), (22, "later")]:
        ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2018, 12, day), place=f"Room {name}")
    html = sign_in(cast.case_manager).get("/").content.decode()
    assert "Room today" in html
    assert "Room tomorrow" in html
    assert "Room later" not in html


def test_the_own_office_needs_no_address(cast, sign_in):
    place = cast.case_manager.post.office.place
    for hour, where in [(11, place), (14, "12 Bridge Street")]:
        about = {"service_user": cast.own, "officer": cast.case_manager, "date": date(2018, 12, 20)}
        ContactFactory(**about, start_time=time(hour), end_time=time(hour, 30), place=where)
    html = sign_in(cast.case_manager).get("/").content.decode()
    assert "12 Bridge Street" in html
    assert place not in html


def test_an_appointment_to_come_says_whether_its_notice_is_out(cast, sign_in):
    about = {"service_user": cast.own, "officer": cast.case_manager, "date": date(2018, 12, 20)}
    ContactFactory(**about, start_time=time(9), end_time=time(9, 30))
    client = sign_in(cast.case_manager)
    said = ["Notice issued", "Notice to issue"]
    assert [words in client.get("/").content.decode() for words in said] == [False, False]
    ContactFactory(**about, start_time=time(14), end_time=time(14, 30), noticed=True)
    assert [words in client.get("/").content.decode() for words in said] == [True, False]
    ContactFactory(**about, start_time=time(15), end_time=time(15, 30))
    assert [words in client.get("/").content.decode() for words in said] == [True, True]


def test_it_shows_the_own_figures(cast, sign_in):
    ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2018, 12, 3), noticed=True, outcome_id="ATTC"
    )
    person(cast.case_manager, brag="red")
    html = sign_in(cast.case_manager).get("/").content.decode()
    assert "50.0%" in html
    assert "1 still possible</a>, so up to 100.0%" in html
    assert "2 cases, 6.79 points of a threshold of 100.00" in html
    assert "6.8%" in html


def test_its_queries_do_not_grow_with_the_caseload(cast, sign_in, django_assert_max_num_queries):
    for _ in range(6):
        someone = person(cast.case_manager)
        ContactFactory(service_user=someone, officer=cast.case_manager, date=date(2018, 12, 19))
    scan_contacts(by=None, as_of=date(2018, 12, 20))
    client = sign_in(cast.case_manager)
    with django_assert_max_num_queries(29):
        client.get("/")
