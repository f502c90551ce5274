"""A case manager's own month: each person with what met it, or what must happen by when."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from base.clock import local_now
from base.months import Month
from cases.models import ServiceUser, ServiceUserQuerySet
from casework.selectors import judged
from casework.tables import OwnMonthTable
from contacts.models import Contact
from reports.forms import RESULTS, MeasuredMonthForm
from reports.parts import by_needed, by_result
from reports.selectors import Needed, people_of, who_needs
from staff.access import ForRoles
from staff.models import Role
from staff.units import Unit
from ui import formats
from ui.filters import BaseFilterSet
from ui.views import ListPage


class OwnMonthForm(MeasuredMonthForm):
    """The month, and which part of it."""

    result = forms.ChoiceField(choices=[(name, result.words) for name, result in RESULTS.items()], required=False)
    # Of those whose month is still possible.
    needed = forms.ChoiceField(choices=Needed.choices, required=False)


class OwnMonth(ForRoles, ListPage):
    roles = (Role.CASE_MANAGER,)
    filterset_class = BaseFilterSet
    table_class = OwnMonthTable
    template_name = "casework/own_month.html"
    title = _("My minimum contact")

    @cached_property
    def form(self) -> OwnMonthForm:
        form = OwnMonthForm(self.request.GET)
        if not form.is_valid():
            raise Http404
        return form

    @property
    def month(self) -> Month:
        return self.form.cleaned_data["month"]

    @property
    def chosen(self) -> str:
        return self.form.cleaned_data["result"] or "everyone"

    @property
    def is_still_possible(self) -> bool:
        """Whether those are listed whose month can still be met."""
        return self.chosen == "pending"

    @cached_property
    def people(self) -> ServiceUserQuerySet:
        return people_of(Unit.of(self.request.user), self.month, local_now().date())

    def get_queryset(self) -> QuerySet[ServiceUser]:
        contacts = judged(Contact.objects.filter(date__range=(self.month.first, self.month.last)), local_now().date())
        people = self.people.filter(RESULTS[self.chosen].holds)
        if self.is_still_possible and (needed := self.form.cleaned_data["needed"]):
            people = who_needs(needed, people, self.month, local_now())
        return people.seen_by(self.request.user).prefetch_related(
            Prefetch("contacts", contacts.order_by("-starts_at", "-pk"), to_attr="month_contacts")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first, this_month = self.form.measures.first_month, Month.of(local_now().date())
        return super().get_context_data(
            month=formats.month(self.month.first),
            results=by_result(self.people, self.request.GET, self.chosen),
            kinds=self.kinds() if self.is_still_possible else [],
            previous=self.month > first and self.link(self.month.previous),
            following=self.month < this_month and self.link(self.month.next),
            **kwargs,
        )

    def kinds(self) -> list[tuple[str, str, int, bool]]:
        return by_needed(self.people, self.month, local_now(), self.request.GET, self.form.cleaned_data["needed"])

    def link(self, month: Month) -> tuple[str, str]:
        return formats.month(month.first), f"?{urlencode({'month': month})}"
