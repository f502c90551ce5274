"""brag.csv beside the reviews that are made here: a row of a file is an agreed review, and work done here stays."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from cases.brag import AssessmentState, BragAssessment, BragOccasion, OccasionKind
from cases.models import BragReview, FileValue, ServiceUser
from casework.conflicts import conflicts_of
from casework.services.conflicts import use_file
from staff.models import User
from tests.answers import load
from tests.brag import review
from tests.small_caseload import small_caseload, write
from tests.test_import_beside_work import again

pytestmark = pytest.mark.django_db

TODAY = date(2018, 12, 21)


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2018-12-21 09:00", tick=False):
        yield


@pytest.fixture
def files(tmp_path):
    """The small caseload, imported: A000001 is Green."""
    files = small_caseload()
    load(write(tmp_path, files))
    return files


@pytest.fixture
def person(files):
    return ServiceUser.objects.get(crn="A000001")


@pytest.fixture
def officer(files):
    return User.objects.get(staff_code="CM1")


def row(status: str, day: date = TODAY, **fields) -> dict[str, str]:
    return {"crn": "A000001", "reviewed_on": str(day), "status": status, "reviewed_by": "CM1", **fields}


def status(person) -> str:
    return ServiceUser.objects.with_brag(TODAY).get(pk=person.pk).brag


def test_a_row_of_a_file_is_an_agreed_review_though_it_lowers(tmp_path, files, person):
    assert again(tmp_path, files | {"brag": [*files["brag"], row("blue")]}, "brag") == (0, 0)
    assert status(person) == "blue"
    assert not BragAssessment.objects.exists()


def test_the_same_files_leave_what_was_reviewed_here(tmp_path, files, person, officer):
    review(officer, person, "red")
    assert again(tmp_path, files, "brag") == (0, 0)
    assert status(person) == "red"


def test_a_file_that_tells_of_the_same_review_agrees(tmp_path, files, person, officer):
    review(officer, person, "red")
    assert again(tmp_path, files | {"brag": [*files["brag"], row("red")]}, "brag") == (0, 0)
    assert not FileValue.objects.exists()


def test_a_file_with_another_status_on_the_day_of_a_review_made_here_is_in_conflict(tmp_path, files, person, officer):
    review(officer, person, "red")
    later = files | {"brag": [*files["brag"], row("amber")]}
    assert again(tmp_path, later, "brag") == (0, 1)
    assert status(person) == "red"
    assert FileValue.objects.in_conflict().get().value == "amber"
    [conflict] = conflicts_of(person, officer)
    table_name, record = conflict.key
    use_file(by=officer, person=person, table_name=table_name, record=record, seen=conflict.version)
    assert status(person) == "amber"


def test_a_second_review_of_a_day_that_a_file_told_of_stays(tmp_path, files, person, officer):
    later = files | {"brag": [*files["brag"], row("amber")]}
    again(tmp_path, later, "brag")
    review(officer, person, "red")
    assert again(tmp_path, later, "brag") == (0, 0)
    assert status(person) == "red"


def test_what_waits_is_untouched_by_a_file(tmp_path, files, person, officer):
    waiting = review(officer, person, "blue")
    again(tmp_path, files | {"brag": [*files["brag"], row("amber")]}, "brag")
    waiting.refresh_from_db()
    assert (waiting.state, status(person)) == (AssessmentState.WAITING, "amber")


def test_a_complete_file_takes_back_no_review_that_was_made_here(tmp_path, files, person, officer):
    review(officer, person, "red")
    later = write(tmp_path, files | {"brag": files["brag"][:1]})
    call_command("import_caseload", str(later), "--complete", "brag")
    days = BragReview.objects.filter(service_user=person).values_list("reviewed_on", flat=True)
    assert set(days) == {date(2018, 9, 1), TODAY}


def test_reviews_of_two_records_of_one_person_come_together(tmp_path, files, person, officer):
    """Where both have one of a day, that of the survivor stays, with what was written at each."""
    other = ServiceUser.objects.get(crn="A000002")
    review(officer, other, "amber", impact="Of the old record")
    review(officer, person, "red", impact="Of the survivor")
    for service_user in (other, person):
        BragOccasion.objects.create(
            service_user=service_user,
            kind=OccasionKind.ARREST,
            happened_on=TODAY,
            recorded_by=officer,
            recorded_at="2018-12-21 09:00",
        )
    without = {name: [each for each in rows if each.get("crn") != "A000002"] for name, rows in files.items()}
    load(write(tmp_path, without | {"merges": [{"old_crn": "A000002", "crn": "A000001"}]}))
    today = BragReview.objects.get(service_user=person, reviewed_on=TODAY)
    assert today.status == "red"
    assert {each.impact for each in today.assessments.all()} == {"Of the old record", "Of the survivor"}
    assert not BragAssessment.objects.exclude(service_user=person).exists()
    assert BragOccasion.objects.get().service_user == person


def test_of_two_open_reviews_that_of_the_survivor_stays(tmp_path, files, person, officer):
    other = ServiceUser.objects.get(crn="A000002")
    review(officer, other, "amber")
    review(officer, other, "blue")
    review(officer, person, "blue", impact="Of the survivor")
    without = {name: [each for each in rows if each.get("crn") != "A000002"] for name, rows in files.items()}
    load(write(tmp_path, without | {"merges": [{"old_crn": "A000002", "crn": "A000001"}]}))
    assert BragAssessment.objects.open().get().impact == "Of the survivor"
