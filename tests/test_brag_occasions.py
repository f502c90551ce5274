"""What asks for a BRAG review: an alert that leads to the form, until a review of its day or later is in force."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert
from alerts.scan import look_again, scan_contacts
from cases.brag import BragOccasion
from cases.models import BragReview, Custody, ServiceUser
from contacts.models import Contact
from tests.addresses import occasion_of
from tests.appointments import page
from tests.brag import review, said
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 18)
ASKS = ["brag_arrest", "brag_breach", "brag_safeguarding", "brag_release", "brag_address", "brag_two_misses"]


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False) as traveller:
        yield traveller


def asked(person) -> dict[str, date]:
    """Which kinds ask for a review of the person, and of which day."""
    look_again(person.pk)
    alerts = Alert.objects.open().filter(service_user=person, kind__in=ASKS)
    return dict(alerts.values_list("kind", "due_on"))


def record(client, person, **answers):
    address = reverse("record_occasion", args=[person.public_id])
    return client.post(address, {"kind": "arrest", "happened_on": "16/11/2026", **answers}, follow=True)


def reviewed(person, day: date) -> None:
    BragReview.objects.update_or_create(service_user=person, reviewed_on=day, defaults={"status": "amber"})


def contact(cast, day: int, outcome: str, **fields):
    return ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, day), outcome_id=outcome, **fields
    )


@pytest.mark.parametrize(
    "kind, words",
    [
        ("arrest", "BRAG review asked for: new arrest"),
        ("breach", "BRAG review asked for: breach"),
        ("safeguarding", "BRAG review asked for: safeguarding"),
    ],
)
def test_what_the_case_manager_records_asks_for_a_review_until_there_is_one(nia, cast, kind, words):
    html = said(record(nia, cast.own, kind=kind))
    assert "You have recorded what happened" in html
    assert "Review the BRAG status" in html
    html = page(nia, "service_user", cast.own)
    assert words in html
    assert f'href="{reverse("brag_review", args=[cast.own.public_id])}"' in html
    assert asked(cast.own) == {f"brag_{kind}": date(2026, 11, 16)}
    review(cast.case_manager, cast.own, "red")
    assert asked(cast.own) == {}


def test_a_review_that_waits_closes_nothing(nia, cast):
    record(nia, cast.own)
    review(cast.case_manager, cast.own, "green")
    assert "brag_arrest" in asked(cast.own)


@pytest.mark.parametrize("day, asks", [(date(2026, 11, 15), True), (date(2026, 11, 16), False)])
def test_a_review_of_the_day_or_later_closes_it(nia, cast, day, asks):
    record(nia, cast.own)
    reviewed(cast.own, day)
    assert ("brag_arrest" in asked(cast.own)) == asks


@pytest.mark.parametrize(
    "answers, words",
    [
        ({"happened_on": "19/11/2026"}, "The date must be today or in the past"),
        ({"happened_on": "1/1/2026"}, "Enter a date on or after 18 August 2026"),
        ({"happened_on": ""}, "Enter or select when it happened"),
        ({"happened_on": "soon\x00"}, "Enter a date in the correct format"),
        ({"kind": ""}, "Select what happened"),
        ({"kind": "gossip"}, "There is a problem"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(nia, cast, answers, words):
    html = said(record(nia, cast.own, **answers))
    assert words in html
    assert not BragOccasion.objects.exists()


def test_one_of_a_kind_and_a_day_is_recorded_once(nia, cast):
    record(nia, cast.own)
    record(nia, cast.own)
    assert BragOccasion.objects.count() == 1


def test_one_that_was_recorded_by_mistake_is_taken_out_and_asks_no_more(nia, cast):
    record(nia, cast.own)
    assert "brag_arrest" in asked(cast.own)
    address = reverse("take_out_occasion", args=[cast.own.public_id, BragOccasion.objects.get().pk])
    assert address in page(nia, "brag_reviews", cast.own)
    assert "New arrest" in said(nia.get(address))
    assert "You have taken this out: New arrest, 16 November 2026." in said(nia.post(address, follow=True))
    assert not BragOccasion.objects.exists()
    assert not Alert.objects.open().filter(service_user=cast.own, kind__in=ASKS).exists()
    assert "This is taken out already." in said(nia.post(address, follow=True))


def test_one_of_somebody_else_cannot_be_taken_out(nia, cast):
    elsewhere = occasion_of(cast.colleagues, cast.colleague)
    address = reverse("take_out_occasion", args=[cast.own.public_id, elsewhere.pk])
    assert nia.get(address).status_code == 404
    nia.post(address)
    assert BragOccasion.objects.filter(pk=elsewhere.pk).exists()


def test_a_breach_that_follows_a_miss_asks_for_a_review(cast):
    breached = {"follow_up": "breach", "follow_up_on": date(2026, 11, 12)}
    missed = contact(cast, 10, "UAAB", **breached)
    assert asked(cast.own) == {"brag_breach": date(2026, 11, 12)}
    Contact.objects.filter(pk=missed.pk).update(follow_up="warrant")
    assert asked(cast.own) == {}


def test_of_a_breach_that_was_recorded_and_one_that_followed_a_miss_the_later_is_told(nia, cast):
    contact(cast, 10, "UAAB", follow_up="breach", follow_up_on=date(2026, 11, 12))
    record(nia, cast.own, kind="breach")
    assert asked(cast.own) == {"brag_breach": date(2026, 11, 16)}
    reviewed(cast.own, date(2026, 11, 13))
    assert asked(cast.own) == {"brag_breach": date(2026, 11, 16)}


def test_a_release_from_custody_asks_for_a_review(cast):
    Custody.objects.create(service_user=cast.own, starts_on=date(2026, 10, 1), ends_on=date(2026, 11, 17))
    assert asked(cast.own) == {"brag_release": date(2026, 11, 17)}
    reviewed(cast.own, date(2026, 11, 17))
    assert asked(cast.own) == {}


@pytest.mark.parametrize("ends_on", [TODAY, None])
def test_who_is_still_in_custody_was_not_released(cast, ends_on):
    Custody.objects.create(service_user=cast.own, starts_on=date(2026, 10, 1), ends_on=ends_on)
    assert asked(cast.own) == {}


def test_custody_that_goes_on_the_next_day_is_no_release(cast):
    Custody.objects.create(service_user=cast.own, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 31))
    Custody.objects.create(service_user=cast.own, starts_on=date(2026, 11, 1), ends_on=None)
    assert asked(cast.own) == {}


def move(person, *addresses: str, on: str = "2026-11-17") -> None:
    """Give somebody one address after the other, on a day. History goes by the database's clock."""
    for address in addresses:
        ServiceUser.objects.filter(pk=person.pk).update(address=address)
    person.events.update(pgh_created_at=f"{on} 12:00Z")


