"""The appointment slip: the written notice of an appointment, as an accessible PDF."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from casework.slip.words import Appointment, appointment_of, letters_of, sender_of, usual_languages, words_of
from contacts.models import Contact
from contacts.wording import Wording

TEMPLATE = Path(__file__).with_name("slip.typ")
# Noto in the scripts of the people here. `casemgmt.static_build` puts them there; those of the machine help out.
FONTS = Path(__file__).with_name("fonts")
# What is printed of a name or an address in place of a character that no font has.
GAP = "□"


class Unprintable(ValueError):
    """Something is in none of the fonts, and an accessible PDF must show every character."""


class NoSender(ValueError):
    """Neither the officer's office nor the person's has an address with a postcode and a telephone number."""


def make_slip(
    contact: Contact, *, languages: Sequence[str] = (), large: bool = False, issued_on: date | None = None
) -> bytes:
    """The slip of the appointment as it is now: tagged PDF/UA-1, with a title that names nobody.

    It is in the ``languages``, or in those that are usual for the person; in ``large`` print; dated ``issued_on``, or
    today. What somebody typed has a `GAP` where no font has a character of it. Everything is in memory: no personal
    data is written to a file on the way. Raises `Unprintable` where the place, which the notice must state, cannot be
    shown, and `NoSender` where there is no address and number to put on it.
    """
    return _made([appointment_of(contact, issued_on)], contact, languages, large)


def make_series_slip(
    contacts: Sequence[Contact],
    reference: str,
    *,
    languages: Sequence[str] = (),
    large: bool = False,
    issued_on: date | None = None,
) -> bytes:
    """One slip of several appointments of one person, in order, under the ``reference``; else as `make_slip`."""
    return _made(letters_of(contacts, reference, issued_on), contacts[0], languages, large)


def _made(appointments: Sequence[Appointment], first: Contact, languages: Sequence[str], large: bool) -> bytes:
    if not all(appointment.office.is_ready for appointment in appointments):
        raise NoSender
    usual = languages or usual_languages(first, appointments[0].office)
    return print_slips(appointments, usual, large=large)


def print_slip(
    appointment: Appointment,
    languages: Sequence[str],
    *,
    large: bool = False,
    wordings: Mapping[str, Wording] | None = None,
) -> bytes:
    """The slip of whatever is told of an appointment, in the wordings of its day or in others."""
    return print_slips([appointment], languages, large=large, wordings=wordings)


def print_slips(
    appointments: Sequence[Appointment],
    languages: Sequence[str],
    *,
    large: bool = False,
    wordings: Mapping[str, Wording] | None = None,
) -> bytes:
    """As `print_slip`, with the letters of several one after the other."""
    letters = _letters([(appointment, languages) for appointment in appointments], wordings)
    return _laid_out(letters, " / ".join(letter["title"] for letter in letters), large=large)


def make_slips(contacts: Sequence[Contact]) -> bytes:
    """The slips of several appointments with one officer on one day, one after another, as one PDF.

    Each is in the languages usual for the person. Raises as `make_slip` does.
    """
    post = contacts[0].officer.post_on(contacts[0].date)
    told = [appointment_of(contact, sender=sender_of(contact, post)) for contact in contacts]
    if not all(appointment.office.is_ready for appointment in told):
        raise NoSender
    languages = [usual_languages(*pair) for pair in zip(contacts, (each.office for each in told), strict=True)]
    first = told[0]
    wordings = Wording.objects.in_force(first.issued_on, first.kind, {each for spoken in languages for each in spoken})
    letters = _letters(list(zip(told, languages, strict=True)), wordings)
    return _laid_out(letters, letters[0]["title"])


def _letters(
    told: Sequence[tuple[Appointment, Sequence[str]]], wordings: Mapping[str, Wording] | None
) -> list[dict[str, Any]]:
    """The letters of appointments in the languages of each. Raises `Unprintable` where a place cannot be shown."""
    if any(unprintable(appointment.places) for appointment, _languages in told):
        raise Unprintable
    letters = []
    for appointment, languages in told:
        gaps = dict.fromkeys(map(ord, unprintable(appointment.texts)), GAP)
        letters += words_of(appointment, languages, gaps, wordings)
    return letters


def _laid_out(letters: Sequence[dict[str, Any]], title: str, *, large: bool = False) -> bytes:
    slip = {"title": title, "language": letters[0]["language"], "large": large, "letters": letters}
    return _compiled(TEMPLATE.read_bytes(), json.dumps(slip))


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
