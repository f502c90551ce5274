"""Files about a person: kept by nobody on the way, and taken for nothing else than they say."""

from django.http import HttpResponse

PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


def as_pdf(slip: bytes) -> HttpResponse:
    """A slip, to look at and to print. Its file name says nothing about the person."""
    disposition = 'inline; filename="appointment-slip.pdf"'
    return HttpResponse(slip, content_type="application/pdf", headers={"Content-Disposition": disposition, **PRIVATE})
