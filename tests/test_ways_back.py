"""Undoing a cancellation or a rearrangement, correcting a booking, and what is kept of an outcome that is changed."""

from contextlib import contextmanager
from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from casework.services.appointments import book, cancel, rearrange
from casework.services.notes import add_note
from casework.services.notices import issue_notice
from casework.services.outcomes import record_follow_up, record_outcome
from casework.services.refusals import ChangedMeanwhile, Refused, Unconfirmed, version
from casework.services.ways_back import correct_booking, undo_cancellation, undo_rearrangement
from contacts import facts
from contacts.models import Amendment, Contact, ContactOutcome, Rearrangement
from staff.models import User
from tests.appointments import OFFICE_VISIT, answer, arrange, hidden, page
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

TUESDAY = "2026-11-03 09:15"


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.fixture
def contact(cast):
    """Booked here for Wednesday 4 November at 9:30am."""
    return book(by=cast.case_manager, appointment=to_book(cast, date(2026, 11, 4), contact_ref="W1"))


@contextmanager
def later(nia, cast, moment):
    """At another moment, when Nia has signed in again."""
    with time_machine.travel(moment):
        nia.force_login(cast.case_manager, backend="staff.backends.InPostBackend")
        yield


def to_book(cast, day, **fields) -> Contact:
    return ContactFactory.build(**{"service_user": cast.own, "officer": cast.case_manager, "date": day, **fields})


def now(contact) -> Contact:
    return Contact.objects.get(pk=contact.pk)


def about(cast, contact):
    return {"by": cast.case_manager, "contact": contact, "seen": version(now(contact))}


def is_cancelled(cast, contact, asked_by="service"):
    return cancel(**about(cast, contact), asked_by=asked_by, reason="Office closed")


def is_rearranged(cast, contact, asked_by="service_user", **fields):
    new = to_book(cast, date(2026, 11, 6), contact_ref="W2", **fields)
    return rearrange(**about(cast, contact), asked_by=asked_by, reason="Job interview", appointment=new)


def said_of(nia, contact) -> str:
    return page(nia, "contact", contact.service_user, contact.pk)


def facts_agree() -> bool:
    return not any(facts.differences().values())


# Cancellations


@pytest.mark.parametrize("asked_by", ["service", "service_user"])
def test_a_cancellation_is_undone_and_kept_with_who_when_and_why(nia, cast, contact, asked_by):
    before = version(now(contact))
    is_cancelled(cast, contact, asked_by)
    with later(nia, cast, TUESDAY):
        html = page(nia, "undo_cancellation", cast.own, contact.pk)
        assert "The appointment will stand again." in html
        assert "Nia Rees recorded the cancellation on" in html
        response = answer(nia, "undo_cancellation", contact, reason="Wrong person")
        assert response.url == reverse("contact", args=[cast.own.public_id, contact.pk])
        html = said_of(nia, contact)
    assert version(now(contact)) == before
    whose = "service" if asked_by == "service" else "service user"
    for words in (
        f"by the {'probation ' if asked_by == 'service' else ''}{whose}, until Nia Rees undid that on Tuesday"
        " 3 November at 9:15am.",
        "Reason for the cancellation: Office closed",
        "Nia Rees had recorded that on",  # when, the clock of the database says
        "Reason for the change: Wrong person",
    ):
        assert words in html
    assert Entry.objects.latest("pk").action == "undo a cancellation"
    assert facts_agree()


def test_what_was_followed_up_stays_cancelled(cast, contact):
    is_cancelled(cast, contact, "service_user")
    record_follow_up(**about(cast, contact), kind="breach")
    with pytest.raises(Refused, match="Breach was initiated on 2 November 2026"):
        undo_cancellation(**about(cast, contact), reason="Wrong person")
    assert now(contact).cancelled_by == "service_user"


