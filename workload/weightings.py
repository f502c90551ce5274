"""The workload model: the hours from which points are derived, and the bands. Dated, and agreed before it starts."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import LocalDateTimeField, in_choices
from ui import formats


class ModelState(models.TextChoices):
    """A draft counts nowhere. What is agreed holds from its first day on, and from that day on stays as it is."""

    DRAFT = "draft", _("Draft")
    AGREED = "agreed", _("Agreed")


AGREED = Q(state=ModelState.AGREED)


class WorkloadModelQuerySet(models.QuerySet["WorkloadModel"]):
    def agreed(self) -> "WorkloadModelQuerySet":
        return self.filter(AGREED)

    def drafts(self) -> "WorkloadModelQuerySet":
        return self.exclude(AGREED).order_by("starts_on", "pk")

    def in_force(self, day: date) -> "WorkloadModel":
        """The agreed model of the latest start on or before ``day``."""
        started = self.agreed().filter(Q(starts_on=None) | Q(starts_on__lte=day))
        return started.order_by(F("starts_on").desc(nulls_last=True))[0]


NOT_NEGATIVE = MinValueValidator(Decimal(0))


def _hours(label: Any, default: str) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        default=Decimal(default),
        validators=[NOT_NEGATIVE],
        help_text=_("Hours a month for each case."),
    )


def _days(label: Any, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MaxValueValidator(366)], help_text=_("Days a year.")
    )


def _percent(label: Any, default: int, help_text: Any) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=5, decimal_places=2, default=Decimal(default), validators=[NOT_NEGATIVE], help_text=help_text
    )


STATUS_HOURS = ("red", "red_amber", "amber", "green", "blue", "single_requirement")
YEAR = ("weekdays", "bank_holidays", "leave", "sickness", "training")
TIME = ("hours_a_day", "full_time_week", "non_direct")
LIMITS = ("near_from", "over_above", "well_over_above")
# What a model says. All of it is decided by the organisation: the sources give none of these numbers.
VALUES = (*STATUS_HOURS, *YEAR, *TIME, *LIMITS)


@history.kept()
class WorkloadModel(models.Model):
    """The hours from which a case's points are derived (`workload.rules`), and the bands. Local defaults, dated."""

    state = models.CharField(_("state"), max_length=10, choices=ModelState, default=ModelState.DRAFT)
    starts_on = models.DateField(_("from"), null=True, blank=True, help_text=_("The initial values have no first day."))
    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        db_default="",
        help_text=_("The decision or document that these values come from. Everybody sees it."),
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
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    agreed_at = LocalDateTimeField(null=True, blank=True, editable=False)

    objects = WorkloadModelQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("workload model"), _("workload models")
        ordering = [F("starts_on").desc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["starts_on"], condition=AGREED, nulls_distinct=False, name="workload_model_one_default"
            ),
            in_choices("workload_model_state_known", "state", ModelState),
            models.CheckConstraint(
                condition=AGREED | Q(starts_on__isnull=False, agreed_by=None), name="workload_model_draft_is_not_agreed"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None, agreed_at=None) | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="workload_model_agreed_by_somebody",
            ),
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
    def is_draft(self) -> bool:
        return self.state == ModelState.DRAFT

    def has_begun(self, day: date) -> bool:
        """Whether it is agreed and in force, or was before ``day``: then it stays as it is."""
        return not self.is_draft and (self.starts_on is None or self.starts_on <= day)

    @property
    def working_days(self) -> int:
        """Days a year that a case manager works."""
        return self.weekdays - self.bank_holidays - self.leave - self.sickness - self.training
