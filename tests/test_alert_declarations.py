"""Each kind of alert is declared once: the database, the pages and the scan follow the declaration."""

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from alerts import scan
from alerts.declaration import Finding
from alerts.findings import FINDINGS
from alerts.models import Alert
from cases.brag import AssessmentState, BragAssessment, BragOccasion, OccasionKind
from cases.models import Custody, Order, OrderProgress, ServiceUser
from contacts.models import Contact
from tests.addresses import agreed_oversight, waiting_oversight, waits_for_agreement
from tests.answers import ask
from tests.conflicts import in_conflict
from tests.factories import AllocationFactory, ContactFactory, OrderFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2019, 1, 16)  # a Wednesday


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2019-01-16 11:00", tick=False):
        yield


def about_brag(cast, somebody):
    """What asks for a review, one that waits for agreement, and one that was sent back."""
    for kind in OccasionKind:
        BragOccasion.objects.create(
            service_user=somebody,
            kind=kind,
            happened_on=date(2019, 1, 14),
            recorded_by=cast.case_manager,
            recorded_at="2019-01-15 09:00",
        )
    Custody.objects.create(service_user=somebody, starts_on=date(2018, 10, 1), ends_on=date(2018, 10, 9))
    for address in ("1 Bridge Street", "2 Bridge Street"):
        ServiceUser.objects.filter(pk=somebody.pk).update(address=address)
    somebody.events.update(pgh_created_at="2019-01-14 09:00Z")
    for day in (12, 13):
        ContactFactory(
            service_user=somebody, officer=cast.case_manager, date=date(2018, 10, day), outcome_id="UAAB", noticed=True
        )
    waits_for_agreement(cast.own, cast.case_manager)
    sent_back = waits_for_agreement(somebody, cast.case_manager)
    decided = {"decided_by": cast.team_manager, "decided_at": "2019-01-15 09:00", "reason": "Say more"}
    BragAssessment.objects.filter(pk=sent_back.pk).update(state=AssessmentState.SENT_BACK, **decided)


def about_oversight(cast, somebody):
    """A measure that waits, one that was refused, one that ends, and one of a status that has risen since."""
    waiting_oversight(person(cast.case_manager), cast.case_manager)
    refused = {"state": "refused", "decided_by": cast.team_manager, "decided_at": "2019-01-15 09:00"}
    waiting_oversight(somebody, cast.case_manager, **refused, decision_reason="Too soon")
    agreed_oversight(cast.own, cast.case_manager, date(2019, 1, 2), date(2019, 1, 18), brag="green")


@pytest.fixture
def everything_amiss(cast):
    """One of each kind, about three people of the case manager."""

    def contact(day, **fields):
        ContactFactory(
            **{"service_user": somebody, "officer": cast.case_manager, "date": day, "noticed": True, **fields}
        )

    somebody = person(cast.case_manager, brag=None, iom=True)
    contact(date(2018, 12, 19), outcome_id="UAAB")
    contact(date(2019, 1, 14), outcome_id="UAAB")
    contact(date(2019, 1, 3), outcome_id="AFTA")
    awaited = {"action_id": "EA12", "taken_on": date(2019, 1, 4), "respond_by": date(2019, 1, 15)}
    not_decided = Contact.objects.get(outcome="AFTA")
    not_decided.enforcements.create(**awaited, recorded_at="2019-01-04 10:00", recorded_by=cast.case_manager)
    contact(date(2019, 1, 15), start_time=time(14), end_time=time(15))
    contact(date(2019, 1, 18), noticed=False)
    not_told = Contact.objects.get(date=date(2019, 1, 18))
    not_told.messages.create(kind="reminder", channel="text", state="failed", at="2019-01-14 10:00")
    AllocationFactory(
        service_user=somebody, officer=cast.colleague, starts_on=date(2018, 8, 1), ends_on=date(2018, 8, 31)
    )
    contact(date(2019, 1, 25), officer=cast.colleague)
    in_conflict(somebody, phone="01633 960123")
    OrderFactory(service_user=somebody, ends_on=TODAY - timedelta(days=1))
    done = OrderFactory(service_user=somebody)
    at = {"recorded_by": cast.case_manager, "recorded_at": "2019-01-16 09:00"}
    OrderProgress.objects.create(order=done, requirements_completed_on=TODAY, objectives_met_on=TODAY, **at)
    person(cast.case_manager)  # not booked and not seen
    to_cancel = person(cast.case_manager)
    to_cancel.orders.update(ends_on=date(2019, 3, 31))
    Custody.objects.create(service_user=to_cancel, starts_on=date(2019, 2, 1), ends_on=date(2019, 2, 28))
    for day in (date(2019, 2, 4), date(2019, 4, 1)):
        contact(day, service_user=to_cancel)
    about_brag(cast, somebody)
    about_oversight(cast, somebody)
    scan.scan_contacts(by=None, as_of=TODAY)


def test_the_database_knows_the_declared_kinds_and_no_others():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'alert_kind_known'")
        (check,) = cursor.fetchone()
    assert set(re.findall(r"'(\w+)'", check)) == {finding.kind for finding in FINDINGS}


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.kind)
def test_each_kind_is_found_and_has_a_page_that_opens_for_whoever_mends_it(everything_amiss, cast, sign_in, finding):
    browser = sign_in(getattr(cast, finding.roles[0]))
    alert = Alert.objects.filter(kind=finding.kind, service_user__allocations__officer=cast.case_manager).first()
    about = {Contact: alert.contact, Order: alert.order, ServiceUser: alert.service_user}
    assert about[finding.about]
    assert browser.get(alert.get_absolute_url()).status_code == 200
    page = browser.get(reverse("service_user", args=[alert.service_user.public_id])).content.decode()
    assert str(finding.label) in page
    assert str(alert.sentence) in page
    assert "%" not in alert.sentence


@pytest.fixture
def one_more_kind(db):
    """What a declaration and its migration do."""
    finding = Finding(
        kind="no_phone",
        label="No phone number",
        about=ServiceUser,
        found=lambda asked: asked.people.filter(phone=""),
        page="service_user",
        undated="Ask for a phone number",
        heading="Phone numbers to ask for",
    )
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE alerts_alert DROP CONSTRAINT alert_kind_known")
    FINDINGS.append(finding)
    scan._settling.cache_clear()
    yield finding
    FINDINGS.remove(finding)
    scan._settling.cache_clear()


def test_one_more_declaration_is_all_that_one_more_kind_takes(one_more_kind, cast, nia):
    ServiceUser.objects.exclude(pk=cast.own.pk).update(phone="01633 000000")
    assert ["no_phone", "1", "1", "0"] in ask("scan_contacts", "--as-of", "2019-01-16")
    home = nia.get("/").content.decode()
    page = nia.get(reverse("service_user", args=[cast.own.public_id])).content.decode()
    assert "Phone numbers to ask for" in home
    assert "Ask for a phone number" in home
    assert "No phone number" in page
    ServiceUser.objects.filter(pk=cast.own.pk).update(phone="01633 000001")
    scan.look_again(cast.own.pk)
    assert not Alert.objects.open().filter(kind="no_phone").exists()
    assert "Phone numbers to ask for" not in nia.get("/").content.decode()
