"""The page of a workload review: where it stands, its checklist with what the records say, and what followed."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from casework.additional import of_workload
from casework.additional_rules import PROPOSE
from casework.checklist import Answered, checklist_of
from casework.services.workload_reviews import hold_review
from staff.access import ALL_WITH_CASES, MANAGERS, ForRoles
from staff.units import Unit
from workload.access import ASK_FOR_REVIEWS, in_line, whose_reviews, whose_thresholds
from workload.forms.reviews import CommentsForm, HoldForm
from workload.models import WorkloadModel, WorkloadReview
from workload.past import Past
from workload.review_tables import ROLES, ActionTable, state_tag, waited_in_words
from workload.reviews import Decision, Outcome, PlanReview
from workload.selectors import Load, load_of
from workload.services.reviews import comment_on_review, version_of
from workload.standing import Standing, State, reviews_for
from workload.tables import BANDS, LoadRow
from workload.views.reviews import ReviewSavePage


def row_of(review: WorkloadReview, of_plan: PlanReview | None = None) -> LoadRow:
    """What the case manager carried when it was held, or its plan reviewed; of an open one, what they carry today."""
    officer, today = review.officer, timezone.localdate()
    kept = of_plan or review
    if kept.held_at is None:
        model = WorkloadModel.objects.in_force(today)
        for_weeks = Past(today).is_sustained(Unit.of(officer))
        return LoadRow(str(officer), None, load_of(officer, today, model), model, sustained=for_weeks)
    load = Load(kept.cases or 0, kept.points or Decimal(0), threshold=kept.threshold, allocated=True)
    return LoadRow(str(officer), None, load, WorkloadModel.objects.in_force(kept.held_at.date()))


class WorkloadReviewPage(ForRoles, TemplateView):
    """For whoever it is about, and those above them in line."""

    roles = ALL_WITH_CASES
    template_name = "casework/workload_review.html"

    @cached_property
    def review(self) -> Any:
        found = reviews_for(self.request.user, timezone.localdate()).select_related(
            "officer", "plan", "template", "held_by", "opened_by"
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review, user, today = self.review, self.request.user, timezone.localdate()
        standing = Standing(review, today)
        row = row_of(review)
        holder = standing.holder
        return super().get_context_data(
            review=review,
            standing=standing,
            state=state_tag(standing),
            holder=ROLES[holder] if holder else "",
            holders=[str(each) for each in in_line(review.officer, today, holder)] if holder else [],
            since=waited_in_words(standing),
            row=row,
            band=BANDS[row.band],
            checklist=checklist_of(review, user, today),
            concerns=review.concerns.select_related("raised_by"),
            to_do=self.to_do(standing),
            breadcrumbs=[(_("Workload reviews"), reverse("workload_reviews"))],
            **self.of_plan(standing),
            **kwargs,
        )

    def to_do(self, standing: Standing) -> list[tuple[str, str]]:
        """What the user can do about it now: the words of each and its address, the first as a button."""
        review, user = self.review, self.request.user
        found = []
        if standing.is_with(user):
            if standing.state == State.WAITING:
                found.append((_("Hold the review"), reverse("hold_review", args=[review.pk])))
            elif standing.state == State.PLANNED:
                found.append((_("Review the plan"), reverse("review_plan", args=[review.plan.pk])))
            elif standing.escalation:
                found.append((_("Decide"), reverse("decide_escalation", args=[standing.escalation.pk])))
            if standing.plan:
                found.append((_("Add an action"), reverse("add_action", args=[review.plan.pk])))
        if review.officer == user and review.is_open:
            found.append((_("Comment on the checklist"), reverse("comment_review", args=[review.pk])))
        if review.officer == user and user.role in ASK_FOR_REVIEWS:
            words = _("Raise another concern") if review.is_open else _("Ask for another review")
            found.append((words, reverse("ask_review")))
        return found

    def of_plan(self, standing: Standing) -> dict[str, Any]:
        """The plan, and what happened to it in the order of time."""
        plan = standing.plan
        if plan is None:
            return {}
        actions = list(plan.actions.select_related("owner"))
        used = dict.fromkeys(str(action.get_measure_display()) for action in actions if action.state == "done")
        reviews: list[Any] = list(plan.reviews.select_related("held_by"))
        escalations = list(plan.escalations.select_related("escalated_by", "decided_by"))
        # In one minute, an escalation comes after the review that led to it, and after the decision before it.
        happened = [(each.held_at, 0, "review", each) for each in reviews]
        for number, each in enumerate(escalations):
            happened.append((each.escalated_at, 2 * number + 1, "escalated", each))
            if each.decided_at:
                happened.append((each.decided_at, 2 * number + 2, "decided", each))
        happened.sort(key=lambda step: step[:2])
        today = timezone.localdate()
        table = ActionTable(actions, day=today)
        return {
            "plan": plan,
            "actions": RequestConfig(self.request, paginate=False).configure(table),
            "used": list(used),
            "additional": of_workload(self.review.officer, self.request.user, today, self.review.held_at.date()),
            "may_propose": plan.is_open and self.request.user.role in PROPOSE,
            "steps": [(kind, record, self.told(kind, record)) for _at, _rank, kind, record in happened],
        }

    def told(self, kind: str, record: Any) -> str:
        """The indicator at a review of a plan; to whom it was escalated, or what was decided there."""
        if kind == "review":
            return row_of(self.review, record).indicator_in_words
        if kind == "escalated":
            return str(ROLES[record.level])
        return str(Decision(record.decision).label)


class ChecklistPage(ReviewSavePage):
    """A form that goes through the checklist of an open review."""

    @cached_property
    def lines(self) -> list[Answered]:
        return checklist_of(self.review, self.request.user, timezone.localdate())

    @property
    def seen(self) -> str:
        return version_of(self.review)

    def forget_what_was_shown(self) -> None:
        super().forget_what_was_shown()
        self.__dict__.pop("lines", None)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "items": list(self.review.template.items.all())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return {**context, "asked": [(line, form.fields_of(line.item)) for line in self.lines], "review": self.review}


class CommentOnReview(ChecklistPage):
    """By whoever it is about, until it is held."""

    roles = ASK_FOR_REVIEWS
    form_class = CommentsForm
    template_name = "casework/comment_review.html"
    heading = gettext_lazy("Comment on the checklist")
    button = gettext_lazy("Save the comments")

    def refusal(self) -> str:
        if self.review.officer != self.request.user:
            return _("Only the person whose workload it is can comment here.")
        return "" if self.review.is_open else _("This review was held. Its checklist stays as it is.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "answers": list(self.review.answers.all())}

    def save(self, form: CommentsForm) -> str:
        comment_on_review(
            by=self.request.user, review=self.review, comments=form.comments, seen=form.cleaned_data["seen"]
        )
        return _("You have saved your comments.")


class HoldReview(ChecklistPage):
    """By the manager, with the case manager: the checklist, the outcome, and what follows from it."""

    roles = MANAGERS
    form_class = HoldForm
    template_name = "casework/hold_review.html"
    heading = gettext_lazy("Hold a workload review")
    button = gettext_lazy("Save the outcome")

    def refusal(self) -> str:
        if not self.review.is_open:
            return _("This review was held already.")
        if whose_reviews(self.request.user, timezone.localdate()).filter(pk=self.review.officer_id).exists():
            return ""
        return _("Whoever is next above this person in line opens and holds the reviews.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "post": self.review.officer.post_on(timezone.localdate())}

    def save(self, form: HoldForm) -> str:
        said = form.cleaned_data
        self.held = hold_review(
            by=self.request.user,
            review=self.review,
            said=form.said,
            outcome=said["outcome"],
            reason=said["reason"],
            seen=said["seen"],
            action=form.action,
            next_review_on=said["next_review_on"],
        )
        if said["outcome"] == Outcome.ADJUSTED:
            return _("The review was held. Next, record the adjustment.")
        return _("The review was held, and its checklist is kept as it is.")

    def done(self, words: str) -> Any:
        """On to the adjustment, where the user is the one to record it."""
        messages.success(self.request, words)
        adjusts = whose_thresholds(self.request.user, timezone.localdate()).filter(pk=self.review.officer_id)
        if self.held.outcome == Outcome.ADJUSTED and adjusts.exists():
            return redirect("record_adjustment", self.review.officer_id)
        return redirect(self.back_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = row_of(self.review)
        concerns = self.review.concerns.select_related("raised_by")
        return super().get_context_data(row=row, band=BANDS[row.band], concerns=concerns, **kwargs)
