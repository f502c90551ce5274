"""The register of additional measures: its list, one entry, proposing, deciding, reviewing and ending."""

from datetime import date
from typing import Any

import django_filters
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.versions import version
from cases.models import BY_NAME, ServiceUser
from casework.additional import (
    DECIDE,
    PROPOSE,
    Listed,
    Told,
    listed,
    register_of,
    why_not_decide,
    why_not_end,
    why_not_review,
)
from casework.additional_effect import effect_of, month_of, named_by_plans, priorities_of
from casework.additional_tables import AdditionalTable
from casework.forms.additional import (
    DecideAdditionalForm,
    Decision,
    EndAdditionalForm,
    ProposeAdditionalForm,
    ReviewAdditionalForm,
)
from casework.services import additional
from casework.views.sessions import SessionFormPage
from contacts.additional import AdditionalKind, AdditionalMeasure, AdditionalQuerySet, AdditionalStanding
from staff.access import ALL_WITH_CASES, MANAGERS, ForRoles
from staff.models import Role
from ui.filters import BaseFilterSet
from ui.formats import weekday
from ui.views import ListPage
from ui.words import named


class RegisterFilters(BaseFilterSet):
    listed = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Listed.choices, method="narrowed_to")

    class Meta:
        model = AdditionalMeasure
        fields = ()

    def narrowed_to(self, entries: AdditionalQuerySet, name: str, value: str) -> AdditionalQuerySet:
        return listed(value, entries, self.request.user, timezone.localdate())


class Register(ForRoles, ListPage):
    """A manager's unit's entries; to a case manager those that apply to the own cases."""

    roles: tuple[Role, ...] = ALL_WITH_CASES
    filterset_class = RegisterFilters
    table_class = AdditionalTable
    template_name = "casework/additional_measures.html"
    title = gettext_lazy("Additional measures")

    def get_queryset(self) -> AdditionalQuerySet:
        entries = register_of(self.request.user, timezone.localdate())
        return entries.select_related("team", "officer", "proposed_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_propose=self.request.user.role in PROPOSE, **kwargs)


class OfEntry(ForRoles):
    """A page about one entry of the register, which is not there for whoever does not read it."""

    roles: tuple[Role, ...] = MANAGERS
    kwargs: dict[str, Any]

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def measure(self) -> AdditionalMeasure:
        entries = register_of(self.request.user, self.today).select_related(
            "team__ldu", "officer", "proposed_by", "referred_by", "decided_by", "ended_by"
        )
        return get_object_or_404(
            entries.prefetch_related("reviews__reviewed_by", "holders__officer"), pk=self.kwargs["pk"]
        )

    def told(self) -> dict[str, Any]:
        return {"measure": self.measure, "told": Told(self.measure, self.today)}

    def effect(self) -> dict[str, Any]:
        """What it does, while it waits, is to come or is in force."""
        measure, today = self.measure, self.today
        at_stake = (AdditionalStanding.TO_COME, AdditionalStanding.IN_FORCE)
        if not measure.is_waiting and measure.standing(today) not in at_stake:
            return {}
        designated = measure.kind == AdditionalKind.DESIGNATED
        return {
            "effect": effect_of(measure, today),
            "widens": measure.kind in (AdditionalKind.TELEPHONE, AdditionalKind.LESS_OFTEN),
            "month": month_of(measure, today),
            "named": named_by_plans(measure, today) if designated else None,
            "priorities": priorities_of(measure, today),
        }


class EntryPage(OfEntry, TemplateView):
    roles: tuple[Role, ...] = ALL_WITH_CASES
    template_name = "casework/additional_measure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, measure, today = self.request.user, self.measure, self.today
        chosen = ServiceUser.objects.filter(additional_cases__measure=measure).seen_by(user).order_by(*BY_NAME)
        return super().get_context_data(
            **self.told(),
            **(self.effect() if user.role in MANAGERS else {}),
            chosen=chosen,
            decide=not why_not_decide(user, measure),
            review=not why_not_review(user, measure, today),
            end=not why_not_end(user, measure, today),
            **kwargs,
        )


class Propose(SessionFormPage):
    roles: tuple[Role, ...] = PROPOSE
    form_class = ProposeAdditionalForm
    template_name = "casework/propose_additional.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "today": timezone.localdate()}

    def save(self, form: ProposeAdditionalForm) -> HttpResponse:
        made = additional.propose_additional(
            by=self.request.user, measure=form.measure, people=form.people, held_by=form.holders
        )
        words = named(_("You have proposed the measure. It waits for the %(ldu_head)s."))
        if made.referred_by_id:
            words = named(_("You have proposed the measure. It waits for the %(chief_officer)s."))
        messages.success(self.request, words)
        return redirect("additional_measure", made.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=reverse("additional_measures"), **kwargs)


class EntryFormPage(OfEntry, SessionFormPage):
    """A form about an entry; where it is not for the user now, its page says so."""

    heading: Any

    def why_not(self) -> str:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if words := self.why_not():
            messages.warning(request, words)
            return redirect(self.back_url)
        return super().get(request, *args, **kwargs)

    @property
    def back_url(self) -> str:
        return reverse("additional_measure", args=[self.measure.pk])

    def done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect(self.back_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.told(), back_url=self.back_url, **kwargs)


class Decide(EntryFormPage):
    """What the measure does, the key priorities, and the decision."""

    roles: tuple[Role, ...] = DECIDE
    form_class = DecideAdditionalForm
    template_name = "casework/decide_additional.html"
    heading = gettext_lazy("Decide about an additional measure")

    def why_not(self) -> str:
        return why_not_decide(self.request.user, self.measure)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "measure": self.measure}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": version(self.measure)}

    def save(self, form: DecideAdditionalForm) -> HttpResponse:
        said = form.cleaned_data
        about = {"measure": self.measure, "seen": said["seen"], "reason": said["reason"]}
        match said["decision"]:
            case Decision.REFUSE:
                additional.refuse_additional(by=self.request.user, **about)
                return self.done(_("You have refused the measure. Nothing has changed."))
            case Decision.REFER:
                additional.refer_additional(by=self.request.user, **about)
                return self.done(named(_("You have referred the measure. It waits for the %(chief_officer)s.")))
        agreed = additional.agree_additional(by=self.request.user, **about)
        words = _("You have agreed the measure. It holds until %(day)s.")
        return self.done(words % {"day": weekday(agreed.ends_on)})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.effect(), **kwargs)


