"""What is derived from the records and kept: what each contact is worth, and what each person's month has come to.

The expressions of `contacts.criteria` and `contacts.months` are the only definition. Here they fill the tables of
facts, answer live where no fact can be trusted, and are compared with what is kept (`differences`). A fact is not read
where its person is stale (`cases.stale`), where its month is not kept, or where the rules have changed since it was
derived (`FactsBasis`): then the same expressions answer from the records. No page ever shows a stale figure.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django.db import connection, transaction
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import IsNull
from django.db.models.sql.constants import LOUTER
from django.utils import timezone
from django_cte import CTE, with_cte

from base.months import Month
from base.statements import PERSON, Day, Parameter, Statement, given
from cases.models import Order, ServiceUser, ServiceUserQuerySet, Stale
from contacts.criteria import FOLLOW_UP_DUE, NON_ATTENDANCE, came_to, failing, verdict, worth
from contacts.measure import Measures
from contacts.models import CalendarMonth, Contact, ContactFact, FactsBasis, FigureFact, MonthFact
from contacts.months import Reason, is_unsettled, person_months, result

# Two who derive facts of one person wait for one another; each person has one of so many locks.
LOCK, LOCKS = 7_301_003, 512
# Of so many the planner must be told: it knows nothing yet of rows that only this transaction sees.
MANY = 1000
# With fewer nobody looks whether they may be the first.
SOME = 20
# So many are derived while somebody waits for a page.
FEW = 5000
BATCH = Parameter("batch", CharField())

CONTACT_COLUMNS = ("contact_id", "service_user_id", "date", "failing", "came_to", "follow_up_due")
MONTH_COLUMNS = (
    "service_user_id", "month_id", "reason", "met", "missed_until", "open_from", "brag", "officer_id", "post_id",
    "office_id",
)  # fmt: skip
CONTACT_KEY, MONTH_KEY = ("contact_id",), ("month_id", "service_user_id")
# What a month is asked for.
ASKED = (
    "service_user_id", "month_id", "reason", "result", "unsettled", "brag", "officer_id", "post_id", "office_id",
)  # fmt: skip


# Asking


@dataclass(frozen=True)
class Standing:
    """Whether the facts can be read: ``trusted`` unless a month is not kept or the rules changed; who is stale not."""

    trusted: bool
    stale: bool


FRESH = Standing(trusted=True, stale=False)


def judged(contacts: QuerySet[Contact], as_of: Day, known: Standing | None = None) -> QuerySet[Contact]:
    """The contacts with ``failing`` (bits), ``worth``, ``follow_up_due`` (of a non-attendance) and ``verdict``.

    ``known`` is how the facts stand, where that was asked already: a statement that is kept is of one standing.
    """
    standing = known or standing_of()
    if standing == FRESH:
        kept = {name: F(f"fact__{name}") for name in ("failing", "worth", "follow_up_due")}
        return contacts.annotate(**kept).annotate(verdict=verdict(as_of))
    derived = CTE(derive(contacts), name="derived", materialized=True)
    columns = {name: getattr(derived.col, name) for name in ("failing", "came_to", "follow_up_due")}
    live = derived.join(contacts, id=derived.col.contact_id).annotate(**columns)
    return with_cte(derived, select=live).annotate(worth=worth()).annotate(verdict=verdict(as_of))


def months(
    asked: Collection[Month], as_of: Day, among: QuerySet | None = None, known: Standing | None = None
) -> QuerySet:
    """A row for each person listed for one of the months, which follow one another, with the columns `ASKED`.

    ``result`` is that of ``as_of``; ``officer_id`` and ``post_id`` are those of the month's last day, whatever
    ``as_of``. Who asks about some people only says ``among`` whom they are (ids), so that nobody else is derived live.
    ``known`` as in `judged`.
    """
    facts = facts_of(asked)
    standing = known or standing_of(asked)
    if not standing.trusted:
        return _as_asked(live_months(asked, among), as_of)
    if not standing.stale:
        return _as_asked(facts, as_of)
    stale = Stale.objects.order_by().values("service_user")
    live = live_months(asked, stale if among is None else stale.filter(service_user__in=among))
    return _as_asked(facts.exclude(service_user__in=stale), as_of).union(_as_asked(live, as_of), all=True)


def with_month(
    people: ServiceUserQuerySet, month: Month, as_of: date, among: QuerySet | None = None
) -> ServiceUserQuerySet:
    """The service users with their month: ``reason`` (a `Reason`) and ``result`` of ``as_of``.

    Whoever is not listed has no order in scope in the month.
    """
    standing = standing_of([month])
    if standing == FRESH:
        # Looked up row by row: a page of a list asks for the few people that it shows.
        fact = MonthFact.objects.filter(service_user=OuterRef("pk"), month=month.first).order_by()
        reason = Case(When(reason=None, then=Value("")), default=F("reason"))
        return people.annotate(
            result=Subquery(fact.annotate(result=result(as_of)).values("result")[:1]),
            reason=NullIf(
                Coalesce(Subquery(fact.annotate(why=reason).values("why")[:1]), Value(Reason.NO_IN_SCOPE_ORDER)),
                Value(""),
            ),
        )
    of_month = CTE(months([month], as_of, among), name="of_month")
    joined = of_month.join(people, id=of_month.col.service_user_id, _join_type=LOUTER)
    return with_cte(of_month, select=joined).annotate(
        result=of_month.col.result,
        reason=Case(
            When(IsNull(of_month.col.service_user_id, True), then=Value(Reason.NO_IN_SCOPE_ORDER)),
            default=of_month.col.reason,
            output_field=CharField(),
        ),
    )


def listed(
    people: ServiceUserQuerySet,
    month: Month,
    as_of: Day,
    among: QuerySet | None = None,
    known: Standing | None = None,
) -> ServiceUserQuerySet:
    """Those of the service users who are listed for the month, with the columns `ASKED` of it; see `months`."""
    of_month = CTE(months([month], as_of, among, known), name="of_month")
    joined = with_cte(of_month, select=of_month.join(people, id=of_month.col.service_user_id))
    return joined.annotate(
        reason=of_month.col.reason,
        result=of_month.col.result,
        unsettled=of_month.col.unsettled,
        brag=of_month.col.brag,
        officer=of_month.col.officer_id,
        post=of_month.col.post_id,
    )


def facts_of(asked: Collection[Month]) -> QuerySet[MonthFact]:
    """What is kept of the months, which follow one another, be it fresh or stale."""
    first, last = min(asked).first, max(asked).first
    days = {"month": first} if first == last else {"month__gte": first, "month__lte": last}
    return MonthFact.objects.filter(**days).order_by()


AS_OF = Parameter("as_of", DateField())
FIRST, LAST = Parameter("first", DateField()), Parameter("last", DateField())
_fresh_of_person: Statement[dict[str, Any]] = Statement(
    lambda: _as_asked(
        MonthFact.objects.filter(service_user=PERSON, month__gte=FIRST, month__lte=LAST).order_by(), AS_OF
    )
)


def months_of(
    person: ServiceUser, asked: Collection[Month], as_of: date, known: Standing | None = None
) -> list[dict[str, Any]]:
    """As `months`, of one person."""
    standing = known or standing_of(asked)
    if standing == FRESH:
        first, last = min(asked).first, max(asked).first
        return _fresh_of_person.rows(person=person.pk, first=first, last=last, as_of=as_of)
    among = ServiceUser.objects.filter(pk=person.pk).values("pk")
    rows = CTE(months(asked, as_of, among, standing), name="of_month")
    return list(with_cte(rows, select=rows.queryset().order_by()).filter(service_user_id=person.pk))


def live_months(asked: Collection[Month], people: QuerySet | None = None) -> QuerySet:
    """The rows that `MonthFact` keeps of the months, derived from the records now."""
    contacts = Contact.objects.filter(date__range=(min(asked).first, max(asked).last))
    if people is not None:
        contacts = contacts.filter(service_user__in=people)
    derived = CTE(derive(contacts), name="derived", materialized=True)
    worths = with_cte(derived, select=derived.queryset().order_by()).annotate(worth=worth())
    return person_months(CalendarMonth.objects.filter(first__in=[month.first for month in asked]), worths, people)


def are_as_derived(month: Month, among: QuerySet | None) -> bool:
    """Whether what is kept of the month, of everyone or ``among`` whom (ids), is what the records say now.

    Of people who are stale, and where the facts cannot be trusted, nothing is read but the records.
    """
    if not standing_of([month]).trusted:
        return True
    stale = Stale.objects.order_by().values("service_user")
    kept = facts_of([month]).exclude(service_user__in=stale)
    if among is not None:
        kept = kept.filter(service_user__in=among)
    derived = CTE(live_months([month], among), name="derived")
    live = with_cte(derived, select=derived.queryset().order_by()).exclude(service_user_id__in=stale)
    return set(kept.values_list(*MONTH_COLUMNS)) == set(live.values_list(*MONTH_COLUMNS))


def derive(contacts: QuerySet[Contact]) -> QuerySet:
    """The rows that `ContactFact` keeps of the contacts, derived from the records now."""
    return contacts.order_by().values(
        "service_user_id",
        "date",
        contact_id=F("pk"),
        failing=failing(),
        came_to=came_to(),
        follow_up_due=Case(When(NON_ATTENDANCE, then=FOLLOW_UP_DUE), default=Value(None)),
    )


def _as_asked(rows: QuerySet, as_of: Day) -> QuerySet:
    unsettled = Case(When(is_unsettled(as_of), then=True), default=False)
    return rows.annotate(result=result(as_of), unsettled=unsettled).values(*ASKED)


def standing_of(asked: Collection[Month] = (), people: QuerySet | None = None) -> Standing:
    """How the facts of the months stand now, about everyone or about ``people`` (ids)."""
    kept = CalendarMonth.objects.filter(first__in=[month.first for month in asked], kept=True)
    stale = Stale.objects.all() if people is None else Stale.objects.filter(service_user__in=people)
    row = (
        FactsBasis.objects.filter(fingerprint=fingerprint())
        .values_list(
            Coalesce(Subquery(kept.order_by().values("kept").annotate(count=Count("pk")).values("count")), 0),
            Exists(stale),
        )
        .first()
    )
    return Standing(trusted=row is not None and row[0] == len(set(asked)), stale=row is not None and row[1])


@cache
def fingerprint() -> str:
    """Stands for the rules, as the statements that derive the facts say them. Measures are records that they read."""
    any_month = [Month.parse("2018-10")]
    derived = (derive(Contact.objects.all()), live_months(any_month))
    statements = [queryset.query.sql_with_params() for queryset in derived]
    # As text: the parameters' own representation leaves out the values of choices.
    said = [(statement, *map(str, parameters)) for statement, parameters in statements]
    return sha256(repr(said).encode()).hexdigest()


# Keeping


def refresh(people: Iterable[int] | None = None) -> int:
    """Derive anew what is kept of the stale among ``people`` (ids), or of all who are stale; returns how many marks.

    In the transaction that changed their records, or in one of its own. Twice at once is the same as once. Where the
    kept facts are of other rules nobody is derived: whoever knows those rules, or `keep_up`, will.
    """
    batch = token_hex(10)
    with transaction.atomic():
        stale = Stale.objects.filter(batch="")
        if people is not None:
            stale = stale.filter(service_user__in=list(people))
        # Marks that somebody else is at are left to them.
        mine = stale.select_for_update(skip_locked=True).values("pk")
        marks = Stale.objects.filter(pk__in=mine).update(batch=batch)
        if not marks:
            return 0
        _lock(batch)
        # Asked under the lock: who derives all facts by other rules holds every lock.
        if not are_of_todays_rules():
            Stale.objects.filter(batch=batch).update(batch="")
            return 0
        if marks > MANY:
            _analyze("cases_stale")
        theirs = Stale.objects.filter(batch=batch).values("service_user")
        # Of a first import there is nothing to take away nor to meet, and to find that out takes a while.
        first = marks > SOME and not ContactFact.objects.exists() and not MonthFact.objects.exists()
        _run(*_keep_contacts(first), batch)
        if not first:
            # Deleted, or passed to somebody whose turn comes with their own mark.
            gone = ~Exists(Contact.objects.filter(pk=OuterRef("pk"), service_user=OuterRef("service_user_id")))
            ContactFact.objects.filter(gone, service_user__in=theirs).delete()
        if marks > MANY:
            _analyze(ContactFact._meta.db_table)
        _run(*_keep_months(first), batch)
        if not first:
            orders = Order.objects.overlapping(OuterRef("month_id"), OuterRef("month__last"))
            not_listed = ~Exists(orders.filter(service_user=OuterRef("service_user_id")))
            MonthFact.objects.filter(not_listed, service_user__in=theirs).delete()
        return Stale.objects.filter(batch=batch).delete()[0]


def refresh_few() -> None:
    """As `refresh` of all, where no more than `FEW` are stale; else they are left to the hourly job, and read live."""
    if Stale.objects.aggregate(people=Count("service_user", distinct=True))["people"] <= FEW:
        refresh()


def keep_up() -> None:
    """Derive what is not kept as it should be: by the rules as they are now, up to the next month, of all the stale."""
    if not are_of_todays_rules():
        rebuild()
    keep_months()
    refresh()


def keep_months() -> None:
    """Keep the facts of every month from the first to which the measure applies to the next. May run again."""
    first, until = Measures.known().first_month, Month.of(timezone.localdate()).next
    wanted = CalendarMonth.objects.filter(first__range=(first.first, until.first), kept=False)
    if not wanted.exists():
        return
    with transaction.atomic():
        _lock_everybody()
        if wanted.update(kept=True):
            _mark_everybody()
            refresh()


def tidy() -> None:
    """Put the rows of `FigureFact` together that count the same group. Beside writers and readers, at any time."""
    group, counts = "month_id, officer_id, post_id, office_id", ("service_users", "applicable", "met")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH gone AS (DELETE FROM contacts_figurefact RETURNING *)
            INSERT INTO contacts_figurefact ({group}, {", ".join(counts)})
            SELECT * FROM (
                SELECT {group}, {", ".join(f"sum({count}) AS {count}" for count in counts)} FROM gone GROUP BY {group}
            ) together WHERE service_users <> 0
            """
        )


