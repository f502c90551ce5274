"""Words about contacts and people: ``{% load casework %}``."""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import absences, presenters
from contacts import calendar

register = template.Library()
register.filter(presenters.scope_in_words)
register.filter(presenters.given_in_words)
register.filter(presenters.stated_in_words)
register.filter(presenters.recorded_in_words)
register.filter(absences.when_in_words)


@register.filter
def days_left(due: date) -> str:
    """3 business days left, today not counted; Today is the last day. ``due`` is not over."""
    left = calendar.business_days().left(timezone.localdate(), due)
    words = ngettext("%(left)d business day left", "%(left)d business days left", left)
    return words % {"left": left} if left else _("Today is the last day")


@register.filter
def offer_by(due: date) -> str:
    """By when a further appointment must be offered, or had to be."""
    return presenters.offer_by(due, timezone.localdate())


@register.filter
def age(born: date) -> int:
    """Years of age today."""
    today = timezone.localdate()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
