"""A diary: the appointments, absences and gaps of somebody's days, and how the days are called."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.business_days import first_known_day, last_known_day
from base.clock import local_now
from base.months import Month
from casework import selectors
from casework.absences import days_in_words, stands_in_the_way
from casework.cover import with_cover
from casework.presenters import places_taken
from casework.rules import WORKING_DAY, gaps, length
from contacts import calendar
from contacts.models import Contact, Session
from contacts.session import IN_COMMON
from staff.models import Absence, Office, User
from staff.offices import Opening
from ui import formats

# Where a time to book is looked for: on so many days, of which so many with a gap are told.
LOOKED_AHEAD, DAYS_OFFERED = timedelta(days=13), 3
# From now on a gap begins at a time that is easily said.
STEP = 5


class Show(TextChoices):
    """How many days are shown."""

    DAY = "day", gettext_lazy("Day")
    WEEK = "week", gettext_lazy("Week")
    MONTH = "month", gettext_lazy("Month")


class Days(NamedTuple):
    """The days that a page of the diary shows, and any day of those before and after it."""

    first: date
    last: date
    before: date
    after: date

    @classmethod
    def of(cls, show: str, day: date) -> "Days":
        if show == Show.DAY:
            return cls(day, day, day - timedelta(days=1), day + timedelta(days=1))
        if show == Show.WEEK:
            first = day - timedelta(days=day.weekday())
            return cls(first, first + timedelta(days=6), first - timedelta(days=7), first + timedelta(days=7))
        month = Month.of(day)
        return cls(month.first, month.last, month.previous.first, month.next.first)

    def in_words(self, show: str) -> str:
        if show == Show.DAY:
            return formats.weekday(self.first)
        return formats.month(self.first) if show == Show.MONTH else days_in_words(self.first, self.last)

    @property
    def are_known(self) -> bool:
        """Whether it is known of all of them which are business days."""
        return first_known_day() <= self.first and self.last <= last_known_day()


@dataclass
class Entry:
    """A time of a day: an appointment or a session, a part of a day away, or, with neither, a gap.

    A session that was ``opened`` may have nobody in it yet.
    """

    start: time
    end: time | None
    session: list[Contact] = field(default_factory=list)
    opened: Session | None = None
    absence: Absence | None = None
    usual_place: str = ""
    to_rearrange: bool = False

    @property
    def starts(self) -> str:
        """The start as an address says it: 0930."""
        return f"{self.start:%H%M}"

    @property
    def is_gap(self) -> bool:
        return not self.session and not self.opened and not self.absence

    @property
    def takes_place(self) -> bool:
        return bool(self.opened) or any(contact.is_taking_place for contact in self.session)

    @property
    def places_taken(self) -> str:
        """Of a session that was opened, how many of how many."""
        return places_taken(self.opened, self.session) if self.opened else ""

    @property
    def place(self) -> str:
        """Where it is, if not at the usual place; never the home of somebody whom the viewer may not see."""
        if self.opened:
            return self.opened.place if self.opened.place != self.usual_place else ""
        people: list[tuple[Any, str]] = [(contact.service_user, contact.place) for contact in self.session]
        return next((place for person, place in people if person.visible and place != self.usual_place), "")


@dataclass
class DiaryDay:
    """A day with its entries in order, the name of its bank holiday, and the absence that takes the whole of it."""

    date: date
    is_business_day: bool
    bank_holiday: str
    away: Absence | None
    entries: list[Entry]

    @property
    def iso(self) -> str:
        return self.date.isoformat()

    @property
    def appointments(self) -> int:
        """How many times somebody is to come: a group session is one."""
        return sum(entry.takes_place for entry in self.entries)

    @property
    def parts_away(self) -> list[Absence]:
        return [entry.absence for entry in self.entries if entry.absence]

    @property
    def gaps(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_gap]

    @property
    def why_off(self) -> str:
        """Why nobody works on it; empty where it is a business day."""
        if self.is_business_day:
            return ""
        if not self.bank_holiday:
            return _("Not a working day")
        return _("Bank holiday: %(name)s") % {"name": self.bank_holiday}

    @property
    def may_be_left_out(self) -> bool:
        """Whether it is a Saturday or Sunday with nothing in it."""
        return self.date.weekday() > 4 and not self.entries


def diary_of(officer: User, days: Days, *, viewer: User, office: Office | None = None) -> list[DiaryDay]:
    """Each of the days, with the people as ``viewer`` may see them. The same few queries, however many days.

    The gaps are those in which the ``office`` is open; unless one is given, the officer's own.
    """
    now, usual = local_now(), officer.post.office if officer.post else None
    booked = list(selectors.diary(officer, days.first, days.last, viewer=viewer))
    opened = list(officer.sessions.filter(date__range=(days.first, days.last)).select_related("type", "room"))
    by_what_is_common = {tuple(session.in_common.values()): session for session in opened}
    where = office or usual
    opening = where.opening if where else Opening([])
    absences = with_cover(officer.absences.overlapping(days.first, days.last).select_related("covered_by"))
    known = calendar.business_days()
    business_days = set(known.between(days.first, days.last))
    found = []
    for number in range((days.last - days.first).days + 1):
        day = days.first + timedelta(days=number)
        away = [absence for absence in absences if absence.on_day(day)]
        whole = next((absence for absence in away if absence.is_whole_days), None)
        usual_place = usual.place if usual else ""
        empty = {key: session for key, session in by_what_is_common.items() if session.date == day}
        entries = [
            *(
                Entry(
                    session[0].start_time,
                    session[0].end_time,
                    session,
                    opened=empty.pop(tuple(getattr(session[0], name) for name in IN_COMMON), None),
                    usual_place=usual_place,
                    to_rearrange=any(is_to_rearrange(session[0], absence, now) for absence in away),
                )
                for session in selectors.sessions((contact for contact in booked if contact.date == day), opened)
            ),
            *(
                Entry(session.start_time, session.end_time, opened=session, usual_place=usual_place)
                for session in empty.values()
            ),
            *(Entry(part.start_time, part.end_time, absence=part) for part in away if part.start_time),
        ]
        if day in business_days and not whole:
            entries += gaps_of(day, entries, now, opening)
        entries.sort(key=lambda entry: entry.start)
        found.append(DiaryDay(day, day in business_days, known.bank_holidays.get(day, ""), whole, entries))
    return found


@dataclass
class FreeTimes:
    """What an officer's diary has on the day that is asked about, if any, and the next days with gaps."""

    officer: User
    day: DiaryDay | None
    following: list[tuple[date, list[Entry]]]

    @property
    def booked(self) -> list[Entry]:
        """What takes time on the day."""
        entries = self.day.entries if self.day else []
        return [entry for entry in entries if entry.absence or entry.takes_place]


