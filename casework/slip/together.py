"""Several slips as one PDF, to print them in one go."""

import io
from collections.abc import Iterable

from pypdf import PdfReader, PdfWriter


def together(slips: Iterable[bytes], title: str) -> bytes:
    """The pages of the slips one after the other, each slip once. It is for paper: each slip by itself stays tagged."""
    writer = PdfWriter()
    for slip in dict.fromkeys(slips):
        writer.append(PdfReader(io.BytesIO(slip)), import_outline=False)
    writer.add_metadata({"/Title": title})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
