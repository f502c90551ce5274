"""The pages of absences: recording one, who is away, and what is to be rearranged."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from staff.models import Absence
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

LEAVE = {"kind": "leave", "starts_on": "9/11/2026", "ends_on": "13/11/2026"}
WEEK = {"kind": "leave", "starts_on": date(2026, 11, 9), "ends_on": date(2026, 11, 13)}


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


def record(client, **answers):
    return client.post(reverse("record_absence"), LEAVE | answers)


def test_a_recorded_absence_is_shown_with_what_is_to_be_rearranged(nia, cast):
    inside = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 10))
    for other in ({"date": date(2026, 11, 16)}, {"date": date(2026, 11, 11), "cancelled_by": "service"}):
        ContactFactory(service_user=cast.own, officer=cast.case_manager, **other)
    html = nia.get(record(nia, covered_by=cast.colleague.pk).url).content.decode()
    assert "9 November to 13 November 2026" in html
    assert "Owain Parry" in html
    assert html.count("/rearrange/") == 1
    assert reverse("rearrange", args=[cast.own.public_id, inside.pk]) in html


def test_a_part_of_a_day_leaves_the_appointments_beside_it(nia, cast):
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 9))
    url = record(nia, kind="duty", ends_on="", start_time="14:00", end_time="17:00").url
    html = nia.get(url).content.decode()
    assert "9 November 2026, 2pm to 5pm" in html
    assert "No appointments to come are in the way" in html


def test_somebody_who_moved_to_another_unit_is_masked(nia, cast):
    ContactFactory(service_user=cast.elsewhere, officer=cast.case_manager, date=date(2026, 11, 10))
    html = nia.get(record(nia).url).content.decode()
    assert "Now with another unit" in html
    assert "/rearrange/" not in html


def test_the_faults_stand_beside_the_answers(nia):
    errors = record(nia, kind="", starts_on="", note="x" * 201).context["form"].errors
    assert errors["kind"] == ["Select what kind of absence it is"]
    assert errors["starts_on"] == ["Enter or select the first day"]
    assert errors["note"] == ["Note must be 200 characters or fewer"]
    errors = record(nia, note="About A123456").context["form"].errors
    assert errors["note"] == ["Take out the CRN. The note must not be about service users"]


def test_a_case_manager_lists_the_own_and_a_team_manager_the_teams(cast, sign_in):
    for user in (cast.case_manager, cast.colleague, cast.other_team_manager):
        Absence.objects.create(user=user, **WEEK)
    own = sign_in(cast.case_manager).get(reverse("absences"))
    assert [row.record.user for row in own.context["tables"][1].rows] == [cast.case_manager]
    assert reverse("absence", args=[cast.case_manager.absences.get().pk]) in own.content.decode()
    teams = sign_in(cast.team_manager).get(reverse("absences"))
    assert [str(row.record.user) for row in teams.context["tables"][1].rows] == ["Nia Rees", "Owain Parry"]


def test_those_of_now_and_those_over_are_apart(nia, cast):
    for start in (date(2026, 9, 1), date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9)):
        Absence.objects.create(user=cast.case_manager, kind="leave", starts_on=start, ends_on=start)
    tables = nia.get(reverse("absences")).context["tables"]
    listed = [[row.record.starts_on for row in table.rows] for table in tables]
    assert listed == [[date(2026, 11, 2)], [date(2026, 11, 9)], [date(2026, 10, 26)]]


def test_a_team_manager_records_one_of_somebody_in_the_team_only(cast, sign_in):
    manager = sign_in(cast.team_manager)
    assert record(manager, user=cast.other_team_manager.pk).context["form"].errors["user"]
    assert record(manager, user=cast.colleague.pk).status_code == 302
    assert Absence.objects.get().user == cast.colleague


def test_it_is_taken_back_on_its_page(nia, cast):
    absence = Absence.objects.create(user=cast.case_manager, **WEEK)
    assert nia.post(reverse("absence", args=[absence.pk])).url == reverse("absences")
    assert not Absence.objects.exists()


def test_a_colleagues_is_not_there(nia, cast):
    absence = Absence.objects.create(user=cast.colleague, **WEEK)
    assert nia.get(reverse("absence", args=[absence.pk])).status_code == 404
    assert nia.post(reverse("absence", args=[absence.pk])).status_code == 404
