"""The ways to a page about a person: from a manager's figures, and back to the list from which it was opened."""

from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
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


# The lists of people, by the names of their addresses: a page about a person may lead back to one as it was.
LISTS = ("caseload", "compliance_people", "officer_workload", "team_workload")


def way_back(asked: str) -> str:
    """The address of a list of this site, with its page, filters and order, as an address says it; else empty."""
    parts = urlsplit(asked)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return ""
    try:
        found = resolve(parts.path)
    except Resolver404:
        return ""
    query = QueryDict(parts.query).urlencode()
    return f"{parts.path}{'?' if query else ''}{query}" if found.url_name in LISTS else ""
