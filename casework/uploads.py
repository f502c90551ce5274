"""Files that are uploaded: which are taken, and where they are kept."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import PurePath
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from audit.services import Service
from contacts.models import Notice

P = ParamSpec("P")
Written = TypeVar("Written")
MOST_BYTES = 5 * 1024 * 1024


def is_word_97(content: bytes) -> bool:
    """Whether it is a compound file with the stream of a Word document, and no spreadsheet or program."""
    return content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and "WordDocument".encode("utf-16-le") in content


def is_word(content: bytes) -> bool:
    """Whether it is a package with a Word document in it, and without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError):
        return False
    return {"[Content_Types].xml", "word/document.xml"} <= names and "word/vbaProject.bin" not in names


def begins(*how: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(how)


class Kind(NamedTuple):
    """A kind of file: as what it is served, and whether a content is one."""

    content_type: str
    is_content: Callable[[bytes], bool]


# By the ending of the file's name: what a slip may be, and what else may be added to a note.
SLIPS = {
    ".pdf": Kind("application/pdf", begins(b"%PDF-")),
    ".jpg": Kind("image/jpeg", begins(b"\xff\xd8\xff")),
    ".jpeg": Kind("image/jpeg", begins(b"\xff\xd8\xff")),
    ".png": Kind("image/png", begins(b"\x89PNG\r\n\x1a\n")),
}
ATTACHMENTS = SLIPS | {
    ".doc": Kind("application/msword", is_word_97),
    ".docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", is_word),
}


def uploads() -> Storage:
    """Where uploaded files are kept: beside the database, and out of the reach of the web server."""
    return storages["uploads"]


def ending_of(name: str) -> str:
    """The ending of a file's name in lower case, with its dot."""
    return PurePath(name).suffix.lower()


@dataclass
class Upload:
    """An uploaded file. ``ending`` is one of `ATTACHMENTS`, and the content is of that kind; ``name`` is its own."""

    content: bytes
    ending: str
    name: str = ""
    kept_as: str = ""

    def keep(self) -> str:
        """Store it under a random name that says nothing about anybody; returns the name."""
        self.kept_as = uploads().save(f"{uuid4().hex}{self.ending}", ContentFile(self.content))
        return self.kept_as

    def discard(self) -> None:
        if self.kept_as:
            uploads().delete(self.kept_as)
            self.kept_as = ""


def is_slip_of(notice: Notice, paper: Upload | None) -> bool:
    """Whether the notice was recorded with this very upload, or with none where there is none."""
    if not notice.paper or not paper:
        return not notice.paper and not paper
    with uploads().open(notice.paper) as kept:
        return kept.read() == paper.content


def uploads_among(arguments: Iterable[Any]) -> Iterator[Upload]:
    """Those that a service was given, alone or several in a sequence."""
    for argument in arguments:
        if isinstance(argument, Upload):
            yield argument
        elif isinstance(argument, list | tuple):
            yield from uploads_among(argument)


def discards_uploads_on_failure(service: Service[P, Written]) -> Service[P, Written]:
    """Make sure that no file is left of a service that kept what was uploaded and whose transaction then failed."""

    @wraps(service)
    def discarding(*args: P.args, **arguments: P.kwargs) -> Written:
        try:
            return service(*args, **arguments)
        except BaseException:
            for upload in uploads_among(arguments.values()):
                upload.discard()
            raise

    return cast(Callable[P, Written], discarding)  # type: ignore[return-value]  # wraps() brings audited_action along
