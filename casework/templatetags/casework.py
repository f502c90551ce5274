"""Words about contacts and people: ``{% load contacts %}``."""

from datetime import date

from django import template
from django.utils import timezone

from base.business_days import business_days_left
from casework.presenters import scope_in_words
from ui import formats

register = template.Library()
register.filter(scope_in_words)


@register.filter
def days_left(due: date) -> str:
    """3 business days left, today not counted; today is the last day. ``due`` is not over."""
    left = business_days_left(timezone.localdate(), due)
    return f"{formats.count(left, 'business day')} left" if left else "today is the last day"


@register.filter
def deadline(due: date) -> str:
    """by Wednesday 2 January, 3 business days left; was due by Wednesday 2 January."""
    if due < timezone.localdate():
        return f"was due by {formats.weekday(due)}"
    return f"by {formats.weekday(due)}, {days_left(due)}"


@register.filter
def age(born: date) -> int:
    """Years of age today."""
    today = timezone.localdate()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
