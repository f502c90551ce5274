"""The appointment slip: what it says, in which languages and sizes, and that it is accessible."""

from dataclasses import replace
from datetime import date, time

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape

from casework.slip import make_slip, slip_telling
from casework.slip.made_up import made_up
from casework.slip.words import BOTH, address_lines, appointment_of, usual_languages, words_of
from contacts.models import Contact, Notice
from staff.models import Office
from tests.appointments import answer, page
from tests.factories import ContactFactory
from tests.letters import assert_one_tagged, elements, read, text_of

pytestmark = pytest.mark.django_db
MM = 72 / 25.4


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.fixture
def contact(cast):
    cast.own.address = "Flat 2, 14, Heol y Bryn, Newport, NP20 1XX"
    cast.own.save()
    return ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 10), contact_ref="W0123456789AB"
    )


@pytest.mark.parametrize(
    "words",
    [
        "Demonstration Probation Service Newport 1 Bridge Street NP20 4AA Telephone: 01633 960100",
        "Date of this notice: 2 November 2026 Reference: W0123456789AB",
        "Dafydd Morgan Flat 2 14 Heol y Bryn Newport NP20 1XX",
        "Date: Tuesday 10 November 2026",
        "Time: 9:30am to 10am",
        "Place: Newport, 1 Bridge Street, NP20 4AA",
        "With: Nia Rees",
        "What to bring • this notice",
        "If you cannot come Ring 01633 960100 and ask for Nia Rees as soon as you know",
        "If you do not come If you miss the appointment",
        "Sign to say that you have this notice Name: Date: Signature:",
    ],
)
def test_it_says_what_a_notice_must(contact, words):
    assert words in text_of(make_slip(contact, languages=["en"]).pdf)


@pytest.mark.parametrize("large", [False, True])
def test_it_is_tagged_with_title_and_language(contact, large):
    pdf = make_slip(contact, languages=BOTH, large=large).pdf
    title = "Eich apwyntiad: dydd Mawrth 10 Tachwedd 2026 / Your appointment on Tuesday 10 November 2026"
    assert_one_tagged(pdf, title=title, language="cy-GB", others={"en-GB"})
    kinds = [str(element["/S"]) for element in elements(pdf)]
    assert (kinds.count("/H1"), kinds.count("/L")) == (10, 4)


def test_its_address_stands_in_the_window_of_an_envelope(contact):
    """20 mm from the left and 50 mm from the top, in 80 mm by 30 mm."""
    found: dict[str, tuple[float, float]] = {}

    def note(text, page, line, *font):
        x, y = line[4:]
        across, up = x * page[0] + y * page[2] + page[4], x * page[1] + y * page[3] + page[5]
        found.setdefault(text.strip(), (across / MM, 297 - up / MM))

    read(make_slip(contact, languages=["en"]).pdf).pages[0].extract_text(visitor_text=note)
    assert {"Dafydd Morgan", "Flat 2", "14 Heol y Bryn", "NP20 1XX"} <= set(found), found
    for line in ("Dafydd Morgan", "Flat 2", "14 Heol y Bryn", "NP20 1XX"):
        across, down = found[line]
        assert (round(across), 50 < down < 80) == (20, True), line


def test_large_print_is_18_points(contact):
    def sizes(large):
        found = set()
        pdf = make_slip(contact, languages=["en"], large=large).pdf
        for each in read(pdf).pages:
            each.extract_text(visitor_text=lambda text, cm, tm, font, size: found.add(round(size, 1)))
        return found

    assert 18 in sizes(large=True)
    assert 18 not in sizes(large=False)


def test_a_letter_of_more_than_one_page_numbers_them(contact):
    pages = [each.extract_text() for each in read(make_slip(contact, languages=["en"], large=True).pdf).pages]
    assert [f"Page {number} of 2" in page for number, page in enumerate(pages, 1)] == [True, True]
    assert "Page" not in text_of(make_slip(contact, languages=["en"]).pdf)


@pytest.mark.parametrize(
    ("language", "address", "languages"),
    [
        ("en", "1 Bridge Street, Newport, NP20 4AA", ("cy", "en")),
        ("cy", "1 Bridge Street, Newport, NP20 4AA", ("cy",)),
        ("en", "1 Bridge Street, Bristol, BS1 4AA", ("en",)),
        ("cy", "1 Bridge Street, Bristol, BS1 4AA", ("cy",)),
    ],
)
def test_its_languages(contact, language, address, languages):
    contact.service_user.language = language
    assert usual_languages(contact, Office(address=address)) == languages


