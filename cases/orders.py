"""What is recorded here of an order beside what files tell of it.

Why it was terminated, its RAR days, how far it has come, and what was decided about early revocation. The day of the
termination itself is the order's own: figures and files read that column alone.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import LocalDateTimeField, in_choices
from ui import formats

# Main categories of nDelius: those that are days of rehabilitation activity, and those that are programmes.
RAR = ("F", "RM38")
# A main category, with or without a subcategory.
RAR_CODE = rf"^({'|'.join(RAR)})(:|$)"
PROGRAMMES = ("7", "RAP", "RM35", "RM38")

LONGEST_REASON = 500
LONGEST_RATIONALE = 2000
MOST_RAR_DAYS = 365


def main_category(code: str) -> str:
    """The main category of a requirement: ``RM59`` of ``RM59:EM2``."""
    return code.partition(":")[0]


def not_after(field: str, recorded_at: str, name: str) -> models.CheckConstraint:
    """What happened on a day was not recorded before it."""
    happened = Q(**{field: None}) | Q(**{f"{field}__lte": Cast(recorded_at, models.DateField())})
    return models.CheckConstraint(condition=happened, name=name)


def by(**options) -> models.ForeignKey:
    """Which member of staff did it."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class TerminationReason(models.TextChoices):
    """Why an order is over."""

    EXPIRED = "expired", _("It ran to its end")
    PROGRESS = "progress", _("Revoked early for good progress")
    BREACH = "breach", _("Revoked after a breach")
    NEW_OFFENCE = "new_offence", _("Revoked after a new offence")
    RECALLED = "recalled", _("Recalled to custody")
    TRANSFERRED = "transferred", _("Transferred out")
    DIED = "died", _("The person has died")
    OTHER = "other", _("Another reason")


@history.kept()
class OrderTermination(models.Model):
    """A termination that was recorded here. One that was a mistake is taken back, and stays with who did that and why.

    It stands while the order has its day: files may say another (`cases.file_values`).
    """

    order = models.ForeignKey("cases.Order", on_delete=models.CASCADE, related_name="terminations")
    terminated_on = models.DateField()
    reason = models.CharField(max_length=11, choices=TerminationReason)
    details = models.CharField(max_length=LONGEST_REASON, blank=True)
    recorded_by = by()
    recorded_at = LocalDateTimeField()
    taken_back_by = by(null=True)
    taken_back_at = LocalDateTimeField(null=True)
    taken_back_because = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("termination"), _("terminations")
        ordering = ["-recorded_at", "-id"]
        constraints = [
            in_choices("order_termination_reason_known", "reason", TerminationReason),
            models.CheckConstraint(
                condition=~Q(reason=TerminationReason.OTHER, details=""), name="order_termination_other_says_what"
            ),
            not_after("terminated_on", "recorded_at", "order_termination_happened"),
            models.CheckConstraint(
                condition=Q(taken_back_by=None, taken_back_at=None, taken_back_because="")
                | Q(taken_back_by__isnull=False, taken_back_at__isnull=False) & ~Q(taken_back_because=""),
                name="order_termination_taken_back_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {formats.day(self.terminated_on)}"


@history.kept()
class RarPlan(models.Model):
    """The RAR days of an order (Source B, 2.2h): how many the court ordered, and how many are planned to come, and why.

    Planned are those still to be used: a day that is used comes off them. What was planned before, the history keeps.
    """

    order = models.OneToOneField("cases.Order", on_delete=models.CASCADE, related_name="rar_plan")
    ordered = models.PositiveSmallIntegerField()
    planned = models.PositiveSmallIntegerField()
    rationale = models.CharField(max_length=LONGEST_RATIONALE)
    changed_by = by()
    changed_at = LocalDateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("plan of RAR days"), _("plans of RAR days")
        constraints = [
            models.CheckConstraint(condition=Q(ordered__range=(1, MOST_RAR_DAYS)), name="rar_plan_days_ordered"),
            models.CheckConstraint(condition=Q(planned__lte=F("ordered")), name="rar_plan_within_ordered"),
            models.CheckConstraint(condition=~Q(rationale=""), name="rar_plan_has_a_rationale"),
        ]

    def __str__(self) -> str:
        return f"{self.planned}/{self.ordered}"


@history.kept()
class RarDay(models.Model):
    """A RAR day that was used: one on a day at most. One that was a mistake is deleted; the history keeps it."""

    order = models.ForeignKey("cases.Order", on_delete=models.CASCADE, related_name="rar_days")
    used_on = models.DateField()
    note = models.CharField(max_length=LONGEST_REASON)
    was_planned = models.BooleanField(help_text="Whether it came off the days that were planned.")
    recorded_by = by()
    recorded_at = LocalDateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("RAR day"), _("RAR days")
        ordering = ["-used_on"]
        constraints = [
            models.UniqueConstraint(fields=["order", "used_on"], name="rar_day_once_a_day"),
            models.CheckConstraint(condition=~Q(note=""), name="rar_day_has_a_note"),
            not_after("used_on", "recorded_at", "rar_day_happened"),
        ]

    def __str__(self) -> str:
        return formats.day(self.used_on)


@history.kept()
class OrderProgress(models.Model):
    """How far an order has come: since when its requirements are completed, and the plan's objectives met."""

    order = models.OneToOneField("cases.Order", on_delete=models.CASCADE, related_name="progress")
    requirements_completed_on = models.DateField(null=True)
    objectives_met_on = models.DateField(null=True)
    recorded_by = by()
    recorded_at = LocalDateTimeField(help_text="When it was recorded last.")

    class Meta:
        verbose_name, verbose_name_plural = _("progress of an order"), _("progress of orders")
        constraints = [
            not_after("requirements_completed_on", "recorded_at", "order_progress_requirements_happened"),
            not_after("objectives_met_on", "recorded_at", "order_progress_objectives_happened"),
        ]

    def __str__(self) -> str:
        return str(self.order_id)


class RevocationDecision(models.Model):
    """Whether to apply to the court for early revocation of an order (Source B, 2.2g), and why. Never changed.

    It settles what stood when it was decided: progress that is recorded later is considered anew.
    """

    order = models.ForeignKey("cases.Order", on_delete=models.CASCADE, related_name="revocation_decisions")
    apply = models.BooleanField()
    reason = models.CharField(max_length=LONGEST_REASON)
    decided_by = by()
    decided_at = LocalDateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("decision on early revocation"), _("decisions on early revocation")
        ordering = ["-decided_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="revocation_decision_has_a_reason")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return str(_("Apply") if self.apply else _("Do not apply"))
