"""A team manager adjusts the thresholds of the team, from a day to a day; why is shown to few."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import Entry
from tests.factories import TeamFactory
from tests.workload import send, words
from workload.models import Adjustment, AdjustmentReason
from workload.selectors import thresholds
from workload.services.thresholds import record_adjustment, set_rurality

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
ANSWERS = {
    "reason": "Phased Return to Work",
    "percent": "50",
    "starts_on": "18/11/2026",
    "ends_on": "18/12/2026",
    "agreed_with": "Piran Morris",
}


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.team_manager)


def adjusted(cast, **fields) -> Adjustment:
    made = {"reason": "Pregnancy", "percent": 40, "starts_on": date(2026, 11, 2), "agreed_with": "Piran Morris"}
    return Adjustment.objects.create(officer=cast.case_manager, **made | fields)


def test_a_team_manager_records_one_and_the_threshold_follows_at_once(cast, manager):
    sent = send(manager, "record_adjustment", cast.case_manager.pk, **ANSWERS)
    assert sent.url == reverse("officer_workload", args=[cast.case_manager.pk])
    assert thresholds(TODAY)[cast.case_manager.pk] == 50
    assert thresholds(date(2026, 11, 17))[cast.case_manager.pk] == 100
    assert thresholds(date(2026, 12, 19))[cast.case_manager.pk] == 100
    made = Adjustment.objects.get()
    assert (made.recorded_by, made.agreed_with, str(made.recorded_at)) == (
        cast.team_manager,
        "Piran Morris",
        "2026-11-18 12:00:00",
    )


def test_sent_twice_it_counts_once(cast, manager):
    for _ in range(2):
        assert send(manager, "record_adjustment", cast.case_manager.pk, **ANSWERS).status_code == 302
    assert Adjustment.objects.count() == Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "field", "told"),
    [
        ({"reason": ""}, "reason", "Select a reason"),
        ({"percent": ""}, "percent", "This reason has no usual one"),
        ({"percent": "0"}, "percent", "above 0"),
        ({"percent": "101"}, "percent", "from 0 to 100"),
        ({"percent": "half"}, "percent", "Enter a number, for example 12.5"),
        ({"percent": "12.345"}, "percent", "2 decimals at most"),
        ({"reason": "Trade Union Facility Time", "percent": "60"}, "percent", "enter 50% or less"),
        ({"starts_on": ""}, "starts_on", "Enter or select the first day"),
        ({"starts_on": "1/10/2026"}, "starts_on", "Enter a date on or after 21 October 2026"),
        ({"ends_on": "17/11/2026"}, "ends_on", "same as or after the first day"),
        ({"agreed_with": ""}, "agreed_with", "Enter who agreed it"),
        (
            {"reason": "Maternity Leave", "percent": "", "ends_on": "18/5/2027"},
            "ends_on",
            "on or before 17 May 2027",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_answer_and_nothing_is_lost(cast, manager, answers, field, told):
    refused = send(manager, "record_adjustment", cast.case_manager.pk, **ANSWERS | answers)
    assert told in " ".join(refused.context["form"].errors[field])
    typed = ANSWERS | answers
    assert {name: refused.context["form"][name].value() for name in typed} == typed
    assert not Adjustment.objects.exists()


def test_a_reason_brings_its_usual_percentage_and_its_longest_time(cast, manager):
    answers = ANSWERS | {"reason": "Maternity Leave", "percent": "", "ends_on": ""}
    assert send(manager, "record_adjustment", cast.case_manager.pk, **answers).status_code == 302
    made = Adjustment.objects.get()
    assert (made.percent, made.ends_on) == (100, date(2027, 5, 17))


def test_every_reason_of_the_reference_data_is_offered_by_what_it_is_about(cast, manager):
    page = words(manager.get(reverse("record_adjustment", args=[cast.case_manager.pk])))
    assert AdjustmentReason.objects.count() == 26
    for told in (
        '<optgroup label="Work circumstances">',
        "Maternity Leave (usually 100%, 6 months at most)",
        "Trade Union Facility Time (50% at most)",
    ):
        assert told in page


def test_a_reason_that_is_not_offered_any_more_is_not(cast, manager):
    AdjustmentReason.objects.filter(reason="Split Role").update(retired_on=TODAY)
    assert "Split Role" not in words(manager.get(reverse("record_adjustment", args=[cast.case_manager.pk])))


def test_one_reason_adjusts_once_at_a_time(cast, manager):
    adjusted(cast, reason="Phased Return to Work")
    refused = send(manager, "record_adjustment", cast.case_manager.pk, **ANSWERS)
    assert "There is an adjustment for this reason already" in words(refused)


def test_it_is_ended_early(cast, manager):
    adjustment = adjusted(cast)
    assert send(manager, "end_adjustment", adjustment.pk, ends_on="18/11/2026").status_code == 302
    assert thresholds(TODAY)[cast.case_manager.pk] == 60
    assert thresholds(date(2026, 11, 19))[cast.case_manager.pk] == 100
    former = Adjustment.pgh_event_model.objects.get(pgh_obj=adjustment.pk)
    assert former.ends_on is None


def test_its_end_is_never_before_yesterday_so_that_past_figures_stay(cast, manager):
    adjustment = adjusted(cast)
    refused = send(manager, "end_adjustment", adjustment.pk, ends_on="16/11/2026")
    assert "The last day must be on or after 17 November 2026" in words(refused)
    assert send(manager, "end_adjustment", adjustment.pk, ends_on="17/11/2026").status_code == 302


def test_its_end_is_put_off_no_longer_than_the_reason_lasts(cast, manager):
    adjustment = adjusted(cast, reason="Maternity Leave", ends_on=date(2027, 5, 1))
    for day in ("2/5/2027", ""):
        refused = send(manager, "end_adjustment", adjustment.pk, ends_on=day)
        assert "the last day must be on or before 1 May 2027" in words(refused)


def test_who_changes_it_second_is_told(cast, manager):
    adjustment = adjusted(cast)
    seen = manager.get(reverse("end_adjustment", args=[adjustment.pk])).context["view"].seen
    Adjustment.objects.filter(pk=adjustment.pk).update(ends_on=date(2026, 12, 1))
    refused = send(manager, "end_adjustment", adjustment.pk, ends_on="18/12/2026", seen=seen)
    assert "Somebody changed this after you opened the page." in words(refused)
    assert Adjustment.objects.get().ends_on == date(2026, 12, 1)


def test_what_has_not_begun_is_taken_back(cast, manager):
    to_come = adjusted(cast, starts_on=date(2026, 12, 1))
    assert send(manager, "end_adjustment", to_come.pk, do="take_back").status_code == 302
    assert not Adjustment.objects.exists()
    assert Adjustment.pgh_event_model.objects.get(pgh_obj=to_come.pk).percent == 40


def test_what_has_begun_is_not_taken_back(cast, manager):
    adjustment = adjusted(cast)
    send(manager, "end_adjustment", adjustment.pk, do="take_back")
    assert Adjustment.objects.filter(pk=adjustment.pk).exists()


def test_what_is_over_is_not_changed(cast, manager):
    over = adjusted(cast, ends_on=date(2026, 11, 10))
    assert manager.get(reverse("end_adjustment", args=[over.pk])).status_code == 404


@pytest.mark.parametrize("who", ["case_manager", "other_team_manager", "ldu_head", "chief_officer", "administrator"])
@pytest.mark.parametrize("name", ["record_adjustment", "record_allowance", "set_rurality"])
def test_only_the_manager_of_the_team_changes_it(cast, sign_in, who, name):
    browser = sign_in(getattr(cast, who))
    address = reverse(name, args=[cast.case_manager.pk])
    assert browser.get(address).status_code == browser.post(address, ANSWERS).status_code == 404
    assert not Adjustment.objects.exists()


def test_the_service_asks_whose_it_is_too(cast):
    made = Adjustment(officer=cast.case_manager, reason="Other", percent=10, starts_on=TODAY, agreed_with="Me")
    with pytest.raises(ValidationError):
        record_adjustment(by=cast.other_team_manager, adjustment=made)
    with pytest.raises(ValidationError):
        set_rurality(by=cast.other_team_manager, officer=cast.case_manager, percent=Decimal(5), seen="")


@pytest.mark.parametrize("who", ["case_manager", "team_manager", "ldu_head", "chief_officer"])
def test_the_person_and_those_above_in_line_are_told_why(cast, sign_in, who):
    adjusted(cast)
    page = words(sign_in(getattr(cast, who)).get(reverse("officer_workload", args=[cast.case_manager.pk])))
    assert page.count("Pregnancy") == 2
    assert "40% less: Pregnancy, from 2 November 2026 with no end date" in page


def test_a_former_team_manager_sees_the_percentage_and_not_why(cast, sign_in):
    """Whoever had the case manager in the team can still open the page, as for past figures."""
    adjusted(cast)
    post = cast.case_manager.posts.get()
    post.ends_on = date(2026, 11, 16)
    post.save()
    cast.case_manager.posts.create(
        role="case_manager", team=TeamFactory(name="Newport 9"), office=post.office, starts_on=date(2026, 11, 17)
    )
    page = words(sign_in(cast.team_manager).get(reverse("officer_workload", args=[cast.case_manager.pk])))
    assert "Pregnancy" not in page
    assert "40% less: Adjustment, from 2 November 2026" in page


@pytest.mark.parametrize("who", ["team_manager", "ldu_head", "chief_officer"])
def test_no_list_of_several_tells_why(cast, sign_in, who):
    adjusted(cast)
    assert "Pregnancy" not in words(sign_in(getattr(cast, who)).get(reverse("team_workload")))


def test_what_a_file_says_is_shown_in_its_own_words(cast, manager):
    adjusted(cast, reason="cover for a colleague", agreed_with="")
    page = words(manager.get(reverse("officer_workload", args=[cast.case_manager.pk])))
    assert "cover for a colleague" in page


def test_rurality_of_ones_own_applies_from_today_and_past_figures_stay(cast, manager):
    cast.case_manager.post.office.rurality = 20
    cast.case_manager.post.office.save()
    assert send(manager, "set_rurality", cast.case_manager.pk, percent="5").status_code == 302
    assert thresholds(TODAY)[cast.case_manager.pk] == 95
    assert thresholds(date(2026, 11, 17))[cast.case_manager.pk] == 80
    # Changed again on the same day it is the same post, and blank is that of the office.
    assert send(manager, "set_rurality", cast.case_manager.pk, percent="").status_code == 302
    assert thresholds(TODAY)[cast.case_manager.pk] == 80
    assert cast.case_manager.posts.count() == 2


def test_rurality_is_a_percentage_and_somebody_who_comes_second_is_told(cast, manager):
    assert "from 0 to 100" in words(send(manager, "set_rurality", cast.case_manager.pk, percent="101"))
    address = reverse("set_rurality", args=[cast.case_manager.pk])
    seen = manager.get(address).context["view"].seen
    send(manager, "set_rurality", cast.case_manager.pk, percent="5")
    refused = send(manager, "set_rurality", cast.case_manager.pk, percent="6", seen=seen)
    assert "Somebody changed this after you opened the page." in words(refused)
