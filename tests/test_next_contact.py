"""When the next contact is due, as pages tell of it: the sentences, the home page, and a caseload filtered by group."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.scan import scan_contacts
from cases.models import BragReview, Custody, Order, ServiceUser
from casework.next_contact import next_contact_of
from contacts.models import ContactStandard
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db
TODAY = date(2018, 11, 20)
STARTED = "since supervision started on 1 September 2018"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY} 10:00", tick=False):
        yield


@pytest.fixture
def attended(cast):
    def on(*days):
        for day in days:
            ContactFactory(service_user=cast.own, officer=cast.case_manager, date=day, outcome_id="ATTC")

    return on


def standard(**fields):
    ContactStandard.objects.filter(status="amber").update(**fields)


def told(person):
    found = next_contact_of(person, TODAY)
    return " ".join([found.by_when, *found.because]).strip()


def test_it_says_when_it_was_last_seen(cast, attended):
    attended(date(2018, 11, 6))
    said = "It is due by Tuesday 4 December. Amber: every 28 days. Last seen on 6 November 2018."
    assert told(cast.own) == said


def test_it_says_that_nobody_saw_them_yet(cast):
    first = f"Not seen {STARTED}: the first contact must be within 5 business days."
    assert told(cast.own) == f"It was due by Friday 7 September. Amber: every 28 days. {first}"


def test_it_counts_several(cast, attended):
    standard(contacts=2, contact_every=30)
    attended(date(2018, 10, 2))
    assert told(cast.own).endswith(f"Amber: 2 contacts every 30 days. 1 contact {STARTED}.")
    attended(date(2018, 11, 6), date(2018, 11, 12))
    assert told(cast.own).endswith("Last seen on 12 November 2018; the last 2 contacts began on 6 November 2018.")


def test_it_says_what_follows_a_release(cast):
    Custody.objects.create(service_user=cast.own, starts_on="2018-10-01", ends_on="2018-11-19")
    first = "Not seen since release on 19 November 2018: the first contact must be within 1 business day."
    assert told(cast.own) == f"It is due by Tuesday 20 November. Amber: every 28 days. {first}"


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"contact_every": 1}, "Amber: every day."),
        ({"contact_every": 1, "unit": "months"}, "Amber: every calendar month."),
        ({"contact_every": 2, "unit": "months"}, "Amber: every 2 calendar months."),
        ({"contacts": 3, "contact_every": 1, "unit": "months"}, "Amber: 3 contacts every calendar month."),
        ({"contacts": 0}, "Amber: no contacts need to be planned."),
    ],
)
def test_a_standard_in_words(fields, words):
    standard(**fields)
    assert str(ContactStandard.objects.get(status="amber")) == words


def test_without_a_brag_status_it_says_whose_standard_it_is(cast):
    BragReview.objects.all().delete()
    assert "There is no BRAG status yet, so the contact standard for Amber is used." in told(cast.own)


def test_it_says_why_none_is_due(cast):
    standard(contacts=0)
    assert told(cast.own) == "No contact is due, because the standard for this BRAG status asks for none."
    Order.objects.update(terminated_on="2018-11-01")
    assert told(cast.own) == "No contact is due, because no current order is in scope of minimum contact."
    Custody.objects.create(service_user=cast.own, starts_on="2018-11-05")
    assert told(cast.own) == "No contact is due, because the service user is in custody."


def test_a_persons_page_has_tag_and_sentence(cast, nia, attended):
    attended(date(2018, 10, 2))
    html = " ".join(nia.get(reverse("service_user", args=[cast.own.public_id])).content.decode().split())
    assert (
        "Overdue</strong> It was due by Tuesday 30 October. Amber: every 28 days. Last seen on 2 October 2018." in html
    )


def test_the_home_page_has_who_is_overdue_and_how_many_are_in_each_group(cast, nia):
    home = nia.get("/")
    assert [person for person, _ in home.context["longest_overdue"]] == [cast.own]
    assert dict(home.context["due"]) == {"overdue": 1, "this_week": 0, "this_month": 0, "later": 0, "none": 0}
    listed = nia.get("/caseload/?next_contact=overdue").context["table"].page.object_list
    assert [row.record for row in listed] == [cast.own]


def test_an_iom_case_below_red_amber_is_told_on_the_persons_page(cast, nia):
    ServiceUser.objects.filter(pk=cast.own.pk).update(iom=True)
    scan_contacts(by=None, as_of=TODAY)
    page = nia.get(reverse("service_user", args=[cast.own.public_id])).content.decode()
    assert "IOM cases must be Red or Red/Amber." in page


def test_sort_and_filter_hold_while_somebodys_facts_are_stale(cast, nia):
    Order.objects.filter(service_user=cast.own).update(starts_on="2018-09-02")
    for query in ("sort=next_contact", "sort=-next_contact", "next_contact=overdue&sort=next_contact&result=pending"):
        page = nia.get(f"/caseload/?{query}")
        assert [row.record for row in page.context["table"].page.object_list] == [cast.own]
