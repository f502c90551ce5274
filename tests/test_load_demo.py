"""The demonstration: loaded once, with an account for each role that signs in."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from alerts.models import Alert
from cases.models import RarPlan, ServiceUser
from casework.worklist import worklist_of
from contacts.additional import AdditionalMeasure
from contacts.models import Contact
from contacts.oversight import Oversight
from demonstration.management.commands.demo_accounts import DEMO_PASSWORD, accounts
from staff.models import Absence, Office, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00"):
        yield


def say(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_it_is_loaded_once_and_every_role_can_sign_in(client):
    assert say("load_demo", "--people", "60")
    assert ServiceUser.objects.count() == 60
    assert say("load_demo", "--people", "60") == ""
    assert ServiceUser.objects.count() == 60
    assert {user.role for user in accounts()} == set(Role)
    shown = say("demo_accounts")
    for user in accounts():
        assert user.email in shown
        answer = client.post(reverse("sign_in"), {"username": user.email, "password": DEMO_PASSWORD})
        assert answer.status_code == 302
        client.post(reverse("sign_out"))
    assert Office.objects.exclude(address="").exists()
    places = {office.place for office in Office.objects.all()}
    assert set(Contact.objects.filter(type="COAP").values_list("place", flat=True)) <= places
    assert Alert.objects.open().exists()


def test_some_case_managers_are_away_and_who_covers_is_said(client):
    say("load_demo", "--people", "400")
    today = date(2026, 11, 18)
    away = Absence.objects.on(today)
    assert away.exists()
    assert not away.filter(covered_by=None).exists()
    assert Absence.objects.filter(starts_on__gt=today).count() > away.count()
    opening = accounts()[0]
    assert not away.filter(user=opening).exists()
    assert opening.absences.get().covered_by.post.team == opening.post.team


def test_a_brag_review_waits_for_the_team_manager_and_one_was_sent_back_to_the_case_manager():
    say("load_demo", "--people", "400")
    case_manager, team_manager, *_others = accounts()
    today = date(2026, 11, 18)
    of_kinds = Alert.objects.open().filter(kind__in=["brag_waiting", "brag_sent_back"])
    assert sorted(of_kinds.values_list("kind", flat=True)) == ["brag_sent_back", "brag_waiting"]
    for user in (case_manager, team_manager):
        listed = {line.kind for line in worklist_of(user, today).lines}
        assert "brag_sent_back" in listed
        assert ("brag_waiting" in listed) == (user == team_manager)


def test_it_is_refused_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        say("load_demo")


def test_of_the_opening_accounts_people_one_temporary_measure_is_in_force_and_one_waits():
    say("load_demo", "--people", "400")
    today, (opening, manager) = date(2026, 11, 18), accounts()[:2]
    [agreed] = Oversight.objects.in_force(today)
    [waiting] = Oversight.objects.waiting()
    assert {agreed.asked_by, waiting.asked_by} == {opening}
    assert agreed.decided_by == agreed.contact.officer == manager
    assert Alert.objects.open().get(kind="oversight_waiting").service_user == waiting.service_user


def test_one_additional_measure_of_the_team_is_in_force_and_one_waits():
    say("load_demo", "--people", "400")
    [held], [waits] = AdditionalMeasure.objects.in_force(date(2026, 11, 18)), AdditionalMeasure.objects.waiting()
    case_manager, manager = accounts()[:2]
    assert held.proposed_by == waits.proposed_by == manager
    assert waits.officer == case_manager


def test_one_order_of_the_case_manager_has_rar_days():
    say("load_demo", "--people", "400")
    plan = RarPlan.objects.get()
    assert plan.order.has_rar
    assert plan.changed_by == accounts()[0]
    assert 0 < plan.planned + plan.order.rar_days.count() <= plan.ordered
