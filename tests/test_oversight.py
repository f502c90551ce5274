"""Management oversight: a temporary measure is asked for, agreed by a manager or refused, and ends."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from cases.models import BragReview
from casework.services import oversight as services
from casework.services.refusals import ChangedMeanwhile, Refused
from contacts import facts
from contacts.models import Contact, ContactFact, ContactStandard, MonthFact
from contacts.oversight import Oversight, Standing
from staff.models import Role
from tests.addresses import MEASURE, agreed_oversight, waiting_oversight
from tests.appointments import ANSWERS, page
from tests.factories import ContactFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
MONTHS_RULE = "It does not change what counts towards the month"


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


def ask(browser, person, **answers):
    address = reverse("ask_oversight", args=[person.public_id])
    return browser.post(address, {**ANSWERS["ask_oversight"], **answers})


def decide(browser, waiting, **answers):
    address = reverse("decide_oversight", args=[waiting.service_user.public_id])
    return browser.post(address, {"seen": waiting.pk, **ANSWERS["decide_oversight"], **answers})


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {field: [*words] for field, words in response.context["form"].errors.items()}


def review(person, status, day=TODAY):
    BragReview.objects.create(service_user=person, reviewed_on=day, status=status)


# Asking


def test_a_case_manager_asks_with_a_reason_and_it_waits(nia, cast):
    response = ask(nia, cast.own)
    assert response.url == reverse("service_user", args=[cast.own.public_id])
    asked = Oversight.objects.get()
    assert (asked.state, asked.asked_by, asked.reason) == ("asked", cast.case_manager, "Two sessions a week")
    assert (asked.kind, asked.engaged_in, asked.every, asked.brag) == ("telephone", "drr", None, "amber")
    assert Entry.objects.get().action == "ask for management oversight"


@pytest.mark.parametrize(
    "answers, field, words",
    [
        ({"kind": ""}, "kind", "Select what you ask for"),
        ({"engaged_in": ""}, "engaged_in", "Select what the person is engaged in"),
        ({"kind": "less_often"}, "every", "Enter how much time there is to be between contacts"),
        ({"kind": "less_often", "every": "28"}, "every", "Enter more than 28, which is the contact standard"),
        ({"kind": "less_often", "every": "soon"}, "every", "Enter a whole number, for example 42"),
        ({"starts_on": ""}, "starts_on", "Enter or select the first day"),
        ({"ends_on": ""}, "ends_on", "Enter or select the last day"),
        ({"ends_on": "6/12/2026"}, "ends_on", "The last day must be on or after 7 December 2026, the first day"),
        (
            {"starts_on": "2/11/2026", "ends_on": "17/11/2026"},
            "ends_on",
            "The last day must be today or in the future",
        ),
        (
            {"ends_on": "1/3/2027"},
            "ends_on",
            "The last day must be 28 February 2027 or before. A temporary measure can hold for 84 days at most",
        ),
        ({"reason": " "}, "reason", "Enter why you ask for it"),
    ],
)
def test_what_is_missing_or_makes_no_sense_is_refused_beside_its_field(nia, cast, answers, field, words):
    assert errors(ask(nia, cast.own, **answers)) == {field: [words]}
    assert not Oversight.objects.exists()


@pytest.mark.parametrize(
    "answers, field, words",
    [
        ({"reason": "a" * 12_000}, "reason", "Reason must be 500 characters or fewer"),
        ({"reason": "Settled\x00"}, "reason", "Null characters are not allowed."),
        (
            {"reason": "Settled \u202eylbidercni"},
            "reason",
            "Type this text again. It has hidden characters in it that change the direction of writing",
        ),
        ({"ends_on": "31/2/2027"}, "ends_on", "Enter a real date, for example 17/5/2027"),
        ({"kind": "less_often", "every": "9" * 40}, "every", "Enter a number from 1 to 1,000"),
    ],
)
def test_bad_input_is_answered_beside_its_field_and_nothing_typed_is_lost(nia, cast, answers, field, words):
    response = ask(nia, cast.own, **answers)
    assert errors(response) == {field: [words]}
    for name, value in answers.items():
        assert response.context["form"][name].value() == value
    assert not Oversight.objects.exists()


@pytest.mark.parametrize("status, asked", [("red", True), ("red_amber", True), ("amber", False), ("green", False)])
def test_for_red_and_red_amber_a_risk_statement_and_a_timescale_are_required_too(nia, cast, status, asked):
    review(cast.own, status)
    found = ask(nia, cast.own)
    if not asked:
        assert found.status_code == 302
        return
    assert errors(found).keys() == {"risk", "timescale"}
    assert ask(nia, cast.own, risk="He lives with his mother", timescale="Until Christmas").status_code == 302
    assert Oversight.objects.get().timescale == "Until Christmas"


def test_the_longest_measure_is_a_dated_local_default_of_the_status(nia, cast):
    assert "At most 84 days, which is a local default" in page(nia, "ask_oversight", cast.own)
    ContactStandard.objects.create(
        status="amber", starts_on=TODAY, contact_every=28, review_every=84, oversight_longest=10
    )
    assert errors(ask(nia, cast.own)).keys() == {"ends_on"}
    assert ask(nia, cast.own, ends_on="16/12/2026").status_code == 302


def test_only_one_waits_at_once(nia, cast):
    waiting_oversight(cast.own, cast.case_manager)
    assert nia.get(reverse("ask_oversight", args=[cast.own.public_id])).status_code == 302
    assert "waiting for a decision already" in errors(ask(nia, cast.own))["__all__"][0]


def test_one_is_never_agreed_for_days_of_another(nia, cast):
    agreed_oversight(cast.own, cast.case_manager, date(2026, 11, 2), date(2026, 12, 7))
    found = errors(ask(nia, cast.own))
    assert found == {"starts_on": ["Another measure is agreed for these days: 2 November to 7 December 2026"]}


# Deciding


def test_the_team_manager_agrees_it_with_a_reason(sign_in, cast):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    assert decide(sign_in(cast.team_manager), waiting).status_code == 302
    waiting.refresh_from_db()
    decided = (waiting.state, waiting.decided_by, waiting.decision_reason)
    assert decided == ("agreed", cast.team_manager, "It is safe")
    assert waiting.standing(TODAY) == Standing.IN_FORCE


def test_it_is_refused_with_a_reason_and_nothing_changes(sign_in, cast):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    assert decide(sign_in(cast.team_manager), waiting, decision="refuse").status_code == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decision_reason, waiting.contact) == ("refused", "It is safe", None)
    assert not Contact.objects.exists()


def test_a_decision_needs_a_reason(sign_in, cast):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    found = errors(decide(sign_in(cast.team_manager), waiting, reason="", decision=""))
    assert found == {
        "decision": ["Select whether you agree or refuse it"],
        "reason": ["Enter why you agree or refuse it"],
    }


@pytest.mark.parametrize(
    "who, may",
    [
        ("team_manager", True),
        ("ldu_head", True),
        ("other_team_manager", False),
        ("other_ldu_head", False),
        ("case_manager", False),
        ("colleague", False),
        ("chief_officer", False),
        ("administrator", False),
    ],
)
def test_the_team_manager_of_the_allocated_officer_or_the_ldu_head_decides(cast, who, may):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    said = {"by": getattr(cast, who), "service_user": cast.own, "seen": str(waiting.pk), "reason": "It is safe"}
    if may:
        assert services.agree_oversight(**said).state == "agreed"
        return
    with pytest.raises(Refused):
        services.agree_oversight(**said)
    waiting.refresh_from_db()
    assert waiting.state == "asked"


def test_nobody_agrees_their_own(sign_in, cast):
    waiting = waiting_oversight(cast.own, cast.team_manager)
    browser = sign_in(cast.team_manager)
    assert browser.get(reverse("decide_oversight", args=[cast.own.public_id])).status_code == 302
    assert "You asked for this yourself" in errors(decide(browser, waiting))["__all__"][0]
    assert decide(sign_in(cast.ldu_head), waiting).status_code == 302


def test_of_two_who_decide_the_second_is_told_who_was_first_and_keeps_what_was_typed(sign_in, cast):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    services.agree_oversight(by=cast.ldu_head, service_user=cast.own, seen=str(waiting.pk), reason="Fine")
    response = decide(sign_in(cast.team_manager), waiting, decision="refuse", reason="Too soon")
    words = f"{cast.ldu_head} agreed this on Wednesday 18 November at midday. Your decision has not been saved."
    assert errors(response) == {"__all__": [words]}
    assert "Too soon" in response.content.decode()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decision_reason) == ("agreed", "Fine")


def test_a_decision_is_about_what_was_seen(cast):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    services.end_oversight(by=cast.case_manager, oversight=waiting, reason="Typing error")
    waiting_oversight(cast.own, cast.case_manager, kind="less_often", engaged_in="", every=90, unit="days")
    with pytest.raises(ChangedMeanwhile, match="took this back"):
        services.agree_oversight(by=cast.team_manager, service_user=cast.own, seen=str(waiting.pk), reason="Fine")


def test_it_is_agreed_for_the_status_of_the_day_and_by_what_that_asks_for(cast):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    review(cast.own, "red")
    said = {"by": cast.team_manager, "service_user": cast.own, "seen": str(waiting.pk), "reason": "It is safe"}
    with pytest.raises(Refused, match="needed for Red and Red/Amber"):
        services.agree_oversight(**said)
    BragReview.objects.filter(reviewed_on=TODAY).update(status="green")
    assert services.agree_oversight(**said).brag == "green"


def test_what_was_not_decided_in_time_can_no_more_be_agreed(cast):
    waiting = waiting_oversight(cast.own, cast.case_manager, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 17))
    assert waiting.standing(TODAY) == Standing.LAPSED
    said = {"by": cast.team_manager, "service_user": cast.own, "seen": str(waiting.pk), "reason": "Too late"}
    with pytest.raises(Refused, match="must be today or in the future"):
        services.agree_oversight(**said)
    assert services.refuse_oversight(**said).state == "refused"


# The record


def test_an_agreed_measure_puts_a_contact_on_the_record_that_says_by_whom_and_why(nia, sign_in, cast):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    decide(sign_in(cast.team_manager), waiting)
    contact = Contact.objects.get()
    assert (contact.type_id, contact.officer, contact.date, contact.outcome) == ("MO1", cast.team_manager, TODAY, None)
    browser = sign_in(cast.case_manager)
    timeline = page(browser, "service_user", cast.own).split("Contacts</h2>")[1]
    for words in ("Management oversight", f"Given by {cast.team_manager}", "It is safe"):
        assert words in timeline
    shown = browser.get(reverse("contact", args=[cast.own.public_id, contact.pk]))
    said, entry = shown.content.decode(), shown.context["entry"]
    for words in ("Two sessions a week", "It is safe", str(cast.team_manager)):
        assert words in said
    assert [*entry.actions, *entry.ways_back] == []


def months(person) -> list[dict]:
    return [*MonthFact.objects.filter(service_user=person).order_by("month").values("month", "reason", "met")]


def test_the_record_never_counts_and_kept_months_stay_untouched(cast, sign_in):
    facts.keep_up()
    before = months(cast.own)
    assert before
    waiting = waiting_oversight(cast.own, cast.case_manager)
    decide(sign_in(cast.team_manager), waiting)
    assert ContactFact.objects.get().worth == "none"
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=TODAY, type_id="COPT", outcome_id="ATTC")
    facts.refresh()
    assert months(cast.own) == before


# Its end


def test_it_is_ended_early_with_a_reason_from_that_day_on(nia, cast):
    agreed = agreed_oversight(cast.own, cast.case_manager, date(2026, 11, 2), date(2026, 12, 4))
    address = reverse("end_oversight", args=[cast.own.public_id, agreed.pk])
    assert errors(nia.post(address, {"reason": ""})) == {"reason": ["Enter why it is ended"]}
    assert nia.post(address, {"reason": "The sessions are over"}).status_code == 302
    agreed.refresh_from_db()
    assert (agreed.state, agreed.ended_by, agreed.over_on) == ("ended", cast.case_manager, TODAY)
    assert not Oversight.objects.in_force(TODAY).exists()
    assert Oversight.objects.in_force(TODAY - timedelta(days=1)).exists()


def test_one_that_is_ended_before_it_began_holds_on_no_day_and_is_in_nobodys_way(nia, cast):
    agreed = agreed_oversight(cast.own, cast.case_manager, date(2026, 12, 7), date(2026, 12, 18))
    nia.post(reverse("end_oversight", args=[cast.own.public_id, agreed.pk]), {"reason": "Not needed"})
    assert not any(Oversight.objects.in_force(date(2026, 12, day)).exists() for day in (7, 18))
    assert ask(nia, cast.own).status_code == 302


def test_what_waits_can_be_taken_back(nia, cast):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    nia.post(reverse("end_oversight", args=[cast.own.public_id, waiting.pk]), {"reason": "Typing error"})
    waiting.refresh_from_db()
    assert waiting.standing(TODAY) == Standing.TAKEN_BACK
    assert "Taken back" in page(nia, "service_user", cast.own)


def test_that_it_has_expired_follows_from_its_last_day(cast):
    agreed = agreed_oversight(cast.own, cast.case_manager, date(2026, 11, 2), TODAY)
    assert agreed.standing(TODAY) == Standing.IN_FORCE
    assert agreed.standing(TODAY + timedelta(days=1)) == Standing.EXPIRED
    assert Oversight.objects.in_force(TODAY).exists()
    assert not Oversight.objects.in_force(TODAY + timedelta(days=1)).exists()


def test_what_has_expired_is_not_ended(nia, cast):
    agreed = agreed_oversight(cast.own, cast.case_manager, date(2026, 11, 2), TODAY - timedelta(days=1))
    assert nia.get(reverse("end_oversight", args=[cast.own.public_id, agreed.pk])).status_code == 302
    with pytest.raises(Refused, match="expired already"):
        services.end_oversight(by=cast.case_manager, oversight=agreed, reason="Over")


# Pages


def test_every_page_that_shows_or_asks_for_it_says_that_the_months_rule_stays(nia, sign_in, cast):
    assert MONTHS_RULE in page(nia, "ask_oversight", cast.own)
    waiting = waiting_oversight(cast.own, cast.case_manager)
    assert MONTHS_RULE in page(nia, "service_user", cast.own)
    assert MONTHS_RULE in page(nia, "end_oversight", cast.own, waiting.pk)
    assert MONTHS_RULE in page(sign_in(cast.team_manager), "decide_oversight", cast.own)


def test_the_persons_page_shows_what_is_in_force_what_waits_and_what_was(nia, sign_in, cast):
    agreed_oversight(cast.own, cast.case_manager, date(2026, 9, 1), date(2026, 9, 30))
    agreed_oversight(cast.own, cast.case_manager, date(2026, 11, 2), date(2026, 12, 4))
    waiting_oversight(cast.own, cast.case_manager, starts_on=date(2026, 12, 5))
    said = page(nia, "service_user", cast.own)
    for words in ("In force", "Waiting for a decision", "1 earlier temporary measure", "Expired"):
        assert words in said
    assert "Agree or refuse this measure" not in said
    assert "Agree or refuse this measure" in page(sign_in(cast.team_manager), "service_user", cast.own)


def test_a_measure_of_a_person_beyond_ones_reach_is_not_found(nia, cast):
    other = agreed_oversight(cast.other_team, UserFactory(role=Role.CASE_MANAGER), date(2026, 11, 2), TODAY)
    assert nia.get(reverse("end_oversight", args=[cast.own.public_id, other.pk])).status_code == 404
    assert MEASURE["engaged_in"] == other.engaged_in
