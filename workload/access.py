"""Who changes somebody's threshold and points, and who is told why."""

from datetime import date

from django.db.models import QuerySet

from staff.models import Post, Role, User
from staff.selectors import colleagues_of
from staff.units import Unit

# Administrators draft a model; a chief officer, who answers for what it does to the teams, agrees it.
DRAFT_MODELS = (Role.ADMINISTRATOR,)
AGREE_MODELS = (Role.CHIEF_OFFICER,)
SEE_DRAFTS = (*DRAFT_MODELS, *AGREE_MODELS)


def whose_thresholds(user: User, day: date) -> QuerySet[User]:
    """The case managers whose threshold ``user`` changes: those of the team that they manage, never their own."""
    if user.role != Role.TEAM_MANAGER:
        return User.objects.none()
    case_managers = Post.objects.on(day).filter(role=Role.CASE_MANAGER).values("user")
    return colleagues_of(user, day).filter(pk__in=case_managers).exclude(pk=user.pk)


def may_see_reasons(user: User, officer: User, day: date) -> bool:
    """Whether ``user`` is told why the threshold of ``officer`` is adjusted, which may be a matter of health.

    The officer is, and whoever is above them in line on the day: a former team manager is not.
    """
    if user == officer:
        return True
    unit = Unit.of_user(user)
    above = unit is not None and user.role != Role.CASE_MANAGER
    return bool(above and unit and unit.posts.on(day).filter(user=officer).exists())


# Who is above whom in line, the nearest first: the nearest holds the reviews, and the others are escalated to.
LINE: dict[str, tuple[Role, ...]] = {
    Role.CASE_MANAGER: (Role.TEAM_MANAGER, Role.LDU_HEAD, Role.CHIEF_OFFICER),
    Role.TEAM_MANAGER: (Role.LDU_HEAD, Role.CHIEF_OFFICER),
    Role.LDU_HEAD: (Role.CHIEF_OFFICER,),
}
# Whoever has somebody above may ask for a review of the own workload; their managers open and hold them.
ASK_FOR_REVIEWS = tuple(Role(role) for role in LINE)
EDIT_CHECKLISTS = (Role.ADMINISTRATOR,)


def below_in_line(user: User, day: date) -> QuerySet[User]:
    """Those of the user's unit whom the user is above in line, whose reviews and plans the user may look at."""
    roles = [role for role, above in LINE.items() if user.role in above]
    if not roles:
        return User.objects.none()
    posts = Unit.of_member(user).posts.on(day).filter(role__in=roles)
    return User.objects.in_post(day).filter(pk__in=posts.values("user")).exclude(pk=user.pk)


def whose_reviews(user: User, day: date) -> QuerySet[User]:
    """Those of `below_in_line` to whom the user is the nearest: the user opens and holds their reviews."""
    nearest = [role for role, above in LINE.items() if user.role == above[0]]
    posts = Post.objects.on(day).filter(role__in=nearest)
    return below_in_line(user, day).filter(pk__in=posts.values("user"))


def in_line(officer: User, day: date, role: str) -> QuerySet[User]:
    """Those in post who are above the officer in line in that role: of the team, the LDU or the division."""
    post = officer.post_on(day)
    if post is None or role not in LINE.get(post.role, ()):
        return User.objects.none()
    where = {
        Role.TEAM_MANAGER: {"team": post.team_id},
        Role.LDU_HEAD: {"ldu": post.ldu_id},
        Role.CHIEF_OFFICER: {"division": post.division_id},
    }[Role(role)]
    posts = Post.objects.on(day).filter(role=role, **where)
    return User.objects.in_post(day).filter(pk__in=posts.values("user")).exclude(pk=officer.pk)
