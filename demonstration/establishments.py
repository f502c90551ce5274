"""What the teams of the demonstration are meant to have: some have a vacancy."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum

from staff.models import FULL_TIME, Establishment, Post, Role

# Beside what is in post: full-time posts that are vacant, from team to team.
VACANT = (Decimal(1), Decimal(0), Decimal("0.5"), Decimal(2))
WHOLE = Decimal("0.5")


def record_establishments(today: date) -> None:
    """Each team's, since the day on which the measure started, in halves of a post."""
    posts = Post.objects.on(today).filter(role=Role.CASE_MANAGER, team__isnull=False).order_by("team_id")
    in_post = posts.values_list("team").annotate(hours=Sum("weekly_hours"))
    Establishment.objects.bulk_create(
        Establishment(
            team_id=team,
            starts_on=date(2018, 10, 1),
            full_time=(hours / FULL_TIME / WHOLE).to_integral_value() * WHOLE + VACANT[number % len(VACANT)],
        )
        for number, (team, hours) in enumerate(in_post)
    )
