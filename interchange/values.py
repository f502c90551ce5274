"""The kinds of value that a cell of an interchange file can hold.

Each kind has ``sql``, its column type while staged, ``expected``, what a message says should stand there, and
``parse(text)``, which returns the value or raises ValueError. Blank cells never reach ``parse``.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


@dataclass(frozen=True)
class Text:
    """Free text of at most ``longest`` characters."""

    longest: int = 100
    sql = "text"

    @property
    def expected(self) -> str:
        return f"text of at most {self.longest} characters"

    def parse(self, text: str) -> str:
        if len(text) > self.longest or "\0" in text:
            raise ValueError
        return text


@dataclass(frozen=True)
class Pattern:
    """Text of one form."""

    pattern: str
    expected: str
    sql = "text"

    def parse(self, text: str) -> str:
        if not re.fullmatch(self.pattern, text, re.ASCII):
            raise ValueError
        return text


@dataclass(frozen=True)
class Email:
    """An e-mail address; kept in lower case."""

    expected = "an e-mail address"
    sql = "text"

    def parse(self, text: str) -> str:
        try:
            validate_email(text)
        except ValidationError as error:
            raise ValueError from error
        if len(text) > 254:
            raise ValueError
        return text.lower()


@dataclass(frozen=True)
class OneOf:
    """One of a few words."""

    words: Collection[str]
    sql = "text"

    @property
    def expected(self) -> str:
        return "one of " + ", ".join(self.words)

    def parse(self, text: str) -> str:
        if text not in self.words:
            raise ValueError
        return text


@dataclass(frozen=True)
class Code:
    """A code of the reference data."""

    codes: Collection[str]
    what: str
    sql = "text"

    @property
    def expected(self) -> str:
        return f"a known {self.what} code"

    def parse(self, text: str) -> str:
        if text not in self.codes:
            raise ValueError
        return text


@dataclass(frozen=True)
class Codes:
    """Codes of the reference data, separated by semicolons."""

    codes: Collection[str]
    what: str
    sql = "text[]"

    @property
    def expected(self) -> str:
        return f"known {self.what} codes separated by ;"

    def parse(self, text: str) -> list[str]:
        found = sorted({code.strip() for code in text.split(";")})
        if not set(found) <= set(self.codes):
            raise ValueError
        return found


class YesNo:
    """Y or N."""

    expected = "Y or N"
    sql = "boolean"

    def parse(self, text: str) -> bool:
        if text not in ("Y", "N"):
            raise ValueError
        return text == "Y"


@dataclass(frozen=True)
class Number:
    """A decimal number from 0 to ``most`` with two decimals at most."""

    most: int
    sql = "numeric"

    @property
    def expected(self) -> str:
        return f"a number from 0 to {self.most} with two decimals at most"

    def parse(self, text: str) -> Decimal:
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", text, re.ASCII):
            raise ValueError
        number = Decimal(text)
        if number > self.most:
            raise ValueError
        return number


@dataclass(frozen=True)
class Moment:
    """A date, a time or both, in the one form of ISO 8601 that ``pattern`` allows."""

    type: type[date] | type[time]
    pattern: str
    expected: str
    sql: str

    def parse(self, text: str) -> date | time:
        if not re.fullmatch(self.pattern, text, re.ASCII):
            raise ValueError
        return self.type.fromisoformat(text)


DATE = Moment(date, r"\d{4}-\d\d-\d\d", "a date, YYYY-MM-DD", "date")
TIME = Moment(time, r"\d\d:\d\d", "a time, HH:MM", "time")
DATE_TIME = Moment(datetime, r"\d{4}-\d\d-\d\dT\d\d:\d\d", "a date and time, YYYY-MM-DDTHH:MM", "timestamp")


@dataclass(frozen=True)
class Column:
    """A column of a file: its name, its kind, whether a value must stand in it, and what blank means."""

    name: str
    kind: Any
    required: bool = False
    blank: Any = None
