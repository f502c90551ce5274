"""Slips that were handed over on paper, scanned or photographed: which files are taken, and where they are kept."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import PurePath
from typing import NamedTuple, ParamSpec, TypeVar, cast
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from audit.services import Service
from contacts.models import Notice

P = ParamSpec("P")
Written = TypeVar("Written")
MOST_BYTES = 5 * 1024 * 1024


class Kind(NamedTuple):
    """A kind of file: as what it is served, and how its content begins."""

    content_type: str
    begins: bytes


# By the ending of the file's name.
KINDS = {
    ".pdf": Kind("application/pdf", b"%PDF-"),
    ".jpg": Kind("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": Kind("image/jpeg", b"\xff\xd8\xff"),
    ".png": Kind("image/png", b"\x89PNG\r\n\x1a\n"),
}


def uploads() -> Storage:
    """Where uploaded slips are kept: beside the database, and out of the reach of the web server."""
    return storages["uploads"]


def ending_of(name: str) -> str:
    """The ending of a file's name in lower case, with its dot."""
    return PurePath(name).suffix.lower()


@dataclass
class Paper:
    """An uploaded slip. ``ending`` is one of `KINDS`, and the content begins as such a file does."""

    content: bytes
    ending: str
    kept_as: str = ""

    def keep(self) -> str:
        """Store it under a random name that says nothing about anybody; returns the name."""
        self.kept_as = uploads().save(f"{uuid4().hex}{self.ending}", ContentFile(self.content))
        return self.kept_as

    def discard(self) -> None:
        if self.kept_as:
            uploads().delete(self.kept_as)
            self.kept_as = ""


def is_slip_of(notice: Notice, paper: Paper | None) -> bool:
    """Whether the notice was recorded with this very upload, or with none where there is none."""
    if not notice.paper or not paper:
        return not notice.paper and not paper
    with uploads().open(notice.paper) as kept:
        return kept.read() == paper.content


def discards_paper_on_failure(service: Service[P, Written]) -> Service[P, Written]:
    """Make sure that no file is left of a service that kept its ``paper`` and whose transaction then failed."""

    @wraps(service)
    def discarding(*args: P.args, **arguments: P.kwargs) -> Written:
        try:
            return service(*args, **arguments)
        except BaseException:
            if paper := cast(Paper | None, arguments.get("paper")):
                paper.discard()
            raise

    return cast(Callable[P, Written], discarding)  # type: ignore[return-value]  # wraps() brings audited_action along
