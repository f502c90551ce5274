"""Who may open a page: every view names its roles, and whose records it shows is up to `cases.gate`."""

from typing import Any

from django.http import Http404

from staff.models import Role

CASEWORK = (Role.CASE_MANAGER, Role.TEAM_MANAGER)
MANAGERS = (Role.TEAM_MANAGER, Role.LDU_HEAD, Role.CHIEF_OFFICER)
# Team managers within the team; LDU heads within the LDU, and whoever nobody holds yet.
ALLOCATES = (Role.TEAM_MANAGER, Role.LDU_HEAD)
LDU_AND_ABOVE = (Role.LDU_HEAD, Role.CHIEF_OFFICER)
ALL_WITH_CASES = (*CASEWORK, *LDU_AND_ABOVE)


class ForRoles:
    """A view for the ``roles`` it names. To everybody else the page does not exist."""

    roles: tuple[Role, ...]
    # Its user is a member of staff: the middleware lets nobody else through.
    request: Any

    def dispatch(self, request, *args, **kwargs):
        if request.user.role not in self.roles:
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
