"""What the pages of the casework read: caseloads, and a person's contacts with what each is worth and why."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from alerts.findings import FINDINGS, left_to_others
from alerts.models import Alert, AlertQuerySet
from base.db import IsAnyOf
from base.months import Month
from base.statements import PERSON, TODAY, Day, Parameter, Statement
from cases.gate import people_for
from cases.models import (
    BY_NAME,
    Allocation,
    AllocationDecision,
    Custody,
    Designation,
    Order,
    RarDay,
    RevocationDecision,
    ServiceUser,
    ServiceUserQuerySet,
)
from casework.amended import AmendmentEntry
from casework.next_contact import next_contact_of_row
from casework.possible import CONTACT, ByTheRules, holds, weighed
from casework.presenters import PersonsMonth
from contacts import facts
from contacts.criteria import ATTENDED, follow_up_fault
from contacts.models import Contact, ContactOutcome, ContactType, FollowUpRecord, Notice, Rearrangement, Session
from contacts.months import Reason
from contacts.overtaken import is_to_rebook
from contacts.session import IN_COMMON
from staff.access import CASEWORK
from staff.models import Post, Room, User
from staff.units import Unit

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

T = TypeVar("T", bound=Any)


def caseload(user: User, now: datetime, found: ServiceUserQuerySet | None = None) -> ServiceUserQuerySet:
    """The people of the unit of ``user`` with a current order or a case manager today, and what a list says of them.

    Of these, only those who were ``found`` where somebody searches: few are soon looked up, however large the unit is.

    Beside what `facts.with_month` says of this month: ``brag``, ``next_at`` (the start of the next appointment, local),
    ``last_attended`` (the last attended of a type that can count), ``order_ends_on`` (of the current orders: the end of
    the first that should have ended, else the latest end), ``officer_name``, ``officer_filed_as`` to sort by it,
    ``team_name`` and ``ldu_name`` of the officer's post, else of the office, and ``next_contact``, which
    `NextContact.of` reads.
    """
    today = now.date()
    of_person = {"service_user": OuterRef("pk")}
    current = Order.objects.current(today).filter(**of_person)
    allocated = Allocation.objects.on(today).filter(**of_person)
    contacts = Contact.objects.filter(**of_person)
    next_contact = contacts.open().to_come(now).order_by("starts_at")
    attended = contacts.filter(ATTENDED, date__lte=today).can_count().order_by("-date")
    post = Post.objects.on(today).filter(
        user__in=Allocation.objects.on(today).filter(service_user=OuterRef(OuterRef("pk"))).values("officer")
    )
    among = listed_for(user, today, found)
    people = ServiceUser.objects.filter(pk__in=among).seen_by(user).with_brag(today)
    return facts.with_month(people, Month.of(today), today, among).annotate(
        next_at=Subquery(next_contact.values("starts_at")[:1]),
        last_attended=Subquery(attended.values("date")[:1]),
        order_ends_on=Coalesce(
            Subquery(Order.objects.overdue(today).filter(**of_person).order_by("ends_on").values("ends_on")[:1]),
            Subquery(current.order_by("-ends_on").values("ends_on")[:1]),
        ),
        officer_name=Subquery(
            allocated.annotate(name=Concat("officer__first_name", Value(" "), "officer__last_name")).values("name")[:1]
        ),
        officer_filed_as=Subquery(allocated.values("officer__filed_as")[:1]),
        team_name=Subquery(post.values("team__name")[:1]),
        ldu_name=Coalesce(Subquery(post.values("ldu__name")[:1]), "office__ldu__name"),
        next_contact=next_contact_of_row(today),
    )


def listed_for(user: User, today: date, found: ServiceUserQuerySet | None = None) -> QuerySet:
    """Ids of the people of the user's unit with a current order or a case manager today.

    Case and team managers have those beside whom the sentence plan names themselves.
    """
    unit, current = Unit.of_member(user), Order.objects.current(today).filter(service_user=OuterRef("pk"))
    person, whose = (Q(), Q()) if found is None else (Q(pk__in=found), Q(service_user__in=found))
    held = Allocation.objects.within(unit, today).filter(whose).values("service_user")
    unallocated = ServiceUser.objects.unallocated_of(unit, today).filter(Exists(current), person).values("pk")
    if user.role not in CASEWORK:
        return held.union(unallocated)
    named = Designation.objects.on(today).order_by().filter(whose, officer=user).values("service_user")
    own = Allocation.objects.on(today).order_by().filter(whose, officer=user).values("service_user")
    return held.union(own, ServiceUser.objects.order_by().filter(Exists(current), pk__in=named).values("pk"))


class Judgement(ByTheRules):
    """What the rules say of a contact on a day; ``failing`` as bits, the deadline of a non-attendance only.

    ``to_rebook`` is said of one that is open and to come.
    """

    verdict: str
    failing: int
    follow_up_due: date
    follow_up_fault: str | None
    to_rebook: bool


Judged: TypeAlias = "WithAnnotations[Contact, Judgement]"


def judged(contacts: QuerySet[Contact], today: Day, known: facts.Standing | None = None) -> QuerySet[Judged]:
    """The contacts as `facts.judged` tells of them, `weighed`, and what a page reads beside them."""
    found: Any = weighed(facts.judged(contacts, today, known)).annotate(
        follow_up_fault=follow_up_fault(), to_rebook=holds(is_to_rebook())
    )
    found = found.select_related("type", "officer", "outcome", "follow_up_contact", "day__measure", "room", "oversight")
    notices = Notice.objects.defer("slip", "letters").select_related("issued_by")
    records = FollowUpRecord.objects.select_related("recorded_by")
    return found.prefetch_related(Prefetch("notices", notices), Prefetch("follow_up_records", records))


SINCE = Parameter("since", DateField())
IDS = Parameter("ids", ArrayField(BigIntegerField()))
_fresh_contact: Statement[Judged] = Statement(
    lambda: judged(Contact.objects.filter(service_user=PERSON, pk=CONTACT), TODAY, facts.FRESH)
)
_fresh_contacts: Statement[Judged] = Statement(
    lambda: judged(Contact.objects.filter(IsAnyOf(F("pk"), IDS), service_user=PERSON), TODAY, facts.FRESH)
)
_fresh_timeline: Statement[Judged] = Statement(lambda: _timeline(PERSON, SINCE, TODAY, facts.FRESH))


def timeline_of(person: ServiceUser, since: date, today: date, known: facts.Standing | None = None) -> list[Judged]:
    """The person's contacts from a day on, `judged`, newest first."""
    standing = known or facts.standing_of()
    if standing == facts.FRESH:
        return _with(person, _fresh_timeline.rows(person=person.pk, since=since, today=today))
    return _with(person, _timeline(person.pk, since, today, standing))


