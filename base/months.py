"""Calendar months."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, from its first to its last day."""

    first: date

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that ``day`` lies in."""
        return cls(day.replace(day=1))

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month that is written YYYY-MM, from 1950 to 2100. Raises ValueError."""
        year, _, month = text.partition("-")
        if len(year) != 4 or len(month) != 2 or not 1950 <= int(year) <= 2100:
            raise ValueError(f"{text!r} is no month: write it YYYY-MM")
        return cls(date(int(year), int(month), 1))

    @classmethod
    def known(cls) -> list["Month"]:
        """Every month that can be asked about."""
        return [cls(date(year, month, 1)) for year in range(1950, 2101) for month in range(1, 13)]

    @property
    def last(self) -> date:
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def days(self) -> DateRange:
        return DateRange(self.first, self.last, "[]")

    @property
    def next(self) -> "Month":
        return self.plus(1)

    @property
    def previous(self) -> "Month":
        return self.plus(-1)

    def plus(self, months: int) -> "Month":
        """The month so many after this one or, below 0, before it."""
        year, month = divmod(self.first.year * 12 + self.first.month - 1 + months, 12)
        return Month(date(year, month + 1, 1))

    def and_before(self, count: int) -> list["Month"]:
        """The month and those before it, ``count`` of them, latest first."""
        return [self.plus(-months) for months in range(count)]

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"
