"""What case managers carry: by LDU, team and case manager, and one case manager's cases with their points."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from cases.models import ServiceUser
from cases.selectors import held_by
from cases.units import Unit, UnitForm
from staff.access import ALL_WITH_CASES, MANAGERS, ForRoles
from staff.models import Role, User
from ui.views import csv_response
from workload.derivation import derivation, threshold_in_words
from workload.models import WorkloadModel
from workload.selectors import CaseLoad, cases, load_of
from workload.tables import BANDS, PARTS, CaseTable, LoadRow, LoadTable, case_rows, load_rows, total_row


def unit_url(unit: Unit, user: User) -> str:
    """The workload page of a unit within the user's own."""
    address = reverse("team_workload")
    return address if unit.record == Unit.of_user(user).record else f"{address}?{unit.level}={unit.record.pk}"


class TeamWorkload(ForRoles, TemplateView):
    """Who carries what today: the case managers of a team, the teams of an LDU or the LDUs of a division."""

    roles = MANAGERS
    template_name = "workload/team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = UnitForm(self.request.GET, user=self.request.user)
        if not form.is_valid():
            raise Http404
        unit, day = form.unit, timezone.localdate()
        model = WorkloadModel.objects.in_force(day)
        held = list(cases(day, scope=unit.scope, service_users=unit.people()))
        rows = load_rows(unit, held, day, model)
        whole = total_row(rows, model)
        table = LoadTable(rows, total=whole, parts=PARTS[unit.parts])
        return super().get_context_data(
            unit=unit,
            day=day,
            total=whole,
            band=BANDS[whole.band],
            table=RequestConfig(self.request, paginate=False).configure(table),
            unallocated=self.unallocated(unit, held, model),
            breadcrumbs=[(str(above), unit_url(above, self.request.user)) for above in unit.above(self.request.user)],
            **derivation(model),
            **kwargs,
        )

    def unallocated(self, unit: Unit, held: list[CaseLoad], model: WorkloadModel) -> CaseTable | None:
        """The people of an LDU whom nobody holds."""
        cases = {case.id: case for case in held if not case.place.allocated}
        if unit.level != "ldu" or not cases:
            return None
        people = ServiceUser.objects.visible_to(self.request.user).filter(pk__in=cases)
        table = CaseTable(case_rows(cases.values(), people, model), prefix="unallocated-", order_by="name")
        table.caption, table.caption_visible = "People whom nobody holds", True
        return RequestConfig(self.request, paginate=False).configure(table)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.request.GET.get("_export") == "csv":
            return csv_response(context["table"], f"Workload {context['unit']} {context['day']}")
        return super().render_to_response(context, **kwargs)


class OfficerWorkload(ForRoles, TemplateView):
    """One case manager: how the threshold came about, and each case with its points."""

    roles = ALL_WITH_CASES
    template_name = "workload/officer.html"

    def officers(self) -> QuerySet[User]:
        """Those whose workload the user may look at: case managers only their own."""
        user = self.request.user
        staff = User.objects.filter(pk=user.pk) if user.role == Role.CASE_MANAGER else User.objects.visible_to(user)
        return staff.select_related("team__ldu__division", "office")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        officer, day = get_object_or_404(self.officers(), pk=self.kwargs["pk"]), timezone.localdate()
        model = WorkloadModel.objects.in_force(day)
        people = ServiceUser.objects.visible_to(self.request.user).filter(held_by(officer, day))
        held = list(cases(day, service_users=people))
        row = LoadRow(str(officer), None, load_of(officer, held, day), model)
        table = CaseTable(case_rows(held, people, model), order_by="name")
        return super().get_context_data(
            officer=officer,
            steps=threshold_in_words(
                officer,
                model,
                officer.adjustments.on(day),
                row.load.threshold,
                in_post=officer.is_in_post(day),
            ),
            day=day,
            load=row,
            band=BANDS[row.band],
            overdue=sum(case.overdue for case in held),
            no_status=sum(case.status is None for case in held),
            table=RequestConfig(self.request, paginate=False).configure(table),
            breadcrumbs=self.breadcrumbs(officer),
            **derivation(model),
            **kwargs,
        )

    def breadcrumbs(self, officer: User) -> list[tuple[str, str]]:
        """The units above, for managers."""
        user = self.request.user
        if user.role == Role.CASE_MANAGER or not officer.team:
            return []
        team = Unit.of(officer.team)
        return [(str(unit), unit_url(unit, user)) for unit in [*team.above(user), team]]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.request.GET.get("_export") == "csv":
            return csv_response(context["table"], f"Workload {context['officer'].staff_code} {context['day']}")
        return super().render_to_response(context, **kwargs)
