"""How every write is made: in one transaction, and with its author's name."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import pghistory
from django.db import models, transaction

from audit.models import Entry


def record(*, by: Any, action: str, on: models.Model | None = None, **facts: Any) -> Entry:
    """Add an entry. ``by`` is the user, or None where no person acted; ``facts`` are counts and codes.

    Must run inside the transaction of the write it tells of.
    """
    return Entry.objects.create(actor=by, action=action, target=on, facts=facts)


def writes(action: str) -> Callable:
    """Make a service of a function that takes keywords only, ``by=`` among them.

    It returns the record that it wrote, or where it wrote many, a dict of counts. The function runs in one transaction,
    together with its audit entry; the rows it changes keep their former values in the history tables under the same
    action and author. A write that does nothing returns None and leaves no entry.
    """

    def decorate(function: Callable) -> Callable:
        @wraps(function)
        def service(*, by, **arguments):
            with transaction.atomic(), pghistory.context(actor=by.pk if by else None, action=action):
                written = function(by=by, **arguments)
                if isinstance(written, models.Model):
                    record(by=by, action=action, on=written)
                elif written is not None:
                    record(by=by, action=action, **written)
            return written

        service.audited_action = action  # type: ignore[attr-defined]
        return service

    return decorate
