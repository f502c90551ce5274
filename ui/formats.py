"""How dates, times and numbers are written on every page, letter and message.

The names of days and months are Django's, in the language of the page. Day, month and year have this order in English
and in Welsh.
"""

import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _


def day(value: datetime.date) -> str:
    """17 May 2024."""
    return f"{day_of_month(value)} {value.year}"


def day_of_month(value: datetime.date) -> str:
    """17 May."""
    return f"{value.day} {MONTHS[value.month]}"


def weekday(value: datetime.date) -> str:
    """Wednesday 2 January, with the year when it is not this year."""
    this_year = value.year == timezone.localdate().year
    return f"{WEEKDAYS[value.weekday()]} {day_of_month(value) if this_year else day(value)}"


def month(value: datetime.date) -> str:
    """May 2024."""
    return f"{MONTHS[value.month]} {value.year}"


def months(first: datetime.date, last: datetime.date) -> str:
    """October 2018 to December 2018; of one month October 2018."""
    if (first.year, first.month) == (last.year, last.month):
        return month(first)
    return _("%(first)s to %(last)s") % {"first": month(first), "last": month(last)}


def clock(value: datetime.time) -> str:
    """9:30am, 9am, midday, midnight."""
    if value.minute == 0 and value.hour in (0, 12):
        return _("midday") if value.hour else _("midnight")
    time = f"{value.hour % 12 or 12}" + (f":{value:%M}" if value.minute else "")
    return (_("%(time)sam") if value.hour < 12 else _("%(time)spm")) % {"time": time}


def timespan(start: datetime.time, end: datetime.time | None) -> str:
    """10:15am to 10:45am; where no end is recorded, 10:15am."""
    if end is None:
        return clock(start)
    return _("%(start)s to %(end)s") % {"start": clock(start), "end": clock(end)}


def period(first: datetime.date, last: datetime.date | None) -> str:
    """2 January to 1 March 2019, 2 November 2018 to 1 March 2019; where it goes on, Since 2 January 2019."""
    if last:
        of_one_year = first.year == last.year
        return _("%(first)s to %(last)s") % {"first": (day_of_month if of_one_year else day)(first), "last": day(last)}
    return _("Since %(day)s") % {"day": day(first)}


def number(value: int | Decimal, places: int = 0) -> str:
    """1,234 or, with two places, 1,234.50; rounded half up."""
    if isinstance(value, int) and not places:
        return f"{value:,}"
    return f"{Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


def percent(value: Decimal) -> str:
    """95.3%: a percentage with the decimals that it has, which are those of `base.exact.rounded_within`."""
    return f"{value:,}%"


def plain_percent(value: Decimal) -> str:
    """95%, 92.5%: a percentage as somebody set it, without decimals that say nothing."""
    return f"{value.normalize():f}%"


def count(value: int, noun: str) -> str:
    """1 contact, 1,204 contacts: for commands, which speak English. Pages count with ``ngettext``."""
    return f"{number(value)} {noun if value == 1 else f'{noun}s'}"
