"""Uploaded files are looked at by ClamAV, where the organisation has set it up (``CLAMD_URL``)."""

import io

import structlog
from clamav_client.clamd import ClamdNetworkSocket
from django.conf import settings

logger = structlog.get_logger(__name__)

# How long somebody who saves a form waits for it at most.
PATIENCE = 20


class Infected(Exception):
    """ClamAV found something in the file."""


class NotScanned(Exception):
    """ClamAV is set up, and did not answer."""


def scan(content: bytes) -> None:
    """Have the content looked at; nothing happens where ClamAV is not set up. Raises `Infected` and `NotScanned`."""
    if not settings.CLAMD:
        return
    host, port = settings.CLAMD
    clamd = ClamdNetworkSocket(host=host, port=port, timeout=PATIENCE)
    try:
        state, found = clamd.instream(io.BytesIO(content))["stream"]
    except Exception as error:  # whatever is wrong with it, the file was not looked at
        logger.error("virus_scan_failed", error=type(error).__name__)
        raise NotScanned from error
    if state == "FOUND":
        logger.warning("virus_found", name=found)
        raise Infected
    if state != "OK":
        logger.error("virus_scan_failed", error=state)
        raise NotScanned
