"""One notice of a series, cancelling what is left of one, and what became of its appointments."""

from datetime import date, datetime, time

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Entry
from casework.possible import weighed
from contacts.models import Contact, Notice
from tests.addresses import NOW, series_of
from tests.appointments import OFFICE_VISIT, answer, arrange, hidden, page
from tests.factories import ContactFactory
from tests.letters import assert_one_tagged, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def series(cast):
    """Of 2 and 9 December at 9:30am."""
    return series_of(cast.own, cast.case_manager)


def act(nia, name, cast, series, *, seen="", **answers):
    seen = seen or hidden(page(nia, name, cast.own, series.pk), "seen")
    return nia.post(reverse(name, args=[cast.own.public_id, series.pk]), {"seen": seen, "when": "now", **answers})


def noticed(series) -> list[bool]:
    return [each.noticed for each in weighed(series.contacts.order_by("date"))]


def test_each_gets_a_notice_of_the_same_time_with_the_one_slip(nia, cast, series):
    response = act(nia, "series_notice", cast, series, method="handed_over", languages="en")
    assert response.url == reverse("series", args=[cast.own.public_id, series.pk])
    notices = Notice.objects.order_by("date")
    assert [(each.date.day, each.start_time, each.issued_at) for each in notices] == [
        (day, time(9, 30), datetime.fromisoformat("2026-11-18T12:00")) for day in (2, 9)
    ]
    assert len({bytes(each.slip) for each in notices}) == 1
    assert noticed(series) == [True, True]
    entry = Entry.objects.get()
    assert (entry.action, entry.target, entry.facts) == ("issue the notice of a series", series, {"notices": 2})
    slip = nia.get(reverse("slip", args=[cast.own.public_id, notices[1].contact_id, notices[1].pk]))
    said = text_of(slip.content)
    assert "Your appointments from Wednesday 2 December 2026 to Wednesday 9 December 2026" in said
    assert "Dates: Wednesday 2 December 2026, 9:30am to 10am Wednesday 9 December 2026, 9:30am to 10am" in said
    assert "Place: Newport, 1 Bridge Street, NP20 4AA With: Nia Rees" in said
    assert f"Reference: {series.reference}" in said
    title = "Your appointments from Wednesday 2 December 2026 to Wednesday 9 December 2026"
    assert_one_tagged(slip.content, title=title, language="en-GB")


def test_it_is_shown_before_it_is_given_in_welsh_and_in_large_print_too(nia, cast, series):
    html = page(nia, "series_notice", cast.own, series.pk)
    assert "the 2 appointments that are to come and have no notice yet" in html
    assert "Eich apwyntiadau: dydd Mercher 2 Rhagfyr 2026 – dydd Mercher 9 Rhagfyr 2026" in html
    address = reverse("series_slip_preview", args=[cast.own.public_id, series.pk])
    pdf = nia.get(address, {"languages": "cy", "size": "large"}).content
    assert "Dyddiadau: dydd Mercher 2 Rhagfyr 2026, 9:30am i 10am" in text_of(pdf)
    assert not Notice.objects.exists()


def test_only_those_without_a_notice_that_holds_are_told_of(nia, cast, series):
    act(nia, "series_notice", cast, series, method="emailed")
    Contact.objects.filter(date=date(2026, 12, 9)).update(date=date(2026, 12, 10), notice_current=False)
    act(nia, "series_notice", cast, series, method="emailed", languages="en")
    assert [each.date.day for each in Notice.objects.order_by("pk")] == [2, 9, 10]
    assert noticed(series) == [True, True]
    response = nia.get(reverse("series_notice", args=[cast.own.public_id, series.pk]))
    assert response.url == reverse("series", args=[cast.own.public_id, series.pk])


