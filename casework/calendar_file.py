"""The own diary as a file for another calendar program: without names and without homes.

Times are written as instants, so that no program is an hour out in summer.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar, Event

from base.clock import LONDON
from cases.gate import MASKED
from casework.selectors import diary, sessions
from contacts.models import Contact
from staff.models import Absence, Office, User

BACK, AHEAD = timedelta(days=14), timedelta(days=92)


def calendar_file(officer: User, today: date) -> bytes:
    """The appointments that take place and the absences of two weeks back and three months ahead."""
    first, last = today - BACK, today + AHEAD
    booked = [each for each in diary(officer, first, last, viewer=officer) if each.is_taking_place]
    offices = {office.place for office in Office.objects.order_by()}
    calendar = Calendar()
    calendar.add("prodid", "-//casemgmt//diary//EN")
    calendar.add("version", "2.0")
    for session in sessions(booked):
        calendar.add_component(event_of(session, offices))
    for absence in officer.absences.overlapping(first, last):
        for event in events_away(absence, first, last):
            calendar.add_component(event)
    return calendar.to_ical()


def event_of(session: list[Contact], offices: set[str]) -> Event:
    """An appointment or a group session; its place only where that is an office."""
    contact = session[0]
    people = [initials_and_crn(each) for each in session]
    if contact.type.is_group:
        words = ngettext("%(type)s, %(number)d person", "%(type)s, %(number)d people", len(people))
        summary = words % {"type": contact.type, "number": len(people)}
    else:
        summary = _("%(type)s, %(who)s") % {"type": contact.type, "who": people[0]}
    event = event_at(f"contact-{contact.pk}", summary, contact.date, contact.start_time, contact.ends)
    if contact.type.is_group:
        event.add("description", "\n".join(people))
    if contact.place in offices:
        event.add("location", contact.place)
    return event


def initials_and_crn(contact: Contact) -> str:
    """D M A000001; the mask for somebody whom the officer may not see."""
    person = contact.service_user
    if not getattr(person, "visible", False):
        return str(MASKED)
    return f"{person.first_name[:1]} {person.last_name[:1]} {person.crn}".strip()


def events_away(absence: Absence, first: date, last: date) -> list[Event]:
    """One for whole days, one for each day of which it is a part. Not why: calendars are shown to others."""
    summary, name = _("Away"), f"absence-{absence.pk}"
    if absence.start_time is None or absence.end_time is None:
        event = named(name, summary)
        event.add("dtstart", absence.starts_on)
        event.add("dtend", absence.ends_on + timedelta(days=1))
        return [event]
    start, end = max(first, absence.starts_on), min(last, absence.ends_on)
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    times = (absence.start_time, absence.end_time)
    return [event_at(f"{name}-{day.isoformat()}", summary, day, *times) for day in days]


def event_at(name: str, summary: str, day: date, start: time, end: time) -> Event:
    event = named(name, summary)
    event.add("dtstart", instant(day, start))
    event.add("dtend", instant(day, end))
    return event


def named(name: str, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{name}@casemgmt")
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("summary", summary)
    return event


def instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)
