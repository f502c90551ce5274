"""The ways to a page about a person: from a manager's figures, and back to the page from which it was opened."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _

from staff.models import Role, User
from staff.units import Unit
from ui.words import named_lazy


def way_to_person(user: User, officer: User | None) -> list[tuple[Any, str]]:
    """The breadcrumbs, labels and addresses, of a manager's page about somebody whom ``officer`` holds today.

    They lead through the manager's figures, since that is what people are looked up for. A case manager has none.
    """
    if user.role == Role.CASE_MANAGER:
        return []
    crumbs: list[tuple[Any, str]] = [(_("Home"), reverse("home"))]
    post = officer.post if officer else None
    unit = Unit.of_user(user)
    if post and unit and unit.posts.filter(pk=post.pk).exists():
        if user.role == Role.TEAM_MANAGER:
            return [*crumbs, (str(officer), reverse("officer_workload", args=[post.user_id]))]
        team = [(str(post.team), f"{reverse('compliance')}?team={post.team_id}")] if post.team else []
        return [*crumbs, *team, (str(officer), f"{reverse('compliance_people')}?officer={post.user_id}")]
    return crumbs


class Way(NamedTuple):
    """The page that a page about a person leads back to."""

    address: str
    words: str
    page: str = ""


# The pages that lead to people, by the names of their addresses: a page about a person may lead back to one as it was.
LEAD_TO_PEOPLE = {
    "home": _("Back to home"),
    "worklist": _("Back to the worklist"),
    "diary": _("Back to the diary"),
    "caseload": _("Back to the list"),
    "own_month": _("Back to your month"),
    "compliance_people": _("Back to the list"),
    "officer_workload": _("Back to the list"),
    "team_workload": _("Back to the list"),
    "scenario": _("Back to the scenario"),
    "apply_scenario": _("Back to the scenario"),
    "timeline": _("Back to the time line"),
    "service_user": named_lazy(_("Back to the %(service_user)s")),
}


def way_back(asked: str) -> Way | None:
    """The way to a page of this site, with its page, filters and order, as an address says it; else None."""
    parts = urlsplit(asked)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    if not (words := LEAD_TO_PEOPLE.get(found.url_name or "")):
        return None
    query = QueryDict(parts.query).urlencode()
    return Way(f"{parts.path}{'?' if query else ''}{query}", str(words), str(found.url_name))
