"""Scenarios of a team: the list, one of them with the team before and after, and what becomes of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from casework.forms.scenarios import ApplyForm, OpinionForm, ScenarioForm, ThrowAwayForm
from casework.scenario_tables import ScenariosTable, TriedTable, state_tag
from casework.scenarios import ScenarioToday
from casework.services.scenarios import StepsRefused, apply_scenario
from staff.access import LDU_AND_ABOVE, MANAGERS, ForRoles
from staff.forms import UnitForm
from staff.models import Role
from ui import formats
from ui.words import named
from workload.access import APPLY_SCENARIOS, TRY_SCENARIOS, may_change_scenario, scenarios_seen_by, teams_of
from workload.models import Scenario, ScenarioState, StepKind
from workload.scenarios import OPEN
from workload.services.scenarios import (
    change_scenario,
    give_opinion,
    make_scenario,
    over_in_words,
    remove_step,
    share_scenario,
    throw_away_scenario,
)
from workload.views.figures import unit_url
from workload.views.saving import SavePage

# Of those that are over, so many on a page.
OVER_AT_ONCE = 20


class Scenarios(ForRoles, TemplateView):
    """The scenarios of a team, or of all teams of a unit: the own and the shared ones, and those that are over."""

    roles = MANAGERS
    template_name = "casework/scenarios.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        form = UnitForm(self.request.GET, user=user)
        if not form.is_valid():
            raise Http404
        unit = form.unit
        within = {"team": "team", "ldu": "team__ldu", "division": "team__ldu__division"}[unit.level]
        seen = scenarios_seen_by(user).filter(**{within: unit.record}).annotate(number=Count("steps"))
        seen = seen.select_related("team", "made_by")
        team = f"?team={unit.record.pk}" if unit.level == "team" and user.role != Role.TEAM_MANAGER else ""
        return super().get_context_data(
            unit=unit,
            open=self.table(seen.filter(OPEN), unit.level, _("There are no scenarios to try."), paginate=False),
            over=self.table(seen.exclude(OPEN), unit.level, "", paginate={"per_page": OVER_AT_ONCE}),
            make_url=f"{reverse('make_scenario')}{team}" if user.role in TRY_SCENARIOS else "",
            breadcrumbs=[(str(above), unit_url(above, user)) for above in [*unit.above(user), unit]],
            **kwargs,
        )

    def table(self, scenarios: QuerySet[Scenario], level: str, empty: str, paginate: Any) -> ScenariosTable:
        over = bool(paginate)
        table = ScenariosTable(scenarios, several=level != "team", prefix="over-" if over else "", empty_text=empty)
        table.caption = _("Applied or thrown away") if over else _("Drafts and shared scenarios")
        return RequestConfig(self.request, paginate=paginate).configure(table)


class MakeScenario(SavePage):
    """Its name and first day; what it changes is added on its page."""

    roles = TRY_SCENARIOS
    form_class = ScenarioForm
    heading = gettext_lazy("Make a scenario")
    button = gettext_lazy("Continue")

    @cached_property
    def teams(self) -> Any:
        return teams_of(self.request.user)

    @property
    def back_url(self) -> str:
        return reverse("scenarios")

    def get_form_kwargs(self) -> dict[str, Any]:
        own = self.request.user.role == Role.TEAM_MANAGER
        return {**super().get_form_kwargs(), "teams": None if own else self.teams}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("team", "")
        team = {"team": int(asked)} if asked.isdecimal() and len(asked) < 19 else {}
        return {**super().get_initial(), "starts_on": timezone.localdate(), **team}

    def save(self, form: ScenarioForm) -> str:
        said = form.cleaned_data
        team = said.get("team") or self.request.user.post.team
        scenario = Scenario(team=team, name=said["name"], starts_on=said["starts_on"], note=said["note"])
        self.made = make_scenario(by=self.request.user, scenario=scenario)
        return _("You have made the scenario. Now add what it changes.")

    def done(self, words: str) -> Any:
        messages.success(self.request, words)
        return redirect("scenario", self.made.pk)


class OfScenario(ForRoles):
    """A page about a scenario that the user sees; any other does not exist."""

    kwargs: dict[str, Any]

    @cached_property
    def scenario(self) -> Scenario:
        seen = scenarios_seen_by(self.request.user).select_related("team__ldu__division", "made_by", "ended_by")
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    @cached_property
    def now(self) -> ScenarioToday:
        return ScenarioToday(self.scenario, self.request.user, timezone.localdate())

    def table(self) -> TriedTable | None:
        """The team before and after; none of a scenario that was thrown away."""
        figures = self.now.figures
        if figures is None:
            return None
        words = _("The %(team)s before and after, %(day)s")
        caption = named(words, day=formats.day(self.now.day))
        table = TriedTable(figures.rows, total=figures.total, caption=caption)
        return RequestConfig(self.request, paginate=False).configure(table)


class ScenarioPage(OfScenario, TemplateView):
    roles = MANAGERS
    template_name = "casework/scenario.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scenario, user, now = self.scenario, self.request.user, self.now
        may_change = may_change_scenario(user, scenario)
        may_say = scenario.state == ScenarioState.SHARED and user.role in LDU_AND_ABOVE and scenario.made_by != user
        return super().get_context_data(
            scenario=scenario,
            now=now,
            state=state_tag(scenario.state),
            table=self.table(),
            opinions=[(each, each.about == now.version) for each in scenario.opinions.select_related("by")],
            may_change=may_change,
            may_share=may_change and scenario.state == ScenarioState.DRAFT,
            may_apply=may_change and user.role in APPLY_SCENARIOS and now.does_something,
            may_say=may_say,
            back_url=reverse("scenarios"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of the buttons. What somebody else did meanwhile is told on the page that follows."""
        about: dict[str, Any] = {"by": request.user, "scenario": self.scenario}
        try:
            match request.POST.get("do"):
                case "share":
                    share_scenario(**about)
                    words = named(_("You have shared the scenario. The %(ldu_head)s sees it now."))
                case "remove":
                    step = request.POST.get("step", "")
                    remove_step(**about, step=int(step) if step.isdecimal() and len(step) < 19 else 0)
                    words = _("You have taken out the change.")
                case _other:
                    raise Http404
        except ValidationError as refused:
            for problem in refused.messages:
                messages.warning(request, problem)
        else:
            messages.success(request, words)
        return redirect("scenario", self.scenario.pk)


