"""What the organisation calls its people and parts, once for every page, letter and message.

One says LDU and service user, another PDU and person on probation: the setting ``ORGANISATION_WORDS`` says which.
A sentence takes them as placeholders, each form under a key of its own: ``%(ldu)s``, ``%(ldus)s``, and where a sentence
begins with it ``%(Ldu)s``, ``%(Ldus)s``. No sentence puts "a" or "an" before one: "an LDU" would become "an PDU".
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext


def _(text: str) -> str:
    """Marks a text for translation. Django's own would ask for the settings, which are read from here."""
    return text


# One, and several.
WORDS: dict[str, Sequence[str]] = {
    "division": (_("division"), _("divisions")),
    "ldu": (_("LDU"), _("LDUs")),
    "team": (_("team"), _("teams")),
    "service_user": (_("service user"), _("service users")),
    "case_manager": (_("case manager"), _("case managers")),
    "team_manager": (_("team manager"), _("team managers")),
    "ldu_head": (_("LDU head"), _("LDU heads")),
    "chief_officer": (_("chief officer"), _("chief officers")),
    "administrator": (_("administrator"), _("administrators")),
    # The organisation as a party beside the person: who cancelled an appointment.
    "service": (_("probation service"), _("probation services")),
}
FORMS = {form: (key, place) for key in WORDS for place, form in enumerate((key, f"{key}s"))}


def word(key: str) -> str:
    """A form of a word in the language of the page: ``word("ldus")``, ``word("Ldus")``. Raises KeyError.

    Where translation is switched off it is the one above: migrations are written so, and must not depend on what an
    organisation says.
    """
    name, place = FORMS[key.lower()]
    own = {} if get_language() is None else settings.ORGANISATION_WORDS
    translated = gettext(own.get(name, WORDS[name])[place])
    return translated if key.islower() else translated[:1].upper() + translated[1:]


class _Values(dict):
    """What a sentence's placeholders stand for: the values given, else the organisation's words."""

    def __missing__(self, key: str) -> str:
        return word(key)


def named(sentence: Any, **values: Any) -> str:
    """The sentence with the organisation's words, and ``values``, for its placeholders: ``named(_("No %(team)s"))``."""
    return sentence % _Values(values)


word_lazy = lazy(word, str)
named_lazy = lazy(named, str)
