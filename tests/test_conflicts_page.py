"""The page of a person's conflicts: both values in words, and one click for either."""

import re
from datetime import date
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from cases.models import BragReview, Custody, FileValue, ServiceUser
from casework.conflict_words import LABELS
from contacts.models import Contact
from interchange.files import FILES
from interchange.resolving import _groups
from tests.appointments import hidden
from tests.conflicts import in_conflict
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def that_day():
    with time_machine.travel("2026-11-18 12:00"):
        yield


@pytest.fixture
def attended(cast):
    contact = ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 3), outcome_id="ATTC", noticed=True
    )
    return in_conflict(contact, outcome_id="AFTA")


def page(browser, person):
    return browser.get(reverse("file_conflicts", args=[person.public_id])).content.decode()


def words(html: str) -> str:
    """What is to be read, in one line."""
    main = html[html.index("<main") : html.index("</main")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def send(browser, person, decision, html=""):
    html = html or page(browser, person)
    sent = {name: hidden(html, name) for name in ("table_name", "record", "seen")}
    return browser.post(reverse("file_conflicts", args=[person.public_id]), {**sent, "decision": decision})


def test_both_values_are_there_in_words_with_the_record_and_the_day(cast, nia, attended):
    read = words(page(nia, cast.own))
    assert "Planned Office Visit (NS), Tuesday 3 November" in read
    assert "Outcome Recorded here: Attended - Complied The file says: Failed to Attend" in read
    assert "In conflict since Wednesday 18 November." in read


def test_every_kind_of_value_is_in_words(cast, nia, attended):
    further = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 24))
    said = {
        "officer_id": cast.colleague.pk, "date": "2026-11-04", "start_time": "14:30:00", "slip_uploaded": False,
        "notice_issued_at": "2026-10-30T12:00:00", "place": "", "follow_up": "further_appointment",
        "follow_up_contact_id": further.pk, "service_user_id": cast.elsewhere.pk,
    }  # fmt: skip
    in_conflict(attended, **said)
    in_conflict(cast.own, iom=True, language="cy", office_id=cast.other_ldu.office_id, date_of_birth="1990-02-03")
    read = words(page(nia, cast.own))
    for row in [
        "With Recorded here: Nia Rees The file says: Owain Parry",
        "Date Recorded here: Tuesday 3 November The file says: Wednesday 4 November",
        "The file says: 2:30pm",
        "Appointment slip uploaded Recorded here: Yes The file says: No",
        "The file says: Friday 30 October at midday",
        "The file says: Nothing",
        "Follow-up Recorded here: Nothing The file says: Further appointment offered",
        "Further appointment Recorded here: Nothing The file says: Tuesday 24 November at 9:30am",
        "Service user Recorded here: Dafydd Morgan The file says: Now with another unit",
        "IOM Recorded here: No The file says: Yes",
        "Language Recorded here: English The file says: Welsh",
        "Office Recorded here: Newport The file says: Brecon",
        "The file says: 3 February 1990",
    ]:
        assert row in read


def test_each_record_says_which_it_is(cast, nia):
    about = {"service_user": cast.own}
    in_conflict(cast.own, phone="1")
    in_conflict(cast.own.orders.get(), ends_on="2030-01-01")
    in_conflict(Custody.objects.create(**about, starts_on="2019-03-01", ends_on="2019-03-31"), ends_on="2019-03-30")
    in_conflict(BragReview.objects.create(**about, reviewed_on="2019-03-01", status="red"), status="blue")
    in_conflict(cast.own.allocations.get(), officer_id=cast.colleague.pk)
    in_conflict(cast.own.designations.create(officer=cast.colleague, starts_on="2019-03-01"), ends_on="2020-01-01")
    headings = re.findall(r'summary-card__title">([^<]+)<', page(nia, cast.own))
    order, allocation = cast.own.orders.get(), cast.own.allocations.get()
    year = f"{order.starts_on:%Y}", f"{allocation.starts_on:%Y}"
    assert [heading.split(" from ")[0] for heading in headings] == [
        "Personal details", order.get_type_display(), "Custody", "BRAG review on 1 March 2019", "Case manager",
        "Named in the sentence plan",
    ]  # fmt: skip
    assert year[0] in headings[1]
    assert headings[4].endswith(f"{year[1]}: Nia Rees")
    assert headings[5].endswith("1 March 2019: Owain Parry")


