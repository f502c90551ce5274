"""How tests draft workload models and fill in the pages about thresholds."""

from datetime import date
from typing import Any

from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse

from tests.appointments import hidden
from workload.models import WorkloadModel
from workload.weightings import VALUES


def model(state: str = "draft", starts_on: date | None = None, **values: Any) -> WorkloadModel:
    """A model as the initial values but for these, as it stands in the database."""
    made = WorkloadModel.objects.create(state=state, starts_on=starts_on, source="Decision 7", **values)
    return WorkloadModel.objects.get(pk=made.pk)


def draft_answers(**answers: str) -> dict[str, Any]:
    """The form of a draft, with the initial values but for the answers."""
    values = model_to_dict(WorkloadModel(), fields=VALUES)
    return {"starts_on": "1/1/2027", "source": "Decision 7", "seen": "", **values, **answers}


def press(client: Client, draft: WorkloadModel, button: str, seen: str = ""):
    """A button of a model's page, as the page was drawn now or when it was ``seen``."""
    address = reverse("workload_model", args=[draft.pk])
    if not seen and button == "agree":
        seen = hidden(client.get(address).content.decode(), "seen")
    return client.post(address, {"do": button, "seen": seen}, follow=True)


def send(client: Client, name: str, pk: int, **answers: str):
    """A form about a threshold, filled in as it is drawn now; ``seen`` among the answers as it was drawn before."""
    address = reverse(name, args=[pk])
    html = client.get(address).content.decode()
    carried = {"seen": hidden(html, "seen")} if 'name="seen"' in html else {}
    return client.post(address, {**carried, **answers})


def words(response) -> str:
    """The page as one line."""
    return " ".join(response.content.decode().split())
