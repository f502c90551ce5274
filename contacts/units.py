"""What the time between contacts is counted in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CadenceUnit(models.TextChoices):
    """Of a contact standard, and of a temporary measure that widens one."""

    DAYS = "days", _("Days")
    MONTHS = "months", _("Calendar months")
