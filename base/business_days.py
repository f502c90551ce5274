"""Business days: Monday to Friday and not a bank holiday in England and Wales.

The bank holidays are those shipped with govuk-bank-holidays (division England and Wales); nothing is fetched. An
organisation's own changes to them are kept elsewhere (`contacts.calendar`). Outside the years that the shipped dates
cover a question has no answer: `UnknownBusinessDays` is raised, never a guess.
"""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache, lru_cache

from govuk_bank_holidays.bank_holidays import BankHolidays


class UnknownBusinessDays(ValueError):
    """The shipped bank holidays do not reach the day that was asked about."""

    def __init__(self, day: date):
        super().__init__(
            f"Bank holidays are known from {first_known_day()} to {last_known_day()}, not for {day}: "
            "update the govuk-bank-holidays package."
        )


@cache
def shipped_bank_holidays() -> dict[date, str]:
    """Every shipped bank holiday in England and Wales, with its name."""
    holidays = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return {holiday["date"]: holiday["title"] for holiday in holidays}


@cache
def first_known_day() -> date:
    """The first day of the first year that the shipped data covers."""
    return min(shipped_bank_holidays()).replace(month=1, day=1)


@cache
def last_known_day() -> date:
    """The last day of the last year that the shipped data covers."""
    return max(shipped_bank_holidays()).replace(month=12, day=31)


class BusinessDays:
    """The business days of the known years, by these bank holidays, each with its name."""

    def __init__(self, bank_holidays: dict[date, str]):
        self.bank_holidays = bank_holidays
        days = (last_known_day() - first_known_day()).days + 1
        calendar = (first_known_day() + timedelta(days=count) for count in range(days))
        self._days = [day for day in calendar if day.weekday() < 5 and day not in bank_holidays]

    def is_business_day(self, day: date) -> bool:
        """Whether ``day`` is a business day. Raises `UnknownBusinessDays` outside the known years."""
        _refuse_unknown(day)
        return bool(self.between(day, day))

    def between(self, first: date, last: date) -> list[date]:
        """The known business days from ``first`` to ``last``, both included."""
        return self._days[bisect_left(self._days, first) : bisect_right(self._days, last)]

    def add_business_days(self, day: date, count: int) -> date:
        """The ``count``th business day strictly after ``day`` or, with ``count`` below 0, strictly before it.

        Raises `UnknownBusinessDays` where the answer lies outside the known years.
        """
        _refuse_unknown(day)
        days = self._days
        index = bisect_right(days, day) + count - 1 if count > 0 else bisect_left(days, day) + count
        if not 0 <= index < len(days):
            raise UnknownBusinessDays(day + timedelta(days=count))
        return days[index]

    def left(self, today: date, due: date) -> int:
        """How many are left after ``today``, up to ``due`` and with it; 0 when ``due`` is today or over."""
        return len(self.between(today + timedelta(days=1), due))


def _refuse_unknown(day: date) -> None:
    if not first_known_day() <= day <= last_known_day():
        raise UnknownBusinessDays(day)


# Changes come one by one, and a process asks by the last: those before it need not be kept.
@lru_cache(maxsize=4)
def business_days(
    added: frozenset[tuple[date, str]] = frozenset(), taken_away: frozenset[date] = frozenset()
) -> BusinessDays:
    """The business days by the shipped bank holidays, with those ``added`` and without those ``taken_away``."""
    kept = {day: name for day, name in shipped_bank_holidays().items() if day not in taken_away}
    return BusinessDays(kept | dict(added))