def rebuild() -> dict[str, int]:
    """Derive every fact anew, by the rules as they are now; returns how many of each kind."""
    with transaction.atomic():
        _lock_everybody()
        MonthFact.objects.all().delete()
        FigureFact.objects.all().delete()
        ContactFact.objects.all().delete()
        FactsBasis.objects.all().delete()
        FactsBasis.objects.create(fingerprint=fingerprint())
        _mark_everybody()
        refresh()
        tidy()
        return {"contact_facts": ContactFact.objects.count(), "month_facts": MonthFact.objects.count()}


def are_of_todays_rules() -> bool:
    """Whether the facts were derived by the rules as they are now."""
    return FactsBasis.objects.filter(fingerprint=fingerprint()).exists()


def differences() -> dict[str, int]:
    """How many kept facts differ from what the records say now, either way.

    Those that nobody reads are left out: of stale people, and all of them where they are of other rules.
    """
    if not are_of_todays_rules():
        return {"contact_facts": 0, "month_facts": 0, "figure_facts": 0}
    kept = [Month(first) for first in CalendarMonth.objects.filter(kept=True).values_list("first", flat=True)]
    return {
        "contact_facts": _differing(ContactFact, derive(Contact.objects.all()), CONTACT_COLUMNS, CONTACT_KEY),
        "month_facts": _differing(MonthFact, live_months(kept), MONTH_COLUMNS, MONTH_KEY) if kept else 0,
        "figure_facts": _miscounted(),
    }


