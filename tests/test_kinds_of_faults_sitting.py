"""Faults that other software of the kind had at the desk: a session that ends, groups, forms sent again, scripts."""

import io
import re
from datetime import date, time

import pypdf
import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from casework.services.appointments import book, cancel, rearrange
from casework.services.outcomes import record_outcome
from casework.services.refusals import ChangedMeanwhile, Refused, SentBefore, version
from casework.slip import make_slip
from casework.typesetting import GAP
from contacts.models import Amendment, Contact, ContactOutcome, ContactType, Notice
from staff.kept_answers import KEPT_FOR, KEY, MOST_CHARACTERS
from tests.addresses import NOW, address, roles_of
from tests.appointments import ANSWERS, answer, arrange, filled_in, hidden, page
from tests.factories import PASSWORD, ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def contact(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 25))


def to_book(cast, **fields) -> Contact:
    return ContactFactory.build(**{"service_user": cast.own, "officer": cast.case_manager, **fields})


def about(cast, contact):
    return {"by": cast.case_manager, "contact": contact, "seen": version(Contact.objects.get(pk=contact.pk))}


# The session ends while a form is filled in


@pytest.fixture
def desk(cast) -> Client:
    """A browser as it is, which asks for the token of every form; Nia is signed in."""
    client = Client(enforce_csrf_checks=True)
    signs_in(client, cast.case_manager)
    return client


def signs_in(client, user, next_page="/"):
    token = hidden(client.get(reverse("sign_in")).content.decode(), "csrfmiddlewaretoken")
    answers = {"csrfmiddlewaretoken": token, "username": user.email, "password": PASSWORD, "next": next_page}
    return client.post(reverse("sign_in"), answers)


def fill_in(client, name, url, officer):
    """The form as the browser would send it, with its tokens."""
    form = filled_in(client, name, url, officer, step="")
    html = client.get(url).content.decode()
    return form | {field: hidden(html, field) for field in ("csrfmiddlewaretoken", "form_of")}


def session_ends():
    Session.objects.all().delete()


def shown(response, answers) -> dict:
    """What the page's form is filled in with, of the given answers."""
    form = response.context["form"]
    return {name: str(form[name].value()) for name in answers if name in form.fields}


def asked(form) -> dict:
    return {name: str(value) for name, value in form.items()}


def records() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Contact, Notice, Amendment, Entry))


# A series comes back as the list of its dates: see below.
@pytest.mark.parametrize("name", sorted(ANSWERS.keys() - {"book_series"}))
def test_the_session_ends_while_a_form_is_filled_in(desk, cast, name):
    user = getattr(cast, roles_of(name)[0])
    if user != cast.case_manager:
        session_ends()
        signs_in(desk, user)
    url = address(name, cast.own, cast.case_manager)
    form = fill_in(desk, name, url, cast.case_manager)
    before = records()
    session_ends()
    sent = desk.post(url, form)
    assert sent.url == f"{reverse('sign_in')}?next={url}"
    assert "Your answers are not saved yet" in desk.get(sent.url).content.decode()
    assert signs_in(desk, user, url).url == url
    again = desk.get(url)
    said = again.content.decode()
    assert "You were signed out before you sent this page, so nothing has been saved yet." in said
    assert not again.context["form"].is_bound
    assert shown(again, form) == {field: asked(form)[field] for field in shown(again, form)}
    assert ANSWERS[name].keys() <= shown(again, form).keys()
    assert records() == before
    # Sent again from the page, they are taken, and the page is empty the next time.
    tokens = {field: hidden(said, field) for field in ("csrfmiddlewaretoken", "form_of")}
    response = desk.post(url, form | tokens | {"step": "save"})
    if name == "terminate_order":  # what it changes is shown first
        response = desk.post(url, form | tokens | {"seen": hidden(response.content.decode(), "seen")})
    assert response.status_code == 302
    assert records() != before or name == "follow_up"
    assert KEY not in desk.session


