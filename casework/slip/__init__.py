"""The appointment slip: the written notice of an appointment, as an accessible PDF."""

import json
from pathlib import Path

import typst

from casework.slip.words import words_of
from contacts.models import Contact

TEMPLATE = Path(__file__).with_name("slip.typ")


class Unprintable(ValueError):
    """A character of the slip is in none of the fonts, and an accessible PDF must show every one."""


def make_slip(contact: Contact) -> bytes:
    """The slip of the appointment as it is now: tagged PDF/UA-1, with a title that names nobody.

    Everything is in memory: no personal data is written to a file on the way. Raises `Unprintable`.
    """
    try:
        pdf = typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"slip": json.dumps(words_of(contact))},
        )
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        # Without its cause, whose message quotes the name or the place.
        raise Unprintable from None
    assert isinstance(pdf, bytes)
    return pdf