def test_what_is_not_cancelled_or_was_rearranged_is_not_undone_as_a_cancellation(cast, contact):
    with pytest.raises(Refused, match="This appointment is not cancelled"):
        undo_cancellation(**about(cast, contact), reason="Wrong person")
    is_rearranged(cast, contact)
    with pytest.raises(Refused, match="was rearranged, not cancelled"):
        undo_cancellation(**about(cast, contact), reason="Wrong person")


def test_a_time_that_was_given_to_somebody_else_meanwhile_is_not_taken_back(cast, contact):
    is_cancelled(cast, contact)
    book(by=cast.case_manager, appointment=to_book(cast, date(2026, 11, 4), service_user=cast.colleagues))
    with pytest.raises(Refused, match="Nia Rees already has an appointment from 9:30am to 10am that day, with Ffion"):
        undo_cancellation(**about(cast, contact), reason="Wrong person")
    assert now(contact).cancelled_by == "service"


def test_nor_is_that_of_an_officer_who_has_left(cast, contact):
    is_cancelled(cast, contact)
    User.objects.filter(pk=cast.case_manager.pk).update(ends_on=date(2026, 11, 3))
    with pytest.raises(Refused, match="is not in post on this date"):
        undo_cancellation(**about(cast, contact), reason="Wrong person")


def test_undone_twice_by_the_same_form_is_undone_once(nia, cast, contact):
    is_cancelled(cast, contact)
    seen = hidden(page(nia, "undo_cancellation", cast.own, contact.pk), "seen")
    for _ in range(2):
        response = answer(nia, "undo_cancellation", contact, seen=seen, reason="Wrong person")
        assert response.status_code == 302
    assert Amendment.objects.count() == 1
    assert Entry.objects.filter(action="undo a cancellation").count() == 1


def test_what_changed_meanwhile_is_not_undone(cast, contact):
    is_cancelled(cast, contact)
    seen = version(now(contact))
    Contact.objects.update(place="Cwmbran")
    with pytest.raises(ChangedMeanwhile):
        undo_cancellation(by=cast.case_manager, contact=contact, seen=seen, reason="Wrong person")


@pytest.mark.parametrize("name", ["undo_cancellation", "undo_rearrangement"])
def test_why_is_asked(nia, cast, contact, name):
    if name == "undo_cancellation":
        is_cancelled(cast, contact)
    else:
        is_rearranged(cast, contact)
    response = answer(nia, name, contact, reason="")
    assert response.context["form"].errors["reason"] == ["Enter why you are undoing it"]
    assert not Amendment.objects.exists()


# Rearrangements


@pytest.mark.parametrize("asked_by", ["service", "service_user"])
def test_a_rearrangement_is_undone_and_the_new_appointment_goes(nia, cast, contact, asked_by):
    before = version(now(contact))
    new = is_rearranged(cast, contact, asked_by)
    assert f"/contacts/{new.pk}/" in said_of(nia, contact)
    assert f"/contacts/{contact.pk}/" in said_of(nia, new)
    with later(nia, cast, TUESDAY):
        html = page(nia, "undo_rearrangement", cast.own, contact.pk)
        assert "the new one on Friday 6 November at 9:30am will be removed" in html
        assert "Nia Rees recorded the rearrangement on" in html
        answer(nia, "undo_rearrangement", contact, reason="Wrong person")
        html = said_of(nia, contact)
    assert list(Contact.objects.all()) == [contact]
    assert version(now(contact)) == before
    for words in (
        "It was rearranged to Friday 6 November at 9:30am, until Nia Rees undid that on Tuesday 3 November at 9:15am.",
        "Reason for the rearrangement: Job interview",
        "Nia Rees had recorded that on",  # when, the clock of the database says
        "Reason for the change: Wrong person",
    ):
        assert words in html
    former = Amendment.objects.get().former
    assert (former["new"]["contact_ref"], former["new"]["date"]) == ("W2", "2026-11-06")
    assert not Rearrangement.objects.exists()
    assert facts_agree()


def give_notice(cast, new):
    issue_notice(**about(cast, new), method="emailed")


