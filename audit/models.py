"""The record of who did what: one entry a write, in the write's own transaction, never changed or deleted."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One write: when, by whom, what was done, and to which record."""

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Blank if no person acted, as in an import from the command line or a scheduled job."),
    )
    action = models.CharField(_("action"), max_length=60)
    target_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("kind of record")
    )
    target_id = models.BigIntegerField(_("number of the record"), null=True)
    target = GenericForeignKey("target_type", "target_id")
    facts = models.JSONField(_("facts"), default=dict, help_text=_("Counts and codes, never names or CRNs."))

    class Meta:
        verbose_name, verbose_name_plural = _("entry"), _("entries")
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_entry_by_target")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
