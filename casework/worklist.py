"""The worklist: what there is to do about somebody's people, by deadline, each with the page on which it is put right.

Its lines are the open alerts (`alerts.findings`) and the next contacts that are overdue or due this week
(`contacts.cadence`). Every count of a worklist is the length of a list of these lines, and of nothing else.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, partial
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, DateField, F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.brag import WAITING
from alerts.findings import FINDINGS, left_to_others
from alerts.models import Alert, Snooze
from base.clock import local_now
from base.db import IsAnyOf
from base.statements import Parameter, Statement
from cases.gate import STAFF
from cases.models import ServiceUser, ServiceUserQuerySet
from casework.brag import LOWERED_LATE, is_late_in_month
from casework.cover import covered_people
from casework.next_contact import (
    NextContact,
    next_contact_of,
    next_contacts_listed,
    statement_of,
)
from casework.selectors import listed_for
from contacts.cadence import Due
from contacts.models import Contact
from staff.models import Role, User
from staff.units import Unit
from ui.formats import clock, weekday
from ui.words import named

# A line of a next contact is not of an alert: this stands for its number in addresses.
NEXT_CONTACT = "next-contact"
OF_CONTACT = {Due.OVERDUE: "contact_overdue", Due.THIS_WEEK: "contact_this_week"}
# Every kind of line, and what it is called: the most pressing first. What nobody can mend any more comes last.
KINDS: dict[str, str | Promise] = {
    **{finding.kind: finding.label for finding in FINDINGS if finding.mendable},
    OF_CONTACT[Due.OVERDUE]: gettext_lazy("Next contact overdue"),
    OF_CONTACT[Due.THIS_WEEK]: gettext_lazy("Next contact due this week"),
    **{finding.kind: finding.label for finding in FINDINGS if not finding.mendable},
}
Bookings = Callable[[], Mapping[int, Contact]]
ORDER = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Line:
    """One thing to do about ``person`` (of `seen_by`, with ``officer``), or one that was missed.

    day      | the day by which it must be done, or since when it stands, if there is one
    deadline | whether that day is a deadline
    key      | what stands for it in the address of its snooze
    mendable | whether it can still be put right
    snooze   | by whom it is put aside, until when and why

    Its words are made where it is listed: most lines are only counted.

    what     | what is to be done, a whole sentence; of what was missed, what should have been
    about    | the appointment that it is about, a whole sentence; empty where there is none
    mark     | what managers are to see of it beside that; empty where there is nothing
    href     | the page on which it is put right
    """

    kind: str
    person: Any
    day: date | None
    deadline: bool
    key: str
    mendable: bool
    snooze: Snooze | None

    @property
    def what(self) -> str:
        raise NotImplementedError

    @property
    def about(self) -> str:
        return ""

    @property
    def mark(self) -> str:
        return ""

    @property
    def href(self) -> str:
        raise NotImplementedError

    @property
    def label(self) -> str:
        return str(KINDS[self.kind])

    @property
    def is_overdue(self) -> bool:
        return bool(self.deadline and self.day and self.day < timezone.localdate())

    @property
    def is_next_contact(self) -> bool:
        return self.key == NEXT_CONTACT

    @property
    def order(self) -> tuple:
        """By deadline; then what has none, the longest standing first."""
        return (not self.deadline or self.day is None, self.day or date.max, ORDER[self.kind], self.key)


@dataclass(frozen=True)
class AlertLine(Line):
    """The line of an open alert, with its contact, if it has one."""

    alert: Alert

    @classmethod
    def of(cls, alert: Alert, person: Any, snooze: Snooze | None) -> "AlertLine":
        alert.service_user = person
        finding = alert.finding
        return cls(alert.kind, person, alert.due_on, finding.deadline, str(alert.pk), finding.mendable, snooze, alert)

    @property
    def what(self) -> str:
        return named(self.alert.finding.to_do) if self.mendable else self.alert.sentence

    @property
    def about(self) -> str:
        contact = self.alert.contact
        if not contact:
            return ""
        when = {"type": contact.type, "day": weekday(contact.date), "time": clock(contact.start_time)}
        return _("%(type)s, %(day)s at %(time)s") % when

    @property
    def mark(self) -> str:
        days = (self.day, timezone.localdate())
        late = self.kind == WAITING and any(day and is_late_in_month(day) for day in days)
        return str(LOWERED_LATE) if late else ""

    @property
    def href(self) -> str:
        return self.alert.get_absolute_url()


@dataclass(frozen=True)
class ContactLine(Line):
    """The line of a next contact that is overdue or due this week. What is booked in time is only to be kept.

    bookings | `next_booked` of everybody on the worklist, asked once and only where it is listed
    """

    told: NextContact
    bookings: Bookings

    @classmethod
    def of(cls, told: NextContact, person: Any, bookings: Bookings, snooze: Snooze | None) -> "ContactLine":
        return cls(OF_CONTACT[told.group], person, told.due, True, NEXT_CONTACT, True, snooze, told, bookings)

    @property
    def booked(self) -> Contact | None:
        return self.bookings().get(self.person.pk)

    @property
    def in_time(self) -> bool:
        """Whether what is booked stands: nothing sooner can be asked for once the contact is overdue."""
        assert self.told.due
        return bool(self.booked and (self.told.group == Due.OVERDUE or self.booked.date <= self.told.due))

    @property
    def what(self) -> str:
        if not self.booked:
            return _("Book an appointment. None is booked.")
        if self.in_time:
            words = _("See them on %(day)s, as booked.")
        else:
            words = _("Book an earlier appointment. The next one is not until %(day)s.")
        return words % {"day": weekday(self.booked.date)}

    @property
    def href(self) -> str:
        if self.booked and self.in_time:
            return reverse("contact", args=[self.person.public_id, self.booked.pk])
        return reverse("book", args=[self.person.public_id])


class Worklist:
    """The lines about everybody on somebody's worklist, in their order.

    told | when each of these people's next contact is due, by id
    """

    def __init__(self, lines: Iterable[Line], people: dict[int, Any], told: dict[int, NextContact]):
        self.lines = sorted(lines, key=lambda line: line.order)
        self.people, self.told = people, told

    @property
    def to_do(self) -> list[Line]:
        """What can be put right, snoozed or not: snoozing changes no figure."""
        return [line for line in self.lines if line.mendable]

    @property
    def awake(self) -> list[Line]:
        return [line for line in self.to_do if not line.snooze]

    @property
    def snoozed(self) -> list[Line]:
        return [line for line in self.to_do if line.snooze]

    @property
    def missed(self) -> list[Line]:
        return [line for line in self.lines if not line.mendable]


def by_kind(lines: Sequence[Line]) -> dict[str, int]:
    """How many of the lines there are of each kind that there is, in the order of `KINDS`."""
    counts = Counter(line.kind for line in lines)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


@lru_cache(maxsize=STAFF)
def _people(user: User, role: Role, unit: Unit, today: date, counted: bool) -> Statement[Any]:
    """Whom a worklist is about: that goes by the role and the unit, which may change during a day."""

    def people() -> ServiceUserQuerySet:
        listed: Any = listed_for(user, today)
        if role == Role.CASE_MANAGER:
            listed = ServiceUser.objects.of(Unit.of(user), today).order_by().values("pk")
        everyone = ServiceUser.objects.order_by().filter(pk__in=listed).with_officer(today)
        return everyone.only("office") if counted else everyone.seen_by(user)

    return Statement(people)


# Of people who are known already: to find them anew takes longer than what is asked about them.
IDS = Parameter("ids", ArrayField(BigIntegerField()))
TODAY = Parameter("today", DateField())
OF_THEM = IsAnyOf(F("service_user_id"), IDS)
_snoozes: Statement[Snooze] = Statement(lambda: Snooze.objects.on(TODAY).filter(OF_THEM).select_related("made_by"))


@cache
def _alerts(role: Role, counted: bool) -> Statement[Alert]:
    def alerts() -> QuerySet[Alert]:
        theirs = Alert.objects.open().filter(OF_THEM).exclude(kind__in=left_to_others(role)).order_by()
        return theirs if counted else theirs.select_related("contact__type", "contact__officer", "order")

    return Statement(alerts)


@lru_cache(maxsize=2)
def _next_contacts(today: date) -> Statement[dict[str, Any]]:
    return statement_of(lambda: ServiceUser.objects.order_by().filter(IsAnyOf(F("pk"), IDS)).values("pk"), today)


def worklist_of(user: User, today: date, *, counted: bool = False) -> Worklist:
    """That of a case manager, about the own people; of a team manager, about everybody on the list of service users.

    Lines that are only to be ``counted`` come without what they are listed with.
    """
    role = cast(Role, user.role)
    return _lines_about(_people(user, role, Unit.of_member(user), today, counted).rows(), role, today, counted)


def worklist_of_cover(user: User, today: date) -> Worklist:
    """What there is to do about the people whom ``user`` covers for colleagues today, beside the own worklist."""
    covered = covered_people(user, today)
    people: Any = ServiceUser.objects.order_by().filter(pk__in=covered).with_officer(today).seen_by(user)
    return _lines_about(people if covered else [], cast(Role, user.role), today, counted=False)


def _lines_about(found: Iterable[Any], role: Role, today: date, counted: bool) -> Worklist:
    people = {each.pk: each for each in found}
    told = next_contacts_listed(_next_contacts(today), ids=[*people])
    by_line = {snooze.about: snooze for snooze in _snoozes.rows(ids=[*people], today=today)}
    lines: list[Line] = [
        AlertLine.of(alert, people[alert.service_user_id], by_line.get(alert.pk))
        for alert in _alerts(role, counted).rows(ids=[*people])
    ]
    due = {pk: each for pk, each in told.items() if each.group in OF_CONTACT}
    bookings = cache(partial(next_booked, due))
    lines += [ContactLine.of(each, people[pk], bookings, by_line.get((pk, each.due))) for pk, each in due.items()]
    return Worklist(lines, people, told)


def line_for(user: User, person: Any, key: str, today: date) -> Line | None:
    """The line about the person (of `seen_by`) that ``user`` can put right and that has this key; None without one."""
    snoozes = Snooze.objects.on(today).filter(service_user=person).select_related("made_by")
    if key == NEXT_CONTACT:
        told = next_contact_of(person, today)
        if told.group not in OF_CONTACT:
            return None
        bookings = cache(partial(next_booked, [person.pk]))
        return ContactLine.of(told, person, bookings, snoozes.filter(contact_due=told.due).first())
    alerts = Alert.objects.open().filter(service_user=person, pk=int(key)).exclude(kind__in=left_to_others(user.role))
    alert = alerts.select_related("contact__type", "contact__officer", "order").first()
    if alert is None or not alert.finding.mendable:
        return None
    return AlertLine.of(alert, person, snoozes.filter(alert=alert).first())


def next_booked(people: Iterable[int]) -> dict[int, Contact]:
    """The next appointment of each of these people (ids) that can be a minimum contact, where one is booked."""
    to_come = Contact.objects.open().to_come(local_now()).can_count().filter(service_user__in=list(people))
    return {each.service_user_id: each for each in to_come.order_by("-starts_at")}