def test_the_session_ends_while_the_dates_of_a_series_are_changed(desk, cast):
    url = address("book_series", cast.own, cast.case_manager)
    form = fill_in(desk, "book_series", url, cast.case_manager) | {"rows-1-date": "4/12/2026", "rows-2-include": ""}
    session_ends()
    desk.post(url, form | {"step": "save"})
    signs_in(desk, cast.case_manager, url)
    again = desk.get(url).content.decode()
    assert "You were signed out before you sent this page, so nothing has been saved yet." in again
    assert 'name="rows-1-date" value="4/12/2026"' in again
    assert not Contact.objects.exists()
    tokens = {field: hidden(again, field) for field in ("csrfmiddlewaretoken", "form_of")}
    assert desk.post(url, form | tokens | {"step": "save"}).status_code == 302
    assert [each.date for each in Contact.objects.order_by("date")] == [date(2026, 11, 26), date(2026, 12, 4)]


@pytest.mark.parametrize("name", ["book", "cancel", "issue_notice"])
def test_who_signs_in_again_elsewhere_gets_the_form_back_filled_in(desk, cast, name):
    url = address(name, cast.own, cast.case_manager)
    form = fill_in(desk, name, url, cast.case_manager)
    before = records()
    desk.cookies["sessionid"] = ""
    signs_in(desk, cast.case_manager)
    assert desk.post(url, form).url == url
    again = desk.get(url)
    assert "This page had been open for too long, so nothing has been saved yet." in again.content.decode()
    assert shown(again, form) == {field: asked(form)[field] for field in shown(again, form)}
    assert records() == before


def test_a_page_that_is_too_old_and_whose_session_is_over_comes_back_after_signing_in(desk, cast, contact):
    url = reverse("cancel", args=[cast.own.public_id, contact.pk])
    form = fill_in(desk, "cancel", url, cast.case_manager) | {"csrfmiddlewaretoken": "x" * 64}
    session_ends()
    assert desk.post(url, form).url == f"{reverse('sign_in')}?next={url}"
    signs_in(desk, cast.case_manager, url)
    assert shown(desk.get(url), ["reason"]) == {"reason": "Unwell"}
    assert Contact.objects.get().is_open


def test_nobody_else_is_given_the_answers(desk, cast, contact):
    url = reverse("cancel", args=[cast.own.public_id, contact.pk])
    form = fill_in(desk, "cancel", url, cast.case_manager)
    session_ends()
    desk.post(url, form)
    signs_in(desk, cast.colleague, url)
    assert KEY not in desk.session
    assert "Unwell" not in desk.get(url).content.decode()
    # Nor when the page is sent while somebody else is signed in.
    assert "What you entered was not saved" in desk.post(url, form).content.decode()
    assert KEY not in desk.session


@pytest.mark.parametrize("form_of", ["", "1", "1:forged"])
def test_another_site_cannot_put_answers_there(desk, cast, contact, form_of):
    url = reverse("cancel", args=[cast.own.public_id, contact.pk])
    form = fill_in(desk, "cancel", url, cast.case_manager) | {"form_of": form_of}
    assert desk.post(url, form | {"csrfmiddlewaretoken": ""}).status_code == 403
    assert KEY not in desk.session
    session_ends()
    assert "what you sent was not saved" in desk.get(desk.post(url, form).url).content.decode()
    assert not Session.objects.exists()


def test_answers_wait_for_an_hour_and_on_their_own_page(desk, cast, contact, wednesday_noon):
    url = reverse("cancel", args=[cast.own.public_id, contact.pk])
    form = fill_in(desk, "cancel", url, cast.case_manager)
    session_ends()
    desk.post(url, form)
    signs_in(desk, cast.case_manager, url)
    assert "Unwell" not in page(desk, "rearrange", cast.own, contact.pk)
    wednesday_noon.shift(KEPT_FOR)
    assert "Unwell" in desk.get(url).content.decode()
    wednesday_noon.shift(1)
    assert "Unwell" not in desk.get(url).content.decode()


