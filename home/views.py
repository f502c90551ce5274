"""The home: to each role the page that its day begins with."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import TemplateView, View

from home.case_managers import CaseManagersHome
from home.managers import ManagersHome, TeamManagersHome
from staff.access import ForRoles
from staff.models import Role

HOMES: dict[str, type[TemplateView]] = {
    Role.CASE_MANAGER: CaseManagersHome,
    Role.TEAM_MANAGER: TeamManagersHome,
    Role.LDU_HEAD: ManagersHome,
    Role.CHIEF_OFFICER: ManagersHome,
}


class Home(ForRoles, View):
    """Administrators go to where they work."""

    roles = tuple(Role)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        home = HOMES.get(self.request.user.role)
        return home.as_view()(request) if home else redirect("admin:index")
