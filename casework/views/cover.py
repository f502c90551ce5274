"""Cover: who covers whose cases, recording that, and ending it early."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cases.gate import people_seen_by
from cases.models import BY_NAME, Cover, ServiceUser
from casework.cover import Covering, cases_of, coverings
from casework.forms.cover import CoverForm, EndCoverForm
from casework.services.cover import end_cover, may_arrange_cover, record_cover, why_not_ended
from casework.views.sessions import SessionFormPage
from staff.access import CASEWORK, ForRoles
from staff.models import Role, User
from staff.selectors import colleagues_of
from staff.units import Unit
from ui import formats

# What is further ahead is not listed yet.
AHEAD = timedelta(days=365)


class CoverPage(ForRoles, TemplateView):
    """Whom one covers for, and who covers for oneself; of a team manager the whole team. Each with the cases."""

    roles = CASEWORK
    template_name = "casework/cover.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        manages = user.role == Role.TEAM_MANAGER
        team = list(colleagues_of(user, today).order_by("filed_as"))
        whose = [each.pk for each in team] if manages else [user.pk]
        found = coverings(today, today + AHEAD, of=whose, by=whose)
        cases = cases_of(found, today)
        people = list(people_seen_by(user).filter(pk__in={pk for theirs in cases for pk in theirs}).order_by(*BY_NAME))
        names = [
            (each, [person for person in people if person.pk in theirs])
            for each, theirs in zip(found, cases, strict=True)
        ]
        return super().get_context_data(
            parts=[
                (_("Now"), _("Nobody covers now."), [each for each in names if each[0].on_day(today)]),
                (
                    _("To come"),
                    _("No cover to come is recorded."),
                    [each for each in names if each[0].starts_on > today],
                ),
            ],
            manages=manages,
            team=[each for each in team if each != user] if manages else [],
            **kwargs,
        )


class RecordCover(SessionFormPage):
    """Who covers the cases of one colleague: all of them, or each whoever is chosen for it."""

    roles = (Role.TEAM_MANAGER,)
    form_class = CoverForm
    template_name = "casework/record_cover.html"

    @cached_property
    def officer(self) -> User:
        return get_object_or_404(colleagues_of(self.request.user, timezone.localdate()), pk=self.kwargs["pk"])

    @cached_property
    def people(self) -> list[Any]:
        """Those whom the colleague holds today."""
        theirs = ServiceUser.objects.of(Unit.of(self.officer), timezone.localdate())
        return list(theirs.seen_by(self.request.user).with_brag(timezone.localdate()).order_by(*BY_NAME))

    def get_form_kwargs(self) -> dict[str, Any]:
        colleagues = colleagues_of(self.request.user, timezone.localdate()).exclude(pk=self.officer.pk)
        visible = [person for person in self.people if person.visible]
        return {**super().get_form_kwargs(), "people": visible, "colleagues": colleagues.order_by("filed_as")}

    def get_initial(self) -> dict[str, Any]:
        """An absence that leads here says its days."""
        said = (EndCoverForm({"ends_on": self.request.GET.get(name, "")}) for name in ("from", "to"))
        first, last = (form.cleaned_data["ends_on"] if form.is_valid() else None for form in said)
        return {**super().get_initial(), "starts_on": max(filter(None, [first, timezone.localdate()])), "ends_on": last}

    def save(self, form: CoverForm) -> HttpResponse:
        days = {"starts_on": form.cleaned_data["starts_on"], "ends_on": form.cleaned_data["ends_on"]}
        record_cover(by=self.request.user, officer=self.officer, shares=form.shares, **days)
        words = _("You have recorded who covers for %(officer)s.")
        messages.success(self.request, words % {"officer": self.officer})
        return redirect("cover")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(officer=self.officer, back_url=reverse("cover"), **kwargs)


class EndCover(SessionFormPage):
    """Lets cover end on an earlier day; what has not begun is taken away."""

    roles = (Role.TEAM_MANAGER,)
    template_name = "casework/end_cover.html"

    @cached_property
    def cover(self) -> Cover | None:
        return Cover.objects.select_related("officer", "covered_by").filter(pk=self.kwargs["pk"]).first()

    @property
    def to_come(self) -> bool:
        return bool(self.cover and self.cover.starts_on >= timezone.localdate())

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever sent it twice, or opens an old page, is told that nothing is left to end."""
        user: Any = request.user
        if user.role in self.roles:
            today = timezone.localdate()
            if self.cover and not may_arrange_cover(user, self.cover.officer, today):
                raise Http404
            if self.cover is None or why_not_ended(self.cover, today):
                messages.info(request, _("There is no such cover to end."))
                return redirect("cover")
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[Form]:
        return Form if self.to_come else EndCoverForm

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "ends_on": timezone.localdate()}

    def save(self, form: Form) -> HttpResponse:
        assert self.cover
        to_come = self.to_come
        end_cover(by=self.request.user, cover=self.cover, **form.cleaned_data)
        if to_come:
            words = _("You have taken away the cover for %(officer)s.") % {"officer": self.cover.officer}
        else:
            told = {"officer": self.cover.officer, "day": formats.day(form.cleaned_data["ends_on"])}
            words = _("The cover for %(officer)s ends on %(day)s.") % told
        messages.success(self.request, words)
        return redirect("cover")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cover = self.cover
        assert cover
        days = Covering(cover.officer, cover.covered_by, cover.starts_on, cover.ends_on, None, cover, None).days
        return super().get_context_data(
            cover=cover, days=days, to_come=self.to_come, back_url=reverse("cover"), **kwargs
        )
