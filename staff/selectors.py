"""Where people and their work belong in the organisation."""

from dataclasses import dataclass

from staff.models import Office, User

UNALLOCATED = "Unallocated"
LEVELS = ("division", "ldu", "team", "case_manager")


@dataclass(frozen=True, order=True)
class Place:
    """A case manager's place, by names; `UNALLOCATED` as team and case manager for people whom nobody holds.

    The case manager's own team decides, and through it its LDU and division; what somebody does not have is blank.
    """

    division: str
    ldu: str
    team: str
    case_manager: str

    def at(self, level: str) -> tuple[str, ...]:
        """The place as seen from ``level``: division, LDU, ... down to it."""
        return (self.division, self.ldu, self.team, self.case_manager)[: LEVELS.index(level) + 1]

    @property
    def allocated(self) -> bool:
        return self.case_manager != UNALLOCATED


def places_of_staff() -> dict[int, Place]:
    """The place of every member of staff, by id. One query."""
    staff = User.objects.values_list(
        "pk", "staff_code", "team__name", "ldu__name", "ldu__division__name", "division__name"
    )
    return {
        pk: Place(division or own_division or "", ldu or "", team or "", code)
        for pk, code, team, ldu, division, own_division in staff
    }


def places_of_offices() -> dict[int, Place]:
    """The place of people whom nobody holds, by their office's id. One query."""
    offices = Office.objects.values_list("pk", "ldu__name", "ldu__division__name")
    return {pk: Place(division, ldu, UNALLOCATED, UNALLOCATED) for pk, ldu, division in offices}


@dataclass(frozen=True)
class Scope:
    """The part of the organisation that is asked about, by names; None is all of it."""

    ldu: str | None = None
    team: str | None = None
    division: str | None = None

    def __contains__(self, place: Place) -> bool:
        return (
            self.division in (None, place.division)
            and self.ldu in (None, place.ldu)
            and self.team in (None, place.team)
        )
