"""A form that is sent twice is done once, and both answers lead to the same page."""

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from contacts.models import Contact, Notice
from tests.addresses import NOW, OF_A_REFERRAL, OF_AN_ORDER, address, roles_of
from tests.appointments import ANSWERS, filled_in

pytestmark = pytest.mark.django_db

# How many contacts and notices there are once it is sent: where a form books, one more contact.
FOUND = {name: (2 if "date" in answers else 1, int(name == "issue_notice")) for name, answers in ANSWERS.items()}
FOUND |= {"book": (1, 0), "record_contact": (1, 0), "correct_booking": (1, 0)}
FOUND |= {"book_series": (3, 0), "cancel_series": (2, 0), "series_notice": (2, 2)}
FOUND |= {"end_designation": (0, 0), "change_needs": (0, 0), "reminders": (0, 0), "ask_oversight": (0, 0)}
FOUND |= dict.fromkeys((*OF_AN_ORDER, "refer", *OF_A_REFERRAL), (0, 0))
FOUND |= dict.fromkeys(
    ("brag_review", "agree_brag", "withdraw_brag", "record_occasion", "take_out_occasion", "allocate"), (0, 0)
)


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_sent_twice_is_done_once(sign_in, cast, name):
    browser, page = sign_in(getattr(cast, roles_of(name)[0])), address(name, cast.own, cast.case_manager)
    form = filled_in(browser, name, page, cast.case_manager)
    first, second = (browser.post(page, form) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert (Contact.objects.count(), Notice.objects.count()) == FOUND[name]
    assert Entry.objects.count() == 1


def test_the_form_about_one_person_books_nothing_for_another(nia, cast):
    own, colleagues = (reverse("book", args=[person.public_id]) for person in (cast.own, cast.colleagues))
    form = filled_in(nia, "book", own, cast.case_manager)
    assert nia.post(own, form).status_code == 302
    answer = nia.post(colleagues, form)
    assert answer.context["form"].non_field_errors()
    assert Contact.objects.get().service_user == cast.own
