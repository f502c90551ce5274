"""The entries at the top of every page, by role."""

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
