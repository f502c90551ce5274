"""The measure: the numbers and codes of the monthly figure, dated. One is in force for each month."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.db import in_choices
from base.months import Month
from cases.stale import marks_stale
from ui import formats


class FollowUpReading(models.TextChoices):
    """What follows up a missed contact: by Source A, or by Source P."""

    FURTHER_APPOINTMENT = "further_appointment", _("Only a further appointment")
    ANY_ACTION = "any_action", _("A further appointment, breach, recall or a warrant")


def _percentage(label: Any, help_text: Any) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=help_text,
    )


class Measure(models.Model):
    """The rules of the months from its start until a later one starts. That of a contact is that of its month."""

    starts_on = models.DateField(_("from"), unique=True, help_text=_("The first day of a month."))
    types = ArrayField(
        models.CharField(max_length=10),
        verbose_name=_("contact types that can count"),
        help_text=_("Their codes, separated by commas."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        validators=[MinValueValidator(1)],
        help_text=_("The shortest time that must be set aside for a contact that counts."),
    )
    business_days = models.PositiveSmallIntegerField(
        _("business days"),
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("How many there are to follow up a missed contact."),
    )
    follow_up = models.CharField(_("what follows up a missed contact"), max_length=20, choices=FollowUpReading)
    target = _percentage(_("target"), _("A figure at or above this percentage meets the target."))
    improvement_below = _percentage(
        _("improvement process below"), _("A figure below this percentage starts the improvement process.")
    )
    ramp_up_months = models.PositiveSmallIntegerField(
        _("ramp-up months"),
        default=0,
        help_text=_("How many months from the start are marked as the ramp-up period."),
    )
    source = models.CharField(
        _("source"), max_length=200, help_text=_("The document that sets these values. Pages show it.")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("measure"), _("measures")
        ordering = ["-starts_on"]
        triggers = marks_stale(
            "SELECT service_user_id FROM changed JOIN contacts_calendarday day ON day.measure_id = changed.id"
            " JOIN contacts_contact contact USING (date)"
            # Before the first start the measure applies to nobody.
            " UNION SELECT id FROM cases_serviceuser WHERE EXISTS"
            " (SELECT FROM changed WHERE starts_on <= ALL (SELECT starts_on FROM contacts_measure))",
            "id",
            "starts_on",
            "types",
            "minutes",
            "follow_up",
        )
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__day=1), name="measure_starts_with_a_month"),
            models.CheckConstraint(condition=Q(types__len__gt=0), name="measure_has_types"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0, business_days__range=(1, 60)), name="measure_lengths_positive"
            ),
            in_choices("measure_follow_up_known", "follow_up", FollowUpReading),
            models.CheckConstraint(
                condition=Q(improvement_below__gte=0, improvement_below__lte=models.F("target"), target__lte=100),
                name="measure_percentages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return gettext("From %(month)s") % {"month": formats.month(self.starts_on)}

    def clean(self) -> None:
        if self.starts_on and (self.starts_on.day != 1 or self.has_started):
            raise ValidationError({"starts_on": gettext("Enter the first day of a month after this one")})
        if None not in (self.target, self.improvement_below) and self.improvement_below > self.target:
            raise ValidationError({"improvement_below": gettext("Enter a percentage that is not above the target")})

    @property
    def has_started(self) -> bool:
        """Whether it is in force or was: then it stays as it is."""
        return self.starts_on <= timezone.localdate()

    @property
    def first_month(self) -> Month:
        return Month(self.starts_on)

    @property
    def any_action_counts(self) -> bool:
        """Whether breach, recall or a warrant follows up a missed contact too."""
        return self.follow_up == FollowUpReading.ANY_ACTION

    @property
    def last_ramp_up(self) -> Month:
        """The last month of its ramp-up, where it has one and no other measure starts before."""
        return self.first_month.plus(self.ramp_up_months - 1)

    def is_ramp_up(self, month: Month) -> bool:
        """Whether the month, for which it is in force, is one of its ramp-up."""
        return self.first_month <= month < self.first_month.plus(self.ramp_up_months)

    @cached_property
    def words(self) -> dict[str, Any]:
        """What sentences about it take as placeholders (`ui.words.named`)."""
        return {
            "types": ", ".join(self.types),
            "minutes": self.minutes,
            "business_days": self.business_days,
            "target": formats.plain_percent(self.target),
            "improvement_below": formats.plain_percent(self.improvement_below),
            "ramp_up_months": self.ramp_up_months,
            "start": formats.month(self.starts_on),
        }


@dataclass(frozen=True)
class Measures:
    """Every measure, by start. There is always one: the first is shipped."""

    rows: tuple[Measure, ...]

    @classmethod
    def known(cls) -> "Measures":
        return cls(tuple(Measure.objects.order_by("starts_on")))

    @property
    def first_month(self) -> Month:
        """The first month to which the measure applies."""
        return self.rows[0].first_month

    def of(self, month: Month) -> Measure:
        """The one in force on the month's first day. A contact before the first measure is judged by the first."""
        started = [measure for measure in self.rows if measure.first_month <= month]
        return started[-1] if started else self.rows[0]