def test_another_address_asks_for_a_review_from_the_day_on_which_it_came(cast):
    move(cast.own, "1 Bridge Street", "2 Bridge Street")
    ServiceUser.objects.filter(pk=cast.own.pk).update(phone="01633 960199")
    assert asked(cast.own) == {"brag_address": date(2026, 11, 17)}
    reviewed(cast.own, date(2026, 11, 17))
    assert asked(cast.own) == {}


def test_an_address_that_was_filled_in_is_no_change(cast):
    move(cast.own, "1 Bridge Street")
    assert asked(cast.own) == {}


def test_a_move_and_back_asks_too(cast):
    move(cast.own, "1 Bridge Street", "2 Bridge Street", "1 Bridge Street")
    assert asked(cast.own) == {"brag_address": date(2026, 11, 17)}


def test_two_unacceptable_misses_in_a_row_ask_for_a_review(cast):
    contact(cast, 10, "UAAB")
    assert asked(cast.own) == {}
    contact(cast, 12, "AFTA")
    assert asked(cast.own) == {"brag_two_misses": date(2026, 11, 12)}
    reviewed(cast.own, date(2026, 11, 12))
    assert asked(cast.own) == {}
    contact(cast, 16, "UAAB")
    assert asked(cast.own) == {"brag_two_misses": date(2026, 11, 16)}, "a third one asks again"


def test_what_was_attended_since_does_not_take_it_back(cast):
    contact(cast, 10, "UAAB")
    contact(cast, 12, "UAAB")
    contact(cast, 16, "ATTC")
    assert asked(cast.own) == {"brag_two_misses": date(2026, 11, 12)}


def test_an_attendance_in_between_asks_for_nothing(cast):
    for day, outcome in ((10, "UAAB"), (12, "ATTC"), (16, "UAAB")):
        contact(cast, day, outcome)
    assert asked(cast.own) == {}


def test_an_acceptable_absence_is_no_miss_and_comes_in_between_nothing(cast):
    contact(cast, 10, "UAAB")
    contact(cast, 12, "AAME")
    assert asked(cast.own) == {}
    contact(cast, 16, "UAAB")
    assert asked(cast.own) == {"brag_two_misses": date(2026, 11, 16)}


def test_a_type_that_can_never_count_is_no_miss(cast):
    contact(cast, 10, "UAAB", type_id="COPT")
    contact(cast, 12, "UAAB", type_id="COPT")
    assert asked(cast.own) == {}


def test_the_scan_of_everyone_finds_the_same(cast):
    BragOccasion.objects.create(
        service_user=cast.own,
        kind="breach",
        happened_on=date(2026, 11, 10),
        recorded_by=cast.case_manager,
        recorded_at="2026-11-11 09:00",
    )
    Custody.objects.create(service_user=cast.colleagues, starts_on=date(2026, 10, 1), ends_on=date(2026, 11, 10))
    scan_contacts(by=None, as_of=TODAY)
    found = Alert.objects.open().filter(kind__in=ASKS).values_list("kind", "service_user")
    assert set(found) == {("brag_breach", cast.own.pk), ("brag_release", cast.colleagues.pk)}


@pytest.mark.parametrize("kind", ["brag_review_due", "iom_status"])
def test_what_is_due_leads_to_the_form_and_no_more_to_ndelius(nia, cast, kind):
    ServiceUser.objects.filter(pk=cast.own.pk).update(iom=True)
    look_again(cast.own.pk)
    alert = Alert.objects.open().get(service_user=cast.own, kind=kind)
    assert alert.get_absolute_url() == reverse("brag_review", args=[cast.own.public_id])
    assert "nDelius" not in f"{alert.sentence} {alert.finding.to_do}"
