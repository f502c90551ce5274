"""Where people and their work belong in the organisation."""

from datetime import date

from django.db.models import Q, QuerySet

from staff.access import CASEWORK
from staff.models import Ldu, Office, Post, Role, Team, User
from staff.units import UNALLOCATED, Addable, Place, Unit


def places_of_posts(unit: Unit | None = None) -> dict[int, Place]:
    """The place of each post that ever was (in the unit), by its id. One query."""
    posts = (unit.posts if unit else Post.objects.order_by()).values_list(
        "pk", "division__name", "ldu__name", "team__name", "user__staff_code"
    )
    return {
        pk: Place(division or "", ldu or "", team or "", staff_code) for pk, division, ldu, team, staff_code in posts
    }


def places_of_offices(unit: Unit | None = None) -> dict[int, Place]:
    """The place of unallocated people, by the id of their office (of the unit). One query."""
    offices = (unit.offices if unit else Office.objects.all()).order_by()
    rows = offices.values_list("pk", "ldu__division__name", "ldu__name")
    return {pk: Place(division, ldu, UNALLOCATED, UNALLOCATED) for pk, division, ldu in rows}


def members(unit: Unit, level: str) -> dict[str, Ldu | Team | User]:
    """What the last name of a `Place` at ``level`` stands for in the unit, whoever has left it included; by name."""
    if level == "ldu":
        return {ldu.name: ldu for ldu in Ldu.objects.filter(division=unit.record)}
    if level == "team":
        return {team.name: team for team in Team.objects.filter(ldu=unit.record)}
    return {user.staff_code: user for user in User.objects.filter(pk__in=unit.posts.values("user"))}


def in_order(
    groups: dict[tuple[str, ...], Addable], records: dict[str, Ldu | Team | User]
) -> list[tuple[tuple[str, ...], Addable]]:
    """What `at_level` answers for a unit, in the order of its `members`; those that stand for none come last."""
    order = {name: place for place, name in enumerate(records)}
    return sorted(groups.items(), key=lambda group: order.get(group[0][-1], len(order)))


def places_of_staff(day: date) -> dict[int, Place]:
    """The place of every member of staff on ``day``, by id; nowhere for somebody without a post then. Three queries."""
    places = places_of_posts()
    posts = dict(Post.objects.on(day).order_by().values_list("user", "pk"))
    staff = User.objects.order_by().values_list("pk", "staff_code")
    return {pk: places[posts[pk]] if pk in posts else Place("", "", "", code) for pk, code in staff}


def colleagues_of(user: User, day: date) -> QuerySet[User]:
    """The case and team managers in the team of ``user`` on a day, and ``user``."""
    team = Unit.of_member(user).posts.on(day).filter(role__in=CASEWORK)
    return User.objects.filter(Q(pk=user.pk) | Q(pk__in=User.objects.in_post(day).filter(posts__in=team)))


def whose_absences(user: User, day: date) -> QuerySet[User]:
    """Those whose absences ``user`` records and reads: a team manager everybody's of the team, others their own."""
    return colleagues_of(user, day) if user.role == Role.TEAM_MANAGER else User.objects.filter(pk=user.pk)
