"""Words about service users: ``{% load cases %}``."""

from django import template
from django.utils.safestring import SafeString

from ui.templatetags.ui import tag

register = template.Library()


# The words and colours of tags: colour helps, the words tell.
BRAG = {
    "red": ("Red", "red"),
    "red_amber": ("Red/Amber", "orange"),
    "amber": ("Amber", "yellow"),
    "green": ("Green", "green"),
    "blue": ("Blue", "blue"),
}


@register.simple_tag
def brag_tag(status: str | None) -> SafeString:
    """The tag of a BRAG status code; a blank one says so."""
    return tag(*BRAG.get(status or "", ("No BRAG status", "grey")))
