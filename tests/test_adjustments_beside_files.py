"""What a team manager recorded about a threshold stays, whatever files come; what files say works as before."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from base.versions import version
from staff.models import User
from tests.answers import load
from tests.small_caseload import small_caseload, write
from workload.models import Adjustment, Allowance
from workload.services.allowances import record_allowance
from workload.services.thresholds import end_adjustment, record_adjustment, set_rurality

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2018-12-21 09:00", tick=False):
        yield


@pytest.fixture
def files(tmp_path):
    files = small_caseload()
    load(write(tmp_path, files))
    with connection.cursor() as cursor:
        # The import checks them at once from then on; what is done on a page has a transaction of its own.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return files


@pytest.fixture
def manager(files):
    """Of the team of CM1, who has the adjustment of the files."""
    team = User.objects.get(staff_code="CM1").post.team
    user = User.objects.create(staff_code="BOSS", last_name="Boss", email="boss@example.org")
    user.posts.create(role="team_manager", team=team)
    return user


@pytest.fixture
def again(tmp_path, files):
    def run(*options: str) -> None:
        call_command("import_caseload", str(write(tmp_path, files)), *options, stdout=StringIO(), stderr=StringIO())

    return run


def recorded(manager, **fields) -> Adjustment:
    officer = User.objects.get(staff_code="CM1")
    said = {"reason": "Split Role", "percent": Decimal(20), "starts_on": date(2018, 12, 3), "agreed_with": "Me"}
    return record_adjustment(by=manager, adjustment=Adjustment(officer=officer, **said | fields))


def test_one_that_was_recorded_here_stays_when_a_complete_file_lacks_it(manager, again):
    here = recorded(manager)
    again("--complete", "adjustments")
    assert Adjustment.objects.filter(pk=here.pk).exists()


def test_one_of_a_file_goes_when_a_complete_file_lacks_it(manager, files, again):
    [of_file] = Adjustment.objects.all()
    files["adjustments"][0]["reason"] = "In other words"
    again("--complete", "adjustments")
    assert not Adjustment.objects.filter(pk=of_file.pk).exists()


def test_one_of_a_file_is_ended_here_and_the_same_file_leaves_that(manager, again):
    [of_file] = Adjustment.objects.all()
    end_adjustment(by=manager, adjustment=of_file, ends_on=date(2018, 12, 31), seen=version(of_file))
    again()
    assert Adjustment.objects.get(pk=of_file.pk).ends_on == date(2018, 12, 31)


def test_rurality_that_was_set_here_stays_and_the_post_of_the_files_goes_on(manager, again):
    officer = User.objects.get(staff_code="CM1")
    [post] = officer.posts.all()
    set_rurality(by=manager, officer=officer, percent=Decimal(15), seen=version(post))
    again()
    assert officer.posts.count() == 2
    before, after = (officer.post_on(date(2018, 12, day)) for day in (20, 21))
    assert (before.rurality_override, after.rurality_override) == (None, 15)
    assert before.weekly_hours == after.weekly_hours == post.weekly_hours


def test_hours_of_a_later_file_reach_the_post_of_today_without_a_conflict(manager, files, again):
    officer = User.objects.get(staff_code="CM1")
    [post] = officer.posts.all()
    set_rurality(by=manager, officer=officer, percent=Decimal(15), seen=version(post))
    files["staff"][0]["weekly_hours"] = "30"
    again()
    assert User.objects.get(staff_code="CM1").post.weekly_hours == 30


def test_no_file_tells_of_allowances(manager, again):
    officer = User.objects.get(staff_code="CM1")
    said = {"kind": "marac", "points": Decimal(4), "starts_on": date(2018, 12, 3)}
    record_allowance(by=manager, allowance=Allowance(officer=officer, **said))
    again("--complete", "adjustments")
    assert Allowance.objects.count() == 1
