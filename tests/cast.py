"""The cast: one person of each role in one LDU, their counterparts elsewhere, and people whom they hold."""

from dataclasses import dataclass, fields
from typing import Any

from django.db import models, transaction

from cases.models import Allocation, BragReview, Order, ServiceUser
from staff.models import Division, Ldu, Office, Post, Role, Team, User
from tests.factories import DivisionFactory, LduFactory, OfficeFactory, TeamFactory, UserFactory, person


@dataclass(frozen=True)
class Cast:
    """Who may see whom: the team ``own`` and ``colleagues``, the LDU also ``other_team``, Wales also ``other_ldu``.

    ``elsewhere`` lies in another division, ``unallocated`` with nobody but in an office of the LDU.
    """

    case_manager: User
    colleague: User
    team_manager: User
    other_team_manager: User
    ldu_head: User
    other_ldu_head: User
    chief_officer: User
    other_chief_officer: User
    administrator: User
    own: ServiceUser
    colleagues: ServiceUser
    other_team: ServiceUser
    other_ldu: ServiceUser
    elsewhere: ServiceUser
    unallocated: ServiceUser


def make_cast() -> Cast:
    """Put the cast into the database."""
    wales, dorset = DivisionFactory(name="Wales"), DivisionFactory(name="Dorset")
    gwent, powys = LduFactory(name="Gwent", division=wales), LduFactory(name="Powys", division=wales)
    poole = LduFactory(name="Poole", division=dorset)
    team, second = TeamFactory(ldu=gwent, name="Newport 1"), TeamFactory(ldu=gwent, name="Newport 2")
    powys_team, poole_team = TeamFactory(ldu=powys, name="Brecon"), TeamFactory(ldu=poole, name="Poole")
    office = OfficeFactory(name="Newport", ldu=gwent)
    case_manager = UserFactory(staff_code="CM1", first_name="Nia", last_name="Rees", team=team, office=office)
    colleague = UserFactory(staff_code="CM2", first_name="Owain", last_name="Parry", team=team, office=office)
    in_second_team = UserFactory(staff_code="CM3", team=second, office=office)
    in_powys = UserFactory(staff_code="CM4", team=powys_team, office=OfficeFactory(name="Brecon", ldu=powys))
    in_poole = UserFactory(staff_code="CM5", team=poole_team, office=OfficeFactory(name="Poole", ldu=poole))

    def manager(code: str, role: Role, **place) -> User:
        return UserFactory(staff_code=code, role=role, office=office, **{"team": None, "ldu": None, **place})

    return Cast(
        case_manager=case_manager,
        colleague=colleague,
        team_manager=manager("TM1", Role.TEAM_MANAGER, team=team, ldu=gwent),
        other_team_manager=manager("TM2", Role.TEAM_MANAGER, team=second, ldu=gwent),
        ldu_head=manager("LH1", Role.LDU_HEAD, ldu=gwent),
        other_ldu_head=manager("LH2", Role.LDU_HEAD, ldu=powys),
        chief_officer=manager("CO1", Role.CHIEF_OFFICER, division=wales),
        other_chief_officer=manager("CO2", Role.CHIEF_OFFICER, division=dorset),
        administrator=manager("AD1", Role.ADMINISTRATOR),
        own=person(case_manager, crn="A000001", first_name="Dafydd", last_name="Morgan", office=office),
        colleagues=person(colleague, crn="A000002", first_name="Ffion", last_name="Hughes", office=office),
        other_team=person(in_second_team, crn="A000003", office=office),
        other_ldu=person(in_powys, crn="A000004", office=in_powys.post.office),
        elsewhere=person(in_poole, crn="A000005", office=in_poole.post.office),
        unallocated=person(None, crn="A000006", office=office),
    )


class RememberedCast:
    """The cast as it was made once: put into the database in a few statements, for each of the many tests with it."""

    # In the order in which they refer to each other.
    MODELS = (Division, Ldu, Team, Office, User, Post, ServiceUser, Order, BragReview, Allocation)

    def __init__(self) -> None:
        with transaction.atomic():
            cast = make_cast()
            self.names = {field.name: getattr(cast, field.name).pk for field in fields(cast)}
            self.rows = {model: [*model._base_manager.values(*columns(model))] for model in self.MODELS}
            transaction.set_rollback(True)

    def enter(self) -> Cast:
        """Put the cast into a database without any of its people, teams and offices."""
        made: dict[type[models.Model], dict[Any, Any]] = {}
        with transaction.atomic(savepoint=False):
            for model, rows in self.rows.items():
                made[model] = {row.pk: row for row in model._base_manager.bulk_create(model(**row) for row in rows)}
        kinds = {field.name: field.type for field in fields(Cast)}
        return Cast(**{name: made[kinds[name]][pk] for name, pk in self.names.items()})


def columns(model: type[models.Model]) -> list[str]:
    """What is written: the database computes the rest."""
    return [field.attname for field in model._meta.concrete_fields if not field.generated]
