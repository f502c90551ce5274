"""Source B, section 3: additional measures agreed by the LDU head, "other" referred to the chief officer."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from base.versions import version
from cases.models import BragReview
from casework.services import additional as services
from casework.services.refusals import ChangedMeanwhile, Refused
from contacts.additional import AdditionalMeasure, AdditionalReview
from tests.additional import TELEPHONE
from tests.additional import agreed_entry as agreed
from tests.additional import proposed_entry as proposed
from tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
PROPOSED = {
    "kind": "less_often",
    "every": "42",
    "whose": "team",
    "statuses": ["amber", "green"],
    "reason": "The workload is at 125%",
    "protection": "Nobody with a high risk is among them",
    "starts_on": "23/11/2026",
    "ends_on": "31/1/2027",
    "review_on": "21/12/2026",
}
OTHER = {"kind": "other", "every": None, "what": "Groups of five"}


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


def propose(browser, **answers):
    return browser.post(reverse("propose_additional"), {**PROPOSED, **answers})


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {field: [*words] for field, words in response.context["form"].errors.items()}


def act(browser, name: str, measure, **answers):
    address = reverse(name, args=[measure.pk])
    return browser.post(address, {"seen": version(AdditionalMeasure.objects.get(pk=measure.pk)), **answers})


def page(browser, name: str, *args) -> str:
    response = browser.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


# Proposing


def test_a_team_manager_proposes_for_the_own_team_and_it_waits_for_the_ldu_head(sign_in, cast):
    response = propose(sign_in(cast.team_manager))
    made = AdditionalMeasure.objects.get()
    assert response.url == reverse("additional_measure", args=[made.pk])
    assert (made.state, made.team, made.proposed_by, made.referred_by) == (
        "proposed", cast.team_manager.post.team, cast.team_manager, None,
    )  # fmt: skip
    assert Entry.objects.get().action == "propose an additional measure"


def test_what_an_ldu_head_proposes_waits_for_the_chief_officer(sign_in, cast):
    propose(sign_in(cast.ldu_head), team=cast.team_manager.post.team_id)
    made = AdditionalMeasure.objects.get()
    assert (made.state, made.referred_by) == ("referred", cast.ldu_head)


def test_for_one_case_manager_or_chosen_cases_the_team_follows_from_these(sign_in, cast):
    head = sign_in(cast.ldu_head)
    propose(head, whose="case_manager", officer=cast.case_manager.pk)
    propose(head, whose="cases", cases="a000001, A000002")
    first, second = AdditionalMeasure.objects.order_by("pk")
    assert first.team == second.team == cast.team_manager.post.team
    assert {each.service_user for each in second.cases.all()} == {cast.own, cast.colleagues}


def test_sent_twice_it_is_proposed_once(sign_in, cast):
    browser = sign_in(cast.team_manager)
    assert propose(browser).url == propose(browser).url
    assert AdditionalMeasure.objects.count() == 1


@pytest.mark.parametrize(
    "answers, field, words",
    [
        ({"kind": ""}, "kind", "Select what the measure is"),
        ({"every": ""}, "every", "Enter how many days there are to be between contacts"),
        ({"kind": "other"}, "what", "Enter what is to be done"),
        ({"kind": "designated"}, "held_by", "Select who holds the sessions"),
        ({"whose": "case_manager"}, "officer", "Select the case manager"),
        ({"whose": "cases"}, "cases", "Enter the CRNs of the cases"),
        (
            {"whose": "cases", "cases": "A000001 A000003 X999999"},
            "cases",
            "These are not CRNs of people whom you can choose: A000003, X999999",
        ),
        ({"statuses": []}, "statuses", "Select the BRAG statuses that it is for"),
        ({"protection": ""}, "protection", "Enter the public protection assessment"),
        ({"reason": ""}, "reason", "Enter why it is needed"),
        ({"statuses": ["red"]}, "risk", "Enter the risk statement. It is needed for Red and Red/Amber"),
        ({"starts_on": "17/11/2026"}, "starts_on", "The first day must be today or in the future"),
        ({"ends_on": "20/11/2026"}, "ends_on", "The last day must be on or after 23 November 2026, the first day"),
        (
            {"ends_on": "1/3/2027"},
            "ends_on",
            "The last day must be 14 February 2027 or before."
            " For these statuses a measure can hold for 84 days at most",
        ),
        ({"review_on": "1/2/2027"}, "review_on", "The review must be from the first day to the last"),
        (
            {"every": "28"},
            "every",
            "Enter more days than the contact standard has. For these it has as many already: Amber, Green",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_answer_and_nothing_is_lost(sign_in, cast, answers, field, words):
    response = propose(sign_in(cast.team_manager), **answers)
    assert errors(response)[field] == [words]
    assert not AdditionalMeasure.objects.exists()
    if "reason" not in answers:
        assert "The workload is at 125%" in response.content.decode()


# Deciding


def test_the_ldu_head_agrees(sign_in, cast):
    waits, head = proposed(cast.team_manager), sign_in(cast.ldu_head)
    response = act(head, "decide_additional", waits, decision="agree", reason="It is safe")
    assert response.url == reverse("additional_measure", args=[waits.pk])
    waits.refresh_from_db()
    assert (waits.state, waits.decided_by, waits.decision_reason) == ("agreed", cast.ldu_head, "It is safe")
    assert act(head, "decide_additional", waits, decision="agree", reason="It is safe").status_code == 302
    assert Entry.objects.count() == 1


def test_the_ldu_head_refuses_with_a_reason(sign_in, cast):
    waits = proposed(cast.team_manager)
    assert errors(act(sign_in(cast.ldu_head), "decide_additional", waits, decision="refuse"))["reason"]
    act(sign_in(cast.ldu_head), "decide_additional", waits, decision="refuse", reason="Allocate instead")
    waits.refresh_from_db()
    assert (waits.state, waits.decision_reason) == ("refused", "Allocate instead")


def test_another_measure_is_referred_to_the_chief_officer_who_decides(sign_in, cast):
    waits, head = proposed(cast.team_manager, **OTHER), sign_in(cast.ldu_head)
    assert errors(act(head, "decide_additional", waits, decision="agree", reason="Good"))["decision"]
    with pytest.raises(Refused, match="must be decided by the chief officer"):
        services.agree_additional(by=cast.ldu_head, measure=waits, seen=version(waits), reason="Good")
    act(head, "decide_additional", waits, decision="refer", reason="Unusual")
    waits.refresh_from_db()
    assert (waits.state, waits.referred_by) == ("referred", cast.ldu_head)
    assert head.get(reverse("decide_additional", args=[waits.pk])).status_code == 302
    act(sign_in(cast.chief_officer), "decide_additional", waits, decision="agree", reason="Try it")
    waits.refresh_from_db()
    assert (waits.state, waits.decided_by) == ("agreed", cast.chief_officer)


def test_nobody_decides_their_own_proposal(sign_in, cast):
    propose(sign_in(cast.ldu_head), team=cast.team_manager.post.team_id)
    waits = AdditionalMeasure.objects.get()
    with pytest.raises(Refused, match="only the chief officer can decide"):
        services.agree_additional(by=cast.ldu_head, measure=waits, seen=version(waits), reason="Good")
    own = proposed(cast.team_manager, proposed_by=cast.ldu_head)
    with pytest.raises(Refused, match="You proposed this yourself"):
        services.agree_additional(by=cast.ldu_head, measure=own, seen=version(own), reason="Good")


def test_somebody_of_another_unit_does_not_find_it(sign_in, cast):
    waits = proposed(cast.team_manager)
    for beyond in (cast.other_ldu_head, cast.other_chief_officer, cast.other_team_manager):
        for name in ("additional_measure", "decide_additional", "end_additional"):
            assert sign_in(beyond).get(reverse(name, args=[waits.pk])).status_code == 404, name
    with pytest.raises(Refused):
        services.agree_additional(by=cast.other_ldu_head, measure=waits, seen=version(waits), reason="Good")


def test_two_who_decide_at_once_are_told_who_was_first(cast):
    waits = proposed(cast.team_manager)
    seen = version(waits)
    second = UserFactory(role="ldu_head", team=None, ldu=cast.ldu_head.post.ldu)
    services.agree_additional(by=cast.ldu_head, measure=waits, seen=seen, reason="It is safe")
    with pytest.raises(ChangedMeanwhile, match="agreed this on Wednesday 18 November"):
        services.refuse_additional(by=second, measure=waits, seen=seen, reason="Too soon")


def test_what_is_over_by_the_day_of_the_decision_is_not_agreed(cast):
    waits = proposed(
        cast.team_manager, starts_on=date(2026, 11, 2), review_on=date(2026, 11, 9), ends_on=date(2026, 11, 17)
    )
    with pytest.raises(Refused, match="today or in the future"):
        services.agree_additional(by=cast.ldu_head, measure=waits, seen=version(waits), reason="Good")


# What people see who decide


def test_it_shows_before_what_it_does_and_that_the_month_does_not_move(sign_in, cast):
    BragReview.objects.filter(service_user=cast.colleagues).update(status="red")
    waits = proposed(cast.team_manager)
    response = sign_in(cast.ldu_head).get(reverse("decide_additional", args=[waits.pk]))
    effect, month = response.context["effect"], response.context["month"]
    assert (effect.people, effect.holds) == (2, 1)
    assert effect.held_back == [("It is not for their BRAG status", 1)]
    assert sum(before for _, before, _ in effect.groups) == sum(after for *_, after in effect.groups) == 2
    assert (month.met, month.applicable) == (0, 2)
    assert "A contact that counts is still needed in every calendar month." in response.content.decode()


def test_the_key_priorities_are_counted_with_the_lists_behind_them(sign_in, cast):
    BragReview.objects.filter(service_user=cast.colleagues).update(status="red")
    cast.own.iom = True
    cast.own.save()
    waits = proposed(cast.team_manager)
    head = sign_in(cast.ldu_head)
    priorities = head.get(reverse("decide_additional", args=[waits.pk])).context["priorities"]
    assert {str(label): number for label, number, *_ in priorities} == {
        "Red": 1, "Red/Amber": 0, "Integrated offender management (IOM)": 1, "Not seen for six weeks": 0,
        "Allocated in the last 28 days": 0, "Released from custody in the last 28 days": 0,
    }  # fmt: skip
    for _label, number, address, _hint in priorities:
        assert len(head.get(address).context["table"].rows) == number, address
    chosen = proposed(cast.team_manager, people=[cast.own])
    found = head.get(reverse("caseload"), {"additional": chosen.pk}).context["table"].rows
    assert [row.record for row in found] == [cast.own]


def test_the_number_of_queries_does_not_depend_on_the_number_of_people(sign_in, cast, django_assert_num_queries):
    waits, head = proposed(cast.team_manager), sign_in(cast.ldu_head)
    address = reverse("decide_additional", args=[waits.pk])
    head.get(address)
    with CaptureQueriesContext(connection) as few:
        head.get(address)
    for _ in range(5):
        person(cast.case_manager)
    with django_assert_num_queries(len(few)):
        head.get(address)


# Reviewed, ended, expired


def test_the_ldu_head_reviews_it_and_it_goes_on(sign_in, cast):
    held, head = agreed(cast.team_manager, cast.ldu_head, review_on=TODAY), sign_in(cast.ldu_head)
    for _ in range(2):
        act(head, "review_additional", held, next_review_on="4/12/2026", reason="Still 120%")
    held.refresh_from_db()
    review = AdditionalReview.objects.get()
    assert (held.review_on, review.reason, review.reviewed_by) == (date(2026, 12, 4), "Still 120%", cast.ldu_head)
    late = act(head, "review_additional", held, next_review_on="12/12/2026", reason="Later")
    assert errors(late)["next_review_on"] == ["The next review must be after today, and by the last day"]


def test_it_is_ended_early_with_a_reason(sign_in, cast):
    held = agreed(cast.team_manager, cast.ldu_head)
    act(sign_in(cast.team_manager), "end_additional", held, reason="Two new case managers")
    held.refresh_from_db()
    assert (held.state, held.over_on, held.ended_by) == ("ended", TODAY, cast.team_manager)
    assert not AdditionalMeasure.objects.in_force(TODAY).exists()


def test_what_waits_is_taken_back(sign_in, cast):
    waits = proposed(cast.team_manager)
    act(sign_in(cast.team_manager), "end_additional", waits, reason="Not needed")
    waits.refresh_from_db()
    assert waits.standing(TODAY) == "taken_back"


# The register, the home page, and a person's page


def test_the_register_has_the_units_entries_by_state(sign_in, cast):
    waits, held = proposed(cast.team_manager), agreed(cast.team_manager, cast.ldu_head)
    over = agreed(cast.other_team_manager, cast.ldu_head, ends_on=date(2026, 11, 17), review_on=date(2026, 11, 17))

    def found(user, **narrowed):
        table = sign_in(user).get(reverse("additional_measures"), narrowed).context["table"]
        return {row.record for row in table.rows}

    assert found(cast.ldu_head) == found(cast.chief_officer) == {waits, held, over}
    assert found(cast.team_manager) == {waits, held}
    assert found(cast.other_ldu_head) == set()
    assert found(cast.ldu_head, listed="to_decide") == found(cast.ldu_head, listed="waiting") == {waits}
    assert found(cast.chief_officer, listed="to_decide") == set()
    assert found(cast.ldu_head, listed="in_force") == {held}
    assert found(cast.ldu_head, listed="over") == {over}


def test_a_case_manager_sees_those_that_apply_to_the_own_cases(sign_in, cast):
    of_team = agreed(cast.team_manager, cast.ldu_head)
    own_case = agreed(cast.team_manager, cast.ldu_head, people=[cast.own])
    agreed(cast.team_manager, cast.ldu_head, people=[cast.colleagues])
    agreed(cast.team_manager, cast.ldu_head, whose="case_manager", officer=cast.colleague)
    proposed(cast.team_manager)
    nia = sign_in(cast.case_manager)
    rows = nia.get(reverse("additional_measures")).context["table"].rows
    assert {row.record for row in rows} == {of_team, own_case}
    assert "The cases that it is for" in page(nia, "additional_measure", own_case.pk)


def test_a_persons_page_says_which_applies_and_until_when(sign_in, cast):
    agreed(cast.team_manager, cast.ldu_head)
    agreed(cast.team_manager, cast.ldu_head, **TELEPHONE)
    shown = page(sign_in(cast.case_manager), "service_user", cast.own.public_id)
    assert "Less often: every 42 days." in shown
    assert "2 November to 11 December 2026" in shown
    assert "No current order has a programme, DRR, ATR, RAR or SAC" in shown


@pytest.mark.parametrize("day, told", [("2026-11-26", False), ("2026-11-27", True), ("2026-12-11", True)])
def test_those_who_head_the_unit_are_told_14_days_before_it_ends(sign_in, cast, day, told):
    """An alert is about a service user; an entry is about a team, so the home page says it."""
    agreed(cast.team_manager, cast.ldu_head, review_on=date(2026, 12, 11))
    with time_machine.travel(f"{day} 12:00", tick=False):
        for user in (cast.team_manager, cast.ldu_head):
            assert ("end in the next 14 days" in page(sign_in(user), "home")) == told
        assert "end in the next 14 days" not in page(sign_in(cast.chief_officer), "home")


def test_they_are_told_on_the_day_of_the_review_and_of_what_waits(sign_in, cast):
    agreed(cast.team_manager, cast.ldu_head, review_on=TODAY)
    proposed(cast.team_manager)
    told = page(sign_in(cast.ldu_head), "home")
    assert "Additional measures to review" in told
    assert "Additional measures to decide" in told
    assert "Additional measures to review" in page(sign_in(cast.team_manager), "home")