def test_in_welsh_its_dates_and_times_are_welsh_too(contact):
    said = text_of(make_slip(contact, languages=["cy"]).pdf)
    for words in (
        "Dyddiad yr hysbysiad hwn: 2 Tachwedd 2026",
        "Dyddiad: dydd Mawrth 10 Tachwedd 2026",
        "Amser: 9:30am i 10am",
        "Ffoniwch 01633 960100 a gofynnwch am Nia Rees",
    ):
        assert words in said
    for english in ("November", "Tuesday", "appointment", "Date", " to "):
        assert english not in said


@pytest.mark.parametrize("kind", ["office", "visit"])
def test_the_shipped_slip_takes_one_page_in_each_language(kind):
    assert len(read(slip_telling([made_up(kind)], BOTH).pdf).pages) == 2


def test_a_visit_is_told_otherwise():
    said = text_of(slip_telling([made_up("visit")], ["en"]).pdf)
    assert "We will visit you." in said
    assert "If you are not there" in said
    assert "building" not in said


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Llŷr Tŷ-Ŵyn", "Fflat 2, 14, Heol y Bryn, LL61 5XX"),
        ("Żółć Gęślą-Jaźń", ""),
        ("محمد عبد الله", "9 Bridge Street\nNewport"),
        ("王小明", ", ".join(["A very long line of an address"] * 30)),
    ],
)
@pytest.mark.parametrize("large", [False, True])
def test_it_is_made_for_any_name_and_address(name, address, large):
    about = replace(made_up("office"), name=name, address=address)
    assert slip_telling([about], BOTH, large=large).pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("", []),
        ("9 Bridge Street\nNewport", ["9 Bridge Street", "Newport"]),
        ("Flat 2, 14, Heol y Bryn, NP20 1XX", ["Flat 2", "14 Heol y Bryn", "NP20 1XX"]),
        ("a, b, c, d, e, f, g", ["a, b, c", "d", "e", "f", "g"]),
    ],
)
def test_an_address_on_an_envelope(address, lines):
    assert address_lines(address) == lines


def test_the_page_shows_the_notice_that_is_chosen_and_that_one_is_kept(cast, nia, contact):
    html = page(nia, "issue_notice", cast.own, contact.pk)
    assert html.index("Eich apwyntiad") < html.index("Your appointment")
    address = reverse("issue_notice", args=[cast.own.public_id, contact.pk])
    chosen = nia.get(address, {"languages": "en", "size": "large"}).content.decode()
    assert "Eich apwyntiad" not in chosen
    preview = f"{reverse('slip_preview', args=[cast.own.public_id, contact.pk])}?languages=en&size=large"
    assert escape(preview) in chosen
    shown = nia.get(preview).content
    answer(nia, "issue_notice", contact, method="emailed", languages="en", size="large")
    slip = bytes(Notice.objects.get().slip)
    assert "Eich" not in text_of(slip)
    assert text_of(slip) == text_of(shown)


def test_it_is_dated_when_it_was_given(nia, contact):
    answer(nia, "issue_notice", contact, method="posted", when="earlier", given_on="30/10/2026", given_time="9:00")
    said = text_of(bytes(Notice.objects.get().slip))
    assert "Date of this notice: 30 October 2026" in said


def test_without_a_number_to_ring_no_slip_is_printed(cast, nia, contact):
    Office.objects.update(phone="")
    html = page(nia, "issue_notice", cast.own, contact.pk)
    assert "The slip cannot be printed, because the address, postcode or telephone number of the office Newport" in html
    assert "Open the appointment slip (PDF)" not in html
    response = answer(nia, "issue_notice", contact, method="handed_over")
    assert "Ask your administrator to add them" in response.content.decode()
    assert not Notice.objects.exists()


def test_the_office_of_the_person_stands_in_for_one_that_is_not_ready(cast, contact):
    post = cast.case_manager.post
    post.office = Office.objects.create(name="Hub", ldu=post.office.ldu, kind="community_hub")
    post.save()
    assert appointment_of(Contact.objects.get(pk=contact.pk)).office == cast.own.office


def test_midday_in_welsh():
    [letter] = words_of(replace(made_up("office"), start=time(12), end=time(13)), ["cy"])
    assert letter["details"][1] == ("Amser", ["canol dydd i 1pm"])
