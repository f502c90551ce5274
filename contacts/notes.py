"""What staff wrote about a contact."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.db import LocalDateTimeField

LONGEST_NOTE = 4000


class Note(models.Model):
    """What somebody wrote about a contact, and when. Append-only: what is wrong is put right by another one."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(_("note"), max_length=LONGEST_NOTE)
    written_at = LocalDateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("note"), _("notes")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_has_text")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.contact_id}, {self.written_at:%Y-%m-%d %H:%M}"
