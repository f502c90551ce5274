"""Absences of the demonstration's case managers: in each team somebody is away now, others in the weeks to come."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from random import Random

from staff.models import Absence, AbsenceKind, Post, Role, User
from staff.services import record_absence


def record_absences(seed: int, today: date, opening: User) -> None:
    """Record them as the teams' managers do. The ``opening`` account is here now, and on leave in three weeks."""
    rng = Random(seed)
    in_post = Post.objects.on(today).filter(user__in=User.objects.in_post(today))
    in_post = in_post.select_related("user").order_by("user__staff_code")
    for manager in in_post.filter(role=Role.TEAM_MANAGER):
        team = [post.user for post in in_post.filter(role=Role.CASE_MANAGER, team=manager.team_id)]
        for absence in absences_of(rng, [each for each in team if each != opening], today):
            record_absence(by=manager.user, absence=absence)
        if opening in team:
            cover = next(each for each in team if each != opening)
            leave = monday(today) + timedelta(weeks=3)
            record_absence(by=manager.user, absence=weeks_of_leave(opening, leave, 1, cover))


def absences_of(rng: Random, team: list[User], today: date) -> Iterator[Absence]:
    """Of a team of three or more: leave now, leave in a week or two, and a morning of training next week."""
    if len(team) < 3:
        return
    now, later, trained = rng.sample(team, 3)
    yield weeks_of_leave(now, monday(today), rng.choice((1, 2)), later)
    yield weeks_of_leave(later, monday(today) + timedelta(weeks=rng.choice((2, 3))), 1, trained)
    day = monday(today) + timedelta(days=7 + rng.randrange(5))
    yield Absence(
        user=trained, kind=AbsenceKind.TRAINING, starts_on=day, ends_on=day, start_time=time(9), end_time=time(12, 30)
    )


def weeks_of_leave(user: User, first: date, weeks: int, covered_by: User) -> Absence:
    """Leave of whole weeks from a Monday on."""
    last = first + timedelta(weeks=weeks, days=-1)
    return Absence(user=user, kind=AbsenceKind.LEAVE, starts_on=first, ends_on=last, covered_by=covered_by)


def monday(day: date) -> date:
    """Of the week of the day."""
    return day - timedelta(days=day.weekday())
