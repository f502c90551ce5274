"""The BRAG status of a person: reviewing it, agreeing a lower one, what asks for a review, and all that was written."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.brag import WORDS, AssessmentState, Brag, BragAssessment, BragOccasion, is_lower
from casework import drafts
from casework.brag import BragOf, is_late_in_month, next_due_after, what_became, what_it_does, why_not_decide
from casework.forms.base import SeenForm
from casework.forms.brag import AgreeForm, BragForm, Decision, OccasionForm
from casework.services import brag
from casework.services.refusals import ChangedMeanwhile, Refused
from casework.views.acting import ActPage
from casework.views.drafting import CHANGE, DraftedPage
from casework.views.service_user import OfServiceUser
from staff.access import MANAGERS
from staff.models import Role
from ui.words import named


class BragReviews(OfServiceUser):
    """The status in force, what is open, and former reviews with what was written at them."""

    template_name = "casework/brag_reviews.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            brag=BragOf(self.person, self.today),
            occasions=self.person.brag_occasions.select_related("recorded_by"),
            for_managers=self.request.user.role in MANAGERS,
            **kwargs,
        )


class BragPage(ActPage):
    """A form about a person's BRAG status as the page showed it: ``seen`` is its version."""

    @cached_property
    def brag(self) -> BragOf:
        return BragOf(self.person, self.today)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": self.brag.version}

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The page again, which shows what stands now: from here the answers may be sent again."""
        if isinstance(refused, ChangedMeanwhile):
            del self.brag
            form.data = {**form.data.dict(), "seen": self.brag.version}
        return super().refused(form, refused)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(brag=self.brag, **kwargs)


class ReviewBrag(BragPage, DraftedPage):
    """The form, with the answers of what is open; then the answers to check; then saved or sent for agreement."""

    form_class = BragForm
    template_name = "casework/brag_review.html"
    heading = gettext_lazy("Review the BRAG status")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "service_user": self.person}

    def get_initial(self) -> dict[str, Any]:
        initial = super().get_initial()
        if standing := self.brag.open:
            initial |= {name: getattr(standing, name) for name in ("status", *WORDS)}
        return initial

    def save(self, form: BragForm) -> HttpResponse:
        step = self.request.POST.get("step")
        if step == CHANGE:
            # Too long to be kept as a draft: it is on the page that was sent.
            return self.render_to_response(self.get_context_data(form=form))
        if step == "save":
            seen = form.cleaned_data["seen"]
            return self.saved(brag.review_brag(by=self.request.user, assessment=form.assessment, seen=seen))
        if found := list(brag.problems_of_review(self.person, form.assessment.status)):
            raise Refused(*found)
        return self.answers_to_check(form)

    def saved(self, assessment: BragAssessment) -> HttpResponse:
        drafts.drop(self.draft)
        status = Brag(assessment.status).label
        words = _("You have reviewed the BRAG status. It is %(status)s from today.")
        if assessment.state == AssessmentState.WAITING:
            words = _(
                "You have sent the BRAG review. The status becomes %(status)s once the %(team_manager)s agrees it."
            )
        return self.done(named(words, status=status), "service_user")

    def answers_to_check(self, form: BragForm) -> HttpResponse:
        status, former = form.assessment.status, self.brag.status
        lowers = is_lower(status, former)
        context = self.get_context_data(
            form=form,
            assessment=form.assessment,
            effect=what_it_does(status, former),
            lowers=lowers,
            late=lowers and is_late_in_month(self.today),
            next_due=None if lowers else next_due_after(status, self.today),
            change_url=self.address_of(self.draft, change=True),
        )
        return TemplateResponse(self.request, "casework/brag_check.html", context)


class AgreeBrag(BragPage):
    """A team manager agrees a lower status, or sends the review back with a reason."""

    roles: tuple[Role, ...] = (Role.TEAM_MANAGER,)
    form_class = AgreeForm
    template_name = "casework/agree_brag.html"
    heading = gettext_lazy("Agree a lower BRAG status")

    @property
    def assessment(self) -> BragAssessment | None:
        """What is to be decided about; once it is decided, what became of it."""
        return self.brag.open or next(iter(self.brag.assessments), None)

    def find(self) -> Any:
        if not self.assessment:
            raise Http404
        return self.assessment

    def turned_away(self) -> HttpResponse | None:
        found = self.find()
        words = what_became(found)
        if found.state == AssessmentState.WAITING:
            words = why_not_decide(self.request.user, self.person, found, self.today)
        if not words and found.state == AssessmentState.WAITING:
            return None
        messages.info(self.request, words or _("No review is waiting any more."))
        return redirect(self.back_url)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.find()
        return super().post(request, *args, **kwargs)

    def save(self, form: AgreeForm) -> HttpResponse:
        said = form.cleaned_data
        about: dict[str, Any] = {"by": self.request.user, "service_user": self.person, "seen": said["seen"]}
        if said["decision"] == Decision.SEND_BACK:
            brag.send_brag_back(**about, reason=said["reason"])
            return self.done(_("You have sent the BRAG review back. The status has not changed."), "service_user")
        agreed = brag.agree_brag(**about)
        words = _("You have agreed the BRAG review. The status is %(status)s from today.")
        return self.done(words % {"status": Brag(agreed.status).label}, "service_user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(assessment=self.assessment, **kwargs)


class WithdrawBrag(BragPage):
    """Gives up a review that waits for agreement or was sent back."""

    form_class = SeenForm
    template_name = "casework/withdraw_brag.html"
    heading = gettext_lazy("Withdraw the BRAG review")

    def turned_away(self) -> HttpResponse | None:
        if self.brag.open:
            return None
        messages.info(self.request, _("No review is waiting any more."))
        return redirect(self.back_url)

    def save(self, form: SeenForm) -> HttpResponse:
        brag.withdraw_brag(by=self.request.user, service_user=self.person, seen=form.cleaned_data["seen"])
        return self.done(_("You have withdrawn the BRAG review. The status has not changed."), "service_user")


class RecordOccasion(ActPage):
    """What happened that asks for a review, and when."""

    form_class = OccasionForm
    template_name = "casework/occasion.html"
    heading = gettext_lazy("Record what asks for a BRAG review")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "service_user": self.person}

    def save(self, form: OccasionForm) -> HttpResponse:
        brag.record_occasion(by=self.request.user, occasion=form.occasion)
        return self.done(_("You have recorded what happened. Review the BRAG status next."), "brag_review")


class TakeOutOccasion(ActPage):
    """Deletes what was recorded by mistake as asking for a review."""

    form_class = Form
    template_name = "casework/take_out_occasion.html"
    heading = gettext_lazy("Take out what asked for a BRAG review")

    @cached_property
    def occasion(self) -> BragOccasion:
        occasions = self.person.brag_occasions.select_related("recorded_by")
        return get_object_or_404(occasions, pk=self.kwargs["occasion"])

    def find(self) -> Any:
        return self.occasion

    @property
    def back_url(self) -> str:
        return self.address("brag_reviews")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.person.brag_occasions.filter(pk=self.kwargs["occasion"]).exists():
            return super().post(request, *args, **kwargs)
        messages.info(request, _("This is taken out already."))
        return redirect(self.back_url)

    def save(self, form: Form) -> HttpResponse:
        what = str(self.occasion)
        brag.take_out_occasion(by=self.request.user, occasion=self.occasion)
        return self.done(_("You have taken this out: %(what)s.") % {"what": what}, "brag_reviews")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(occasion=self.occasion, **kwargs)
