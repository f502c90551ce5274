"""Allocating a person to a case manager, and sharing out the cases of one who leaves or is away."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.models import BY_NAME, ServiceUser
from casework.allocating import Candidate, candidates, points_of, shared_out
from casework.forms.allocating import AllocateForm, ShareOutForm
from casework.services.allocating import allocate, allocations_of_all, version
from casework.views.acting import ActPage
from casework.views.sessions import SessionFormPage
from staff.access import ALLOCATES
from staff.models import Role, User
from staff.units import Unit
from ui.formats import weekday


class Allocate(ActPage):
    """The case managers of the unit side by side, and who of them holds the person from a day on."""

    roles: tuple[Role, ...] = ALLOCATES
    form_class = AllocateForm
    template_name = "casework/allocate.html"
    heading = gettext_lazy("Allocate this case")

    @cached_property
    def held(self) -> list[Any]:
        return allocations_of_all([self.person.pk])[self.person.pk]

    def get_form_kwargs(self) -> dict[str, Any]:
        found = candidates(self.request.user, self.today, person=self.person)
        holds = self.person.officer
        points = points_of([self.person.pk], self.today).get(self.person.pk)
        return {
            **super().get_form_kwargs(),
            "person": self.person,
            # A form that is sent twice chose whoever holds the case by now.
            "candidates": [each for each in found if each.officer.pk != holds or self.request.method == "POST"],
            "points": points or 0,
        }

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "starts_on": self.today, "seen": version(self.held)}

    def save(self, form: AllocateForm) -> HttpResponse:
        decision = form.decision
        allocate(by=self.request.user, decisions=[decision], seen={self.person.pk: form.cleaned_data["seen"]})
        words = _("You have allocated this case to %(officer)s from %(day)s.")
        return self.done(words % {"officer": decision.officer, "day": weekday(decision.starts_on)}, "service_user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        holds = User.objects.filter(pk=self.person.officer).first()
        return super().get_context_data(case_manager=holds, **kwargs)


class ShareOut(SessionFormPage):
    """The cases of one case manager, each with to whom it could go: proposed evenly, changed, and allocated at once."""

    roles: tuple[Role, ...] = ALLOCATES
    form_class = ShareOutForm
    template_name = "casework/share_out.html"

    @cached_property
    def officer(self) -> User:
        posts = Unit.of_member(self.request.user).posts.on(timezone.localdate())
        return get_object_or_404(User.objects.filter(pk__in=posts.values("user")), pk=self.kwargs["pk"])

    @cached_property
    def people(self) -> list[Any]:
        """Those whom the case manager holds, and the user may see."""
        today = timezone.localdate()
        theirs = ServiceUser.objects.of(Unit.of(self.officer), today).visible_to(self.request.user)
        return list(theirs.seen_by(self.request.user).with_brag(today).order_by(*BY_NAME))

    @cached_property
    def candidates(self) -> list[Candidate]:
        found = candidates(self.request.user, timezone.localdate())
        return [each for each in found if each.officer != self.officer]

    def get_form_kwargs(self) -> dict[str, Any]:
        today, ids = timezone.localdate(), [person.pk for person in self.people]
        points = points_of(ids, today)
        here = [each for each in self.candidates if not each.away]
        for person in self.people:
            person.points = points.get(person.pk)
        return {
            **super().get_form_kwargs(),
            "people": self.people,
            "candidates": self.candidates,
            "proposed": shared_out(points, here) if here else {},
            "seen": {pk: version(held) for pk, held in allocations_of_all(ids).items()},
        }

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "starts_on": timezone.localdate()}

    def save(self, form: ShareOutForm) -> HttpResponse:
        decisions = form.decisions
        allocate(by=self.request.user, decisions=decisions, seen=form.seen)
        words = ngettext("You have allocated %(number)d case.", "You have allocated %(number)d cases.", len(decisions))
        messages.success(self.request, words % {"number": len(decisions)})
        return redirect("officer_workload", self.officer.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back_url = reverse("officer_workload", args=[self.officer.pk])
        return super().get_context_data(officer=self.officer, back_url=back_url, **kwargs)
