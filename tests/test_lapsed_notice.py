"""A notice that a later change overtook is no notice of the appointment as it is."""

from datetime import date

import pytest
import time_machine

from contacts.criteria import Verdict, reasons
from contacts.facts import judged
from contacts.models import Contact
from tests.answers import ask
from tests.appointments import answer
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["ATTC", "UAAB", None])
def contact(request, cast):
    return ContactFactory(
        service_user=cast.own, officer=cast.case_manager, noticed=True, notice_current=False, outcome_id=request.param
    )


def test_it_makes_no_offer_and_says_why(contact):
    found = judged(Contact.objects.all(), date(2018, 11, 20)).get()
    assert found.verdict == Verdict.NOT_AN_OFFER
    [why] = reasons(found.failing, found.measure)
    assert "notice" in why


def test_the_command_says_so_too(contact):
    header, row = ask("compliance", "--month", "2018-11", "--level", "contact", "--as-of", "2018-11-20")
    said = dict(zip(header, row, strict=True))
    assert (said["verdict"], said["failed"]) == ("not_an_offer", "written_notice")


def test_a_notice_that_holds_makes_one(contact):
    Contact.objects.update(notice_current=True)
    assert judged(Contact.objects.all(), date(2018, 11, 20)).get().verdict != Verdict.NOT_AN_OFFER


def test_a_new_notice_holds_again(nia, cast):
    with time_machine.travel("2026-11-18 12:00"):
        nia.force_login(cast.case_manager, backend="staff.backends.InPostBackend")
        contact = ContactFactory(
            service_user=cast.own,
            officer=cast.case_manager,
            date=date(2026, 11, 25),
            notice_issued_at="2026-11-02 09:00",
            notice_current=False,
        )
        assert answer(nia, "issue_notice", contact, method="posted").status_code == 302
        contact.refresh_from_db()
        assert (contact.notice_current, contact.slip_uploaded) == (True, True)
        assert judged(Contact.objects.all(), date(2026, 11, 25)).get().verdict == Verdict.PENDING_OUTCOME
