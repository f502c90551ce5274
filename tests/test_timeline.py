"""The time line of a person: every kind of entry in one order, filtered, paged, and in as many statements as ever."""

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.brag import WORDS
from cases.models import Allocation, BragReview, Custody, Designation, OrderProgress, RarPlan, ReferralKind
from casework.timeline.kinds import KINDS
from contacts.models import Contact, Note
from staff.models import User
from tests.addresses import waiting_oversight
from tests.factories import ContactFactory, OrderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def own(cast):
    """The case manager's own person, of whom nothing is recorded yet."""
    for records in (cast.own.orders, cast.own.brag_reviews):
        records.all().delete()
    return cast.own


@pytest.fixture
def contact(cast, own):
    def make(day, **fields):
        return ContactFactory(**{"service_user": own, "officer": cast.case_manager, "date": day, **fields})

    return make


@pytest.fixture
def read(nia, own):
    """The headings of the entries on the page, in order."""

    def of(**query):
        response = nia.get(reverse("timeline", args=[own.public_id]), query)
        assert response.status_code == 200
        return headings(response)

    return of


def headings(response) -> list[str]:
    found = re.findall(r'(?s)<h4 class="moj-timeline__title">(.*?)</h4>', response.content.decode())
    return [" ".join(re.sub(r"<[^>]+>", "", each).split()) for each in found]


def search(client, person, words, **query):
    """Type the words and send them: where that leads."""
    address = reverse("timeline", args=[person.public_id])
    return client.post(address, {"words": words, **query})


def note(contact, text, *, by, on="2026-11-17 10:00", sensitive=False) -> Note:
    return contact.notes.create(text=text, sensitive=sensitive, written_at=on, written_by=by)


@pytest.fixture
def one_of_each(cast, own, contact):
    """One entry of each moment, on days that follow one another from 1 January 2026."""
    days = (date(2026, 1, 1) + timedelta(days=each) for each in range(60))
    by = cast.case_manager
    User.objects.filter(pk=cast.team_manager.pk).update(first_name="Tegan", last_name="Vaughan")
    missed = contact(next(days), outcome_id="UAAB", type_id="COAP")
    issued = {"recorded_at": "2026-01-03 09:00", "issued_by": by, "method": "posted", "paper": "a.pdf"}
    stated = {"date": missed.date, "start_time": time(9, 30), "place": "Newport"}
    missed.notices.create(issued_at=f"{next(days)} 09:00", **issued, **stated)
    Contact.objects.filter(pk=missed.pk).update(
        notice_issued_at=f"{next(days)} 09:00", follow_up="breach", follow_up_on=next(days)
    )
    note(missed, "Rang and left a message", by=by, on=f"{next(days)} 10:00")
    missed.enforcements.create(action_id="EA02", taken_on=next(days), recorded_at="2026-02-01 09:00", recorded_by=by)
    BragReview.objects.create(service_user=own, reviewed_on=next(days), status="red", reviewed_by=by)
    written = dict.fromkeys(WORDS, "Found work") | {"status": "amber", "former": "red", "state": "waiting"}
    own.brag_assessments.create(**written, reviewed_by=by, reviewed_at=f"{next(days)} 09:00")
    happened = {"kind": "arrest", "happened_on": next(days), "recorded_by": by, "recorded_at": "2026-02-01 09:00"}
    own.brag_occasions.create(**happened)
    ended = {"state": "ended", "ended_by": by, "end_reason": "No need"}
    waiting_oversight(own, by, asked_at=f"{next(days)} 09:00", ended_at=f"{next(days)} 09:00", **ended)
    refused = {"state": "refused", "decided_by": cast.colleague, "decision_reason": "Too soon"}
    waiting_oversight(own, by, asked_at=f"{next(days)} 09:00", decided_at=f"{next(days)} 09:00", **refused)
    starts, ends, terminated = next(days), next(days), next(days)
    OrderFactory(service_user=own, starts_on=starts, ends_on=ends)
    order = OrderFactory(service_user=own, starts_on=starts, ends_on=date(2030, 1, 1), terminated_on=terminated)
    recorded = {"recorded_by": by, "recorded_at": f"{next(days)} 09:00"}
    back = {"taken_back_by": by, "taken_back_at": f"{next(days)} 09:00", "taken_back_because": "Of somebody else"}
    order.terminations.create(terminated_on=starts, reason="progress", **recorded, **back)
    done = {"requirements_completed_on": next(days), "objectives_met_on": next(days)}
    OrderProgress.objects.create(order=order, **done, recorded_by=by, recorded_at="2026-03-01 09:00")
    decided = {"reason": "Ready for it", "decided_by": by, "decided_at": f"{next(days)} 09:00"}
    order.revocation_decisions.create(apply=True, **decided)
    planned = {"ordered": 20, "planned": 12, "rationale": "Two a month", "changed_by": by}
    RarPlan.objects.create(order=order, **planned, changed_at=f"{next(days)} 09:00")
    used = {"used_on": next(days), "note": "Thinking skills", "was_planned": True}
    order.rar_days.create(**used, recorded_by=by, recorded_at="2026-03-01 09:00")
    told = {"recorded_by": by, "recorded_at": "2026-03-01 09:00"}
    out = {"taken_out_by": by, "taken_out_because": "Mistyped"}
    kind = ReferralKind.objects.get(name="Accommodation")
    made = {"kind": kind, "provider": "Newport Homes", "note": "Sofa surfing", **told}
    mistaken = own.referrals.create(**made, referred_on=next(days), taken_out_at=f"{next(days)} 09:00", **out)
    step = {"state": "withdrawn", "reason": "Moved in with a brother", "happened_on": next(days)}
    mistaken.steps.create(**step, **told, taken_out_at=f"{next(days)} 09:00", **out)
    Custody.objects.create(service_user=own, starts_on=next(days), ends_on=next(days))
    first, second, last = next(days), next(days), next(days)
    Allocation.objects.filter(service_user=own).update(starts_on=first, ends_on=second - timedelta(days=1))
    held = Allocation.objects.create(service_user=own, officer=cast.colleague, starts_on=second, ends_on=last)
    Allocation.objects.create(service_user=own, officer=by, starts_on=held.ends_on + timedelta(days=20))
    Designation.objects.create(service_user=own, officer=by, starts_on=next(days), ends_on=next(days))
    decided = {"reason": "workload", "handover": "Prefers mornings", "decided_by": cast.team_manager}
    own.allocation_decisions.create(officer=by, starts_on=last, decided_at=f"{next(days)} 09:00", **decided)
    return missed


