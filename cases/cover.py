"""Who covers a colleague's cases, from a day to a day: all of them, or those that were chosen.

It changes nobody's allocation, points or figures, and gives no right to see anybody: colleagues of a team see each
other's people (`cases.models.may_see`).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import LocalDateTimeField
from base.periods import PeriodQuerySet, ends_after_start, never_overlapping
from cases.orders import by
from ui import formats


@history.kept()
class Cover(models.Model):
    """That somebody covers cases of a colleague. One that had not begun when it was taken away is deleted.

    Of all cases: those that the colleague has on each of its days. A whole day's absence that names who covers is such
    a cover too: pages read both through `casework.cover`.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    covered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    all_cases = models.BooleanField()
    recorded_by = by()
    recorded_at = LocalDateTimeField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("cover"), _("cover")
        ordering = ["starts_on", "pk"]
        constraints = [
            ends_after_start("cover_ends_after_start"),
            models.CheckConstraint(condition=~Q(covered_by=F("officer")), name="cover_by_another"),
            never_overlapping("cover_of_all_never_overlaps", "officer", among=Q(all_cases=True)),
        ]

    def __str__(self) -> str:
        return formats.period(self.starts_on, self.ends_on)


@history.kept()
class CoveredCase(models.Model):
    """One of the cases that were chosen. It is covered while it is allocated to the colleague."""

    cover = models.ForeignKey(Cover, on_delete=models.CASCADE, related_name="chosen")
    service_user = models.ForeignKey("cases.ServiceUser", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("covered case"), _("covered cases")
        constraints = [models.UniqueConstraint(fields=["cover", "service_user"], name="covered_case_once")]

    def __str__(self) -> str:
        return str(self.service_user_id)
