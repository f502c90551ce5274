"""Who changes somebody's threshold and points, and who is told why."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from staff.models import Post, Role, Team, User
from staff.selectors import colleagues_of
from staff.units import Unit
from workload.scenarios import Scenario, ScenarioOpinion, ScenarioState

# Administrators draft a model; a chief officer, who answers for what it does to the teams, agrees it.
DRAFT_MODELS = (Role.ADMINISTRATOR,)
AGREE_MODELS = (Role.CHIEF_OFFICER,)
SEE_DRAFTS = (*DRAFT_MODELS, *AGREE_MODELS)
# A team manager, or the LDU head above, tries a scenario; only a team manager applies it, whose cases and thresholds
# it changes.
TRY_SCENARIOS = (Role.TEAM_MANAGER, Role.LDU_HEAD)
APPLY_SCENARIOS = (Role.TEAM_MANAGER,)


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


def reasons_told_to(user: User, day: date) -> set[int]:
    """As `may_see_reasons`, of everybody in the user's unit at once (ids)."""
    unit = Unit.of_user(user)
    if unit is None or user.role == Role.CASE_MANAGER:
        return {user.pk}
    return {user.pk, *unit.posts.on(day).values_list("user", flat=True)}


def teams_of(user: User) -> QuerySet[Team]:
    """The teams that a manager answers for."""
    unit = Unit.of_user(user)
    if unit is None or user.role not in (*TRY_SCENARIOS, Role.CHIEF_OFFICER):
        return Team.objects.none()
    within = {"team": Q(pk=unit.record.pk), "ldu": Q(ldu=unit.record.pk), "division": Q(ldu__division=unit.record.pk)}
    return Team.objects.filter(within[unit.level]).select_related("ldu")


def scenarios_seen_by(user: User) -> QuerySet[Scenario]:
    """The scenarios of the user's teams: the own, those that were shared, and what was applied."""
    seen = Q(made_by=user) | Q(shared_at__isnull=False) | Q(state=ScenarioState.APPLIED)
    return Scenario.objects.filter(seen, team__in=teams_of(user).order_by().values("pk"))


def scenarios_to_look_at(user: User) -> QuerySet[Scenario]:
    """Those that somebody else shared, and of which an LDU head has not said anything yet."""
    if user.role != Role.LDU_HEAD:
        return Scenario.objects.none()
    said = ScenarioOpinion.objects.filter(scenario=OuterRef("pk"), by=user)
    return scenarios_seen_by(user).filter(~Exists(said), state=ScenarioState.SHARED).exclude(made_by=user)


def may_change_scenario(user: User, scenario: Scenario) -> bool:
    """Of one that the user sees: a draft is changed by whoever made it, a shared one by all who may try one."""
    return scenario.is_open and user.role in TRY_SCENARIOS
