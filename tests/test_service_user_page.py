"""A service user's page and a contact's: what each contact is worth, why, and what can be done."""

import re
from datetime import date, datetime, time

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert
from cases.models import Custody, RequirementCategory
from contacts.models import Notice
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2018-12-20 10:00", tick=False):
        yield


@pytest.fixture
def read(cast, sign_in):
    """The text of the page of the case manager's own person, or of one contact."""

    def of(contact=None, *, who="case_manager", query=""):
        name, args = ("contact", [contact.pk]) if contact else ("service_user", [])
        address = reverse(name, args=[cast.own.public_id, *args])
        return " ".join(sign_in(getattr(cast, who)).get(address + query).content.decode().split())

    return of


@pytest.fixture
def contact(cast):
    def make(day, **fields):
        return ContactFactory(
            **{"service_user": cast.own, "officer": cast.case_manager, "date": day, "noticed": True, **fields}
        )

    return make


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("case_manager", "colleagues", 200),
        ("case_manager", "other_team", 404),
        ("ldu_head", "other_team", 200),
        ("ldu_head", "other_ldu", 404),
        ("administrator", "own", 404),
    ],
)
def test_a_person_out_of_sight_is_not_found(cast, sign_in, who, whose, status):
    service_user = getattr(cast, whose)
    contact = ContactFactory(service_user=service_user, officer=cast.case_manager)
    client = sign_in(getattr(cast, who))
    assert client.get(reverse("service_user", args=[service_user.public_id])).status_code == status
    assert client.get(reverse("contact", args=[service_user.public_id, contact.pk])).status_code == status


def test_a_contact_is_found_only_with_its_own_person(cast, sign_in, contact):
    address = reverse("contact", args=[cast.colleagues.public_id, contact(date(2018, 12, 3)).pk])
    assert sign_in(cast.case_manager).get(address).status_code == 404


def test_it_tells_what_met_the_month(contact, read):
    contact(date(2018, 12, 3), outcome_id="ATTC")
    contact(date(2018, 10, 3), outcome_id="ATTC", slip_uploaded=False)
    html = read()
    assert "Planned Office Visit (NS) on Monday 3 December counts." in html
    assert "Does not count</strong> Attended - Complied. No appointment slip was uploaded." in html
    assert 'October 2018 <strong class="govuk-tag govuk-tag--red">Not met' in html


@pytest.mark.parametrize(
    ("fields", "advice"),
    [
        ({"day": date(2018, 12, 19), "outcome_id": "AFTA"}, "Offer a further appointment by Friday 28 December."),
        ({"day": date(2018, 12, 19)}, "Record the outcome of the appointment on Wednesday 19 December."),
        ({"day": date(2018, 12, 27)}, "An appointment is booked for Thursday 27 December."),
        (
            {"day": date(2018, 12, 27), "noticed": False},
            "Issue the notice for the appointment on Thursday 27 December, so that it can count.",
        ),
        ({"day": date(2018, 12, 27), "type_id": "COPT"}, "No appointment that can count is booked."),
    ],
)
def test_it_tells_what_can_still_meet_the_month(contact, read, fields, advice):
    contact(**fields)
    assert f"Still possible</strong> {advice}" in read()


@pytest.mark.parametrize(
    ("start", "end", "advice"),
    [
        (time(10, 30), time(11), "An appointment is booked for today at 10:30am."),
        (time(9, 45), time(10, 15), "An appointment is booked for today at 9:45am."),
        (time(9, 30), time(10), "Record the outcome of the appointment on Thursday 20 December."),
    ],
)
def test_the_outcome_of_todays_appointment_is_asked_for_once_it_is_over(contact, read, start, end, advice):
    todays = contact(date(2018, 12, 20), start_time=start, end_time=end)
    asked = end == time(10)
    for html in (read(), read(todays)):
        assert ("Outcome to record</strong>" in html) == asked
        assert ("Booked</strong> Today at" in html) == (not asked)
    assert f"Still possible</strong> {advice}" in read()


def test_it_tells_why_the_month_does_not_apply(cast, read):
    Custody.objects.create(service_user=cast.own, starts_on=date(2018, 12, 4))
    assert "Not applicable</strong> In custody on at least one day of the month" in read()


def test_a_missed_appointment_has_its_deadline_and_the_way_to_mend_it(contact, read):
    missed = contact(date(2018, 12, 19), outcome_id="AFTA")
    html = read()
    assert "by Friday 28 December. You have 4 business days left." in html
    assert f"contacts/{missed.pk}/follow-up/" in html
    assert f"contacts/{missed.pk}/outcome/" not in html


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"cancelled_by": "service"}, "Does not count</strong> The probation service cancelled or rearranged it."),
        (
            {"cancelled_by": "service", "type_id": "COPT"},
            "Does not count</strong> Cancelled by the probation service. This type of contact cannot",
        ),
        (
            {"cancelled_by": "service_user"},
            "Missed</strong> Cancelled by the service user. Offer a further appointment by Friday 28 December.",
        ),
    ],
)
def test_a_cancellation_is_told_once(contact, read, fields, said):
    contact(date(2018, 12, 19), **fields)
    assert said in read()


