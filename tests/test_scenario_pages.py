"""Scenarios through their pages: making one, what it changes, sharing it, what others think, throwing it away."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from cases.models import Allocation
from tests.factories import UserFactory, person
from tests.scenarios import expect, hours, less, move, press, scenario, send, shared, show
from tests.workload import words
from workload.models import AdjustmentReason, Scenario, ScenarioOpinion, ScenarioStep

pytestmark = pytest.mark.django_db
NO_CRN = "Take out the CRN. A scenario says who its service users are by its changes"


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.team_manager)


def make(client, **answers):
    said = {"name": "Part time", "starts_on": "18/11/2026", "note": "", **answers}
    return client.post(reverse("make_scenario"), said, follow=True)


def errors(response) -> dict:
    return dict(response.context["form"].errors)


def steps(made) -> list[tuple]:
    columns = ("kind", "officer__staff_code", "to__staff_code", "weekly_hours", "percent", "weighs_as", "number")
    return list(made.steps.values_list(*columns))


def test_it_is_made_and_its_page_shows_the_team_unchanged(manager, cast):
    html = words(make(manager, note="Owain asked"))
    assert "You have made the scenario. Now add what it changes." in html
    assert "It changes nothing yet." in html
    assert "Owain asked" in html
    assert html.count("No change") == 3  # two case managers and the team
    made = Scenario.objects.get()
    assert (made.state, made.made_by, made.team) == ("draft", cast.team_manager, cast.team_manager.post.team)
    assert Entry.objects.get().action == "make a scenario"


def test_sent_twice_it_is_made_once(manager):
    for _ in range(2):
        make(manager)
    assert Scenario.objects.count() == 1


@pytest.mark.parametrize(
    "answers, field, said",
    [
        ({"name": ""}, "name", "Enter a name"),
        ({"name": "x" * 101}, "name", "Name must be 100 characters or fewer"),
        (
            {"name": "Move A000001"},
            "name",
            "Take out the CRN. A scenario says who its service users are by its changes",
        ),
        (
            {"note": "About A000001"},
            "note",
            "Take out the CRN. A scenario says who its service users are by its changes",
        ),
        ({"note": "x" * 1001}, "note", "What it is for must be 1000 characters or fewer"),
        ({"starts_on": ""}, "starts_on", "Enter or select the first day"),
        ({"starts_on": "31/2/2027"}, "starts_on", "Enter a real date, for example 17/5/2027"),
        ({"starts_on": "17/11/2026"}, "starts_on", "Enter a date from 18 November 2026 to 16 February 2027"),
        ({"starts_on": "17/2/2027"}, "starts_on", "Enter a date from 18 November 2026 to 16 February 2027"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(manager, answers, field, said):
    response = make(manager, **{"note": "Kept", **answers})
    assert errors(response)[field] == [said]
    assert not Scenario.objects.exists()
    if field != "note":
        assert "Kept" in response.content.decode()


def test_two_that_are_open_have_two_names(manager, cast):
    hours(scenario(cast), cast.case_manager, "20")
    assert "name" in errors(make(manager))


def test_several_cases_move_at_once_and_their_points_are_told(manager, cast):
    red = person(cast.case_manager, brag="red")
    made = scenario(cast)
    page = show(manager, made, "scenario_move", cast.case_manager.pk)
    assert "Dafydd Morgan: Amber, 1.94 points" in page
    answers = {"cases": [cast.own.pk, red.pk], "to": cast.colleague.pk}
    response = send(manager, made, "scenario_move", cast.case_manager.pk, **answers)
    assert response.status_code == 302
    assert sorted(made.steps.values_list("service_user", "officer__staff_code", "to__staff_code")) == sorted(
        [(cast.own.pk, "CM1", "CM2"), (red.pk, "CM1", "CM2")]
    )
    # 1.94 + 4.85 = 6.79 go from Nia, who had no more, to Owain, who had 1.94 and then has 8.73.
    page = show(manager, made)
    assert "Up 6.8" in page and "Down 6.8" in page
    assert '8.73 <span class="cm-second">before: 1.94</span>' in page
    # They are not offered again.
    page = show(manager, made, "scenario_move", cast.case_manager.pk)
    assert "2 cases are left out here, because the scenario moves them already." in page
    assert "There are no cases that could move." in page


def test_a_form_that_is_sent_twice_adds_once(manager, cast):
    made = scenario(cast)
    for _ in range(2):
        answers = {"cases": [cast.own.pk], "to": cast.colleague.pk}
        address = reverse("scenario_move", args=[made.pk, cast.case_manager.pk])
        assert manager.post(address, answers).status_code == 302
    assert len(steps(made)) == 1
    assert Entry.objects.count() == 1


def test_nobody_is_moved_whom_the_page_does_not_offer(manager, cast):
    made = scenario(cast)
    beyond = cast.other_team.allocations.get().officer
    for answers in (
        {"cases": [cast.other_team.pk], "to": cast.colleague.pk},
        {"cases": [cast.own.pk], "to": beyond.pk},
    ):
        assert errors(send(manager, made, "scenario_move", cast.case_manager.pk, **answers))
    assert manager.get(reverse("scenario_move", args=[made.pk, beyond.pk])).status_code == 404
    assert errors(send(manager, made, "scenario_move", cast.case_manager.pk)).keys() == {"cases", "to"}
    assert not steps(made)


def test_hours_are_tried_and_the_later_answer_takes_the_place_of_the_first(manager, cast):
    made = scenario(cast)
    for weekly in ("20", "18.5"):
        send(manager, made, "scenario_hours", officer=cast.case_manager.pk, weekly_hours=weekly)
    assert steps(made) == [("hours", "CM1", None, 18.5, None, "", None)]
    page = show(manager, made)
    assert "Nia Rees works 18.5 hours a week" in page
    assert '50.00 <span class="cm-second">before: 100.00</span>' in page


@pytest.mark.parametrize(
    "weekly, said",
    [
        ("", "Enter the hours a week"),
        ("49", "Enter hours from 0 to 48"),
        ("-1", "Enter hours from 0 to 48"),
        ("100", "Enter hours from 0 to 48"),
        ("ten", "Enter a number, for example 12.5"),
        ("18.555", "Enter a number with 2 decimals at most"),
    ],
)
def test_hours_that_cannot_be(manager, cast, weekly, said):
    response = send(manager, scenario(cast), "scenario_hours", officer=cast.case_manager.pk, weekly_hours=weekly)
    assert said in errors(response)["weekly_hours"]


def test_an_adjustment_is_tried_by_the_reasons_that_can_be_recorded(manager, cast):
    made = scenario(cast)
    reason = AdjustmentReason.objects.create(
        reason="Tutoring", category="work", max_allowance_percent=20, months_to_expiry=1
    )
    about = {"officer": cast.colleague.pk, "reason": reason.reason}
    assert errors(send(manager, made, "scenario_adjustment", **about))["percent"]
    assert errors(send(manager, made, "scenario_adjustment", **about, percent="30"))["percent"] == [
        "For this reason enter 20% or less"
    ]
    assert "ends_on" in errors(send(manager, made, "scenario_adjustment", **about, percent="20", ends_on="17/11/2026"))
    assert "officer" in errors(send(manager, made, "scenario_adjustment", reason=reason.reason, percent="20"))
    assert send(manager, made, "scenario_adjustment", **about, percent="20").status_code == 302
    assert "20% off the threshold of Owain Parry, to 17 December 2026: Tutoring" in show(manager, made)
    assert made.steps.get().ends_on == date(2026, 12, 17)


def test_cases_are_expected_with_somebody_or_with_nobody_yet(manager, cast):
    made = scenario(cast)
    assert "4.85 points each" in show(manager, made, "scenario_expected")
    send(manager, made, "scenario_expected", officer=cast.colleague.pk, weighs_as="red", number="2")
    send(manager, made, "scenario_expected", officer="", weighs_as="green", number="1")
    page = show(manager, made)
    assert "2 more cases with Owain Parry: Red" in page
    assert "1 more case, not allocated yet: Green" in page
    assert "Not allocated yet" in page
    response = send(manager, made, "scenario_expected", weighs_as="", number="501")
    assert errors(response) == {
        "weighs_as": ["Select what they would weigh as"], "number": ["Enter a whole number from 1 to 500"]
    }  # fmt: skip


def test_a_change_is_taken_out_once_and_again_does_no_harm(manager, cast):
    made = scenario(cast)
    step = hours(made, cast.case_manager, "20")
    assert "You have taken out the change." in words(press(manager, made, "remove", step=step.pk))
    press(manager, made, "remove", step=step.pk)
    press(manager, made, "remove", step="x")
    assert not steps(made)
    assert Entry.objects.filter(action="take a step out of a scenario").count() == 1


def test_its_name_and_first_day_are_changed_and_whoever_comes_second_is_told(manager, cast):
    made = scenario(cast)
    address = reverse("change_scenario", args=[made.pk])
    opened = manager.get(address).context["form"]["seen"].value()
    send(manager, made, "change_scenario", name="Half time", starts_on="1/12/2026", note="")
    response = manager.post(address, {"seen": opened, "name": "Third", "starts_on": "2/12/2026", "note": ""})
    assert "Somebody changed this after you opened the page." in words(response)
    made.refresh_from_db()
    assert (made.name, made.starts_on) == ("Half time", date(2026, 12, 1))


def test_a_draft_is_seen_by_whoever_made_it_and_a_shared_one_by_those_above(cast, sign_in):
    draft = scenario(cast)
    address = reverse("scenario", args=[draft.pk])
    unlike = [
        cast.other_team_manager, cast.other_ldu_head, cast.other_chief_officer, cast.case_manager, cast.administrator,
    ]  # fmt: skip
    for who in (cast.ldu_head, cast.chief_officer, *unlike):
        assert sign_in(who).get(address).status_code == 404, who.staff_code
    assert "The LDU head sees it now." in words(press(sign_in(cast.team_manager), draft, "share"))
    for who in (cast.team_manager, cast.ldu_head, cast.chief_officer):
        browser = sign_in(who)
        assert browser.get(address).status_code == 200, who.staff_code
        assert "Part time" in browser.get(reverse("scenarios")).content.decode()
    for who in unlike:
        assert sign_in(who).get(address).status_code == 404, who.staff_code
        assert sign_in(who).post(address, {"do": "remove", "step": "1"}).status_code == 404, who.staff_code


def test_the_ldu_head_says_what_they_think_and_a_change_after_that_is_told(cast, sign_in):
    made = shared(cast)
    hours(made, cast.case_manager, "20")
    head = sign_in(cast.ldu_head)
    assert "Say what you think" in show(head, made)
    assert errors(send(head, made, "scenario_opinion")) == {"agrees": ["Select whether you agree"]}
    assert errors(send(head, made, "scenario_opinion", agrees="no"))["reason"] == ["Enter why you do not agree"]
    for _ in range(2):
        assert send(head, made, "scenario_opinion", agrees="no", reason="Too much for Owain").status_code == 302
    assert ScenarioOpinion.objects.count() == 1
    page = show(head, made)
    assert "Does not agree" in page and "Too much for Owain" in page
    assert "The scenario was changed after that." not in page
    less(made, cast.colleague, 20)
    assert "The scenario was changed after that." in show(sign_in(cast.team_manager), made)


def test_the_home_of_the_ldu_head_tells_of_shared_ones_until_they_have_said_something(cast, sign_in):
    scenario(cast, name="A draft")
    made = shared(cast)
    told = ("Shared scenarios to look at", 1)
    for who in (cast.ldu_head, cast.chief_officer, cast.other_ldu_head):
        reviews = [(str(label), number) for label, number, *_ in sign_in(who).get("/").context["reviews"]]
        assert (told in reviews) == (who == cast.ldu_head), who.staff_code
    head = sign_in(cast.ldu_head)
    send(head, made, "scenario_opinion", agrees="yes", reason="")
    assert head.get("/").context["reviews"] == []


def test_what_was_seen_before_a_change_is_not_agreed(cast, sign_in):
    made = shared(cast)
    head = sign_in(cast.ldu_head)
    address = reverse("scenario_opinion", args=[made.pk])
    seen = head.get(address).context["form"]["seen"].value()
    hours(made, cast.case_manager, "20")
    response = head.post(address, {"seen": seen, "agrees": "yes", "reason": ""})
    assert "Somebody changed this after you opened the page." in words(response)
    assert not ScenarioOpinion.objects.exists()


def test_an_ldu_head_tries_one_for_a_team_of_theirs_and_does_not_apply_it(cast, sign_in):
    head = sign_in(cast.ldu_head)
    team = cast.team_manager.post.team
    beyond = cast.other_ldu_head.post.ldu.teams.get()
    assert "team" in errors(make(head, team=beyond.pk))
    make(head, team=team.pk)
    made = Scenario.objects.get()
    send(head, made, "scenario_move", cast.case_manager.pk, cases=[cast.own.pk], to=cast.colleague.pk)
    assert steps(made)
    assert "Apply this scenario" not in show(head, made)
    assert head.get(reverse("apply_scenario", args=[made.pk])).status_code == 404
    press(head, made, "share")
    assert "Apply this scenario" in show(sign_in(cast.team_manager), made)


def test_it_is_thrown_away_after_a_question_and_kept_with_who_and_when(manager, cast):
    made = scenario(cast)
    move(made, cast.own, cast.case_manager, cast.colleague)
    assert "Nothing is changed." in show(manager, made, "throw_away_scenario")
    made.refresh_from_db()
    assert made.state == "draft"
    for _ in range(2):
        assert manager.post(reverse("throw_away_scenario", args=[made.pk])).status_code == 302
    page = show(manager, made)
    assert f"{cast.team_manager} on 18 November 2026 at midday" in page
    assert "Nothing of this scenario was done." in page
    assert "Dafydd Morgan" in page
    assert "Take out" not in page
    assert Entry.objects.filter(action="throw away a scenario").count() == 1
    response = manager.post(reverse("scenario_hours", args=[made.pk]), {"officer": "1"}, follow=True)
    assert "Somebody has thrown this scenario away." in words(response)
    assert Allocation.objects.filter(service_user=cast.own, officer=cast.case_manager).exists()


def test_a_change_that_cannot_be_any_more_says_so_and_is_left_out_of_the_figures(manager, cast):
    made = scenario(cast)
    leaver = UserFactory(team=cast.team_manager.post.team, first_name="Elin", last_name="Bowen")
    move(made, cast.own, cast.case_manager, cast.colleague)
    move(made, person(cast.case_manager, brag="red"), cast.case_manager, leaver)
    hours(made, cast.colleague, "37")
    expect(made, leaver, "red", 9)
    Allocation.objects.filter(service_user=cast.own).update(officer=cast.other_team.allocations.get().officer)
    leaver.posts.update(ends_on=date(2026, 11, 17))
    page = show(manager, made)
    assert "4 changes cannot be made any more and are left out of the figures." in page
    assert "This case is not with Nia Rees any more" in page
    assert page.count("Elin Bowen is not in this team on 18 November 2026") == 2
    assert "Owain Parry works so many hours already" in page
    assert page.count("No change") == 3
    # Whoever has gone to another team is masked.
    assert "Dafydd Morgan" not in page and "Now with another unit" in page


def test_a_first_day_that_is_over_says_so(manager, cast):
    made = scenario(cast, starts_on=date(2026, 11, 17))
    hours(made, cast.case_manager, "20")
    page = show(manager, made)
    assert "The first day of this scenario is over, so the figures are those of today." in page
    assert '54.05 <span class="cm-second">before: 100.00</span>' in page


def test_a_reason_is_told_of_those_who_are_the_readers_alone(cast, sign_in):
    made = shared(cast)
    less(made, cast.colleague, 20, reason="Phased Return to Work")
    assert "Phased Return to Work" in show(sign_in(cast.ldu_head), made)
    cast.colleague.posts.update(team=cast.other_ldu_head.post.ldu.teams.get(), ldu=cast.other_ldu_head.post.ldu)
    page = show(sign_in(cast.ldu_head), made)
    assert "Phased Return to Work" not in page
    assert "20% off the threshold of Owain Parry, to 31 December 2026: Adjustment" in page


def grown(cast, made, number: int) -> None:
    """So many case managers more, with as many cases each, and changes about all of them."""
    for _ in range(number):
        officer = UserFactory(team=cast.team_manager.post.team, office=cast.own.office)
        for each in [person(officer) for _ in range(number)][: number // 2 + 1]:
            move(made, each, officer, cast.colleague)
        hours(made, officer, "20")
        less(made, officer, 10)
        expect(made, officer, "red", 1)
        made.opinions.create(by=cast.ldu_head, at="2026-11-17 10:00", agrees=True, about="x")


def test_a_page_asks_no_more_for_a_large_team(cast, manager):
    made = shared(cast)
    addresses = [reverse("scenarios"), reverse("scenario_move", args=[made.pk, cast.case_manager.pk])]
    addresses += [reverse(name, args=[made.pk]) for name in ("scenario", "apply_scenario", "scenario_whose")]
    asked = []
    for number in (1, 4):
        grown(cast, made, number)
        asked.append([])
        for address in addresses:
            manager.get(address)  # what a process asks for once
            with CaptureQueriesContext(connection) as captured:
                assert manager.get(address).status_code == 200
            asked[-1].append(len(captured))
    assert asked[0] == asked[1]


def test_the_workload_page_leads_to_the_scenarios(manager, cast):
    assert reverse("scenarios") in manager.get(reverse("team_workload")).content.decode()
    assert ScenarioStep.objects.count() == 0
