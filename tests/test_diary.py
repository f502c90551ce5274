"""The diary: whose it is, what is in it, and its gaps."""

from datetime import date, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.diary import Show
from contacts.models import BankHoliday, ContactType
from staff.models import Absence
from tests.factories import ContactFactory, person

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 11)


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-09 08:00"):
        yield


def diary(client, **asked):
    response = client.get(reverse("diary"), {name: str(value) for name, value in asked.items()})
    assert response.status_code == 200
    return response


def days(response) -> dict[date, object]:
    return {day.date: day for day, _ in response.context["days"]}


def gaps(day) -> list[tuple[time, time]]:
    return [(each.start, each.end) for each in day.entries if not each.absence and not each.session]


def at(cast, day, start, end=None, **fields):
    about = {"service_user": cast.own, "officer": cast.case_manager, "date": day}
    return ContactFactory(**about | {"start_time": start, "end_time": end or time(start.hour + 1)} | fields)


def test_a_week_from_monday_without_an_empty_weekend(nia, cast):
    assert list(days(diary(nia, on=WEDNESDAY))) == [date(2026, 11, 9 + number) for number in range(5)]
    at(cast, date(2026, 11, 14), time(10))
    assert date(2026, 11, 14) in days(diary(nia, on=WEDNESDAY))


def test_the_gaps_lie_between_the_appointments(nia, cast):
    at(cast, TUESDAY, time(9, 30), time(10))
    at(cast, TUESDAY, time(14), cancelled_by="service")
    at(cast, TUESDAY, time(15), outcome_id="AAME")
    day = days(diary(nia))[TUESDAY]
    assert gaps(day) == [(time(9), time(9, 30)), (time(10), time(17))]
    assert day.appointments == 1


def test_today_has_gaps_from_now_on_and_the_past_has_none(cast, sign_in):
    with time_machine.travel("2026-11-10 14:03", tick=False):
        found = days(diary(sign_in(cast.case_manager)))
    assert gaps(found[MONDAY]) == []
    assert gaps(found[TUESDAY]) == [(time(14, 5), time(17))]


@pytest.mark.parametrize(("show", "on"), [("day", "2026-11-14"), ("day", "2026-12-25")])
def test_a_day_off_has_no_gaps(nia, show, on):
    [day] = days(diary(nia, show=show, on=on)).values()
    assert (day.is_business_day, day.entries) == (False, [])


def test_an_added_bank_holiday_is_one(nia):
    BankHoliday.objects.create(date=TUESDAY, name="Jubilee", change="added")
    assert "Bank holiday: Jubilee" in diary(nia, show="day", on=TUESDAY).content.decode()


def test_each_view_names_the_bank_holiday(nia):
    for show in ("day", "week", "month"):
        assert "Bank holiday: Christmas Day" in diary(nia, show=show, on="2026-12-25").content.decode()


def test_a_whole_day_away_has_no_gaps_and_its_appointments_are_to_rearrange(nia, cast):
    at(cast, TUESDAY, time(10))
    Absence.objects.create(user=cast.case_manager, kind="leave", starts_on=TUESDAY, ends_on=TUESDAY)
    response = diary(nia, show="day", on=TUESDAY)
    assert gaps(days(response)[TUESDAY]) == []
    html = response.content.decode()
    assert "Away: Leave" in html
    assert "To rearrange" in html


def test_a_duty_takes_its_part_of_the_day(nia, cast):
    Absence.objects.create(
        user=cast.case_manager, kind="duty", starts_on=TUESDAY, ends_on=TUESDAY, start_time=time(9), end_time=time(13)
    )
    assert gaps(days(diary(nia))[TUESDAY]) == [(time(13), time(17))]


def test_the_place_is_left_out_where_it_is_the_usual_one(nia, cast):
    at(cast, TUESDAY, time(10), place=cast.own.office.place)
    at(cast, TUESDAY, time(11), place="1 Home Street")
    assert [each.place for each in days(diary(nia))[TUESDAY].entries if each.session] == ["", "1 Home Street"]


def test_only_what_a_duty_takes_is_to_rearrange(nia, cast):
    for start in (time(10), time(14)):
        at(cast, TUESDAY, start)
    Absence.objects.create(
        user=cast.case_manager, kind="duty", starts_on=TUESDAY, ends_on=TUESDAY, start_time=time(9), end_time=time(13)
    )
    assert [each.to_rearrange for each in days(diary(nia))[TUESDAY].entries if each.session] == [True, False]


