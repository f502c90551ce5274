"""What is typed into a form that is checked before it is saved is kept: over reloads, tabs, ways back and days."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from casework.models import Draft
from casework.tasks import clear_up
from contacts.models import Contact
from staff.kept_answers import MOST_CHARACTERS
from tests.appointments import OFFICE_VISIT, arrange, page

pytestmark = pytest.mark.django_db

GONE = "These answers have been saved, or are no longer kept."
UNFINISHED = "Go back to those answers"


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00") as traveller:
        yield traveller


def typed(client, cast, **answers) -> str:
    """Fill in the form of booking and go on: the address of the page to which that leads."""
    response = arrange(client, "book", cast.own, step="", **{"officer": cast.case_manager.pk, **answers})
    return response.redirect_chain[-1][0]


def book(cast) -> str:
    return reverse("book", args=[cast.own.public_id])


def shown(client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def test_the_page_to_check_is_reloaded_and_says_nothing_in_its_address(nia, cast):
    address = typed(nia, cast)
    assert address == f"{book(cast)}?draft={Draft.objects.get().key}"
    for _ in range(2):
        assert "This appointment can count towards the month" in shown(nia, address)
    assert not Contact.objects.exists()
    assert not Entry.objects.exists()


def test_answers_with_a_fault_are_kept_too(nia, cast):
    html = shown(nia, typed(nia, cast, date="31/2/2026", start_time="14:15"))
    assert "Enter a real date" in html
    assert 'value="14:15"' in html


def test_from_checking_one_goes_back_to_the_answers_and_changes_them(nia, cast):
    address = typed(nia, cast, start_time="14:15")
    form = shown(nia, f"{address}&change=1")
    assert 'value="14:15"' in form
    assert "There is a problem" not in form
    again = nia.post(f"{address}&change=1", {**nia_answers(cast), "start_time": "15:15"})
    assert again.url == address
    assert "3:15pm to 3:45pm" in shown(nia, address)
    assert Draft.objects.count() == 1


def nia_answers(cast) -> dict:
    office = {"office": cast.own.office_id, "officer": cast.case_manager.pk}
    return {"contact_ref": "W0123456789AB", **OFFICE_VISIT, **office}


def test_each_tab_has_its_own(nia, cast):
    first, second = typed(nia, cast, start_time="11:00"), typed(nia, cast, start_time="15:00")
    assert first != second
    assert "11am to 11:30am" in shown(nia, first)
    assert "3pm to 3:30pm" in shown(nia, second)


def test_a_form_opened_anew_leads_to_what_was_not_saved(nia, cast):
    assert UNFINISHED not in page(nia, "book", cast.own)
    address = typed(nia, cast)
    html = page(nia, "book", cast.own)
    assert "You filled in this form on Monday 2 November at 8am, and did not save it." in html
    assert f"{address}&amp;change=1" in html
    assert UNFINISHED not in page(nia, "record_contact", cast.own)
    assert UNFINISHED not in page(nia, "book", cast.colleagues)


def test_what_is_saved_is_no_draft_any_more(nia, cast):
    address = typed(nia, cast)
    assert nia.post(address, {**nia_answers(cast), "step": "save"}).status_code == 302
    assert Contact.objects.count() == 1
    assert not Draft.objects.exists()
    assert GONE in shown(nia, address)


def test_a_fault_found_on_saving_keeps_it(nia, cast):
    address = typed(nia, cast)
    Contact.objects.create(**clash(cast))
    assert "already has an appointment" in nia.post(address, {**nia_answers(cast), "step": "save"}).content.decode()
    assert Draft.objects.count() == 1


def clash(cast) -> dict:
    times = {"date": "2026-11-10", "start_time": "09:30", "end_time": "10:00"}
    return {"contact_ref": "C1", "service_user": cast.own, "officer": cast.case_manager, "type_id": "COAP", **times}


def test_nobody_else_and_no_other_page_is_shown_it(cast, sign_in):
    address = typed(sign_in(cast.case_manager), cast, start_time="14:15")
    key = Draft.objects.get().key
    colleague = sign_in(cast.colleague)
    assert GONE in shown(colleague, address)
    # Nor is anything put into it.
    colleague.post(address, {**nia_answers(cast), "start_time": "15:15"})
    assert "14%3A15" in Draft.objects.get(key=key).answers
    nia = sign_in(cast.case_manager)
    assert GONE in shown(nia, address.replace(str(cast.own.public_id), str(cast.colleagues.public_id)))
    assert GONE in shown(nia, address.replace("/book/", "/record/"))
    for key in (uuid4(), "nothing", ""):
        assert GONE in shown(nia, f"{book(cast)}?draft={key}")


def test_only_answers_are_kept(nia, cast):
    typed(nia, cast, csrfmiddlewaretoken="secret", form_of="secret", other="secret")
    assert "secret" not in Draft.objects.get().answers


def test_what_is_too_long_is_shown_again_and_not_kept(nia, cast):
    sent = {**nia_answers(cast), "address": "x" * (MOST_CHARACTERS + 1)}
    response = nia.post(book(cast), sent)
    assert "Visit address must be 500 characters or fewer" in response.content.decode()
    assert not Draft.objects.exists()


def test_it_is_over_after_a_week_and_deleted_by_the_nightly_job(nia, cast, monday_morning):
    address = typed(nia, cast)
    monday_morning.shift(timedelta(days=7, minutes=-1))
    clear_up()
    assert Draft.objects.count() == 1
    monday_morning.shift(timedelta(minutes=2))
    nia.force_login(cast.case_manager, backend="staff.backends.InPostBackend")
    assert GONE in shown(nia, address)
    assert UNFINISHED not in page(nia, "book", cast.own)
    clear_up()
    assert not Draft.objects.exists()


def test_an_expired_session_loses_nothing_of_a_draft_that_was_changed(nia, cast):
    address = typed(nia, cast)
    html = shown(nia, f"{address}&change=1")
    form_of = html.split('name="form_of" value="')[1].split('"')[0]
    nia.logout()
    nia.post(f"{address}&change=1", {**nia_answers(cast), "start_time": "16:45", "form_of": form_of})
    nia.force_login(cast.case_manager, backend="staff.backends.InPostBackend")
    again = shown(nia, f"{address}&change=1")
    assert "You were signed out before you sent this page" in again
    assert 'value="16:45"' in again


def test_the_draft_of_a_person_out_of_reach_is_out_of_reach(nia, cast):
    address = typed(nia, cast)
    cast.own.allocations.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert nia.get(address).status_code == 404
