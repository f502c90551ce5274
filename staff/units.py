"""A part of the organisation: whose staff, and through them whose people."""

from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from staff.models import Division, Ldu, Office, Post, PostQuerySet, Role, Team, User
from ui.words import named_lazy, word_lazy

# From the widest: a place in the organisation has one of each.
LEVELS = ("division", "ldu", "team", "case_manager")
HEADINGS = {
    "division": word_lazy("Division"),
    "ldu": word_lazy("Ldu"),
    "team": word_lazy("Team"),
    "case_manager": word_lazy("Case_manager"),
}
# What a group is called whose people's case managers have none of the level.
WITHOUT = {
    "ldu": named_lazy(_("No %(ldu)s")),
    "team": named_lazy(_("No %(team)s")),
    "case_manager": named_lazy(_("No %(case_manager)s")),
}
# What answers give in place of a team and a case manager for people who have none; for pages see `part_name`.
UNALLOCATED = "Unallocated"


@dataclass(frozen=True)
class Unit:
    """A division, an LDU, a team or a case manager; ``level`` (of `LEVELS`) says which ``record`` it is.

    Its people are those whom somebody holds who is in one of its ``posts``, and the unallocated people of its
    ``offices``: those of its LDUs. Teams and case managers have none.
    """

    level: str
    record: Any  # Division | Ldu | Team | User
    posts: PostQuerySet = field(compare=False)
    offices: QuerySet[Office] = field(compare=False)
    # Whether it is not narrowed down to some of its people.
    whole: bool = field(default=True, compare=False)

    def __str__(self) -> str:
        return str(self.record)

    @classmethod
    def of(cls, record: Division | Ldu | Team | User | None) -> "Unit":
        if record is None:
            raise ValueError("Nothing is no unit: the database holds that managers have one.")
        posts, offices = Post.objects.order_by(), Office.objects.order_by()
        if isinstance(record, Division):
            return cls("division", record, posts.filter(division=record), offices.filter(ldu__division=record))
        if isinstance(record, Ldu):
            return cls("ldu", record, posts.filter(ldu=record), offices.filter(ldu=record))
        if isinstance(record, Team):
            return cls("team", record, posts.filter(team=record), offices.none())
        return cls("case_manager", record, posts.filter(user=record), offices.none())

    @classmethod
    def of_user(cls, user: User) -> "Unit | None":
        """The whole of what somebody may look at today: the team, the LDU or the division. None for administrators."""
        post = user.post
        if post is None or post.role == Role.ADMINISTRATOR:
            return None
        if post.role == Role.CHIEF_OFFICER:
            return cls.of(post.division)
        return cls.of(post.ldu if post.role == Role.LDU_HEAD else post.team)

    @classmethod
    def of_member(cls, user: User) -> "Unit":
        """As `of_user`, of somebody who is no administrator."""
        unit = cls.of_user(user)
        if unit is None:
            raise ValueError("Administrators have no unit.")
        return unit

    def allocated(self, **where: Any) -> "Unit":
        """The unit without its unallocated people; of its posts only those ``where``, say, ``team=None``."""
        return replace(self, posts=self.posts.filter(**where), offices=Office.objects.none(), whole=False)

    def unallocated(self) -> "Unit":
        """The unit's unallocated people alone."""
        return replace(self, posts=Post.objects.none(), whole=False)

    @property
    def parts(self) -> str:
        """The level of the groups that it consists of."""
        return LEVELS[LEVELS.index(self.level) + 1]

    def above(self, user: User) -> list["Unit"]:
        """The units that it lies in, from the user's own down."""
        units: list[Unit] = []
        own, record = Unit.of_user(user), self.record
        while own and own.record != record:
            record = record.ldu if isinstance(record, Team) else record.division
            units.insert(0, Unit.of(record))
        return units


@dataclass(frozen=True, order=True)
class Place:
    """Where somebody's people count, by names; `UNALLOCATED` as team and case manager for people who have none.

    The team decides, and through it its LDU and division; what somebody does not have is blank.
    """

    division: str
    ldu: str
    team: str
    case_manager: str

    def at(self, level: str) -> tuple[str, ...]:
        """The place as seen from ``level``: division, LDU, ... down to it."""
        return (self.division, self.ldu, self.team, self.case_manager)[: LEVELS.index(level) + 1]


def part_name(record: Ldu | Team | User | None, name: str, level: str) -> str:
    """What a page calls a part of a unit: a record, or for want of one the ``name`` of its `Place` at ``level``."""
    if record:
        return str(record)
    return gettext("Unallocated") if name == UNALLOCATED else name or str(WITHOUT[level])


Addable = TypeVar("Addable", bound=Any)


def at_level(by_place: dict[Place, Addable], level: str) -> dict[tuple[str, ...], Addable]:
    """The figures or loads of places, added up at ``level`` (of `LEVELS`), in order."""
    groups: dict[tuple[str, ...], Addable] = {}
    for place, value in by_place.items():
        group = place.at(level)
        groups[group] = groups[group] + value if group in groups else value
    return dict(sorted(groups.items()))
