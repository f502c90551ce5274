"""What staff wrote about a contact, and the files that they added to it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.db import LocalDateTimeField

LONGEST_NOTE = 12_000


class Note(models.Model):
    """What somebody wrote about a contact, and when. Append-only: what is wrong is put right by another one.

    A contact with a ``sensitive`` note is sensitive, and stays so.
    """

    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(_("note"), max_length=LONGEST_NOTE)
    sensitive = models.BooleanField(_("sensitive"), default=False, db_default=False)
    written_at = LocalDateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("note"), _("notes")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_has_text")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.contact_id}, {self.written_at:%Y-%m-%d %H:%M}"


class Attachment(models.Model):
    """A file that came with a note. Append-only, as the note is."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(_("name"), max_length=200, help_text="As whoever uploaded it called it.")
    file = models.CharField(_("file"), max_length=100, unique=True, help_text="Under which name it is stored.")
    size = models.PositiveIntegerField(_("size"), help_text="In bytes.")

    class Meta:
        verbose_name, verbose_name_plural = _("attachment"), _("attachments")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(file=""), name="attachment_is_named"),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_has_content"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.name
