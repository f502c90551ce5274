"""The way from a manager's figures to a page about a person."""

from django.urls import reverse
from django.utils.translation import gettext as _

from staff.models import Role, User
from staff.units import Unit


def way_to_person(user: User, officer: User | None) -> list[tuple[str, str]]:
    """The breadcrumbs, labels and addresses, of a manager's page about somebody whom ``officer`` holds today.

    They lead through the manager's figures, since that is what people are looked up for. A case manager has none.
    """
    if user.role == Role.CASE_MANAGER:
        return []
    crumbs = [(_("Home"), reverse("home"))]
    post = officer.post if officer else None
    unit = Unit.of_user(user)
    if post and unit and unit.posts.filter(pk=post.pk).exists():
        if user.role == Role.TEAM_MANAGER:
            return [*crumbs, (str(officer), reverse("officer_workload", args=[post.user_id]))]
        team = [(str(post.team), f"{reverse('compliance')}?team={post.team_id}")] if post.team else []
        return [*crumbs, *team, (str(officer), f"{reverse('compliance_people')}?officer={post.user_id}")]
    return crumbs
