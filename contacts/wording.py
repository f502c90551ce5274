"""The wording of the appointment slip: dated texts with placeholders, in force from a day on in each language."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.db import in_choices
from base.statements import Day
from cases.models import Language
from ui import formats
from ui.words import named_lazy

# What a text may name in braces; the slip puts it in.
PLACEHOLDERS = ("name", "date", "time", "place", "officer", "office", "phone", "organisation")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PARAGRAPHS = _("A blank line starts a new paragraph.")


class WordingKind(models.TextChoices):
    """Who comes to whom."""

    OFFICE = "office", named_lazy(_("The %(service_user)s comes to the appointment"))
    VISIT = "visit", named_lazy(_("We visit the %(service_user)s"))


class WordingQuerySet(models.QuerySet["Wording"]):
    def in_force(self, day: Day, kind: str, languages: Iterable[str]) -> dict[str, "Wording"]:
        """The one of each language for the kind on ``day``."""
        started = self.filter(Q(starts_on=None) | Q(starts_on__lte=day), kind=kind, language__in=languages)
        latest = started.order_by("language", F("starts_on").desc(nulls_last=True)).distinct("language")
        return {wording.language: wording for wording in latest}


class Wording(models.Model):
    """What a slip says in one language beside its fixed labels. One that has started stays as it is.

    A slip that was given is kept as a PDF, so a later wording does not reach it.
    """

    language = models.CharField(_("language"), max_length=2, choices=Language)
    kind = models.CharField(_("kind of appointment"), max_length=10, choices=WordingKind)
    starts_on = models.DateField(_("applies from"), null=True, help_text=_("Notices dated this day or later say it."))
    opening = models.TextField(_("opening"), help_text=PARAGRAPHS)
    to_bring = models.TextField(_("what to bring or have ready"), help_text=_("One thing on each line."))
    cannot_come = models.TextField(
        _("if they cannot come"),
        help_text=_("Whom to ring: it must have {phone}. A blank line starts a new paragraph."),
    )
    if_missed = models.TextField(_("if they do not come"), help_text=PARAGRAPHS)
    help = models.TextField(_("if they need help"), help_text=PARAGRAPHS)

    TEXTS = ("opening", "to_bring", "cannot_come", "if_missed", "help")

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("slip wording"), _("slip wordings")
        ordering = ["kind", "language", F("starts_on").desc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "starts_on"], nulls_distinct=False, name="wording_once_a_day"
            ),
            in_choices("wording_language_known", "language", Language),
            in_choices("wording_kind_known", "kind", WordingKind),
            models.CheckConstraint(condition=Q(cannot_come__contains="{phone}"), name="wording_says_whom_to_ring"),
        ]

    def __str__(self) -> str:
        about = {"kind": self.get_kind_display(), "language": self.get_language_display()}
        if not self.starts_on:
            return gettext("%(kind)s, %(language)s, as shipped") % about
        return gettext("%(kind)s, %(language)s, from %(day)s") % {**about, "day": formats.day(self.starts_on)}

    @property
    def has_started(self) -> bool:
        """Whether notices say it or did: then it stays as it is."""
        return not self.starts_on or self.starts_on <= timezone.localdate()

    def clean(self) -> None:
        faults = {field: found for field in self.TEXTS if (found := list(faults_of(getattr(self, field) or "")))}
        if self.cannot_come and "{phone}" not in self.cannot_come:
            faults.setdefault("cannot_come", []).append(gettext("Put {phone} where the telephone number is to stand"))
        if isinstance(self.starts_on, date) and self.has_started:
            faults["starts_on"] = [gettext("Enter a date after today. Notices of today have their wording already")]
        if faults:
            raise ValidationError(faults)


def known_placeholders() -> str:
    return ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)


def faults_of(text: str) -> Iterator[str]:
    """What is wrong with the placeholders of a text, in sentences."""
    for name in dict.fromkeys(PLACEHOLDER.findall(text)):
        if name not in PLACEHOLDERS:
            words = gettext("{%(name)s} is not a placeholder. Use only these: %(known)s")
            yield words % {"name": name, "known": known_placeholders()}
    if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        yield gettext("A { or } stands alone. Write a placeholder with both, like {phone}")


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its placeholders' values, each taken as it is."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)