def contact_of(person: ServiceUser, pk: int, today: date) -> "Judged | None":
    """The person's contact, `judged`; None where there is no such one."""
    standing = facts.standing_of()
    if standing == facts.FRESH:
        found = _fresh_contact.rows(person=person.pk, contact=pk, today=today)
    else:
        found = list(judged(person.contacts.filter(pk=pk), today, standing))
    return next(iter(_with(person, found)), None)


def contacts_of(person: ServiceUser, ids: Collection[int], today: date) -> list[Judged]:
    """Those of the person's contacts that have these ids, `judged`, in no order."""
    standing, wanted = facts.standing_of(), sorted(ids)
    if standing == facts.FRESH:
        return _with(person, _fresh_contacts.rows(person=person.pk, ids=wanted, today=today))
    named = Value(wanted, ArrayField(BigIntegerField()))
    return _with(person, judged(person.contacts.filter(IsAnyOf(F("pk"), named)), today, standing))


def contacts_of_series(person: ServiceUser, series: int, today: date) -> list[Judged]:
    """The person's contacts of a series (its id), `judged`, in order."""
    theirs = judged(Contact.objects.filter(service_user=person, series=series), today, facts.standing_of())
    return _with(person, theirs.order_by("starts_at", "pk"))


def size_of_series(contact: Contact) -> int:
    """How many appointments the series of the contact has; one that took the place of another counts for both."""
    moved = Rearrangement.objects.filter(original=OuterRef("pk"))
    return Contact.objects.filter(
        ~Exists(moved), series=contact.series_id, service_user=contact.service_user_id
    ).count()


