"""The worklist of a case manager: everything there is to do about the own people, by deadline, each with its page."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.findings import FINDINGS
from alerts.scan import scan_contacts
from casework.worklist import KINDS, worklist_of
from tests.factories import ContactFactory, OrderFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2018, 12, 20)


@pytest.fixture(autouse=True)
def thursday_morning():
    with time_machine.travel(f"{TODAY} 10:00", tick=False):
        yield


def contact(cast, day, whose=None, **fields):
    about = {"service_user": whose or cast.own, "officer": cast.case_manager}
    return ContactFactory(**about, date=day, noticed=True, **fields)


def lines(user):
    scan_contacts(by=None, as_of=TODAY)
    return worklist_of(user, TODAY).lines


def listed(page):
    return [row.record for row in page.context["table"].rows]


def test_every_kind_that_can_be_put_right_says_in_a_sentence_what_to_do():
    for finding in FINDINGS:
        assert str(finding.to_do).endswith(".") == finding.mendable


def test_it_is_ordered_by_deadline_and_what_has_none_comes_last(cast):
    contact(cast, date(2018, 12, 19), outcome_id="AFTA")
    contact(cast, date(2018, 12, 18))
    OrderFactory(service_user=cast.own, ends_on=date(2018, 12, 1))
    person(cast.case_manager)
    found = [line for line in lines(cast.case_manager) if line.person == cast.own]
    days = [line.day for line in found if line.deadline and line.day]
    assert days == sorted(days)
    assert [line.kind for line in found if line.kind in ("outcome_missing", "follow_up_due", "order_overdue")] == [
        "outcome_missing", "follow_up_due", "order_overdue",
    ]  # fmt: skip
    assert not found[-1].deadline


def test_a_line_says_whom_it_is_about_what_to_do_and_by_when_and_leads_to_the_page(cast, nia):
    missed = contact(cast, date(2018, 12, 19), outcome_id="AFTA")
    scan_contacts(by=None, as_of=TODAY)
    html = nia.get("/worklist/").content.decode()
    assert "Dafydd Morgan" in html
    address = reverse("follow_up", args=[cast.own.public_id, missed.pk])
    assert f'href="{address}?back=%2Fworklist%2F"' in html
    assert "Offer a further appointment." in html
    assert "Planned Office Visit (NS), Wednesday 19 December at 9:30am" in html
    assert "By Friday 28 December" in html
    assert "4 business days left" in html


def test_every_page_that_a_line_leads_to_opens(cast, nia):
    contact(cast, date(2018, 12, 19), outcome_id="AFTA")
    contact(cast, date(2018, 12, 18))
    contact(cast, date(2018, 12, 21), slip_uploaded=False)
    person(cast.case_manager)
    found = lines(cast.case_manager)
    assert len({line.kind for line in found}) > 4
    assert all(nia.get(line.href).status_code == 200 for line in found)


@pytest.mark.parametrize(
    "attended, booked, kind, what, page",
    [
        (date(2018, 11, 1), None, "contact_overdue", "Book an appointment. None is booked.", "book"),
        (date(2018, 11, 1), 28, "contact_overdue", "See them on Friday 28 December, as booked.", "contact"),
        (date(2018, 11, 24), None, "contact_this_week", "Book an appointment. None is booked.", "book"),
        (date(2018, 11, 24), 21, "contact_this_week", "See them on Friday 21 December, as booked.", "contact"),
        (
            date(2018, 11, 24), 28, "contact_this_week",
            "Book an earlier appointment. The next one is not until Friday 28 December.", "book",
        ),
    ],
)  # fmt: skip
def test_a_next_contact_is_to_book_or_only_to_keep(cast, attended, booked, kind, what, page):
    contact(cast, attended, outcome_id="ATTC")
    coming = booked and contact(cast, date(2018, 12, booked))
    [line] = [each for each in lines(cast.case_manager) if each.kind.startswith("contact_")]
    assert (line.kind, line.what) == (kind, what)
    about = [cast.own.public_id, coming.pk] if page == "contact" else [cast.own.public_id]
    assert line.href == reverse(page, args=about)


def test_it_is_about_the_own_people_alone(cast, nia):
    contact(cast, date(2018, 12, 18), whose=cast.colleagues)
    scan_contacts(by=None, as_of=TODAY)
    assert {line.person for line in listed(nia.get("/worklist/"))} == {cast.own}


def test_what_nobody_can_put_right_is_apart(cast, nia):
    contact(cast, date(2018, 12, 4), outcome_id="UAAB")
    scan_contacts(by=None, as_of=TODAY)
    assert "follow_up_missed" not in {line.kind for line in listed(nia.get("/worklist/"))}
    page = nia.get("/worklist/?tab=missed")
    assert [line.kind for line in listed(page)] == ["follow_up_missed"]
    assert "It is too late for these to count." in page.content.decode()


@pytest.mark.parametrize("query", ["kind=boredom", "tab=old", "officer=1%2B1", "officer=999999"])
def test_what_is_no_part_of_it_is_not_found(cast, sign_in, query):
    assert sign_in(cast.team_manager).get(f"/worklist/?{query}").status_code == 404


def test_nothing_to_do_is_said(cast, nia):
    for kind in ("order_overdue", "in_custody"):
        assert kind in KINDS
    page = nia.get("/worklist/?kind=in_custody").content.decode()
    assert "There is nothing to do." in page
