"""The missed-contact scan: what is missed and what is due, for everyone with a current order.

For each kind of alert one statement finds the things over all people. The scan opens an alert for each thing found,
closes those whose thing is mended, and leaves the rest; it may run twice, or twice at once, and changes nothing the
second time. After a write about one person the same is done for that person alone, so that nobody is sent to mend what
is mended.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from alerts.models import Alert
from audit.models import Entry
from audit.services import writes
from base.months import Month
from cases.models import Brag, BragReview, Custody, Order, ServiceUser, ServiceUserQuerySet
from contacts import facts
from contacts.criteria import ATTENDED, IS_NOTICED, OFFER_TYPES, PENDING, Verdict
from contacts.models import CalendarDay, Contact, ContactStandard
from contacts.months import Result

# Two scans at once wait for one another.
SCAN_LOCK = 7_301_002
NOTICE_DAYS = timedelta(days=7)
# Source B, section 3: not seen for six weeks.
NOT_SEEN = timedelta(days=42)

# Service user, contact, order, and the day by which the thing must be mended or since when it stands.
Found = tuple[int, int | None, int | None, date | None]


@dataclass(frozen=True)
class Scan:
    """What is found on ``as_of``, about everyone with a current order or about ``only`` (an id) of them.

    There is a method for each kind of alert, of the kind's name.
    """

    as_of: date
    only: int | None = None

    def clock(self) -> time:
        """The time of day up to which the day is over: now where it is today, else its end."""
        now = timezone.localtime()
        return now.time() if self.as_of == now.date() else time.max

    def people(self) -> ServiceUserQuerySet:
        """Those with a current order."""
        current = Order.objects.current(self.as_of).filter(service_user=OuterRef("pk"))
        people = ServiceUser.objects.filter(Exists(current))
        return people if self.only is None else people.filter(pk=self.only)

    def contacts(self) -> QuerySet:
        """Their contacts, with ``verdict`` and the deadline ``follow_up_due``."""
        return facts.judged(Contact.objects.filter(service_user__in=self.people()), self.as_of)

    def outcome_missing(self) -> Iterator[Found]:
        """Contacts that are over with no outcome. Of today's, those whose end has passed."""
        over = Q(date__lt=self.as_of) | Q(date=self.as_of, end_time__lte=self.clock())
        return _about_contacts(_open(self.contacts()).filter(over), "date")

    def follow_up_due(self) -> Iterator[Found]:
        """Non-attendances that can still be followed up, by their deadline."""
        # The first day whose deadline is to come: without it, every contact that ever was would be judged.
        open_days = CalendarDay.objects.filter(follow_up_due__gte=self.as_of).order_by("date")
        recent = self.contacts().filter(date__gte=Subquery(open_days.values("date")[:1]))
        return _about_contacts(recent.filter(verdict=Verdict.PENDING_FOLLOW_UP), "follow_up_due")

    def follow_up_missed(self) -> Iterator[Found]:
        """Non-attendances of this month and the last that were not followed up in time."""
        since = Month.of(self.as_of).previous.first
        missed = self.contacts().filter(date__gte=since, verdict=Verdict.NO_FOLLOW_UP)
        return _about_contacts(missed, "follow_up_due")

    def notice_missing(self) -> Iterator[Found]:
        """Appointments of the next seven days that could count but for their written notice."""
        to_come = Q(date=self.as_of, start_time__gt=self.clock()) | Q(date__gt=self.as_of)
        coming = to_come & Q(date__lte=self.as_of + NOTICE_DAYS, type__in=OFFER_TYPES)
        return _about_contacts(_open(self.contacts()).filter(coming).exclude(IS_NOTICED), "date")

    def nothing_booked(self) -> Iterator[Found]:
        """People whose month is not met and has nothing in it that could still meet it."""
        month = Month.of(self.as_of)
        contacts = self.contacts().filter(service_user=OuterRef("pk"), date__range=(month.first, month.last))
        to_come = _open(contacts).filter(date__gte=self.as_of, type__in=OFFER_TYPES)
        unsettled = contacts.filter(verdict__in=PENDING)
        people: Any = facts.with_month(self.people(), month, self.as_of)
        people = people.filter(result=Result.PENDING)
        return _about_people(people.filter(~Exists(to_come), ~Exists(unsettled)), Value(month.last))

    def not_seen(self) -> Iterator[Found]:
        """People in scope for six weeks and not in custody who attended nothing that counts in those weeks."""
        since = self.as_of - NOT_SEEN + timedelta(days=1)
        orders = Order.objects.current(self.as_of).in_scope().filter(service_user=OuterRef("pk"), starts_on__lte=since)
        custody = Custody.objects.on(self.as_of).filter(service_user=OuterRef("pk"))
        seen = Contact.objects.filter(
            ATTENDED, service_user=OuterRef("pk"), date__range=(since, self.as_of), type__in=OFFER_TYPES
        )
        return _about_people(self.people().filter(Exists(orders), ~Exists(custody), ~Exists(seen)), Value(since))

    def brag_review_due(self) -> Iterator[Found]:
        """People whose last BRAG review is as old as the standard of their status allows, or who have none."""
        reviews = BragReview.objects.filter(service_user=OuterRef("pk"), reviewed_on__lte=self.as_of)
        people = self.people().annotate(reviewed_on=reviews.order_by("-reviewed_on").values("reviewed_on")[:1])
        intervals = ContactStandard.objects.review_intervals(self.as_of).items()
        due = Case(
            *(When(brag=status, then=F("reviewed_on") + timedelta(days=days)) for status, days in intervals),
            default=Value(None),
            output_field=DateTimeField(),
        )
        reviewed = people.with_brag(self.as_of).annotate(due=Cast(due, DateField()))
        return _about_people(reviewed.filter(Q(due__lte=self.as_of) | Q(brag=None)), F("due"))

    def order_overdue(self) -> Iterator[Found]:
        """Orders past their end date and not terminated."""
        orders = Order.objects.overdue(self.as_of).filter(service_user__in=self.people())
        for service_user, order, ends_on in orders.values_list("service_user_id", "pk", "ends_on"):
            yield service_user, None, order, ends_on

    def iom_status(self) -> Iterator[Found]:
        """IOM cases that are not Red or Red/Amber (Source B, 2.2f)."""
        people = self.people().filter(iom=True).with_brag(self.as_of)
        return _about_people(people.filter(Q(brag=None) | ~Q(brag__in=[Brag.RED, Brag.RED_AMBER])), Value(None))

    def settle(self, kind: str) -> dict[str, int]:
        """Open and close the alerts of the kind; returns how many are open now, were opened and were closed."""
        found = {thing[:3]: thing[3] for thing in getattr(self, kind)()}
        alerts = Alert.objects.open().filter(kind=kind)
        if self.only is not None:
            alerts = alerts.filter(service_user=self.only)
        standing = {(alert.service_user_id, alert.contact_id, alert.order_id): alert for alert in alerts}
        mended = [alert.pk for thing, alert in standing.items() if thing not in found]
        Alert.objects.filter(pk__in=mended).update(closed_at=timezone.now())
        moved = [thing for thing, alert in standing.items() if thing in found and alert.due_on != found[thing]]
        for thing in moved:
            standing[thing].due_on = found[thing]
        Alert.objects.bulk_update([standing[thing] for thing in moved], ["due_on"], batch_size=1000)
        new = [
            Alert(kind=kind, service_user_id=thing[0], contact_id=thing[1], order_id=thing[2], due_on=due)
            for thing, due in found.items()
            if thing not in standing
        ]
        # A scan of one person and the scan of all may find the same thing at once: it is opened once.
        Alert.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True)
        return {"open": len(found), "opened": len(new), "closed": len(mended)}


