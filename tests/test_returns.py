"""Monthly returns: signed after the fifth business day, frozen as they were, compared with today, and restated."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from base.months import Month
from contacts import facts
from contacts.models import MonthFact
from reports.models import MonthReturn, ReturnedPerson
from reports.returns import content_of, drafted, first_day_to_sign, is_as_signed
from reports.services import sign_return
from staff.models import Ldu, User
from tests.factories import ContactFactory, person
from tests.workload import words

pytestmark = pytest.mark.django_db
# Business days of December 2026 from the 1st: the fifth is Monday the 7th.
NOVEMBER, FIRST_DAY = Month.parse("2026-11"), date(2026, 12, 8)


@pytest.fixture(autouse=True)
def first_day_at_noon():
    with time_machine.travel(f"{FIRST_DAY} 12:00", tick=False):
        yield


@pytest.fixture
def gwent(cast) -> Ldu:
    return cast.ldu_head.post.ldu


@pytest.fixture
def met(cast):
    """The case manager's person was seen in November; nobody else of the four was."""
    return ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 10), outcome_id="ATTC", noticed=True
    )


def address_to_sign(ldu: Ldu, month: Month = NOVEMBER) -> str:
    return reverse("sign_return", args=[ldu.pk, month])


def sign(client, ldu: Ldu, **answers):
    address = address_to_sign(ldu)
    seen = client.get(address).context["form"]["seen"].value()
    return client.post(address, {"seen": seen, **answers}, follow=True)


def signed(by: User, ldu: Ldu, reason: str = "") -> MonthReturn:
    draft, _people = drafted(by, ldu, NOVEMBER, FIRST_DAY)
    return sign_return(by=by, ldu=ldu, month=NOVEMBER, reason=reason, seen=draft.checksum)


def test_it_is_signed_from_the_day_after_the_fifth_business_day(cast, gwent, met, sign_in):
    assert first_day_to_sign(NOVEMBER) == FIRST_DAY
    with time_machine.travel("2026-12-07 12:00", tick=False):
        client = sign_in(cast.ldu_head)
        assert "From 8 December 2026" in words(client.get(reverse("returns")))
        assert "This month can be signed from Tuesday 8 December on." in words(client.get(address_to_sign(gwent)))
        sign(client, gwent)
        assert not MonthReturn.objects.exists()
    page = sign(sign_in(cast.ldu_head), gwent)
    assert "You have signed November 2026." in words(page)
    made = MonthReturn.objects.get()
    assert (made.figure.met, made.figure.not_met, made.figure.service_users) == (1, 3, 4)
    assert (made.signed_by, made.version, made.reason) == (cast.ldu_head, 1, "")
    assert Entry.objects.latest("pk").facts == {"people": 4, "version": 1}


def test_what_is_frozen_is_every_person_with_whose_it_was_and_what_each_contact_was_worth(cast, gwent, met):
    made = signed(cast.ldu_head, gwent)
    own = made.people.get(service_user=cast.own)
    assert (own.crn, own.result, own.team, own.officer, own.brag) == (
        "A000001",
        "met",
        "Newport 1",
        "Nia Rees",
        "amber",
    )
    assert own.contacts == ["10 November 2026: Counts: The service user attended."]
    assert made.people.get(service_user=cast.unallocated).officer == ""
    assert not made.people.filter(service_user=cast.elsewhere).exists()
    lines = content_of(made, made.people.all()).splitlines()
    assert lines[0] == '["Gwent","Wales","2026-11","95.00","85.00",4,1,0,3]'
    assert [line[2:9] for line in lines[1:]] == ["A000001", "A000002", "A000003", "A000006"]
    assert is_as_signed(made)


def test_sent_twice_it_is_signed_once(cast, gwent, met, sign_in):
    client = sign_in(cast.ldu_head)
    seen = client.get(address_to_sign(gwent)).context["form"]["seen"].value()
    for _ in range(2):
        assert client.post(address_to_sign(gwent), {"seen": seen}).status_code == 302
    assert MonthReturn.objects.count() == 1


def test_what_changed_after_the_page_was_opened_is_not_signed(cast, gwent, met, sign_in):
    client = sign_in(cast.ldu_head)
    seen = client.get(address_to_sign(gwent)).context["form"]["seen"].value()
    met.delete()
    refused = client.post(address_to_sign(gwent), {"seen": seen})
    assert "The figures changed after you opened the page." in words(refused)
    assert not MonthReturn.objects.exists()
    again = refused.context["form"]["seen"].value()
    assert client.post(address_to_sign(gwent), {"seen": again}).status_code == 302


