"""Keeping the facts right: derive them all anew, and compare them with what the records say."""

from typing import Any

import structlog

from audit.services import writes
from contacts import facts

logger = structlog.get_logger(__name__)


@writes("rebuild facts")
def rebuild_facts(*, by: Any) -> dict[str, int]:
    """Derive every kept fact anew; returns how many ``contact_facts`` and ``month_facts`` there are."""
    return facts.rebuild()


@writes("check facts")
def check_facts(*, by: Any) -> dict[str, int]:
    """Compare every kept fact with what the records say now; returns how many of each kind differ.

    Where any does, the log has an error and administrators are warned (`contacts.selectors.wrong_facts`).
    """
    differing = facts.differences()
    if any(differing.values()):
        logger.error("facts_differ", **differing)
    return differing