class OpenScenario(OfScenario):
    """A page that is there while a scenario can be changed; of one that cannot be, its own page says why."""

    roles: tuple[Role, ...] = TRY_SCENARIOS

    @property
    def back_url(self) -> str:
        return reverse("scenario", args=[self.scenario.pk])

    def may_open(self) -> bool:
        return may_change_scenario(self.request.user, self.scenario)

    def turned_away(self) -> HttpResponse | None:
        if self.may_open():
            return None
        messages.warning(self.request, over_in_words(self.scenario))
        return redirect(self.back_url)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.turned_away() or super().get(request, *args, **kwargs)  # type: ignore[misc]


class ChangesScenario(OpenScenario, SavePage):
    """A form about a scenario."""

    @property
    def caption(self) -> str:
        return self.scenario.name

    @property
    def seen(self) -> str:
        return self.now.version

    def forget_what_was_shown(self) -> None:
        del self.scenario, self.now

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.turned_away() or super().post(request, *args, **kwargs)


class ChangeScenario(ChangesScenario):
    form_class = ScenarioForm
    heading = gettext_lazy("Change the name or the first day")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        shown = {name: getattr(self.scenario, name) for name in ("name", "starts_on", "note")}
        return {**super().get_initial(), **shown}

    def save(self, form: ScenarioForm) -> str:
        change_scenario(by=self.request.user, scenario=self.scenario, **form.cleaned_data)
        return _("You have changed the scenario.")


class SayWhatOneThinks(ChangesScenario):
    """The LDU head's and the chief officer's: whether they agree with a scenario that was shared."""

    roles = LDU_AND_ABOVE
    form_class = OpinionForm
    heading = gettext_lazy("Say what you think of this scenario")
    button = gettext_lazy("Save")

    def may_open(self) -> bool:
        return self.scenario.state == ScenarioState.SHARED

    def save(self, form: OpinionForm) -> str:
        said = form.cleaned_data
        give_opinion(
            by=self.request.user,
            scenario=self.scenario,
            agrees=said["agrees"] == "yes",
            reason=said["reason"],
            seen=said["seen"],
        )
        return _("You have said what you think.")


class ThrowAwayScenario(ChangesScenario):
    form_class = ThrowAwayForm
    template_name = "casework/throw_away_scenario.html"
    heading = gettext_lazy("Throw this scenario away?")
    button = gettext_lazy("Throw it away")

    def may_open(self) -> bool:
        return super().may_open() or self.scenario.state == ScenarioState.THROWN_AWAY

    def save(self, form: ThrowAwayForm) -> str:
        throw_away_scenario(by=self.request.user, scenario=self.scenario)
        return _("You have thrown the scenario away. Nothing has been changed.")


class ApplyScenario(ChangesScenario):
    """Everything that will be done, what cannot be any more, and the button that does it."""

    roles = APPLY_SCENARIOS
    form_class = ApplyForm
    template_name = "casework/apply_scenario.html"
    heading = gettext_lazy("Apply this scenario?")
    button = gettext_lazy("Apply it")
    # What the service refused, by step.
    refused: Mapping[int, list[str]] = {}

    def may_open(self) -> bool:
        return super().may_open() or self.scenario.state == ScenarioState.APPLIED

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.scenario.state == ScenarioState.APPLIED:
            return redirect(self.back_url)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        kinds = {step.kind for step in self.now.steps}
        asked = {"moves": StepKind.MOVE in kinds, "adjusts": StepKind.ADJUSTMENT in kinds}
        return {**super().get_form_kwargs(), **asked}

    def get_initial(self) -> dict[str, Any]:
        agreed = self.scenario.opinions.filter(agrees=True, about=self.now.version).select_related("by").first()
        return {**super().get_initial(), "agreed_with": str(agreed.by) if agreed else ""}

    def save(self, form: ApplyForm) -> str:
        try:
            apply_scenario(by=self.request.user, scenario=self.scenario, **form.cleaned_data)
        except StepsRefused as refused:
            self.refused = refused.problems
            raise
        return _("You have applied the scenario.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = self.now
        now.problems = {**now.problems, **self.refused}
        can_apply = now.does_something and not now.problems and not now.first_day_problem
        return super().get_context_data(scenario=self.scenario, now=now, can_apply=can_apply, **kwargs)