def altered() -> dict[str, list[str]]:
    """Whose kept month is no longer what the records and the codes say now: of each month the CRNs, in order.

    Of the people who are stale: asked before they are derived anew, it says what a change alters.
    """
    kept = [Month(first) for first in CalendarMonth.objects.filter(kept=True).values_list("first", flat=True)]
    stale = Stale.objects.order_by().values("service_user")
    if not kept or not stale.exists():
        return {}
    names = ("service_user_id", "month_id", "reason", "met", "missed_until", "open_from")
    statement, parameters = live_months(kept, stale).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT to_char(month_id, 'YYYY-MM'), array_agg(person.crn ORDER BY person.crn) FROM (
                SELECT {", ".join(names)} FROM ({statement}) live
                EXCEPT SELECT {", ".join(names)} FROM {MonthFact._meta.db_table}
            ) differing JOIN cases_serviceuser person ON person.id = service_user_id
            GROUP BY 1 ORDER BY 1
            """,
            parameters,
        )
        return dict(cursor.fetchall())


def _miscounted() -> int:
    """How many groups of `FigureFact` do not add up to the month facts."""
    counted = "SELECT month_id, officer_id, post_id, {office} AS office, {counts} FROM {table} GROUP BY 1, 2, 3, 4"
    kept = counted.format(
        table="contacts_figurefact", office="office_id", counts="sum(service_users), sum(applicable), sum(met)"
    )
    true = counted.format(
        table="contacts_monthfact",
        office="CASE WHEN officer_id IS NULL THEN office_id END",
        counts="count(*), count(*) FILTER (WHERE reason IS NULL), count(*) FILTER (WHERE reason IS NULL AND met)",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(DISTINCT (month_id, officer_id, post_id, office)) FROM ("
            f"({kept} HAVING sum(service_users) <> 0 EXCEPT {true}) UNION ALL ({true} EXCEPT {kept})) miscounted"
        )
        return cursor.fetchone()[0]


def _differing(model: type[Model], derived: QuerySet, columns: tuple[str, ...], key: tuple[str, ...]) -> int:
    names, table = ", ".join(columns), model._meta.db_table
    statement, parameters = derived.query.sql_with_params()
    kept = f"SELECT {names} FROM {table}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH live AS MATERIALIZED (SELECT {names} FROM ({statement}) derived)
            SELECT count(DISTINCT ({", ".join(key)})) FROM (
                (SELECT * FROM live EXCEPT {kept}) UNION ALL ({kept} EXCEPT SELECT * FROM live)
            ) differing
            WHERE service_user_id NOT IN (SELECT service_user_id FROM cases_stale)
            """,
            parameters,
        )
        return cursor.fetchone()[0]


