"""The kinds of value that a cell of an interchange file can hold, and how the database reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.validators import validate_email
from django.db.models import Model

from interchange.db import quoted


class Kind:
    """A kind of value. In SQL ``text`` is an expression for the cell, which is not blank."""

    @property
    def sql(self) -> str:
        """The type of the value."""
        return "text"

    @property
    def expected(self) -> str:
        """What a message says should stand in the cell."""
        raise NotImplementedError

    def value(self, text: str) -> str:
        """The value of a text that can be read; another may stop the statement."""
        return text

    def reads(self, text: str) -> str:
        """Whether the text can be read."""
        raise NotImplementedError

    def unread(self, text: str) -> str:
        """The parts of the text that cannot be read: an array."""
        return f"ARRAY[{text}]"

    def shown(self, value: str) -> str:
        """A value as it stands in a file."""
        return f"{value}::text"

    def reads_quickly(self, text: str) -> str:
        """The same, but it may stop the statement at a text that cannot be read."""
        return self.reads(text)


@dataclass(frozen=True)
class Text(Kind):
    """Free text of at most ``longest`` characters."""

    longest: int = 100

    @property
    def expected(self) -> str:
        return f"text of at most {self.longest} characters"

    def reads(self, text: str) -> str:
        return f"length({text}) <= {self.longest}"


@dataclass(frozen=True)
class Pattern(Kind):
    """Text of the form of a regular expression."""

    pattern: str
    described: str

    @property
    def expected(self) -> str:
        return self.described

    def reads(self, text: str) -> str:
        return f"{text} ~ {quoted(f'^({self.pattern})$')}"


class Email(Kind):
    """An e-mail address, by the patterns of Django's own check; kept in lower case."""

    @property
    def expected(self) -> str:
        return "an e-mail address"

    def value(self, text: str) -> str:
        return f"lower({text})"

    def reads(self, text: str) -> str:
        user, domain = f"substring({text} from '^(.*)@')", f"substring({text} from '@([^@]*)$')"
        return (
            f"(length({text}) <= 254 AND {user} ~* {quoted(validate_email.user_regex.pattern)}"
            f" AND ({domain} ~* {quoted(validate_email.domain_regex.pattern)} OR {domain} = 'localhost'))"
        )


@dataclass(frozen=True)
class OneOf(Kind):
    """One of a few words."""

    words: Sequence[str]

    @property
    def expected(self) -> str:
        return "one of " + ", ".join(self.words)

    def reads(self, text: str) -> str:
        return f"{text} IN ({', '.join(map(quoted, self.words))})"


@dataclass(frozen=True)
class Named(Kind):
    """Something that is known by name. An unknown name is told once, with how many rows have it."""

    model: type[Model]

    @property
    def table(self) -> str:
        return self.model._meta.db_table


@dataclass(frozen=True)
class Code(Named):
    """A code of the reference data: a primary key of ``model``."""

    @property
    def expected(self) -> str:
        return f"a known {self.model._meta.verbose_name} code"

    def reads(self, text: str) -> str:
        return f"{text} IN (SELECT code FROM {self.table})"


@dataclass(frozen=True)
class Codes(Named):
    """Codes of the reference data, separated by semicolons. A subcategory after a colon that is not among them is read
    as its category."""

    @property
    def sql(self) -> str:
        return "text[]"

    @property
    def expected(self) -> str:
        return f"a known {self.model._meta.verbose_name} code"

    def value(self, text: str) -> str:
        return (
            f"ARRAY(SELECT DISTINCT coalesce(known.code, split_part(told.code, ':', 1))::text FROM {self._told(text)}"
            f" LEFT JOIN {self.table} known ON known.code = told.code ORDER BY 1)"
        )

    def reads(self, text: str) -> str:
        return f"NOT EXISTS (SELECT FROM {self._told(text)} WHERE {self._unknown})"

    def unread(self, text: str) -> str:
        return f"ARRAY(SELECT told.code FROM {self._told(text)} WHERE {self._unknown})"

    def shown(self, value: str) -> str:
        return f"array_to_string({value}, ';')"

    def _told(self, text: str) -> str:
        codes = rf"string_to_array(regexp_replace({text}, '\s*;\s*', ';', 'g'), ';')"
        return f"unnest({codes}) WITH ORDINALITY told (code, place)"

    @property
    def _unknown(self) -> str:
        known = f"SELECT code FROM {self.table}"
        return f"told.code NOT IN ({known}) AND split_part(told.code, ':', 1) NOT IN ({known})"


