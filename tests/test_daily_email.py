"""The daily email: CRNs and counts for those who asked, once a business day, and never a name."""

from datetime import date
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail

from alerts.models import Alert, Snooze
from alerts.scan import scan_contacts
from audit.models import Entry
from cases.models import ServiceUser
from casework import tasks
from casework.tasks import send_daily_emails
from casework.worklist import worklist_of
from staff.models import DailyEmail, User
from staff.services import choose_daily_email
from tests.factories import ContactFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2018, 12, 20)


@pytest.fixture(autouse=True)
def half_past_seven(settings):
    settings.EMAIL_HOST, settings.SITE_URL = "mail.example", "https://cases.example"
    settings.DEFAULT_FROM_EMAIL = "cases@cases.example"
    with time_machine.travel(f"{TODAY} 07:30", tick=False):
        yield


@pytest.fixture
def work(cast):
    """Two outcomes to record, of one person, and what else there is to do about the cast."""
    for day in (17, 18):
        ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2018, 12, day), noticed=True)
    scan_contacts(by=None, as_of=TODAY)
    return cast


def wants(*users):
    for user in users:
        choose_daily_email(by=user, wanted=True)


def test_it_has_counts_and_crns_and_a_link_and_no_name_and_no_address(work):
    ServiceUser.objects.update(address="1 High Street")
    wants(work.case_manager)
    assert send_daily_emails() == {"sent": 1, "nothing_to_do": 0, "failed": 0}
    [sent] = mail.outbox
    assert (sent.to, sent.from_email) == (["cm1@example.org"], "cases@cases.example")
    assert "Outcome to record: 2\n  A000001\n" in sent.body
    assert "https://cases.example/worklist/\n" in sent.body
    assert "https://cases.example/account/\n" in sent.body
    told = sent.subject + sent.body
    for secret in ("Dafydd", "Morgan", "High Street", "Bridge Street", "A000002"):
        assert secret not in told
    assert "A000001" not in sent.subject
    assert DailyEmail.objects.get().lines == len(worklist_of(work.case_manager, TODAY).awake)
    assert str(DailyEmail.objects.get().lines) in sent.subject


def test_a_team_managers_is_about_the_team_and_counts_what_is_snoozed(work):
    alert = Alert.objects.filter(kind="outcome_missing").first()
    days = {"made_on": TODAY, "until": date(2018, 12, 27)}
    Snooze.objects.create(service_user=work.own, alert=alert, reason="Ill", made_by=work.case_manager, **days)
    wants(work.case_manager, work.team_manager)
    send_daily_emails()
    own, team = sorted(mail.outbox, key=lambda sent: sent.to)
    assert "Outcome to record: 1\n" in own.body
    assert "Outcome to record: 2\n" in team.body
    assert "A000002" in team.body
    assert "https://cases.example/worklist/team/\n" in team.body


def test_of_many_some_crns_are_written_out(cast):
    for number in range(25):
        ContactFactory(
            service_user=person(cast.case_manager, crn=f"B{number:06}"), officer=cast.case_manager,
            date=date(2018, 12, 18), noticed=True,
        )  # fmt: skip
    scan_contacts(by=None, as_of=TODAY)
    wants(cast.case_manager)
    send_daily_emails()
    assert "Outcome to record: 25\n" in mail.outbox[0].body
    assert "B000019\n  and 5 more\n" in mail.outbox[0].body


def test_nobody_gets_one_without_asking_or_after_asking_no_more(work):
    send_daily_emails()
    wants(work.case_manager)
    choose_daily_email(by=work.case_manager, wanted=False)
    send_daily_emails()
    assert mail.outbox == []


@pytest.mark.parametrize("day", ["2018-12-22", "2018-12-25"], ids=["Saturday", "Christmas Day"])
def test_on_no_other_day_than_a_business_day(work, day):
    wants(work.case_manager)
    with time_machine.travel(f"{day} 07:30", tick=False):
        assert send_daily_emails()["sent"] == 0
    assert mail.outbox == []


def test_with_nothing_to_do_nothing_is_sent_that_day(work, cast):
    cast.own.allocations.all().delete()
    wants(cast.case_manager)
    for _ in range(2):
        assert send_daily_emails() == {"sent": 0, "nothing_to_do": 1, "failed": 0}
    assert mail.outbox == []
    assert not Entry.objects.filter(action="send the daily email").exists()


def test_run_twice_it_is_sent_once_and_on_the_next_day_again(work):
    wants(work.case_manager)
    for _ in range(2):
        assert send_daily_emails()["sent"] == 1
    assert len(mail.outbox) == 1
    with time_machine.travel("2018-12-21 07:30", tick=False):
        send_daily_emails()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    "gone", [{"ends_on": date(2018, 12, 19)}, {"is_active": False}, {"email": ""}], ids=["left", "locked", "no address"]
)
def test_whoever_has_left_gets_none(work, gone):
    wants(work.case_manager)
    User.objects.filter(pk=work.case_manager.pk).update(**gone)
    send_daily_emails()
    assert mail.outbox == []


def refused_once(monkeypatch, user):
    """The mail server refuses the first email to the user: whom it takes emails for."""
    taken, refused = [], []

    def send(self):
        if self.to == [user.email] and not refused:
            refused.append(user)
            raise SMTPRecipientsRefused({user.email: (550, b"unknown")})
        taken.append(self.to)

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    return taken


def test_the_failure_of_one_stops_no_other_is_logged_without_the_address_and_tried_again(work, monkeypatch):
    wants(work.case_manager, work.team_manager)
    sent = refused_once(monkeypatch, work.case_manager)
    logged = []
    monkeypatch.setattr(tasks.log, "error", lambda event, **facts: logged.append((event, facts)))
    assert send_daily_emails() == {"sent": 1, "nothing_to_do": 0, "failed": 1}
    assert logged == [("daily_email_failed", {"user": work.case_manager.pk, "error": "SMTPRecipientsRefused"})]
    assert sent == [["tm1@example.org"]]
    assert send_daily_emails() == {"sent": 2, "nothing_to_do": 0, "failed": 0}
    assert sent == [["tm1@example.org"], ["cm1@example.org"]]
