"""The record for court: what it says, what it leaves out, and that its PDF is accessible."""

from datetime import date, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.gate import looked_at
from cases.models import Custody, OrderProgress, RarPlan, ReferralKind
from casework.typesetting import GAP
from contacts.models import Contact, Note
from tests.factories import ContactFactory, OrderFactory
from tests.letters import assert_one_tagged, elements, read, text_of

pytestmark = pytest.mark.django_db
PERIOD = {"first": "2026-01-01", "last": "2026-11-18"}
WARNING = "This record was made with sensitive notes."


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def contact(cast):
    """A missed one with everything that can be recorded about it."""
    contact = ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 3), outcome_id="UAAB", noticed=True
    )
    contact.notices.create(
        issued_at="2026-11-02 09:00", recorded_at="2026-11-02 09:00", issued_by=cast.case_manager,
        method="handed_over", date=contact.date, start_time=time(9, 30), place=contact.place, paper="a.pdf",
    )  # fmt: skip
    further = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 30))
    followed_up = {"follow_up": "further_appointment", "follow_up_on": date(2026, 11, 4), "follow_up_contact": further}
    Contact.objects.filter(pk=contact.pk).update(**followed_up)
    contact.enforcements.create(
        action_id="EA02", taken_on=date(2026, 11, 5), respond_by=date(2026, 11, 12),
        recorded_at="2026-11-05 09:00", recorded_by=cast.case_manager,
    )  # fmt: skip
    for text, sensitive in (("Rang:\nno answer", False), ("Said in confidence", True)):
        contact.notes.create(
            text=text, sensitive=sensitive, written_at="2026-11-04 10:00", written_by=cast.case_manager
        )
    return contact


@pytest.fixture
def shown(nia, cast):
    def of(**query):
        response = nia.get(reverse("court_record", args=[cast.own.public_id]), query)
        return " ".join(response.content.decode().split())

    return of


@pytest.fixture
def pdf(nia, cast):
    def of(**query) -> bytes:
        response = nia.get(reverse("court_record_pdf", args=[cast.own.public_id]), query)
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
        assert response["Content-Disposition"] == 'inline; filename="record-for-court.pdf"'
        return response.content

    return of


@pytest.mark.parametrize(
    "words",
    [
        "Made by Nia Rees (Case manager) on 18 November 2026 at midday, for the period from 1 January 2026 to 18",
        "Name: Dafydd Morgan CRN: A000001 Office: Newport",
        "Orders Community order Reference: ",
        "Period: 1 September 2018 to 31 August 2030",
        "Contacts 3 November 2026, 9:30am to 10am: Planned Office Visit (NS) With: Nia Rees Place: Newport",
        "Written notice: It was handed over on 2 November 2026 at 9am.",
        "Outcome: Unacceptable Absence",
        "Follow-up: 4 November 2026: Further appointment offered.",
        "The further appointment was offered for 30 November 2026 at 9:30am.",
        "Enforcement: 5 November 2026: First Warning Letter Sent, recorded by Nia Rees.",
        "An answer is awaited until 12 November 2026.",
        "Notes: Nia Rees wrote this on 4 November 2026 at 10am. Rang: no answer",
    ],
)
def test_it_says(contact, pdf, words):
    assert words in text_of(pdf(**PERIOD))


def test_it_says_how_far_an_order_has_come_and_when_somebody_was_in_custody(cast, contact, pdf):
    order, by = cast.own.orders.get(), {"recorded_by": cast.case_manager, "recorded_at": "2026-11-05 09:00"}
    planned = {"ordered": 20, "planned": 12, "rationale": "Two a month"}
    RarPlan.objects.create(order=order, **planned, changed_by=cast.case_manager, changed_at="2026-01-05 09:00")
    for used_on, what in ((date(2025, 12, 31), "Too early for it"), (date(2026, 2, 3), "Thinking skills")):
        order.rar_days.create(used_on=used_on, note=what, was_planned=True, **by)
    OrderProgress.objects.create(order=order, requirements_completed_on=date(2026, 10, 1), **by)
    for starts_on, ends_on in ((date(2025, 12, 1), date(2025, 12, 31)), (date(2026, 3, 1), date(2026, 3, 8))):
        Custody.objects.create(service_user=cast.own, starts_on=starts_on, ends_on=ends_on)
    said = text_of(pdf(**PERIOD))
    assert "In custody: 1 March to 8 March 2026" in said
    assert "RAR days ordered: 20 RAR days used in this period: 3 February 2026: Thinking skills" in said
    assert "Requirements completed on: 1 October 2026" in said
    assert "December 2025" not in said


