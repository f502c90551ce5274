"""The people whose pages a member of staff opened last, so that they are found again without a search.

It is kept for each user, and no record: the note of a look is the gate's (`cases.gate.looked_at`).
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.models import ServiceUser, ServiceUserQuerySet
from casework.models import RecentPerson
from staff.models import User

SHOWN = 10
KEPT_FOR = timedelta(days=90)


def note(sender: Any, *, by: User, person: ServiceUser, page: str, **signal: Any) -> None:
    """Put the person first, where it is their own page that was opened."""
    if page == "service_user":
        opened = RecentPerson(user=by, service_user=person, opened_at=timezone.now())
        RecentPerson.objects.bulk_create(
            [opened],
            update_conflicts=True,
            unique_fields=["user", "service_user"],
            update_fields=["opened_at"],
        )


def recent_people(user: User) -> ServiceUserQuerySet:
    """Those opened last, the latest first, as ``user`` may see them today."""
    theirs = ServiceUser.objects.filter(recently_opened__user=user).order_by("-recently_opened__opened_at")
    return theirs.seen_by(user)[:SHOWN]


def clear() -> None:
    """Forget what was opened long ago."""
    RecentPerson.objects.filter(opened_at__lt=timezone.now() - KEPT_FOR).delete()