EACH = [
    "Planned Office Visit (NS)", "Written notice Recorded late Posted late", "Written notice", "Breach initiated",
    "Note", "First Warning Letter Sent",
    "BRAG status: Red", "BRAG status proposed: Amber Waiting for agreement", "New arrest",
    "Nia Rees asked for a temporary measure", "Nia Rees ended a temporary measure",
    "Nia Rees asked for a temporary measure", "Owain Parry refused a temporary measure",
    "Start: Community order", "Start: Community order", "End: Community order",
    "Terminated: Community order", "Termination recorded Taken back", "Termination taken back",
    "Requirements completed", "Objectives of the sentence plan met", "Early revocation to be applied for",
    "RAR days: 20 ordered, 12 planned", "RAR day used",
    "Referral made: Accommodation Taken out", "Referral taken out: Accommodation",
    "Referral: Did not finish Taken out", "Taken out of a referral: Did not finish",
    "Start of a period in custody", "End of a period in custody",
    "Allocated to Nia Rees", "Transferred to Owain Parry", "Allocation to Owain Parry ended",
    "Nia Rees named in the sentence plan", "Nia Rees no longer named in the sentence plan",
    "Tegan Vaughan allocated the case to Nia Rees", "Transferred to Nia Rees",
]  # fmt: skip


def test_every_kind_has_its_entries_the_newest_first(one_of_each, read):
    assert read() + read(page=2) == EACH[::-1]


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("contact", 1), ("notice", 2), ("note", 1), ("follow_up", 1), ("enforcement", 1), ("brag", 3),
        ("oversight", 4), ("order", 9), ("rar", 2), ("referral", 4), ("custody", 2), ("transfer", 5),
        ("designation", 2),
    ],
)  # fmt: skip
def test_one_kind_alone(one_of_each, read, kind, number):
    assert len(read(kinds=kind)) == number


def test_each_kind_is_tested():
    assert {kind.code for kind in KINDS} == {
        "contact", "notice", "note", "follow_up", "enforcement", "brag", "oversight", "order", "rar", "referral",
        "custody", "transfer", "designation",
    }  # fmt: skip


