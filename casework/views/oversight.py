"""Management oversight of a person: asking for it, deciding about it, and ending it early."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms.oversight import AskForOversightForm, DecideOversightForm, Decision, EndOversightForm
from casework.oversight import DECIDE, OversightOf, Told, why_not_ask, why_not_decide
from casework.services import oversight
from casework.services.refusals import Refused
from casework.views.acting import ActPage
from contacts.oversight import Oversight, OversightState
from staff.access import CASEWORK
from staff.models import Role
from ui.formats import weekday


class OversightPage(ActPage):
    """A form about the temporary measures of a person."""

    @cached_property
    def of(self) -> OversightOf:
        return OversightOf(self.person, self.today)

    def refusal(self) -> str:
        """Why there is nothing to do on this page; empty where there is."""
        raise NotImplementedError

    def turned_away(self) -> HttpResponse | None:
        if not (words := self.refusal()):
            return None
        messages.info(self.request, words)
        return redirect(self.back_url)

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The page again, which shows what stands now: somebody else may have decided meanwhile."""
        for name in ("of", "told"):
            self.__dict__.pop(name, None)
        return super().refused(form, refused)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(of=self.of, **kwargs)


class AskForOversight(OversightPage):
    form_class = AskForOversightForm
    template_name = "casework/ask_oversight.html"
    heading = gettext_lazy("Ask for a temporary measure")

    def refusal(self) -> str:
        return why_not_ask(self.of)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "starts_on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "service_user": self.person, "of": self.of}

    def save(self, form: AskForOversightForm) -> HttpResponse:
        oversight.ask_for_oversight(by=self.request.user, oversight=form.oversight)
        return self.done(_("You have asked for a temporary measure. It waits for a decision."), "service_user")


class DecideOversight(OversightPage):
    """The measure that waits; once somebody else decided about it, the page says so and keeps what was typed."""

    roles: tuple[Role, ...] = DECIDE
    form_class = DecideOversightForm
    template_name = "casework/decide_oversight.html"
    heading = gettext_lazy("Decide about a temporary measure")

    @cached_property
    def told(self) -> Told:
        """What waits or, of a form that was sent, what it was about."""
        seen = self.request.POST.get("seen")
        told = next((each for each in self.of.all if str(each.oversight.pk) == seen), self.of.waiting)
        if told is None:
            raise Http404
        return told

    def refusal(self) -> str:
        if not self.of.waiting:
            return _("No temporary measure is waiting for a decision any more.")
        return why_not_decide(self.request.user, self.person, self.told.oversight, self.today)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": self.told.oversight.pk}

    def save(self, form: DecideOversightForm) -> HttpResponse:
        said = form.cleaned_data
        about: dict[str, Any] = {"by": self.request.user, "service_user": self.person}
        about |= {"seen": said["seen"], "reason": said["reason"]}
        if said["decision"] == Decision.REFUSE:
            oversight.refuse_oversight(**about)
            return self.done(_("You have refused the temporary measure. Nothing has changed."), "service_user")
        agreed = oversight.agree_oversight(**about)
        words = _("You have agreed the temporary measure. It holds until %(day)s.")
        return self.done(words % {"day": weekday(agreed.ends_on)}, "service_user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(told=self.told, **kwargs)


class EndOversight(OversightPage):
    """Ends a measure that was agreed, or takes back what waits."""

    roles: tuple[Role, ...] = (*CASEWORK, Role.LDU_HEAD)
    form_class = EndOversightForm
    template_name = "casework/end_oversight.html"

    @cached_property
    def told(self) -> Told:
        told = next((each for each in self.of.all if each.oversight.pk == self.kwargs["pk"]), None)
        if told is None:
            raise Http404
        return told

    @property
    def heading(self) -> str:
        if self.told.oversight.state == OversightState.ASKED:
            return _("Take back a temporary measure that was asked for")
        return _("End a temporary measure early")

    def refusal(self) -> str:
        return oversight.why_not_end(self.told.oversight, self.of)

    def save(self, form: EndOversightForm) -> HttpResponse:
        ended: Oversight = oversight.end_oversight(
            by=self.request.user, oversight=self.told.oversight, reason=form.cleaned_data["reason"]
        )
        words = _("You have ended the temporary measure. The contact standard holds from today.")
        if not ended.decided_by_id:
            words = _("You have taken back what was asked for. Nothing has changed.")
        return self.done(words, "service_user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(told=self.told, **kwargs)
