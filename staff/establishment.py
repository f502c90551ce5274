"""How many case managers a team is meant to have."""

from datetime import date
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit import history
from ui.words import word_lazy


class EstablishmentQuerySet(models.QuerySet["Establishment"]):
    def on(self, day: date) -> "EstablishmentQuerySet":
        """The establishment of each team on ``day``: the latest that has begun."""
        return self.filter(starts_on__lte=day).order_by("team_id", "-starts_on").distinct("team_id")


@history.kept()
class Establishment(models.Model):
    """How many full-time case managers a team is meant to have, from a day on: its vacancies are what that lacks."""

    team = models.ForeignKey(
        "staff.Team", on_delete=models.CASCADE, related_name="establishments", verbose_name=word_lazy("team")
    )
    starts_on = models.DateField(_("from"))
    full_time = models.DecimalField(
        _("full-time posts"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Two half-time posts are one."),
    )

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("establishment"), _("establishments")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["team", "starts_on"], name="establishment_once_a_day"),
            models.CheckConstraint(condition=models.Q(full_time__gte=0), name="establishment_not_below_0"),
        ]

    def __str__(self) -> str:
        return f"{self.full_time}"
