"""Source B, 2.2 a to k: what the records say to each item is the number of people whom its link lists."""

from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from alerts.scan import scan_contacts
from cases.models import BragReview, OrderProgress, RarPlan, Referral, ReferralKind
from casework.checklist import CHECKS, LISTED, counts_of
from staff.models import OfficeKind
from tests.factories import ContactFactory, OfficeFactory, OrderFactory, person
from tests.reviews import opened
from workload.checklists import AnsweredFrom, CountKind

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
AGO = timedelta(days=1)


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


def overdue_brag(cast):
    BragReview.objects.exclude(service_user=cast.own).update(reviewed_on=TODAY)
    cast.own.brag_reviews.update(reviewed_on=TODAY - timedelta(days=84))


def contact_overdue(cast):
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 9, 1), outcome_id="ATTC")


def order_overdue(cast):
    OrderFactory(service_user=cast.own, ends_on=TODAY - AGO)


def single_requirement(cast):
    cast.own.orders.get().requirements.add("W")


def elsewhere_than_at_the_hub(cast):
    OfficeFactory(name="Risca hub", ldu=cast.own.office.ldu, kind=OfficeKind.COMMUNITY_HUB)
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=TODAY + AGO, place=cast.own.office.place)


def iom(cast):
    cast.own.iom = True
    cast.own.save()


def revocation(cast):
    about = {"recorded_by": cast.case_manager, "recorded_at": "2026-11-17 09:00"}
    order = OrderFactory(service_user=cast.own, starts_on=date(2026, 6, 1), ends_on=date(2027, 5, 31))
    done = date(2026, 11, 13)
    OrderProgress.objects.create(order=order, requirements_completed_on=done, objectives_met_on=done, **about)


def rar_not_planned(cast):
    cast.own.orders.get().requirements.add("F")
    other = person(cast.case_manager, office=cast.own.office)
    order = other.orders.get()
    order.requirements.add("F")
    RarPlan.objects.create(
        order=order, ordered=10, planned=10, rationale="Work first", changed_by=cast.case_manager,
        changed_at="2026-11-02 09:00",
    )  # fmt: skip


def rar_not_referred(cast):
    RarPlan.objects.create(
        order=cast.own.orders.get(), ordered=10, planned=10, rationale="Work first", changed_by=cast.case_manager,
        changed_at="2026-11-02 09:00",
    )  # fmt: skip


def with_a_partner(cast):
    debts = ReferralKind.objects.create(name="Debts", group="partner")
    Referral.objects.create(
        service_user=cast.own, kind=debts, provider="Advice Newport", referred_on=TODAY - timedelta(weeks=13),
        recorded_by=cast.case_manager, recorded_at="2026-11-02 09:00",
    )  # fmt: skip


def missed(cast):
    """Nothing here: a month that goes on is still possible, and nothing is booked."""


BROUGHT_ABOUT = {
    "a": (overdue_brag, CountKind.BRAG_DUE),
    "b": (contact_overdue, CountKind.CONTACT_OVERDUE),
    "c": (order_overdue, CountKind.ORDER_OVERDUE),
    "d": (single_requirement, CountKind.SINGLE),
    "e": (elsewhere_than_at_the_hub, CountKind.NOT_AT_HUB),
    "f": (iom, CountKind.IOM_LOW),
    "g": (revocation, CountKind.REVOCATION),
    "h": (rar_not_planned, CountKind.RAR_NOT_PLANNED),
    "i": (rar_not_referred, CountKind.RAR_NOT_REFERRED),
    "j": (with_a_partner, CountKind.WITH_PARTNER),
    "k": (missed, CountKind.NOTHING_BOOKED),
}


@pytest.mark.parametrize("letter", BROUGHT_ABOUT)
def test_2_2_an_item_counts_what_its_link_lists(cast, sign_in, letter):
    bring_about, kind = BROUGHT_ABOUT[letter]
    bring_about(cast)
    scan_contacts(by=None, as_of=TODAY)
    assert counts_of(cast.case_manager, TODAY)[kind] == 1
    review = opened(cast.case_manager)
    for who in ("case_manager", "team_manager", "ldu_head", "chief_officer"):
        browser = sign_in(getattr(cast, who))
        checklist = browser.get(reverse("workload_review", args=[review.pk])).context["checklist"]
        [line] = [line for line in checklist if line.item.letter == letter]
        assert kind.label in [label for label, *_ in line.counts]
        for label, number, href in line.counts:
            rows = browser.get(unescape(href)).context["table"].rows if href else []
            assert len(rows) == number, (who, label)


def test_every_record_that_answers_is_counted_and_listed():
    assert CHECKS.keys() == set(AnsweredFrom)
    assert LISTED.keys() == set(CountKind) == {kind for kinds in CHECKS.values() for kind in kinds}
