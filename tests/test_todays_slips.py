"""The slips that somebody issued today, as one PDF to print."""

import io
from datetime import date

import pypdf
import pytest
import time_machine
from django.urls import reverse

from cases.gate import looked_at
from cases.models import Allocation
from contacts.models import Notice
from tests.addresses import NOW, series_of
from tests.appointments import answer, hidden, page
from tests.factories import ContactFactory
from tests.letters import assert_one_tagged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def issue(nia, cast, person, **fields):
    chosen = {name: fields.pop(name, usual) for name, usual in (("languages", "en"), ("size", ""))}
    contact = ContactFactory(service_user=person, officer=cast.case_manager, date=date(2026, 11, 26), **fields)
    answer(nia, "issue_notice", contact, method="posted", **chosen)
    return contact


def texts(response) -> list[str]:
    assert response["Content-Type"] == "application/pdf"
    return [" ".join(each.extract_text().split()) for each in pypdf.PdfReader(io.BytesIO(response.content)).pages]


def test_home_leads_to_them_once_there_are_some(nia, cast):
    assert reverse("todays_slips") not in nia.get("/").content.decode()
    issue(nia, cast, cast.own)
    assert reverse("todays_slips") in nia.get("/").content.decode()


def test_every_slip_issued_today_is_in_it_and_that_of_a_series_once(nia, cast):
    issue(nia, cast, cast.own)
    issue(nia, cast, cast.colleagues, start_time="11:00", end_time="11:30")
    series = series_of(cast.own, cast.case_manager)
    seen = hidden(page(nia, "series_notice", cast.own, series.pk), "seen")
    address = reverse("series_notice", args=[cast.own.public_id, series.pk])
    nia.post(address, {"seen": seen, "method": "posted", "when": "now", "languages": "en"})
    assert Notice.objects.count() == 4
    said = texts(nia.get(reverse("todays_slips")))
    assert sum("Your appointments from" in each for each in said) == 1
    assert sum("Your appointment on" in each for each in said) == 2


def test_they_are_one_tagged_document_each_letter_in_its_language_and_print(nia, cast):
    issue(nia, cast, cast.own)
    issue(nia, cast, cast.colleagues, start_time="11:00", end_time="11:30", languages="cy", size="large")
    pdf = nia.get(reverse("todays_slips")).content
    # In the order of names, in the language of the first.
    assert_one_tagged(pdf, title="Slipiau apwyntiad", language="cy-GB", others={"en-GB"})
    pages = texts(nia.get(reverse("todays_slips")))
    assert ["Tudalen 1 o 2" in each for each in pages] == [True, False, False]
    assert ["Tudalen 2 o 2" in each for each in pages] == [False, True, False]
    assert "Page" not in pages[2]


def test_it_says_what_was_given_whatever_changed_since(nia, cast):
    contact = issue(nia, cast, cast.own)
    given = Notice.objects.get()
    cast.own.last_name = "Somebody"
    cast.own.save()
    contact.place = "Elsewhere"
    contact.save()
    [page] = texts(nia.get(reverse("todays_slips")))
    assert page == " ".join(pypdf.PdfReader(io.BytesIO(given.slip)).pages[0].extract_text().split())


def test_others_slips_and_those_of_other_days_are_not(nia, cast, sign_in):
    with time_machine.travel("2026-11-17 12:00"):
        nia.force_login(cast.case_manager, backend="staff.backends.InPostBackend")
        issue(nia, cast, cast.own)
    sign_in(cast.colleague)
    issue(nia, cast, cast.colleagues, start_time="11:00", end_time="11:30")
    sign_in(cast.case_manager)
    response = nia.get(reverse("todays_slips"))
    assert response.url == f"{reverse('diary')}?show=day"
    assert "You have issued no slips today." in nia.get(response.url).content.decode()


def test_nobody_whom_one_may_not_see_any_more_is_in_it_and_each_look_is_told(nia, cast):
    issue(nia, cast, cast.own)
    issue(nia, cast, cast.colleagues, start_time="11:00", end_time="11:30")
    moved = Allocation.objects.get(service_user=cast.elsewhere).officer
    Allocation.objects.filter(service_user=cast.colleagues).update(officer=moved)
    looks = []

    def note(sender, by, person, page, **kwargs):
        looks.append((by, person, page))

    looked_at.connect(note)
    try:
        said = " ".join(texts(nia.get(reverse("todays_slips"))))
    finally:
        looked_at.disconnect(note)
    assert "Dafydd Morgan" in said
    assert "Ffion Hughes" not in said
    assert looks == [(cast.case_manager, cast.own, "todays_slips")]


def test_the_own_diary_of_today_leads_to_it_where_there_are_some(nia, cast):
    link = f'href="{reverse("todays_slips")}"'
    assert link not in nia.get(reverse("diary"), {"show": "day"}).content.decode()
    issue(nia, cast, cast.own)
    assert link in nia.get(reverse("diary"), {"show": "day"}).content.decode()
    assert link not in nia.get(reverse("diary"), {"show": "day", "on": "2026-11-19"}).content.decode()
    assert link not in nia.get(reverse("diary"), {"show": "day", "officer": cast.colleague.pk}).content.decode()
