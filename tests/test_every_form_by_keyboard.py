"""Every form about a person, and those of signing in and searching, filled in and sent by keyboard alone.

From the top of each page Tab must reach what there is to answer, in the order in which it stands, and show where it is.
"""

import pytest
from django.test import Client

from audit.models import Entry
from cases.brag import WORDS
from staff.models import User
from tests.addresses import roles_of
from tests.appointments import ANSWERS
from tests.browser import Keyboard, show
from tests.factories import PASSWORD
from tests.reviews import LETTERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

VISIT = {"date": "26/11/2026", "start_time": "16:00", "where": "office"}
SERIES = {"date": "26/11/2026", "until": "10/12/2026", "every": "1", "unit": "weeks"}
NEW_VISIT = {"type": "COAP", **VISIT}
ASKED = {"asked_by": "service_user", "reason": "Unwell"}
HELD = {
    name: answer
    for letter in LETTERS
    for name, answer in ((f"confirm_{letter}", "confirmed"), (f"note_{letter}", "Looked at together"))
} | {"outcome": "reasonable", "reason": "Within the threshold"}
# Each page on the way, with its answers in their order and the button that leads on; the last one writes.
WAYS = {
    "add_note": [({"note": "Asked about work"}, "Add the note")],
    "record_contact": [
        (
            {
                "type": "COAP",
                "date": "16/11/2026",
                "start_time": "16:00",
                "end_time": "16:40",
                "where": "office",
                "outcome": "ATTC",
            },
            "Continue",
        ),
        ({}, "Record the contact"),
    ],
    "book": [(NEW_VISIT, "Continue"), ({}, "Book the appointment")],
    "book_series": [
        ({"type": "COAP", **SERIES, "start_time": "16:00", "where": "office"}, "Continue"),
        ({"rows-1-date": "4/12/2026"}, "Book the series"),
    ],
    "cancel_series": [(ASKED, "Cancel these appointments")],
    "series_notice": [({"method": "posted", "when": "now"}, "Record that the notice was given")],
    "cancel": [(ASKED, "Cancel the appointment")],
    "enforce": [({"action": "EA02", "taken_on": "18/11/2026"}, "Record the action")],
    "cancel_session": [({"reason": "The boiler has broken down"}, "Cancel the session")],
    "change_session": [({"capacity": "9"}, "Save the changes")],
    "correct_booking": [({**VISIT, "reason": "Mistyped"}, "Continue"), ({}, "Correct the booking")],
    "undo_cancellation": [({"reason": "Wrong click"}, "Undo the cancellation")],
    "undo_rearrangement": [({"reason": "Wrong click"}, "Undo the rearrangement")],
    "change_needs": [({"needs": "Step-free access"}, "Save")],
    "terminate_order": [
        ({"terminated_on": "17/11/2026", "reason": "progress"}, "Continue"),
        ({}, "Record the termination"),
    ],
    "take_back_termination": [({"reason": "It was another order"}, "Take back the termination")],
    "plan_rar_days": [({"planned": "10", "rationale": "Two more on finding a flat"}, "Save")],
    "refer": [
        (
            {"kind": "1", "provider": "Thinking Skills", "referred_on": "17/11/2026", "note": "Evenings"},
            "Record the referral",
        )
    ],
    "record_referral_step": [({"state": "started", "happened_on": "17/11/2026"}, "Save")],
    "take_out_referral": [({"reason": "It was somebody else"}, "Take out the referral")],
    "take_out_referral_step": [({"reason": "They only asked"}, "Take this out")],
    "record_rar_day": [({"used_on": "17/11/2026", "note": "Mock interview"}, "Record the day")],
    "take_out_rar_day": [({}, "Take out this day")],
    "record_progress": [
        ({"requirements_completed_on": "13/11/2026", "objectives_met_on": "16/11/2026"}, "Save"),
    ],
    "decide_revocation": [({"apply": "yes", "reason": "All is done"}, "Save the decision")],
    "brag_review": [
        ({"status": "green", **dict.fromkeys(WORDS, "A little less than before")}, "Continue"),
        ({}, "Send for agreement"),
    ],
    "agree_brag": [({"decision": "send_back", "reason": "Say more about the impact"}, "Save the decision")],
    "withdraw_brag": [({}, "Withdraw the review")],
    "take_out_occasion": [({}, "Take this out")],
    "allocate": [
        ({"officer": lambda cast: str(cast.colleague.pk), "reason": "workload", "handover": "Two"}, "Allocate"),
    ],
    "record_occasion": [({"kind": "breach", "happened_on": "16/11/2026"}, "Save")],
    "ask_oversight": [
        (
            {
                "kind": "less_often",
                "every": "42",
                "starts_on": "7/12/2026",
                "ends_on": "18/12/2026",
                "reason": "In work",
            },
            "Ask for it",
        )
    ],
    "decide_oversight": [({"decision": "refuse", "reason": "Too soon"}, "Save the decision")],
    "end_oversight": [({"reason": "The sessions are over"}, "End it from today")],
    "propose_additional": [
        (
            {
                "kind": "less_often",
                "every": "42",
                "whose": "team",
                "statuses": "red",
                "reason": "The workload",
                "protection": "Seen weekly by the police",
                "risk": "Known to all who work with them",
                "starts_on": "7/12/2026",
                "ends_on": "18/12/2026",
                "review_on": "14/12/2026",
            },
            "Propose it",
        )
    ],
    "decide_additional": [({"decision": "refuse", "reason": "Too soon"}, "Save the decision")],
    "review_additional": [({"next_review_on": "7/12/2026", "reason": "Still 120%"}, "It goes on")],
    "end_additional": [({"reason": "It is no longer needed"}, "End it from today")],
    "sign_return": [({}, "Sign this month")],
    "end_designation": [({"ends_on": "30/11/2026"}, "Save")],
    "follow_up": [({"what": "breach", "when": "earlier", "done_on": "17/11/2026"}, "Continue")],
    "follow_up_book": [(NEW_VISIT, "Continue"), ({}, "Book and record the offer")],
    "issue_notice": [({"method": "posted", "when": "now"}, "Record that the notice was given")],
    "rearrange": [({**ASKED, **VISIT}, "Continue"), ({}, "Rearrange the appointment")],
    "reminders": [({"channel": "none"}, "Save")],
    "record_outcome": [({"outcome": "absence", "absence": "AAME"}, "Save the outcome")],
    "open_session": [
        (
            {"type": "COAP", "date": "26/11/2026", "start_time": "16:00", "end_time": "17:00", "capacity": "8"},
            "Open the session",
        )
    ],
    "record_absence": [({"kind": "leave", "starts_on": "4/1/2027", "ends_on": "8/1/2027"}, "Record the absence")],
    "absence": [({}, "Take back this absence")],
    "record_adjustment": [
        (
            {
                "reason": "Split Role",
                "percent": "20",
                "starts_on": "18/11/2026",
                "ends_on": "18/12/2026",
                "agreed_with": "Piran Morris",
            },
            "Record the adjustment",
        )
    ],
    "record_allowance": [({"kind": "marac", "points": "4", "starts_on": "18/11/2026"}, "Record the allowance")],
    "set_rurality": [({"percent": "10"}, "Save from today on")],
    "end_adjustment": [({"ends_on": "31/12/2026"}, "Save")],
    "end_allowance": [({"ends_on": "31/12/2026"}, "Save")],
    "draft_model": [
        ({"starts_on": "1/1/2027", "source": "Decision 8", "amber": "2.2"}, "Save and see what it changes")
    ],
    "change_draft": [({"amber": "2.2"}, "Save and see what it changes")],
    "workload_model": [({}, "Throw this draft away")],
    "ask_review": [({"words": "Nine reports in three weeks"}, "Ask for the review")],
    "open_review": [({"note": "The month of November"}, "Open the review")],
    "comment_review": [({"comment_b": "Two moved house"}, "Save the comments")],
    "hold_review": [(HELD, "Save the outcome")],
    "add_action": [
        (
            {
                "measure": "support",
                "what": "A day of coaching",
                "owner": lambda cast: str(cast.team_manager.pk),
                "due_on": "2/12/2026",
            },
            "Add the action",
        )
    ],
    "review_plan": [
        ({"progress": "Two are given", "follows": "go_on", "next_review_on": "9/12/2026"}, "Save the review")
    ],
    "decide_escalation": [
        ({"decision": "go_on", "reason": "Try on", "next_review_on": "9/12/2026"}, "Save the decision")
    ],
    "new_checklist": [
        ({"starts_on": "1/2/2027", "source": "Decision 12"}, "Continue"),
        ({}, "Add it from 1 February 2027"),
    ],
    "checklists": [({}, "Take it back: From 1 December 2026")],
    "make_scenario": [({"name": "Six new cases", "starts_on": "1/12/2026"}, "Continue")],
    "change_scenario": [({"name": "Six new cases"}, "Save")],
    "scenario_move": [
        ({"cases": "", "to": lambda cast: str(cast.colleague.pk)}, "Add to the scenario"),
    ],
    "scenario_hours": [
        ({"officer": lambda cast: str(cast.colleague.pk), "weekly_hours": "20"}, "Add to the scenario"),
    ],
    "scenario_adjustment": [
        (
            {"officer": lambda cast: str(cast.case_manager.pk), "reason": "Split Role", "percent": "20"},
            "Add to the scenario",
        )
    ],
    "scenario_expected": [({"weighs_as": "single_requirement", "number": "6"}, "Add to the scenario")],
    "scenario_opinion": [({"agrees": "no", "reason": "Too much at once"}, "Save")],
    "apply_scenario": [({"details": "Half time", "agreed_with": "Angharad Palmer"}, "Apply it")],
    "throw_away_scenario": [({}, "Throw it away")],
    "record_cover": [
        (
            {
                "starts_on": "4/1/2027",
                "ends_on": "8/1/2027",
                "which": "all",
                "covered_by": lambda cast: str(cast.colleague.pk),
            },
            "Record cover",
        )
    ],
    "end_cover": [({"ends_on": "20/11/2026"}, "End cover")],
    "calendar_link": [({}, "Make a new link")],
    "snooze": [({"until": "25/11/2026", "reason": "The file is with the court"}, "Snooze")],
    "file_conflicts": [({}, "Use the file’s values: Personal details")],
}


