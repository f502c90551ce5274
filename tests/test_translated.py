"""Pages look their sentences up when they are shown, so that a Welsh catalogue makes a Welsh page.

The catalogue here is made up: every sentence that is looked up comes back in «marks». What stands outside them must be
data: names, places, descriptions of codes.
"""

import datetime
import re
from html.parser import HTMLParser

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db.models import CharField
from django.urls import reverse
from django.utils.translation import _trans

from casework.forms.outcomes import outcome_in_words
from casework.slip.words import appointment_of, words_of
from contacts.models import ContactOutcome
from contacts.wording import Wording
from tests.appointments import arrange
from tests.factories import ContactFactory
from tests.own_apps import OWN_APPS
from ui import formats

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


@pytest.fixture
def catalogue(monkeypatch):
    """A catalogue that knows every sentence. What is not in its marks was never looked up, or too early."""
    monkeypatch.setattr(_trans, "gettext", "«{}»".format)
    monkeypatch.setattr(_trans, "pgettext", lambda context, message: f"«{message}»")
    monkeypatch.setattr(_trans, "ngettext", lambda one, several, number: f"«{one if number == 1 else several}»")
    monkeypatch.setattr(
        _trans, "npgettext", lambda context, one, several, number: f"«{one if number == 1 else several}»"
    )


def not_looked_up(html: str) -> list[str]:
    """The words of a page that stand outside the marks and are no data."""
    texts = Texts()
    texts.feed(html)
    page = without_marks("\n".join(texts.found))
    for value in sorted(data(), key=len, reverse=True):
        page = page.replace(value, "")
    return [line for line in page.split("\n") if re.search(r"[^\W\d_]{2,}", line)]


def without_marks(text: str) -> str:
    while text != (text := re.sub(r"«[^«»]*»", "", text)):
        pass
    return text


def data() -> set[str]:
    """Every text in the database, and what the form of an outcome leaves of the descriptions."""
    found = {outcome_in_words(outcome) for outcome in ContactOutcome.objects.all()}
    for model in apps.get_models():
        if model._meta.app_label in OWN_APPS and model._meta.managed:
            fields = [
                each.name for each in model._meta.concrete_fields if isinstance(each, CharField) and not each.choices
            ]
            for values in model._default_manager.values_list(*fields) if fields else ():
                found.update(" ".join(value.split()) for value in values if value)
                # A notice has the parts of an address on lines of their own.
                found.update(part for value in values if value for part in value.split(", "))
    found.add(settings.ORGANISATION_NAME)
    return found


def texts_of(value: object) -> list[str]:
    """Every text in lists and dictionaries, without their keys."""
    if isinstance(value, str):
        return [value]
    values = value.values() if isinstance(value, dict) else value
    return [text for each in values for text in texts_of(each)]


class Texts(HTMLParser):
    """What a page says."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("aria-label", "alt", "title", "placeholder")]


def test_words_that_nobody_looked_up_are_found():
    assert not_looked_up("<p>«Page» not <b>«found»</b></p>") == [" not"]


def test_dates_and_times():
    assert formats.weekday(datetime.date(2019, 1, 2)) == "«Wednesday» 2 «January» 2019"
    assert formats.month(datetime.date(2019, 1, 2)) == "«January» 2019"
    assert formats.timespan(datetime.time(9, 30), datetime.time(12)) == "««9:30am» to «midday»»"


def test_signing_in_without_an_answer(client):
    html = client.post(reverse("sign_in"), {}).content.decode()
    assert "«Enter your email address»" in html
    assert not_looked_up(html) == []


def test_changing_the_password(nia):
    html = nia.post(reverse("change_password"), {"new_password1": "short"}).content.decode()
    assert not_looked_up(html) == []


def test_a_page_that_is_not_there(nia):
    html = nia.get("/nowhere/").content.decode()
    assert "«Page not found»" in html
    assert not_looked_up(html) == []


@pytest.fixture
def december(cast):
    """Contacts that count, that do not, and that still can, on 20 December 2018."""
    about = {"service_user": cast.own, "officer": cast.case_manager}
    ContactFactory(**about, date=datetime.date(2018, 12, 3), noticed=True, outcome_id="ATTC")
    ContactFactory(**about, date=datetime.date(2018, 12, 5), noticed=True, outcome_id="AFTA")
    ContactFactory(**about, date=datetime.date(2018, 12, 19), noticed=True, outcome_id="AFTA")
    ContactFactory(**about, date=datetime.date(2018, 12, 28), type_id="COPT")
    ContactFactory(service_user=cast.colleagues, officer=cast.colleague, date=datetime.date(2018, 12, 21), noticed=True)
    # The wording of a notice is data, in the language of its row.
    Wording.objects.update(**dict.fromkeys(Wording.TEXTS, "«{phone}»"))
    with time_machine.travel("2018-12-20 10:00", tick=False):
        yield


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("case_manager", "home"),
        ("case_manager", "caseload"),
        ("ldu_head", "caseload"),
        ("ldu_head", "compliance"),
        ("chief_officer", "compliance"),
        ("ldu_head", "compliance_people"),
        ("team_manager", "team_workload"),
        ("chief_officer", "team_workload"),
        ("case_manager", "officer_workload"),
    ],
)
def test_a_page_of_its_own_words(cast, december, sign_in, role, name):
    user = getattr(cast, role)
    arguments = [user.pk] if name == "officer_workload" else []
    response = sign_in(user).get(reverse(name, args=arguments))
    assert response.status_code == 200
    assert not_looked_up(response.content.decode()) == []


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("service_user", None),
        ("book", None),
        ("contact", 3),
        ("contact", 5),
        ("contact", 19),
        ("record_outcome", 3),
        ("follow_up", 19),
        ("follow_up_book", 19),
        ("contact", 28),
        ("issue_notice", 28),
        ("rearrange", 28),
        ("cancel", 28),
        ("record_outcome", 28),
    ],
)
def test_a_page_about_a_person(cast, december, nia, name, day):
    contact = [cast.own.contacts.get(date=datetime.date(2018, 12, day)).pk] if day else []
    response = nia.get(reverse(name, args=[cast.own.public_id, *contact]))
    assert response.status_code == 200
    assert not_looked_up(response.content.decode()) == []


def test_answers_that_are_refused(cast, december, nia):
    html = nia.post(reverse("book", args=[cast.own.public_id]), {}, follow=True).content.decode()
    assert "«Select the type of contact»" in html
    assert not_looked_up(html) == []


def test_answers_to_check(cast, december, nia):
    response = arrange(nia, "book", cast.own, step="", date="29/12/2018", officer=cast.case_manager.pk)
    html = response.content.decode()
    assert "«29 «December» 2018 is a Saturday.»" in html
    assert not_looked_up(html) == []


def test_an_appointment_slip(cast, december):
    """Its labels are looked up; its wording and what it is filled with are data."""
    contact = cast.own.contacts.first()
    wording = Wording(language="en", kind="office", **dict.fromkeys(Wording.TEXTS, "{phone}"))
    [letter] = words_of(appointment_of(contact), ["en"], wordings={"en": wording})
    assert letter.pop("language") == "en"
    assert letter["parts"][0]["heading"] == "«What to bring»"
    for line in letter["sender"][:-1]:
        assert line in f"{settings.ORGANISATION_NAME} {contact.place}"
    letter["sender"] = letter["sender"][-1:]
    assert not_looked_up("".join(f"<p>{text}</p>" for text in texts_of(letter))) == []
