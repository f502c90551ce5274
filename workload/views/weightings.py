"""How workload is worked out, and the models by which it is: drafting one, seeing what it changes, agreeing it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from base.versions import version
from staff.access import ForRoles
from staff.models import Role
from staff.units import HEADINGS, Unit
from ui.words import named
from workload.access import AGREE_MODELS, DRAFT_MODELS, SEE_DRAFTS
from workload.derivation import derivation
from workload.explained import SOURCES, agreed_in_words, sections
from workload.forms.weightings import ModelForm
from workload.model_tables import ChangeTable, ModelTable, ValueTable, state_tag, value_rows
from workload.models import WorkloadModel
from workload.preview import Preview, preview
from workload.services.weightings import (
    agree_model,
    change_draft,
    draft_model,
    problems_of_start,
    take_back_model,
    throw_away_draft,
)
from workload.tables import band_tag
from workload.views.saving import SavePage
from workload.weightings import VALUES

WITH_NAMES = WorkloadModel.objects.select_related("agreed_by", "drafted_by")


class HowWorkedOut(ForRoles, TemplateView):
    """The rules and numbers by which workload is worked out today, those before and those to come: for everybody."""

    roles = tuple(Role)
    template_name = "workload/how.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day, role = timezone.localdate(), self.request.user.role
        in_force = WITH_NAMES.in_force(day)
        table = ModelTable(WITH_NAMES.agreed(), in_force=in_force, leads=role in SEE_DRAFTS)
        first, *others = sections(in_force)
        return super().get_context_data(
            day=day,
            agreed=agreed_in_words(in_force),
            points=first,
            sections=others,
            sources=SOURCES,
            models=RequestConfig(self.request, paginate=False).configure(table),
            drafts=self.drafts(in_force),
            may_draft=role in DRAFT_MODELS,
            **derivation(in_force),
            **kwargs,
        )

    def drafts(self, in_force: WorkloadModel) -> ModelTable | None:
        """Those that are not agreed, for whoever works on them."""
        if self.request.user.role not in SEE_DRAFTS:
            return None
        table = ModelTable(WITH_NAMES.drafts(), in_force=in_force, leads=True, empty_text=_("There are no drafts."))
        table.caption = gettext_lazy("Drafts")
        return RequestConfig(self.request, paginate=False).configure(table)


class DraftModel(SavePage):
    """A draft, which begins with the values in force."""

    roles = DRAFT_MODELS
    form_class = ModelForm
    template_name = "workload/draft_model.html"
    heading = gettext_lazy("Draft a workload model")
    button = gettext_lazy("Save and see what it changes")

    @property
    def back_url(self) -> str:
        return reverse("workload_how")

    def get_initial(self) -> dict[str, Any]:
        in_force = WorkloadModel.objects.in_force(timezone.localdate())
        return {**model_to_dict(in_force, fields=VALUES), **super().get_initial()}

    def save(self, form: ModelForm) -> str:
        self.drafted = draft_model(by=self.request.user, model=form.instance)
        return _("You have saved the draft. It counts nowhere until it is agreed and has begun.")

    def done(self, words: str) -> Any:
        messages.success(self.request, words)
        return redirect("workload_model", self.drafted.pk)


class ChangeDraft(SavePage):
    roles = DRAFT_MODELS
    form_class = ModelForm
    template_name = "workload/draft_model.html"
    heading = gettext_lazy("Change the draft of a workload model")
    button = gettext_lazy("Save and see what it changes")

    @cached_property
    def model(self) -> WorkloadModel:
        return get_object_or_404(WorkloadModel.objects.drafts(), pk=self.kwargs["pk"])

    @property
    def seen(self) -> str:
        return version(self.model)

    @property
    def back_url(self) -> str:
        return reverse("workload_model", args=[self.kwargs["pk"]])

    def get_form_kwargs(self) -> dict[str, Any]:
        # Of its own, so that what was shown stays what it was.
        return {**super().get_form_kwargs(), "instance": WorkloadModel.objects.get(pk=self.model.pk)}

    def save(self, form: ModelForm) -> str:
        change_draft(by=self.request.user, model=form.instance, seen=form.cleaned_data["seen"])
        return _("You have changed the draft.")

    def forget_what_was_shown(self) -> None:
        del self.model


class ModelPage(ForRoles, TemplateView):
    """A model with its values, what it changes on its first day, and the buttons of whoever may agree or drop it."""

    roles = SEE_DRAFTS
    template_name = "workload/model.html"

    @cached_property
    def model(self) -> WorkloadModel:
        return get_object_or_404(WITH_NAMES, pk=self.kwargs["pk"])

    def what_one_may_do(self) -> dict[str, bool]:
        role, today = self.request.user.role, timezone.localdate()
        return {
            "agree": role in AGREE_MODELS and self.model.is_draft and not problems_of_start(self.model),
            "take_back": role in AGREE_MODELS and not self.model.is_draft and not self.model.has_begun(today),
            "throw_away": role in DRAFT_MODELS and self.model.is_draft,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of the buttons. What somebody else did meanwhile is told on the page that follows."""
        by, model = self.request.user, self.model
        try:
            match request.POST.get("do"):
                case "agree" if by.role in AGREE_MODELS:
                    agree_model(by=by, model=model, seen=request.POST.get("seen", ""))
                    words = _("You have agreed the model. It counts from its first day on.")
                case "take_back" if by.role in AGREE_MODELS:
                    take_back_model(by=by, model=model)
                    words = _("You have taken the model back. It is a draft again.")
                case "throw_away" if by.role in DRAFT_MODELS:
                    throw_away_draft(by=by, model=model)
                    words = _("You have thrown the draft away.")
                case _other:
                    raise Http404
        except ValidationError as refused:
            for problem in refused.messages:
                messages.warning(request, problem)
            return redirect("workload_model", model.pk)
        messages.success(request, words)
        return redirect("workload_how")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        model, today = self.model, timezone.localdate()
        in_force = WorkloadModel.objects.in_force(today)
        changes = None
        if not model.has_begun(today):
            changes = preview(model, today, Unit.of_user(self.request.user))
        return super().get_context_data(
            state=state_tag(model, in_force),
            agreed=agreed_in_words(model),
            seen=version(model),
            problems=problems_of_start(model).values() if model.is_draft else [],
            can_change=self.request.user.role in DRAFT_MODELS and model.is_draft,
            preview=changes,
            values=self.configured(ValueTable(value_rows(changes.instead_of if changes else in_force, model))),
            tables=self.tables(changes) if changes else [],
            bands=[(band_tag(band), *numbers) for band, *numbers in changes.bands] if changes else [],
            **self.what_one_may_do(),
            **derivation(model),
            **kwargs,
        )

    def tables(self, changes: Preview) -> list[ChangeTable]:
        found = [(changes.ldus, "ldu"), (changes.teams, "team"), (changes.case_managers, "case_manager")]
        captions = {
            "ldu": named(_("By %(ldu)s, the worst change first")),
            "team": named(_("By %(team)s, the worst change first")),
            "case_manager": named(_("By %(case_manager)s, the worst change first")),
        }
        return [
            self.configured(ChangeTable(rows, caption=captions[level], parts=HEADINGS[level]))
            for rows, level in found
            if rows
        ]

    def configured(self, table: Any) -> Any:
        return RequestConfig(self.request, paginate=False).configure(table)
