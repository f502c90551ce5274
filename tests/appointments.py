"""How tests fill in the pages about appointments."""

import re
from collections.abc import Sequence

from django.test import Client
from django.urls import reverse

from cases.brag import WORDS
from cases.models import ServiceUser
from contacts.models import Contact
from staff.models import User

OFFICE_VISIT = {"type": "COAP", "date": "10/11/2026", "start_time": "9:30", "end_time": "", "where": "office"}


def rows_of(dates: Sequence[str], start: str = "16:00", **answers: str) -> dict[str, str]:
    """The list of a series as it is sent, with these dates, each to be booked."""
    rows = {"rows-TOTAL_FORMS": str(len(dates)), "rows-INITIAL_FORMS": str(len(dates))}
    for place, day in enumerate(dates):
        rows |= {f"rows-{place}-include": "on", f"rows-{place}-date": day, f"rows-{place}-start_time": start}
    return rows | answers


DATES = ["26/11/2026", "3/12/2026", "10/12/2026"]
# What may be sent with each form on 18 November 2026.
VISIT = OFFICE_VISIT | {"date": "26/11/2026", "start_time": "16:00"}
ASKED = {"asked_by": "service_user", "reason": "Unwell"}
HELD = OFFICE_VISIT | {"date": "16/11/2026", "start_time": "16:00", "end_time": "16:40", "outcome": "ATTC"}
ANSWERS = {
    "add_note": {"note": "Asked about work"},
    "enforce": {"action": "EA02", "taken_on": "18/11/2026"},
    "book": VISIT,
    "book_series": VISIT | {"every": "1", "unit": "weeks", "until": "10/12/2026", **rows_of(DATES)},
    "cancel": ASKED,
    "cancel_series": ASKED,
    "record_contact": HELD | {"note": "Came in without an appointment"},
    "change_needs": {"needs": "Step-free access"},
    "terminate_order": {"terminated_on": "17/11/2026", "reason": "progress"},
    "take_back_termination": {"reason": "It was another order"},
    "plan_rar_days": {"ordered": "20", "planned": "10", "rationale": "Two more on finding a flat"},
    "record_rar_day": {"used_on": "17/11/2026", "note": "Mock interview"},
    "take_out_rar_day": {},
    "refer": {"kind": "1", "provider": "Thinking Skills", "referred_on": "17/11/2026", "order": "", "note": "Evenings"},
    "record_referral_step": {"state": "started", "happened_on": "17/11/2026"},
    "take_out_referral": {"reason": "It was somebody else"},
    "take_out_referral_step": {"reason": "They only asked"},
    "record_progress": {"requirements_completed_on": "13/11/2026", "objectives_met_on": "16/11/2026"},
    "decide_revocation": {"apply": "yes", "reason": "All is done, six months early"},
    "brag_review": {"status": "green", **dict.fromkeys(WORDS, "A little less than before")},
    "agree_brag": {"decision": "agree"},
    "withdraw_brag": {},
    "record_occasion": {"kind": "arrest", "happened_on": "16/11/2026"},
    "take_out_occasion": {},
    "allocate": {"starts_on": "18/11/2026", "reason": "workload", "handover": "Prefers mornings"},
    "ask_oversight": {
        "kind": "telephone",
        "engaged_in": "drr",
        "starts_on": "7/12/2026",
        "ends_on": "18/12/2026",
        "reason": "Two sessions a week",
    },
    "decide_oversight": {"decision": "agree", "reason": "It is safe"},
    "end_oversight": {"reason": "The sessions are over"},
    "correct_booking": VISIT | {"reason": "Mistyped"},
    "undo_cancellation": {"reason": "Wrong click"},
    "undo_rearrangement": {"reason": "Wrong click"},
    "end_designation": {"ends_on": "30/11/2026"},
    "follow_up": {"what": "breach", "when": "today"},
    "follow_up_book": VISIT,
    "issue_notice": {"method": "posted", "when": "now"},
    "series_notice": {"method": "posted", "when": "now"},
    "rearrange": VISIT | ASKED,
    "reminders": {"channel": "none"},
    "record_outcome": {"outcome": "AFTC", "reason": "There is evidence"},
    "snooze": {"until": "25/11/2026", "reason": "The file is with the court"},
}
# Those of which the answers are checked before they are saved.
CHECKED = {name for name, answers in ANSWERS.items() if "date" in answers} | {"brag_review", "terminate_order"}
# What is answered where a test does not say otherwise.
USUAL = {
    "issue_notice": {"when": "now"},
    "follow_up": {"when": "today"},
    "record_outcome": {"reason": "There is evidence"},
}


def hidden(html: str, name: str) -> str:
    """The value of a hidden field of the page."""
    return re.search(rf'name="{name}" value="([^"]*)"', html).group(1)


def hidden_fields(html: str) -> dict[str, str]:
    """What a form about an appointment carries beside its answers."""
    names = ("seen", "contact_ref", "done_on", "reference")
    return {name: hidden(html, name) for name in names if f'name="{name}" value=' in html}


def page(client: Client, name: str, person: ServiceUser, *args) -> str:
    """A page about the person, as HTML."""
    response = client.get(reverse(name, args=[person.public_id, *args]))
    assert response.status_code == 200, response
    return response.content.decode()


def answer(client: Client, name: str, contact: Contact, *, seen: str = "", **answers):
    """Fill in a page about a contact and send it: the response. ``seen`` sends a page that was opened earlier."""
    carried = {"seen": seen} if seen else hidden_fields(page(client, name, contact.service_user, contact.pk))
    address = reverse(name, args=[contact.service_user.public_id, contact.pk])
    return client.post(address, {**carried, **USUAL.get(name, {}), **answers})


def arrange(client: Client, name: str, person: ServiceUser, *args, step: str = "save", **answers):
    """Fill in a form that books, from the page's own answers and ``answers``, and send it at ``step``."""
    html = page(client, name, person, *args)
    fields = {"contact_ref": hidden(html, "contact_ref"), "office": person.office_id, **OFFICE_VISIT}
    if args:
        fields["seen"] = hidden(html, "seen")
    if 'name="done_on"' in html:
        fields["done_on"] = hidden(html, "done_on")
    address = reverse(name, args=[person.public_id, *args])
    # What is to be checked or changed is kept, and shown by the page to which that leads.
    return client.post(address, {**fields, "step": step, **answers}, follow=step != "save")


def filled_in(client: Client, name: str, address: str, officer: User, *, step: str = "save") -> dict:
    """The form ``name`` at the address, filled in with its `ANSWERS`."""
    shown = client.get(address)
    if (name, step) == ("terminate_order", "save"):  # what it changes is shown before
        shown = client.post(address, ANSWERS[name] | {"form_of": hidden(shown.content.decode(), "form_of")})
    kept = hidden_fields(shown.content.decode())
    if name == "allocate":  # to somebody else
        kept["officer"] = re.findall(r'name="officer" value="(\d+)"', shown.content.decode())[0]
    return {"office": officer.post.office_id, "officer": officer.pk, "step": step, **kept, **ANSWERS[name]}
