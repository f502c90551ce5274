"""Dates as they happened: a notice and a follow-up count from when they were given, whenever that was recorded."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.services.notices import issue_notice
from casework.services.outcomes import offer_new_appointment, record_follow_up
from casework.services.refusals import Refused, SentBefore, Unconfirmed, version
from contacts.criteria import Verdict
from contacts.facts import judged
from contacts.lateness import is_posted_late, is_recorded_late
from contacts.models import Contact, FollowUpRecord, Notice
from tests.appointments import answer, arrange, page
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

# Over Christmas 2018: five business days after Friday 21 December end on Wednesday 2 January.
MISSED_ON, FIFTH_DAY, SIXTH_DAY = date(2018, 12, 21), date(2019, 1, 2), date(2019, 1, 3)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def contact(cast):
    """Wednesday 4 November 2026 at 9:30am, with no notice."""
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 4))


@pytest.fixture
def missed(cast):
    return ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=MISSED_ON, outcome_id="UAAB", noticed=True
    )


@pytest.fixture
def booked(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2019, 1, 15))


@pytest.fixture
def site(cast, sign_in):
    """The browser of Nia on the day that a test travels to."""
    return lambda: sign_in(cast.case_manager)


def worth(contact) -> str:
    return judged(Contact.objects.filter(pk=contact.pk), timezone.localdate()).get().verdict


def give(cast, contact, given_at=None, method="handed_over", **more):
    return issue_notice(
        by=cast.case_manager, contact=contact, seen=version(Contact.objects.get(pk=contact.pk)), method=method,
        given_at=given_at and at(given_at), **more,
    )  # fmt: skip


# What is late


@pytest.mark.parametrize(
    "happened, recorded, late",
    [
        ("2018-12-21", "2018-12-27T23:59", False),
        ("2018-12-21", "2018-12-28T00:00", True),
        ("2026-11-06", "2026-11-10T12:00", False),
        ("2026-11-06", "2026-11-11T08:00", True),
    ],
)
def test_what_is_recorded_more_than_two_business_days_after_it_happened_is_late(happened, recorded, late):
    assert is_recorded_late(date.fromisoformat(happened), at(recorded), None) == late


@pytest.mark.parametrize("recorded, late", [("2026-11-04T09:29", False), ("2026-11-04T09:30", True)])
def test_what_is_recorded_from_the_start_of_its_appointment_on_is_late(recorded, late):
    assert is_recorded_late(date(2026, 11, 3), at(recorded), at("2026-11-04T09:30")) == late


@pytest.mark.parametrize(
    "posted, appointment, late",
    [
        ("2026-11-02", "2026-11-04", False),
        ("2026-11-03", "2026-11-04", True),
        ("2018-12-24", "2018-12-28", False),
        ("2018-12-27", "2018-12-28", True),
        ("2026-10-30", "2026-11-02", True),
    ],
)
def test_a_letter_takes_two_business_days(posted, appointment, late):
    assert is_posted_late(date.fromisoformat(posted), date.fromisoformat(appointment)) == late


# Notices


def test_a_notice_given_before_and_recorded_after_the_appointment_counts_and_is_marked(cast, site, contact):
    with time_machine.travel("2026-11-05 10:00"):
        html = page(site(), "issue_notice", cast.own, contact.pk)
        assert "It will be marked “recorded late”" in html
        assert 'value="now"' not in html
        answers = {"when": "earlier", "given_on": "3/11/2026", "given_time": "16:10"}
        response = answer(site(), "issue_notice", contact, method="handed_over", **answers)
        assert response.status_code == 302
        html = page(site(), "contact", cast.own, contact.pk)
        for words in (
            "It was handed over on Tuesday 3 November at 4:10pm.",
            "Nia Rees recorded this on Thursday 5 November at 10am.",
            "Recorded late",
        ):
            assert words in html
        assert "Notice recorded late" in page(site(), "service_user", cast.own)
    notice = Notice.objects.get()
    assert (notice.issued_at, notice.recorded_at) == (at("2026-11-03T16:10"), at("2026-11-05T10:00"))
    contact.refresh_from_db()
    assert contact.notice_issued_at == at("2026-11-03T16:10")
    assert judged(Contact.objects.all(), date(2026, 11, 30)).get().verdict == Verdict.PENDING_OUTCOME


def test_a_notice_that_is_recorded_at_once_is_marked_by_nothing(cast, site, contact):
    with time_machine.travel("2026-11-02 10:00"):
        answer(site(), "issue_notice", contact, method="posted")
        html = page(site(), "contact", cast.own, contact.pk) + page(site(), "service_user", cast.own)
    assert "ecorded late" not in html
    assert "osted late" not in html


@pytest.mark.parametrize(
    "given_at, why",
    [
        ("2026-11-05T10:01", "must be in the past"),
        ("2026-11-04T09:30", "You must have given the notice before the appointment started on Wednesday 4 November"),
        ("2026-11-05T09:00", "You must have given the notice before the appointment started"),
        ("2025-11-04T09:59", "Enter a date on or after 4 November 2025"),
        ("2026-03-29T01:30", "There is no 1:30am on this date"),
        (None, "The appointment has started. Say when you gave the notice before it"),
    ],
)
@time_machine.travel("2026-11-05 10:00")
def test_a_notice_was_given_before_the_appointment_and_not_in_the_future(cast, contact, given_at, why):
    with pytest.raises(Refused, match=why):
        give(cast, contact, given_at)
    assert not Notice.objects.exists()


@time_machine.travel("2026-11-02 10:00")
def test_when_it_was_given_is_asked(site, contact):
    errors = answer(site(), "issue_notice", contact, method="emailed", when="").context["form"].errors
    assert errors["when"] == ["Select when you gave the notice"]
    errors = answer(site(), "issue_notice", contact, method="emailed", when="earlier").context["form"].errors
    assert {"given_on", "given_time"} <= set(errors)
    future = {"when": "earlier", "given_on": "3/11/2026", "given_time": "9:00"}
    errors = answer(site(), "issue_notice", contact, method="emailed", **future).context["form"].errors
    assert errors["given_on"] == ["The date and time you gave the notice must be in the past"]


@time_machine.travel("2026-11-03 10:00")
def test_a_letter_that_may_arrive_too_late_is_warned_about_then_marked_and_counts(cast, site, contact):
    assert "a letter posted today may arrive too late" in page(site(), "issue_notice", cast.own, contact.pk)
    warned = answer(site(), "issue_notice", contact, method="posted")
    assert "It counts all the same, and will be marked “posted late”" in warned.content.decode()
    assert not Notice.objects.exists()
    assert answer(site(), "issue_notice", contact, method="posted", confirmed="on").status_code == 302
    assert "Notice posted late" in page(site(), "service_user", cast.own)
    assert "Posted late" in page(site(), "contact", cast.own, contact.pk)
    contact.refresh_from_db()
    assert contact.notice_issued_at == at("2026-11-03T10:00")
    assert worth(contact) == Verdict.BOOKED


@time_machine.travel("2026-11-03 10:00")
def test_a_letter_posted_in_time_and_recorded_later_is_not_warned_about(cast, contact):
    with pytest.raises(Unconfirmed):
        give(cast, contact, method="posted")
    assert give(cast, contact, "2026-11-02T17:00", method="posted").method == "posted"


@time_machine.travel("2026-11-03 10:00")
def test_the_same_notice_of_an_earlier_time_is_recorded_once(cast, contact):
    first = give(cast, contact, "2026-11-02T17:00")
    assert give(cast, contact, "2026-11-02T17:00") == first
    assert Notice.objects.count() == 1


# Follow-ups


def follow_up(cast, missed, **what):
    return record_follow_up(
        by=cast.case_manager, contact=missed, seen=version(Contact.objects.get(pk=missed.pk)), **what
    )


@pytest.mark.parametrize("written_up, late", [("2019-01-03 09:00", False), ("2019-01-07 09:00", True)])
def test_an_offer_made_on_the_fifth_day_and_written_up_later_counts(cast, site, missed, written_up, late):
    with time_machine.travel(written_up):
        answers = {"what": "new", "when": "earlier", "done_on": "2/1/2019"}
        book = answer(site(), "follow_up", missed, **answers).url
        assert book.endswith("?offered=2019-01-02")
        html = site().get(book).content.decode()
        assert 'name="done_on" value="2019-01-02"' in html
        fields = {"date": "10/1/2019", "officer": cast.case_manager.pk, "done_on": "2/1/2019"}
        checked = arrange(site(), "follow_up_book", cast.own, missed.pk, step="", **fields).content.decode()
        assert "offered on Wednesday 2 January. This is in time" in checked
        assert ("It will be marked “recorded late”" in checked) == late
        assert arrange(site(), "follow_up_book", cast.own, missed.pk, **fields).status_code == 302
        missed.refresh_from_db()
        assert missed.follow_up_on == FIFTH_DAY
        assert worth(missed) == Verdict.COUNTS_FOLLOWED_UP
        record = FollowUpRecord.objects.get()
        assert (record.done_on, record.recorded_at.date(), record.recorded_by) == (
            FIFTH_DAY,
            timezone.localdate(),
            cast.case_manager,
        )
        assert ("Follow-up recorded late" in page(site(), "service_user", cast.own)) == late
        html = page(site(), "contact", cast.own, missed.pk)
        assert ("Recorded late" in html) == late
        assert "Nia Rees recorded this on" in html


@time_machine.travel("2019-01-03 09:00")
def test_an_offer_made_on_the_sixth_day_does_not(cast, missed, booked):
    follow_up(cast, missed, kind="further_appointment", further=booked)
    assert worth(missed) == Verdict.NO_FOLLOW_UP


@time_machine.travel("2019-01-03 09:00")
def test_an_appointment_in_the_diary_is_offered_on_the_day_on_which_it_was_confirmed(cast, site, missed, booked):
    answers = {"what": "booked", "further": booked.pk, "when": "earlier", "done_on": "2/1/2019"}
    assert answer(site(), "follow_up", missed, **answers).status_code == 302
    missed.refresh_from_db()
    assert (missed.follow_up_contact, missed.follow_up_on) == (booked, FIFTH_DAY)
    assert worth(missed) == Verdict.COUNTS_FOLLOWED_UP


@time_machine.travel("2019-01-16 09:00")
def test_it_may_be_written_up_when_that_appointment_is_over_and_is_marked(cast, site, missed, booked):
    follow_up(cast, missed, kind="further_appointment", further=booked, done_on=FIFTH_DAY)
    assert worth(missed) == Verdict.COUNTS_FOLLOWED_UP
    assert "Follow-up recorded late" in page(site(), "service_user", cast.own)


@pytest.mark.parametrize("day", [date(2019, 1, 16), date(2019, 1, 17)])
@time_machine.travel("2019-01-17 09:00")
def test_what_had_taken_place_when_it_was_confirmed_is_no_further_appointment(cast, missed, booked, day):
    with pytest.raises(Refused, match="Select an appointment that had not started when you confirmed it"):
        follow_up(cast, missed, kind="further_appointment", further=booked, done_on=day)


@pytest.mark.parametrize(
    "day, why",
    [
        (SIXTH_DAY + timedelta(days=1), "Enter today or a date in the past"),
        (date(2018, 12, 20), "Enter a date on or after 21 December 2018, the day of the appointment that was missed"),
    ],
)
@time_machine.travel("2019-01-03 09:00")
def test_an_offer_is_neither_in_the_future_nor_before_the_absence(cast, site, missed, booked, day, why):
    what = {"kind": "further_appointment", "further": booked, "done_on": day}
    with pytest.raises(Refused, match=why):
        follow_up(cast, missed, **what)
    answers = {"what": "new", "when": "earlier", "done_on": f"{day:%d/%m/%Y}"}
    assert answer(site(), "follow_up", missed, **answers).context["form"].errors["done_on"] == [why]
    fields = {"date": "10/1/2019", "officer": cast.case_manager.pk, "done_on": f"{day:%d/%m/%Y}"}
    assert arrange(site(), "follow_up_book", cast.own, missed.pk, **fields).status_code == 200
    missed.refresh_from_db()
    assert missed.follow_up == ""
    assert not FollowUpRecord.objects.exists()


@time_machine.travel("2019-01-03 09:00")
def test_where_the_absence_was_known_the_offer_may_be_earlier_but_not_by_a_year(cast, missed, booked):
    Contact.objects.filter(pk=missed.pk).update(outcome="AAHO")
    with pytest.raises(Refused, match="Enter a date on or after 20 December 2017"):
        follow_up(cast, missed, kind="further_appointment", further=booked, done_on=date(2017, 12, 19))
    follow_up(cast, missed, kind="further_appointment", further=booked, done_on=date(2018, 12, 10))
    assert worth(missed) == Verdict.COUNTS_FOLLOWED_UP


@time_machine.travel("2019-01-03 09:00")
def test_a_new_appointment_starts_on_or_after_the_day_of_its_offer(cast, missed):
    def offer(reference, day):
        return offer_new_appointment(
            by=cast.case_manager, contact=missed, seen=version(Contact.objects.get(pk=missed.pk)), done_on=FIFTH_DAY,
            appointment=ContactFactory.build(
                contact_ref=reference, service_user=cast.own, officer=cast.case_manager, date=day, start_time=time(8),
                end_time=time(8, 30),
            ),
        )  # fmt: skip

    with pytest.raises(Refused, match="must start after you offered it on 2 January 2019"):
        offer("W1", date(2018, 12, 31))
    # Offered yesterday for this morning, which is over as it is typed.
    assert offer("W2", SIXTH_DAY).date == SIXTH_DAY
    assert worth(missed) == Verdict.COUNTS_FOLLOWED_UP


@time_machine.travel("2019-01-03 09:00")
def test_the_same_offer_of_another_day_is_told_apart(cast, missed):
    def offer(day):
        return offer_new_appointment(
            by=cast.case_manager, contact=missed, seen=version(Contact.objects.get(pk=missed.pk)), done_on=day,
            appointment=ContactFactory.build(
                contact_ref="W1", service_user=cast.own, officer=cast.case_manager, date=date(2019, 1, 10)
            ),
        )  # fmt: skip

    assert offer(FIFTH_DAY) == offer(FIFTH_DAY)
    with pytest.raises(SentBefore):
        offer(SIXTH_DAY)
    missed.refresh_from_db()
    assert (missed.follow_up_on, Contact.objects.count()) == (FIFTH_DAY, 2)


@pytest.mark.parametrize("offered", ["", "2019-13-45", "soon", "0001-01-01"])
@time_machine.travel("2019-01-03 09:00")
def test_an_address_without_a_day_means_today(cast, site, missed, offered):
    address = reverse("follow_up_book", args=[cast.own.public_id, missed.pk])
    html = site().get(address, {"offered": offered}).content.decode()
    assert 'name="done_on" value="2019-01-03"' in html


@time_machine.travel("2019-01-03 09:00")
def test_when_it_was_offered_is_asked(site, missed):
    assert "when" in answer(site(), "follow_up", missed, what="breach", when="").context["form"].errors
    assert "done_on" in answer(site(), "follow_up", missed, what="breach", when="earlier").context["form"].errors


@time_machine.travel("2019-01-03 09:00")
def test_a_follow_up_that_an_import_brought_is_marked_by_nothing(cast, site, missed):
    Contact.objects.update(follow_up="further_appointment", follow_up_on=FIFTH_DAY)
    html = page(site(), "contact", cast.own, missed.pk)
    assert "recorded this on" not in html
