"""The entries at the top of every page, by role, and the way from them to a page about a person."""

from django.http import HttpRequest
from django.urls import reverse

from staff.models import Role, User

ENTRIES = {
    Role.CASE_MANAGER: [("Home", "home"), ("My caseload", "caseload"), ("My workload", "officer_workload")],
    Role.TEAM_MANAGER: [("Workload", "team_workload"), ("Service users", "caseload")],
    Role.LDU_HEAD: [("Minimum contact", "compliance"), ("Workload", "team_workload"), ("Service users", "caseload")],
    Role.CHIEF_OFFICER: [
        ("Minimum contact", "compliance"),
        ("Workload", "team_workload"),
        ("Service users", "caseload"),
    ],
    Role.ADMINISTRATOR: [("Administration", "admin:index")],
}


def navigation(request: HttpRequest) -> dict[str, list[tuple[str, str, bool]]]:
    """Context processor: ``navigation``, a list of label, address and whether it leads to where one is."""
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated:
        return {}
    entries = [(label, _address(name, user)) for label, name in ENTRIES[user.role]]
    return {"navigation": [(label, url, _within(request.path, url)) for label, url in entries]}


def _address(name: str, user: User) -> str:
    return reverse(name, args=[user.pk] if name == "officer_workload" else [])


def _within(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def way_to_person(user: User, officer: User | None) -> list[tuple[str, str]]:
    """The breadcrumbs, labels and addresses, of a manager's page about somebody whom ``officer`` holds today.

    They lead through the manager's figures, since that is what people are looked up for. A case manager has none.
    """
    if user.role == Role.CASE_MANAGER:
        return []
    label, name = ENTRIES[Role(user.role)][0]
    crumbs = [(label, reverse(name))]
    if officer and User.objects.visible_to(user).filter(pk=officer.pk).exists():
        if user.role == Role.TEAM_MANAGER:
            return [*crumbs, (str(officer), reverse("officer_workload", args=[officer.pk]))]
        team = [(str(officer.team), f"{reverse('compliance')}?team={officer.team_id}")] if officer.team else []
        return [*crumbs, *team, (str(officer), f"{reverse('compliance_people')}?officer={officer.pk}")]
    return crumbs