def has_a_note(cast, new):
    add_note(by=cast.case_manager, contact=new, text="Asked for an interpreter")


def know_absence(cast, new):
    record_outcome(**about(cast, new), outcome=ContactOutcome.objects.get(pk="AAHO"))


def move_again(cast, new):
    third = to_book(cast, date(2026, 11, 9), contact_ref="W3")
    rearrange(**about(cast, new), asked_by="service", reason="Ill", appointment=third)


def offer_it_after_another(cast, new):
    missed = ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2026, 10, 30), outcome_id="UAAB"
    )
    record_follow_up(**about(cast, missed), kind="further_appointment", further=new)


@pytest.mark.parametrize(
    "touch", [give_notice, has_a_note, know_absence, is_cancelled, move_again, offer_it_after_another]
)
def test_what_something_depends_on_is_not_taken_away(cast, contact, touch):
    new = is_rearranged(cast, contact)
    touch(cast, new)
    with pytest.raises(Refused, match="You cannot undo this rearrangement, because a notice, a note, an outcome"):
        undo_rearrangement(**about(cast, contact), reason="Wrong person")
    assert now(contact).outcome_id == "RSOF"
    assert Contact.objects.filter(pk=new.pk).exists()


def test_nor_is_what_has_started(cast, contact):
    is_rearranged(cast, contact)
    with (
        time_machine.travel("2026-11-06 09:30"),
        pytest.raises(Refused, match="because the new appointment has started"),
    ):
        undo_rearrangement(**about(cast, contact), reason="Wrong person")


def test_what_an_import_brought_as_rearranged_is_not_undone_here(cast, contact):
    Contact.objects.update(outcome="RSSR", cancelled_by="service")
    with pytest.raises(Refused, match="was not rearranged here"):
        undo_rearrangement(**about(cast, contact), reason="Wrong person")


def test_the_new_appointment_is_no_clash_when_the_old_one_stands_again(cast, contact):
    is_rearranged(cast, contact, date=date(2026, 11, 4), start_time=time(9, 45), end_time=time(10, 15))
    assert undo_rearrangement(**about(cast, contact), reason="Wrong person") == contact


def test_another_appointment_at_the_old_time_is(cast, contact):
    is_rearranged(cast, contact)
    book(by=cast.case_manager, appointment=to_book(cast, date(2026, 11, 4), service_user=cast.colleagues))
    with pytest.raises(Refused, match="already has an appointment"):
        undo_rearrangement(**about(cast, contact), reason="Wrong person")


def test_a_rearrangement_undone_twice_by_the_same_form_is_undone_once(nia, cast, contact):
    is_rearranged(cast, contact)
    seen = hidden(page(nia, "undo_rearrangement", cast.own, contact.pk), "seen")
    for _ in range(2):
        response = answer(nia, "undo_rearrangement", contact, seen=seen, reason="Wrong person")
        assert response.status_code == 302
    assert Amendment.objects.count() == 1


# Bookings


def correct(nia, contact, step="save", **answers):
    right = {"office": contact.service_user.office_id, "officer": contact.officer_id, "date": "5/11/2026"}
    return answer(
        nia, "correct_booking", contact, **{**OFFICE_VISIT, **right, "reason": "Wrong day", "step": step, **answers}
    )


def test_a_booking_that_was_mistyped_is_corrected_and_kept_with_who_when_and_why(nia, cast, contact):
    with later(nia, cast, TUESDAY):
        checked = nia.get(correct(nia, contact, step="").url).content.decode()
        assert "What was booked before stays on record, and counts in no figure." in checked
        assert "Wrong day" in checked
        response = correct(nia, contact, start_time="14:00")
        assert response.url == reverse("issue_notice", args=[cast.own.public_id, contact.pk])
        html = said_of(nia, contact)
    corrected = now(contact)
    assert (corrected.date, corrected.start_time, corrected.outcome_id) == (date(2026, 11, 5), time(14), None)
    assert corrected.contact_ref == "W1"
    for words in (
        "Nia Rees corrected the booking on Tuesday 3 November at 9:15am.",
        "Before, it was: Planned Office Visit (NS) with Nia Rees on Wednesday 4 November, 9:30am to 10am, at Newport,"
        " 1 Bridge Street, NP20 4AA.",
        "Nia Rees had recorded that on Monday 2 November at 8am.",
        "Reason for the change: Wrong day",
    ):
        assert words in html
    assert Entry.objects.latest("pk").action == "correct a booking"
    assert contact.events.get().date == date(2026, 11, 4)
    assert facts_agree()


