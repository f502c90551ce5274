"""The missed-contact scan: what is missed and what is due, for everyone with a current order.

Each finder is one statement over all people. The scan opens an alert for each thing found, closes those whose thing is
mended, and leaves the rest; it may run twice, or twice at once, and changes nothing the second time.
"""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta

from django.db import connection
from django.db.models import Case, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from audit.services import writes
from cases.models import Brag, BragReview, Custody, Order, ServiceUser, ServiceUserQuerySet
from contacts.criteria import ATTENDED, FOLLOW_UP_DUE, IS_NOTICED, OFFER_TYPES, PENDING, Verdict, verdict
from contacts.models import Alert, Contact, ContactStandard
from contacts.months import Month, Result, with_month

# Two scans at once wait for one another.
SCAN_LOCK = 7_301_002
NOTICE_DAYS = 7
# Source B, section 3: not seen for six weeks.
NOT_SEEN_DAYS = 42

# Service user, contact, order, and the day by which the thing must be mended or since when it stands.
Found = tuple[int, int | None, int | None, date | None]

_TODAY_IS_OVER = time.max


def _current_orders(day: date) -> QuerySet[Order]:
    return Order.objects.current(day).filter(service_user=OuterRef("service_user"))


def _people(day: date) -> ServiceUserQuerySet:
    """Everyone with a current order on the day."""
    return ServiceUser.objects.filter(Exists(Order.objects.current(day).filter(service_user=OuterRef("pk"))))


def _contacts(day: date) -> QuerySet[Contact]:
    """The contacts of everyone with a current order on the day."""
    return Contact.objects.filter(Exists(_current_orders(day)))


