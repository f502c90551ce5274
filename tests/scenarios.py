"""How tests make scenarios of the cast's team, and fill in their pages."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from cases.models import ServiceUser
from staff.models import User
from tests.appointments import hidden
from tests.cast import Cast
from workload.models import Scenario, ScenarioStep

DAY = date(2026, 11, 18)
AT = "2026-11-17 09:00"


def scenario(cast: Cast, *, by: User | None = None, name: str = "Part time", **fields: Any) -> Scenario:
    """A draft of the team manager, of the team of the cast."""
    made_by = by or cast.team_manager
    said = {"team": cast.team_manager.post.team, "name": name, "starts_on": DAY, "made_by": made_by, **fields}
    return Scenario.objects.create(**{"made_at": AT, "changed_at": AT, **said})


def shared(cast: Cast, **fields: Any) -> Scenario:
    return scenario(cast, **{"state": "shared", "shared_at": AT, **fields})


def move(made: Scenario, whom: ServiceUser, officer: User, to: User) -> ScenarioStep:
    return made.steps.create(kind="move", service_user=whom, officer=officer, to=to)


def hours(made: Scenario, officer: User, weekly: str) -> ScenarioStep:
    return made.steps.create(kind="hours", officer=officer, weekly_hours=Decimal(weekly))


def less(made: Scenario, officer: User, percent: Any, reason: str = "Split Role", **fields: Any) -> ScenarioStep:
    ends = {"ends_on": date(2026, 12, 31), **fields}
    return made.steps.create(kind="adjustment", officer=officer, percent=Decimal(percent), reason=reason, **ends)


def expect(made: Scenario, officer: User | None, weighs_as: str, number: int) -> ScenarioStep:
    return made.steps.create(kind="expected", officer=officer, weighs_as=weighs_as, number=number)


def show(client: Client, made: Scenario, name: str = "scenario", *args: Any) -> str:
    """A page of the scenario as one line."""
    response = client.get(reverse(name, args=[made.pk, *args]))
    assert response.status_code == 200, response
    return " ".join(response.content.decode().split())


def send(client: Client, made: Scenario, name: str, /, *args: Any, **answers: Any):
    """A form of the scenario, filled in as it is drawn now; ``seen`` among the answers as it was drawn before."""
    address = reverse(name, args=[made.pk, *args])
    html = client.get(address).content.decode()
    carried = {"seen": hidden(html, "seen")} if 'name="seen" value=' in html else {}
    return client.post(address, {**carried, **answers})


def press(client: Client, made: Scenario, do: str, **more: Any):
    """A button of the scenario's page."""
    return client.post(reverse("scenario", args=[made.pk]), {"do": do, **more}, follow=True)