def test_a_group_session_is_one_entry_with_its_people(nia, cast):
    other = person(cast.case_manager, last_name="Bevan", office=cast.own.office)
    group = ContactType.objects.filter(is_group=True).first()
    for member in (cast.own, other):
        at(cast, TUESDAY, time(10), type_id=group.pk, service_user=member)
    day = days(diary(nia))[TUESDAY]
    assert [len(each.session) for each in day.entries if each.session] == [2]
    assert day.appointments == 1


def test_a_month_counts_the_appointments_of_each_day(nia, cast):
    at(cast, TUESDAY, time(10))
    at(cast, TUESDAY, time(12))
    html = diary(nia, show="month", on=TUESDAY).content.decode()
    assert "2 appointments" in html
    assert html.count("<tr") == 7


def test_a_colleagues_diary_masks_whom_the_gate_masks_and_does_not_say_why_they_are_away(nia, cast):
    at(cast, TUESDAY, time(10), officer=cast.colleague, service_user=cast.elsewhere, place="1 Home Street, Poole")
    Absence.objects.create(user=cast.colleague, kind="sickness", starts_on=WEDNESDAY, ends_on=WEDNESDAY)
    html = diary(nia, officer=cast.colleague.pk).content.decode()
    assert "Now with another unit" in html
    assert "Home Street" not in html
    assert "Away" in html
    assert "Sickness" not in html
    assert "Sickness" not in diary(nia, officer=cast.colleague.pk, show="month").content.decode()


def test_a_team_manager_reads_any_of_the_team_and_why_they_are_away(cast, sign_in):
    Absence.objects.create(user=cast.colleague, kind="sickness", starts_on=WEDNESDAY, ends_on=WEDNESDAY)
    assert "Away: Sickness" in diary(sign_in(cast.team_manager), officer=cast.colleague.pk).content.decode()


@pytest.mark.parametrize("asked", [{"officer": "other_team_manager"}, {"show": "year"}, {"officer": "nobody"}])
def test_another_teams_diary_and_another_view_are_not_there(nia, cast, asked):
    asked = {name: getattr(getattr(cast, value, None), "pk", value) for name, value in asked.items()}
    assert nia.get(reverse("diary"), asked).status_code == 404


@pytest.mark.parametrize("on", ["1/1/2099", "31/2/2026", "never"])
def test_a_date_that_is_none_is_told(nia, on):
    response = diary(nia, on=on)
    assert response.context["form"].errors["on"]
    assert response.context["form"]["officer"].value() == response.context["officer"].pk
    assert MONDAY in days(response)


@pytest.mark.parametrize("show", ["day", "week", "month"])
def test_it_leads_to_the_days_before_and_after(nia, show):
    response = diary(nia, show=show)
    [(_, before), (_, after)] = response.context["others"]
    for url in (before, after):
        assert nia.get(url).status_code == 200
    assert nia.get(after).context["today_url"]


def test_it_ends_where_bank_holidays_are_known(nia):
    response = diary(nia, show="month", on="2028-12-01")
    assert [words for words, _ in response.context["others"]] == ["Earlier"]


def test_it_asks_as_often_for_many_days_and_appointments(nia, cast):
    at(cast, TUESDAY, time(9))
    morning = {"start_time": time(7), "end_time": time(8)}
    Absence.objects.create(user=cast.case_manager, kind="leave", starts_on=TUESDAY, ends_on=TUESDAY, **morning)
    diary(nia)
    few = [queries(nia, show) for show in Show]
    for number in range(5):
        at(cast, TUESDAY, time(10 + number))
        absent = {"starts_on": TUESDAY, "ends_on": TUESDAY, "start_time": time(18 + number), "end_time": time(23)}
        Absence.objects.create(user=cast.case_manager, kind="duty", covered_by=cast.colleague, **absent)
    assert [queries(nia, show) for show in Show] == few
    assert len(set(few)) == 1


def queries(client, show) -> int:
    with CaptureQueriesContext(connection) as captured:
        diary(client, show=show, on=TUESDAY)
    return len(captured)