def _open(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Those with nothing recorded of what became of them."""
    return contacts.filter(outcome=None, cancelled_by="")


def _about_contacts(contacts: QuerySet[Contact], due_on: str) -> Iterator[Found]:
    for service_user, contact, due in contacts.values_list("service_user_id", "pk", due_on):
        yield service_user, contact, None, due


def _about_people(people: QuerySet[ServiceUser], due_on: date | str | None = None) -> Iterator[Found]:
    if isinstance(due_on, str):
        for service_user, due in people.values_list("pk", due_on):
            yield service_user, None, None, due
    else:
        for service_user in people.values_list("pk", flat=True):
            yield service_user, None, None, due_on


def outcome_missing(as_of: date) -> Iterator[Found]:
    """Contacts that are over with no outcome. Of today's, those whose end has passed."""
    now = timezone.localtime()
    ended = now.time() if as_of == now.date() else _TODAY_IS_OVER
    over = Q(date__lt=as_of) | Q(date=as_of, end_time__lte=ended)
    return _about_contacts(_open(_contacts(as_of)).filter(over), "date")


def follow_up_due(as_of: date) -> Iterator[Found]:
    """Non-attendances that can still be followed up, by their deadline."""
    contacts = _contacts(as_of).annotate(verdict=verdict(as_of), due=FOLLOW_UP_DUE)
    return _about_contacts(contacts.filter(verdict=Verdict.PENDING_FOLLOW_UP), "due")


def follow_up_missed(as_of: date) -> Iterator[Found]:
    """Non-attendances of this month and the last that were not followed up in time."""
    since = Month.of(as_of).previous.first
    contacts = _contacts(as_of).filter(date__gte=since).annotate(verdict=verdict(as_of), due=FOLLOW_UP_DUE)
    return _about_contacts(contacts.filter(verdict=Verdict.NO_FOLLOW_UP), "due")


def notice_missing(as_of: date) -> Iterator[Found]:
    """Appointments of the next seven days that could count but for their written notice."""
    coming = Q(date__gte=as_of, date__lte=as_of + timedelta(days=NOTICE_DAYS), type__in=OFFER_TYPES)
    return _about_contacts(_open(_contacts(as_of)).filter(coming).exclude(IS_NOTICED), "date")


def nothing_booked(as_of: date) -> Iterator[Found]:
    """People whose month is not met and has nothing in it that could still meet it."""
    month = Month.of(as_of)
    contacts = Contact.objects.filter(service_user=OuterRef("pk"), date__range=(month.first, month.last))
    to_come = _open(contacts).filter(date__gte=as_of, type__in=OFFER_TYPES)
    unsettled = contacts.annotate(verdict=verdict(as_of)).filter(verdict__in=PENDING)
    people = with_month(_people(as_of), month, as_of).filter(result=Result.PENDING)
    return _about_people(people.filter(~Exists(to_come), ~Exists(unsettled)), month.last)


def not_seen(as_of: date) -> Iterator[Found]:
    """People in scope for six weeks and not in custody who attended nothing that counts in those weeks."""
    since = as_of - timedelta(days=NOT_SEEN_DAYS - 1)
    orders = Order.objects.current(as_of).in_scope().filter(service_user=OuterRef("pk"), starts_on__lte=since)
    custody = Custody.objects.on(as_of).filter(service_user=OuterRef("pk"))
    seen = Contact.objects.filter(
        ATTENDED, service_user=OuterRef("pk"), date__range=(since, as_of), type__in=OFFER_TYPES
    )
    return _about_people(ServiceUser.objects.filter(Exists(orders), ~Exists(custody), ~Exists(seen)), since)


def brag_review_due(as_of: date) -> Iterator[Found]:
    """People whose last BRAG review is as old as the standard of their status allows, or who have none."""
    last = BragReview.objects.filter(service_user=OuterRef("pk"), reviewed_on__lte=as_of).order_by("-reviewed_on")
    people = _people(as_of).with_brag(as_of).annotate(reviewed_on=last.values("reviewed_on")[:1])
    every = ContactStandard.objects.review_intervals(as_of)
    people = people.annotate(
        due=Case(
            *(
                When(brag=status, then=ExpressionWrapper(F("reviewed_on") + timedelta(days=days), DateField()))
                for status, days in every.items()
            ),
            default=Value(None),
            output_field=DateField(),
        )
    )
    return _about_people(people.filter(Q(due__lte=as_of) | Q(brag=None)), "due")


def order_overdue(as_of: date) -> Iterator[Found]:
    """Orders past their end date and not terminated."""
    for service_user, order, ends_on in Order.objects.overdue(as_of).values_list("service_user_id", "pk", "ends_on"):
        yield service_user, None, order, ends_on


def iom_status(as_of: date) -> Iterator[Found]:
    """IOM cases that are not Red or Red/Amber (Source B, 2.2f)."""
    people = _people(as_of).filter(iom=True).with_brag(as_of)
    return _about_people(people.filter(Q(brag=None) | ~Q(brag__in=[Brag.RED, Brag.RED_AMBER])))


FINDERS: dict[str, Callable[[date], Iterator[Found]]] = {
    Alert.Kind.OUTCOME_MISSING: outcome_missing,
    Alert.Kind.FOLLOW_UP_DUE: follow_up_due,
    Alert.Kind.FOLLOW_UP_MISSED: follow_up_missed,
    Alert.Kind.NOTICE_MISSING: notice_missing,
    Alert.Kind.NOTHING_BOOKED: nothing_booked,
    Alert.Kind.NOT_SEEN: not_seen,
    Alert.Kind.BRAG_REVIEW_DUE: brag_review_due,
    Alert.Kind.ORDER_OVERDUE: order_overdue,
    Alert.Kind.IOM_STATUS: iom_status,
}


@writes("scan contacts")
def scan_contacts(*, by, as_of: date) -> dict[str, dict[str, int]]:
    """Open and close alerts as of the day; returns for each kind how many are open now, were opened and were closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SCAN_LOCK])
    return {kind: _settle(kind, find(as_of)) for kind, find in FINDERS.items()}


def _settle(kind: str, things: Iterator[Found]) -> dict[str, int]:
    found = {thing[:3]: thing[3] for thing in things}
    open_alerts = Alert.objects.open().filter(kind=kind)
    standing = {(alert.service_user_id, alert.contact_id, alert.order_id): alert for alert in open_alerts}
    mended = [alert.pk for thing, alert in standing.items() if thing not in found]
    Alert.objects.filter(pk__in=mended).update(closed_at=timezone.now())
    moved = [alert for thing, alert in standing.items() if thing in found and alert.due_on != found[thing]]
    for alert in moved:
        alert.due_on = found[alert.service_user_id, alert.contact_id, alert.order_id]
    Alert.objects.bulk_update(moved, ["due_on"], batch_size=1000)
    new = [
        Alert(kind=kind, service_user_id=service_user, contact_id=contact, order_id=order, due_on=due)
        for (service_user, contact, order), due in found.items()
        if (service_user, contact, order) not in standing
    ]
    Alert.objects.bulk_create(new, batch_size=1000)
    return {"open": len(found), "opened": len(new), "closed": len(mended)}
