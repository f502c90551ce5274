"""The part of the organisation that a manager's page is about: a division, an LDU or a team."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Allocation, ServiceUser, ServiceUserQuerySet
from staff.models import Division, Ldu, Role, Team, User
from staff.selectors import LEVELS, Scope


@dataclass(frozen=True)
class Unit:
    """A division, an LDU or a team, and how to ask about it.

    ``level`` is its own (of `staff.selectors.LEVELS`), ``staff`` a condition on users, ``own_offices`` one on service
    users.
    """

    record: Any  # Division | Ldu | Team: its level says which
    level: str
    scope: Scope
    staff: Q
    own_offices: Q

    def __str__(self) -> str:
        return self.record.name

    @classmethod
    def of(cls, record: Division | Ldu | Team | None) -> "Unit":
        if isinstance(record, Team):
            scope = Scope(ldu=record.ldu.name, team=record.name)
            return cls(record, "team", scope, Q(team=record), Q(pk__in=[]))
        if isinstance(record, Ldu):
            return cls(record, "ldu", Scope(ldu=record.name), Q(ldu=record), Q(office__ldu=record))
        if record is None:
            raise ValueError("A manager without a unit: the database holds that there is none.")
        staff = Q(ldu__division=record) | Q(ldu=None, division=record)
        return cls(record, "division", Scope(division=record.name), staff, Q(office__ldu__division=record))

    @classmethod
    def of_user(cls, user: User) -> "Unit":
        """The whole of what a manager is responsible for."""
        if user.role == Role.CHIEF_OFFICER:
            return cls.of(user.division)
        return cls.of(user.ldu if user.role == Role.LDU_HEAD else user.team)

    @property
    def parts(self) -> str:
        """The level of the groups that it consists of."""
        return LEVELS[LEVELS.index(self.level) + 1]

    def people(self) -> ServiceUserQuerySet:
        """All who can count in the unit on some day, and more: whom its staff hold or held, and its offices' people."""
        staff = User.objects.filter(self.staff)
        held = Allocation.objects.filter(service_user=OuterRef("pk"), officer__in=staff)
        return ServiceUser.objects.filter(Exists(held) | self.own_offices)

    def members(self, level: str) -> dict[str, Ldu | Team | User]:
        """What the last name of a place at ``level`` stands for in the unit."""
        if level == "ldu":
            return {ldu.name: ldu for ldu in Ldu.objects.filter(division=self.record)}
        if level == "team":
            return {team.name: team for team in Team.objects.filter(ldu=self.record)}
        return {officer.staff_code: officer for officer in User.objects.filter(self.staff)}

    def above(self, user: User) -> list["Unit"]:
        """The units that it lies in, from the user's own down."""
        units: list[Unit] = []
        record = self.record
        while Unit.of_user(user).record != record:
            record = record.ldu if isinstance(record, Team) else record.division
            units.insert(0, Unit.of(record))
        return units


def by_name(member: Ldu | Team | User | None) -> tuple[bool, str]:
    """Sorts the parts of a unit by name, those whom nobody holds last."""
    return (member is None, str(member))


class UnitForm(forms.Form):
    """Which part of their own unit a manager asks about: ``?ldu=1`` or ``?team=1``; nothing is all of it."""

    ldu = forms.ModelChoiceField(Ldu.objects.select_related("division"), required=False)
    team = forms.ModelChoiceField(Team.objects.select_related("ldu__division"), required=False)

    def __init__(self, data, *, user: User):
        super().__init__(data)
        self.user = user
        ldus, teams = {
            Role.TEAM_MANAGER: (Q(pk__in=[]), Q(pk=user.team_id)),
            Role.LDU_HEAD: (Q(pk=user.ldu_id), Q(ldu=user.ldu_id)),
            Role.CHIEF_OFFICER: (Q(division=user.division_id), Q(ldu__division=user.division_id)),
        }[Role(user.role)]
        self.choose_from("ldu", ldus)
        self.choose_from("team", teams)

    def choose_from(self, name: str, within: Q) -> None:
        """Take for the field only the records within the user's reach."""
        field = cast(forms.ModelChoiceField, self.fields[name])
        field.queryset = cast(QuerySet, field.queryset).filter(within)

    @property
    def unit(self) -> Unit:
        """The unit asked about. The form must be valid."""
        record = self.cleaned_data["team"] or self.cleaned_data["ldu"]
        return Unit.of(record) if record else Unit.of_user(self.user)
