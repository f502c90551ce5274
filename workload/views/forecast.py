"""What is expected of a workload in the next weeks, of a case manager and of a unit, and what that rests on."""

from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from staff.access import ALL_WITH_CASES, MANAGERS, ForRoles
from staff.forms import UnitForm
from staff.models import User
from staff.units import Unit
from ui import formats
from workload.forecast import WEEKS, Forecast, new_cases
from workload.forecast_tables import ForecastTable, RestsTable, rests_on
from workload.tables import LoadRow
from workload.views.figures import above_officer, officers_of, unit_url

# What asks for new cases to be added: ``?new=average``.
AVERAGE = "average"


class ForecastPage(ForRoles, TemplateView):
    """Without new cases that nobody knows of yet; or where it is asked for, with as many as lately."""

    template_name = "workload/forecast.html"

    @property
    def unit(self) -> Unit:
        raise NotImplementedError

    @property
    def trail(self) -> list[tuple[str, str]]:
        """The pages above, down to the unit's workload."""
        raise NotImplementedError

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def with_new_cases(self) -> bool:
        return self.request.GET.get("new") == AVERAGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        average = new_cases(self.unit, self.today)
        forecast = Forecast(self.unit, self.today, average if self.with_new_cases else None)
        rows = [LoadRow(_("Today"), None, forecast.now, forecast.model)]
        for each in forecast.expected:
            name = _("In %(weeks)s weeks, %(day)s") % {"weeks": each.weeks, "day": formats.day(each.day)}
            rows.append(LoadRow(name, None, each.load, each.model))
        return super().get_context_data(
            unit=self.unit,
            today=self.today,
            with_new_cases=self.with_new_cases,
            average=average,
            overdue=forecast.now.overdue,
            table=ForecastTable(rows),
            rests_on=RestsTable(rests_on(forecast), weeks=WEEKS),
            breadcrumbs=self.trail,
            **kwargs,
        )


class OfficerForecast(ForecastPage):
    roles = ALL_WITH_CASES

    @cached_property
    def officer(self) -> User:
        return get_object_or_404(officers_of(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def unit(self) -> Unit:
        return Unit.of(self.officer)

    @property
    def trail(self) -> list[tuple[str, str]]:
        above = above_officer(self.officer.post_on(self.today), self.request.user)
        return [*above, (str(self.officer), reverse("officer_workload", args=[self.officer.pk]))]


class TeamForecast(ForecastPage):
    """Of a team, an LDU or a division."""

    roles = MANAGERS

    @cached_property
    def unit(self) -> Unit:
        form = UnitForm(self.request.GET, user=self.request.user)
        if not form.is_valid():
            raise Http404
        return form.unit

    @property
    def trail(self) -> list[tuple[str, str]]:
        user = self.request.user
        return [(str(unit), unit_url(unit, user)) for unit in [*self.unit.above(user), self.unit]]
