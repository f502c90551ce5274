"""When is a person's next contact due? (docs/rules.md, section 5), once for the product.

A contact standard (`contacts.models.ContactStandard`) says how many contacts there are to be in how many days or
calendar months, and within how many business days of the start the first. `next_contacts` says for a set of people, or
for the person of a row, when the next is due by the standard in force for their BRAG status, what that goes from, or
why none is due. It is for planning: what counts towards the month is asked elsewhere (`contacts.criteria`).

What is in force widens the standard: a temporary measure of the person (`contacts.oversight`), and the entries of the
register of additional measures that hold of them (`contacts.additional_people`). Seen less often, the time between
contacts is the longest of all; seen by telephone, telephone contacts are among those that count here.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr, JSONBAgg
from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    JSONField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Greatest, JSONObject
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull
from django.db.models.sql.constants import LOUTER
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_cte import CTE, with_cte

from base.business_days import first_known_day
from base.db import Days, Element, EndOfMonthAfter, IsAnyOf, Joined, LastGapEnds, RangeAgg
from base.months import Month
from base.statements import Day
from cases.models import Brag, Custody, Order, ServiceUser, ServiceUserQuerySet
from contacts.additional import AdditionalKind, AdditionalMeasure, AdditionalQuerySet
from contacts.additional_people import WITHOUT_STATUS as WITHOUT_STATUS
from contacts.additional_people import covered
from contacts.criteria import ATTENDED
from contacts.models import CadenceUnit, CalendarDay, Contact, ContactStandard
from contacts.oversight import TELEPHONE_TYPES, Oversight, OversightKind, placed


class Due(TextChoices):
    """When the next contact is due, of a day. Everyone is in one of them."""

    OVERDUE = "overdue", _("Overdue")
    THIS_WEEK = "this_week", _("Due this week")
    THIS_MONTH = "this_month", _("Due this month")
    LATER = "later", _("Due later")
    NONE = "none", _("None due")


class NoneDue(TextChoices):
    """Why no contact is due."""

    CUSTODY = "custody", _("In custody")
    NO_ORDER = "no_order", _("No current order in scope")
    NO_STANDARD = "no_standard", _("No contact standard")
    NOT_PLANNED = "not_planned", _("No contacts to plan")
    UNKNOWN_DAYS = "unknown_days", _("Bank holidays not known")


CODES = ArrayField(CharField(max_length=10))


# What is told of each entry of the register that widens the standard of somebody.
ENTRY = {
    "pk": "pk",
    "kind": "kind",
    "every": "every",
    "until": "ends_on",
    "agreed_by": Concat("decided_by__first_name", Value(" "), "decided_by__last_name"),
}


def next_contacts(as_of: date, among: QuerySet | OuterRef, entries: AdditionalQuerySet | None = None) -> QuerySet:
    """A row for each of the people ``among`` (ids), or for the one whose id that is in a query around this one.

    ``entries`` of the register of additional measures are taken for those in force, where they are given.

    service_user_id         | whom it is about
    brag, status            | the BRAG status on ``as_of``, and that by whose standard they are seen
    due, group              | when the next contact is due, and which `Due` that is on ``as_of``
    why                     | where none is due, the `NoneDue`
    start, released         | what contacts are counted from, and whether that is a release from custody
    seen, last, nth         | how many of the contacts that count were attended since, and the days of the latest of
                            | them and of as many back as the standard asks for
    contacts, every, unit, first | the standard: how many, in how many days or months, and the first within how many
                            | business days
    measure, until, agreed_by | the temporary measure that widens it, if one does: its kind, its last day, who agreed it
    measure_every           | the days or months that it states
    additional              | the entries of the register that widen it, each as `ENTRY` says; null where there is none
    period                  | in how many days or months with all of these
    """
    day = Value(as_of, DateField())
    supervised = CTE(
        Order.objects.in_scope()
        .filter(_is(among, "service_user"))
        .order_by()
        .values("service_user_id")
        .annotate(since=LastGapEnds(day, RangeAgg(Days("starts_on", "terminated_on")))),
        name="supervised",
    )
    standard = CTE(
        ContactStandard.objects.started(as_of)
        .order_by("status", F("starts_on").desc(nulls_last=True))
        .distinct("status")
        .values("status", "contacts", "contact_every", "unit", "types", "first_within", "first_after_release"),
        name="standard",
    )
    measure = CTE(
        Oversight.objects.in_force(as_of)
        .filter(_is(among, "service_user"))
        .order_by()
        .values(
            "service_user_id", "kind", "every", "unit", "brag", "ends_on",
            agreed_by=Concat("decided_by__first_name", Value(" "), "decided_by__last_name"),
        ),
        name="measure",
    )  # fmt: skip
    if entries is None:
        entries = AdditionalMeasure.objects.in_force(as_of)
    additional = CTE(_additional(entries, as_of, among), name="additional")
    people = supervised.join(
        ServiceUser.objects.filter(_is(among, "pk")).order_by(), id=supervised.col.service_user_id, _join_type=LOUTER
    )
    custody = Custody.objects.order_by().filter(service_user=OuterRef("pk"))
    released_on = custody.filter(ends_on__lt=as_of).order_by("-ends_on").values("ends_on")[:1]
    graded = CTE(
        people.with_brag(day)
        .annotate(status=Coalesce("brag", Value(WITHOUT_STATUS)), since=supervised.col.since)
        .values(
            "brag",
            "status",
            "since",
            service_user_id=F("pk"),
            in_custody=Exists(custody.on(as_of)),
            released_on=Subquery(released_on),
        ),
        name="graded",
        materialized=True,
    )
    with_standard = standard.join(graded.queryset(), status=standard.col.status, _join_type=LOUTER)
    widened = _widens(standard, measure)
    by_telephone = widened & Q(Exact(measure.col.kind, OversightKind.TELEPHONE)) | Q(
        Exact(additional.col.by_telephone, True)
    )
    with_measure = measure.join(with_standard, service_user_id=measure.col.service_user_id, _join_type=LOUTER)
    in_days = Q(Exact(standard.col.unit, CadenceUnit.DAYS))
    begun = CTE(
        additional.join(with_measure, service_user_id=additional.col.service_user_id, _join_type=LOUTER)
        .order_by()
        .values(
            "service_user_id",
            "brag",
            "status",
            start=Greatest("since", "released_on"),
            released=ExpressionWrapper(
                Q(GreaterThanOrEqual(F("released_on"), F("since"))), output_field=BooleanField()
            ),
            none=_none_due(as_of, standard),
            contacts=standard.col.contacts,
            every=standard.col.contact_every,
            unit=standard.col.unit,
            measure=Case(When(widened, then=measure.col.kind), output_field=CharField()),
            until=Case(When(widened, then=measure.col.ends_on), output_field=DateField()),
            agreed_by=Case(When(widened, then=measure.col.agreed_by), output_field=CharField()),
            measure_every=Case(When(widened, then=measure.col.every), output_field=IntegerField()),
            additional=additional.col.entries,
            # The longest of those there are; what is stated in days widens no standard that is counted in months.
            period=Greatest(
                standard.col.contact_every,
                Case(When(widened, then=measure.col.every), output_field=IntegerField()),
                Case(When(in_days, then=additional.col.every), output_field=IntegerField()),
            ),
            types=Case(
                When(by_telephone, then=Joined(standard.col.types, Value([*TELEPHONE_TYPES], CODES))),
                default=standard.col.types,
                output_field=CODES,
            ),
            first=Case(
                When(released_on__gte=F("since"), then=standard.col.first_after_release),
                default=standard.col.first_within,
                output_field=IntegerField(),
            ),
        ),
        name="begun",
        materialized=True,
    )
    seen = CTE(
        begun.join(
            Contact.objects.filter(ATTENDED, date__lte=as_of).order_by(),
            GreaterThanOrEqual(F("date"), begun.col.start),
            IsAnyOf(F("type_id"), begun.col.types),
            IsNull(begun.col.none, True),
            service_user_id=begun.col.service_user_id,
        )
        .values("service_user_id", contacts=begun.col.contacts)
        .annotate(seen=Count("pk"), last=Max("date"), days=ArrayAgg("date", order_by="-date"))
        .values("service_user_id", "seen", "last", nth=Element(F("days"), F("contacts"))),
        name="seen",
    )
    with_seen = seen.join(begun.queryset(), service_user_id=seen.col.service_user_id, _join_type=LOUTER)
    dated = CTE(
        with_seen.order_by().values(
            "service_user_id", "brag", "status", "start", "released", "contacts", "every", "unit", "first", "none",
            "measure", "until", "agreed_by", "measure_every", "additional", "period",
            seen=Coalesce(seen.col.seen, 0),
            last=seen.col.last,
            nth=seen.col.nth,
            due=_due_on(seen),
        ),
        name="dated",
    )  # fmt: skip
    rows = dated.queryset().order_by().annotate(group=group_of(as_of))
    rows = rows.annotate(why=Case(When(due=None, then=Coalesce("none", Value(NoneDue.UNKNOWN_DAYS)))))
    return with_cte(supervised, standard, measure, additional, graded, begun, seen, dated, select=rows)


def with_due(people: ServiceUserQuerySet, as_of: date, among: QuerySet) -> ServiceUserQuerySet:
    """Adds ``contact_due``, worked out for all ``among`` (ids) at once: for a list of them that is sorted by it."""
    rows = next_contacts(as_of, among).values("service_user_id", "due")
    due = CTE(rows, name="next_due", materialized=True)
    joined = due.join(people, id=due.col.service_user_id, _join_type=LOUTER)
    return with_cte(due, select=joined).annotate(contact_due=due.col.due)


@dataclass(frozen=True)
class Affected:
    """How many people are in each group before and after a change of the standards. It names nobody."""

    day: date
    of: frozenset[str]
    before: dict[str, int]
    after: dict[str, int]

    @property
    def rows(self) -> list[tuple[Due, int, int]]:
        return [(due, self.before.get(due, 0), self.after.get(due, 0)) for due in Due]

    @property
    def statuses(self) -> str:
        return ", ".join(str(status.label) for status in Brag if status in self.of)


def affected(standard: ContactStandard, change: Callable[[], Any]) -> Affected:
    """Make the change of the standard, see whom it affects on the first day on which it can, and take it back."""
    kept = ContactStandard.objects.filter(pk=standard.pk).first()
    day = max(timezone.localdate(), standard.starts_on or date.min)
    statuses = frozenset(each.status for each in (standard, kept) if each)
    with transaction.atomic():
        before = _in_groups(day, statuses)
        change()
        after = _in_groups(day, statuses)
        transaction.set_rollback(True)
    return Affected(day, statuses, before, after)


def _in_groups(day: date, statuses: Collection[str]) -> dict[str, int]:
    """How many of the people with a current order are in each group, of those seen by the standards of the statuses."""
    people = Order.objects.current(day).order_by().values("service_user")
    rows = next_contacts(day, people).filter(status__in=statuses)
    return dict(rows.values_list("group").annotate(number=Count("service_user_id")))


def _is(among: QuerySet | OuterRef, field: str) -> Q:
    """Whether the field is one of the ids, or that of the query around."""
    return Q(**{field: among}) if isinstance(among, OuterRef) else Q(**{f"{field}__in": among})


def _additional(entries: AdditionalQuerySet, as_of: date, among: QuerySet | OuterRef) -> QuerySet:
    """A row for each of the people of whom entries of the register hold: what they widen, together and each."""
    widens = [AdditionalKind.TELEPHONE, AdditionalKind.LESS_OFTEN]
    holding = covered(entries.filter(kind__in=widens), as_of, among).filter(held_back=None)
    rows: QuerySet = holding.values("service_user_id").annotate(
        by_telephone=BoolOr(Q(kind=AdditionalKind.TELEPHONE)),
        longest=Max("every"),
        entries=JSONBAgg(JSONObject(**ENTRY), order_by="pk", output_field=JSONField()),
    )
    return rows.values("service_user_id", "by_telephone", "entries", every=F("longest"))


def _none_due(as_of: date, standard: CTE) -> Case:
    """The first reason why none is due, of a row of people with their standard; null where there is none."""
    not_supervised = IsNull(F("since"), True) | Q(GreaterThan(F("since"), as_of))
    return Case(
        When(in_custody=True, then=Value(NoneDue.CUSTODY)),
        When(not_supervised, then=Value(NoneDue.NO_ORDER)),
        When(IsNull(standard.col.contacts, True), then=Value(NoneDue.NO_STANDARD)),
        When(Exact(standard.col.contacts, 0), then=Value(NoneDue.NOT_PLANNED)),
        default=Value(None),
        output_field=CharField(),
    )


def _widens(standard: CTE, measure: CTE) -> Q:
    """Whether the measure in force widens the standard, of a row with both.

    Not where the BRAG status is higher than the one that it was agreed for (`Oversight.is_risen`), nor where the
    standard that is in force by now asks for less already or is counted in another unit.
    """
    not_risen = Q(GreaterThanOrEqual(placed(F("status")), placed(measure.col.brag)))
    longer = Q(Exact(measure.col.unit, standard.col.unit)) & Q(
        GreaterThan(measure.col.every, standard.col.contact_every)
    )
    return not_risen & (Q(Exact(measure.col.kind, OversightKind.TELEPHONE)) | longer)


def _due_on(seen: CTE) -> Case:
    """The day on which the next is due, of a row with what was attended since the start.

    None yet: so many business days after the start. Fewer than the standard asks for: from the start on, else from as
    many back as it asks for.
    """
    counted_from = Coalesce(seen.col.nth, F("start"))
    start, within = OuterRef(OuterRef("start")), OuterRef(OuterRef("first"))
    of_start = CalendarDay.objects.filter(date=Greatest(start, Value(first_known_day(), DateField())))
    number = of_start.annotate(number=F("business_days") + within).values("number")[:1]
    first = CalendarDay.objects.filter(business_days=Subquery(number)).order_by("date").values("date")[:1]
    return Case(
        When(none__isnull=False, then=Value(None)),
        When(IsNull(seen.col.seen, True), then=Subquery(first)),
        When(unit=CadenceUnit.MONTHS, then=EndOfMonthAfter(counted_from, F("period"))),
        default=ExpressionWrapper(counted_from + F("period"), output_field=DateField()),
        output_field=DateField(),
    )


def group_of(as_of: date) -> Case:
    """Which `Due` a row that has ``due`` is on ``as_of``. This week is over on Sunday, and goes before this month."""
    sunday = as_of + timedelta(days=6 - as_of.weekday())
    return Case(
        When(due=None, then=Value(Due.NONE)),
        When(due__lt=as_of, then=Value(Due.OVERDUE)),
        When(due__lte=sunday, then=Value(Due.THIS_WEEK)),
        When(due__lte=Month.of(as_of).last, then=Value(Due.THIS_MONTH)),
        default=Value(Due.LATER),
        output_field=CharField(),
    )


def next_review(day: Day) -> ExpressionWrapper:
    """By when a BRAG review is followed by the next, by the standard of its status that is in force on ``day``."""
    standard = ContactStandard.objects.started(day).filter(status=OuterRef("status"))
    every = Subquery(standard.values("review_every")[:1])
    return ExpressionWrapper(F("reviewed_on") + every, output_field=DateField())