# They write an entry for each person.
OF_SEVERAL = {"cancel_session"}


@pytest.fixture
def desk(one_of_everything, page):
    """A member of staff's browser at a page: `Keyboard` and the client that it asks."""
    _, urls = one_of_everything

    def at(view, user=None):
        client = Client()
        if user:
            client.force_login(user, backend="staff.backends.InPostBackend")
        show(page, client, client.get(urls[view]), urls[view])
        return Keyboard(page), client

    return at


def test_every_form_about_a_person_has_a_way():
    assert WAYS.keys() >= ANSWERS.keys()


@pytest.mark.parametrize("view", WAYS)
def test_it_is_filled_in_and_sent(one_of_everything, desk, page, view):
    cast, _ = one_of_everything
    before = Entry.objects.count()
    keyboard, _ = desk(view, getattr(cast, roles_of(view)[0]))
    for answers, button in WAYS[view]:
        said = {name: answer(cast) if callable(answer) else answer for name, answer in answers.items()}
        keyboard.fill_in(said, button)
    left = Entry.objects.count() - before
    assert left == 1 or (left and view in OF_SEVERAL), page.locator("main").inner_text()


def test_signing_in(one_of_everything, desk):
    cast, _ = one_of_everything
    keyboard, client = desk("sign_in")
    keyboard.fill_in({"username": cast.case_manager.email, "password": PASSWORD}, "Sign in")
    assert "_auth_user_id" in client.session


def test_a_new_password(one_of_everything, desk):
    cast, _ = one_of_everything
    keyboard, _ = desk("change_password", cast.case_manager)
    new = "four words of my own"
    answers = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    keyboard.fill_in(answers, "Change your password")
    assert User.objects.get(pk=cast.case_manager.pk).check_password(new)


def test_a_search(one_of_everything, desk, page):
    cast, _ = one_of_everything
    keyboard, _ = desk("caseload", cast.case_manager)
    keyboard.fill_in({"search": "morgan dafydd"}, "Search")
    assert page.get_by_role("link", name="Dafydd Morgan").count() == 1
