"""Workload reviews: asking for one, opening one, and the list of where they stand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from staff.access import ALL_WITH_CASES, MANAGERS, ForRoles
from staff.models import User
from workload.access import ASK_FOR_REVIEWS, whose_reviews
from workload.forms.reviews import AskForm, OpenForm
from workload.review_tables import OpenReviewTable, OverReviewTable
from workload.reviews import WorkloadReview
from workload.services.reviews import ask_for_review, open_review
from workload.standing import IS_OVER, Standing, reviews_for
from workload.views.saving import SavePage

OVER_ON_A_PAGE = 25


class ReviewSavePage(SavePage):
    """A form about a review that the user may look at; where there is nothing to do on it, back to the review."""

    @cached_property
    def review(self) -> Any:
        return get_object_or_404(reviews_for(self.request.user, timezone.localdate()), **self.which)

    @property
    def which(self) -> dict[str, Any]:
        """By what the review is found."""
        return {"pk": self.kwargs["pk"]}

    @property
    def standing(self) -> Standing:
        return Standing(self.review, timezone.localdate())

    @property
    def caption(self) -> str:
        return str(self.review.officer)

    @property
    def back_url(self) -> str:
        return reverse("workload_review", args=[self.review.pk])

    def refusal(self) -> str:
        """Why there is nothing to do on this page; empty where there is."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if words := self.refusal():
            messages.info(request, words)
            return redirect(self.back_url)
        return super().get(request, *args, **kwargs)

    def forget_what_was_shown(self) -> None:
        self.__dict__.pop("review", None)


class AskForReview(SavePage):
    """One's own: nobody can refuse it."""

    roles = ASK_FOR_REVIEWS
    form_class = AskForm
    template_name = "workload/ask_review.html"
    heading = gettext_lazy("Ask for a workload review")
    button = gettext_lazy("Ask for the review")

    @property
    def back_url(self) -> str:
        return reverse("officer_workload", args=[self.request.user.pk])

    @cached_property
    def open_review(self) -> WorkloadReview | None:
        """The one that is open already: another concern is kept with it."""
        return WorkloadReview.objects.filter(officer=self.request.user, held_at=None).first()

    def save(self, form: AskForm) -> str:
        self.kept = ask_for_review(by=self.request.user, words=form.cleaned_data["words"])
        return _("Your concern is kept, and the review waits to be held.")

    def done(self, words: str) -> Any:
        messages.success(self.request, words)
        return redirect("workload_review", self.kept.review_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(open_review=self.open_review, **kwargs)


class OpenReview(SavePage):
    """For supervision, by whoever holds the reviews of the person."""

    roles = MANAGERS
    form_class = OpenForm
    heading = gettext_lazy("Open a workload review")
    button = gettext_lazy("Open the review")

    @cached_property
    def officer(self) -> User:
        return get_object_or_404(whose_reviews(self.request.user, timezone.localdate()), pk=self.kwargs["pk"])

    @property
    def caption(self) -> str:
        return str(self.officer)

    @property
    def back_url(self) -> str:
        return reverse("officer_workload", args=[self.officer.pk])

    def save(self, form: OpenForm) -> str:
        self.opened = open_review(by=self.request.user, officer=self.officer, note=form.cleaned_data["note"])
        return _("The review is open. You can hold it now or later.")

    def done(self, words: str) -> Any:
        messages.success(self.request, words)
        return redirect("workload_review", self.opened.pk)


class WorkloadReviews(ForRoles, TemplateView):
    """The reviews that the user may look at: what is with the user, what is with others, and what is over."""

    roles = ALL_WITH_CASES
    template_name = "workload/reviews.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        reviews = reviews_for(user, today)
        stand = [Standing(review, today) for review in reviews.exclude(IS_OVER).order_by("opened_at", "pk")]
        over = [Standing(review, today) for review in reviews.filter(IS_OVER)]
        own, others = ([each for each in stand if each.is_with(user) == mine] for mine in (True, False))
        manages = user.role in MANAGERS
        of_others = OpenReviewTable(
            others,
            caption=_("With others") if manages else _("Open"),
            empty_text=_("No other review is open.") if manages else _("No review is open."),
        )
        past = OverReviewTable(over, caption=_("Over"), empty_text=_("No review is over yet."), prefix="over-")
        tables = [(OpenReviewTable(own, caption=_("With you"), empty_text=_("Nothing is with you.")), False)]
        tables = [*(tables if manages else []), (of_others, False), (past, {"per_page": OVER_ON_A_PAGE})]
        return super().get_context_data(
            tables=[RequestConfig(self.request, paginate=paginate).configure(table) for table, paginate in tables],
            may_ask=user.role in ASK_FOR_REVIEWS and not manages,
            **kwargs,
        )
