"""The case managers of a manager's unit who hold more than a chosen number of cases."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from casework.tables import ManyCasesTable
from staff.access import MANAGERS, ForRoles
from staff.selectors import members
from staff.units import Unit
from ui.words import named_lazy
from workload.models import WorkloadModel
from workload.selectors import loads
from workload.tables import LoadRow

# Above so many a case manager is asked about (local default), and so many can be asked for at most.
MANY, MOST = 50, 500


class ManyCasesForm(forms.Form):
    cases = forms.IntegerField(
        label=_("More than how many cases?"),
        min_value=0,
        max_value=MOST,
        error_messages={
            "required": _("Enter a number of cases"),
            **dict.fromkeys(
                ("invalid", "min_value", "max_value"),
                format_lazy(_("Cases must be a whole number from 0 to {most}"), most=MOST),
            ),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )


class ManyCases(ForRoles, TemplateView):
    roles = MANAGERS
    template_name = "casework/many_cases.html"
    title = named_lazy(_("%(Case_managers)s with many cases"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ManyCasesForm(self.request.GET if "cases" in self.request.GET else {"cases": MANY})
        unit = Unit.of_member(self.request.user)
        rows = self.rows(unit, form.cleaned_data["cases"]) if form.is_valid() else []
        table = ManyCasesTable(rows)
        return super().get_context_data(
            form=form,
            unit=unit,
            number=form.cleaned_data.get("cases"),
            table=RequestConfig(self.request, paginate=False).configure(table),
            breadcrumbs=[(_("Home"), reverse("home"))],
            **kwargs,
        )

    def rows(self, unit: Unit, number: int) -> list[LoadRow]:
        """Those with more cases than the number, by name."""
        today = timezone.localdate()
        model, staff = WorkloadModel.objects.in_force(today), members(unit, "case_manager")
        carried = loads(today, unit, model)
        held = {place.case_manager: load for place, load in carried.items() if load.cases > number}
        return [
            LoadRow(
                str(officer),
                reverse("officer_workload", args=[officer.pk]),
                held[code],
                model,
                {"officer": officer.pk},
                place,
            )
            for place, (code, officer) in enumerate(staff.items())
            if code in held
        ]
