"""The own account: asking for the daily email, or for it to stop."""

import pytest

from audit.models import Entry
from staff.models import DailyEmailChoice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.EMAIL_HOST = "mail.example"


def test_it_is_off_and_can_be_switched_on_and_off(cast, nia):
    assert "checked" not in nia.get("/account/").content.decode()
    for answers, wanted in [({"daily_email": "on"}, True), ({"daily_email": "on"}, True), ({}, False)]:
        html = nia.post("/account/", answers, follow=True).content.decode()
        assert "Your choice has been saved." in html
        assert (" checked" in html) == wanted
        assert DailyEmailChoice.objects.filter(user=cast.case_manager).exists() == wanted
    assert Entry.objects.filter(action="choose the daily email").count() == 2


@pytest.mark.parametrize("who", ["ldu_head", "chief_officer", "administrator"])
def test_who_has_no_worklist_is_offered_none(cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    assert "Daily email" not in browser.get("/account/").content.decode()
    browser.post("/account/", {"daily_email": "on"})
    assert not DailyEmailChoice.objects.exists()


def test_without_a_mail_server_it_is_said(cast, nia, settings):
    settings.EMAIL_HOST = ""
    html = nia.get("/account/").content.decode()
    assert "switched off for the whole service" in html
    assert 'name="daily_email"' not in html
    nia.post("/account/", {"daily_email": "on"})
    assert not DailyEmailChoice.objects.exists()


def test_the_way_there_is_on_every_page(nia):
    assert 'href="/account/"' in nia.get("/").content.decode()
