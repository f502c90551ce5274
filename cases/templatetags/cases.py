"""Words about service users: ``{% load cases %}``."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.gate import MASKED
from cases.models import Brag
from ui.templatetags.ui import tag
from ui.ways import and_back

register = template.Library()

# Colour helps, the words tell.
COLOURS = {Brag.RED: "red", Brag.RED_AMBER: "orange", Brag.AMBER: "yellow", Brag.GREEN: "green", Brag.BLUE: "blue"}


@register.simple_tag
def brag_tag(status: str | None) -> SafeString:
    """The tag of a BRAG status code; a blank one says so."""
    if not status:
        return tag(_("No BRAG status"), "grey")
    return tag(str(Brag(status).label), COLOURS[Brag(status)])


@register.simple_tag
def person_link(person: Any, page: str = "service_user", *args: Any, back: str = "") -> SafeString:
    """The name of somebody from `seen_by`, a link to a page about them; masked where they may not be seen."""
    if not person.visible:
        return format_html('<span class="cm-none">{}</span>', MASKED)
    address = and_back(reverse(page, args=[person.public_id, *args]), back)
    return format_html('<a class="govuk-link" href="{}">{}</a>', address, person.name)


def person_cell(person: Any, back: str = "") -> SafeString:
    """As `person_link`, with the CRN under the name. ``back`` is the address of the list, to return to it as it was."""
    crn = person.crn if person.visible else ""
    return format_html('{}<span class="cm-second">{}</span>', person_link(person, back=back), crn)


@register.simple_tag
def person_in_words(person: Any) -> str:
    """The name of somebody from `seen_by`, or the mask."""
    return person.name if person.visible else str(MASKED)