def free_times(
    officer: User, asked: date | None, *, viewer: User, least: timedelta, office: Office | None = None
) -> FreeTimes:
    """The officer's day that is asked about, and from it or from today on those with gaps of ``least`` or more.

    Where it is to be at an ``office``, when that is open, else when the officer's own is.
    """
    first = asked or local_now().date()
    days = Days(first, first + LOOKED_AHEAD, before=first, after=first)
    found = diary_of(officer, days, viewer=viewer, office=office) if days.are_known else []
    free = [(day.date, [gap for gap in day.gaps if length(gap.start, gap.end or gap.start) >= least]) for day in found]
    of_day = found[0] if found and asked else None
    return FreeTimes(officer, of_day, [(day, gaps) for day, gaps in free if gaps][:DAYS_OFFERED])


def is_to_rearrange(contact: Contact, absence: Absence, now: datetime) -> bool:
    return contact.is_open and contact.is_to_come(now) and stands_in_the_way(contact, absence)


def gaps_of(day: date, entries: list[Entry], now: datetime, opening: Opening) -> Iterator[Entry]:
    """The gaps of a business day that are still to come: while the office is open, else in the usual working day."""
    hours = opening.on(day) if opening.is_said(day) else WORKING_DAY
    if day < now.date() or hours is None:
        return
    opens, closes = hours
    if day == now.date():
        opens = max(opens, next_step(now.time()))
    busy = [(each.start, each.end or each.start) for each in entries if each.absence or each.takes_place]
    for start, end in gaps(busy, opens, closes):
        yield Entry(start, end)


def next_step(now: time) -> time:
    """The time itself, or the next one that is easily said; the last of the day at its end."""
    minutes = -(-(now.hour * 60 + now.minute) // STEP) * STEP
    return time(minutes // 60, minutes % 60) if minutes < 24 * 60 else time.max


def weeks_of(days: list[DiaryDay]) -> list[list[Any]]:
    """The days of a month by week, Monday first; None where a week has days of another month."""
    before, after = days[0].date.weekday(), 6 - days[-1].date.weekday()
    cells: list[Any] = [*[None] * before, *days, *[None] * after]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]
