"""The one gate to a person: who may see them, what is masked, and the note of the look.

A page about one person is a `PersonPage`. A list takes its people, and the people of its rows, through
`ServiceUserQuerySet.seen_by`, and draws them with `person_link`: whoever may not be seen is counted and masked, never
dropped.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, UUIDField
from django.dispatch import Signal
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from base.statements import CompiledOnce, Parameter, Statement
from cases.models import ServiceUser, ServiceUserQuerySet, may_see
from staff.access import ALL_WITH_CASES, ForRoles
from staff.models import Role, User
from staff.units import Unit

# Sent for each look at one person: ``by`` (User), ``person`` (ServiceUser) and ``page`` (the name of its address).
looked_at = Signal()
MASKED = _("Now with another unit")

PUBLIC_ID = Parameter("public_id", UUIDField())
STAFF = 200


def people_for(user: User) -> Prefetch:
    """For ``prefetch_related``: the person of each row, as ``user`` may see them."""
    return Prefetch("service_user", people_seen_by(user))


def people_seen_by(user: User) -> ServiceUserQuerySet:
    """As `ServiceUserQuerySet.seen_by` of everyone, put together once a day: to be asked for by their ids."""
    visible = _visible_to(user, user.role, Unit.of_user(user), timezone.localdate())
    return ServiceUser.objects.annotate(visible=visible)


@lru_cache(maxsize=STAFF)
def _visible_to(user: User, role: Role, unit: Unit | None, today: date) -> CompiledOnce:
    field = BooleanField()
    return CompiledOnce(ServiceUser, lambda: ExpressionWrapper(may_see(user), output_field=field), field)


@lru_cache(maxsize=STAFF)
def _as_seen_by(user: User, role: Role, unit: Unit | None, today: date) -> Statement[Any]:
    """For those who open one page after another. It goes by the role and the unit, which may change during a day."""
    people = ServiceUser.objects.seen_by(user).filter(public_id=PUBLIC_ID).select_related("office")
    return Statement(lambda: people.with_brag(today).with_officer(today))


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
        user = self.request.user
        seen = _as_seen_by(user, user.role, Unit.of_user(user), self.today)
        person = seen.row(public_id=self.kwargs["public_id"])
        if person is None or not person.visible:
            raise Http404
        looked_at.send(type(self), by=user, person=person, page=self.request.resolver_match.view_name)
        return person
