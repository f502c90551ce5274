"""My caseload: for a case manager the own people or the team's, for a manager everybody's."""

from base.clock import local_now
from casework.filters import CaseloadFilters
from casework.selectors import caseload
from casework.tables import CaseloadTable
from staff.access import ALL_WITH_CASES, ForRoles
from staff.models import Role
from ui.views import ListPage


class Caseload(ForRoles, ListPage):
    roles = ALL_WITH_CASES
    filterset_class = CaseloadFilters
    table_class = CaseloadTable
    template_name = "casework/caseload.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        return "My caseload" if self.request.user.role == Role.CASE_MANAGER else "Service users"

    def get_queryset(self):
        return caseload(self.request.user, local_now())

    def get_table_kwargs(self):
        narrowed = self.filterset.form.errors or self.filterset.chips()
        nobody = "Nobody is listed. Change the filters to see more people." if narrowed else self.nobody
        return {"exclude": ("officer_name",) if self.filterset.own_only else (), "empty_text": nobody}

    @property
    def nobody(self) -> str:
        """What an empty list says when nothing narrows it."""
        own = self.request.user.role == Role.CASE_MANAGER
        return "Nobody is allocated to you." if own else "There is nobody with a current order or a case manager."
