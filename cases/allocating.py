"""Why somebody was allocated here, by whom, and what the next case manager was told, beside the allocation itself."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.db import LocalDateTimeField, in_choices
from cases.orders import LONGEST_REASON, by

LONGEST_HANDOVER = 4000
# So far ahead of its first day somebody can be allocated.
AHEAD = timedelta(days=90)


class AllocationReason(models.TextChoices):
    """Why a person is allocated, or passes from one case manager to another."""

    NEW = "new", _("New to supervision")
    RELEASED = "released", _("Released from custody")
    TRANSFERRED_IN = "transferred_in", _("Transferred in")
    WORKLOAD = "workload", _("To balance workloads")
    LEAVING = "leaving", _("The case manager leaves or has left")
    ABSENCE = "absence", _("The case manager is away for long")
    PLACE = "place", _("Nearer office or community hub")
    KNOWN = "known", _("They know each other")
    OTHER = "other", _("Another reason")


class AllocationDecision(models.Model):
    """That somebody was allocated here from a day on. Never changed: the allocation itself has a history of its own."""

    service_user = models.ForeignKey("cases.ServiceUser", on_delete=models.PROTECT, related_name="allocation_decisions")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    former = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who held the person until then. None: nobody did.",
    )
    starts_on = models.DateField()
    reason = models.CharField(max_length=14, choices=AllocationReason)
    details = models.CharField(max_length=LONGEST_REASON, blank=True)
    handover = models.CharField(max_length=LONGEST_HANDOVER, blank=True)
    exception = models.CharField(
        max_length=LONGEST_REASON,
        blank=True,
        db_default="",
        default="",
        help_text="Why the case is allocated where it does not belong by the stages of the roll-out.",
    )
    decided_by = by()
    decided_at = LocalDateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("allocation decision"), _("allocation decisions")
        ordering = ["-decided_at", "-id"]
        constraints = [
            in_choices("allocation_decision_reason_known", "reason", AllocationReason),
            models.CheckConstraint(
                condition=~Q(reason=AllocationReason.OTHER, details=""), name="allocation_decision_other_says_what"
            ),
            models.CheckConstraint(condition=~Q(officer=F("former")), name="allocation_decision_to_another"),
        ]
        triggers = [
            # It goes with the person where two records of one are merged.
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["service_user"]),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())
