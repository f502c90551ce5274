"""The edges of what the scan looks for: what is just found, and what is just not."""

from datetime import date, timedelta

import pytest
import time_machine

from alerts.models import Alert
from alerts.scan import scan_contacts
from cases.models import BragReview, RequirementCategory
from contacts.models import Contact
from tests.factories import ContactFactory, UserFactory, person

pytestmark = pytest.mark.django_db

TODAY = date(2019, 1, 16)  # a Wednesday
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2019-01-16 11:00", tick=False):
        yield


@pytest.fixture
def somebody():
    """A person whose month is in order: seen last week, reviewed a fortnight ago."""
    officer = UserFactory()
    service_user = person(officer)
    BragReview.objects.create(service_user=service_user, reviewed_on=date(2019, 1, 2), status="amber")
    contact(service_user, date(2019, 1, 9), outcome_id="ATTC")
    return service_user


def contact(service_user, day, **fields):
    officer = service_user.allocations.get().officer
    return ContactFactory(service_user=service_user, officer=officer, date=day, **{"noticed": True, **fields})


def found(as_of=TODAY):
    scan_contacts(by=None, as_of=as_of)
    return sorted(Alert.objects.open().values_list("kind", flat=True))


@pytest.mark.parametrize("start, kinds", [("10:59", []), ("11:00", []), ("11:01", ["notice_missing"])])
def test_no_notice_is_asked_for_once_the_appointment_has_started(somebody, start, kinds):
    contact(somebody, TODAY, start_time=start, end_time="11:45", noticed=False)
    assert found() == kinds


def test_no_notice_is_asked_for_where_the_type_can_never_count(somebody):
    contact(somebody, TOMORROW, type_id="COPT", noticed=False)
    assert found() == []


def test_what_can_never_count_is_nothing_booked(somebody):
    Contact.objects.update(type="COPT")
    contact(somebody, date(2019, 1, 30), type_id="COPT")
    assert "nothing_booked" in found()


def test_who_can_still_be_offered_a_further_appointment_is_not_told_of_as_unbooked_too(somebody):
    Contact.objects.update(date=date(2019, 1, 14), outcome="UAAB")
    assert "nothing_booked" not in found()


def test_what_can_never_count_is_not_being_seen(somebody):
    Contact.objects.update(type="COPT")
    contact(somebody, date(2019, 1, 30))
    assert found() == ["not_seen"]


def test_who_is_out_of_scope_is_not_reported_as_unseen(somebody):
    Contact.objects.all().delete()
    assert "not_seen" in found()
    somebody.orders.get().requirements.add(RequirementCategory.objects.get(pk="W"))
    assert found() == []


@pytest.mark.parametrize("days, reported", [(41, True), (40, False)])
def test_six_weeks_begin_with_the_first_day_of_the_order(somebody, days, reported):
    Contact.objects.all().delete()
    somebody.orders.update(starts_on=TODAY - timedelta(days=days))
    assert ("not_seen" in found()) == reported


def test_a_review_that_is_dated_ahead_hides_none_that_is_due(somebody):
    BragReview.objects.filter(reviewed_on=date(2019, 1, 2)).update(reviewed_on=TODAY - timedelta(days=84))
    BragReview.objects.create(service_user=somebody, reviewed_on=TOMORROW, status="amber")
    assert found() == ["brag_review_due"]


def test_an_iom_case_without_a_status_is_not_red_either(somebody):
    somebody.iom = True
    somebody.save()
    BragReview.objects.all().delete()
    assert found() == ["brag_review_due", "iom_status"]


@pytest.mark.parametrize("day, kinds", [(date(2018, 12, 3), ["follow_up_missed"]), (date(2018, 11, 30), [])])
def test_what_was_missed_is_told_of_until_the_next_month_is_over(somebody, day, kinds):
    contact(somebody, day, outcome_id="UAAB")
    assert found() == kinds


def test_a_day_that_is_over_is_asked_about_up_to_its_end(somebody):
    contact(somebody, TODAY - timedelta(days=1), start_time="15:00", end_time="15:30")
    assert found(TODAY - timedelta(days=1)) == ["outcome_missing"]


def test_what_the_service_cancelled_wants_no_outcome(somebody):
    contact(somebody, date(2019, 1, 14), cancelled_by="service")
    assert found() == []
