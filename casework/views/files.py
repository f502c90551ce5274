"""Files about a person: kept by nobody on the way, and taken for nothing else than they say."""

import structlog
from django.http import Http404, HttpResponse

from casework.uploads import ATTACHMENTS, ending_of, uploads

logger = structlog.get_logger(__name__)
PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


def as_pdf(pdf: bytes, name: str = "appointment-slip") -> HttpResponse:
    """A slip, or another document, to look at and to print. Its file name says nothing about the person."""
    disposition = f'inline; filename="{name}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": disposition, **PRIVATE})


def as_download(stored: str, saved_as: str, record: int) -> HttpResponse:
    """What was uploaded, by the name under which it is stored: downloaded, not opened in the site's own name.

    ``saved_as`` is the beginning of the name that it gets, which says nothing about the person. Raises Http404 where
    the file is gone, and logs the id of its ``record``.
    """
    ending = ending_of(stored)
    try:
        with uploads().open(stored) as file:
            content = file.read()
    except FileNotFoundError:
        logger.error("upload_is_gone", record=record)
        raise Http404 from None
    disposition = f'attachment; filename="{saved_as}{ending}"'
    headers = {"Content-Disposition": disposition, **PRIVATE}
    return HttpResponse(content, content_type=ATTACHMENTS[ending].content_type, headers=headers)
