"""What is printed as a PDF: compiled by typst as tagged PDF/UA-1, in the fonts that come with the product."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

# Noto in the scripts of the people here. `casemgmt.static_build` puts them there; those of the machine help out.
FONTS = Path(__file__).parent / "slip" / "fonts"
# What is printed in place of a character that no font has.
GAP = "□"


class Unprintable(ValueError):
    """Something is in none of the fonts, and an accessible PDF must show every character."""


def compiled(template: bytes, said: Mapping[str, Any]) -> bytes:
    """The template with what it is to say, which it reads as JSON in ``sys.inputs.said``. Raises `Unprintable`.

    Everything is in memory: no personal data is written to a file on the way.
    """
    return _compiled(template, json.dumps(said))


def unprintable(text: str) -> list[str]:
    """The characters of the text that no font has, each once."""
    return [character for character in dict.fromkeys(text) if not _is_printable(character)]


def gaps_for(text: str) -> dict[int, str]:
    """A `GAP` for each character of the text that no font has, as `str.translate`s take it."""
    return dict.fromkeys(map(ord, unprintable(text)), GAP)


@lru_cache(maxsize=10_000)
def _is_printable(character: str) -> bool:
    if character.isspace() or (character.isascii() and character.isprintable()):
        return True
    try:
        _compiled(b'#set document(title: "-")\n#json(bytes(sys.inputs.said))', json.dumps(character))
    except Unprintable:
        return False
    return True


def _compiled(template: bytes, said: str) -> bytes:
    try:
        pdf = typst.compile(
            template, format="pdf", pdf_standards="ua-1", font_paths=_fonts(), sys_inputs={"said": said}
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
    """Found once a process: it takes longer than a letter."""
    return typst.Fonts(font_paths=[FONTS])
