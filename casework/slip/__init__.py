"""The appointment slip: the written notice of an appointment, as an accessible PDF."""

import json
from functools import cache, lru_cache
from pathlib import Path

import typst

from casework.slip.words import words_of
from contacts.models import Contact

TEMPLATE = Path(__file__).with_name("slip.typ")
# Noto in the scripts of the people here. `casemgmt.static_build` puts them there; those of the machine help out.
FONTS = Path(__file__).with_name("fonts")
# What is printed of a name in place of a character that no font has.
GAP = "□"


class Unprintable(ValueError):
    """Something is in none of the fonts, and an accessible PDF must show every character."""


def make_slip(contact: Contact) -> bytes:
    """The slip of the appointment as it is now: tagged PDF/UA-1, with a title that names nobody.

    A name has a `GAP` where no font has a character of it. Everything is in memory: no personal data is written to a
    file on the way. Raises `Unprintable` where the place, which the notice must state, cannot be shown.
    """
    if unprintable(contact.place):
        raise Unprintable
    gaps = dict.fromkeys(map(ord, unprintable(names_on(contact))), GAP)
    return _compiled(TEMPLATE.read_bytes(), json.dumps(words_of(contact, gaps)))


def names_on(contact: Contact) -> str:
    """The names on its slip."""
    return f"{contact.service_user.name} {contact.officer.get_full_name()}"


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
