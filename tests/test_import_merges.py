"""Two records of one person become one: everything moves, and the old CRN finds the survivor."""

from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from alerts.models import Alert, Snooze
from cases.models import Alias, Allocation, Custody, ServiceUser
from contacts.models import Contact
from interchange.merges import MOVED
from staff.models import User
from tests.additional import proposed_entry
from tests.addresses import agreed_oversight, waiting_oversight
from tests.answers import ask, load
from tests.factories import UserFactory
from tests.small_caseload import CONTACT, small_caseload, write
from workload.models import Scenario

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2018-12-21 09:00"):
        yield


@pytest.fixture
def files(tmp_path):
    """The small caseload, imported: A000001 and A000002 have records that share days."""
    files = small_caseload()
    files["allocations"] += [{"crn": "A000002", "staff_code": "CM1", "starts_on": "2018-10-01", "ends_on": ""}]
    load(write(tmp_path, files))
    return files


def merge(tmp_path, files, *pairs):
    merges = [{"old_crn": old, "crn": survivor} for old, survivor in pairs]
    return load(write(tmp_path, files | {"merges": merges}))


def without(files, crn):
    return {name: [row for row in rows if row.get("crn") != crn] for name, rows in files.items()}


def test_everything_moves_and_the_old_number_finds_the_survivor(tmp_path, files, sign_in):
    assert "merges.csv: 1 merged" in merge(tmp_path, without(files, "A000002"), ("A000002", "A000001"))
    survivor = ServiceUser.objects.get(crn="A000001")
    assert not ServiceUser.objects.filter(crn="A000002").exists()
    assert {contact.service_user for contact in Contact.objects.all()} == {survivor}
    assert Custody.objects.filter(service_user=survivor).count() == 2
    assert Allocation.objects.filter(service_user=survivor).count() == 2
    assert Alias.objects.get(crn="A000002").service_user == survivor
    browser = sign_in(User.objects.get(staff_code="CM1"))
    page = browser.post(reverse("caseload"), {"search": "A000002"}, follow=True)
    assert "Mair Ellis" in page.content.decode()


def test_temporary_measures_move_where_they_are_in_no_ones_way(tmp_path, files):
    old, survivor = (ServiceUser.objects.get(crn=crn) for crn in ("A000002", "A000001"))
    officer = User.objects.get(staff_code="CM1")
    for service_user in (old, survivor):
        waiting_oversight(service_user, officer)
        agreed_oversight(service_user, officer, date(2018, 12, 3), date(2018, 12, 14))
    agreed_oversight(old, officer, date(2018, 11, 5), date(2018, 11, 30))
    merge(tmp_path, without(files, "A000002"), ("A000002", "A000001"))
    starts = [date(2018, 11, 5), date(2018, 12, 3), date(2026, 11, 18)]
    assert [*survivor.oversights.order_by("starts_on").values_list("starts_on", flat=True)] == starts
    assert survivor.contacts.filter(type="MO1").count() == 3


def test_chosen_cases_of_additional_measures_are_those_of_the_survivor(tmp_path, files):
    old, survivor = (ServiceUser.objects.get(crn=crn) for crn in ("A000002", "A000001"))
    manager = UserFactory(role="team_manager", team=User.objects.exclude(posts__team=None)[0].post.team)
    of_both, of_old = (proposed_entry(manager, people=people) for people in ([old, survivor], [old]))
    merge(tmp_path, without(files, "A000002"), ("A000002", "A000001"))
    for measure in (of_both, of_old):
        assert [case.service_user for case in measure.cases.all()] == [survivor]


def test_files_that_still_have_the_old_number_tell_of_the_survivor(tmp_path, files):
    merge(tmp_path, without(files, "A000002"), ("A000002", "A000001"))
    later = {"contacts": [CONTACT | {"contact_ref": "C9", "crn": "A000002", "date": "2018-12-03"}]}
    load(write(tmp_path, small_caseload() | later | {"custody": [], "allocations": []}))
    assert Contact.objects.get(contact_ref="C9").service_user.crn == "A000001"
    assert not ServiceUser.objects.filter(crn="A000002").exists()


def test_the_same_merge_again_changes_nothing(tmp_path, files):
    merge(tmp_path, without(files, "A000002"), ("A000002", "A000001"))
    before = ask("compliance", "--month=2018-11", "--level=contact")
    assert "merged" not in merge(tmp_path, without(files, "A000002"), ("A000002", "A000001"))
    assert ask("compliance", "--month=2018-11", "--level=contact") == before


