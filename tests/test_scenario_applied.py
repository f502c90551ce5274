"""A scenario is applied as a whole or not at all, by the services of each change, and its figures are kept."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from cases.models import Allocation, AllocationDecision
from staff.models import Post, Team
from staff.units import Unit
from tests.factories import person
from tests.scenarios import expect, hours, less, move, scenario, send, shared, show
from tests.workload import words
from workload.models import Adjustment, Scenario
from workload.selectors import loads

pytestmark = pytest.mark.django_db
WHY = {"reason": "workload", "details": "Nia works half time"}
AGREED = {"agreed_with": "Angharad Palmer"}


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.team_manager)


@pytest.fixture
def made(cast):
    """It moves Nia's Amber and Red case, halves her hours, takes 20% off Owain's threshold and expects 2 Red cases."""
    made = shared(cast)
    cast.own.red = person(cast.case_manager, brag="red")
    for each in (cast.own, cast.own.red):
        move(made, each, cast.case_manager, cast.colleague)
    hours(made, cast.case_manager, "18.5")
    less(made, cast.colleague, 20)
    expect(made, cast.colleague, "red", 2)
    return made


def held_by(cast) -> list[str]:
    on = Allocation.objects.on(date(2026, 11, 18)).filter(service_user__in=[cast.own, cast.own.red])
    return sorted(on.values_list("officer__staff_code", flat=True))


def nothing_is_done(cast) -> bool:
    return (
        not AllocationDecision.objects.exists()
        and not Adjustment.objects.exists()
        and Post.objects.get(user=cast.case_manager).weekly_hours == 37
    )


def test_the_check_page_lists_all_that_will_be_done_and_what_will_not(manager, made, cast):
    page = show(manager, made, "apply_scenario")
    assert "All of this is done from Wednesday 18 November on, or nothing of it." in page
    assert "Dafydd Morgan" in page
    assert "Nia Rees works 18.5 hours a week" in page
    assert "20% off the threshold of Owain Parry, to 31 December 2026: Split Role" in page
    assert "Expected cases are only thought of. Nothing is recorded for them." in page
    assert nothing_is_done(cast)


def test_everything_is_done_from_its_first_day_by_one_act(manager, made, cast):
    response = send(manager, made, "apply_scenario", **WHY, **AGREED)
    assert response.status_code == 302
    assert held_by(cast) == ["CM2", "CM2"]
    decision = AllocationDecision.objects.get(service_user=cast.own)
    assert (decision.former, decision.officer, decision.decided_by) == (
        cast.case_manager, cast.colleague, cast.team_manager,
    )  # fmt: skip
    assert (decision.starts_on, decision.reason, decision.details) == (
        date(2026, 11, 18), "workload", "Nia works half time",
    )  # fmt: skip
    posts = list(cast.case_manager.posts.order_by("starts_on").values_list("starts_on", "ends_on", "weekly_hours"))
    assert (date(2026, 11, 18), None, Decimal("18.50")) in posts
    assert (None, date(2026, 11, 17), Decimal("37.00")) in posts
    adjustment = Adjustment.objects.get()
    assert (adjustment.officer, adjustment.percent, adjustment.starts_on, adjustment.ends_on) == (
        cast.colleague, 20, date(2026, 11, 18), date(2026, 12, 31),
    )  # fmt: skip
    assert (adjustment.agreed_with, adjustment.recorded_by) == ("Angharad Palmer", cast.team_manager)
    entry = Entry.objects.get()
    assert (entry.action, entry.facts) == ("apply a scenario", {"moves": 2, "thresholds": 2})


def test_what_the_workload_is_then_is_what_the_scenario_said_but_for_expected_cases(manager, made, cast):
    """Owain: 1.94 + 1.94 + 4.85 = 8.73 of 80; the two Red cases that were expected, 9.70, are not there."""
    send(manager, made, "apply_scenario", **WHY, **AGREED)
    found = {place.case_manager: load for place, load in loads(date(2026, 11, 18), Unit.of(made.team)).items()}
    assert (found["CM1"].points, found["CM1"].threshold) == (0, 50)
    assert (found["CM2"].points, found["CM2"].threshold) == (Decimal("8.73"), 80)


def test_its_page_stays_readable_with_the_figures_as_they_were(manager, made, cast):
    send(manager, made, "apply_scenario", **WHY, **AGREED)
    first = show(manager, made)
    assert "These are the figures as they were when the scenario was applied." in first
    # Nia 6.79 before and 0 after; Owain 1.94 before, 8.73 + 9.70 expected = 18.43 after, of 80.
    assert '0.00 <span class="cm-second">before: 6.79</span>' in first
    assert '18.43 <span class="cm-second">before: 1.94</span>' in first
    assert '80.00 <span class="cm-second">before: 100.00</span>' in first
    with time_machine.travel("2027-03-01 12:00", tick=False):
        for _ in range(3):
            person(cast.colleague)
        Adjustment.objects.all().delete()
        manager.force_login(cast.team_manager, backend="staff.backends.InPostBackend")
        later = show(manager, made)
    assert '18.43 <span class="cm-second">before: 1.94</span>' in later
    assert "cannot be made any more" not in later
    assert "Take out" not in later


def test_sent_twice_it_is_applied_once(manager, made):
    address = reverse("apply_scenario", args=[made.pk])
    seen = manager.get(address).context["form"]["seen"].value()
    answers = [manager.post(address, {"seen": seen, **WHY, **AGREED}) for _ in range(2)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, reverse("scenario", args=[made.pk]))] * 2
    assert AllocationDecision.objects.count() == 2
    assert Adjustment.objects.count() == 1
    assert Entry.objects.count() == 1


def test_something_that_cannot_be_any_more_refuses_the_whole(manager, made, cast):
    address = reverse("apply_scenario", args=[made.pk])
    seen = manager.get(address).context["form"]["seen"].value()
    Allocation.objects.filter(service_user=cast.own.red).update(officer=cast.colleague)
    response = manager.post(address, {"seen": seen, **WHY, **AGREED})
    page = words(response)
    assert "Nothing has been applied. The reasons are beside the changes that cannot be made any more." in page
    assert "This case is allocated to Owain Parry already" in page
    assert "Apply it</button>" not in page
    assert nothing_is_done(cast)
    made.refresh_from_db()
    assert made.state == "shared"
    assert not made.figures.exists()


def test_a_move_against_the_rules_of_the_roll_out_asks_for_its_reason(manager, made, cast):
    """The colleague's team is that for single requirements, and both cases have an order in scope."""
    Team.objects.filter(pk=cast.colleague.post.team_id).update(for_single_requirements=True)
    refused = send(manager, made, "apply_scenario", **WHY, **AGREED)
    assert refused.context["form"].errors["exception"]
    assert nothing_is_done(cast)
    send(manager, made, "apply_scenario", **WHY, **AGREED, exception="Until January")
    assert set(AllocationDecision.objects.values_list("exception", flat=True)) == {"Until January"}
    assert held_by(cast) == ["CM2", "CM2"]


