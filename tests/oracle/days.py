"""Business days and calendar months (rules, section 1), read straight from the shipped data of govuk-bank-holidays."""

import json
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

_DATA = json.loads((files("govuk_bank_holidays") / "bank-holidays.json").read_text(encoding="utf-8"))
BANK_HOLIDAYS = {date.fromisoformat(event["date"]) for event in _DATA["england-and-wales"]["events"]}


def is_business_day(day: date) -> bool:
    """'Monday to Friday and not a bank holiday in England and Wales.' Raises ValueError past the end of the data."""
    if day > max(BANK_HOLIDAYS):
        raise ValueError(f"{day} is past the end of the bank holiday data")
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def add_business_days(day: date, n: int) -> date:
    """'The nth business day strictly after d.'"""
    while n > 0:
        day += timedelta(days=1)
        if is_business_day(day):
            n -= 1
    return day


@cache
def days_of(month: str) -> tuple[date, ...]:
    """Every day of the calendar month YYYY-MM."""
    day = date.fromisoformat(f"{month}-01")
    days = []
    while f"{day:%Y-%m}" == month:
        days.append(day)
        day += timedelta(days=1)
    return tuple(days)


def within(day: date, starts_on: date | None, ends_on: date | None) -> bool:
    """'Every period includes both its days; no end means that it goes on.'"""
    return (starts_on is None or starts_on <= day) and (ends_on is None or day <= ends_on)