def test_several_kinds_together(one_of_each, read):
    assert read(kinds=["contact", "custody"]) == [
        "End of a period in custody", "Start of a period in custody", "Planned Office Visit (NS)",
    ]  # fmt: skip


def test_next_first_begins_with_what_is_to_come(contact, nia, own):
    for days in (-30, -1, 0, 7, 40):
        contact(date(2026, 11, 18) + timedelta(days=days))
    address = reverse("timeline", args=[own.public_id])

    def days_of(**query):
        html = nia.get(address, {"kinds": "contact", **query}).content.decode()
        return re.findall(r'timeline__date">(?:\w+) (\d+ \w+)', html)

    assert days_of() == ["28 December", "25 November", "18 November", "17 November", "19 October"]
    assert days_of(sort="next") == ["18 November", "25 November", "28 December", "17 November", "19 October"]
    assert days_of(sort="nonsense") == days_of()


def test_a_contact_says_what_it_is_worth_with_the_reason_that_matters(contact, nia, own):
    """Of a telephone call nothing but its type is said, whatever else it lacks."""
    contact(date(2026, 11, 2), type_id="COPT", end_time=None)
    html = nia.get(reverse("timeline", args=[own.public_id]), {"kinds": "contact"}).content.decode()
    assert html.count("This type of contact cannot be a minimum contact.") == 1
    assert "No written notice" not in html
    assert "No end time" not in html


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("rang message", ["Note"]),
        ("RANG", ["Note"]),
        ("unacceptable", ["Planned Office Visit (NS)"]),
        ("red", ["BRAG status: Red"]),
        ("found work", ["BRAG status proposed: Amber Waiting for agreement"]),
        ("too soon", ["Owain Parry refused a temporary measure"]),
        ("thinking skills", ["RAR day used"]),
        ("prefers mornings", ["Tegan Vaughan allocated the case to Nia Rees"]),
        ("sofa surfing", ["Referral made: Accommodation Taken out"]),
        ("brother", ["Referral: Did not finish Taken out"]),
        ("two a month", ["RAR days: 20 ordered, 12 planned"]),
        ("good progress", ["Termination recorded Taken back"]),
        ("somebody else", ["Termination taken back"]),
        ("ready for it", ["Early revocation to be applied for"]),
        ("100%", []),
        ("rang tomorrow", []),
    ],
)
def test_words_are_looked_for_and_never_in_the_address(one_of_each, nia, own, words, found):
    response = search(nia, own, words)
    assert response.status_code == 303
    assert re.fullmatch(r"[^?]*\?searched=[\w-]+", response.url)
    assert headings(nia.get(response.url)) == found


def test_a_search_keeps_the_filters_the_order_and_the_way_back(one_of_each, nia, own):
    back = reverse("service_user", args=[own.public_id])
    response = search(nia, own, "visit", kinds="contact", sort="next", back=back)
    assert "kinds=contact" in response.url
    assert "sort=next" in response.url
    html = nia.get(response.url).content.decode()
    assert f'name="back" value="{back}"' in html
    assert headings(nia.get(response.url)) == ["Planned Office Visit (NS)"]


def test_a_search_that_is_gone_lists_nothing_and_says_so(one_of_each, nia, own):
    response = nia.get(reverse("timeline", args=[own.public_id]), {"searched": "gone"})
    assert headings(response) == []
    assert "This search is no longer kept" in response.content.decode()


def test_a_kind_that_is_none_lists_nothing_and_says_so(one_of_each, nia, own):
    response = nia.get(reverse("timeline", args=[own.public_id]), {"kinds": "nonsense"})
    assert headings(response) == []
    assert "There is a problem" in response.content.decode()


@pytest.fixture
def two_contacts(cast, contact):
    """One about which something sensitive was written, with everything about it, and one that is plain."""
    told = {"notice_issued_at": "2026-11-01 09:00", "outcome_id": "UAAB", "follow_up": "breach"}
    told["follow_up_on"] = date(2026, 11, 5)
    secret = contact(date(2026, 11, 4), type_id="CHVS", **told)
    note(secret, "Said before", by=cast.case_manager)
    note(secret, "Said in confidence", by=cast.case_manager, sensitive=True)
    plain = contact(date(2026, 11, 9), type_id="COAP")
    note(plain, "Came early", by=cast.case_manager)


