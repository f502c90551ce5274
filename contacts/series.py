"""A series of appointments, booked in one step."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.db import LocalDateTimeField, in_choices


class SeriesUnit(models.TextChoices):
    """What the time between two appointments of a series is counted in."""

    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("calendar months")


class Series(models.Model):
    """That appointments were booked together here: by which pattern, when and by whom. It is never changed.

    Whose they are and with whom is said by the appointments themselves, which an import may move to another person.
    What was booked in place of one of them belongs to it too.
    """

    reference = models.CharField(max_length=13, unique=True, help_text="Given by the form: sent twice, it books once.")
    every = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=6, choices=SeriesUnit)
    starts_on = models.DateField(help_text="The first date as it was asked for.")
    ends_on = models.DateField(help_text="The date up to which appointments were asked for.")
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    booked_at = LocalDateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("series"), _("series")
        constraints = [
            in_choices("series_unit_known", "unit", SeriesUnit),
            models.CheckConstraint(condition=Q(every__gt=0), name="series_interval_positive"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="series_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.reference
