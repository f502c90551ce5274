"""Drafts: what was typed into a form about a person, kept until it is saved, or for a week.

A draft is no record: it is in no figure, has no audit entry, and nobody but its author ever sees it. The address of a
page names it by a random key, so that each tab has its own and none shows what was typed.
"""

from collections.abc import Container
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from cases.models import ServiceUser
from casework.models import Draft
from staff.kept_answers import MOST_CHARACTERS
from staff.models import User

KEPT_FOR = timedelta(days=7)


def find(key: str, *, user: User, person: ServiceUser, path: str) -> Draft | None:
    """The user's own draft of the page about the person; None where there is none, or it is over."""
    try:
        named = UUID(key)
    except ValueError:
        return None
    return _standing(user, person, path).filter(key=named).first()


def latest(*, user: User, person: ServiceUser, path: str) -> Draft | None:
    """What the user typed there last and has not saved."""
    return _standing(user, person, path).order_by("-kept_at").first()


@transaction.atomic
def keep(
    answers: QueryDict, names: Container[str], *, into: Draft | None, user: User, person: ServiceUser, path: str
) -> Draft | None:
    """Keep the answers with these names, ``into`` a draft that there is or a new one; None where they are too long."""
    kept = QueryDict(mutable=True)
    for name in filter(names.__contains__, answers):
        kept.setlist(name, answers.getlist(name))
    typed = kept.urlencode()
    if len(typed) > MOST_CHARACTERS:
        return None
    draft = into or Draft(user=user, service_user=person, path=path)
    draft.answers, draft.kept_at = typed, timezone.now()
    draft.save()
    return draft


def drop(draft: Draft | None) -> None:
    """Its answers are saved."""
    if draft:
        draft.delete()


def clear() -> None:
    """Delete those that are over."""
    Draft.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()


def _standing(user: User, person: ServiceUser, path: str):
    since = timezone.now() - KEPT_FOR
    return Draft.objects.filter(user=user, service_user=person, path=path, kept_at__gte=since)
