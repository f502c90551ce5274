"""What the appointment slip says, in the language of whoever issues it."""

from collections.abc import Mapping
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contacts.models import Contact, Location
from ui import formats


def words_of(contact: Contact, gaps: Mapping[int, str] | None = None) -> dict[str, Any]:
    """The texts of the slip in their order, for the template to lay out; names with ``gaps``, as `str.translate`s."""
    name, officer = (
        each.translate(gaps or {}) for each in (contact.service_user.name, contact.officer.get_full_name())
    )
    date = f"{WEEKDAYS[contact.date.weekday()]} {formats.day(contact.date)}"
    # They come to us, or we to them.
    visit = contact.type.location == Location.NONE
    return {
        "language": (get_language() or "en").partition("-")[0],
        "title": _("Your appointment on %(date)s") % {"date": date},
        "greeting": _("Dear %(name)s,") % {"name": name},
        "opening": (
            _("We will visit you. Please be there at the time below, and keep this notice.")
            if visit
            else _("You have an appointment with us. Please come at the time below, and keep this notice.")
        ),
        "details": [
            (_("Date"), [date]),
            (_("Time"), [formats.timespan(contact.start_time, contact.end_time)]),
            (_("Place"), contact.place.splitlines()),
            (_("With"), [officer]),
        ],
        "parts": [
            {
                "heading": _("What to have ready") if visit else _("What to bring"),
                "points": [
                    _("this notice"),
                    _("letters or papers about work, benefits, health or where you live, if something has changed"),
                ],
                "paragraphs": [],
            },
            {
                "heading": _("If you cannot be there") if visit else _("If you cannot come"),
                "points": [],
                "paragraphs": [
                    _tell(contact, officer),
                    _("Say why. You may be asked to show proof, such as a letter from your doctor or your employer."),
                    _(
                        "If you miss the appointment and do not have a good reason, your order or licence may be"
                        " enforced. That can mean going back to court or to prison."
                    ),
                ],
            },
            {
                "heading": _("If you need help"),
                "points": [],
                "paragraphs": [_help(visit)],
            },
        ],
    }


def _tell(contact: Contact, officer: str) -> str:
    """Whom to tell, and on which number where there is one."""
    post = contact.officer.post_on(contact.date)
    whom = {"officer": officer, "phone": post.office.phone if post and post.office else ""}
    if whom["phone"]:
        return _("Tell %(officer)s on %(phone)s as soon as you know, and before the appointment if you can.") % whom
    return _("Tell %(officer)s as soon as you know, and before the appointment if you can.") % whom


def _help(visit: bool) -> str:
    if visit:
        return _("Tell us if you need an interpreter or if you find reading hard. We will try to help.")
    return _(
        "Tell us if you need an interpreter, if you find reading hard, or if getting into the building is difficult"
        " for you. We will try to help."
    )
