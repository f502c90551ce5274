"""The month in progress: what is needed by part and by day, in numbers equal to the lists behind them."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.selectors import Needed
from tests.factories import ContactFactory, person

pytestmark = pytest.mark.django_db
ADDRESS = "/compliance/progress/"
# The eighteenth of December 2018 was a Tuesday, the last business day of the month its 31st, a Monday.
TODAY = date(2018, 12, 18)


@pytest.fixture(autouse=True)
def tuesday_noon():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


@pytest.fixture
def people(cast):
    """Beside the cast, who have nothing booked, one of Nia's for each thing that can be needed, and one met."""
    made = {each: person(cast.case_manager, last_name=each.title(), phone="01633 123456") for each in [*Needed, "met"]}
    held = {"officer": cast.case_manager, "noticed": True}
    ContactFactory(service_user=made["outcome"], date=date(2018, 12, 17), **held)
    # Missed on the 13th: business days to the 20th.
    ContactFactory(service_user=made["follow_up"], date=date(2018, 12, 13), outcome_id="AFTA", **held)
    ContactFactory(service_user=made["booked"], date=date(2018, 12, 20), **held)
    ContactFactory(service_user=made["notice"], date=date(2018, 12, 21), officer=cast.case_manager)
    ContactFactory(service_user=made["met"], date=date(2018, 12, 10), outcome_id="ATTC", **held)
    return made


def records(table) -> list:
    return [row.record for row in table.rows]


def test_each_part_tells_what_its_people_need_and_what_becomes_of_the_figure(cast, people, sign_in):
    """Nia has her own, one of each and one met: 7. Where the three that are booked count, 4 of 7 are met: 57.1%."""
    context = sign_in(cast.ldu_head).get(ADDRESS).context
    by_name = {row.name: row for row in records(context["tables"]["case_manager"])}
    nia, owain = by_name["Nia Rees"], by_name["Owain Parry"]
    assert dict(nia.numbers) == {"outcome": 1, "follow_up": 1, "booked": 1, "notice": 1, "nothing": 2}
    assert (nia.row.percent_in_words, nia.if_booked_in_words) == ("14.3%", "57.1%")
    assert dict(owain.numbers) == {"nothing": 1}
    assert owain.if_booked_in_words == "0.0%"
    team = {row.name: row for row in records(context["tables"]["team"])}["Newport 1"]
    assert team.numbers == nia.numbers + owain.numbers
    assert context["whole"].numbers["nothing"] == 5  # with the second team's and the unallocated one
    assert sum(context["whole"].numbers.values()) == context["whole"].row.pending


def test_each_number_of_a_day_leads_to_just_those_people(cast, people, sign_in):
    client = sign_in(cast.team_manager)
    days = records(client.get(ADDRESS).context["days"])
    assert [(day.day, dict(day.numbers)) for day in days] == [
        (date(2018, 12, 17), {"outcome": 1}),
        (date(2018, 12, 20), {"follow_up": 1, "booked": 1}),
        (date(2018, 12, 21), {"notice": 1}),
        (date(2018, 12, 31), {"nothing": 3}),
    ]
    for day in days:
        for needed in Needed:
            href = day.people(needed)
            listed = [row.pk for row in records(client.get(href).context["table"])] if href else []
            assert len(listed) == day.numbers[needed]
            if href and needed != Needed.NOTHING:
                assert listed == [people[needed].pk]


def test_whom_to_ring_first_stands_first_with_the_number_to_ring(cast, people, sign_in):
    page = sign_in(cast.team_manager).get("/compliance/people/", {"result": "pending"})
    listed = records(page.context["table"])
    assert [(each.by, Needed(list(Needed)[each.needed])) for each in listed[:4]] == [
        (date(2018, 12, 17), Needed.OUTCOME),
        (date(2018, 12, 20), Needed.BOOKED),
        (date(2018, 12, 20), Needed.FOLLOW_UP),
        (date(2018, 12, 21), Needed.NOTICE),
    ]
    assert "01633 123456" in page.content.decode()


def test_the_number_of_somebody_who_is_with_another_team_by_now_is_not_told(cast, sign_in):
    """Missed on the last day of the year: who held the case then is asked, and whoever holds it now makes the offer."""
    cast.own.phone = "01633 123456"
    cast.own.save()
    ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2018, 12, 31), outcome_id="AFTA", noticed=True
    )
    theirs = cast.other_team.allocations.get().officer
    cast.own.allocations.update(ends_on=date(2018, 12, 31))
    cast.own.allocations.create(officer=theirs, starts_on=date(2019, 1, 1))
    with time_machine.travel("2019-01-02 12:00", tick=False):
        page = sign_in(cast.team_manager).get("/compliance/people/", {"month": "2018-12", "result": "pending"})
    [listed] = records(page.context["table"])
    assert (listed.pk, listed.by) == (cast.own.pk, date(2019, 1, 8))
    assert "01633 123456" not in page.content.decode()


def test_on_the_last_weekend_the_last_day_is_the_month_s(cast, sign_in):
    """The last of November 2019 was a Saturday."""
    with time_machine.travel("2019-11-30 09:00", tick=False):
        [day] = records(sign_in(cast.team_manager).get(ADDRESS).context["days"])
    assert day.day == date(2019, 11, 30)


def test_it_is_taken_away_as_it_is_shown(cast, people, sign_in):
    response = sign_in(cast.team_manager).get(ADDRESS, {"_export": "case_manager"})
    lines = b"".join(response).decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "Case manager,So far,Met,Further appointment to offer,Nothing booked that can count,"
        '"Booked, notice to issue",Outcome to record,"Booked, notice issued",If all that is booked counts'
    )
    assert "Nia Rees,14.3,1,1,2,1,1,1,57.1" in lines
    days = b"".join(sign_in(cast.team_manager).get(ADDRESS, {"_export": "day"})).decode("utf-8-sig").splitlines()
    assert "2018-12-17,0,0,0,1,0" in days


def test_it_leads_from_the_home_and_from_the_figure(cast, people, sign_in):
    for who in (cast.team_manager, cast.ldu_head, cast.chief_officer):
        client = sign_in(who)
        for address in ("/", "/compliance/"):
            assert ADDRESS in client.get(address).content.decode(), (who.staff_code, address)


@pytest.mark.parametrize("who", ["case_manager", "administrator"])
def test_it_is_not_there_for_others(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(ADDRESS).status_code == 404


def test_a_part_of_another_unit_is_not_there(cast, sign_in):
    poole = cast.elsewhere.allocations.get().officer.post.team
    assert sign_in(cast.ldu_head).get(ADDRESS, {"team": poole.pk}).status_code == 404


def test_it_asks_as_often_for_many_people(cast, people, sign_in):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            sign_in(cast.ldu_head).get(ADDRESS)
        return len(captured)

    queries()
    few = queries()
    for _ in range(5):
        person(cast.colleague)
    assert queries() == few
