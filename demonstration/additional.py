"""The register of additional measures of the demonstration: for the opening account’s team one holds, one waits."""

from datetime import date, datetime, time, timedelta

from audit.services import writes
from cases.models import Brag
from contacts.additional import AdditionalKind, AdditionalMeasure, AdditionalState, Whose
from staff.models import Post, Role, User


@writes("make the additional measures of the demonstration")
def record_additional(*, by: User | None, today: date, opening: User) -> dict[str, int]:
    """Record what the team's manager and the LDU head would have; nothing where one of them is missing."""
    post = opening.post
    posts = Post.objects.on(today).select_related("user")
    manager = posts.filter(role=Role.TEAM_MANAGER, team=post.team).first() if post and post.team else None
    head = posts.filter(role=Role.LDU_HEAD, ldu=post.ldu).first() if post else None
    if not (post and manager and head):
        return {"made": 0}
    proposed_at = datetime.combine(today - timedelta(days=12), time(11))
    AdditionalMeasure.objects.create(
        kind=AdditionalKind.TELEPHONE,
        whose=Whose.TEAM,
        team=post.team,
        statuses=[Brag.AMBER, Brag.GREEN],
        reason="Two case managers have left, and the team has been above 110% for five weeks.",
        protection="Only people who are seen every week in a group or by a treatment provider. Nobody Red is included.",
        starts_on=today - timedelta(days=10),
        ends_on=today + timedelta(days=11),
        review_on=today + timedelta(days=4),
        proposed_by=manager.user,
        proposed_at=proposed_at,
        state=AdditionalState.AGREED,
        decided_by=head.user,
        decided_at=proposed_at + timedelta(days=1),
        decision_reason="Until the two posts are filled. Look at anybody who misses a group session at once.",
    )
    AdditionalMeasure.objects.create(
        kind=AdditionalKind.LESS_OFTEN,
        whose=Whose.CASE_MANAGER,
        team=post.team,
        officer=opening,
        statuses=[Brag.GREEN],
        every=42,
        reason="The caseload is the largest of the team since cases were shared out.",
        protection="Green cases alone, all of them settled. Everybody keeps an appointment in each month.",
        starts_on=today + timedelta(days=3),
        ends_on=today + timedelta(days=45),
        review_on=today + timedelta(days=24),
        proposed_by=manager.user,
        proposed_at=datetime.combine(today - timedelta(days=1), time(15, 30)),
    )
    return {"made": 2}