def slips_of(user: User, day: date) -> QuerySet[Notice]:
    """The notices that the user recorded on the day with a slip that was made here, of people whom they may see."""
    first, next_day = (datetime.combine(each, time.min) for each in (day, day + timedelta(days=1)))
    found = Notice.objects.filter(issued_by=user, recorded_at__gte=first, recorded_at__lt=next_day).exclude(letters=[])
    seen = found.filter(contact__service_user__in=ServiceUser.objects.visible_to(user).values("pk"))
    return (
        seen.defer("slip")
        .select_related("contact")
        .order_by("contact__service_user__filed_as", "date", "start_time", "pk")
    )


def _timeline(person: int | Parameter, since: Day, today: Day, known: facts.Standing) -> QuerySet[Judged]:
    contacts = Contact.objects.filter(service_user=person, date__gte=since)
    return judged(contacts, today, known).order_by("-starts_at", "-pk")


def _with(person: ServiceUser, records: Iterable[T]) -> list[T]:
    """The records, whose person is known."""
    found = list(records)
    for record in found:
        record.service_user = person
    return found


def officer_instead(contact: Contact, today: date) -> int:
    """Who an appointment in place of the contact, or after it, is with: an id.

    The same officer, or where that is a former case manager by then, whoever has taken over.
    """
    day, person = max(contact.date, today), contact.service_user
    theirs: list[Allocation | Designation] = [*person.allocations.all(), *person.designations.all()]
    ends = [each.ends_on for each in theirs if each.officer_id == contact.officer_id]
    if not ends or any(end is None or end >= day for end in ends):
        return contact.officer_id
    took_over = person.allocations.on(day).first()
    return took_over.officer_id if took_over else contact.officer_id


def amendments_of(contact: Contact) -> list[AmendmentEntry]:
    """What was undone or corrected of the contact, latest first."""
    amendments = list(contact.amendments.select_related("made_by", "recorded_by"))
    former = [amendment.former for amendment in amendments]
    outcomes = ContactOutcome.objects.in_bulk({each["outcome_id"] for each in former if each.get("outcome_id")})
    types = ContactType.objects.in_bulk({each["type_id"] for each in former if "type_id" in each})
    officers = User.objects.in_bulk({each["officer_id"] for each in former if "officer_id" in each})
    rooms = Room.objects.in_bulk({each["room_id"] for each in former if each.get("room_id")})
    return [AmendmentEntry(amendment, outcomes, types, officers, rooms) for amendment in amendments]


def months_of(
    person: ServiceUser, months: Collection[Month], today: date, known: facts.Standing | None = None
) -> dict[Month, PersonsMonth]:
    """The person's result of each month, or why the measure does not apply in it."""
    theirs = {Month(row["month_id"]): row for row in facts.months_of(person, months, today, known)}
    nothing = {"result": None, "reason": Reason.NO_IN_SCOPE_ORDER}
    rows = {month: theirs.get(month, nothing) for month in months}
    return {month: PersonsMonth(row["result"], row["reason"]) for month, row in rows.items()}


class OrderToday(TypedDict):
    """Whether an order is in scope of minimum contact, past its end, or over; how many RAR days are used; the decision.

    ``apply`` is whether early revocation was to be applied for when it was decided last; None where it never was.
    """

    scoped: bool
    overdue: bool
    over: bool
    rar_used: int
    apply: bool | None


ScopedOrder: TypeAlias = "WithAnnotations[Order, OrderToday]"


def orders_of(person: ServiceUser, today: date) -> list[ScopedOrder]:
    """The person's orders, latest first, with their requirements and RAR days."""
    return _orders.rows(person=person.pk, today=today)


def _orders_on(day: Day) -> QuerySet[ScopedOrder]:
    this = {"pk": OuterRef("pk")}
    of_order = {"order": OuterRef("pk")}
    used = RarDay.objects.filter(**of_order).order_by().values("order").annotate(used=Count("pk"))
    decisions = RevocationDecision.objects.filter(**of_order).order_by("-decided_at", "-pk")
    orders: Any = Order.objects.filter(service_user=PERSON).order_by("-starts_on", "order_ref")
    return (
        orders.annotate(
            scoped=Exists(Order.objects.in_scope().filter(**this)),
            overdue=Exists(Order.objects.overdue(day).filter(**this)),
            over=~Exists(Order.objects.current(day).filter(**this)) & Q(starts_on__lte=day),
            rar_used=Coalesce(Subquery(used.values("used")), 0),
            apply=Subquery(decisions.values("apply")[:1]),
        )
        .select_related("rar_plan")
        .prefetch_related("requirements")
    )