def test_it_says_to_whom_somebody_was_referred_and_what_came_of_it(cast, contact, pdf):
    by = {"recorded_by": cast.case_manager, "recorded_at": "2026-11-05 09:00"}
    about = {"kind": ReferralKind.objects.get(name="Accommodation"), "note": "Between ourselves", **by}
    made = cast.own.referrals.create(**about, provider="Newport Homes", referred_on=date(2025, 12, 1))
    made.steps.create(state="declined", reason="No place", happened_on=date(2026, 2, 3), **by)
    over = cast.own.referrals.create(**about, provider="Over before it", referred_on=date(2025, 3, 1))
    over.steps.create(state="completed", happened_on=date(2025, 12, 31), **by)
    out = {"taken_out_by": cast.case_manager, "taken_out_at": "2026-11-05 10:00", "taken_out_because": "Mistaken"}
    cast.own.referrals.create(**about, provider="Taken out", referred_on=date(2026, 2, 1), **out)
    said = text_of(pdf(**PERIOD))
    assert (
        "Accommodation Referral to: Newport Homes Made: 1 December 2025 Not accepted: 3 February 2026 No place" in said
    )
    assert not any(words in said for words in ("Over before it", "Taken out", "Between ourselves"))
    assert "3 February" not in text_of(pdf(first="1/1/2026", last="2/2/2026"))


def test_it_is_tagged_with_title_and_language(contact, pdf):
    made = pdf(**PERIOD)
    assert_one_tagged(made, title="Record for court, 1 January 2026 to 18 November 2026", language="en-GB")
    kinds = [str(element["/S"]) for element in elements(made)]
    assert (kinds.count("/H1"), kinds.count("/H2"), kinds.count("/L")) == (4, 2, 3)


def test_sensitive_notes_are_left_out_unless_they_are_asked_for(contact, shown, pdf):
    assert "Said in confidence" not in text_of(pdf(**PERIOD))
    assert "Said in confidence" not in shown(**PERIOD)
    asked = text_of(pdf(**PERIOD, sensitive="on"))
    assert "Nia Rees wrote this sensitive note on 4 November 2026 at 10am. Said in confidence" in asked
    assert "Said in confidence" in shown(**PERIOD, sensitive="on")
    assert "confidence" not in text_of(pdf())


def test_what_is_left_out_is_not_even_read(contact, shown):
    with CaptureQueriesContext(connection) as asked:
        shown(**PERIOD)
    [of_notes] = [query["sql"] for query in asked if 'FROM "contacts_note"' in query["sql"]]
    assert 'NOT "contacts_note"."sensitive"' in of_notes


def test_with_sensitive_notes_each_page_says_so(contact, cast, pdf, shown):
    for number in range(20):
        contact.notes.create(
            text="Spoke. " * 100, written_at=f"2026-11-05 09:{number:02}", written_by=cast.case_manager
        )
    pages = [each.extract_text() for each in read(pdf(**PERIOD, sensitive="on")).pages]
    assert len(pages) > 3
    assert all(WARNING in each for each in pages)
    assert WARNING not in text_of(pdf(**PERIOD))
    assert WARNING in shown(**PERIOD, sensitive="on")
    assert WARNING not in shown(**PERIOD)


def test_each_page_says_of_whom_it_is_who_made_it_and_its_number(contact, cast, pdf):
    contact.notes.create(text="Spoke. " * 1500, written_at="2026-11-05 09:00", written_by=cast.case_manager)
    pages = [" ".join(each.extract_text().split()) for each in read(pdf(**PERIOD)).pages]
    assert len(pages) > 1
    for number, said in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in said
        assert "A000001" in said
        assert "Made by Nia Rees (Case manager) on 18 November 2026" in said


def test_only_what_is_of_the_period(contact, cast, pdf):
    ended = OrderFactory(service_user=cast.own, starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31))
    ended.terminated_on = date(2019, 12, 31)
    ended.save()
    said = text_of(pdf(first="1/11/2026", last="2/11/2026"))
    assert "There are no contacts in this period." in said
    assert ended.order_ref not in said
    assert ended.order_ref in text_of(pdf(first="2019-12-31", last="2020-01-02"))
    assert "3 November 2026, 9:30am" in text_of(pdf(first="3/11/2026", last="3/11/2026"))


