"""The record of who did what: one entry a write, in the write's own transaction, never changed or deleted."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Entry(models.Model):
    """One write: when, by whom, what was done, and to which record."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty where no person acted: an import from the command line, a scheduled job.",
    )
    action = models.CharField(max_length=60)
    target_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    target_id = models.BigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    facts = models.JSONField(default=dict, help_text="Counts and codes, never names or CRNs.")

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_entry_by_target")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
