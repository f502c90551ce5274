"""Offering a further appointment after a non-attendance."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from casework.services.outcomes import record_follow_up
from casework.services.refusals import Refused, version
from contacts.criteria import Verdict
from contacts.facts import judged
from contacts.models import Contact
from tests.appointments import answer, arrange, hidden, page
from tests.factories import ContactFactory
from tests.measures import change_measure

pytestmark = pytest.mark.django_db

# Christmas 2018: five business days after 21 December end on 2 January.
MISSED_ON = date(2018, 12, 21)


@pytest.fixture(autouse=True)
def between_the_years():
    with time_machine.travel("2018-12-27 12:00"):
        yield


@pytest.fixture
def missed(cast):
    return ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=MISSED_ON, outcome_id="AFTA", noticed=True
    )


@pytest.fixture
def booked(cast):
    return ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2019, 1, 15), start_time=time(14), end_time=time(15)
    )


def worth(contact) -> str:
    return judged(Contact.objects.filter(pk=contact.pk), timezone.localdate()).get().verdict


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2018-12-27 12:00", "by Wednesday 2 January 2019. You have 3 business days left."),
        ("2019-01-02 23:59", "by Wednesday 2 January. Today is the last day."),
        ("2019-01-03 00:00", "The deadline has passed"),
    ],
)
def test_the_page_shows_the_deadline(cast, sign_in, missed, now, said):
    with time_machine.travel(now):
        assert said in page(sign_in(cast.case_manager), "follow_up", cast.own, missed.pk)


@pytest.mark.parametrize(("now", "answers"), [("2019-01-02", ("new", "today")), ("2019-01-03", ("new", None))])
def test_the_usual_answers_stand_but_for_the_day_of_what_is_late(cast, sign_in, missed, now, answers):
    with time_machine.travel(f"{now} 12:00"):
        browser = sign_in(cast.case_manager)
        form = browser.get(reverse("follow_up", args=[cast.own.public_id, missed.pk])).context["form"]
        assert (form["what"].value(), form["when"].value()) == answers


def test_a_new_appointment_is_booked_and_offered_in_one_step(nia, cast, missed):
    book = reverse("follow_up_book", args=[cast.own.public_id, missed.pk])
    assert answer(nia, "follow_up", missed, what="new").url == f"{book}?offered=2018-12-27"
    answers = {"date": "10/1/2019", "officer": cast.case_manager.pk}
    checked = arrange(nia, "follow_up_book", cast.own, missed.pk, step="", **answers)
    assert "because the offer is due by Wednesday 2 January 2019." in checked.content.decode()
    response = arrange(nia, "follow_up_book", cast.own, missed.pk, **answers)
    missed.refresh_from_db()
    further = missed.follow_up_contact
    assert (further.date, missed.follow_up, missed.follow_up_on) == (
        date(2019, 1, 10),
        "further_appointment",
        date(2018, 12, 27),
    )
    assert response.url == reverse("issue_notice", args=[cast.own.public_id, further.pk])
    assert worth(missed) == Verdict.COUNTS_FOLLOWED_UP
    assert Entry.objects.get().action == "offer a further appointment"


@pytest.mark.parametrize("step", ["", "save"])
def test_the_new_appointment_is_in_the_future(nia, cast, missed, step):
    answers = {"date": "27/12/2018", "start_time": "11:30", "officer": cast.case_manager.pk}
    response = arrange(nia, "follow_up_book", cast.own, missed.pk, step=step, **answers)
    late = "The further appointment must start after you offered it on 27 December 2018"
    assert response.context["form"].errors["date"] == [late]
    missed.refresh_from_db()
    assert (missed.follow_up, Contact.objects.count()) == ("", 1)


def test_an_offer_that_is_too_late_says_so_before_it_is_saved(nia, cast, missed):
    with time_machine.travel("2019-01-03 08:00"):
        nia.force_login(cast.case_manager, backend="staff.backends.InPostBackend")
        answers = {"date": "10/1/2019", "officer": cast.case_manager.pk}
        checked = arrange(nia, "follow_up_book", cast.own, missed.pk, step="", **answers)
        assert "This offer is too late to count, because it was due by Wednesday 2 January." in checked.content.decode()
        assert arrange(nia, "follow_up_book", cast.own, missed.pk, **answers).status_code == 302
    assert worth(missed) == Verdict.PENDING_FOLLOW_UP
    with time_machine.travel("2019-01-03 08:00"):
        assert worth(missed) == Verdict.NO_FOLLOW_UP


def test_an_offer_for_what_cannot_count_says_so_too(nia, cast, missed):
    Contact.objects.update(slip_uploaded=False)
    answers = {"date": "10/1/2019", "officer": cast.case_manager.pk}
    checked = arrange(nia, "follow_up_book", cast.own, missed.pk, step="", **answers).content.decode()
    assert "The appointment on Friday 21 December still does not count." in checked
    assert "No appointment slip was uploaded." in checked


def test_a_refused_booking_offers_nothing(nia, cast, missed, booked):
    answers = {"date": "15/1/2019", "start_time": "14:30", "officer": cast.case_manager.pk}
    response = arrange(nia, "follow_up_book", cast.own, missed.pk, **answers)
    assert "start_time" in response.context["form"].errors
    missed.refresh_from_db()
    assert (missed.follow_up, Contact.objects.count()) == ("", 2)


def test_an_appointment_in_the_diary_is_confirmed_today(nia, cast, missed, booked):
    response = answer(nia, "follow_up", missed, what="booked", further=booked.pk)
    assert response.url == reverse("issue_notice", args=[cast.own.public_id, booked.pk])
    missed.refresh_from_db()
    assert (missed.follow_up_contact, missed.follow_up_on) == (booked, date(2018, 12, 27))
    assert worth(missed) == Verdict.COUNTS_FOLLOWED_UP


def test_only_what_came_later_for_the_same_person_can_be_confirmed(nia, cast, missed, booked):
    ContactFactory(service_user=cast.colleagues, officer=cast.case_manager, date=date(2019, 1, 15))
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2019, 1, 16), cancelled_by="service")
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=MISSED_ON, start_time=time(8))
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2019, 1, 17), outcome_id="AAHO")
    response = nia.get(reverse("follow_up", args=[cast.own.public_id, missed.pk]))
    assert list(response.context["form"].fields["further"].queryset) == [booked]


def test_an_absence_known_beforehand_is_not_followed_up_by_itself(nia, cast, booked):
    Contact.objects.update(outcome="AAHO")
    response = nia.get(reverse("follow_up", args=[cast.own.public_id, booked.pk]))
    assert list(response.context["form"].fields["further"].queryset) == []
    assert "The appointment that was missed" in response.content.decode()
    Contact.objects.update(outcome=None, cancelled_by="service_user")
    cancelled = nia.get(reverse("follow_up", args=[cast.own.public_id, booked.pk])).content.decode()
    assert "The appointment that was cancelled" in cancelled
    booked.refresh_from_db()
    with pytest.raises(Refused) as refused:
        record_follow_up(
            by=cast.case_manager, contact=booked, seen=version(booked), kind="further_appointment", further=booked
        )
    assert [problem.field for problem in refused.value.problems] == ["further"]


@pytest.mark.parametrize("state", [
    {"date": date(2018, 12, 26)},
    {"date": date(2018, 12, 27), "start_time": time(11, 59), "end_time": time(12, 30)},
    {"cancelled_by": "service"},
    {"outcome": "AAHO"},
])  # fmt: skip
def test_what_is_over_or_cancelled_is_no_further_appointment(cast, missed, booked, state):
    Contact.objects.filter(pk=booked.pk).update(**state)
    with pytest.raises(Refused, match="Select an appointment that had not started"):
        record_follow_up(
            by=cast.case_manager, contact=missed, seen=version(missed), kind="further_appointment", further=booked
        )
    missed.refresh_from_db()
    assert missed.follow_up == ""


@pytest.mark.parametrize("policy, wrong_kind", [("further_appointment", True), ("any_action", False)])
def test_a_breach_in_time_is_the_wrong_kind_only_by_default(nia, cast, missed, policy, wrong_kind):
    change_measure(follow_up=policy)
    Contact.objects.update(follow_up="breach", follow_up_on=date(2019, 1, 2))
    html = page(nia, "contact", cast.own, missed.pk)
    assert ("Only an offer of a further appointment does" in html) == wrong_kind
    assert "after the deadline" not in html


@pytest.mark.parametrize("policy", ["further_appointment", "any_action"])
@pytest.mark.parametrize("kind", ["further_appointment", "breach"])
def test_a_follow_up_after_the_deadline_is_said_to_be_late(nia, cast, missed, policy, kind):
    change_measure(follow_up=policy)
    Contact.objects.update(follow_up=kind, follow_up_on=date(2019, 1, 3))
    html = page(nia, "contact", cast.own, missed.pk)
    wrong_kind = policy == "further_appointment" and kind == "breach"
    assert ("Only an offer of a further appointment does" in html) == wrong_kind
    assert ("The follow-up was after the deadline" in html) == (not wrong_kind)


def test_a_breach_is_recorded_but_does_not_count_by_default(nia, cast, missed):
    assert "you still need to offer a further appointment" in page(nia, "follow_up", cast.own, missed.pk)
    answer(nia, "follow_up", missed, what="breach")
    assert worth(missed) == Verdict.PENDING_FOLLOW_UP
    assert "Breach was initiated on 27 December 2018." in page(nia, "follow_up", cast.own, missed.pk)
    change_measure(follow_up="any_action")
    assert worth(missed) == Verdict.COUNTS_FOLLOWED_UP
    assert nia.get(reverse("follow_up", args=[cast.own.public_id, missed.pk])).status_code == 302


def test_an_offer_that_stands_keeps_its_day(nia, cast, sign_in, missed, booked):
    seen = hidden(page(nia, "follow_up", cast.own, missed.pk), "seen")
    answer(nia, "follow_up", missed, what="booked", further=booked.pk)
    with time_machine.travel("2019-01-02 12:00"):
        response = answer(sign_in(cast.case_manager), "follow_up", missed, seen=seen, what="breach")
    assert response.status_code == 200
    missed.refresh_from_db()
    assert (missed.follow_up, missed.follow_up_on) == ("further_appointment", date(2018, 12, 27))


@pytest.mark.parametrize(
    "state", [{"outcome": "ATTC"}, {"outcome": None}, {"outcome": None, "cancelled_by": "service"}]
)
def test_only_a_non_attendance_is_followed_up(nia, cast, missed, state):
    seen = hidden(page(nia, "follow_up", cast.own, missed.pk), "seen")
    Contact.objects.update(**state)
    address = reverse("follow_up", args=[cast.own.public_id, missed.pk])
    assert nia.get(address).status_code == 302
    assert nia.post(address, {"seen": seen, "what": "breach"}).status_code == 200
    missed.refresh_from_db()
    assert missed.follow_up == ""