@pytest.mark.parametrize("length, kept", [(MOST_CHARACTERS // 2, True), (MOST_CHARACTERS, False)])
def test_no_more_is_kept_than_a_form_holds(desk, cast, contact, length, kept):
    url = reverse("cancel", args=[cast.own.public_id, contact.pk])
    form = fill_in(desk, "cancel", url, cast.case_manager) | {"reason": "x" * length}
    session_ends()
    desk.post(url, form)
    assert (KEY in desk.session) is kept


def test_a_file_is_to_be_selected_again(desk, cast, contact):
    url = reverse("issue_notice", args=[cast.own.public_id, contact.pk])
    form = fill_in(desk, "issue_notice", url, cast.case_manager) | {"method": "handed_over"}
    session_ends()
    desk.post(url, form | {"paper": SimpleUploadedFile("slip.pdf", b"%PDF-1.7 secret")})
    assert "secret" not in str(dict(desk.session))
    signs_in(desk, cast.case_manager, url)
    assert "Select the file again, because files are not kept." in desk.get(url).content.decode()


def test_no_password_is_kept_and_nobody_is_led_to_another_site(desk, cast):
    html = desk.get(reverse("change_password")).content.decode()
    form = {"csrfmiddlewaretoken": hidden(html, "csrfmiddlewaretoken"), "old_password": PASSWORD}
    session_ends()
    assert desk.post(reverse("change_password"), form).url.startswith(reverse("sign_in"))
    assert not Session.objects.exists()
    assert signs_in(desk, cast.case_manager, "https://elsewhere.example/").url == "/"


def test_who_is_signed_out_already_signs_out_and_in_again(desk, cast):
    token = hidden(desk.get("/").content.decode(), "csrfmiddlewaretoken")
    session_ends()
    assert desk.post(reverse("sign_out"), {"csrfmiddlewaretoken": token}).url == reverse("sign_in")


def test_answers_to_what_has_started_meanwhile_are_not_taken(desk, cast, contact):
    url = reverse("cancel", args=[cast.own.public_id, contact.pk])
    form = fill_in(desk, "cancel", url, cast.case_manager)
    session_ends()
    desk.post(url, form)
    Contact.objects.update(outcome="AAHO")
    signs_in(desk, cast.case_manager, url)
    assert "The outcome of this appointment has already been recorded." in desk.get(url, follow=True).content.decode()


# Groups


def session(cast, person, **fields):
    """The person's appointment in the programme session of Nia's at 10am on 26 November."""
    times = {"type_id": "APAT", "date": date(2026, 11, 26), "start_time": time(10), "end_time": time(12)}
    return to_book(cast, service_user=person, **{**times, **fields})


def test_groups(nia, cast):
    other = {"type": "APAT", "date": "26/11/2026", "start_time": "10:00", "end_time": "12:00"}
    for person in (cast.own, cast.colleagues):
        assert arrange(nia, "book", person, officer=cast.case_manager.pk, **other).status_code == 302
    first, second = Contact.objects.order_by("pk")
    assert [contact.service_user for contact in (first, second)] == [cast.own, cast.colleagues]
    assert "With 1 other person" in page(nia, "contact", cast.own, first.pk)
    assert "Group session with Nia Rees" in page(nia, "service_user", cast.own)
    with time_machine.travel("2026-11-26 08:00"):
        nia.force_login(cast.case_manager, backend="staff.backends.InPostBackend")
        diary = re.sub(r"\s+", " ", nia.get("/").content.decode())
    assert "<strong>10am</strong> Group session, 2 people<br>" in diary
    assert diary.index("Group session, 2 people") < diary.rindex("Ffion Hughes") < diary.rindex("Dafydd Morgan")


def test_who_else_is_in_the_group_is_said_before_it_is_booked(nia, cast):
    session(cast, cast.colleagues).save()
    other = {"type": "APAT", "date": "26/11/2026", "start_time": "10:00", "end_time": "12:00"}
    said = arrange(nia, "book", cast.own, step="", officer=cast.case_manager.pk, **other).content.decode()
    assert "With 1 other person" in said
    alone = arrange(nia, "book", cast.own, step="", officer=cast.colleague.pk, **other).content.decode()
    assert "With nobody else yet" in alone


@pytest.mark.parametrize(
    "fields",
    [
        {"type_id": "C085"},  # another group
        {"type_id": "COAP"},
        {"type_id": "CGAP01"},  # before the group, one to one
        {"start_time": time(10, 30)},
        {"end_time": time(12, 30)},
        {"end_time": time(11)},
    ],
)
def test_only_the_same_session_takes_others(cast, fields):
    session(cast, cast.colleagues).save()
    with pytest.raises(Refused, match="already has"):
        book(by=cast.case_manager, appointment=session(cast, cast.own, **fields))
    assert Contact.objects.count() == 1


def test_who_enters_another_time_for_the_group_is_told_how_to_add_someone(cast):
    session(cast, cast.colleagues).save()
    with pytest.raises(Refused, match="already has this group session from 10am to midday that day"):
        book(by=cast.case_manager, appointment=session(cast, cast.own, end_time=time(11)))


@pytest.mark.parametrize("code", ["COAP", "COAI", "CHVS", "COPT"])
def test_what_is_no_group_clashes_at_the_same_time_too(cast, code):
    session(cast, cast.colleagues, type_id=code).save()
    with pytest.raises(Refused, match="Nia Rees already has an appointment"):
        book(by=cast.case_manager, appointment=session(cast, cast.own, type_id=code))


def test_nobody_is_in_a_group_twice_or_in_that_of_two_officers(cast):
    session(cast, cast.own).save()
    for again in (session(cast, cast.own), session(cast, cast.own, officer=cast.colleague)):
        with pytest.raises(Refused, match="already has"):
            book(by=cast.case_manager, appointment=again)


def test_one_person_is_rearranged_into_another_group_and_the_rest_stays(cast):
    for person in (cast.own, cast.colleagues):
        session(cast, person).save()
    later = {"date": date(2026, 12, 3)}
    session(cast, cast.other_team, **later).save()
    moved = Contact.objects.get(service_user=cast.own)
    rearrange(**about(cast, moved), asked_by="service", reason="Full", appointment=session(cast, cast.own, **later))
    assert Contact.objects.standing().filter(date=date(2026, 12, 3)).count() == 2
    assert Contact.objects.standing().filter(date=date(2026, 11, 26)).get().service_user == cast.colleagues


def test_administrators_keep_which_types_are_groups_and_a_minimum_contact_is_none(sign_in, cast):
    admin = sign_in(cast.administrator)
    for code, status in (("COPT", 302), ("COAP", 200)):
        url = reverse("admin:contacts_contacttype_change", args=[code])
        answers = {"description": "Planned contact", "is_group": "on"}
        assert admin.post(url, answers).status_code == status
    assert ContactType.objects.get(pk="COPT").is_group
    assert not ContactType.objects.get(pk="COAP").is_group
    assert ContactType.objects.filter(is_group=True, pk__in=["COAP", "COAI", "CHVS"]).count() == 0


# The outcomes that nDelius allows


def test_the_form_offers_what_ndelius_allows_for_the_type_and_the_service_refuses_the_rest(nia, cast):
    over = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 17), type_id="CHVS")
    form = nia.get(reverse("record_outcome", args=[cast.own.public_id, over.pk])).context["form"]
    allowed = set(ContactType.objects.get(pk="CHVS").outcomes.values_list("pk", flat=True)) - {"RSOF", "RSSR"}
    assert set(form["other"].field.queryset.values_list("pk", flat=True)) == allowed
    said = "Select an outcome that nDelius allows for this type of contact"
    refused = answer(nia, "record_outcome", over, outcome="other", other="TCLN")
    assert refused.context["form"].errors == {"other": [said]}
    with pytest.raises(Refused, match=said):
        record_outcome(**about(cast, over), outcome=ContactOutcome.objects.get(pk="TCLN"))
    assert Contact.objects.get().outcome_id is None


def test_what_has_not_started_asks_what_has_happened_and_does_not_say_that_an_outcome_is_not_allowed(nia, contact):
    refused = answer(nia, "record_outcome", contact, happened="ATTC")
    assert refused.context["form"].errors == {"happened": ["Select what has happened"]}
    changed = answer(nia, "record_outcome", contact, happened="absence", absence="AAME")
    assert changed.status_code == 302
    [said] = answer(nia, "record_outcome", contact, outcome="ATTC").context["form"].errors["outcome"]
    assert said.startswith("This appointment has not started yet.")


@pytest.mark.parametrize(
    "code, offered, missing",
    [
        ("COPT", "ATTC", "ATSH"),  # a telephone call sends nobody home
        ("C085", "APPK", "other"),  # none of the usual ones, so its few are listed
        ("COAI", "ATSH", None),  # nothing is said of it, so everything is allowed
    ],
)
def test_the_usual_answers_are_those_of_the_type(nia, cast, code, offered, missing):
    over = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 17), type_id=code)
    form = nia.get(reverse("record_outcome", args=[cast.own.public_id, over.pk])).context["form"]
    answers = [value for value, label in form["outcome"].field.choices]
    assert offered in answers
    assert missing not in answers


