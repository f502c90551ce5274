"""What a team manager changes about a case manager of the team: adjustments, rurality, allowances."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.versions import version
from staff.models import Post, Role, User
from ui import formats
from workload.access import whose_thresholds
from workload.derivation import plain, rurality_in_words
from workload.forms.thresholds import AdjustmentForm, AllowanceForm, EndForm, RuralityForm
from workload.models import Adjustment, Allowance, is_over
from workload.selectors import rurality
from workload.services.allowances import end_allowance, record_allowance, take_back_allowance
from workload.services.thresholds import end_adjustment, record_adjustment, set_rurality, take_back_adjustment
from workload.views.saving import SavePage


class OfOfficer(SavePage):
    """About a case manager of the team that the user manages; for any other it does not exist."""

    roles = (Role.TEAM_MANAGER,)

    @cached_property
    def officer(self) -> User:
        return get_object_or_404(whose_thresholds(self.request.user, timezone.localdate()), pk=self.kwargs["pk"])

    @property
    def caption(self) -> str:
        return str(self.officer)

    @property
    def back_url(self) -> str:
        return reverse("officer_workload", args=[self.officer.pk])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.officer
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.officer
        return super().post(request, *args, **kwargs)


class RecordAdjustment(OfOfficer):
    form_class = AdjustmentForm
    heading = gettext_lazy("Record an adjustment")
    button = gettext_lazy("Record the adjustment")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "officer": self.officer}

    def save(self, form: AdjustmentForm) -> str:
        made = record_adjustment(by=self.request.user, adjustment=form.adjustment)
        words = _("You have recorded the adjustment: %(percent)s%% less.")
        return words % {"percent": plain(made.percent)}


class RecordAllowance(OfOfficer):
    form_class = AllowanceForm
    heading = gettext_lazy("Record an allowance")
    button = gettext_lazy("Record the allowance")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "officer": self.officer}

    def save(self, form: AllowanceForm) -> str:
        made = record_allowance(by=self.request.user, allowance=form.allowance)
        words = _("You have recorded the allowance of %(points)s points.")
        return words % {"points": formats.number(made.points, 2)}


class SetRurality(OfOfficer):
    form_class = RuralityForm
    template_name = "workload/rurality.html"
    heading = gettext_lazy("Change the rurality")
    button = gettext_lazy("Save from today on")

    @cached_property
    def post_today(self) -> Post:
        post = self.officer.post_on(timezone.localdate())
        if post is None:
            raise Http404
        return post

    @property
    def seen(self) -> str:
        return version(self.post_today)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "percent": self.post_today.rurality_override}

    def save(self, form: RuralityForm) -> str:
        said = form.cleaned_data
        set_rurality(by=self.request.user, officer=self.officer, percent=said["percent"], seen=said["seen"])
        return _("You have changed the rurality. It applies from today.")

    def forget_what_was_shown(self) -> None:
        del self.post_today

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        post = self.post_today
        percent = rurality(post.rurality_override, post.office.rurality if post.office else None)
        return super().get_context_data(now=rurality_in_words(post, percent), **kwargs)


class EndPage(OfOfficer):
    """Changes the last day of what is recorded, or while it has not begun, takes it back."""

    form_class = EndForm
    template_name = "workload/end.html"
    button = gettext_lazy("Save")
    model: type[Adjustment] | type[Allowance]

    @cached_property
    def record(self) -> Any:
        """Nothing is left to change of one that is over."""
        theirs = whose_thresholds(self.request.user, timezone.localdate())
        records: Any = self.model._default_manager.filter(officer__in=theirs).select_related("officer")
        record = get_object_or_404(records, pk=self.kwargs["pk"])
        if is_over(record, timezone.localdate()):
            raise Http404
        return record

    @cached_property
    def officer(self) -> User:
        officer: User = self.record.officer
        return officer

    @property
    def seen(self) -> str:
        return version(self.record)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "ends_on": self.record.ends_on}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") != "take_back":
            return super().post(request, *args, **kwargs)
        try:
            return self.done(self.take_back())
        except ValidationError as refused:
            return self.refuse(request, refused)

    def take_back(self) -> str:
        raise NotImplementedError

    def forget_what_was_shown(self) -> None:
        del self.record

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_begun = self.record.starts_on <= timezone.localdate()
        return super().get_context_data(record=self.record, has_begun=has_begun, **kwargs)


class EndAdjustment(EndPage):
    model = Adjustment
    heading = gettext_lazy("Change an adjustment")

    def save(self, form: EndForm) -> str:
        said = form.cleaned_data
        end_adjustment(by=self.request.user, adjustment=self.record, ends_on=said["ends_on"], seen=said["seen"])
        return _("You have changed the last day of the adjustment.")

    def take_back(self) -> str:
        take_back_adjustment(by=self.request.user, adjustment=self.record)
        return _("You have taken the adjustment back.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = [
            (_("Reason"), self.record.reason),
            (_("Percentage off the threshold"), f"{plain(self.record.percent)}%"),
            (_("First day"), formats.day(self.record.starts_on)),
            (_("Agreed by"), self.record.agreed_with),
        ]
        return super().get_context_data(facts=facts, **kwargs)


class EndAllowance(EndPage):
    model = Allowance
    heading = gettext_lazy("Change an allowance")

    def save(self, form: EndForm) -> str:
        said = form.cleaned_data
        end_allowance(by=self.request.user, allowance=self.record, ends_on=said["ends_on"], seen=said["seen"])
        return _("You have changed the last day of the allowance.")

    def take_back(self) -> str:
        take_back_allowance(by=self.request.user, allowance=self.record)
        return _("You have taken the allowance back.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = [
            (_("Work"), self.record.get_kind_display()),
            (_("Points"), formats.number(self.record.points, 2)),
            (_("First day"), formats.day(self.record.starts_on)),
            (_("Note"), self.record.note),
        ]
        return super().get_context_data(facts=facts, **kwargs)
