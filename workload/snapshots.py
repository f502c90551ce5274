"""What everybody carried on each day, as it was known then: written once a night, and never changed."""

from datetime import date, timedelta
from fractions import Fraction

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Max, Min, Q
from django.utils.translation import gettext_lazy as _

from staff.models import Division, Ldu, Team

WEEK = timedelta(weeks=1)
# So far back missed days are filled in.
YEAR = timedelta(days=366)


class SnapshotDayQuerySet(models.QuerySet["SnapshotDay"]):
    def missing(self, last: date, first: date | None = None) -> list[date]:
        """The days without a snapshot from ``first`` to ``last``, earliest first: a year back at most.

        Without ``first``, from the earliest snapshot on. Where there is none yet, ``last`` alone: nothing was missed.
        """
        taken = set(self.filter(day__gt=last - YEAR, day__lte=last).values_list("day", flat=True))
        first = first or self.aggregate(first=Min("day"))["first"] or last
        days = [last - timedelta(days=back) for back in reversed(range(YEAR.days))]
        return [day for day in days if day >= first and day not in taken]

    def weekly(self, day: date, weeks: int) -> list[date]:
        """The days of the weekly snapshots of ``day``, latest first: of one weekday, 7 days apart.

        The first is the last snapshot on or before ``day``, if that is less than a week old. Of the ``weeks`` only
        those are there that have a snapshot.
        """
        last = self.filter(day__lte=day).aggregate(last=Max("day"))["last"]
        if last is None or day - last >= WEEK:
            return []
        wanted = [last - number * WEEK for number in range(weeks)]
        return list(self.filter(day__in=wanted).order_by("-day").values_list("day", flat=True))


class SnapshotDay(models.Model):
    """A day of which there is a snapshot. Its rows are written with it, in one transaction."""

    day = models.DateField(_("day"), primary_key=True)
    taken_at = models.DateTimeField(_("taken at"), auto_now_add=True)

    objects = SnapshotDayQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("day with a snapshot"), _("days with a snapshot")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.day}"


class Snapshot(models.Model):
    """What a case manager carried and could carry on a day, or without one the unallocated people of an LDU.

    Whoever was listed that day has a row, and nobody else. The place is that of the post of that day. The threshold is
    ``threshold_parts`` / ``threshold_whole``: both whole numbers, because 100 x 20 / 37 is no decimal.
    """

    day = models.ForeignKey(SnapshotDay, on_delete=models.CASCADE, related_name="rows", db_index=False)
    # Each is found with some days of it, by the constraint or the indexes below.
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="snapshots", db_index=False
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ldu = models.ForeignKey(Ldu, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    cases = models.PositiveIntegerField()
    points = models.DecimalField(max_digits=12, decimal_places=2)
    threshold_parts = models.DecimalField(max_digits=60, decimal_places=0)
    threshold_whole = models.DecimalField(max_digits=60, decimal_places=0)

    class Meta:
        verbose_name, verbose_name_plural = _("snapshot"), _("snapshots")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]
        indexes = [
            models.Index(fields=["team", "day"], name="snapshot_by_team"),
            models.Index(fields=["ldu", "day"], name="snapshot_by_ldu"),
            models.Index(fields=["division", "day"], name="snapshot_by_division"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["officer", "day"], name="snapshot_officer_once_a_day"),
            models.UniqueConstraint(
                fields=["day", "ldu"], condition=Q(officer=None), name="snapshot_unallocated_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(officer__isnull=False) | Q(ldu__isnull=False, team=None, threshold_parts=0),
                name="snapshot_of_an_officer_or_an_ldu",
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, threshold_parts__gte=0, threshold_whole__gt=0),
                name="snapshot_threshold_is_a_fraction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day_id}"

    @property
    def threshold(self) -> Fraction:
        return Fraction(int(self.threshold_parts), int(self.threshold_whole))