def test_an_outcome_of_a_type_with_a_few_of_its_own_is_recorded_and_shown(nia, cast):
    over = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 17), type_id="C085")
    assert answer(nia, "record_outcome", over, outcome="APPK").status_code == 302
    form = nia.get(reverse("record_outcome", args=[cast.own.public_id, over.pk])).context["form"]
    assert form["outcome"].value() == "APPK" == Contact.objects.get().outcome_id


def test_what_is_recorded_already_stays_to_be_chosen(nia, cast):
    over = ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 17), type_id="CHVS", outcome_id="TCLN"
    )
    form = nia.get(reverse("record_outcome", args=[cast.own.public_id, over.pk])).context["form"]
    assert (form["outcome"].value(), form["other"].value()) == ("other", "TCLN")
    assert answer(nia, "record_outcome", over, outcome="other", other="TCLN").status_code == 302
    assert answer(nia, "record_outcome", over, outcome="ATTC").status_code == 302
    assert answer(nia, "record_outcome", over, outcome="other", other="TCLN").status_code == 200
    assert Contact.objects.get().outcome_id == "ATTC"


# A form changed after Back is taken for the first one sent twice


def test_a_form_changed_after_back_is_taken_for_the_first_one_sent_twice(nia, cast):
    past = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 17), outcome_id="AFTA")
    seen = version(Contact.objects.get())
    sent = {"seen": seen, "outcome": "absence", "absence": "AAME"}
    assert answer(nia, "record_outcome", past, **sent, reason="A letter came").status_code == 302
    assert answer(nia, "record_outcome", past, **sent, reason="A letter came").status_code == 302
    changed = answer(nia, "record_outcome", past, **sent, reason="The hospital rang")
    assert "Your changes were not saved." in changed.content.decode()
    assert "The hospital rang" in changed.content.decode()
    assert Amendment.objects.get().reason == "A letter came"