def test_who_may_not_act_reads_only(cast, contact, read):
    missed = contact(date(2018, 12, 19), outcome_id="AFTA")
    Alert.objects.create(kind="follow_up_due", service_user=cast.own, contact=missed, due_on=date(2018, 12, 28))
    html = read(who="ldu_head")
    assert "Further appointment to offer" in html
    assert "/follow-up/" not in html
    assert "Book an appointment" not in html


def test_an_order_says_its_scope_in_words(cast, read):
    order = cast.own.orders.get()
    assert "In scope of minimum contact, because no requirements are recorded." in read()
    order.requirements.add(RequirementCategory.objects.get(pk="W"))
    assert "Not in scope of minimum contact, because none of its requirements is." in read()
    order.requirements.add(RequirementCategory.objects.get(pk="F"))
    assert (
        "In scope of minimum contact, because of this requirement: Rehabilitation Activity Requirement (RAR)." in read()
    )


def test_earlier_contacts_are_a_link_away(contact, read):
    contact(date(2018, 6, 29), place="An earlier place", outcome_id="ATTC")
    assert "Show 1 earlier contact<" in read()
    assert "Friday 29 June" in read(query="?all=1")


def test_a_contact_shows_the_six_tests(contact, read):
    html = read(contact(date(2018, 12, 3), outcome_id="ATTC", slip_uploaded=False, other_activity="RAR"))
    assert html.count(">Passed<") == 4
    assert html.count(">Not passed<") == 2
    assert "Another activity is recorded for the same time" in html


def test_a_contact_shows_its_notices_and_the_other_reading(cast, contact, read):
    further = contact(date(2018, 12, 18))
    missed = contact(
        date(2018, 12, 3),
        outcome_id="AFTA",
        follow_up="further_appointment",
        follow_up_on=date(2018, 12, 4),
        follow_up_contact=further,
    )
    Notice.objects.create(
        contact=missed,
        issued_at=datetime.combine(date(2018, 11, 28), time(15)),
        recorded_at=datetime.combine(date(2018, 11, 29), time(9)),
        issued_by=cast.colleague,
        method="posted",
        date=missed.date,
        start_time=missed.start_time,
        end_time=missed.end_time,
        place="Newport",
        slip=b"%PDF",
    )
    html = read(missed)
    assert "It was missed, and followed up in time." in html
    assert "It was posted on Wednesday 28 November at 3pm." in html
    assert "Owain Parry recorded this on Thursday 29 November at 9am." in html
    assert "The further appointment itself is not within the 5 business days" in html
    assert "This was offered as the further appointment after" in read(further)


def test_its_queries_do_not_grow_with_the_contacts(contact, cast, sign_in, django_assert_max_num_queries):
    for day in range(3, 15):
        contact(date(2018, 12, day), outcome_id="ATTC")
    client = sign_in(cast.case_manager)
    with django_assert_max_num_queries(25):
        client.get(reverse("service_user", args=[cast.own.public_id]))


@pytest.mark.parametrize("fields", [{"outcome_id": "ATTC"}, {"cancelled_by": "service"}])
def test_a_contact_on_which_nothing_is_left_to_do_leads_to_the_next_booking(cast, nia, contact, fields):
    done = contact(date(2018, 12, 3), **fields)
    html = nia.get(reverse("contact", args=[cast.own.public_id, done.pk])).content.decode()
    assert reverse("book", args=[cast.own.public_id]) in html
    coming = contact(date(2018, 12, 27))
    html = nia.get(reverse("contact", args=[cast.own.public_id, coming.pk])).content.decode()
    assert reverse("book", args=[cast.own.public_id]) not in html


@pytest.mark.parametrize(
    ("type_id", "first"), [("COAP", "Issue the notice"), ("COPT", "Move it, cancel it or record an absence")]
)
def test_a_notice_presses_only_where_the_type_can_count(cast, nia, contact, type_id, first):
    coming = contact(date(2018, 12, 27), type_id=type_id, noticed=False)
    page = nia.get(reverse("contact", args=[cast.own.public_id, coming.pk]))
    words = [action.words for action in page.context["entry"].actions]
    assert words[0] == first
    assert "Issue the notice" in words


@pytest.mark.parametrize(
    "day, fields, pressing",
    [
        (date(2018, 12, 21), {}, None),
        (date(2018, 12, 21), {"noticed": False}, "Issue the notice"),
        (date(2018, 12, 19), {}, "Record the outcome"),
        (date(2018, 12, 19), {"outcome_id": "UAAB"}, "Offer a further appointment"),
    ],
)
def test_the_main_button_is_what_is_to_be_done(read, contact, day, fields, pressing):
    """To rearrange or to cancel is never what somebody is told to do before the time."""
    buttons = re.findall(r'class="govuk-button" data-module="govuk-button">([^<]+)', read(contact(day, **fields)))
    assert buttons == ([pressing] if pressing else [])
