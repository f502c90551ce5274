"""The entries at the top of every page, by role."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from staff.models import Role, User
from ui.words import word_lazy

HOME = (_("Home"), "home")
COMPLIANCE = (_("Minimum contact"), "compliance")
WORKLOAD = (_("Workload"), "team_workload")
PEOPLE = (word_lazy("Service_users"), "caseload")
WORKLIST = (_("Worklist"), "worklist")
UNIT_WORKLIST = (_("Worklist"), "team_worklist")
DIARY = (_("Diary"), "diary")
ENTRIES: dict[str, list[tuple[Any, str]]] = {
    Role.CASE_MANAGER: [
        HOME,
        WORKLIST,
        DIARY,
        (_("My caseload"), "caseload"),
        (_("My workload"), "officer_workload"),
    ],
    Role.TEAM_MANAGER: [HOME, UNIT_WORKLIST, COMPLIANCE, WORKLOAD, PEOPLE, DIARY],
    Role.LDU_HEAD: [HOME, COMPLIANCE, UNIT_WORKLIST, WORKLOAD, PEOPLE],
    Role.CHIEF_OFFICER: [HOME, COMPLIANCE, UNIT_WORKLIST, WORKLOAD, PEOPLE],
    Role.ADMINISTRATOR: [(_("Administration"), "admin:index"), (_("Workload model"), "workload_how")],
}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``navigation``, a list of label, address and whether it leads to where one is.

    ``people_search`` is where the box in the header searches; a list that has a box of its own does without.
    """
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated:
        return {}
    entries = {name: (label, _address(name, user)) for label, name in ENTRIES[user.role]}
    return {
        "navigation": [(label, url, _within(request.path, url)) for label, url in entries.values()],
        "people_search": entries.get("caseload", ("", ""))[1],
    }


def _address(name: str, user: User) -> str:
    return reverse(name, args=[user.pk] if name == "officer_workload" else [])


def _within(path: str, url: str) -> bool:
    """Whether both lie in one part of the site."""
    return path.split("/")[1] == url.split("/")[1]
