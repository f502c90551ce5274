"""The alert about a conflict: opened after the import, on the home page, closed when it is decided."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from alerts.models import Alert
from alerts.scan import scan_contacts
from audit.models import Entry
from cases.models import FileValue, ServiceUser
from tests.answers import load
from tests.conflicts import in_conflict
from tests.small_caseload import write
from tests.test_import_beside_work import files, here, in_december

__all__ = ["files", "in_december"]  # fixtures
pytestmark = pytest.mark.django_db


def open_alerts():
    return Alert.objects.open().filter(kind="file_conflict")


def scan():
    scan_contacts(by=None, as_of=date(2018, 12, 21))


def test_it_is_there_from_the_first_day_of_the_conflict(cast):
    in_conflict(cast.own, since=datetime(2018, 12, 19, 23, 30, tzinfo=UTC), phone="01633 960123")
    in_conflict(cast.own, since=datetime(2018, 12, 20, 9, tzinfo=UTC), email="d@example.org")
    scan()
    alert = open_alerts().get()
    assert (alert.service_user, alert.due_on) == (cast.own, date(2018, 12, 19))
    assert "Wednesday 19 December" in alert.sentence
    assert alert.get_absolute_url() == reverse("file_conflicts", args=[cast.own.public_id])


def test_the_day_is_that_of_the_clock_in_england_and_wales(cast):
    with time_machine.travel("2019-07-02 09:00"):
        in_conflict(cast.own, since=datetime(2019, 6, 30, 23, 30, tzinfo=UTC), phone="01633 960123")
        scan_contacts(by=None, as_of=date(2019, 7, 2))
    assert open_alerts().get().due_on == date(2019, 7, 1)


def test_what_a_file_said_of_old_is_none(cast):
    in_conflict(cast.own, phone="01633 960123")
    FileValue.objects.update(conflict_since=None)
    scan()
    assert not open_alerts().exists()


def test_it_closes_when_nothing_is_left_to_decide(cast):
    in_conflict(cast.own, phone="01633 960123")
    scan()
    FileValue.objects.in_conflict().delete()
    scan()
    assert not open_alerts().exists()


def test_the_case_manager_reads_of_it_first_thing(cast, nia):
    in_conflict(cast.own, phone="01633 960123")
    scan()
    home = nia.get(reverse("home")).content.decode()
    assert "Conflicts with nDelius to decide" in home
    assert reverse("file_conflicts", args=[cast.own.public_id]) in home


def test_an_import_with_conflicts_has_them_looked_for_at_once(tmp_path, files, django_capture_on_commit_callbacks):
    here(outcome_id="ATTC")
    files["contacts"][4]["outcome"] = "UAAB"
    with django_capture_on_commit_callbacks(execute=True):
        load(write(tmp_path, files))
    assert open_alerts().get().service_user == ServiceUser.objects.get(crn="A000001")


def test_an_import_without_leaves_the_scan_to_its_hour(tmp_path, files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        load(write(tmp_path, files))
    assert not Entry.objects.filter(action="scan contacts").exists()