def test_a_kept_figure_that_the_records_do_not_confirm_is_not_signed(cast, gwent, met):
    facts.keep_up()
    facts.refresh()
    draft, _people = drafted(cast.ldu_head, gwent, NOVEMBER, FIRST_DAY)
    MonthFact.objects.filter(service_user=cast.own, month=NOVEMBER.first).update(met=False)
    with pytest.raises(ValidationError, match="not what the records say"):
        signed(cast.ldu_head, gwent)
    assert not MonthReturn.objects.exists()
    assert draft.met == 1


@pytest.mark.parametrize("who", ["other_ldu_head", "chief_officer", "team_manager"])
def test_only_the_head_of_the_unit_signs(cast, gwent, met, who):
    with pytest.raises(ValidationError, match="Only the head of this unit"):
        signed(getattr(cast, who), gwent)


def test_a_change_shows_by_person_and_is_taken_in_by_a_version_with_a_reason(cast, gwent, met, sign_in):
    """One of four, 25.0%; with the notice that was found after all it would be two of four."""
    made = signed(cast.ldu_head, gwent)
    client = sign_in(cast.ldu_head)
    page = reverse("return", args=[made.pk])
    assert "Nothing has changed since this was signed." in words(client.get(page))
    ContactFactory(
        service_user=cast.colleagues, officer=cast.colleague, date=date(2026, 11, 12), outcome_id="ATTC", noticed=True
    )
    shown = client.get(page)
    assert "1 person would now be met. The figure would now be 50.0%." in words(shown)
    [row] = [row.record for row in shown.context["changed"].rows]
    assert (row.signed.crn, row.signed.result, row.now.result) == ("A000002", "not_met", "met")
    assert shown.context["percent"] == "25.0%"
    refused = sign(client, gwent, reason="")
    assert refused.context["form"].errors["reason"] == ["Enter why the month is restated"]
    restated = sign(client, gwent, reason="A slip was found")
    assert restated.context["percent"] == "50.0%"
    assert "A slip was found" in words(restated)
    assert [(each.version, each.met) for each in MonthReturn.objects.order_by("version")] == [(1, 1), (2, 2)]
    before = client.get(page)
    assert "This version was restated on 8 December 2026." in words(before)
    assert before.context["percent"] == "25.0%"
    assert "changed" not in before.context


def test_nothing_new_is_not_signed_again(cast, gwent, met):
    signed(cast.ldu_head, gwent)
    with pytest.raises(ValidationError, match="Somebody signed this month already"):
        sign_return(by=cast.ldu_head, ldu=gwent, month=NOVEMBER, reason="", seen="x")
    with pytest.raises(ValidationError, match="Nothing has changed"):
        signed(cast.ldu_head, gwent, reason="Once more")


def test_who_has_moved_to_another_unit_is_a_difference(cast, gwent, met, sign_in):
    made = signed(cast.ldu_head, gwent)
    theirs = cast.other_ldu.allocations.get().officer
    cast.own.allocations.update(ends_on=date(2026, 11, 29))
    cast.own.allocations.create(officer=theirs, starts_on=date(2026, 11, 30))
    [row] = [
        each.record for each in sign_in(cast.ldu_head).get(reverse("return", args=[made.pk])).context["changed"].rows
    ]
    assert (row.signed.crn, row.now) == ("A000001", None)


def test_what_was_signed_is_the_same_after_records_and_rules_have_changed(cast, gwent, met, sign_in, monkeypatch):
    made = signed(cast.ldu_head, gwent)
    client, page = sign_in(cast.ldu_head), reverse("return", args=[made.pk])
    former = [(each.crn, each.result, each.contacts) for each in client.get(page).context["table"].data.data]
    content = content_of(made, made.people.all())
    met.delete()
    gwent.name = "Gwent and Powys"
    gwent.save()
    cast.own.brag_reviews.update(status="blue")
    again = MonthReturn.objects.get()
    assert content_of(again, again.people.all()) == content
    after = client.get(page)
    assert [(each.crn, each.result, each.contacts) for each in after.context["table"].data.data] == former
    assert after.context["percent"] == "25.0%"
    assert "Gwent, Wales" in words(after)
    assert after.context["as_signed"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: MonthReturn.objects.update(met=2),
        lambda: MonthReturn.objects.all().delete(),
        lambda: ReturnedPerson.objects.update(result="met"),
        lambda: ReturnedPerson.objects.all().delete(),
    ],
)
def test_the_database_lets_nobody_change_or_delete_it(cast, gwent, met, spoil):
    signed(cast.ldu_head, gwent)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        spoil()


