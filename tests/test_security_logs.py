"""What the log of production says, and what it must not."""

import json
import logging
from datetime import timedelta

import pytest
import structlog
import time_machine
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone

from casemgmt.logs import ABOUT, JSON_LINES
from cases.models import ServiceUser
from staff.tasks import clear_sessions

pytestmark = pytest.mark.django_db
ADDRESS = "1 High Street"


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00"):
        yield


@pytest.fixture
def line():
    """A line of production's log, of the standard library's record."""
    formatter = structlog.stdlib.ProcessorFormatter(processors=JSON_LINES, foreign_pre_chain=ABOUT)

    def of(error):
        raised = (type(error), error, error.__traceback__)
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error", None, raised)
        return formatter.format(record)

    return of


def test_an_error_of_the_database_is_logged_without_the_row(cast, line):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ServiceUser.objects.filter(pk=cast.own.pk).update(crn="bad", address=ADDRESS)
    assert ADDRESS in str(refused.value)
    logged = line(refused.value)
    for value in (ADDRESS, cast.own.first_name, cast.own.last_name):
        assert value not in logged
    assert json.loads(logged)["exception"].endswith("IntegrityError")
    assert "test_security_logs.py" in logged
    assert {"timestamp", "level", "logger", "event"} <= json.loads(logged).keys()


def test_requests_are_logged_without_what_was_asked_for_by_name(sign_in, cast):
    with structlog.testing.capture_logs() as lines:
        sign_in(cast.case_manager).get("/caseload/", {"search": "Morgan", "_export": "csv"})
    logged = [entry["request"] for entry in lines if "request" in entry]
    assert logged == ["GET /caseload/?search&_export"] * 2


def test_a_session_that_is_over_leaves_no_search_behind(client, sign_in, cast):
    sign_in(cast.case_manager).post("/caseload/", {"search": "Morgan"})
    clear_sessions()
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    clear_sessions()
    assert not Session.objects.exists()
