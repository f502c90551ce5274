"""Whether the kept facts are right: ``{% load facts %}``."""

from django import template

from audit.models import Entry
from contacts import selectors

register = template.Library()


@register.simple_tag
def wrong_facts() -> Entry | None:
    """The check that found facts that differ, as long as nobody derived them anew."""
    return selectors.wrong_facts()