def test_appointments_with_another_officer_and_visits_have_letters_of_their_own(nia, cast, series):
    ContactFactory(service_user=cast.own, officer=cast.colleague, series=series, date=date(2026, 12, 16))
    visit = {"type_id": "CHVS", "place": "14 Heol y Bryn"}
    ContactFactory(service_user=cast.own, officer=cast.case_manager, series=series, date=date(2026, 12, 17), **visit)
    said = text_of(
        nia.get(reverse("series_slip_preview", args=[cast.own.public_id, series.pk]) + "?languages=en").content
    )
    assert said.count("Dear Dafydd Morgan,") == 3
    assert "ask for Owain Parry" in said
    assert "Place: 14 Heol y Bryn With: Nia Rees" in said


def test_a_slip_on_paper_is_kept_once_for_all(nia, cast, series):
    paper = SimpleUploadedFile("slip.pdf", b"%PDF-1.7")
    act(nia, "series_notice", cast, series, method="handed_over", paper=paper)
    [(paper,)] = Notice.objects.order_by().values_list("paper").distinct()
    assert paper.endswith(".pdf")
    assert noticed(series) == [True, True]


@pytest.mark.parametrize(
    ("now", "answers", "words"),
    [
        ("2026-12-01 12:00", {"method": "posted"}, "Select the box to record it anyway"),
        (
            NOW,
            {"method": "posted", "when": "earlier", "given_on": "19/11/2026", "given_time": "9am"},
            "must be in the past",
        ),
    ],
)
def test_the_rules_of_a_notice_hold(nia, cast, series, now, answers, words):
    with time_machine.travel(now):
        nia.force_login(cast.case_manager, backend="staff.backends.InPostBackend")
        response = act(nia, "series_notice", cast, series, **answers)
    assert words in response.content.decode()
    assert not Notice.objects.exists()


def test_what_changed_meanwhile_is_not_told_of(nia, cast, series):
    seen = hidden(page(nia, "series_notice", cast.own, series.pk), "seen")
    Contact.objects.filter(date=date(2026, 12, 9)).update(start_time=time(9, 45))
    response = act(nia, "series_notice", cast, series, seen=seen, method="posted")
    assert "after you opened the page" in response.content.decode()
    assert not Notice.objects.exists()


def test_what_is_left_of_a_series_is_cancelled_where_it_can_be(nia, cast, series):
    Contact.objects.filter(date=date(2026, 12, 2)).update(outcome="AAHO")
    html = page(nia, "cancel_series", cast.own, series.pk)
    assert "This cancels 1 appointment:" in html
    assert "Wednesday 2 December" not in html
    act(nia, "cancel_series", cast, series, asked_by="service", reason="Moved away")
    assert [each.cancelled_by for each in series.contacts.order_by("date")] == ["", "service"]
    entry = Entry.objects.get()
    assert (entry.action, entry.target, entry.facts) == ("cancel a series", series, {"appointments": 1})
    response = nia.get(reverse("cancel_series", args=[cast.own.public_id, series.pk]))
    assert response.status_code == 302


def test_what_is_booked_in_place_of_one_belongs_to_the_series(nia, cast, series):
    first = series.contacts.earliest("date")
    answers = {"date": "3/12/2026", "officer": cast.case_manager.pk, "asked_by": "service", "reason": "Court"}
    assert arrange(nia, "rearrange", cast.own, first.pk, **answers).status_code == 302
    assert sorted(each.date.day for each in series.contacts.all()) == [2, 3, 9]
    assert "One of 2 of" in page(nia, "contact", cast.own, first.pk)


def test_who_booked_one_of_a_series_is_told_where_it_is_corrected(nia, cast, series):
    first = series.contacts.earliest("date")
    with_whom = {"officer": cast.case_manager.pk, "office": cast.own.office_id}
    answers = OFFICE_VISIT | with_whom | {"date": "3/12/2026", "reason": "Mistyped", "step": "save"}
    assert answer(nia, "correct_booking", first, **answers).status_code == 302
    amendment = first.amendments.get()
    assert amendment.recorded_by == cast.case_manager
    assert amendment.recorded_at == datetime.fromisoformat("2026-11-18T09:00")
