"""Words about the month's measure and the next contact: ``{% load measure %}``."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from contacts.cadence import Due
from contacts.months import Result
from ui.templatetags.ui import tag

register = template.Library()

COLOURS = {Result.MET: "green", Result.PENDING: "yellow", Result.NOT_MET: "red"}
DUE_COLOURS = {
    Due.OVERDUE: "red",
    Due.THIS_WEEK: "yellow",
    Due.THIS_MONTH: "blue",
    Due.LATER: "green",
    Due.NONE: "grey",
}


@register.simple_tag
def result_tag(result: str | None) -> SafeString:
    """The tag of a month's result: met, pending or not_met; a blank one is not applicable."""
    if not result:
        return tag(_("Not applicable"), "grey")
    return tag(str(Result(result).label), COLOURS[Result(result)])


@register.simple_tag
def due_tag(group: str) -> SafeString:
    """The tag of when the next contact is due."""
    return tag(str(Due(group).label), DUE_COLOURS[Due(group)])
