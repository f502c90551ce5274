"""What is done to enforce an order after a missed contact, and by when it wants an answer."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.db import LocalDateTimeField
from cases.models import Code

# The one that waits for evidence of why somebody did not come: "Decision Pending Response from Service User".
EVIDENCE_AWAITED = "EA12"
# The outcome that stands until somebody decides whether the absence is acceptable: "Failed to Attend".
NOT_KNOWN_YET = "AFTA"


class EnforcementAction(Code):
    """A kind of enforcement action that nDelius knows. Reference data."""

    code = models.CharField(_("code"), max_length=10, primary_key=True)
    description = models.CharField(_("description"), max_length=200)
    respond_by_days = models.PositiveSmallIntegerField(
        _("business days to answer"), null=True, blank=True, help_text=_("Leave it blank where no answer is awaited.")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("enforcement action"), _("enforcement actions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.description


class Enforcement(models.Model):
    """An enforcement action that was taken because of a missed contact. Append-only: a withdrawal is another one."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="enforcements")
    action = models.ForeignKey(EnforcementAction, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField()
    respond_by = models.DateField(null=True, help_text="The last day for an answer; none is awaited where empty.")
    recorded_at = LocalDateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("enforcement"), _("enforcement")
        ordering = ["taken_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(respond_by=None) | Q(respond_by__gte=F("taken_on")), name="enforcement_answer_comes_after"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.action_id}, {self.taken_on:%Y-%m-%d}"

    def is_late(self, today: date) -> bool:
        """Whether the answer that is awaited is overdue."""
        return self.respond_by is not None and self.respond_by < today
