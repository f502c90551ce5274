"""How dates, times and numbers are written on every page, letter and message."""

import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone


def day(value: datetime.date) -> str:
    """17 May 2024."""
    return f"{value.day} {value:%B} {value.year}"


def weekday(value: datetime.date) -> str:
    """Wednesday 2 January, with the year when it is not this year."""
    year = "" if value.year == timezone.localdate().year else f" {value.year}"
    return f"{value:%A} {value.day} {value:%B}{year}"


def clock(value: datetime.time) -> str:
    """9:30am, 9am, midday, midnight."""
    if value.minute == 0 and value.hour in (0, 12):
        return "midday" if value.hour else "midnight"
    minutes = f":{value:%M}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def timespan(start: datetime.time, end: datetime.time) -> str:
    """10:15am to 10:45am."""
    return f"{clock(start)} to {clock(end)}"


def number(value: int | Decimal, places: int = 0) -> str:
    """1,234 or, with two places, 1,234.50; rounded half up."""
    if isinstance(value, int) and not places:
        return f"{value:,}"
    return f"{Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


def percent(value: int | Decimal, places: int = 1) -> str:
    """95.3%, of a value that already is a percentage; rounded half up."""
    return f"{number(value, places)}%"


def noun(value: int, words: str) -> str:
    """The noun for so many: ``noun(2, "service user")`` is service users. An odd plural follows a comma."""
    singular, _, plural = words.partition(",")
    return singular if value == 1 else plural or f"{singular}s"


def count(value: int, words: str) -> str:
    """1 service user, 1,204 service users."""
    return f"{number(value)} {noun(value, words)}"
