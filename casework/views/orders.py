"""A person's orders: what is recorded here of each, and the pages on which that is done."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Order, OrderProgress, RarDay, RarPlan
from casework.forms.orders import (
    ProgressForm,
    RarDayForm,
    RarPlanForm,
    RevocationForm,
    TakeBackForm,
    TerminationForm,
)
from casework.orders import (
    is_single_requirement,
    orders_in_full,
    why_no_day,
    why_no_rar,
    why_not_taken_back,
    why_not_terminated,
)
from casework.referrals import referrals_of
from casework.services import orders, rar_days, revocation
from casework.services.refusals import ChangedMeanwhile, Refused
from casework.views.acting import ActPage
from casework.views.service_user import OfServiceUser
from ui.formats import day


class Orders(OfServiceUser):
    template_name = "casework/orders.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = self.now.date()
        found = orders_in_full(self.person, today)
        return super().get_context_data(
            orders=found,
            referrals=referrals_of(self.person),
            today=today,
            single_requirement=is_single_requirement(found, today),
            **kwargs,
        )


class OrderPage(ActPage):
    """A form about one order, there while `why_not` is empty."""

    template_name = "casework/order_act.html"
    button: str | Promise = gettext_lazy("Save")

    @cached_property
    def order(self) -> Order:
        return get_object_or_404(self.person.orders.prefetch_related("requirements"), pk=self.kwargs["pk"])

    def find(self) -> Any:
        return self.order

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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(order=self.order, button=self.button, **kwargs)


class TerminateOrder(OrderPage):
    """What a termination changes is shown before it is recorded."""

    form_class = TerminationForm
    template_name = "casework/terminate_order.html"
    heading = gettext_lazy("Record the termination of an order")
    button = gettext_lazy("Continue")

    def why_not(self) -> str:
        return why_not_terminated(self.order, self.today)

    def save(self, form: Form) -> HttpResponse:
        made = orders.terminate_order(by=self.request.user, order=self.order, **form.cleaned_data)
        return self.saved(
            _("You have recorded that the order was terminated on %(day)s.") % {"day": day(made.terminated_on)}
        )

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The page again, with what the termination changes: from here the answers may be sent to be recorded."""
        if not isinstance(refused, orders.NotSeen):
            return super().refused(form, refused)
        form.data = {**form.data.dict(), "seen": refused.changes.version}
        button = _("Record the termination")
        return self.render_to_response(self.get_context_data(form=form, changes=refused.changes) | {"button": button})


class TakeBackTermination(OrderPage):
    form_class = TakeBackForm
    heading = gettext_lazy("Take back the termination of an order")
    button = gettext_lazy("Take back the termination")
    intro = gettext_lazy("The order goes on as if it had not been terminated. Its months are counted again.")

    def why_not(self) -> str:
        return why_not_taken_back(self.order)

    def save(self, form: Form) -> HttpResponse:
        orders.take_back_termination(by=self.request.user, order=self.order, **form.cleaned_data)
        return self.saved(_("You have taken back the termination. The order goes on."))


class PlanRarDays(OrderPage):
    form_class = RarPlanForm
    heading = gettext_lazy("Plan RAR days")

    def why_not(self) -> str:
        return why_no_rar(self.order)

    def get_initial(self) -> dict[str, Any]:
        plan = RarPlan.objects.filter(order=self.order).first()
        days = {name: getattr(plan, name) for name in ("ordered", "planned", "rationale")} if plan else {}
        return {**super().get_initial(), **days, "seen": rar_days.version_of_days(self.order)}

    def save(self, form: Form) -> HttpResponse:
        rar_days.plan_rar_days(by=self.request.user, order=self.order, **form.cleaned_data)
        return self.saved(_("You have changed what is planned of the RAR days."))

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The page again, which shows the days as they stand now: from here the answers may be sent again."""
        if isinstance(refused, ChangedMeanwhile):
            form.data = {**form.data.dict(), "seen": rar_days.version_of_days(self.order)}
        return super().refused(form, refused)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rar_used=self.order.rar_days.count(), show_rar=True, **kwargs)


class RecordRarDay(OrderPage):
    form_class = RarDayForm
    heading = gettext_lazy("Record a RAR day")
    button = gettext_lazy("Record the day")

    def why_not(self) -> str:
        return why_no_day(self.order)

    def save(self, form: Form) -> HttpResponse:
        made = rar_days.record_rar_day(by=self.request.user, order=self.order, **form.cleaned_data)
        return self.saved(_("You have recorded a RAR day on %(day)s.") % {"day": day(made.used_on)})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rar_used=self.order.rar_days.count(), show_rar=True, **kwargs)


class TakeOutRarDay(OrderPage):
    form_class = Form
    template_name = "casework/take_out_rar_day.html"
    heading = gettext_lazy("Take out a RAR day")
    button = gettext_lazy("Take out this day")

    @cached_property
    def rar_day(self) -> RarDay:
        return get_object_or_404(self.order.rar_days.select_related("recorded_by"), pk=self.kwargs["day"])

    def find(self) -> Any:
        return self.rar_day

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.order.rar_days.filter(pk=self.kwargs["day"]).exists():
            return super().post(request, *args, **kwargs)
        messages.info(request, _("This RAR day is taken out already."))
        return redirect(self.back_url)

    def save(self, form: Form) -> HttpResponse:
        used_on = self.rar_day.used_on
        rar_days.take_out_rar_day(by=self.request.user, day=self.rar_day)
        return self.saved(_("You have taken out the RAR day of %(day)s.") % {"day": day(used_on)})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rar_day=self.rar_day, **kwargs)


class RecordProgress(OrderPage):
    form_class = ProgressForm
    heading = gettext_lazy("Record progress of an order")
    intro = gettext_lazy(
        "Once both are recorded, you are asked to consider early revocation where a court can revoke it."
    )

    def get_initial(self) -> dict[str, Any]:
        known = OrderProgress.objects.filter(order=self.order).first()
        names = ("requirements_completed_on", "objectives_met_on")
        return {**super().get_initial(), **{name: getattr(known, name, None) for name in names}}

    def save(self, form: Form) -> HttpResponse:
        revocation.record_progress(by=self.request.user, order=self.order, **form.cleaned_data)
        return self.saved(_("You have recorded how far the order has come."))


class DecideRevocation(OrderPage):
    form_class = RevocationForm
    heading = gettext_lazy("Consider early revocation")
    button = gettext_lazy("Save the decision")
    intro = gettext_lazy(
        "The requirements of this order are completed and the objectives of the sentence plan are met."
        " You cannot change the decision afterwards."
    )

    def why_not(self) -> str:
        candidates = Order.objects.to_consider_for_revocation(self.today)
        return "" if candidates.filter(pk=self.order.pk).exists() else revocation.nothing_to_decide()

    def save(self, form: Form) -> HttpResponse:
        revocation.decide_revocation(by=self.request.user, order=self.order, **form.cleaned_data)
        return self.saved(_("You have decided about early revocation."))
