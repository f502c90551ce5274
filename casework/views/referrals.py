"""Referrals of a person: making one, what came of it, and taking out what was a mistake."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Referral, ReferralStep
from casework.forms.referrals import ReferralForm, ReferralStepForm, TakeOutForm
from casework.referrals import referral_in_full, state_of, why_no_step, why_not_taken_out, why_step_stays
from casework.services import referrals
from casework.views.acting import ActPage


class ReferralsPage(ActPage):
    template_name = "casework/referral_act.html"
    button: str | Promise = gettext_lazy("Save")
    intro: str | Promise = ""

    @property
    def back_url(self) -> str:
        return self.address("orders")

    def why_not(self) -> str:
        """Why there is nothing to do on this page; empty where there is."""
        return ""

    def turned_away(self) -> HttpResponse | None:
        if not (words := self.why_not()):
            return None
        messages.info(self.request, words)
        return redirect(self.back_url)

    def saved(self, words: str) -> HttpResponse:
        return self.done(words, "orders")


class Refer(ReferralsPage):
    form_class = ReferralForm
    heading = gettext_lazy("Record a referral")
    button = gettext_lazy("Record the referral")

    def get_form_kwargs(self) -> dict[str, Any]:
        orders = self.person.orders.filter(starts_on__lte=self.today).order_by("-starts_on", "order_ref")
        return super().get_form_kwargs() | {"orders": orders}

    def get_initial(self) -> dict[str, Any]:
        """Where one order alone is current, the referral is under it unless somebody says otherwise."""
        current = list(self.person.orders.current(self.today)[:2])
        return {**super().get_initial(), **({"order": current[0].pk} if len(current) == 1 else {})}

    def save(self, form: Form) -> HttpResponse:
        made = referrals.refer(by=self.request.user, referral=Referral(service_user=self.person, **form.cleaned_data))
        return self.saved(_("You have recorded a referral to %(provider)s.") % {"provider": made.provider})


class OfReferral(ReferralsPage):
    """A form about one referral."""

    @cached_property
    def referral(self) -> Referral:
        return get_object_or_404(self.person.referrals, pk=self.kwargs["pk"])

    def find(self) -> Any:
        return self.referral

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(referral=referral_in_full(self.referral), **kwargs)


class RecordReferralStep(OfReferral):
    form_class = ReferralStepForm
    heading = gettext_lazy("Record what came of a referral")

    def why_not(self) -> str:
        return why_no_step(self.referral)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"state": state_of(self.referral)}

    def save(self, form: Form) -> HttpResponse:
        referrals.record_step(by=self.request.user, referral=self.referral, **form.cleaned_data)
        return self.saved(_("You have recorded what came of the referral."))


class TakeOutReferral(OfReferral):
    form_class = TakeOutForm
    heading = gettext_lazy("Take out a referral")
    button = gettext_lazy("Take out the referral")
    intro = gettext_lazy("It counts nowhere any more. That it was recorded, and why it was a mistake, is kept.")

    def why_not(self) -> str:
        return why_not_taken_out(self.referral)

    def save(self, form: Form) -> HttpResponse:
        referrals.take_out_referral(by=self.request.user, referral=self.referral, **form.cleaned_data)
        return self.saved(_("You have taken out the referral."))


class TakeOutReferralStep(OfReferral):
    form_class = TakeOutForm
    heading = gettext_lazy("Take out what came of a referral")
    button = gettext_lazy("Take this out")

    @cached_property
    def step(self) -> ReferralStep:
        return get_object_or_404(self.referral.steps.select_related("referral"), pk=self.kwargs["step"])

    def find(self) -> Any:
        return self.step

    @property
    def intro(self) -> str:  # type: ignore[override]
        words = _("“%(state)s” is taken out. The referral stands as before, and you can record what came of it again.")
        return words % {"state": self.step.get_state_display()}

    def why_not(self) -> str:
        return why_step_stays(self.step)

    def save(self, form: Form) -> HttpResponse:
        referrals.take_out_step(by=self.request.user, step=self.step, **form.cleaned_data)
        return self.saved(_("You have taken out what came of the referral."))
