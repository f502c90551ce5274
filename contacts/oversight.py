"""Management oversight: a temporary measure about one person, which a manager agrees (Source B, section 3).

For a time somebody is seen by telephone instead of face to face, or less often. That widens the contact standard, and
so the day on which the next contact is due (`contacts.cadence`). It never changes what counts towards the month.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, ExpressionWrapper, F, Func, Q, Value
from django.db.models.functions import Cast, Greatest, Least
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import LocalDateTimeField, OnlyThis, in_choices
from base.periods import ends_after_start
from base.statements import Day
from cases.models import Brag, ServiceUser
from contacts.units import CadenceUnit

LONGEST_REASON = 500
LONGEST_RISK = 2000
# What counts towards the contact standard beside its own types while somebody is seen by telephone.
TELEPHONE_TYPES = ("COPT", "COTI")
# The contact that says on the person's record that oversight was given. Nobody attends it, and it never counts.
RECORDED_AS = "MO1"
# For these a measure needs a statement of the risk and a timescale (Source B, section 3).
HIGH = (Brag.RED, Brag.RED_AMBER)


class OversightKind(models.TextChoices):
    TELEPHONE = "telephone", _("By telephone instead of face to face")
    LESS_OFTEN = "less_often", _("Less often, for good progress")


class Engagement(models.TextChoices):
    """What somebody is engaged in who is seen by telephone meanwhile."""

    PROGRAMME = "programme", _("A programme")
    DRR = "drr", _("A drug rehabilitation requirement (DRR)")
    ATR = "atr", _("An alcohol treatment requirement (ATR)")
    RAR = "rar", _("A rehabilitation activity requirement (RAR)")
    SAC = "sac", _("A senior attendance centre (SAC)")


class OversightState(models.TextChoices):
    """How far a measure has come. That it has expired follows from its last day, and is not kept."""

    ASKED = "asked", _("Waiting for a decision")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended early")


class Standing(StrEnum):
    """What has become of a measure by a day."""

    WAITING = "waiting"
    LAPSED = "lapsed"  # its last day went by without a decision
    TO_COME = "to_come"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REFUSED = "refused"
    ENDED = "ended"
    TAKEN_BACK = "taken_back"  # ended before anybody decided


class OversightQuerySet(models.QuerySet["Oversight"]):
    def waiting(self) -> "OversightQuerySet":
        return self.filter(state=OversightState.ASKED)

    def agreed(self) -> "OversightQuerySet":
        """Those that were agreed, whatever became of them since."""
        return self.filter(contact__isnull=False)

    def in_force(self, day: Day) -> "OversightQuerySet":
        """Those that hold on ``day``: of one person one at most."""
        return self.agreed().filter(starts_on__lte=day, over_on__gt=day)


# The first day on which it does not hold any more. One that is ended early does not hold from that very day on.
OVER_ON = Least(
    ExpressionWrapper(F("ends_on") + Value(1), output_field=models.DateField()),
    Cast("ended_at", models.DateField()),
)


@history.kept(exclude=["over_on"])
class Oversight(models.Model):
    """A temporary measure about one person: asked for, agreed or refused, and what became of it.

    It holds from its first day to its last, both included, unless it is ended before. It was agreed for the BRAG
    status of that day: while the status is higher, it widens nothing, and the team manager is asked to look at it again
    (`alerts.oversight`). Once the status is lowered again, it widens the standard as before.
    """

    service_user = models.ForeignKey(ServiceUser, on_delete=models.PROTECT, related_name="oversights", db_index=False)
    kind = models.CharField(_("measure"), max_length=10, choices=OversightKind)
    engaged_in = models.CharField(_("engaged in"), max_length=9, choices=Engagement, blank=True)
    every = models.PositiveSmallIntegerField(
        _("one contact in"), null=True, help_text="Days or months: what the standard's period is widened to."
    )
    unit = models.CharField(max_length=6, choices=CadenceUnit, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    risk = models.CharField(_("risk statement"), max_length=LONGEST_RISK, blank=True)
    timescale = models.CharField(_("timescale"), max_length=LONGEST_REASON, blank=True)
    brag = models.CharField(
        max_length=10, choices=Brag, help_text="By whose standard they were seen when it was agreed; until then, asked."
    )
    state = models.CharField(max_length=7, choices=OversightState, default=OversightState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = LocalDateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = LocalDateTimeField(null=True)
    decision_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = LocalDateTimeField(null=True)
    end_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    over_on = models.GeneratedField(expression=OVER_ON, output_field=models.DateField(), db_persist=True)
    contact = models.OneToOneField(
        "contacts.Contact",
        on_delete=models.PROTECT,
        related_name="oversight",
        null=True,
        help_text="The record that it was agreed. Whatever was agreed has one.",
    )

    objects = OversightQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("management oversight"), _("management oversight")
        ordering = ["-starts_on", "-id"]
        constraints = [
            in_choices("oversight_kind_known", "kind", OversightKind),
            in_choices("oversight_engaged_in_known", "engaged_in", Engagement, blank=True),
            in_choices("oversight_unit_known", "unit", CadenceUnit, blank=True),
            in_choices("oversight_brag_known", "brag", Brag),
            in_choices("oversight_state_known", "state", OversightState),
            ends_after_start("oversight_ends_after_start"),
            models.CheckConstraint(
                condition=Q(~Q(engaged_in=""), kind=OversightKind.TELEPHONE, every=None, unit="")
                | Q(~Q(unit=""), kind=OversightKind.LESS_OFTEN, every__gt=0, engaged_in=""),
                name="oversight_says_what",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="oversight_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(brag__in=HIGH) | ~Q(risk="") & ~Q(timescale=""), name="oversight_of_high_risk_says_so"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "ended"], decided_by=None, decided_at=None, decision_reason="")
                | ~Q(decision_reason="") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state="asked"),
                name="oversight_decided_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="oversight_nobody_agrees_their_own"),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None, end_reason="") & ~Q(state="ended")
                | ~Q(end_reason="") & Q(ended_by__isnull=False, ended_at__isnull=False, state="ended"),
                name="oversight_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(contact=None) & (Q(decided_by=None) | Q(state="refused"))
                | Q(contact__isnull=False, decided_by__isnull=False) & ~Q(state="refused"),
                name="oversight_agreed_is_on_record",
            ),
            models.UniqueConstraint(
                fields=["service_user"], condition=Q(state="asked"), name="oversight_one_waits_at_once"
            ),
            # One that is ended before it began holds on no day.
            ExclusionConstraint(
                name="oversight_never_overlaps",
                expressions=[
                    (OnlyThis("service_user"), RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_on",
                            Greatest("starts_on", "over_on"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(contact__isnull=False),
                deferrable=Deferrable.DEFERRED,
            ),
        ]
        indexes = [models.Index(fields=["service_user", "starts_on"], name="oversight_by_service_user")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def standing(self, day: date) -> Standing:
        if self.state == OversightState.ASKED:
            return Standing.LAPSED if self.ends_on < day else Standing.WAITING
        if self.state == OversightState.REFUSED:
            return Standing.REFUSED
        if self.state == OversightState.ENDED:
            return Standing.ENDED if self.decided_by_id else Standing.TAKEN_BACK
        if day < self.starts_on:
            return Standing.TO_COME
        return Standing.IN_FORCE if day <= self.ends_on else Standing.EXPIRED

    def is_risen(self, status: str) -> bool:
        """Whether ``status`` is higher than the one that it was agreed for."""
        return place(status) < place(self.brag)


def place(status: str) -> int:
    """Where a BRAG status stands, the highest risk first."""
    return Brag.values.index(status)


def placed(status: Any) -> Func:
    """As `place`, of an expression."""
    in_order = Value([*Brag.values], output_field=ArrayField(models.CharField(max_length=10)))
    return Func(in_order, status, function="array_position", output_field=models.IntegerField())