def _open(contacts: QuerySet) -> QuerySet:
    """Those with nothing recorded of what became of them."""
    return contacts.filter(outcome=None, cancelled_by="")


def _about_contacts(contacts: QuerySet, due_on: str) -> Iterator[Found]:
    for service_user, contact, due in contacts.values_list("service_user_id", "pk", due_on):
        yield service_user, contact, None, due


def _about_people(people: QuerySet, due_on: Value | F) -> Iterator[Found]:
    """The people with the day that an expression gives for each."""
    on = Cast(due_on, DateField())
    for service_user, due in people.annotate(due_on=on).values_list("pk", "due_on"):
        yield service_user, None, None, due


@writes("scan contacts")
def scan_contacts(*, by, as_of: date) -> dict[str, dict[str, int]]:
    """Open and close alerts as of the day; returns for each kind how many are open now, were opened and were closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SCAN_LOCK])
    scan = Scan(as_of)
    return {kind: scan.settle(kind) for kind in Alert.Kind.values}


def look_again(service_user: int) -> None:
    """Open and close the alerts about one person (an id), in the transaction of a write about that person."""
    scan = Scan(timezone.localdate(), only=service_user)
    for kind in Alert.Kind.values:
        scan.settle(kind)


def last_scan() -> datetime | None:
    """When the scan of everyone last ended well; None where it never ran."""
    runs = Entry.objects.filter(action=scan_contacts.audited_action)
    return runs.order_by("-at").values_list("at", flat=True).first()