def test_nothing_about_a_sensitive_contact_is_in_the_list_without(two_contacts, nia, own, read):
    allocated = read(kinds="transfer")
    assert len(read()) == 5 + 2 + len(allocated)
    response = nia.get(reverse("timeline", args=[own.public_id]), {"sensitivity": "without"})
    assert headings(response) == ["Note", "Planned Office Visit (NS)", *allocated]
    html = response.content.decode()
    assert "Came early" in html
    for secret in ("Said in confidence", "Said before", "Home Visit", "Breach"):
        assert secret not in html


def test_only_what_is_sensitive(two_contacts, read):
    assert read(sensitivity="only") == [
        "Note Sensitive", "Note Sensitive", "Breach initiated Sensitive", "Home Visit to Case (NS) Sensitive",
        "Written notice Sensitive",
    ]  # fmt: skip


def test_a_search_without_sensitive_contacts_finds_none_by_its_words(two_contacts, nia, own):
    address = search(nia, own, "confidence", sensitivity="without").url
    assert headings(nia.get(address)) == []
    assert headings(nia.get(search(nia, own, "confidence").url)) == ["Note Sensitive"]


def test_a_note_is_shown_as_it_was_typed_with_its_files(cast, contact, nia, own):
    written = note(contact(date(2026, 11, 4)), "First\n<b>second</b>", by=cast.case_manager)
    kept = written.attachments.create(name="letter.pdf", file="x.pdf", size=2048)
    html = nia.get(reverse("timeline", args=[own.public_id])).content.decode()
    assert "First<br>&lt;b&gt;second&lt;/b&gt;" in html
    assert reverse("attachment", args=[own.public_id, written.contact_id, kept.pk]) in html
    assert "letter.pdf" in html


def test_a_contact_leads_back_to_the_time_line_as_it_was(contact, nia, own):
    made = contact(date(2026, 11, 4))
    html = nia.get(reverse("timeline", args=[own.public_id]), {"kinds": "contact"}).content.decode()
    [href] = re.findall(rf'href="([^"]*contacts/{made.pk}/\?back[^"]*)"', html)[:1]
    there = nia.get(href.replace("&amp;", "&")).content.decode()
    assert "Back to the time line" in there
    assert f"{reverse('timeline', args=[own.public_id])}?kinds=contact" in there


def test_withdrawn_contacts_and_what_is_about_them_are_in_no_list(one_of_each, read):
    Contact.everything.update(withdrawn=True)
    assert read(kinds=["contact", "notice", "note", "follow_up", "enforcement"]) == []


def test_nothing_recorded(own, nia):
    own.allocations.all().delete()
    own.designations.create(officer_id=nia.session["_auth_user_id"], starts_on=date(2026, 11, 1))
    response = nia.get(reverse("timeline", args=[own.public_id]), {"kinds": "note"})
    assert "Nothing matches the words and filters." in response.content.decode()


def test_500_entries_in_pages_of_25_and_as_many_statements_as_few(cast, contact, nia, own, one_of_each):
    address = reverse("timeline", args=[own.public_id])
    nia.get(address)
    # The page with a contact asks all there is, and more needs none.
    with CaptureQueriesContext(connection) as few:
        nia.get(address, {"page": "2"})
    many = [contact(date(2024, 1, 1) + timedelta(days=each)) for each in range(300)]
    Note.objects.bulk_create(
        Note(contact=each, text="Said", written_at="2026-11-17 10:00", written_by=cast.case_manager) for each in many
    )
    with CaptureQueriesContext(connection) as of_many:
        response = nia.get(address)
    assert len(of_many) <= len(few)
    assert "of <strong>637</strong> results" in response.content.decode()
    with CaptureQueriesContext(connection) as last:
        assert len(headings(nia.get(address, {"page": "99"}))) == 12
    assert len(last) <= len(few)
    seen = [each for page in range(1, 27) for each in headings(nia.get(address, {"page": page}))]
    assert len(seen) == 637


@pytest.mark.parametrize("name", ["timeline", "court_record", "court_record_pdf"])
@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [("case_manager", "colleagues", 200), ("case_manager", "other_team", 404), ("administrator", "own", 404)],
)
def test_a_person_out_of_sight_is_not_found(cast, sign_in, name, who, whose, status):
    client, address = sign_in(getattr(cast, who)), reverse(name, args=[getattr(cast, whose).public_id])
    assert client.get(address).status_code == status
    assert name != "timeline" or status == 200 or client.post(address, {"words": "x"}).status_code == 404