@pytest.mark.parametrize(
    "name, changed",
    [
        ("book", {"date": "27/11/2026"}),
        ("book", {"where": "none", "type": "COPT"}),
        ("rearrange", {"reason": "Court"}),
        ("rearrange", {"start_time": "15:00"}),
        ("cancel", {"reason": "Court"}),
        ("cancel", {"asked_by": "service"}),
        ("correct_booking", {"start_time": "15:00"}),
        ("correct_booking", {"reason": "Another"}),
        ("follow_up", {"what": "recall"}),
        ("follow_up_book", {"done_on": "2026-11-17"}),
        ("issue_notice", {"method": "emailed"}),
        ("record_outcome", {"outcome": "UAAB"}),
        ("undo_cancellation", {"reason": "Another"}),
        ("undo_rearrangement", {"reason": "Another"}),
    ],
)
def test_each_form_that_is_changed_after_back_says_that_this_one_is_not_saved(nia, cast, name, changed):
    url = address(name, cast.own, cast.case_manager)
    form = filled_in(nia, name, url, cast.case_manager)
    assert nia.post(url, form).status_code == 302
    before = records()
    again = nia.post(url, form | changed)
    assert again.status_code == 200
    assert re.search("have not been booked|were not saved", again.content.decode())
    assert records() == before


def test_what_was_booked_and_cancelled_since_is_not_said_to_be_booked(cast):
    first = book(by=cast.case_manager, appointment=to_book(cast, contact_ref="W1", date=date(2026, 11, 26)))
    cancel(**about(cast, first), asked_by="service", reason="Ill")
    with pytest.raises(SentBefore, match="have not been booked"):
        book(by=cast.case_manager, appointment=to_book(cast, contact_ref="W1", date=date(2026, 11, 26)))