def test_what_was_changed_behind_the_triggers_is_told(cast, gwent, met, sign_in):
    made = signed(cast.ldu_head, gwent)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_returnedperson DISABLE TRIGGER USER")
        cursor.execute("UPDATE reports_returnedperson SET team = 'Another' WHERE crn = 'A000001'")
        cursor.execute("ALTER TABLE reports_returnedperson ENABLE TRIGGER USER")
    page = sign_in(cast.ldu_head).get(reverse("return", args=[made.pk]))
    assert "What is stored is not what was signed" in words(page)


def test_the_chief_officer_sees_which_units_have_signed(cast, gwent, met, sign_in):
    signed(cast.ldu_head, gwent)
    client = sign_in(cast.chief_officer)
    rows = [row.record for row in client.get(reverse("returns")).context["table"].rows]
    of_november = {row.ldu.name: row for row in rows if row.month == NOVEMBER}
    assert of_november["Gwent"].latest.met == 1
    assert of_november["Powys"].latest is None
    assert of_november["Powys"].url is None
    assert client.get(of_november["Gwent"].url).status_code == 200
    assert client.get(address_to_sign(gwent)).status_code == 404


def test_the_home_of_the_head_asks_for_the_latest_month_until_it_is_signed(cast, gwent, met, sign_in):
    home = words(sign_in(cast.ldu_head).get("/"))
    assert "November 2026 can be signed." in home
    assert "November 2026 can be signed." not in words(sign_in(cast.chief_officer).get("/"))
    with time_machine.travel("2026-12-07 12:00", tick=False):
        assert "October 2026 can be signed." in words(sign_in(cast.ldu_head).get("/"))
    signed(cast.ldu_head, gwent)
    client = sign_in(cast.ldu_head)
    assert "can be signed" not in words(client.get("/"))
    of_month = words(client.get("/compliance/", {"month": "2026-11"}))
    assert "signed on 8 December 2026</a>, with 1 met of 4." in of_month


@pytest.mark.parametrize("who, status", [("other_ldu_head", 404), ("other_chief_officer", 404), ("team_manager", 404)])
def test_others_do_not_see_it(cast, gwent, met, sign_in, who, status):
    made = signed(cast.ldu_head, gwent)
    assert sign_in(getattr(cast, who)).get(reverse("return", args=[made.pk])).status_code == status


def test_its_people_are_narrowed_to_a_result_and_taken_away(cast, gwent, met, sign_in):
    page, client = reverse("return", args=[signed(cast.ldu_head, gwent).pk]), sign_in(cast.ldu_head)
    assert [each.crn for each in client.get(page, {"result": "met"}).context["table"].data.data] == ["A000001"]
    lines = b"".join(client.get(page, {"_export": "csv"})).decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert lines[1].startswith("Dafydd Morgan,A000001,Met,amber,Nia Rees,Newport 1,10 November 2026: Counts")


def test_it_asks_as_often_for_many_people(cast, gwent, met, sign_in):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert sign_in(cast.ldu_head).get(address).status_code == 200
        return len(captured)

    addresses = [reverse("return", args=[signed(cast.ldu_head, gwent).pk]), address_to_sign(gwent), reverse("returns")]
    person(cast.colleague)
    for _warm in range(2):
        few = [queries(address) for address in addresses]
    for _ in range(4):
        person(cast.colleague)
    assert [queries(address) for address in addresses] == few


@pytest.mark.parametrize("ldu", ["0", "9" * 30])
@pytest.mark.parametrize("month", ["2026-13", "0000-01", "2018-09", "2027-01", "yesterday", "2026-11-01"])
def test_a_month_or_a_unit_that_is_none_is_not_there(cast, gwent, sign_in, ldu, month):
    client = sign_in(cast.ldu_head)
    assert client.get(f"/compliance/returns/sign/{gwent.pk}/{month}/").status_code == 404
    assert client.get(f"/compliance/returns/sign/{ldu}/2026-11/").status_code == 404
    assert client.get(f"/compliance/returns/{ldu}/").status_code == 404
