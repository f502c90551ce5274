"""Posts by import: what somebody is, where and for how many hours is dated, so that past figures stay as they were."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from cases.models import FileValue
from staff.models import Ldu, Office, Post, Role, Team, User
from tests.answers import load
from tests.small_caseload import small_caseload, write

pytestmark = pytest.mark.django_db

TODAY = date(2018, 12, 21)
YESTERDAY = TODAY - timedelta(days=1)
SINCE_EVER = GOES_ON = None


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2018-12-21 09:00"):
        yield


@pytest.fixture
def say(tmp_path):
    """Import the small caseload with changes to the row of CM1; returns what was said of staff.csv."""

    def run(**changes: str) -> str:
        files = small_caseload()
        for row in files["staff"]:
            row["post_from"] = ""
        files["staff"][0] |= changes
        return next(line for line in load(write(tmp_path, files)).splitlines() if line.startswith("staff.csv"))

    return run


def posts(field: str = "team__name") -> list[tuple]:
    """The posts of CM1, oldest first."""
    return list(Post.objects.filter(user__staff_code="CM1").reverse().values_list("starts_on", "ends_on", field))


def test_somebody_new_has_one_post_since_ever(say):
    say()
    post = User.objects.get(staff_code="CM1").post
    assert posts() == [(SINCE_EVER, GOES_ON, "One")]
    assert (post.role, post.office.name, post.weekly_hours) == (Role.CASE_MANAGER, "Bala", 37)
    assert (post.ldu.name, post.division.name) == ("Gwynedd", "Wales")
    assert User.objects.get(staff_code="LH1").post.team is None


def test_or_from_the_day_that_the_row_names(say):
    say(post_from="2018-10-01")
    assert posts() == [(date(2018, 10, 1), GOES_ON, "One")]


@pytest.mark.parametrize(
    "change",
    [
        {"team": "Two"},
        {"office": "Harlech"},
        {"role": "team_manager"},
        {"weekly_hours": "18.5"},
        {"role": "ldu_head", "team": "", "weekly_hours": ""},
        {"role": "chief_officer", "team": "", "ldu": "", "division": "Wales"},
    ],
)
def test_a_change_holds_from_today_and_once(say, change):
    say()
    assert say(**change) == "staff.csv: 0 created, 1 changed, 1 unchanged, 0 in conflict"
    assert [post[:2] for post in posts()] == [(SINCE_EVER, YESTERDAY), (TODAY, GOES_ON)]
    assert say(**change) == "staff.csv: 0 created, 0 changed, 2 unchanged, 0 in conflict"
    with time_machine.travel("2019-01-07 09:00"):
        assert say(**change) == "staff.csv: 0 created, 0 changed, 2 unchanged, 0 in conflict"


def test_a_change_of_the_same_day_is_a_correction(say):
    say()
    say(team="Two")
    say(team="Three")
    assert posts() == [(SINCE_EVER, YESTERDAY, "One"), (TODAY, GOES_ON, "Three")]


def test_a_change_may_lie_in_the_past_or_the_future(say):
    say()
    say(team="Two", post_from="2018-10-01")
    assert say(team="Two", post_from="2018-10-01") == "staff.csv: 0 created, 0 changed, 2 unchanged, 0 in conflict"
    say(team="Three", post_from="2019-02-01")
    assert posts() == [
        (SINCE_EVER, date(2018, 9, 30), "One"),
        (date(2018, 10, 1), date(2019, 1, 31), "Two"),
        (date(2019, 2, 1), GOES_ON, "Three"),
    ]


def test_a_post_before_a_later_one_ends_when_that_starts(say):
    say()
    say(team="Three", post_from="2018-12-01")
    say(team="Two", post_from="2018-10-01")
    assert posts() == [
        (SINCE_EVER, date(2018, 9, 30), "One"),
        (date(2018, 10, 1), date(2018, 11, 30), "Two"),
        (date(2018, 12, 1), GOES_ON, "Three"),
    ]


def test_a_post_before_the_first_ends_when_that_starts(say):
    say(post_from="2018-10-01")
    say(team="Two", post_from="2018-07-01")
    assert posts() == [(date(2018, 7, 1), date(2018, 9, 30), "Two"), (date(2018, 10, 1), GOES_ON, "One")]


def test_the_day_that_a_post_starts_corrects_it(say):
    say(post_from="2018-10-01")
    assert (
        say(post_from="2018-10-01", weekly_hours="30") == "staff.csv: 0 created, 1 changed, 1 unchanged, 0 in conflict"
    )
    assert posts("weekly_hours") == [(date(2018, 10, 1), GOES_ON, Decimal(30))]


def test_who_has_no_post_on_the_day_gets_one_when_the_file_says_something_new(say):
    say()
    Post.objects.filter(user__staff_code="CM1").update(ends_on="2018-11-30")
    assert say() == "staff.csv: 0 created, 0 changed, 2 unchanged, 0 in conflict"
    assert posts() == [(SINCE_EVER, date(2018, 11, 30), "One")]
    FileValue.objects.all().delete()
    say(team="Two")
    assert posts() == [(SINCE_EVER, date(2018, 11, 30), "One"), (TODAY, GOES_ON, "Two")]


def test_a_persons_own_rurality_goes_on(say):
    say()
    Post.objects.filter(user__staff_code="CM1").update(rurality_override=12)
    say(team="Two")
    assert posts("rurality_override") == [(SINCE_EVER, YESTERDAY, Decimal(12)), (TODAY, GOES_ON, Decimal(12))]


def test_a_post_moves_with_its_ldu(tmp_path, say):
    say()
    files = small_caseload()
    for office in files["offices"]:
        office["division"] = "North Wales"
    load(write(tmp_path, files))
    assert [(post.starts_on, post.division.name) for post in Post.objects.filter(team__isnull=False)] == [
        (SINCE_EVER, "North Wales")
    ]
    assert (Ldu.objects.count(), Team.objects.count(), Office.objects.count()) == (1, 1, 2)
