"""The checklist of workload reviews and its versions: for everybody to read, and for administrators to add to."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from staff.access import ForRoles
from staff.models import Role
from workload.access import EDIT_CHECKLISTS
from workload.checklists import ChecklistItem, ReviewTemplate
from workload.forms.checklists import ChecklistForm
from workload.services.checklists import add_checklist, take_back_checklist
from workload.views.saving import SavePage

WITH_ITEMS = ReviewTemplate.objects.select_related("made_by").prefetch_related("items")


class Checklists(ForRoles, TemplateView):
    """The version in force, those to come and those before."""

    roles = tuple(Role)
    template_name = "workload/checklists.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take back a version that has not begun."""
        if request.POST.get("do") != "take_back" or self.request.user.role not in EDIT_CHECKLISTS:
            raise Http404
        number = request.POST.get("version", "")
        template = ReviewTemplate.objects.filter(pk=number).first() if number.isdecimal() else None
        if template is None:
            return redirect("checklists")
        try:
            take_back_checklist(by=self.request.user, template=template)
        except ValidationError as refused:
            for words in refused.messages:
                messages.warning(request, words)
        else:
            messages.success(request, _("You have taken the version back."))
        return redirect("checklists")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        versions = list(WITH_ITEMS)
        begun = [version for version in versions if version.has_begun(today)]
        return super().get_context_data(
            in_force=begun[0],
            before=begun[1:],
            to_come=[version for version in versions if not version.has_begun(today)][::-1],
            may_edit=self.request.user.role in EDIT_CHECKLISTS,
            **kwargs,
        )


class NewChecklist(SavePage):
    """A version that begins with the questions in force; it is shown as reviews will have it before it is saved."""

    roles = EDIT_CHECKLISTS
    form_class = ChecklistForm
    template_name = "workload/new_checklist.html"
    heading = gettext_lazy("Add a version of the checklist")
    button = gettext_lazy("Continue")

    @property
    def back_url(self) -> str:
        return reverse("checklists")

    @cached_property
    def before(self) -> list[ChecklistItem]:
        return list(ReviewTemplate.objects.in_force(timezone.localdate()).items.all())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "before": self.before}

    def form_valid(self, form: ChecklistForm) -> HttpResponse:
        match self.request.POST.get("step"):
            case "save":
                return super().form_valid(form)
            case "change":
                return self.render_to_response(self.get_context_data(form=form))
        return self.render_to_response(self.get_context_data(form=form, shown=form.items))

    def save(self, form: ChecklistForm) -> str:
        add_checklist(by=self.request.user, template=form.template, items=form.items)
        return _("You have added the version. Reviews that are opened from its first day on go by it.")