def test_a_booking_corrected_again_says_who_corrected_it_before(nia, cast, contact):
    correct(nia, contact)
    with later(nia, cast, TUESDAY):
        correct(nia, contact, date="6/11/2026")
        assert "Nia Rees had recorded that on Monday 2 November at 8am." in said_of(nia, contact)
    assert [amendment.former["date"] for amendment in Amendment.objects.all()] == ["2026-11-05", "2026-11-04"]


@pytest.mark.parametrize(
    "state, why",
    [
        ({"notice_issued_at": "2026-11-01T09:00"}, "A written notice was given of this appointment"),
        ({"outcome": "AAHO"}, "The outcome of this appointment has already been recorded"),
        ({"cancelled_by": "service"}, "This appointment has already been cancelled or rearranged"),
        ({"outcome": "RSSR"}, "This appointment has already been cancelled or rearranged"),
    ],
)
def test_what_the_service_user_was_told_or_what_came_of_it_is_not_corrected(cast, contact, state, why):
    Contact.objects.update(**state)
    with pytest.raises(Refused, match=why):
        correct_booking(**about(cast, contact), appointment=to_book(cast, date(2026, 11, 5)), reason="Wrong day")
    assert now(contact).date == date(2026, 11, 4)


@pytest.mark.parametrize(
    "answers, field",
    [
        ({"date": "4/11/2026"}, "date"),
        ({"reason": ""}, "reason"),
        ({"date": "1/7/2026"}, "date"),
        ({"end_time": "9:00"}, "end_time"),
        ({"type": "COPT", "where": ""}, "where"),
    ],
)
def test_a_correction_is_held_to_what_a_booking_is(nia, contact, answers, field):
    assert field in correct(nia, contact, **answers).context["form"].errors
    assert now(contact).date == date(2026, 11, 4)


def test_a_correction_does_not_clash_with_itself_but_with_others(cast, contact):
    later = to_book(cast, date(2026, 11, 4), start_time=time(9, 45), end_time=time(10, 15))
    correct_booking(**about(cast, contact), appointment=later, reason="Wrong time")
    book(by=cast.case_manager, appointment=to_book(cast, date(2026, 11, 5), service_user=cast.colleagues))
    with pytest.raises(Refused, match="already has an appointment"):
        correct_booking(**about(cast, contact), appointment=to_book(cast, date(2026, 11, 5)), reason="Wrong day")


def test_an_unusual_day_wants_to_be_confirmed(cast, contact):
    right = {"appointment": to_book(cast, date(2026, 11, 7)), "reason": "Wrong day"}
    with pytest.raises(Unconfirmed):
        correct_booking(**about(cast, contact), **right)
    assert correct_booking(**about(cast, contact), **right, confirmed=True)


def test_a_rearrangement_is_not_corrected_into_the_past(cast, contact):
    new = is_rearranged(cast, contact)
    with pytest.raises(Refused, match="Enter a date and time in the future"):
        correct_booking(**about(cast, new), appointment=to_book(cast, date(2026, 10, 30)), reason="Wrong day")


def test_a_further_appointment_is_not_corrected_to_before_its_offer(cast, contact):
    missed = ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2026, 10, 30), outcome_id="UAAB"
    )
    record_follow_up(**about(cast, missed), kind="further_appointment", further=contact)
    with pytest.raises(Refused, match="must start after you offered it on 2 November 2026"):
        correct_booking(**about(cast, contact), appointment=to_book(cast, date(2026, 10, 31)), reason="Wrong day")