def test_into_a_number_that_nobody_has_yet(tmp_path, files):
    files = without(files, "A000002")
    files["service_users"] += [files["service_users"][0] | {"crn": "B000001"}]
    assert "merges.csv: 1 merged" in merge(tmp_path, files, ("A000002", "B000001"))
    assert Contact.objects.get(contact_ref="C4").service_user.crn == "B000001"


def test_two_into_one(tmp_path, files):
    merge(tmp_path, {"offices": [], "staff": [], **without(without(files, "A000002"), "A000003")},
          ("A000002", "A000001"), ("A000003", "A000001"))  # fmt: skip
    assert list(ServiceUser.objects.values_list("crn", flat=True)) == ["A000001"]
    assert Alias.objects.count() == 2


@pytest.mark.parametrize(
    "pairs",
    [
        [("A000001", "A000001")],
        [("A000001", "A000002"), ("A000002", "A000003")],
        [("A000001", "A000002"), ("A000001", "A000003")],
        [("nobody", "A000001")],
    ],
)
def test_what_cannot_be_merged_is_a_fault(tmp_path, files, pairs):
    with pytest.raises(CommandError, match="at fault"):
        merge(tmp_path, files, *pairs)
    assert ServiceUser.objects.count() == 3


def test_a_number_is_merged_once_only(tmp_path, files):
    merge(tmp_path, without(files, "A000002"), ("A000002", "A000001"))
    with pytest.raises(CommandError, match="1 value is at fault"):
        merge(tmp_path, without(files, "A000002"), ("A000002", "A000003"))


def test_trying_it_first_writes_nothing(tmp_path, files):
    write(tmp_path, without(files, "A000002") | {"merges": [{"old_crn": "A000002", "crn": "A000001"}]})
    call_command("import_caseload", str(tmp_path), "--dry-run")
    assert ServiceUser.objects.filter(crn="A000002").exists()


def test_what_is_snoozed_about_the_old_number_goes_with_its_alert(tmp_path, files):
    old, by = ServiceUser.objects.get(crn="A000002"), User.objects.get(staff_code="CM1")
    alert = Alert.objects.get_or_create(service_user=old, kind="not_seen", closed_at=None)[0]
    about = {"service_user": old, "made_on": date(2018, 12, 21), "until": date(2018, 12, 24), "made_by": by}
    Snooze.objects.create(**about, alert=alert, reason="Ill")
    Snooze.objects.create(**about, contact_due=date(2018, 12, 21), reason="Ill")
    assert "merges.csv: 1 merged" in merge(tmp_path, without(files, "A000002"), ("A000002", "A000001"))
    assert not Snooze.objects.exists()


def test_a_case_that_moves_in_a_scenario_moves_there_once(tmp_path, files):
    old, survivor = (ServiceUser.objects.get(crn=crn) for crn in ("A000002", "A000001"))
    officer = User.objects.get(staff_code="CM1")
    other = User.objects.exclude(pk=officer.pk).first()
    at = {"made_at": "2018-12-20 09:00", "changed_at": "2018-12-20 09:00", "starts_on": date(2018, 12, 21)}
    both, one = (
        Scenario.objects.create(team=officer.post.team, name=name, made_by=other, **at) for name in ("Both", "One")
    )
    for scenario, person in ((both, old), (both, survivor), (one, old)):
        scenario.steps.create(kind="move", service_user=person, officer=officer, to=other)
    merge(tmp_path, without(files, "A000002"), ("A000002", "A000001"))
    assert [step.service_user for step in both.steps.all()] == [survivor]
    assert [step.service_user for step in one.steps.all()] == [survivor]


def test_who_was_allocated_and_why_goes_along(tmp_path, files):
    """A decision is never changed, but for whose it is."""
    old, by = ServiceUser.objects.get(crn="A000002"), User.objects.get(staff_code="CM1")
    about = {"officer": by, "reason": "workload", "starts_on": date(2018, 12, 20)}
    decision = old.allocation_decisions.create(**about, decided_by=by, decided_at="2018-12-20 09:00")
    merge(tmp_path, without(files, "A000002"), ("A000002", "A000001"))
    decision.refresh_from_db()
    assert decision.service_user.crn == "A000001"
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        type(decision).objects.update(reason="distance")


# What is about a person for a while, and goes with the old record; and what the database keeps of itself.
GOES = {"alerts_alert", "alerts_snooze"}


def test_nothing_that_is_about_a_person_is_forgotten():
    """Each table that names a person by a foreign key moves, or goes, where two records become one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND confrelid = 'cases_serviceuser'::regclass AND confdeltype = 'a'"
        )
        naming = {table for (table,) in cursor.fetchall()}
    assert naming - GOES == set(MOVED)
