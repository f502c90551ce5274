"""The worklist: what there is to do about somebody's people, by deadline, each with the page on which it is put right.

Its lines are the open alerts (`alerts.findings`) and the next contacts that are overdue or due this week
(`contacts.cadence`). Every count of a worklist is the length of a list of these lines, and of nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.findings import FINDINGS
from alerts.models import Alert, Snooze
from base.clock import local_now
from cases.models import ServiceUser
from casework.next_contact import NextContact, next_contact_of, next_contacts_listed, next_contacts_of
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


@dataclass(frozen=True)
class Line:
    """One thing to do about ``person`` (of `seen_by`, with ``officer``), or one that was missed.

    what     | what is to be done, a whole sentence; of what was missed, what should have been
    about    | the appointment that it is about, a whole sentence; empty where there is none
    day      | the day by which it must be done, or since when it stands, if there is one
    deadline | whether that day is a deadline
    href     | the page on which it is put right
    key      | what stands for it in the address of its snooze
    mendable | whether it can still be put right
    snooze   | by whom it is put aside, until when and why
    """

    kind: str
    person: Any
    what: str
    about: str
    day: date | None
    deadline: bool
    href: str
    key: str
    mendable: bool = True
    snooze: Snooze | None = None

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
        return (not self.deadline or self.day is None, self.day or date.max, list(KINDS).index(self.kind), self.key)


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

    def contacts_due(self) -> Counter[tuple[int | None, Due]]:
        """How many people's next contact is in each group, by case manager (an id, or None): everyone is in one."""
        return Counter((self.people[pk].officer, told.group) for pk, told in self.told.items())


def by_kind(lines: Sequence[Line]) -> dict[str, int]:
    """How many of the lines there are of each kind that there is, in the order of `KINDS`."""
    counts = Counter(line.kind for line in lines)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


def worklist_of(user: User, today: date) -> Worklist:
    """That of a case manager, about the own people; of a team manager, about everybody on the list of service users."""
    if user.role == Role.CASE_MANAGER:
        listed: Any = ServiceUser.objects.of(Unit.of(user), today).order_by().values("pk")
        told = next_contacts_of(user, today)
    else:
        listed = listed_for(user, today)
        told = next_contacts_listed(listed, today)
    people = ServiceUser.objects.filter(pk__in=listed).seen_by(user).with_officer(today).in_bulk()
    snoozes = Snooze.objects.on(today).filter(service_user__in=people).select_related("made_by")
    by_line = {snooze.about: snooze for snooze in snoozes}
    alerts = Alert.objects.open().filter(service_user__in=people)
    lines = [
        line_of_alert(alert, people[alert.service_user_id], by_line.get(alert.pk))
        for alert in alerts.select_related("contact__type", "contact__officer", "order")
    ]
    due = {pk: each for pk, each in told.items() if each.group in OF_CONTACT}
    booked = next_booked(due)
    for pk, each in due.items():
        lines.append(line_of_contact(each, people[pk], booked.get(pk), by_line.get((pk, each.due))))
    return Worklist(lines, people, told)


def line_for(person: Any, key: str, today: date) -> Line | None:
    """The line about the person (of `seen_by`) that can be put right and has this key; None where there is none."""
    snoozes = Snooze.objects.on(today).filter(service_user=person).select_related("made_by")
    if key == NEXT_CONTACT:
        told = next_contact_of(person, today)
        if told.group not in OF_CONTACT:
            return None
        booked = next_booked([person.pk]).get(person.pk)
        return line_of_contact(told, person, booked, snoozes.filter(contact_due=told.due).first())
    alerts = Alert.objects.open().filter(service_user=person, pk=int(key))
    alert = alerts.select_related("contact__type", "contact__officer", "order").first()
    if alert is None or not alert.finding.mendable:
        return None
    return line_of_alert(alert, person, snoozes.filter(alert=alert).first())


def line_of_alert(alert: Alert, person: Any, snooze: Snooze | None = None) -> Line:
    alert.service_user = person
    finding, contact = alert.finding, alert.contact
    about = ""
    if contact:
        when = {"type": contact.type, "day": weekday(contact.date), "time": clock(contact.start_time)}
        about = _("%(type)s, %(day)s at %(time)s") % when
    return Line(
        kind=alert.kind,
        person=person,
        what=named(finding.to_do) if finding.mendable else alert.sentence,
        about=about,
        day=alert.due_on,
        deadline=finding.deadline,
        href=alert.get_absolute_url(),
        key=str(alert.pk),
        mendable=finding.mendable,
        snooze=snooze,
    )


def next_booked(people: Iterable[int]) -> dict[int, Contact]:
    """The next appointment of each of these people (ids) that can be a minimum contact, where one is booked."""
    to_come = Contact.objects.open().to_come(local_now()).can_count().filter(service_user__in=list(people))
    return {each.service_user_id: each for each in to_come.order_by("-starts_at")}


def line_of_contact(told: NextContact, person: Any, booked: Contact | None, snooze: Snooze | None = None) -> Line:
    """The line of a next contact that is overdue or due this week. What is ``booked`` in time is only to be kept."""
    assert told.due
    overdue = told.group == Due.OVERDUE
    day = weekday(booked.date) if booked else ""
    href = reverse("book", args=[person.public_id])
    if booked and (overdue or booked.date <= told.due):
        what = _("See them on %(day)s, as booked.")
        href = reverse("contact", args=[person.public_id, booked.pk])
    elif booked:
        what = _("Book an earlier appointment. The next one is not until %(day)s.")
    else:
        what = _("Book an appointment. None is booked.")
    return Line(
        kind=OF_CONTACT[told.group],
        person=person,
        what=what % {"day": day},
        about="",
        day=told.due,
        deadline=True,
        href=href,
        key=NEXT_CONTACT,
        snooze=snooze,
    )
