"""Words about contacts and people: ``{% load contacts %}``."""

from datetime import date

from django import template
from django.utils import timezone

from contacts.business_days import business_days_left
from contacts.selectors import scope_in_words
from ui import formats

register = template.Library()
register.filter(scope_in_words)


@register.filter
def deadline(due: date) -> str:
    """by Wednesday 2 January, 3 business days left."""
    today = timezone.localdate()
    if due < today:
        return f"was due by {formats.weekday(due)}"
    if due == today:
        return "by today"
    left = business_days_left(today, due)
    return f"by {formats.weekday(due)}, {formats.count(left, 'business day')} left"


@register.filter
def age(born: date) -> int:
    """Years of age today."""
    today = timezone.localdate()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