def _mark_everybody() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cases_stale (service_user_id) SELECT id FROM cases_serviceuser")


def _analyze(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")


def _lock_everybody() -> None:
    """Wait for whoever derives facts, and let nobody begin: before people are marked, so that nobody comes between."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, lock) FROM generate_series(0, %s) lock", [LOCK, LOCKS - 1])


def _lock(batch: str) -> None:
    """Wait for whoever derives facts of the same people; in one order, so that nobody waits in a circle."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_advisory_xact_lock(%s, lock) FROM (
                SELECT DISTINCT (service_user_id %% %s)::integer AS lock FROM cases_stale WHERE batch = %s ORDER BY 1
            ) locks
            """,
            [LOCK, LOCKS, batch],
        )


def _in_batch() -> QuerySet:
    return Stale.objects.filter(batch=BATCH).values("service_user")


@cache
def _keep_contacts(first: bool) -> tuple[str, tuple]:
    """The statement that keeps the contact facts of a batch, the ``first`` that there are or not. Compiled once."""
    derived = derive(Contact.objects.filter(service_user__in=_in_batch()))
    inserted = _insert(ContactFact, derived, CONTACT_COLUMNS, order="service_user_id, date")
    return inserted if first else _over_what_is_kept(inserted, ContactFact, CONTACT_COLUMNS, CONTACT_KEY)


@cache
def _keep_months(first: bool) -> tuple[str, tuple]:
    """The statement that keeps the month facts of a batch, from its contact facts, as `_keep_contacts`."""
    worths = ContactFact.objects.filter(service_user__in=_in_batch()).order_by()
    derived = person_months(CalendarMonth.objects.filter(kept=True), worths, _in_batch())
    # A month's facts lie together, since that is how they are read most.
    inserted = _insert(MonthFact, derived, MONTH_COLUMNS, order="month_id, service_user_id")
    return inserted if first else _over_what_is_kept(inserted, MonthFact, MONTH_COLUMNS, MONTH_KEY)


def _insert(model: type[Model], derived: QuerySet, columns: tuple[str, ...], *, order: str) -> tuple[str, tuple]:
    statement, parameters = derived.query.sql_with_params()
    names = ", ".join(columns)
    inserted = (
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {names} FROM ({statement}) derived ORDER BY {order}"
    )
    return inserted, parameters


def _over_what_is_kept(
    inserted: tuple[str, tuple], model: type[Model], columns: tuple[str, ...], key: tuple[str, ...]
) -> tuple[str, tuple]:
    """The statement that changes what differs of a row that is kept already."""
    statement, parameters = inserted
    values = [name for name in columns if name not in key]
    ours, new = (", ".join(f"{rows}.{name}" for name in values) for rows in (model._meta.db_table, "excluded"))
    return (
        f"""
        {statement}
        ON CONFLICT ({", ".join(key)}) DO UPDATE SET ({", ".join(values)}) = ROW ({new})
        WHERE ({ours}) IS DISTINCT FROM ({new})
        """,
        parameters,
    )


def _run(statement: str, parameters: tuple, batch: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given(parameters, batch=batch))
