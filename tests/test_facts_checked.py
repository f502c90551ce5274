"""The kept facts are compared with the records by a command and every night; administrators hear of what is wrong."""

import json
from io import StringIO

import pytest
import structlog
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from audit.models import Entry
from casemgmt.celery import app
from cases.models import Stale
from contacts import facts, tasks
from contacts.models import Contact, ContactFact, MonthFact
from staff.models import Office
from tests.admin_pages import fields_of
from tests.answers import ask
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(cast):
    """The cast with one contact, and all that is kept of them."""
    ContactFactory(service_user=cast.own, officer=cast.case_manager, noticed=True, outcome_id="ATTC")
    facts.refresh()
    return cast


@pytest.fixture
def spoilt(kept):
    """One contact's fact and one person's month are wrong."""
    ContactFact.objects.update(came_to="missed")
    MonthFact.objects.filter(service_user=kept.own, met=True).update(met=False)
    return kept


def run(command, *arguments):
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_says_how_many_differ_and_fails_where_any_does(kept):
    assert ask("check_facts") == [
        ["table", "differing"],
        ["contact_facts", "0"],
        ["month_facts", "0"],
        ["figure_facts", "0"],
    ]
    ContactFact.objects.update(came_to="missed")
    out = StringIO()
    with pytest.raises(CommandError, match="Run rebuild_facts"):
        call_command("check_facts", "--format=json", stdout=out)
    assert json.loads(out.getvalue())[0] == {"table": "contact_facts", "differing": 1}


def test_the_command_says_that_nobody_reads_facts_of_other_rules(spoilt, monkeypatch):
    monkeypatch.setattr(facts, "fingerprint", lambda: "of other rules")
    err = StringIO()
    call_command("check_facts", "--format=csv", stdout=StringIO(), stderr=err)
    assert "nobody reads what is kept" in err.getvalue()


def test_rebuilding_mends_and_says_how_many(spoilt):
    kept = MonthFact.objects.count()
    assert run("rebuild_facts").startswith(f"1 contact and {kept} person-months in ")
    run("check_facts")
    assert Entry.objects.filter(action="rebuild facts").get().facts == {"contact_facts": 1, "month_facts": kept}


def test_the_nightly_check_leaves_an_entry_with_counts(kept):
    tasks.check_facts()
    entry = Entry.objects.get()
    assert (entry.actor, entry.action, entry.facts) == (
        None,
        "check facts",
        {"contact_facts": 0, "month_facts": 0, "figure_facts": 0},
    )


def test_what_it_finds_is_an_error_in_the_log_without_anybodys_data(spoilt):
    with structlog.testing.capture_logs() as lines:
        tasks.check_facts()
    assert lines == [
        {"event": "facts_differ", "contact_facts": 1, "month_facts": 1, "figure_facts": 0, "log_level": "error"}
    ]


@time_machine.travel("2026-11-25 02:10")
def test_administrators_are_warned_until_all_is_derived_anew(spoilt, sign_in):
    def page():
        return sign_in(spoilt.administrator).get(reverse("admin:index")).content.decode()

    assert "figures may be wrong" not in page()
    tasks.check_facts()
    warned = " ".join(page().split())
    assert "Some figures may be wrong" in warned
    assert "25 November 2026 at 2:10am" in warned
    assert "Contacts: 1. Months of people: 1." in warned
    assert "manage.py rebuild_facts" in warned
    run("rebuild_facts")
    assert "figures may be wrong" not in page()
    tasks.check_facts()
    assert "figures may be wrong" not in page()


def test_the_hourly_job_leaves_nobody_stale(kept):
    Contact.objects.update(slip_uploaded=False)
    assert Stale.objects.exists()
    tasks.keep_facts()
    assert not Stale.objects.exists()
    assert ContactFact.objects.get().worth == "none"


@pytest.mark.parametrize("task", ["contacts.tasks.keep_facts", "contacts.tasks.check_facts"])
def test_the_jobs_are_in_the_timetable_and_known_to_the_worker(task, settings):
    app.loader.import_default_modules()
    assert task in app.tasks
    assert task in [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]


def changes_the_offices_start(cast, sign_in, starts="2026-11-01"):
    client, address = sign_in(cast.administrator), reverse("admin:staff_office_change", args=[cast.own.office.pk])
    assert client.post(address, fields_of(client.get(address)) | {"amk_from": starts}).status_code == 302


def test_what_an_administrator_changes_is_derived_anew_at_once(kept, sign_in):
    changes_the_offices_start(kept, sign_in)
    assert not Stale.objects.exists()
    assert not MonthFact.objects.filter(service_user=kept.own, month="2018-11-01", reason=None).exists()
    post = kept.case_manager.post
    client, address = sign_in(kept.administrator), reverse("admin:staff_user_change", args=[kept.case_manager.pk])
    first_ends = {"posts-0-ends_on": "2018-11-15", "posts-TOTAL_FORMS": 2}
    second = {"posts-1-starts_on": "2018-11-16", "posts-1-role": "case_manager", "posts-1-weekly_hours": 20}
    place = {"posts-1-team": post.team_id, "posts-1-office": post.office_id}
    client.post(address, fields_of(client.get(address)) | first_ends | second | place)
    assert not Stale.objects.exists()
    assert MonthFact.objects.get(service_user=kept.own, month="2018-11-01").post.weekly_hours == 20


def test_where_it_makes_too_many_stale_it_is_left_to_the_hourly_job(kept, sign_in, monkeypatch):
    monkeypatch.setattr(facts, "FEW", 1)
    changes_the_offices_start(kept, sign_in)
    assert Stale.objects.exists()
    assert Office.objects.get(pk=kept.own.office.pk).amk_from
    tasks.keep_facts()
    assert not Stale.objects.exists()
