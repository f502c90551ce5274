"""How every write is made: in one transaction, and with its author's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from audit.models import Entry

P = ParamSpec("P")
Written = TypeVar("Written")
Written_co = TypeVar("Written_co", covariant=True)


class Service(Protocol[P, Written_co]):
    """A function that `writes` made a service: it takes and returns what it did before."""

    audited_action: str

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Written_co: ...


@dataclass(frozen=True)
class Already(Generic[Written]):
    """What a function returns that finds its write done, by a form that is sent twice: what was written then."""

    written: Written


@dataclass(frozen=True)
class Counted(Generic[Written]):
    """What a function returns that wrote many records: the one that stands for them, and counts for its entry."""

    written: Written
    counts: Mapping[str, int]


# What a write of staff, posts and reference data brings about before its transaction ends. Apps above this one add
# theirs when they are ready.
consequences: list[Callable[[], None]] = []


def settle() -> None:
    """Bring about what follows from a write that the apps above do not know of."""
    for consequence in consequences:
        consequence()


def record(*, by: AbstractBaseUser | None, action: str, on: models.Model | None = None, **facts: Any) -> Entry:
    """Add an entry. ``by`` is the user, or None where no person acted; ``facts`` are counts and codes.

    Must run inside the transaction of the write it tells of.
    """
    return Entry.objects.create(actor_id=by.pk if by else None, action=action, target=on, facts=facts)


def writes(
    action: str,
) -> Callable[[Callable[P, Written | Already[Written] | Counted[Written]]], Service[P, Written]]:
    """Make a service of a function that takes keywords only, ``by=`` among them.

    It returns the record that it wrote, or where it wrote many, a dict of counts or `Counted`. The function runs in
    one transaction, together with its audit entry; the rows it changes keep their former values in the history tables
    under the same action and author. A write that does nothing returns None, or `Already` where the caller needs what
    was written before: the caller gets that, and no entry is left.
    """

    def decorate(
        function: Callable[P, Written | Already[Written] | Counted[Written]],
    ) -> Service[P, Written]:
        @wraps(function)
        def service(*args: P.args, **arguments: P.kwargs) -> Written:
            by = cast(AbstractBaseUser | None, arguments["by"])
            with transaction.atomic(), pghistory.context(actor=by.pk if by else None, action=action):
                written = function(*args, **arguments)
                if isinstance(written, Already):
                    return written.written
                if isinstance(written, Counted):
                    record(by=by, action=action, on=cast(models.Model, written.written), **written.counts)
                    return written.written
                if isinstance(written, models.Model):
                    record(by=by, action=action, on=written)
                elif written is not None:
                    record(by=by, action=action, **cast(dict[str, Any], written))
            return written

        made = cast(Service[P, Written], service)
        made.audited_action = action
        return made

    return decorate