class Review(EntryFormPage):
    roles: tuple[Role, ...] = DECIDE
    form_class = ReviewAdditionalForm
    template_name = "casework/review_additional.html"
    heading = gettext_lazy("Review an additional measure")

    def why_not(self) -> str:
        return why_not_review(self.request.user, self.measure, self.today)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": version(self.measure)}

    def save(self, form: ReviewAdditionalForm) -> HttpResponse:
        said = form.cleaned_data
        reviewed = additional.review_additional(by=self.request.user, measure=self.measure, **said)
        words = _("You have reviewed the measure. It goes on, and is to be reviewed by %(day)s.")
        return self.done(words % {"day": weekday(reviewed.next_review_on)})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.effect(), **kwargs)


class End(EntryFormPage):
    """Ends an entry that was agreed, or takes back what waits."""

    form_class = EndAdditionalForm
    template_name = "casework/end_additional.html"

    @property
    def heading(self) -> str:
        if self.measure.is_waiting:
            return _("Take back an additional measure that was proposed")
        return _("End an additional measure early")

    def why_not(self) -> str:
        return why_not_end(self.request.user, self.measure, self.today)

    def save(self, form: EndAdditionalForm) -> HttpResponse:
        ended = additional.end_additional(
            by=self.request.user, measure=self.measure, reason=form.cleaned_data["reason"]
        )
        if not ended.decided_by_id:
            return self.done(_("You have taken the proposal back. Nothing has changed."))
        return self.done(_("You have ended the measure. The contact standard holds from today."))