def test_a_correction_sent_twice_is_made_once(cast, contact):
    once = {**about(cast, contact), "appointment": to_book(cast, date(2026, 11, 5)), "reason": "Wrong day"}
    assert correct_booking(**once) == contact
    assert correct_booking(**once) is None
    assert Amendment.objects.count() == 1


def test_a_booking_changed_meanwhile_is_not_corrected(cast, contact):
    once = {**about(cast, contact), "appointment": to_book(cast, date(2026, 11, 5)), "reason": "Wrong day"}
    Contact.objects.update(place="Cwmbran")
    with pytest.raises(ChangedMeanwhile):
        correct_booking(**once)


# Outcomes


def test_an_outcome_corrected_later_keeps_both(nia, cast, sign_in, contact):
    with later(nia, cast, "2026-11-04 10:00"):
        answer(nia, "record_outcome", contact, outcome="UAAB")
    with time_machine.travel("2026-11-05 11:30"):
        browser = sign_in(cast.colleague)
        answer(browser, "record_outcome", contact, outcome="ATTC", reason="Signed in at the front desk")
        html = said_of(browser, contact)
    assert now(contact).outcome_id == "ATTC"
    for words in (
        "The outcome was “Unacceptable Absence”, until Owain Parry changed it on Thursday 5 November at 11:30am.",
        "Nia Rees had recorded that on",
        "Reason for the change: Signed in at the front desk",
    ):
        assert words in html
    assert "The follow-up was removed with it." not in html


def test_why_an_outcome_is_changed_is_asked(nia, cast, contact):
    with later(nia, cast, "2026-11-04 10:00"):
        answer(nia, "record_outcome", contact, outcome="UAAB", reason="")
        response = answer(nia, "record_outcome", contact, outcome="ATTC", reason="")
    assert response.context["form"].errors["reason"] == ["Enter why you are changing the outcome"]
    assert now(contact).outcome_id == "UAAB"
    assert not Amendment.objects.exists()


def test_a_follow_up_that_goes_with_it_is_kept_too(nia, cast, contact):
    with later(nia, cast, "2026-11-04 10:00"):
        answer(nia, "record_outcome", contact, outcome="UAAB")
        record_follow_up(**about(cast, contact), kind="breach")
        answer(nia, "record_outcome", contact, outcome="ATTC", remove_follow_up="on")
        assert "The follow-up was removed with it." in said_of(nia, contact)
    former = Amendment.objects.get().former
    assert (former["follow_up"], former["follow_up_on"]) == ("breach", "2026-11-04")


def test_an_outcome_that_an_import_brought_says_so(nia, contact):
    imported = ContactFactory(
        service_user=contact.service_user, officer=contact.officer, date=date(2026, 10, 28), outcome_id="UAAB"
    )
    answer(nia, "record_outcome", imported, outcome="ATTC")
    assert "An import had brought that." in said_of(nia, imported)


# What each page says before one confirms


@pytest.mark.parametrize(
    "name, state, words",
    [
        ("cancel", {}, "You can undo a cancellation until a follow-up is recorded."),
        ("rearrange", {}, "You can undo this until the new appointment starts"),
        ("issue_notice", {}, "Nothing is recorded until you fill this in. You cannot undo it."),
        ("record_outcome", {"date": date(2026, 10, 30)}, "You cannot remove an outcome. You can change it later"),
        ("follow_up", {"date": date(2026, 10, 30), "outcome": "UAAB"}, "You cannot undo a follow-up."),
    ],
)
def test_a_page_says_what_can_be_undone(nia, cast, contact, name, state, words):
    Contact.objects.update(**state)
    assert words in page(nia, name, cast.own, contact.pk)


def test_booking_says_so_when_the_answers_are_checked(nia, cast):
    checked = arrange(nia, "book", cast.own, step="", officer=cast.case_manager.pk).content.decode()
    assert "you can correct it until the written notice is given" in checked
