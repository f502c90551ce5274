"""How tests review a BRAG status and decide about it."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.brag import WORDS, BragAssessment
from cases.models import ServiceUser
from casework.brag import BragOf
from casework.services import brag
from staff.models import User
from tests.appointments import hidden, page

WRITTEN = {name: f"About the {name.replace('_', ' ')}" for name in WORDS}


def seen(person: ServiceUser) -> str:
    return BragOf(person, timezone.localdate()).version


def review(by: User, person: ServiceUser, status: str, **words: str) -> BragAssessment:
    """Review the status by the service."""
    assessment = BragAssessment(service_user=person, status=status, **{**WRITTEN, **words})
    return brag.review_brag(by=by, assessment=assessment, seen=seen(person))


def agree(by: User, person: ServiceUser) -> BragAssessment:
    return brag.agree_brag(by=by, service_user=person, seen=seen(person))


def send_back(by: User, person: ServiceUser, reason: str = "Say more about the impact") -> BragAssessment:
    return brag.send_brag_back(by=by, service_user=person, seen=seen(person), reason=reason)


def send(client: Client, name: str, person: ServiceUser, *, step: str = "save", **answers: Any):
    """Fill in a page about the status and send it: the response."""
    answers = {"seen": hidden(page(client, name, person), "seen"), "step": step, **answers}
    return client.post(reverse(name, args=[person.public_id]), answers, follow=True)


def said(response) -> str:
    return response.content.decode()
