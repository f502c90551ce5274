"""The quarterly review of a division, on one page to print and as a workbook."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from base.months import Month
from reports.quarter import Quarter, QuarterlyReview
from reports.quarter_tables import tables_of
from staff.access import ForRoles
from staff.models import Role
from staff.units import Unit
from ui.sheets import xlsx_response

# Before that there is nothing to review.
FIRST = Quarter(Month(date(2018, 10, 1)))


class QuarterForm(forms.Form):
    """A quarter by a month of it, from that in which the measure started to this one, which it is unless told."""

    quarter = forms.CharField(required=False)

    def clean_quarter(self) -> Quarter:
        this = Quarter.of(timezone.localdate())
        try:
            month = Month.parse(self.cleaned_data["quarter"] or str(this.first_month))
        except ValueError as error:
            raise forms.ValidationError(_("Enter a month in the format YYYY-MM")) from error
        quarter = Quarter.of(month.first)
        if not FIRST <= quarter <= this:
            raise forms.ValidationError(_("Enter a month that is not before October 2018 and not to come"))
        return quarter


class QuarterlyReviewPage(ForRoles, TemplateView):
    """What the senior management group looks at once a quarter (Source B, 1.11)."""

    roles = (Role.CHIEF_OFFICER,)
    template_name = "reports/quarter.html"

    @cached_property
    def review(self) -> QuarterlyReview:
        form = QuarterForm(self.request.GET)
        if not form.is_valid():
            raise Http404
        return QuarterlyReview(Unit.of_member(self.request.user), form.cleaned_data["quarter"], timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        quarter, this = self.review.quarter, Quarter.of(self.review.today)
        return super().get_context_data(
            review=self.review,
            tables=tables_of(self.review),
            is_over=quarter.last < self.review.today,
            snapshot=self.review.snapshots[0],
            previous=quarter > FIRST and self.beside(quarter.previous),
            following=quarter < this and self.beside(quarter.next),
            **kwargs,
        )

    def beside(self, quarter: Quarter) -> tuple[str, str]:
        return str(quarter), f"{reverse('quarter')}?{urlencode({'quarter': quarter.first_month})}"

    def render_to_response(  # type: ignore[override]
        self, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponseBase:
        if self.request.GET.get("_export") == "xlsx":
            facts = {"unit": self.review.unit, "quarter": self.review.quarter}
            sheets = {table.caption: table for table in context["tables"].values()}
            return xlsx_response(sheets, gettext("Quarterly review %(unit)s %(quarter)s") % facts)
        return super().render_to_response(context, **kwargs)
