"""The settings of email: off until a mail server is named, then complete or refused with what to do."""

import os
import subprocess
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from casemgmt.celery import app

COMPLETE = {
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "cases@cases.example",
    "SITE_URL": "https://cases.example/",
}
ASKED = ["EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL", "EMAIL_TIMEOUT", "SITE_URL"]
ASK = f"from casemgmt import settings as s; print(*[getattr(s, name, '-') for name in {ASKED}])"


def start(**environment):
    """A start with these variables: what it says, and whether it went well."""
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=os.environ | environment, capture_output=True, text=True, check=False
    )
    return (done.stdout or done.stderr.strip().splitlines()[-1]).strip(), done.returncode == 0


def test_there_is_none_until_a_server_is_named():
    said, well = start(EMAIL_HOST="")
    assert (well, said.split()) == (True, ["-", "-", "-", "10", "-"])


@pytest.mark.parametrize(
    "given, used",
    [
        ({}, "mail.example 587 True False"),
        ({"EMAIL_SECURITY": "tls"}, "mail.example 465 False True"),
        ({"EMAIL_SECURITY": "none", "EMAIL_PORT": "2525"}, "mail.example 2525 False False"),
    ],
)
def test_a_named_server_is_spoken_to_safely_unless_it_is_said_otherwise(given, used):
    assert start(**COMPLETE, **given) == (f"{used} 10 https://cases.example", True)


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"DEFAULT_FROM_EMAIL": ""}, "DEFAULT_FROM_EMAIL is not set. Set it to the address"),
        ({"SITE_URL": ""}, "SITE_URL is not set. Set it to the address of the site"),
        ({"SITE_URL": "cases.example"}, "set it to an address like https://cases.example.org."),
        ({"EMAIL_SECURITY": "ssl"}, "set it to 'starttls', 'tls' or 'none'."),
        ({"EMAIL_PORT": "smtp"}, "set it to the number of a port, such as 587."),
        ({"EMAIL_HOST_USER": "cases"}, "Set EMAIL_HOST_USER and EMAIL_HOST_PASSWORD both, or neither."),
    ],
)
def test_what_is_missing_or_wrong_stops_the_start_and_says_what_to_do(wrong, words):
    said, well = start(**COMPLETE | wrong)
    assert not well
    assert words in said


@pytest.mark.parametrize(
    "after, next_time",
    [
        ("2026-10-23 12:00", "2026-10-26 07:30"),  # the clock goes back on Sunday 25 October
        ("2027-03-26 12:00", "2027-03-29 07:30"),  # and forward on Sunday 28 March
        ("2026-11-18 07:29", "2026-11-18 07:30"),
        ("2026-11-20 07:31", "2026-11-23 07:30"),
    ],
)
def test_it_is_sent_at_half_past_seven_by_the_clock_on_the_wall(after, next_time):
    london = ZoneInfo("Europe/London")
    schedule = settings.CELERY_BEAT_SCHEDULE["send the daily emails"]["schedule"]
    schedule.app, now = app, datetime.fromisoformat(after).replace(tzinfo=london)
    schedule.nowfun = lambda: now
    start_of, remaining, _ = schedule.remaining_delta(now)
    assert (start_of + remaining).astimezone(london).strftime("%Y-%m-%d %H:%M") == next_time
    assert schedule.tz == london or str(schedule.tz) == "Europe/London"
