"""Whom the sentence plan names beside the case manager: naming somebody, and ending that."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Designation
from casework.forms.designations import DesignationForm, EndDesignationForm
from casework.services import designations
from casework.views.acting import ActPage
from ui.formats import weekday
from ui.words import named_lazy


class NameDesignated(ActPage):
    form_class = DesignationForm
    template_name = "casework/name_designated.html"
    heading = named_lazy(gettext_lazy("Name a designated %(case_manager)s"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "service_user": self.person, "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "starts_on": self.today}

    def save(self, form: DesignationForm) -> HttpResponse:
        made = designations.name_designated(by=self.request.user, designation=form.designation)
        words = _("You have recorded that the sentence plan names %(officer)s.")
        return self.done(words % {"officer": made.officer}, "service_user")


class EndDesignation(ActPage):
    form_class = EndDesignationForm
    template_name = "casework/end_designation.html"
    heading = named_lazy(gettext_lazy("End the naming of a designated %(case_manager)s"))

    @cached_property
    def designation(self) -> Designation:
        named_in_plan = self.person.designations.select_related("officer")
        return get_object_or_404(named_in_plan, pk=self.kwargs["pk"])

    def turned_away(self) -> HttpResponse | None:
        if self.designation.goes_on(self.today):
            return None
        messages.info(self.request, _("This designation has ended already."))
        return redirect(self.back_url)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "ends_on": self.designation.ends_on or self.today}

    def save(self, form: EndDesignationForm) -> HttpResponse:
        ends_on = form.cleaned_data["ends_on"]
        designations.end_designation(by=self.request.user, designation=self.designation, ends_on=ends_on)
        words = _("You have recorded that the sentence plan names %(officer)s until %(day)s.")
        return self.done(words % {"officer": self.designation.officer, "day": weekday(ends_on)}, "service_user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(designation=self.designation, **kwargs)