@dataclass(frozen=True)
class OneOfOrNamed(Named):
    """One of a few words, or what a source calls one: a ``name`` of ``model``, in any case, with its ``type``."""

    words: Sequence[str]

    @property
    def expected(self) -> str:
        names = self.model._meta.verbose_name_plural
        return f"one of {', '.join(self.words)}, or one of the {names} that an administrator keeps"

    def value(self, text: str) -> str:
        return f"coalesce((SELECT type FROM {self.table} WHERE lower(name) = lower({text})), {text})"

    def reads(self, text: str) -> str:
        words = ", ".join(map(quoted, self.words))
        return f"({text} IN ({words}) OR lower({text}) IN (SELECT lower(name) FROM {self.table}))"


class YesNo(Kind):
    """Y or N."""

    @property
    def sql(self) -> str:
        return "boolean"

    @property
    def expected(self) -> str:
        return "Y or N"

    def value(self, text: str) -> str:
        return f"{text} = 'Y'"

    def reads(self, text: str) -> str:
        return f"{text} IN ('Y', 'N')"

    def shown(self, value: str) -> str:
        return f"CASE WHEN {value} THEN 'Y' WHEN NOT {value} THEN 'N' END"


@dataclass(frozen=True)
class Number(Kind):
    """A decimal number from 0 to ``most`` with two decimals at most."""

    most: int

    @property
    def sql(self) -> str:
        return "numeric"

    @property
    def expected(self) -> str:
        return f"a number from 0 to {self.most} with two decimals at most"

    def value(self, text: str) -> str:
        return f"{text}::numeric"

    def reads(self, text: str) -> str:
        form = quoted(r"^[0-9]{1,3}(\.[0-9]{1,2})?$")
        return f"CASE WHEN {text} ~ {form} THEN {self.value(text)} <= {self.most} END"


@dataclass(frozen=True)
class Moment(Kind):
    """A date, a time or both, in one form of ISO 8601.

    ``pattern`` is a regular expression of all that there are, ``shape`` what LIKE takes them for, ``written`` how the
    database writes one: where that is the text again, the text was in the one form.
    """

    type: str
    pattern: str
    shape: str
    written: str
    described: str

    @property
    def sql(self) -> str:
        return self.type

    @property
    def expected(self) -> str:
        return self.described

    def value(self, text: str) -> str:
        return f"{text}::{self.type}"

    def reads(self, text: str) -> str:
        return f"{text} ~ {quoted(f'^({self.pattern})$')}"

    def reads_quickly(self, text: str) -> str:
        return f"{text} LIKE '{self.shape}' AND {self.shown(self.value(text))} = {text}"

    def shown(self, value: str) -> str:
        return self.written.format(value)


_LEAP_YEAR = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)"
_DAY = (
    "(?!0000)([0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
    f"|{_LEAP_YEAR}-02-29)"
)
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
DATE = Moment("date", _DAY, "____-__-__", "{}::text", "a date, YYYY-MM-DD")
# PostgreSQL would take 24:00 for midnight.
TIME = Moment("time", _CLOCK, "__:__", "nullif(left({}::text, 5), '24:00')", "a time, HH:MM")
DATE_TIME = Moment(
    "timestamp",
    f"{_DAY}T{_CLOCK}",
    "____-__-__T__:__",
    "replace(left({}::text, 16), ' ', 'T')",
    "a date and time, YYYY-MM-DDTHH:MM",
)
