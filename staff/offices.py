"""What an office has beside its name: rooms that can be booked, and the hours in which it is open."""

from collections.abc import Iterable
from datetime import date, time

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import Filed
from base.periods import ends_after_start, in_force, never_overlapping


@history.kept()
class Room(models.Model):
    """A room of an office in which appointments can be held. It is never booked twice for the same time."""

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="rooms", verbose_name=_("office"))
    name = models.CharField(_("name"), max_length=60)
    places = models.PositiveSmallIntegerField(
        _("places"),
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text=_("How many people can be seen in it at once."),
    )
    closed = models.BooleanField(
        _("no longer used"),
        default=False,
        help_text=_("It cannot be booked any more. What was booked in it stays as it is."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("room"), _("rooms")
        ordering = ["office", Filed("name"), "name"]
        constraints = [
            models.UniqueConstraint(fields=["office", "name"], name="room_name_once_in_office"),
            models.CheckConstraint(condition=Q(places__range=(1, 200)), name="room_has_places"),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHoursQuerySet(models.QuerySet["OpeningHours"]):
    def on(self, day: date) -> "OpeningHoursQuerySet":
        """The rows in force on ``day``, whatever day of the week it is."""
        return self.filter(in_force(day))


@history.kept()
class OpeningHours(models.Model):
    """When an office is open on one day of the week, from a day on to another.

    An office with hours for any day of the week is closed on those without. One without any is open on business days.
    """

    office = models.ForeignKey(
        "staff.Office", on_delete=models.CASCADE, related_name="opening_hours", verbose_name=_("office")
    )
    weekday = models.PositiveSmallIntegerField(_("day of the week"), help_text="From 0, which is Monday.")
    opens = models.TimeField(_("opens at"))
    closes = models.TimeField(_("closes at"))
    starts_on = models.DateField(_("from"), null=True, blank=True, help_text=_("Leave blank if it has always applied."))
    ends_on = models.DateField(_("to"), null=True, blank=True, help_text=_("Leave blank if it has no end date."))

    objects = OpeningHoursQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("opening hours"), _("opening hours")
        ordering = ["weekday", F("starts_on").desc(nulls_last=True)]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="opening_hours_weekday_known"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="opening_hours_close_after_opening"),
            ends_after_start("opening_hours_end_after_start"),
            never_overlapping("opening_hours_once_a_day", "office", "weekday"),
        ]

    def __str__(self) -> str:
        return str(WEEKDAYS[self.weekday])

    def clean(self) -> None:
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": gettext("The closing time must be after the opening time")})

    def on_day(self, day: date) -> bool:
        """As `OpeningHoursQuerySet.on`."""
        return (self.starts_on or date.min) <= day <= (self.ends_on or date.max)


class Opening:
    """When an office is open, worked out of its rows, so that many days are asked about at once."""

    def __init__(self, rows: Iterable[OpeningHours]):
        self.rows = list(rows)

    def is_said(self, day: date) -> bool:
        """Whether there are hours of the office in force on the day. Where there are none, business days say it."""
        return any(row.on_day(day) for row in self.rows)

    def on(self, day: date) -> tuple[time, time] | None:
        """From when to when it is open; None where it is closed, or where nothing `is_said`."""
        todays = (row for row in self.rows if row.weekday == day.weekday() and row.on_day(day))
        return next(((row.opens, row.closes) for row in todays), None)