def test_a_refusal_in_the_midst_takes_everything_back(manager, made, cast, monkeypatch):
    """What the page could not know, because it happened in the same moment, is refused by the service of the change."""
    monkeypatch.setattr("casework.scenarios.problems_of_adjustments", lambda adjustments: [{} for _ in adjustments])
    recorded = Adjustment.objects.create(
        officer=cast.colleague, reason="Split Role", percent=10, starts_on=date(2026, 11, 1)
    )
    page = words(send(manager, made, "apply_scenario", **WHY, **AGREED))
    assert "There is an adjustment for this reason already: Since 1 November 2026. Change its last day first" in page
    recorded.delete()
    assert nothing_is_done(cast)
    assert not made.figures.exists()
    assert not Entry.objects.exists()


def test_who_agreed_the_adjustments_is_asked_and_the_ldu_heads_name_is_proposed(manager, made, cast, sign_in):
    page = words(send(manager, made, "apply_scenario", **WHY, agreed_with=""))
    assert "Enter who agreed the adjustments" in page
    assert nothing_is_done(cast)
    send(sign_in(cast.ldu_head), made, "scenario_opinion", agrees="yes", reason="")
    page = show(sign_in(cast.team_manager), made, "apply_scenario")
    assert f'value="{cast.ldu_head}"' in page


def test_a_scenario_that_was_changed_meanwhile_is_looked_at_again(manager, made, cast):
    address = reverse("apply_scenario", args=[made.pk])
    seen = manager.get(address).context["form"]["seen"].value()
    less(made, cast.case_manager, 10)
    assert "Somebody changed this after you opened the page." in words(
        manager.post(address, {"seen": seen, **WHY, **AGREED})
    )
    assert nothing_is_done(cast)


def test_a_scenario_whose_first_day_is_over_is_not_applied(manager, cast):
    late = scenario(cast, starts_on=date(2026, 11, 17))
    hours(late, cast.case_manager, "20")
    assert "Apply it</button>" not in show(manager, late, "apply_scenario")
    seen = manager.get(reverse("apply_scenario", args=[late.pk])).context["form"]["seen"].value()
    response = manager.post(reverse("apply_scenario", args=[late.pk]), {"seen": seen})
    assert "The first day of this scenario is over. Change it, then try again." in words(response)
    assert nothing_is_done(cast)


def test_expected_cases_alone_are_nothing_to_apply(manager, cast):
    only = scenario(cast)
    expect(only, None, "red", 3)
    assert "Apply this scenario" not in show(manager, only)
    assert "There is nothing to apply in this scenario." in show(manager, only, "apply_scenario")
    address = reverse("apply_scenario", args=[only.pk])
    seen = manager.get(address).context["form"]["seen"].value()
    assert "There is nothing to apply in this scenario." in words(manager.post(address, {"seen": seen}))
    assert Scenario.objects.get().state == "draft"


def test_from_a_day_to_come_the_hours_of_today_stay(manager, cast):
    later = scenario(cast, starts_on=date(2026, 12, 1))
    hours(later, cast.case_manager, "20")
    send(manager, later, "apply_scenario")
    hours_on = [cast.case_manager.post_on(date(2026, month, day)).weekly_hours for month, day in [(11, 30), (12, 1)]]
    assert hours_on == [37, 20]


def test_an_applied_scenario_is_seen_by_those_above_though_it_was_never_shared(manager, cast, sign_in):
    own = scenario(cast)
    hours(own, cast.case_manager, "20")
    send(manager, own, "apply_scenario")
    assert "20.00" not in show(sign_in(cast.ldu_head), own)
    assert "Nia Rees works 20 hours a week" in show(sign_in(cast.ldu_head), own)
