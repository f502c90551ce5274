"""What a case manager can carry, and carries beside cases, dated. What a case weighs is in `workload.weightings`."""

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import LocalDateTimeField, in_choices
from base.months import Month
from base.periods import PeriodQuerySet, ends_after_start
from cases.file_values import remembers_files
from ui.words import word_lazy
from workload.checklists import ChecklistItem as ChecklistItem
from workload.checklists import ReviewTemplate as ReviewTemplate
from workload.reviews import Concern as Concern
from workload.reviews import Escalation as Escalation
from workload.reviews import PlanAction as PlanAction
from workload.reviews import PlanReview as PlanReview
from workload.reviews import ReviewAnswer as ReviewAnswer
from workload.reviews import ReviewCount as ReviewCount
from workload.reviews import WorkloadPlan as WorkloadPlan
from workload.reviews import WorkloadReview as WorkloadReview
from workload.snapshots import Snapshot as Snapshot
from workload.snapshots import SnapshotDay as SnapshotDay
from workload.weightings import ModelState as ModelState
from workload.weightings import WorkloadModel as WorkloadModel

PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class ReasonCategory(models.TextChoices):
    """What a reason for an adjustment is about."""

    PERSONAL = "personal", _("Personal circumstances")
    LEARNING = "learning", _("Learning")
    WORK = "work", _("Work circumstances")


class AdjustmentReason(models.Model):
    """A reason that a team manager can choose for an adjustment. Files may give others, in words of their own."""

    reason = models.CharField(_("reason"), max_length=200, unique=True)
    category = models.CharField(_("category"), max_length=10, choices=ReasonCategory)
    allowance_percent = models.DecimalField(
        _("usual percentage"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
        help_text=_("What it takes off the threshold unless somebody enters another percentage."),
    )
    max_allowance_percent = models.DecimalField(
        _("highest percentage"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    months_to_expiry = models.PositiveSmallIntegerField(
        _("longest time"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Months. Leave blank if there is no limit."),
    )
    retired_on = models.DateField(
        _("not offered from"), null=True, blank=True, help_text=_("Adjustments that have it keep it.")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("reason for an adjustment"), _("reasons for adjustments")
        ordering = ["category", "reason"]
        constraints = [
            in_choices("adjustment_reason_category_known", "category", ReasonCategory),
            models.CheckConstraint(
                condition=(Q(allowance_percent=None) | Q(allowance_percent__range=(0, 100)))
                & (Q(max_allowance_percent=None) | Q(max_allowance_percent__range=(0, 100))),
                name="adjustment_reason_has_percents",
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    def latest_end(self, starts_on: date) -> date | None:
        """The last day that one may have which starts on that day; None where it may go on."""
        if self.months_to_expiry is None:
            return None
        month = Month.of(starts_on).plus(self.months_to_expiry)
        return month.last.replace(day=min(starts_on.day, month.last.day)) - timedelta(days=1)


@history.kept()
class Adjustment(models.Model):
    """A percentage off a case manager's threshold, for a reason and a time.

    The reason is in words: one of `AdjustmentReason`, or what a file says. It may tell of somebody's health, so only
    those of `workload.access.may_see_reasons` are shown it.
    """

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="adjustments",
        verbose_name=word_lazy("case_manager"),
    )
    reason = models.CharField(_("reason"), max_length=200)
    percent = models.DecimalField(_("percentage off the threshold"), max_digits=5, decimal_places=2, validators=PERCENT)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    agreed_with = models.CharField(
        max_length=200,
        blank=True,
        db_default="",
        help_text="Who agreed it. Blank: an import brought it, and may take it back.",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = LocalDateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        triggers = [remembers_files("agreed_with", "recorded_by_id", "recorded_at")]
        verbose_name, verbose_name_plural = _("adjustment"), _("adjustments")
        ordering = ["officer", "starts_on", "reason"]
        constraints = [
            ends_after_start("adjustment_ends_after_start"),
            models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="adjustment_is_percent"),
            models.UniqueConstraint(fields=["officer", "reason", "starts_on"], name="adjustment_starts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} ({self.percent}%)"


class AllowanceKind(models.TextChoices):
    """Work that is no case and takes time from cases."""

    COURT_REPORT = "court_report", _("Court report")
    PROGRAMME = "programme", _("Programme tutoring")
    INDUCTION = "induction", _("Induction group")
    MARAC = "marac", _("MARAC")


@history.kept()
class Allowance(models.Model):
    """Points that a case manager carries beside the cases on each day of a time, for work that is no case."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="allowances")
    kind = models.CharField(max_length=20, choices=AllowanceKind)
    points = models.DecimalField(max_digits=5, decimal_places=2)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = LocalDateTimeField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("allowance"), _("allowances")
        ordering = ["officer", "starts_on", "pk"]
        constraints = [
            ends_after_start("allowance_ends_after_start"),
            in_choices("allowance_kind_known", "kind", AllowanceKind),
            models.CheckConstraint(condition=Q(points__gt=0), name="allowance_has_points"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.points})"


def is_over(record: Adjustment | Allowance, day: date) -> bool:
    """Whether its last day is before ``day``."""
    return record.ends_on is not None and record.ends_on < day