def test_one_click_keeps_what_is_recorded_here(cast, nia, attended):
    answer = send(nia, cast.own, "keep")
    assert answer.url == reverse("service_user", args=[cast.own.public_id])
    assert Contact.objects.get().outcome_id == "ATTC"
    assert "You have kept what is recorded here." in words(nia.get(answer.url).content.decode())
    assert "There is nothing to decide" in words(page(nia, cast.own))


def test_one_click_uses_the_files_values(cast, nia, attended):
    in_conflict(cast.own, phone="01633 960123")
    html = page(nia, cast.own)
    answer = send(nia, cast.own, "use", html[html.index(", Tuesday 3 November") :])
    assert Contact.objects.get().outcome_id == "AFTA"
    assert answer.url == reverse("file_conflicts", args=[cast.own.public_id])
    read = words(nia.get(answer.url).content.decode())
    assert "You have replaced what was recorded here with the file’s values." in read
    assert "01633 960123" in read


def test_who_no_longer_holds_the_person_is_led_home(cast, nia):
    in_conflict(cast.own.allocations.get(), officer_id=cast.other_team.allocations.get().officer_id)
    answer = send(nia, cast.own, "use")
    assert answer.url == reverse("home")
    assert nia.get(reverse("service_user", args=[cast.own.public_id])).status_code == 404


def test_who_comes_second_is_told_so(cast, nia, attended):
    html = page(nia, cast.own)
    first, second = (send(nia, cast.own, decision, html) for decision in ("keep", "use"))
    assert first.url == second.url
    assert Contact.objects.get().outcome_id == "ATTC"
    assert "Somebody has already decided about this record." in words(nia.get(second.url).content.decode())
    assert Entry.objects.count() == 1


def test_what_has_changed_since_is_shown_and_not_decided(cast, nia, attended):
    html = page(nia, cast.own)
    in_conflict(attended, outcome_id="UAAB")
    read = words(send(nia, cast.own, "use", html).content.decode())
    assert "has changed since you opened the page" in read
    assert "Unacceptable Absence" in read
    assert Contact.objects.get().outcome_id == "ATTC"


def test_values_that_do_not_fit_are_said_to_be_so(cast, nia):
    first = Custody.objects.create(service_user=cast.own, starts_on="2019-03-01", ends_on="2019-03-31")
    Custody.objects.create(service_user=cast.own, starts_on="2019-05-01", ends_on="2019-05-31")
    in_conflict(first, ends_on="2019-05-15")
    answer = send(nia, cast.own, "use")
    assert "for “Custody from 1 March 2019” do not fit" in words(answer.content.decode())
    assert answer.status_code == 200
    assert FileValue.objects.in_conflict().exists()
    assert not Entry.objects.exists()


def test_a_value_that_came_to_be_the_same_can_be_put_to_rest(cast, nia, attended):
    Contact.objects.update(outcome="AFTA")
    assert "Both now say the same." in words(page(nia, cast.own))
    send(nia, cast.own, "keep")
    assert not FileValue.objects.in_conflict().exists()


def test_a_withdrawn_contact_is_shown_and_leads_nowhere(cast, nia, attended):
    assert reverse("contact", args=[cast.own.public_id, attended.pk]) in page(nia, cast.own)
    Contact.objects.update(withdrawn=True)
    html = page(nia, cast.own)
    assert "Tuesday 3 November" in html
    assert reverse("contact", args=[cast.own.public_id, attended.pk]) not in html


def test_nobody_decides_about_another_persons_record(cast, nia, attended):
    html = page(nia, cast.own)
    send(nia, cast.colleagues, "use", html)
    assert Contact.objects.get().outcome_id == "ATTC"
    assert FileValue.objects.in_conflict().exists()


@pytest.mark.parametrize("file", [file for file in FILES if file.model in LABELS], ids=lambda file: file.name)
def test_every_column_that_can_be_in_conflict_has_its_label(file):
    able = {column.target for group in _groups(file) for column in group if column.target}
    assert set(LABELS[file.model]) == able


def test_every_file_about_people_has_its_labels():
    about_people = {file.model for file in FILES if hasattr(file.model, "service_user")} | {ServiceUser}
    assert set(LABELS) == about_people
