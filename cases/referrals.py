"""Referrals of a person to a RAR group, an accredited programme or a partner, and what came of each.

A referral is never changed. What happened afterwards is a step beside it, each with its day; its state is that of the
latest step. What was recorded by mistake is taken out, and stays with who did that and why.
"""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import LocalDateTimeField, in_choices
from cases.orders import LONGEST_RATIONALE, LONGEST_REASON, by, not_after
from ui import formats

LONGEST_NAME = 200


class ReferralGroup(models.TextChoices):
    """Of what sort a kind of referral is: what pages and lists ask about."""

    RAR = "rar", _("RAR group")
    PROGRAMME = "programme", _("Accredited programme")
    PARTNER = "partner", _("Partner or provider")


class ReferralKindQuerySet(models.QuerySet["ReferralKind"]):
    def offered(self, day: date) -> Self:
        """Those that can be chosen on the day."""
        begun = Q(starts_on=None) | Q(starts_on__lte=day)
        return self.filter(begun, Q(retired_on=None) | Q(retired_on__gt=day))


class ReferralKind(models.Model):
    """What a person can be referred to. Reference data: administrators add and retire kinds."""

    name = models.CharField(_("name"), max_length=LONGEST_NAME, unique=True)
    group = models.CharField(_("sort"), max_length=9, choices=ReferralGroup)
    starts_on = models.DateField(
        _("offered from"), null=True, blank=True, help_text=_("Leave blank if it has always been offered.")
    )
    retired_on = models.DateField(
        _("not offered from"), null=True, blank=True, help_text=_("Referrals that have it keep it.")
    )

    objects = ReferralKindQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("kind of referral"), _("kinds of referral")
        ordering = ["pk"]
        constraints = [
            in_choices("referral_kind_group_known", "group", ReferralGroup),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(retired_on=None) | Q(retired_on__gte=F("starts_on")),
                name="referral_kind_retired_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReferralState(models.TextChoices):
    """How far a referral has come. Without a step it is made."""

    MADE = "made", _("Made")
    ACCEPTED = "accepted", _("Accepted")
    STARTED = "started", _("Started")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Did not finish")


# What can come next: a step may be left out where nobody was told of it.
NEXT = {
    ReferralState.MADE: (
        ReferralState.ACCEPTED, ReferralState.STARTED, ReferralState.COMPLETED, ReferralState.DECLINED,
        ReferralState.WITHDRAWN,
    ),
    ReferralState.ACCEPTED: (ReferralState.STARTED, ReferralState.COMPLETED, ReferralState.WITHDRAWN),
    ReferralState.STARTED: (ReferralState.COMPLETED, ReferralState.WITHDRAWN),
}  # fmt: skip
STEPS = [state for state in ReferralState if state != ReferralState.MADE]
WITHOUT_COMPLETION = (ReferralState.DECLINED, ReferralState.WITHDRAWN)
ENDINGS = (ReferralState.COMPLETED, *WITHOUT_COMPLETION)


def taken_out(name: str) -> models.CheckConstraint:
    """Who took it out, when and why are known together."""
    return models.CheckConstraint(
        condition=Q(taken_out_by=None, taken_out_at=None, taken_out_because="")
        | Q(taken_out_by__isnull=False, taken_out_at__isnull=False) & ~Q(taken_out_because=""),
        name=name,
    )


class ReferralQuerySet(models.QuerySet["Referral"]):
    def standing(self) -> Self:
        """Those that were not taken out."""
        return self.filter(taken_out_at=None)

    def with_state(self) -> Self:
        """Adds ``state``, and ``state_since``, the day of it; of one without a step that it was made."""
        latest = ReferralStep.objects.standing().filter(referral=OuterRef("pk")).order_by("-happened_on", "-pk")
        return self.annotate(
            state=Coalesce(
                Subquery(latest.values("state")[:1]), Value(ReferralState.MADE.value), output_field=CharField()
            ),
            state_since=Coalesce(Subquery(latest.values("happened_on")[:1]), F("referred_on")),
        )

    def open(self) -> Self:
        """Those that stand, and of which no end is recorded."""
        return self.standing().filter(~Exists(_steps_to(ENDINGS)))

    def not_in_vain(self) -> Self:
        """Those that stand and are open or completed."""
        return self.standing().filter(~Exists(_steps_to(WITHOUT_COMPLETION)))

    def open_for(self, days: int, day: date) -> Self:
        """Those that are open, and were made more than so many days before the day."""
        return self.open().filter(referred_on__lt=day - timedelta(days=days))


def _steps_to(states: tuple[ReferralState, ...]) -> models.QuerySet["ReferralStep"]:
    return ReferralStep.objects.standing().filter(referral=OuterRef("pk"), state__in=states)


@history.kept()
class Referral(models.Model):
    """That somebody was referred on a day, to whom, and under which order where that is known."""

    service_user = models.ForeignKey("cases.ServiceUser", on_delete=models.PROTECT, related_name="referrals")
    order = models.ForeignKey("cases.Order", on_delete=models.SET_NULL, null=True, related_name="referrals")
    kind = models.ForeignKey(ReferralKind, on_delete=models.PROTECT, related_name="+")
    referred_on = models.DateField()
    provider = models.CharField(max_length=LONGEST_NAME)
    note = models.CharField(max_length=LONGEST_RATIONALE, blank=True)
    recorded_by = by()
    recorded_at = LocalDateTimeField()
    taken_out_by = by(null=True)
    taken_out_at = LocalDateTimeField(null=True)
    taken_out_because = models.CharField(max_length=LONGEST_REASON, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("referral"), _("referrals")
        ordering = ["-referred_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(provider=""), name="referral_has_a_provider"),
            not_after("referred_on", "recorded_at", "referral_happened"),
            taken_out("referral_taken_out_by_whom_and_why"),
        ]

    def __str__(self) -> str:
        return formats.day(self.referred_on)


class ReferralStepQuerySet(models.QuerySet["ReferralStep"]):
    def standing(self) -> Self:
        """Those that were not taken out."""
        return self.filter(taken_out_at=None)


@history.kept()
class ReferralStep(models.Model):
    """What happened to a referral on a day; a reason, where it ended without being completed."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=9, choices=[(state.value, state.label) for state in STEPS])
    happened_on = models.DateField()
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    recorded_by = by()
    recorded_at = LocalDateTimeField()
    taken_out_by = by(null=True)
    taken_out_at = LocalDateTimeField(null=True)
    taken_out_because = models.CharField(max_length=LONGEST_REASON, blank=True)

    objects = ReferralStepQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("step of a referral"), _("steps of referrals")
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[*STEPS]), name="referral_step_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[*WITHOUT_COMPLETION], reason=""), name="referral_step_ended_why"
            ),
            models.UniqueConstraint(
                fields=["referral", "state"], condition=Q(taken_out_at=None), name="referral_step_once"
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(taken_out_at=None, state__in=[*ENDINGS]),
                name="referral_step_one_ending",
            ),
            not_after("happened_on", "recorded_at", "referral_step_happened"),
            taken_out("referral_step_taken_out_by_whom_and_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {formats.day(self.happened_on)}"
