"""My caseload: a case manager's own people or the team's; for a manager, everybody's."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from base.clock import local_now
from cases.models import ServiceUser, ServiceUserQuerySet
from cases.search import Sought
from casework.filters import CaseloadFilters, ldus, teams
from casework.recent import recent_people
from casework.selectors import caseload
from casework.tables import CaseloadTable
from staff.access import ALL_WITH_CASES, ForRoles
from staff.models import Role
from ui.views import SEARCHED, CountedPages, ListPage
from ui.words import named, word


class Caseload(ForRoles, ListPage):
    roles: tuple[Role, ...] = ALL_WITH_CASES
    filterset_class = CaseloadFilters
    table_class = CaseloadTable
    template_name = "casework/caseload.html"
    table_pagination = {"paginator_class": CountedPages}

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("My caseload") if self.request.user.role == Role.CASE_MANAGER else word("Service_users")

    def get_queryset(self):
        text = (self.search or {}).get("search")
        found = Sought.of(text).among(ServiceUser.objects.order_by()) if text else None
        return caseload(self.request.user, local_now(), found)

    @property
    def recent(self) -> ServiceUserQuerySet:
        """Whom the user opened last."""
        return recent_people(self.request.user)

    def get_table_kwargs(self):
        return {"exclude": self.not_told_apart, "empty_text": self.nobody}

    @property
    def not_told_apart(self) -> list[str]:
        """The columns in which all rows of this user say the same."""
        parts = {"officer_name": not self.filterset.own_only}
        for name, of_unit in (("team", teams), ("ldu", ldus)):
            parts[f"{name}_name"] = name in self.filterset.filters and of_unit(self.request).count() > 1
        return [column for column, differs in parts.items() if not differs]

    @property
    def wider(self) -> list[tuple[str, str]]:
        """Where else the same search can be made: words, and the query string of this list."""
        ways, query = [], self.request.GET.copy()
        query.pop("page", None)
        if self.filterset.own_only:
            ways.append((named(_("search the whole %(team)s")), {**query.dict(), "whose": "team"}))
        where = {name: value for name, value in query.dict().items() if name in (SEARCHED, "whose")}
        if self.filterset.narrowed:
            ways.append((_("search without the other filters"), where))
        return [(words, urlencode(asked)) for words, asked in ways]

    @property
    def nobody(self) -> str:
        """What an empty list says."""
        if self.filterset.form.errors:
            return _("Nobody is listed, because there is a problem with the search or the filters.")
        if self.filterset.looked_for():
            if self.filterset.own_only:
                return _("Nobody in your caseload matches this search.")
            return _("Nobody in this list matches this search.")
        if self.filterset.chips():
            if self.filterset.own_only:
                return named(
                    _("Nobody in your caseload matches these filters. To search the whole %(team)s, change “Caseload”.")
                )
            return _("Nobody matches these filters.")
        if self.request.user.role == Role.CASE_MANAGER:
            return _("Nobody is allocated to you.")
        return named(_("There are no %(service_users)s with a current order or %(case_manager)s."))