_orders: Statement[ScopedOrder] = Statement(lambda: _orders_on(TODAY))


class WithHandover(TypedDict):
    handover: str | None


HandedOver: TypeAlias = "WithAnnotations[Allocation, WithHandover]"


def allocations_of(person: ServiceUser) -> list[HandedOver]:
    """Who held the person, latest first, each with the note (``handover``) that came with the case, or None."""
    return _allocations.rows(person=person.pk)


def designations_of(person: ServiceUser, today: date) -> list[Designation]:
    """Whom the sentence plan names, latest first, and whether that is not over yet (``going_on``)."""
    return _designations.rows(person=person.pk, today=today)


def custody_of(person: ServiceUser) -> list[Custody]:
    """The person's periods in custody, latest first."""
    return _custody.rows(person=person.pk)


def _handed_over() -> QuerySet[HandedOver]:
    same = {name: OuterRef(name) for name in ("service_user", "officer", "starts_on")}
    note = AllocationDecision.objects.filter(**same).order_by("-decided_at", "-pk").values("handover")[:1]
    allocations: Any = Allocation.objects.filter(service_user=PERSON).select_related("officer")
    return allocations.annotate(handover=Subquery(note))


_allocations: Statement[HandedOver] = Statement(_handed_over)
_designations: Statement[Designation] = Statement(
    lambda: (
        Designation.objects.filter(service_user=PERSON)
        .select_related("officer")
        .annotate(going_on=holds(Q(ends_on=None) | Q(ends_on__gte=TODAY)))
    )
)
_custody: Statement[Custody] = Statement(lambda: Custody.objects.filter(service_user=PERSON).order_by("-starts_on"))


def open_alerts(people: ServiceUserQuerySet, user: User) -> QuerySet[Alert]:
    """What the scan found amiss with these people, as ``user`` may see them: by kind, then what is due first.

    What others mend is left out.
    """
    alerts = Alert.objects.filter(service_user__in=people).exclude(kind__in=left_to_others(user.role))
    return _by_kind(alerts).prefetch_related(people_for(user))


def open_alerts_of(person: ServiceUser) -> list[Alert]:
    """What the scan found amiss with one person, in the same order."""
    return _with(person, _of_person.rows(person=person.pk))


def _by_kind(alerts: AlertQuerySet) -> QuerySet[Alert]:
    kind = Case(*(When(kind=finding.kind, then=Value(place)) for place, finding in enumerate(FINDINGS)))
    alerts = alerts.open().select_related("contact__type", "contact__officer", "order")
    return alerts.order_by(kind, F("due_on").asc(nulls_last=True), "id")


_of_person: Statement[Alert] = Statement(lambda: _by_kind(Alert.objects.filter(service_user=PERSON)))


def diary(officer: User, first: date, last: date, *, viewer: User) -> QuerySet[Contact]:
    """What is in a diary from ``first`` to ``last``, in order, without what was cancelled or rearranged.

    It has the appointments that will not take place because an absence is known; their time is free.
    """
    booked = Contact.objects.standing().filter(officer=officer, date__range=(first, last))
    booked = booked.select_related("type", "outcome").prefetch_related(people_for(viewer))
    return booked.order_by("starts_at", *(f"service_user__{field}" for field in BY_NAME))


def sessions(appointments: Iterable[Contact], opened: Iterable[Session] = ()) -> list[list[Contact]]:
    """Appointments of one diary in their order, each by itself, and those of a session together.

    Of a type that is a group they are one at the same time, of another where a session was ``opened``.
    """
    together = {tuple(session.in_common.values()) for session in opened}
    found: dict[Any, list[Contact]] = {}
    for contact in appointments:
        in_common = tuple(getattr(contact, name) for name in IN_COMMON)
        in_session = contact.type.is_group or in_common in together
        found.setdefault(in_common if in_session else contact.pk, []).append(contact)
    return list(found.values())
