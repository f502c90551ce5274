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
