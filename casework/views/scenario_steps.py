"""The pages that add to a scenario: cases that move, hours, an adjustment, expected cases."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from cases.models import BY_NAME, ServiceUser
from casework.allocating import percent
from casework.forms.scenarios import ExpectedForm, HoursForm, MoveForm, OfficerForm, TryAdjustmentForm
from casework.views.scenarios import ChangesScenario, OpenScenario
from staff.models import User
from staff.units import Unit
from workload.models import StepKind, WorkloadModel
from workload.selectors import Load, cases, points_by_kind
from workload.services.scenarios import add_steps, case_managers_of


class AddsSteps(ChangesScenario):
    """A form whose valid answers are ``steps`` of the scenario."""

    button = gettext_lazy("Add to the scenario")
    # About the scenario as it is by then: what it says of the same already is replaced.
    seen = ""

    @cached_property
    def officers(self) -> dict[int, User]:
        """The case managers of the team on the first day, by id."""
        return case_managers_of(self.scenario, self.now.day)

    def save(self, form: Any) -> str:
        add_steps(by=self.request.user, scenario=self.scenario, steps=form.steps)
        return _("You have added to the scenario.")


class OfOfficers(AddsSteps):
    form_class: type[OfficerForm]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "officers": list(self.officers.values())}


class TryHours(OfOfficers):
    form_class = HoursForm
    heading = gettext_lazy("Change somebody’s hours")


class TryAdjustment(OfOfficers):
    form_class = TryAdjustmentForm
    heading = gettext_lazy("Adjust somebody’s threshold")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "first": self.now.day}


class ExpectCases(OfOfficers):
    form_class = ExpectedForm
    heading = gettext_lazy("Add expected cases")

    def get_form_kwargs(self) -> dict[str, Any]:
        points = points_by_kind(WorkloadModel.objects.in_force(self.now.day))
        return {**super().get_form_kwargs(), "points": points}


class WhoseCases(OpenScenario, TemplateView):
    """The case managers of the team, each leading to their cases."""

    template_name = "casework/scenario_whose.html"
    heading = gettext_lazy("Whose cases would move?")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        carried = self.now.figures.after if self.now.figures else {}
        rows = [
            (
                officer,
                load_in_words(carried.get(pk, Load())),
                reverse("scenario_move", args=[self.scenario.pk, pk]),
            )
            for pk, officer in case_managers_of(self.scenario, self.now.day).items()
        ]
        return super().get_context_data(rows=rows, back_url=self.back_url, **kwargs)


class MoveCases(AddsSteps):
    """The cases of one case manager: those that would move are chosen, and to whom."""

    form_class = MoveForm
    template_name = "casework/scenario_move.html"
    heading = gettext_lazy("Choose the cases that would move")

    @cached_property
    def officer(self) -> User:
        if self.kwargs["officer"] not in self.officers:
            raise Http404
        return self.officers[self.kwargs["officer"]]

    @property
    def caption(self) -> str:
        return str(self.officer)

    @cached_property
    def people(self) -> list[Any]:
        """Their cases of the first day that the user may see, but for those that move already, by name."""
        user, day = self.request.user, self.now.day
        theirs = ServiceUser.objects.of(Unit.of(self.officer), day).visible_to(user)
        return list(cases(day, theirs).seen_by(user).order_by(*BY_NAME))

    def get_form_kwargs(self) -> dict[str, Any]:
        moved = {step.service_user_id for step in self.now.steps if step.kind == StepKind.MOVE}
        shown = self.request.method == "GET"
        carried = self.now.figures.after if self.now.figures else {}
        return {
            **super().get_form_kwargs(),
            "officer": self.officer,
            # A form that is sent twice chose those who move by now.
            "people": [person for person in self.people if not shown or person.pk not in moved],
            "others": {
                other: load_in_words(carried.get(pk, Load()))
                for pk, other in self.officers.items()
                if other != self.officer
            },
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        moved = {step.service_user_id for step in self.now.steps if step.kind == StepKind.MOVE}
        number = sum(person.pk in moved for person in self.people)
        return super().get_context_data(moved=number, **kwargs)


def load_in_words(load: Load) -> str:
    """What somebody carries with the scenario as it is so far."""
    words = ngettext(
        "%(number)d case with the scenario so far, workload %(indicator)s",
        "%(number)d cases with the scenario so far, workload %(indicator)s",
        load.cases,
    )
    return words % {"number": load.cases, "indicator": percent(load.indicator)}
