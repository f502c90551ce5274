"""Words about the month's measure: ``{% load measure %}``."""

from django import template
from django.utils.safestring import SafeString

from ui.templatetags.ui import tag

register = template.Library()


RESULTS = {
    "met": ("Met", "green"),
    "pending": ("Still possible", "yellow"),
    "not_met": ("Not met", "red"),
}


@register.simple_tag
def result_tag(result: str | None) -> SafeString:
    """The tag of a month's result: met, pending or not_met; a blank one is not applicable."""
    return tag(*RESULTS.get(result or "", ("Not applicable", "grey")))