def test_an_outcome_that_somebody_else_recorded_is_no_form_sent_twice(cast, contact):
    Contact.objects.update(date=date(2026, 11, 17), outcome="AFTA")
    opened = about(cast, contact)
    opened["contact"] = Contact.objects.get()
    other = {**opened, "by": cast.colleague}
    attended = ContactOutcome.objects.get(pk="ATTC")
    assert record_outcome(**other, outcome=attended, reason="Seen")
    assert record_outcome(**opened, outcome=attended, reason="Was there") is None
    with pytest.raises(ChangedMeanwhile):
        record_outcome(**other, outcome=attended, reason="Not seen")


# A script that the letter's font lacks


def printed(pdf: bytes) -> str:
    return " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def fonts_of(pdf: bytes) -> str:
    fonts = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    return " ".join(str(font.get_object()["/BaseFont"]) for font in fonts)


@pytest.mark.parametrize(
    "name, font",
    [
        ("小明", "NotoSansSC"),
        ("張學友", "NotoSansSC"),
        ("さくら", "NotoSansSC"),
        ("김철수", "NotoSansKR"),
        ("Владимир", "NotoSans-"),
        ("Ελένη", "NotoSans-"),
        ("Nguyễn", "NotoSans-"),
        ("Siân Ŵyn", "NotoSans-"),
        ("محمد علی", "NotoSansArabic"),
        ("हरि", "NotoSans-"),
        ("ਸਿੰਘ", "NotoSansGurmukhi"),
        ("রহিম", "NotoSansBengali"),
        ("ትርሐስ", "NotoSansEthiopic"),
        ("😀", "NotoEmoji"),
    ],
)
def test_a_script_that_the_letters_font_lacks(nia, cast, contact, name, font):
    cast.own.first_name = name
    cast.own.save()
    contact.refresh_from_db()
    slip = make_slip(Contact.objects.get()).pdf
    assert font in fonts_of(slip)
    assert GAP not in printed(slip)
    assert "because no font has" not in page(nia, "issue_notice", cast.own, contact.pk)
    assert answer(nia, "issue_notice", contact, method="handed_over").status_code == 302


def test_a_name_that_no_font_has_is_printed_with_a_gap_and_told_before_the_notice_is_given(nia, cast, contact):
    cast.own.first_name = "\U000f0000\U000f0001"
    cast.own.save()
    html = page(nia, "issue_notice", cast.own, contact.pk)
    assert "(U+F0000), “\U000f0001” (U+F0001). Write the name or address in Latin letters on the printed slip" in html
    assert reverse("slip_preview", args=[cast.own.public_id, contact.pk]) in html
    assert f"Dear {GAP}{GAP} Morgan," in printed(make_slip(Contact.objects.get(), languages=["en"]).pdf)
    assert answer(nia, "issue_notice", contact, method="handed_over").status_code == 302


@pytest.mark.parametrize("place", ["1 Bridge Street \U000f0000", "\U0010fffd", "Bell \x07"])
def test_a_place_that_no_font_has_is_told_before_the_notice_is_given(nia, cast, contact, place):
    Contact.objects.update(place=place)
    [missing] = [character for character in place if not character.isascii() or character == "\x07"]
    html = page(nia, "issue_notice", cast.own, contact.pk)
    told = f"no font has this character of the place: “{missing}” (U+{ord(missing):04X}). Correct the booking"
    assert told in html
    assert reverse("slip_preview", args=[cast.own.public_id, contact.pk]) not in html
    assert told in answer(nia, "issue_notice", contact, method="handed_over").content.decode()
    assert not Notice.objects.exists()


def test_no_advice_is_to_change_the_record_of_the_person(nia, cast, contact):
    cast.own.first_name = "\U000f0000"
    cast.own.save()
    for place in ("Newport", "\U000f0000"):
        Contact.objects.update(place=place)
        html = page(nia, "issue_notice", cast.own, contact.pk)
        warning = re.search(r"The slip (shows|cannot be).*", html)[0]
        assert not re.search("change the name|record of", warning)
