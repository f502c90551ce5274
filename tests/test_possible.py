"""What may be done about a contact: pages show what is free, and services refuse the rest in the same words."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import transaction
from django.urls import reverse

from base.clock import local_now
from casework.possible import Action, possible, weighed
from casework.services.appointments import cancel, rearrange
from casework.services.enforcement import enforce
from casework.services.notices import issue_notice
from casework.services.outcomes import record_follow_up, record_outcome
from casework.services.refusals import Refused, version
from casework.services.ways_back import correct_booking, undo_cancellation, undo_rearrangement
from contacts.models import Contact, ContactOutcome, Enforcement, EnforcementAction, Rearrangement
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

OUTCOME, ABSENCE, FOLLOW_UP, NOTICE, REARRANGE, CANCEL, UNDO_REARRANGEMENT, UNDO_CANCELLATION, CORRECT, ENFORCE = Action
TO_COME = {"date": date(2026, 11, 4)}
OVER = {"date": date(2026, 10, 28)}
REARRANGED = {"outcome_id": "RSSR", "cancelled_by": "service"}
FOLLOWED_UP = {"follow_up": "further_appointment", "follow_up_on": date(2026, 10, 29)}

# Each state with what is free in it, at noon on 2 November 2026.
STATES = {
    "to come": (TO_COME, {ABSENCE, NOTICE, REARRANGE, CANCEL, CORRECT}),
    "to come today": (
        {"date": date(2026, 11, 2), "start_time": time(14), "end_time": time(15)},
        {ABSENCE, NOTICE, REARRANGE, CANCEL, CORRECT},
    ),
    "to come without a place": (TO_COME | {"place": ""}, {ABSENCE, REARRANGE, CANCEL, CORRECT}),
    "to come, notice issued": (TO_COME | {"noticed": True}, {ABSENCE, NOTICE, REARRANGE, CANCEL}),
    "to come after the last order": (TO_COME | {"last": date(2026, 11, 3)}, {ABSENCE, REARRANGE, CANCEL, CORRECT}),
    "to come, in custody": (TO_COME | {"custody": date(2026, 11, 4)}, {ABSENCE, REARRANGE, CANCEL, CORRECT}),
    "over, in custody": (OVER | {"custody": date(2026, 10, 28)}, {OUTCOME, NOTICE, CORRECT}),
    "to come, absence known": (TO_COME | {"outcome_id": "AAHO"}, {ABSENCE, FOLLOW_UP}),
    "started": (
        {"date": date(2026, 11, 2), "start_time": time(11, 45), "end_time": time(12, 30)},
        {OUTCOME, NOTICE, CORRECT},
    ),
    "over": (OVER, {OUTCOME, NOTICE, CORRECT}),
    "over, notice issued": (OVER | {"noticed": True}, {OUTCOME}),
    "attended": (OVER | {"outcome_id": "ATTC"}, {OUTCOME, NOTICE}),
    "attended, notice issued": (OVER | {"outcome_id": "ATTC", "noticed": True}, {OUTCOME}),
    "missed": (OVER | {"outcome_id": "UAAB"}, {OUTCOME, FOLLOW_UP, NOTICE, ENFORCE}),
    "missed long ago": ({"date": date(2026, 9, 2), "outcome_id": "UAAB"}, {OUTCOME, FOLLOW_UP, NOTICE, ENFORCE}),
    "followed up": (OVER | {"outcome_id": "UAAB", **FOLLOWED_UP}, {OUTCOME, NOTICE, ENFORCE}),
    "cancelled by the service": (TO_COME | {"cancelled_by": "service"}, {UNDO_CANCELLATION}),
    "to come, of a type without an acceptable absence": (
        TO_COME | {"type_id": "C234"},
        {NOTICE, REARRANGE, CANCEL, CORRECT},
    ),
    "cancelled by the service user": (TO_COME | {"cancelled_by": "service_user"}, {FOLLOW_UP, UNDO_CANCELLATION}),
    "cancelled by the service user, over": (
        OVER | {"cancelled_by": "service_user"},
        {FOLLOW_UP, UNDO_CANCELLATION, NOTICE},
    ),
    "cancelled and followed up": (TO_COME | {"cancelled_by": "service_user", **FOLLOWED_UP}, set()),
    "cancelled with an outcome": (TO_COME | {"cancelled_by": "service", "outcome_id": "AAHO"}, set()),
    "rearranged by the service": (OVER | {"outcome_id": "RSSR"}, set()),
    "rearranged by the service user": (
        OVER | {"outcome_id": "RSOF", "cancelled_by": "service_user", "noticed": True, **FOLLOWED_UP},
        set(),
    ),
    "rearranged here": (TO_COME | REARRANGED | {"new": {}}, {UNDO_REARRANGEMENT}),
    "rearranged here, over": (OVER | REARRANGED | {"new": {}}, {UNDO_REARRANGEMENT}),
    "rearranged here, notice issued": (TO_COME | REARRANGED | {"new": {"noticed": True}}, set()),
    "rearranged here, absence known": (TO_COME | REARRANGED | {"new": {"outcome_id": "AAHO"}}, set()),
    "rearranged here, new one cancelled": (TO_COME | REARRANGED | {"new": {"cancelled_by": "service"}}, set()),
    "rearranged here, new one started": (OVER | REARRANGED | {"new": OVER}, set()),
}
PAGES = {
    OUTCOME: "record_outcome",
    ABSENCE: "record_outcome",
    FOLLOW_UP: "follow_up",
    NOTICE: "issue_notice",
    REARRANGE: "rearrange",
    CANCEL: "cancel",
    ENFORCE: "enforce",
    UNDO_REARRANGEMENT: "undo_rearrangement",
    UNDO_CANCELLATION: "undo_cancellation",
    CORRECT: "correct_booking",
}


# One question leads to these while an appointment is to come: the answer that does.
THROUGH_THE_QUESTION = {"rearrange": "moved_by_service", "cancel": "cancelled_by_service"}


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel("2026-11-02 12:00", tick=False):
        yield


@pytest.fixture
def make(cast):
    def contact_in(state):
        fields = dict(STATES[state][0])
        new = fields.pop("new", None)
        if last := fields.pop("last", None):
            cast.own.orders.update(ends_on=last)
        if day := fields.pop("custody", None):
            cast.own.custody.create(starts_on=day)
        whose = {"service_user": cast.own, "officer": cast.case_manager}
        made = ContactFactory(**whose, **fields)
        if new is not None:
            Rearrangement.objects.create(
                original=made, new=ContactFactory(**whose, **{"date": date(2026, 11, 9), "start_time": time(9), **new})
            )
        return weighed(Contact.objects.select_related("outcome")).get(pk=made.pk)

    return contact_in


def outcome(code):
    return {"outcome": ContactOutcome.objects.get(pk=code)}


def do(action, contact, by):
    """Call the service of the action."""
    about = {"by": by, "contact": contact, "seen": version(contact)}
    match action:
        case Action.RECORD_OUTCOME:
            record_outcome(**about, **outcome("AFTC"), remove_follow_up=True, reason="Typing error")
        case Action.RECORD_ABSENCE:
            record_outcome(**about, **outcome("AAME"), reason="Typing error")
        case Action.FOLLOW_UP:
            record_follow_up(**about, kind="breach")
        case Action.ISSUE_NOTICE:
            given_at = min(local_now(), contact.starts_at) - timedelta(days=7)
            issue_notice(**about, method="posted", given_at=given_at)
        case Action.CANCEL:
            cancel(**about, asked_by="service_user", reason="Ill")
        case Action.REARRANGE:
            new = ContactFactory.build(
                service_user=contact.service_user, officer=contact.officer, date=date(2026, 11, 10)
            )
            rearrange(**about, asked_by="service_user", reason="Ill", appointment=new)
        case Action.UNDO_REARRANGEMENT:
            undo_rearrangement(**about, reason="Wrong person")
        case Action.UNDO_CANCELLATION:
            undo_cancellation(**about, reason="Wrong person")
        case Action.ENFORCE:
            letter = EnforcementAction.objects.get(pk="EA02")
            enforce(by=by, contact=contact, action=letter, taken_on=max(contact.date, local_now().date()))
        case Action.CORRECT:
            right = ContactFactory.build(
                service_user=contact.service_user, officer=contact.officer, date=date(2026, 11, 10)
            )
            correct_booking(**about, reason="Typing error", appointment=right)


@pytest.mark.parametrize("state", STATES)
def test_what_is_free(make, state):
    found = possible(make(state), local_now())
    assert {action for action, words in found.items() if not words} == STATES[state][1]


@pytest.mark.parametrize("state", STATES)
def test_the_services_do_what_is_free_and_refuse_the_rest_in_the_same_words(cast, make, state):
    contact = make(state)
    for action, words in possible(contact, local_now()).items():
        if action == ABSENCE and not contact.is_to_come(local_now()):
            continue  # then the absence is recorded as the outcome
        with transaction.atomic():
            try:
                do(action, contact, cast.case_manager)
                said = ""
            except Refused as refused:
                said = str(refused)
            changed = version(Contact.objects.get(pk=contact.pk)) != version(contact) or Enforcement.objects.exists()
            assert (action, said, changed) == (action, words, not words)
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", STATES)
def test_the_contacts_page_leads_to_what_is_free_and_the_rest_leads_back_with_the_reason(nia, make, state):
    contact = make(state)
    found = possible(contact, local_now())
    own = reverse("contact", args=[contact.service_user.public_id, contact.pk])
    html = nia.get(own).content.decode()
    asked = nia.get(reverse("record_outcome", args=[contact.service_user.public_id, contact.pk])).content.decode()
    for place, name in enumerate(sorted(set(PAGES.values())), list(STATES).index(state)):
        reasons = [found[action] for action in Action if PAGES[action] == name]
        if name == "record_outcome" and contact.is_to_come(local_now()):
            reasons.append(found[REARRANGE])
        address = reverse(name, args=[contact.service_user.public_id, contact.pk])
        if name in THROUGH_THE_QUESTION:
            offered = f'value="{THROUGH_THE_QUESTION[name]}"' in asked
        else:
            offered = f'href="{address}"' in html
        assert (name, offered) == (name, "" in reasons)
        if place % 3:
            continue  # of each state a third of the pages is opened, and so each page in a third of the states
        response = nia.get(address)
        if "" in reasons:
            assert response.status_code == 200
        else:
            assert response.url == own
            assert any(words in str(said) for said in get_messages(response.wsgi_request) for words in reasons)


@pytest.mark.parametrize("state", STATES)
def test_the_persons_page_leads_to_what_is_free(nia, make, state):
    contact = make(state)
    found = possible(contact, local_now())
    html = nia.get(reverse("service_user", args=[contact.service_user.public_id])).content.decode()
    for action, name in ((FOLLOW_UP, "follow_up"), (NOTICE, "issue_notice"), (REARRANGE, "record_outcome")):
        if action == REARRANGE and not contact.is_to_come(local_now()):
            continue  # then the outcome is what is asked for
        address = reverse(name, args=[contact.service_user.public_id, contact.pk])
        # What was given earlier is recorded from the page of the contact.
        pressing = action != NOTICE or contact.is_to_come(local_now())
        assert (action, f'href="{address}"' in html) == (action, pressing and not found[action])


def test_a_page_that_was_opened_in_time_is_refused_when_it_is_sent_too_late(nia, make):
    contact = make("to come today")
    address = reverse("cancel", args=[contact.service_user.public_id, contact.pk])
    with time_machine.travel("2026-11-02 14:00"):
        response = nia.post(address, {"seen": version(contact), "asked_by": "service_user", "reason": "Ill"})
    assert "This appointment has started. Record the outcome instead." in response.content.decode()
    assert Contact.objects.get().cancelled_by == ""
