"""Scenarios: what a team manager or an LDU head would change about a team, tried before anything is."""

from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import LocalDateTimeField, in_choices
from base.versions import version
from cases.models import Brag, ServiceUser
from staff.models import Team
from ui.words import word_lazy

LONGEST_NOTE = 1000
# So many cases of a kind can be expected in one step.
MOST_EXPECTED = 500
WEIGHS_AS = [*Brag.values, "single_requirement"]


class ScenarioState(models.TextChoices):
    """How far a scenario has come: a draft is seen by whoever made it, the others by all who answer for the team."""

    DRAFT = "draft", _("Draft")
    SHARED = "shared", _("Shared")
    APPLIED = "applied", _("Applied")
    THROWN_AWAY = "thrown_away", _("Thrown away")


OPEN_STATES = (ScenarioState.DRAFT, ScenarioState.SHARED)
OPEN = Q(state__in=OPEN_STATES)


class StepKind(models.TextChoices):
    """What a step of a scenario changes."""

    MOVE = "move", _("Move a case")
    HOURS = "hours", _("Change the hours")
    ADJUSTMENT = "adjustment", _("Adjust the threshold")
    EXPECTED = "expected", _("Expect cases")


def _staff(**options: Any) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


@history.kept()
class Scenario(models.Model):
    """Changes to a team that are tried together. All of them would hold from the one day ``starts_on`` on.

    One that is over, applied or thrown away, is kept as it was: ``ended_by`` says who ended it.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="scenarios", verbose_name=word_lazy("team"))
    name = models.CharField(_("name"), max_length=100)
    starts_on = models.DateField(_("first day"))
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    state = models.CharField(_("state"), max_length=11, choices=ScenarioState, default=ScenarioState.DRAFT)
    made_by = _staff(verbose_name=_("made by"))
    made_at = LocalDateTimeField()
    changed_at = LocalDateTimeField(help_text="When it, or one of its steps, was changed last.")
    shared_at = LocalDateTimeField(null=True, blank=True)
    ended_by = _staff(null=True, blank=True, verbose_name=_("ended by"))
    ended_at = LocalDateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("scenario"), _("scenarios")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            in_choices("scenario_state_known", "state", ScenarioState),
            models.CheckConstraint(
                condition=~Q(state=ScenarioState.DRAFT, shared_at__isnull=False)
                & ~Q(state=ScenarioState.SHARED, shared_at=None),
                name="scenario_shared_at_some_time",
            ),
            models.CheckConstraint(
                condition=(OPEN & Q(ended_by=None, ended_at=None))
                | (~OPEN & Q(ended_by__isnull=False, ended_at__isnull=False)),
                name="scenario_ended_by_somebody",
            ),
            models.UniqueConstraint(fields=["made_by", "team", "name"], condition=OPEN, name="scenario_named_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it is neither applied nor thrown away."""
        return self.state in OPEN_STATES


NO_MOVE = Q(service_user=None, to=None)
NO_HOURS = Q(weekly_hours=None)
NO_ADJUSTMENT = Q(percent=None, reason="", ends_on=None)
NOTHING_EXPECTED = Q(weighs_as="", number=None)
WHOSE = Q(officer__isnull=False)


