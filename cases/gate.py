"""The one gate to a person: who may see them, what is masked, and the note of the look.

A page about one person is a `PersonPage`. A list takes its people, and the people of its rows, through
`ServiceUserQuerySet.seen_by`, and draws them with `person_link`: whoever may not be seen is counted and masked, never
dropped.
"""

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.dispatch import Signal
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.models import ServiceUser
from staff.access import ALL_WITH_CASES, ForRoles
from staff.models import Role, User

# Sent for each look at one person: ``by`` (User), ``person`` (ServiceUser) and ``page`` (the name of its address).
looked_at = Signal()
MASKED = _("Now with another unit")


def people_for(user: User) -> Prefetch:
    """For ``prefetch_related``: the person of each row, as ``user`` may see them."""
    return Prefetch("service_user", ServiceUser.objects.seen_by(user))


class PersonPage(ForRoles):
    """A page or a file about the person whose public id is in its address; not there for whoever may not see them."""

    roles: tuple[Role, ...] = ALL_WITH_CASES
    kwargs: dict[str, Any]

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def person(self) -> Any:
        """The `ServiceUser` with their office, ``brag`` and ``officer`` (id of the case manager) of today."""
        people = ServiceUser.objects.seen_by(self.request.user).select_related("office")
        people = people.with_brag(self.today).with_officer(self.today)
        person = get_object_or_404(people, public_id=self.kwargs["public_id"], visible=True)
        looked_at.send(type(self), by=self.request.user, person=person, page=self.request.resolver_match.view_name)
        return person
