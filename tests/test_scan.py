"""What the scan finds, when it lets go of it, and that it never says one thing twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import OperationalError, connection, transaction

from alerts.findings import FINDINGS
from alerts.models import Alert
from alerts.scan import look_again, scan_contacts
from alerts.tasks import scan_contacts as scan_task
from audit.models import Entry
from cases.models import BragReview, Custody
from contacts import facts
from contacts.models import Contact
from tests.answers import ask
from tests.factories import ContactFactory, OrderFactory, UserFactory, person

TODAY = date(2019, 1, 16)  # a Wednesday


@pytest.fixture
def today():
    with time_machine.travel("2019-01-16 11:00", tick=False):
        yield TODAY


@pytest.fixture(autouse=True, params=["kept", "stale", "not trusted"])
def facts_are(request, monkeypatch):
    """Records are changed past the services here, so their people are stale: the same is found however facts stand."""
    stand = facts.standing_of

    def refreshed(*about):
        facts.refresh()
        assert stand(*about) == facts.Standing(trusted=True, stale=False)
        return stand(*about)

    if request.param == "kept":
        monkeypatch.setattr(facts, "standing_of", refreshed)
    if request.param == "not trusted":
        monkeypatch.setattr(facts, "standing_of", lambda *about: facts.Standing(trusted=False, stale=False))


@pytest.fixture
def somebody(db):
    """A person whose month is in order: seen last week, reviewed, booked."""
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


def test_a_person_in_order_raises_nothing(somebody, today):
    assert found() == []


def test_an_outcome_is_missing_from_the_end_of_the_appointment(somebody, today):
    contact(somebody, TODAY, start_time="10:40", end_time="11:10")
    assert found() == []
    with time_machine.travel("2019-01-16 11:10", tick=False):
        assert found() == ["outcome_missing"]


def test_a_follow_up_is_due_until_its_deadline_and_missed_after_it(somebody, today):
    missed = contact(somebody, date(2019, 1, 14), outcome_id="UAAB")
    assert found() == ["follow_up_due"]
    assert Alert.objects.get().due_on == date(2019, 1, 21)
    assert found(date(2019, 1, 21)) == ["follow_up_due"]
    assert found(date(2019, 1, 22)) == ["follow_up_missed"]
    Contact.objects.filter(pk=missed.pk).update(follow_up="further_appointment", follow_up_on=date(2019, 1, 21))
    assert found(date(2019, 1, 22)) == []


@pytest.mark.parametrize("days, expected", [(7, ["notice_missing"]), (8, [])])
def test_a_notice_is_missing_for_the_next_seven_days(somebody, today, days, expected):
    contact(somebody, TODAY + timedelta(days=days), noticed=False)
    assert found() == expected


def test_a_notice_that_was_overtaken_is_missing(somebody, today):
    contact(somebody, TODAY + timedelta(days=1), notice_current=False)
    assert found() == ["notice_missing"]


def test_nothing_is_booked_for_a_month_that_nothing_can_meet(somebody, today):
    Contact.objects.update(type="COPT")
    assert "nothing_booked" in found()
    booked = contact(somebody, date(2019, 1, 30))
    assert "nothing_booked" not in found()
    Contact.objects.filter(pk=booked.pk).update(cancelled_by="service")
    assert "nothing_booked" in found()


@pytest.mark.parametrize("days, expected", [(41, []), (42, ["not_seen"])])
def test_six_weeks_include_the_day_that_is_asked(somebody, today, days, expected):
    Contact.objects.update(date=TODAY - timedelta(days=days))
    contact(somebody, date(2019, 1, 30))  # so that the month has something booked
    assert found() == expected


def test_who_is_in_custody_or_new_is_not_reported_as_unseen(somebody, today):
    Contact.objects.update(date=date(2018, 10, 9))
    Custody.objects.create(service_user=somebody, starts_on=date(2019, 1, 1))
    new = person(UserFactory())
    new.orders.update(starts_on=TODAY - timedelta(days=40))
    assert "not_seen" not in found()


def test_a_review_is_due_by_the_standard_of_the_status(somebody, today):
    BragReview.objects.filter(reviewed_on=date(2019, 1, 2)).update(reviewed_on=TODAY - timedelta(days=83))
    assert found() == []
    assert found(TODAY + timedelta(days=1)) == ["brag_review_due"]


def test_nobody_without_a_status_is_forgotten(somebody, today):
    BragReview.objects.all().delete()
    assert found() == ["brag_review_due"]


def test_an_order_past_its_end_is_reported_until_it_is_terminated(somebody, today):
    late = OrderFactory(service_user=somebody, ends_on=TODAY - timedelta(days=1))
    assert found() == ["order_overdue"]
    assert Alert.objects.get().order == late
    late.terminated_on = TODAY - timedelta(days=1)
    late.save()
    assert found() == []


@pytest.mark.parametrize("status, expected", [("red_amber", []), ("amber", ["iom_status"])])
def test_an_iom_case_is_red_or_red_amber(somebody, today, status, expected):
    somebody.iom = True
    somebody.save()
    BragReview.objects.filter(reviewed_on=date(2019, 1, 2)).update(status=status)
    assert found() == expected


def test_looking_again_at_one_person_leaves_the_others_alone(somebody, today):
    other = person(UserFactory(), brag=None)
    missing = contact(somebody, date(2019, 1, 15))
    found()
    Contact.objects.filter(pk=missing.pk).update(outcome="UAAB")
    BragReview.objects.create(service_user=other, reviewed_on=TODAY, status="green")
    look_again(somebody.pk)
    assert set(somebody.alerts.open().values_list("kind", flat=True)) == {"follow_up_due"}
    assert "brag_review_due" in other.alerts.open().values_list("kind", flat=True)


def test_an_alert_whose_day_moves_is_moved(somebody, today):
    late = OrderFactory(service_user=somebody, ends_on=TODAY - timedelta(days=9))
    found()
    opened = Alert.objects.get()
    for days, look in [(8, look_again), (7, lambda person: found())]:
        late.ends_on = TODAY - timedelta(days=days)
        late.save()
        look(somebody.pk)
        assert Alert.objects.values_list("pk", "due_on", "closed_at").get() == (opened.pk, late.ends_on, None)


def test_people_whose_orders_are_over_are_left_alone(somebody, today):
    contact(somebody, date(2019, 1, 14))
    somebody.orders.update(terminated_on=date(2019, 1, 15))
    assert found() == []


def test_an_alert_opens_once_and_closes_when_the_thing_is_mended(somebody, today):
    missing = contact(somebody, date(2019, 1, 15))
    assert scan_contacts(by=None, as_of=TODAY)["outcome_missing"] == {"open": 1, "opened": 1, "closed": 0}
    assert scan_contacts(by=None, as_of=TODAY)["outcome_missing"] == {"open": 1, "opened": 0, "closed": 0}
    Contact.objects.filter(pk=missing.pk).update(outcome="ATTC")
    assert scan_contacts(by=None, as_of=TODAY)["outcome_missing"] == {"open": 0, "opened": 0, "closed": 1}
    assert Alert.objects.get().closed_at
    Contact.objects.filter(pk=missing.pk).update(outcome=None)
    assert scan_contacts(by=None, as_of=TODAY)["outcome_missing"] == {"open": 1, "opened": 1, "closed": 0}


def test_the_task_scans_for_today_and_leaves_an_entry(somebody, today):
    contact(somebody, date(2019, 1, 15))
    scan_task()
    assert Alert.objects.open().count() == 1
    assert Entry.objects.get().action == "scan contacts"


def test_the_command_answers_with_a_row_a_kind(somebody, today):
    contact(somebody, date(2019, 1, 15))
    header, *rows = ask("scan_contacts", "--as-of", "2019-01-16")
    assert header == ["kind", "open", "opened", "closed"]
    assert ["outcome_missing", "1", "1", "0"] in rows
    assert len(rows) == len(FINDINGS)


def test_the_number_of_statements_does_not_grow_with_people(somebody, today, django_assert_max_num_queries):
    for _ in range(5):
        contact(person(somebody.allocations.get().officer), date(2019, 1, 14), outcome_id="UAAB")
    with django_assert_max_num_queries(50):
        scan_contacts(by=None, as_of=TODAY)


@pytest.mark.django_db(transaction=True)
def test_a_scan_waits_for_a_write_that_was_looked_at(today):
    """It would see the person as before the write, and send somebody to mend what is mended."""
    service_user = person(UserFactory(), brag=None)

    def scan():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        try:
            return scan_contacts(by=None, as_of=TODAY)["brag_review_due"]
        except OperationalError:
            return "waits"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as elsewhere:
        with transaction.atomic():
            BragReview.objects.create(service_user=service_user, reviewed_on=TODAY, status="green")
            look_again(service_user.pk)
            assert elsewhere.submit(scan).result() == "waits"
        assert elsewhere.submit(scan).result() == {"open": 0, "opened": 0, "closed": 0}


@pytest.mark.django_db(transaction=True)
def test_two_scans_at_once_open_one_alert():
    service_user = person(UserFactory())
    service_user.brag_reviews.all().delete()
    at_once = Barrier(2)

    def scan():
        at_once.wait(timeout=10)
        scan_contacts(by=None, as_of=TODAY)
        connection.close()

    threads = [Thread(target=scan) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert Alert.objects.filter(kind="brag_review_due").count() == 1
