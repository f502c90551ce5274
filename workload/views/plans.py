"""Workload plans: an action more, how a plan stands, and what is decided about one that was escalated."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staff.access import LDU_AND_ABOVE, MANAGERS
from workload.forms.plans import ActionForm, DecideForm, PlanReviewForm
from workload.reviews import Escalation, Follows, PlanReview, WorkloadPlan
from workload.services.plans import add_action, decide_escalation, review_plan, version_of_plan
from workload.standing import State, reviews_for
from workload.views.reviews import ReviewSavePage

NOT_YOURS = gettext_lazy("This plan is not with you.")


class PlanPage(ReviewSavePage):
    """A form about a plan, for whoever has it."""

    roles = MANAGERS

    @property
    def which(self) -> dict[str, Any]:
        return {"plan": self.kwargs["pk"]}

    @property
    def plan(self) -> WorkloadPlan:
        plan: WorkloadPlan = self.review.plan
        return plan

    def refusal(self) -> str:
        planned = self.standing.state == State.PLANNED and self.standing.is_with(self.request.user)
        return "" if planned else str(NOT_YOURS)


class AddAction(PlanPage):
    form_class = ActionForm
    heading = gettext_lazy("Add an action to the plan")
    button = gettext_lazy("Add the action")

    def refusal(self) -> str:
        return "" if self.standing.is_with(self.request.user) else str(NOT_YOURS)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "post": self.review.officer.post_on(timezone.localdate())}

    def save(self, form: ActionForm) -> str:
        assert form.action
        form.action.plan = self.plan
        add_action(by=self.request.user, action=form.action)
        return _("You have added the action.")


class ReviewPlan(PlanPage):
    form_class = PlanReviewForm
    heading = gettext_lazy("Review the plan")
    button = gettext_lazy("Save the review")

    @property
    def seen(self) -> str:
        return version_of_plan(self.plan)

    def get_form_kwargs(self) -> dict[str, Any]:
        standing = self.standing
        more = {"actions": standing.open_actions, "next_level": standing.next_level}
        return {**super().get_form_kwargs(), **more}

    def save(self, form: PlanReviewForm) -> str:
        said = form.cleaned_data
        values = {name: said[name] for name in ("progress", "follows", "next_review_on")}
        review = PlanReview(plan=self.plan, **values)
        review_plan(by=self.request.user, review=review, closed=form.closed, seen=said["seen"])
        if said["follows"] == Follows.RESOLVED:
            return _("You have closed the plan. The workload is resolved.")
        if said["follows"] == Follows.ESCALATED:
            return _("You have escalated the plan. It waits for a decision.")
        return _("You have saved the review of the plan.")


class DecideEscalation(ReviewSavePage):
    roles = LDU_AND_ABOVE
    form_class = DecideForm
    template_name = "workload/decide_escalation.html"
    heading = gettext_lazy("Decide about an escalated plan")
    button = gettext_lazy("Save the decision")

    @cached_property
    def escalation(self) -> Escalation:
        seen = reviews_for(self.request.user, timezone.localdate()).order_by().values("pk")
        found = Escalation.objects.select_related("plan", "escalated_by").filter(plan__review__in=seen)
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def which(self) -> dict[str, Any]:
        return {"plan": self.escalation.plan_id}

    def refusal(self) -> str:
        if not self.escalation.waits:
            return _("This was decided already.")
        return "" if self.standing.is_with(self.request.user) else str(NOT_YOURS)

    def get_form_kwargs(self) -> dict[str, Any]:
        can_escalate = self.standing.next_level != self.escalation.level
        return {**super().get_form_kwargs(), "can_escalate": can_escalate}

    def save(self, form: DecideForm) -> str:
        said = {name: form.cleaned_data[name] for name in ("decision", "reason", "next_review_on")}
        decide_escalation(by=self.request.user, escalation=self.escalation, **said)
        return _("You have decided about the plan.")

    def forget_what_was_shown(self) -> None:
        super().forget_what_was_shown()
        self.__dict__.pop("escalation", None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(escalation=self.escalation, **kwargs)
