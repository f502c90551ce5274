"""The appointment slip: the written notice of an appointment, alone or with others, as an accessible PDF."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.models import Language
from casework.slip.words import (
    BOTH,
    CATALOGUES,
    Appointment,
    appointment_of,
    letters_of,
    sender_of,
    usual_languages,
    words_of,
)
from contacts.models import Contact
from contacts.wording import Wording
from staff.models import Office

TEMPLATE = Path(__file__).with_name("slip.typ")
# Noto in the scripts of the people here. `casemgmt.static_build` puts them there; those of the machine help out.
FONTS = Path(__file__).with_name("fonts")
# What is printed of a name or an address in place of a character that no font has.
GAP = "□"


class Unprintable(ValueError):
    """Something is in none of the fonts, and an accessible PDF must show every character."""


class NoSender(ValueError):
    """Neither the officer's office nor the person's has an address with a postcode and a telephone number."""


class Slip(NamedTuple):
    """What one person is given: its letters in their words, as the template lays them out and a notice keeps them."""

    letters: list[dict[str, Any]]

    @property
    def pdf(self) -> bytes:
        return together([self])


def make_slip(
    contact: Contact,
    *,
    languages: Sequence[str] = (),
    large: bool = False,
    issued_on: date | None = None,
    sender: Office | None = None,
    wordings: Mapping[str, Wording] | None = None,
) -> Slip:
    """The slip of the appointment as it is now.

    It is in the ``languages``, or in those that are usual for the person; in ``large`` print; dated ``issued_on``, or
    today. What somebody typed has a `GAP` where no font has a character of it. ``sender`` and ``wordings`` are given
    where they are known for several. Raises `Unprintable` where the place, which the notice must state, cannot be
    shown, and `NoSender` where there is no address and number to put on it.
    """
    return _made([appointment_of(contact, issued_on, sender=sender)], contact, languages, large, wordings)


def make_series_slip(
    contacts: Sequence[Contact],
    reference: str,
    *,
    languages: Sequence[str] = (),
    large: bool = False,
    issued_on: date | None = None,
) -> Slip:
    """One slip of several appointments of one person, in order, under the ``reference``; else as `make_slip`."""
    return _made(letters_of(contacts, reference, issued_on), contacts[0], languages, large)


def make_slips(asked: Sequence[tuple[Contact, Mapping[str, Any]]]) -> list[Slip]:
    """The slips of several appointments of one type with one officer on one day, dated today.

    Each comes with what is asked for of its slip: ``languages`` and ``large``, as of `make_slip`, which raises the
    same.
    """
    first = asked[0][0]
    post = first.officer.post_on(first.date)
    about = appointment_of(first, sender=sender_of(first, post))
    wordings = Wording.objects.in_force(about.issued_on, about.kind, BOTH)
    return [
        make_slip(contact, **wanted, sender=sender_of(contact, post), wordings=wordings) for contact, wanted in asked
    ]


def _made(
    appointments: Sequence[Appointment],
    first: Contact,
    languages: Sequence[str],
    large: bool,
    wordings: Mapping[str, Wording] | None = None,
) -> Slip:
    if not all(appointment.office.is_ready for appointment in appointments):
        raise NoSender
    usual = languages or usual_languages(first, appointments[0].office)
    return slip_telling(appointments, usual, large=large, wordings=wordings)


def slip_telling(
    appointments: Sequence[Appointment],
    languages: Sequence[str],
    *,
    large: bool = False,
    wordings: Mapping[str, Wording] | None = None,
) -> Slip:
    """The slip of whatever is told of appointments, in the wordings of their day or in others."""
    if any(unprintable(appointment.places) for appointment in appointments):
        raise Unprintable
    letters = []
    for appointment in appointments:
        gaps = dict.fromkeys(map(ord, unprintable(appointment.texts)), GAP)
        letters += [{**words, "large": large} for words in words_of(appointment, languages, gaps, wordings)]
    return Slip(letters)


def together(slips: Iterable[Slip]) -> bytes:
    """The slips one after another, each once, as one tagged PDF/UA-1 in the language of the first.

    Its title names nobody. Everything is in memory: no personal data is written to a file on the way.
    """
    once = list({json.dumps(slip.letters, sort_keys=True): slip for slip in slips}.values())
    letters = [letter for slip in once for letter in slip.letters]
    language = letters[0]["language"]
    return _compiled(
        TEMPLATE.read_bytes(), json.dumps({"title": _title(once, language), "language": language, "letters": letters})
    )


def _title(slips: Sequence[Slip], language: str) -> str:
    """Of one slip what its letters are about; of several what they are, in the language."""
    if len(slips) == 1:
        return " / ".join(dict.fromkeys(letter["title"] for letter in slips[0].letters))
    with override(CATALOGUES[Language(language)]):
        return _("Appointment slips")


def unprintable(text: str) -> list[str]:
    """The characters of the text that no font has, each once."""
    return [character for character in dict.fromkeys(text) if not _is_printable(character)]


@lru_cache(maxsize=10_000)
def _is_printable(character: str) -> bool:
    if character.isspace() or (character.isascii() and character.isprintable()):
        return True
    try:
        _compiled(b'#set document(title: "-")\n#json(bytes(sys.inputs.slip))', json.dumps(character))
    except Unprintable:
        return False
    return True


def _compiled(template: bytes, slip: str) -> bytes:
    """The template with what it is to say, as JSON. Raises `Unprintable`."""
    try:
        pdf = typst.compile(
            template, format="pdf", pdf_standards="ua-1", font_paths=_fonts(), sys_inputs={"slip": slip}
        )
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        # Without its cause, whose message quotes the name or the place.
        raise Unprintable from None
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Found once a process: it takes longer than a slip."""
    return typst.Fonts(font_paths=[FONTS])
