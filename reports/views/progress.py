"""The month in progress: what is needed yet by part of the unit, until when, and whom to ring first."""

from dataclasses import replace
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from base.clock import local_now
from reports.figures import figures
from reports.progress import IN_ORDER, Numbers, ProgressRow, days_of, needed_by_place
from reports.progress_tables import DayTable, ProgressTable
from reports.rows import FigureRows
from reports.rules import Figure
from reports.views.month import TABLES, OfMonth
from staff.selectors import in_order, members
from staff.units import Place, at_level
from ui import formats
from ui.views import csv_response


class MonthInProgress(OfMonth, TemplateView):
    """A month whose figure can still rise, this one unless told."""

    template_name = "reports/progress.html"

    @cached_property
    def rows(self) -> FigureRows:
        return FigureRows(self.unit, self.form.own, self.measures, self.as_of, page="compliance_progress")

    @cached_property
    def by_place(self) -> dict[Place, Figure]:
        return figures([self.month], self.as_of, self.unit)[self.month]

    @cached_property
    def needed(self) -> dict[Place, Numbers]:
        needed = needed_by_place(self.unit, self.month, local_now())
        return {place: needed.get(place, Numbers()) for place in self.by_place}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit, month = self.unit, self.month
        whole = ProgressRow(self.rows.of_unit(month, self.by_place), sum(self.needed.values(), Numbers()))
        days = days_of(unit, month, local_now(), whole.row.people())
        return super().get_context_data(
            unit=unit,
            month=formats.month(month.first),
            whole=whole,
            needed=[(each.label, whole.numbers[each], whole.people(each) or "", "") for each in IN_ORDER],
            tables={level: self.table(level) for level in TABLES[unit.level]},
            days=DayTable(days, today=self.as_of),
            compliance_url=replace(self.rows, page="compliance").url(unit, month),
            breadcrumbs=[(str(above), self.url(above, month)) for above in unit.above(self.request.user)],
            **kwargs,
        )

    def table(self, level: str) -> ProgressTable:
        """What the parts of the unit at ``level`` need."""
        parts = self.rows.of_parts(level, self.month, self.by_place)
        numbers = in_order(at_level(self.needed, level), members(self.unit, level))
        rows = [ProgressRow(row, of_part) for row, (_, of_part) in zip(parts, numbers, strict=True)]
        return RequestConfig(self.request, paginate=False).configure(ProgressTable(rows, level=level))

    def render_to_response(  # type: ignore[override]
        self, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponseBase:
        exported = {**context["tables"], "day": context["days"]}.get(self.request.GET.get("_export"))
        if exported:
            title = gettext("Month in progress %(unit)s %(month)s") % {"unit": self.unit, "month": self.month}
            return csv_response(exported, title)
        return super().render_to_response(context, **kwargs)