@history.kept()
class ScenarioStep(models.Model):
    """One change of a scenario; its kind says which columns it has, and the database holds that.

    | kind         | is                                                                                      |
    |--------------|-----------------------------------------------------------------------------------------|
    | `move`       | the case of ``service_user`` goes from ``officer`` to ``to``                             |
    | `hours`      | ``officer`` works ``weekly_hours``                                                       |
    | `adjustment` | ``percent`` off the threshold of ``officer`` for ``reason``, to ``ends_on``              |
    | `expected`   | ``number`` more cases that weigh as ``weighs_as``, with ``officer``, or None: with nobody |
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind)
    officer = _staff(null=True, blank=True)
    service_user = models.ForeignKey(ServiceUser, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to = _staff(null=True, blank=True)
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    weighs_as = models.CharField(max_length=20, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("step of a scenario"), _("steps of a scenario")
        ordering = ["kind", "pk"]
        constraints = [
            in_choices("scenario_step_kind_known", "kind", StepKind),
            models.CheckConstraint(
                condition=Q(kind=StepKind.MOVE, service_user__isnull=False, to__isnull=False)
                & WHOSE & NO_HOURS & NO_ADJUSTMENT & NOTHING_EXPECTED
                | Q(kind=StepKind.HOURS, weekly_hours__isnull=False)
                & WHOSE & NO_MOVE & NO_ADJUSTMENT & NOTHING_EXPECTED
                | Q(kind=StepKind.ADJUSTMENT, percent__isnull=False)
                & ~Q(reason="") & WHOSE & NO_MOVE & NO_HOURS & NOTHING_EXPECTED
                | Q(kind=StepKind.EXPECTED, weighs_as__in=WEIGHS_AS, number__isnull=False)
                & NO_MOVE & NO_HOURS & NO_ADJUSTMENT,
                name="scenario_step_says_what_its_kind_does",
            ),
            models.CheckConstraint(condition=~Q(to=F("officer")), name="scenario_moves_to_another"),
            models.CheckConstraint(
                condition=(Q(weekly_hours=None) | Q(weekly_hours__range=(0, 48)))
                & (Q(percent=None) | Q(percent__gt=0, percent__lte=100))
                & (Q(number=None) | Q(number__range=(1, MOST_EXPECTED))),
                name="scenario_step_within_limits",
            ),
            models.UniqueConstraint(fields=["scenario", "service_user"], name="scenario_moves_a_case_once"),
            models.UniqueConstraint(
                fields=["scenario", "officer"], condition=Q(kind=StepKind.HOURS), name="scenario_changes_hours_once"
            ),
            models.UniqueConstraint(
                fields=["scenario", "officer", "reason"],
                condition=Q(kind=StepKind.ADJUSTMENT),
                name="scenario_adjusts_once_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["scenario", "officer", "weighs_as"],
                condition=Q(kind=StepKind.EXPECTED),
                nulls_distinct=False,
                name="scenario_expects_a_kind_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_kind_display())


def version_of(scenario: Scenario, steps: Iterable[ScenarioStep]) -> str:
    """A short text that changes whenever what the scenario says does; how far it has come is not part of that."""
    said = [f"{scenario.pk} {scenario.name} {scenario.starts_on} {scenario.note}"]
    said += sorted(f"{step.pk} {version(step)}" for step in steps)
    return sha256("|".join(said).encode()).hexdigest()[:16]


class ScenarioOpinion(models.Model):
    """What an LDU head, or a chief officer, says of a scenario that was shared. Another one is added, never changed."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="opinions")
    by = _staff()
    at = LocalDateTimeField()
    agrees = models.BooleanField()
    reason = models.CharField(max_length=LONGEST_NOTE, blank=True)
    about = models.CharField(max_length=16, help_text="The `version_of` the scenario when it was said.")

    class Meta:
        verbose_name, verbose_name_plural = _("view of a scenario"), _("views of scenarios")
        ordering = ["-at", "-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]
        constraints = [
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(reason=""), name="scenario_opinion_against_says_why")
        ]

    def __str__(self) -> str:
        return str(_("Agrees") if self.agrees else _("Does not agree"))


class ScenarioFigure(models.Model):
    """What somebody carried and could carry without a scenario (or with it: ``after``), as it was when it was applied.

    Without an officer it is of the expected cases that nobody had. The threshold is kept as in `Snapshot`.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="figures")
    officer = _staff(null=True, blank=True)
    after = models.BooleanField()
    cases = models.PositiveIntegerField()
    points = models.DecimalField(max_digits=12, decimal_places=2)
    threshold_parts = models.DecimalField(max_digits=60, decimal_places=0)
    threshold_whole = models.DecimalField(max_digits=60, decimal_places=0)

    class Meta:
        verbose_name, verbose_name_plural = _("figure of a scenario"), _("figures of scenarios")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "officer", "after"], nulls_distinct=False, name="scenario_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, threshold_parts__gte=0, threshold_whole__gt=0),
                name="scenario_figure_threshold_is_a_fraction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}"

    @property
    def threshold(self) -> Fraction:
        return Fraction(int(self.threshold_parts), int(self.threshold_whole))