def test_with_nothing_recorded(cast, pdf, shown):
    cast.own.orders.all().delete()
    said = text_of(pdf())
    assert "There are no orders in this period." in said
    assert "There are no referrals in this period." in said
    assert "There are no contacts in this period." in said
    assert "There are no contacts in this period." in shown()
    assert "period from 18 November 2025 to 18 November 2026" in said


def test_it_begins_with_the_orders_where_no_dates_are_said(contact, shown):
    assert "period from 1 September 2018 to 18 November 2026" in shown()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"first": "", "last": ""}, "Enter or select the first day"),
        ({"first": "31/2/2026", "last": "1/3/2026"}, "Enter a real date, for example 17/5/2027"),
        ({"first": "2/3/2026", "last": "1/3/2026"}, "The last day must be the same as or after the first day"),
    ],
)
def test_what_is_wrong_with_the_dates_is_said_beside_them(contact, nia, cast, shown, query, message):
    html = shown(**query)
    assert html.count(message) == 2
    assert "There is a problem" in html
    assert f'value="{query["first"]}"' in html or not query["first"]
    response = nia.get(reverse("court_record_pdf", args=[cast.own.public_id]), query)
    assert response.status_code == 302
    assert message in nia.get(response.url).content.decode()


@pytest.mark.parametrize(
    "name",
    ["Llŷr Tŷ-Ŵyn", "محمد عبد الله", "王小明", "Ольга", "Αθηνά", "שרה", "ዳዊት", "สมชาย", "김민준", "தமிழ்"],
)
def test_any_script_prints(contact, cast, pdf, name):
    cast.own.first_name = name
    cast.own.save()
    contact.notes.create(text=f"{name} 😀", written_at="2026-11-05 09:00", written_by=cast.case_manager)
    assert GAP not in text_of(pdf(**PERIOD))


def test_what_no_font_has_is_said_on_the_page_and_left_open_in_the_pdf(contact, cast, shown, pdf):
    contact.notes.create(text="Signed 𒀀 \x07", written_at="2026-11-05 09:00", written_by=cast.case_manager)
    assert f"The PDF shows {GAP} in place of these characters, which no font has: “𒀀” (U+12000)" in shown(**PERIOD)
    assert f"Signed {GAP}" in text_of(pdf(**PERIOD))


def test_markup_and_commands_are_plain_text(contact, cast, shown, pdf):
    typed = '*bold* #panic("x") _it_ $x$ <b>b</b> = H'
    contact.notes.create(text=typed, written_at="2026-11-05 09:00", written_by=cast.case_manager)
    assert typed in text_of(pdf(**PERIOD))
    assert "&lt;b&gt;b&lt;/b&gt;" in shown(**PERIOD)


def test_the_page_leads_to_its_pdf(contact, cast, shown):
    address = reverse("court_record_pdf", args=[cast.own.public_id])
    assert f'href="{address}?first=2026-01-01&amp;last=2026-11-18"' in shown(**PERIOD)
    assert f'{address}?first=2026-01-01&amp;last=2026-11-18&amp;sensitive=True"' in shown(**PERIOD, sensitive="on")


def test_each_look_at_the_page_and_the_file_is_told(contact, cast, shown, pdf):
    looks = []

    def note(sender, by, person, page, **kwargs):
        looks.append((by, person, page))

    looked_at.connect(note)
    try:
        shown(**PERIOD)
        pdf(**PERIOD)
    finally:
        looked_at.disconnect(note)
    assert looks == [(cast.case_manager, cast.own, name) for name in ("court_record", "court_record_pdf")]


def test_500_contacts_take_as_many_statements_as_one(contact, cast, nia):
    address = reverse("court_record_pdf", args=[cast.own.public_id])
    nia.get(address, PERIOD)
    with CaptureQueriesContext(connection) as few:
        nia.get(address, PERIOD)
    many = Contact.objects.bulk_create(
        ContactFactory.build(
            service_user=cast.own, officer=cast.case_manager, date=date(2026, 1 + number // 28 % 10, 1 + number % 28),
            start_time=time(8 + number // 280, 0), end_time=time(8 + number // 280, 30),
        )
        for number in range(500)
    )  # fmt: skip
    written = {"text": "Said", "written_at": "2026-11-17 10:00", "written_by": cast.case_manager}
    Note.objects.bulk_create(Note(contact=each, **written) for each in many)
    with CaptureQueriesContext(connection) as of_many:
        made = nia.get(address, PERIOD).content
    assert len(of_many) == len(few)
    assert [str(element["/S"]) for element in elements(made)].count("/H2") == 502
