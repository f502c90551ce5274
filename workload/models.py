"""What a case weighs and what a case manager can carry, both dated."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import history
from base.periods import PeriodQuerySet, ends_after_start
from cases.file_values import remembers_files
from ui import formats
from ui.words import word_lazy
from workload.snapshots import Snapshot as Snapshot
from workload.snapshots import SnapshotDay as SnapshotDay


@history.kept()
class Adjustment(models.Model):
    """A percentage off a case manager's threshold, for a reason and a time."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="adjustments",
        verbose_name=word_lazy("case_manager"),
    )
    reason = models.CharField(_("reason"), max_length=200)
    percent = models.DecimalField(
        _("percentage off the threshold"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        triggers = [remembers_files()]
        verbose_name, verbose_name_plural = _("adjustment"), _("adjustments")
        ordering = ["officer", "starts_on", "reason"]
        constraints = [
            ends_after_start("adjustment_ends_after_start"),
            models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="adjustment_is_percent"),
            models.UniqueConstraint(fields=["officer", "reason", "starts_on"], name="adjustment_starts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} ({self.percent}%)"


class WorkloadModelQuerySet(models.QuerySet["WorkloadModel"]):
    def in_force(self, day) -> "WorkloadModel":
        """The model of the latest start on or before ``day``."""
        started = self.filter(Q(starts_on=None) | Q(starts_on__lte=day))
        return started.order_by(F("starts_on").desc(nulls_last=True))[0]


def _hours(label: Any, default: str) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        default=Decimal(default),
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Hours a month for each case."),
    )


def _days(label: Any, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=default, help_text=_("Days a year."))


def _percent(label: Any, default: int, help_text: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=5, decimal_places=2, default=Decimal(default), help_text=help_text)


class WorkloadModel(models.Model):
    """The hours from which a case's points are derived (`workload.rules`), and the bands. Local defaults, dated."""

    starts_on = models.DateField(
        _("from"),
        null=True,
        blank=True,
        unique=True,
        help_text=_("Leave blank for the initial values, which apply until later ones start."),
    )
    red = _hours(_("Red"), "5.0")
    red_amber = _hours(_("Red/Amber"), "3.5")
    amber = _hours(_("Amber"), "2.0")
    green = _hours(_("Green"), "1.0")
    blue = _hours(_("Blue"), "0.5")
    single_requirement = _hours(_("single requirement"), "0.3")
    weekdays = _days(_("weekdays"), 260)
    bank_holidays = _days(_("bank holidays"), 8)
    leave = _days(_("leave"), 28)
    sickness = _days(_("sickness"), 10)
    training = _days(_("training"), 5)
    hours_a_day = models.DecimalField(_("hours a day"), max_digits=4, decimal_places=2, default=Decimal("7.4"))
    full_time_week = models.DecimalField(
        _("full-time hours a week"), max_digits=4, decimal_places=2, default=Decimal(37)
    )
    non_direct = _percent(_("non-direct time"), 20, _("The percentage of time not spent on cases."))
    near_from = _percent(_("near threshold from"), 90, _("An indicator, as a percentage."))
    over_above = _percent(_("over threshold above"), 100, _("An indicator, as a percentage."))
    well_over_above = _percent(_("well over threshold above"), 110, _("An indicator, as a percentage."))

    objects = WorkloadModelQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("workload model"), _("workload models")
        ordering = [F("starts_on").desc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(fields=["starts_on"], nulls_distinct=False, name="workload_model_one_default"),
            models.CheckConstraint(
                condition=Q(weekdays__gt=F("bank_holidays") + F("leave") + F("sickness") + F("training"))
                & Q(hours_a_day__gt=0, full_time_week__gt=0, non_direct__gte=0, non_direct__lt=100),
                name="workload_model_leaves_direct_hours",
            ),
            models.CheckConstraint(
                condition=Q(near_from__lte=F("over_above"), over_above__lte=F("well_over_above")),
                name="workload_model_bands_in_order",
            ),
        ]

    def __str__(self) -> str:
        if not self.starts_on:
            return gettext("Initial values")
        return gettext("From %(day)s") % {"day": formats.day(self.starts_on)}

    @property
    def working_days(self) -> int:
        """Days a year that a case manager works."""
        return self.weekdays - self.bank_holidays - self.leave - self.sickness - self.training
